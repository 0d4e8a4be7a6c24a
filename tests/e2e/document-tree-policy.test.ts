import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DocumentView } from '../../server/documents/schema.ts';
import { buildWidgets } from '../../widgets/build.ts';
import { launchBrowser } from '../support/browser.ts';
import { pdfOf, png } from '../widgets/document-tree/files.ts';

/**
 * The document tree in a page of another origin with the strictest policy that the embedding guide names: nothing but scripts
 * and connections to Arende. What needs more than that does not work in a firm's site, whatever other tests say.
 */
const scratch = await mkdtemp(path.join(tmpdir(), 'arende-policy-'));
const types: Record<string, string> = { '.js': 'text/javascript', '.pfb': 'application/octet-stream' };
const documents: DocumentView[] = [
  document('slip', 'Lönebesked.pdf', 'pdf', pdfOf(['Lönebesked augusti', 'Sida två', 'Sida tre'])),
  document('receipt', 'Kvitto.png', 'image', png),
];
const contents: Record<string, Uint8Array> = {
  slip: pdfOf(['Lönebesked augusti', 'Sida två', 'Sida tre']),
  receipt: png,
};
let uploadsToBreak = 0;
let arende: { server: Server; url: string };
let site: { server: Server; url: string };
let browser: Browser;
let page: Page;
const complaints: string[] = [];

function document(id: string, name: string, preview: DocumentView['preview'], content: Uint8Array): DocumentView {
  const uploadedAt = '2026-08-25T08:00:00.000Z';
  const facts = { mediaType: 'application/octet-stream', sha256: '0'.repeat(64), uploadedAt, uploadedBy: null };
  const state = { version: 1, canChange: false, scan: 'clean' as const, lockedUntil: null, materialYear: null };
  return { id, folderId: 'root', name, sizeBytes: content.length, unseen: true, preview, ...facts, ...state };
}

