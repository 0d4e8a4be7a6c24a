import { getDocument, type PDFDocumentProxy, type RenderTask } from 'pdfjs-dist';
import { WorkerMessageHandler } from 'pdfjs-dist/build/pdf.worker.mjs';
import { session } from '../../base/session.ts';

// pdf.js looks here before it starts a worker. A worker would need `worker-src` in the page's policy.
Object.assign(globalThis, { pdfjsWorker: { WorkerMessageHandler } });

/** iOS refuses larger canvases. */
const maxCanvasPixels = 16_000_000;

export interface Pdf {
  pageCount: number;
  /** CSS pixels at zoom 1, page numbers from 1. */
  sizeOf(page: number): Promise<{ width: number; height: number }>;
  /** Draws a page so wide (CSS pixels). @throws when `signal` aborts */
  draw(page: number, canvas: HTMLCanvasElement, width: number, signal: AbortSignal): Promise<void>;
  textOf(page: number): Promise<string>;
  close(): Promise<void>;
}

/**
 * Opens a PDF with what a page whose policy is `default-src 'none'` allows: no worker, no WebAssembly, no eval, no fonts of the
 * page; letters are drawn as outlines. Fonts that the file does not bring are fetched from Arende.
 * @throws when it is no PDF, or asks for a password
 */
export async function openPdf(bytes: ArrayBuffer): Promise<Pdf> {
  const assets = `${session.baseUrl}/arende/v1/pdf/`;
  const task = getDocument({
    data: new Uint8Array(bytes),
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWasm: false,
    useWorkerFetch: false,
    enableXfa: false,
    standardFontDataUrl: `${assets}standard_fonts/`,
    wasmUrl: `${assets}wasm/`,
    verbosity: 0,
  });
  // The default is to wait for a password for ever.
  task.onPassword = () => void task.destroy();
  return wrap(await task.promise);
}

function wrap(pdf: PDFDocumentProxy): Pdf {
  return {
    pageCount: pdf.numPages,
    async sizeOf(number) {
      const { width, height } = (await pdf.getPage(number)).getViewport({ scale: 96 / 72 });
      return { width, height };
    },
    async draw(number, canvas, width, signal) {
      const page = await pdf.getPage(number);
      signal.throwIfAborted();
      const { width: points, height } = page.getViewport({ scale: 1 });
      const pixelRatio = Math.min(window.devicePixelRatio || 1, 2);
      const largest = Math.sqrt(maxCanvasPixels / (points * height));
      const viewport = page.getViewport({ scale: Math.min((width / points) * pixelRatio, largest) });
      canvas.width = Math.floor(viewport.width);
      canvas.height = Math.floor(viewport.height);
      const rendering: RenderTask = page.render({ canvas, viewport });
      const cancel = () => rendering.cancel();
      signal.addEventListener('abort', cancel, { once: true });
      await rendering.promise.finally(() => signal.removeEventListener('abort', cancel));
    },
    async textOf(number) {
      const { items } = await (await pdf.getPage(number)).getTextContent();
      return items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : ' ') : '')).join('');
    },
    close: () => pdf.loadingTask.destroy(),
  };
}
