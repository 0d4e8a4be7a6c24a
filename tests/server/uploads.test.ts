import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Upload } from 'tus-js-client';
import { eventually } from '../support/eventually.ts';
import { pdfOf } from '../widgets/document-tree/files.ts';
import { rootOf } from './support/archive.ts';
import { type Page, testServer, type TestServer } from './support/server.ts';

const megabyte = 1024 * 1024;
const meta = (name: string) => `filename ${Buffer.from(name).toString('base64')}`;

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A line to the server that breaks, once for each number, when so many bytes have gone through it. */
async function brittleLine(server: TestServer, breaksAfter: number[]): Promise<string> {
  const { hostname, port } = new URL(server.server.address);
  let sent = 0;
  const line = createServer((near) => {
    const far = connect(Number(port), hostname);
    far.on('error', () => near.destroy());
    near.on('error', () => far.destroy());
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    far.pipe(near);
    near.on('data', (chunk: Buffer) => {
      sent += chunk.length;
      if (breaksAfter.length > 0 && sent > breaksAfter[0]!) {
        breaksAfter.shift();
        // In the middle of a chunk, as cables are pulled.
        far.write(chunk.subarray(0, 1000), () => near.destroy());
      } else if (!far.write(chunk)) {
        near.pause();
        far.once('drain', () => near.resume());
      }
    });
  });
  return `http://127.0.0.1:${await listening(line)}`;
}

function send(page: Page, url: string, folder: string, file: Buffer, name: string) {
  const offsets: number[] = [];
  return new Promise<{ documentId: string; offsets: number[] }>((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: `${url}/v1/folders/${folder}/uploads`,
      headers: page.headers(),
      metadata: { filename: name },
      retryDelays: [0, 10, 50, 100, 500],
      onAfterResponse: (_request, response) => {
        if (response.getStatus() === 200) offsets.push(Number(response.getHeader('Upload-Offset')));
      },
      onError: reject,
      onSuccess: ({ lastResponse }) => resolve({ documentId: lastResponse.getHeader('Arende-Document')!, offsets }),
    });
    upload.start();
  });
}

const partsOf = (server: TestServer) => readdir(path.join(server.folder, 'uploads'));

test('an upload that breaks off twice goes on where it was, byte for byte, and is filed once (L-16)', async () => {
  const server = await testServer('sqlite', { settings: { maxUploadBytes: 100 * megabyte } });
  const anna = await server.page('anna');
  const cilla = await server.page('cilla');
  const { id: folder } = await rootOf(anna);
  const file = randomBytes(24 * megabyte);
  const url = await brittleLine(server, [5 * megabyte, 15 * megabyte]);
  const { documentId, offsets } = await send(anna, url, folder, file, 'årets verifikat.bin');
  expect(offsets.filter((offset) => offset < file.length)).toHaveLength(2);
  expect(offsets[0]).toBeGreaterThan(4 * megabyte);
  expect(offsets[1]).toBeGreaterThan(13 * megabyte);
  const document = (await cilla.get(`/v1/documents/${documentId}`)).json;
  const sha256 = createHash('sha256').update(file).digest('hex');
  expect(document).toMatchObject({ name: 'årets verifikat.bin', sizeBytes: file.length, sha256, unseen: true });
  const kept = await readFile(path.join(server.folder, 'files', sha256.slice(0, 2), sha256.slice(2, 4), sha256));
  expect(kept.equals(file)).toBe(true);
  expect(await partsOf(server)).toEqual([]);
  expect(server.logged).toEqual([]);
}, 30_000);

