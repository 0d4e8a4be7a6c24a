import type { Pdf } from './pdf.ts';

interface Page {
  number: number;
  element: HTMLElement;
  canvas: HTMLCanvasElement;
  width: number;
  height: number;
  drawing: AbortController | null;
  drawnWidth: number;
}

/** The pages of a PDF under each other: each drawn when it comes near, let go when it is far. */
export class Pages {
  #labelOf: (page: number, pages: number) => string;
  #pdf: Pdf | null = null;
  #pages: Page[] = [];
  #zoom = 1;
  #stage: HTMLElement | null = null;
  #near: IntersectionObserver | null = null;
  #resized = new ResizeObserver(() => this.zoom(this.#zoom));

  constructor(labelOf: (page: number, pages: number) => string) {
    this.#labelOf = labelOf;
  }

  /** @throws when the bytes are no PDF that can be read */
  async show(bytes: ArrayBuffer, stage: HTMLElement, signal: AbortSignal): Promise<void> {
    const { openPdf } = await import('./pdf.ts');
    signal.throwIfAborted();
    const pdf = await openPdf(bytes);
    if (signal.aborted) void pdf.close();
    signal.throwIfAborted();
    this.#pdf = pdf;
    this.#stage = stage;
    this.#zoom = 1;
    const first = await pdf.sizeOf(1);
    signal.throwIfAborted();
    this.#pages = Array.from({ length: pdf.pageCount }, (_, index) => this.#make(index + 1, pdf.pageCount, first));
    stage.replaceChildren(...this.#pages.map(({ element }) => element));
    this.#resize();
    this.#near = new IntersectionObserver((entries) => this.#seen(entries), { root: stage, rootMargin: '60% 0px' });
    for (const { element } of this.#pages) this.#near.observe(element);
    this.#resized.observe(stage);
    await this.#draw(this.#pages[0]!);
  }

  zoom(zoom: number): void {
    this.#zoom = zoom;
    const stage = this.#stage;
    if (!stage || this.#pages.length === 0) return;
    const at = stage.scrollTop / stage.scrollHeight;
    this.#resize();
    stage.scrollTop = at * stage.scrollHeight;
    for (const page of this.#pages) if (page.drawnWidth > 0) void this.#draw(page).catch(() => {});
  }

  clear(): void {
    this.#near?.disconnect();
    this.#resized.disconnect();
    for (const page of this.#pages) page.drawing?.abort();
    this.#pages = [];
    this.#stage = null;
    void this.#pdf?.close();
    this.#pdf = null;
  }

  #make(number: number, count: number, size: { width: number; height: number }): Page {
    const element = document.createElement('section');
    element.className = 'page';
    element.setAttribute('aria-label', this.#labelOf(number, count));
    const canvas = document.createElement('canvas');
    canvas.setAttribute('aria-hidden', 'true');
    element.append(canvas);
    return { number, element, canvas, ...size, drawing: null, drawnWidth: 0 };
  }

  #widthOf(page: Page): number {
    const room = (this.#stage?.clientWidth ?? 0) - 32;
    return Math.round(Math.max(120, Math.min(room, page.width)) * this.#zoom);
  }

  #resize(): void {
    for (const page of this.#pages) {
      const width = this.#widthOf(page);
      page.element.style.setProperty('width', `${width}px`);
      page.element.style.setProperty('height', `${Math.round((width * page.height) / page.width)}px`);
    }
  }

  #seen(entries: IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const page = this.#pages.find(({ element }) => element === target);
      if (!page) continue;
      if (isIntersecting) void this.#draw(page).catch(() => {});
      else {
        page.drawing?.abort();
        // A canvas holds its pixels as long as it has a size.
        Object.assign(page.canvas, { width: 0, height: 0 });
        page.drawnWidth = 0;
      }
    }
  }

  async #draw(page: Page): Promise<void> {
    const pdf = this.#pdf;
    const width = this.#widthOf(page);
    if (!pdf || page.drawnWidth === width) return;
    page.drawing?.abort();
    const drawing = new AbortController();
    page.drawing = drawing;
    page.drawnWidth = width;
    try {
      const { width: ownWidth, height } = await pdf.sizeOf(page.number);
      if (ownWidth !== page.width || height !== page.height) {
        Object.assign(page, { width: ownWidth, height });
        this.#resize();
      }
      // On a canvas of its own: two drawings on one canvas at a time are refused.
      const canvas = document.createElement('canvas');
      canvas.setAttribute('aria-hidden', 'true');
      await pdf.draw(page.number, canvas, this.#widthOf(page), drawing.signal);
      page.canvas.replaceWith(canvas);
      page.canvas = canvas;
      if (!page.element.querySelector('.text')) await this.#addText(page, pdf);
    } catch (error) {
      if (page.drawing === drawing) page.drawnWidth = 0;
      if (!drawing.signal.aborted) throw error;
    }
  }

  /** What a screen reader reads of the page. */
  async #addText(page: Page, pdf: Pdf): Promise<void> {
    const text = document.createElement('div');
    text.className = 'text sr';
    text.textContent = await pdf.textOf(page.number);
    page.element.append(text);
  }
}