async function listen(handler: (request: IncomingMessage, response: ServerResponse) => Promise<void>) {
  const server = createServer((request, response) => {
    handler(request, response).catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url!, 'http://localhost');
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader(
    'Access-Control-Allow-Headers',
    'Authorization, Content-Type, Tus-Resumable, Upload-Length, Upload-Metadata',
  );
  response.setHeader('Access-Control-Expose-Headers', 'Arende-Document, Location, Upload-Offset');
  const json = (body: unknown) => void response.setHeader('Content-Type', 'application/json').end(JSON.stringify(body));
  if (request.method === 'OPTIONS') return void response.end();
  if (url.pathname === '/page.js') {
    response.setHeader('Content-Type', 'text/javascript');
    const code = `import { init } from '${arende.url}/arende/v1/loader.js'; init({ fetchClientSecret: async () => 'secret' });`;
    return void response.end(code);
  }
  if (url.pathname.startsWith('/arende/v1/')) {
    const file = path.join(scratch, 'widgets', url.pathname.slice('/arende/v1/'.length));
    response.setHeader('Content-Type', types[path.extname(file)] ?? 'application/octet-stream');
    return void response.end(await readFile(file));
  }
  if (url.pathname === '/v1/widget-sessions/exchange') {
    return json({ token: 'token', expiresAt: new Date(Date.now() + 600_000).toISOString() });
  }
  if (request.headers.authorization !== 'Bearer token') return void response.writeHead(401).end();
  if (url.pathname === '/v1/events') {
    return void response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(': open\n\n');
  }
  const folder = { id: 'root', parentId: null, name: 'dokument', hasChildren: true, unseen: true, canUpload: true };
  if (url.pathname === '/v1/documents/roots') {
    const items = [{ client: { id: 'client', name: 'Exempelbolaget AB' }, folder }];
    return json({ items, nextCursor: null, maxUploadBytes: 5_000_000 });
  }
  if (url.pathname === '/v1/folders/root/children') {
    return json({ folders: [], documents, documentCount: documents.length, nextCursor: null });
  }
  if (url.pathname.endsWith('/content')) return void response.end(contents[url.pathname.split('/')[3]!]);
  if (url.pathname.endsWith('/seen')) return json({ cleared: [] });
  if (request.method === 'POST' && url.pathname === '/v1/folders/root/uploads') {
    if (uploadsToBreak > 0) {
      uploadsToBreak -= 1;
      request.once('data', () => request.socket.destroy());
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const content = Buffer.concat(chunks);
    const id = `uploaded-${documents.length}`;
    const [, base64] = String(request.headers['upload-metadata']).split(' ');
    contents[id] = content;
    const name = Buffer.from(base64!, 'base64').toString();
    documents.unshift({ ...document(id, name, null, content), unseen: false });
    const headers = { Location: `/v1/uploads/${id}`, 'Upload-Offset': String(content.length), 'Arende-Document': id };
    return void response.writeHead(201, headers).end();
  }
  const known = documents.find(({ id }) => url.pathname === `/v1/documents/${id}`);
  if (known) return json(known);
  response.writeHead(404).end();
}

beforeAll(async () => {
  await buildWidgets(path.join(scratch, 'widgets'));
  arende = await listen(answer);
  site = await listen(async (_request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader(
      'Content-Security-Policy',
      `default-src 'none'; script-src ${arende.url}; connect-src ${arende.url}`,
    );
    response.end(`<!doctype html><html lang="sv"><title>Byrån</title><h1>Byrån</h1>
      <arende-document-tree></arende-document-tree><script type="module" src="${arende.url}/page.js"></script></html>`);
  });
  browser = await launchBrowser();
  page = await browser.newPage({ acceptDownloads: true });
  await page.exposeFunction('complain', (text: string) => complaints.push(text));
  await page.addInitScript(() => {
    window.addEventListener('securitypolicyviolation', (event) => {
      const { complain } = window as unknown as { complain: (text: string) => void };
      complain(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
    });
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  // The browser asks for an icon by itself; the policy rightly refuses it.
  page.on('console', (message) => {
    if (message.type() === 'error' && !/favicon|ERR_EMPTY_RESPONSE|ERR_CONNECTION/.test(message.text())) {
      complaints.push(message.text());
    }
  });
  await page.goto(site.url);
});

afterAll(async () => {
  await browser?.close();
  for (const each of [arende, site]) {
    each?.server.closeAllConnections();
    each?.server.close();
  }
  await rm(scratch, { recursive: true, force: true });
});

/** Part of the canvas that is not white. */
async function inkOf(selector: string, index = 0): Promise<number> {
  return page
    .locator(selector)
    .nth(index)
    .evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      if (width === 0) return 0;
      const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
      let ink = 0;
      for (let at = 0; at < data.length; at += 4) if (data[at]! < 200 && data[at + 3]! > 0) ink += 1;
      return ink / (width * height);
    });
}

test('a PDF is drawn, with its letters, and its text can be read aloud', async () => {
  await page.getByRole('row', { name: 'Lönebesked.pdf' }).click();
  const dialog = page.getByRole('dialog', { name: 'Lönebesked.pdf' });
  await dialog.waitFor();
  await expect.poll(() => inkOf('.page canvas')).toBeGreaterThan(0.01);
  const letters = await page
    .locator('.page canvas')
    .first()
    .evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const context = (canvas as HTMLCanvasElement).getContext('2d')!;
      const line = context.getImageData(width * 0.1, height * 0.06, width * 0.5, height * 0.05).data;
      return line.filter((value, at) => at % 4 === 0 && value < 100).length;
    });
  expect(letters).toBeGreaterThan(100);
  await expect.poll(() => page.locator('.page .text').first().textContent()).toContain('Lönebesked augusti');
  expect(await page.locator('.page').count()).toBe(3);
  await dialog.locator('.stage').evaluate((stage) => stage.scrollTo(0, stage.scrollHeight));
  await expect.poll(() => inkOf('.page canvas', 2)).toBeGreaterThan(0.01);
  expect(complaints).toEqual([]);
});

test('the next document is an image, drawn with its name as its text', async () => {
  await page.keyboard.press('ArrowRight');
  await page.getByRole('dialog', { name: 'Kvitto.png' }).waitFor();
  const image = page.getByRole('img', { name: 'Kvitto.png' });
  await image.waitFor();
  const pixels = await image.evaluate((canvas) => [
    ...(canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, 2, 1).data,
  ]);
  expect(pixels).toEqual([255, 0, 0, 255, 0, 255, 0, 255]);
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('a document is downloaded under its own name', async () => {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Ladda ned Lönebesked.pdf' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('Lönebesked.pdf');
  const bytes = await readFile((await download.path())!);
  expect(bytes.equals(Buffer.from(contents.slip!))).toBe(true);
  expect(complaints).toEqual([]);
});

test('an upload whose connection breaks is sent again by itself and then filed', async () => {
  // Chromium itself sends again on a fresh connection when a kept one breaks.
  uploadsToBreak = 3;
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Ladda upp i dokument' }).first().click();
  await (
    await choosing
  ).setFiles({ name: 'Kvitto mars.csv', mimeType: 'text/csv', buffer: Buffer.alloc(2_000_000, 'a') });
  await page.getByRole('row', { name: /^Kvitto mars.csv/ }).waitFor();
  expect(uploadsToBreak).toBe(0);
  expect(contents['uploaded-2']!.length).toBe(2_000_000);
  expect(complaints).toEqual([]);
});

test('a file dropped on a row is filed, and one dropped beside the tree does not make the page go away', async () => {
  const file = path.join(scratch, 'Faktura 17.txt');
  await writeFile(file, 'Faktura');
  const session = await page.context().newCDPSession(page);
  const drag = async (x: number, y: number) => {
    const data = { items: [], files: [file], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, x, y, data });
    }
  };
  await page.evaluate(() => {
    const refused: boolean[] = [];
    Object.assign(window, { refused });
    window.addEventListener('dragover', (event) => {
      refused.push(event.defaultPrevented && event.dataTransfer?.dropEffect === 'none');
    });
  });
  const heading = (await page.getByRole('heading', { name: 'Byrån' }).boundingBox())!;
  await drag(heading.x + 5, heading.y + 5);
  // Headless Chromium does not go to the file in any case; that the drag is refused is what keeps others from it.
  const refused = await page.evaluate(() => (window as unknown as { refused: boolean[] }).refused);
  expect(new Set(refused)).toEqual(new Set([true]));
  const row = (await page.getByRole('row', { name: /^dokument/ }).boundingBox())!;
  await drag(row.x + 60, row.y + row.height / 2);
  await page.getByRole('row', { name: /^Faktura 17.txt/ }).waitFor();
  expect(page.url()).toBe(`${site.url}/`);
  expect(complaints).toEqual([]);
});