test('what is wrong with a part is a problem, and uploads are the affair of who began them', async () => {
  const server = await testServer('sqlite', { settings: { maxUploadBytes: 1000 } });
  const anna = await server.page('anna');
  const cilla = await server.page('cilla', { client: 'asp' });
  const { id: folder } = await rootOf(anna);
  const tus = { 'Tus-Resumable': '1.0.0' };
  const begin = (page: Page, headers: Record<string, string>, raw?: string) =>
    server.fetch('POST', `/v1/folders/${folder}/uploads`, {
      headers: page.headers({ ...tus, ...headers, ...(raw && { 'Content-Type': 'application/offset+octet-stream' }) }),
      ...(raw && { raw }),
    });
  const patch = (page: Page, location: string, offset: number, raw: string) =>
    server.fetch('PATCH', location, {
      headers: page.headers({
        ...tus,
        'Upload-Offset': String(offset),
        'Content-Type': 'application/offset+octet-stream',
      }),
      raw,
    });
  const refusals: [Record<string, string>, number, string][] = [
    [{ 'Upload-Length': '10', 'Upload-Metadata': meta('../x') }, 400, 'name_invalid'],
    [{ 'Upload-Length': '10' }, 400, 'upload_invalid'],
    [{ 'Upload-Length': '-1', 'Upload-Metadata': meta('a') }, 400, 'upload_invalid'],
    [{ 'Upload-Length': '1001', 'Upload-Metadata': meta('a') }, 413, 'file_too_large'],
    [{ 'Upload-Length': '10', 'Upload-Metadata': meta('a'), 'Tus-Resumable': '0.2.2' }, 400, 'upload_invalid'],
  ];
  for (const [headers, status, code] of refusals) {
    const answer = await begin(anna, headers);
    expect([answer.status, answer.json.code], JSON.stringify(headers)).toEqual([status, code]);
  }
  const whole = await begin(
    anna,
    { 'Upload-Length': '5', 'Upload-Metadata': meta('hel.txt') },
    'hallå'.slice(0, 4) + 'a',
  );
  expect(whole.json).toMatchObject({ offsetBytes: 5, documentId: expect.stringMatching(/^d/) });
  const empty = await begin(anna, { 'Upload-Length': '0', 'Upload-Metadata': meta('tom.txt') });
  expect(empty.json).toMatchObject({ offsetBytes: 0, documentId: expect.stringMatching(/^d/) });

  const begun = await begin(anna, { 'Upload-Length': '6', 'Upload-Metadata': meta('delad.txt') });
  const location = begun.headers.get('location')!;
  const first = await patch(anna, location, 0, 'abc');
  expect([first.status, first.headers.get('upload-offset'), first.headers.get('arende-document')]).toEqual([
    204,
    '3',
    null,
  ]);
  expect((await patch(anna, location, 0, 'abc')).json.code).toBe('upload_offset_wrong');
  expect((await patch(cilla, location, 3, 'def')).status).toBe(404);
  expect((await cilla.get(location, tus)).status).toBe(404);
  await cilla.send('PUT', `/v1/folders/${folder}/client-right`, { right: 'read' });
  expect((await patch(anna, location, 3, 'def')).json.code).toBe('folder_read_only');
  await cilla.send('PUT', `/v1/folders/${folder}/client-right`, { right: null });
  const head = await fetch(server.server.address + location, { method: 'HEAD', headers: anna.headers(tus) });
  expect([head.status, head.headers.get('upload-offset'), head.headers.get('upload-length')]).toEqual([200, '3', '6']);
  const last = await patch(anna, location, 3, 'def');
  const again = await anna.get(location, tus);
  expect(again.json).toMatchObject({ offsetBytes: 6, documentId: last.headers.get('arende-document') });
  expect((await anna.get(`/v1/documents/${again.json.documentId}/content`)).text).toBe('abcdef');
  const given = await begin(anna, { 'Upload-Length': '6', 'Upload-Metadata': meta('bort.txt') });
  expect((await server.fetch('DELETE', given.headers.get('location')!, { headers: anna.headers(tus) })).status).toBe(
    204,
  );
  expect((await anna.get(given.headers.get('location')!, tus)).status).toBe(404);
  expect(await partsOf(server)).toEqual([]);
  expect(server.logged).toEqual([]);
});

/** Speaks clamd's INSTREAM: finds the word EICAR, takes at most `limit` bytes, and answers nothing while `silent`. */
async function fakeClamd(limit: number) {
  const state = { silent: false, scanned: 0 };
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    if (state.silent) return void socket.destroy();
    let buffered = Buffer.alloc(0);
    let text = '';
    let started = false;
    socket.on('data', (chunk: Buffer) => {
      buffered = Buffer.concat([buffered, chunk]);
      const command = 'zINSTREAM\0';
      if (!started && buffered.subarray(0, command.length).toString() === command) {
        started = true;
        buffered = buffered.subarray(command.length);
      }
      while (started && buffered.length >= 4) {
        const length = buffered.readUInt32BE(0);
        if (length === 0) {
          state.scanned += 1;
          return void socket.end(text.includes('EICAR') ? 'stream: Eicar-Test FOUND\0' : 'stream: OK\0');
        }
        if (buffered.length < 4 + length) return;
        text += buffered.subarray(4, 4 + length).toString('latin1');
        buffered = buffered.subarray(4 + length);
        if (text.length > limit) return void socket.end('INSTREAM size limit exceeded. ERROR\0');
      }
    });
  });
  return { address: `127.0.0.1:${await listening(server)}`, state };
}

test('a virus scanner refuses what it finds; what it could not look at is said to be unscanned until it has', async () => {
  const clam = await fakeClamd(100_000);
  const server = await testServer('sqlite', { settings: { clamdAddress: clam.address } });
  const anna = await server.page('anna');
  const { id: folder } = await rootOf(anna);
  expect((await anna.upload(folder, 'ren.txt', 'ren')).json.scan).toBe('clean');
  const found = await anna.upload(folder, 'virus.txt', 'xx EICAR xx');
  expect([found.status, found.json.code]).toEqual([422, 'file_infected']);
  expect((await anna.get(`/v1/folders/${folder}/children`)).json.documentCount).toBe(1);
  expect((await anna.upload(folder, 'stor.bin', Buffer.alloc(300_000, 1))).json.scan).toBe('unscanned');
  clam.state.silent = true;
  const late = (await anna.upload(folder, 'sen.txt', 'sen')).json;
  const bad = (await anna.upload(folder, 'sen virus.txt', 'EICAR')).json;
  expect([late.scan, bad.scan]).toEqual(['unscanned', 'unscanned']);
  expect((await anna.get(`/v1/documents/${bad.id}/content`)).status).toBe(200);
  clam.state.silent = false;
  server.server.services.reading.wake();
  await eventually(async () => expect((await anna.get(`/v1/documents/${late.id}`)).json.scan).toBe('clean'));
  await eventually(async () => expect((await anna.get(`/v1/documents/${bad.id}`)).json.scan).toBe('infected'));
  expect((await anna.get(`/v1/documents/${bad.id}/content`)).json.code).toBe('file_infected');
  const plain = await testServer('sqlite');
  const bosse = await plain.page('bosse');
  expect((await bosse.upload((await rootOf(bosse)).id, 'a.txt', 'EICAR')).json.scan).toBe('unscanned');
});

test('documents are found by what stands in them: PDF, UTF-8, Latin-1 and the code page of SIE files', async () => {
  const server = await testServer('sqlite');
  const anna = await server.page('anna');
  const bosse = await server.page('bosse');
  const { id: folder } = await rootOf(anna);
  const files: [string, BodyInit][] = [
    ['lön.pdf', pdfOf(['Utbetalning augusti', 'Semestertillagg 4711']) as never],
    ['utf.csv', 'konto;belopp\n1930;Räntekostnad'],
    ['latin.txt', Buffer.from('Årsavgift för Åsa', 'latin1')],
    ['bok.se', Buffer.concat([Buffer.from('#FORMAT PC8\r\n#FNAMN "K'), Buffer.from([0x84]), Buffer.from('llan"')])],
    ['trasig.pdf', '%PDF-1.7 nothing of it holds'],
    ['bild.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
  ];
  for (const [name, bytes] of files) await anna.upload(folder, name, bytes);
  const find = async (page: Page, q: string) =>
    (await page.get(`/v1/documents/search?q=${encodeURIComponent(q)}`)).json.items.map(
      (item: any) => item.document.name,
    );
  await eventually(async () => {
    expect(await server.store.tenant(server.firm.tenantId).from('documents').where('indexed', 0)).toEqual([]);
  });
  expect(await find(anna, 'semestertill 4711')).toEqual(['lön.pdf']);
  expect(await find(anna, 'räntekost')).toEqual(['utf.csv']);
  expect(await find(anna, 'åsa årsavgift')).toEqual(['latin.txt']);
  expect(await find(anna, 'källan')).toEqual(['bok.se']);
  expect(await find(bosse, '4711')).toEqual([]);
  expect(await find(anna, 'trasig')).toEqual(['trasig.pdf']);
  const id = (await anna.get('/v1/documents/search?q=4711')).json.items[0].document.id;
  await anna.send('PUT', `/v1/documents/${id}`, { name: 'nytt namn.pdf' });
  expect(await find(anna, 'namn semestertill')).toEqual(['nytt namn.pdf']);
  await anna.upload(folder, 'nytt namn.pdf', 'nu text');
  await eventually(async () => expect(await find(anna, 'namn text')).toEqual(['nytt namn.pdf']));
  expect(await find(anna, '4711')).toEqual([]);
  expect(server.logged).toEqual([]);
});
