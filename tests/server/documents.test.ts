import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { ensurePath } from '../../server/store/index.ts';
import { areaPath, matchName, monthFolder } from '../../server/store/folder-names.ts';
import { origin, type Page, testServer, type TestServer } from './support/server.ts';
import { databases } from './support/stores.ts';

const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n');
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const children = async (page: Page, id: string) => (await page.get(`/v1/folders/${id}/children?limit=500`)).json;
const rootOf = async (page: Page) => (await page.get('/v1/documents/roots')).json.items[0].folder;

/** Ids of the folders from the root along these names. */
async function walk(page: Page, names: string[]): Promise<string[]> {
  const ids = [(await rootOf(page)).id as string];
  for (const name of names) {
    const found = (await children(page, ids.at(-1)!)).folders.find((folder: any) => folder.name === name);
    ids.push(found.id);
  }
  return ids;
}

async function bytesOnDisk(server: TestServer): Promise<string[]> {
  const entries = await readdir(path.join(server.folder, 'files'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

describe.each(databases)('documents on %s', (database) => {
  test('every client has dokument / year / area / months in order (L-06, L-07, L-08, L-28, L-30)', async () => {
    const server = await testServer(database);
    const anna = await server.page('anna');
    const root = await rootOf(anna);
    expect(root).toMatchObject({ name: 'dokument', parentId: null, hasChildren: true, unseen: false, canUpload: true });
    const [, year, wages] = await walk(anna, ['2026', 'löner']);
    expect((await children(anna, year!)).folders.map((folder: any) => folder.name)).toEqual([
      'bokföring',
      'löner',
      'rapporter',
      'skatteverket',
    ]);
    const months = (await children(anna, wages!)).folders.map((folder: any) => folder.name);
    expect(months).toHaveLength(12);
    expect([months[0], months[7], months[11]]).toEqual(['01. Januari', '08. Augusti', '12. December']);
  });

  test('a link to a folder finds the way down to it, for those who see it (L-16)', async () => {
    const server = await testServer(database);
    const anna = await server.page('anna');
    const names = ['2026', 'löner', '08. Augusti'];
    const ids = await walk(anna, names);
    const { json } = await anna.get(`/v1/folders/${ids.at(-1)}`);
    expect(json.path.map((folder: any) => folder.id)).toEqual(ids);
    expect(json.path.map((folder: any) => folder.name)).toEqual(['dokument', ...names]);
    expect(json.client.id).toBe(server.firm.clients.asp);
    expect(await anna.get('/v1/folders/f_gone')).toMatchObject({ status: 404 });
  });

  test('an old spelling of a month is found instead of made again (L-30)', async () => {
    const server = await testServer(database);
    const at = { tenantId: server.firm.tenantId, clientId: server.firm.clients.asp! };
    const { folderId } = await ensurePath(server.store, { ...at, path: areaPath(2026, 'löner', 3) });
    for (const spelling of ['03.Mars', '3. mars', '03 .  MARS', '03. Mars']) {
      expect(await ensurePath(server.store, { ...at, path: ['2026', 'Löner', spelling] })).toEqual({ folderId });
    }
    expect(matchName('03.Mars')).toBe(matchName(monthFolder(3)));
    const both = await Promise.all([1, 2, 3].map(() => ensurePath(server.store, { ...at, path: ['2031', 'Ny mapp'] })));
    expect(new Set(both.map((made) => made.folderId)).size).toBe(1);
  });

  test('an upload is typed by its content, shown to both sides and read back byte by byte (K-06)', async () => {
    const server = await testServer(database);
    const anna = await server.page('anna');
    const cilla = await server.page('cilla');
    const [, , , month] = await walk(anna, ['2026', 'bokföring', '10. Oktober']);
    const made = await anna.upload(month!, 'kvitto åäö.exe', pdf);
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({
      name: 'kvitto åäö.exe',
      mediaType: 'application/pdf',
      preview: 'pdf',
      sizeBytes: pdf.length,
      sha256: createHash('sha256').update(pdf).digest('hex'),
      uploadedBy: { id: server.firm.users.anna },
      unseen: false,
    });
    const list = await children(cilla, month!);
    expect(list).toMatchObject({ documentCount: 1, documents: [{ id: made.json.id, unseen: true }] });
    const content = await cilla.get(`/v1/documents/${made.json.id}/content`);
    expect(content.text).toBe(pdf.toString());
    expect(content.headers.get('content-disposition')).toMatch(
      /^inline; filename="kvitto .*"; filename\*=UTF-8''kvitto%20%C3%A5%C3%A4%C3%B6\.exe$/,
    );
    expect(content.headers.get('x-content-type-options')).toBe('nosniff');
    expect(content.headers.get('content-security-policy')).toContain('sandbox');
    const image = (await anna.upload(month!, 'a', png)).json;
    expect([image.mediaType, image.preview]).toEqual(['image/png', 'image']);
  });

  test('markup and programs are kept but never shown in a page, whatever they are called', async () => {
    const server = await testServer(database);
    const anna = await server.page('anna');
    const { id: folder } = await rootOf(anna);
    const hostile: [string, BodyInit][] = [
      ['faktura.pdf', '<!doctype html><script>alert(1)</script>'],
      ['bild.png', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
      ['data.pdf', '<?xml version="1.0"?><x/>'],
      ['program.jpg', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)])],
      ['tom.pdf', ''],
    ];
    for (const [name, bytes] of hostile) {
      const made = await anna.upload(folder, name, bytes);
      expect([made.status, made.json.preview], name).toEqual([201, null]);
      const content = await anna.get(`/v1/documents/${made.json.id}/content`);
      expect(content.headers.get('content-disposition'), name).toMatch(/^attachment/);
      expect(content.headers.get('content-type'), name).not.toMatch(/html|svg|xml/);
    }
    const sie = (await anna.upload(folder, 'bok.se', '#FLAGGA 0\r\n#FORMAT PC8\r\n')).json;
    expect(sie.mediaType).toBe('text/plain');
  });

  test('a range of bytes can be asked for', async () => {
    const server = await testServer(database);
    const anna = await server.page('anna');
    const { id } = (await anna.upload((await rootOf(anna)).id, 'a.txt', '0123456789')).json;
    const ask = (range: string) => anna.get(`/v1/documents/${id}/content`, { Range: range });
    const part = await ask('bytes=2-4');
    expect([part.status, part.text, part.headers.get('content-range'), part.headers.get('content-length')]).toEqual([
      206,
      '234',
      'bytes 2-4/10',
      '3',
    ]);
    expect((await ask('bytes=7-')).text).toBe('789');
    expect((await ask('bytes=-3')).text).toBe('789');
    expect((await ask('bytes=5-500')).text).toBe('56789');
    expect((await ask('bytes=0-1,4-5')).text).toBe('0123456789');
    const beyond = await ask('bytes=10-');
    expect([beyond.status, beyond.json.code, beyond.headers.get('content-range')]).toEqual([
      416,
      'range_not_satisfiable',
      'bytes */10',
    ]);
  });

  test('what is too large is refused, with and without its length told, and leaves nothing', async () => {
    const server = await testServer(database, { settings: { maxUploadBytes: 1000 } });
    const anna = await server.page('anna');
    const { id: folder } = await rootOf(anna);
    const told = await anna.upload(folder, 'a.bin', Buffer.alloc(1001));
    expect([told.status, told.json.code]).toEqual([413, 'file_too_large']);
    let sent = 0;
    const untold = new ReadableStream({
      pull(controller) {
        if (sent++ < 20) controller.enqueue(new Uint8Array(100));
        else controller.close();
      },
    });
    const streamed = await anna.upload(folder, 'a.bin', untold);
    expect([streamed.status, streamed.json.code]).toEqual([413, 'file_too_large']);
    expect((await anna.upload(folder, 'b.bin', Buffer.alloc(1000))).status).toBe(201);
    expect(await bytesOnDisk(server)).toHaveLength(1);
    expect((await children(anna, folder)).documentCount).toBe(1);
    expect((await anna.get('/v1/documents/roots')).json.maxUploadBytes).toBe(1000);
  });

  test('an upload that breaks off in the middle leaves neither bytes nor a record', async () => {
    const server = await testServer(database);
    const anna = await server.page('anna');
    const { id: folder } = await rootOf(anna);
    const { hostname, port } = new URL(server.server.address);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    const head = `POST /v1/folders/${folder}/documents?name=a.pdf HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${anna.token}\r\nOrigin: ${origin}\r\nContent-Length: 5000\r\n\r\n`;
    socket.write(head + 'x'.repeat(1000));
    await eventually(async () => expect(await bytesOnDisk(server)).toHaveLength(1));
    socket.destroy();
    await eventually(async () => expect(await bytesOnDisk(server)).toEqual([]));
    expect(await children(anna, folder)).toMatchObject({ documents: [], documentCount: 0 });
    expect(server.logged).toEqual([]);
  });

  test('an upload sent again with its key is kept once', async () => {
    const server = await testServer(database);
    const anna = await server.page('anna');
    const { id: folder } = await rootOf(anna);
    const send = () => anna.upload(folder, 'a.txt', 'text', { 'Idempotency-Key': 'upload-key-1' });
    const answers = await Promise.all([send(), send(), send()]);
    expect(new Set(answers.map((answer) => answer.json.id)).size).toBe(1);
    expect((await children(anna, folder)).documentCount).toBe(1);
    expect(await server.store.tenant(server.firm.tenantId).from('mail_items')).toHaveLength(1);
  });

  test('names that climb, hide or break lines are refused', async () => {
    const server = await testServer(database);
    const anna = await server.page('anna');
    const { id: folder } = await rootOf(anna);
    for (const name of ['../../etc/passwd', 'a/b', 'a\\b', '..', '.', ' ', 'a\nb', 'a\u0000b', 'fdp.\u202eexe']) {
      const answer = await anna.upload(folder, name, 'x');
      expect(answer.status, JSON.stringify(name)).toBe(400);
    }
    expect(await bytesOnDisk(server)).toEqual([]);
  });

  test('a yellow dot climbs to the root for the other side and goes out when seen (L-17, L-18)', async () => {
    const server = await testServer(database);
    const anna = await server.page('anna');
    const cilla = await server.page('cilla');
    const trail = await walk(anna, ['2026', 'löner', '08. Augusti']);
    const document = (await cilla.upload(trail[3]!, 'lönebesked.pdf', pdf)).json;
    const second = (await cilla.upload(trail[3]!, 'banklista.pdf', pdf)).json;
    const dots = async (page: Page) => {
      const shown = [(await rootOf(page)).unseen];
      for (const [index, id] of trail.slice(0, 3).entries()) {
        const { folders } = await children(page, id);
        shown.push(folders.find((folder: any) => folder.id === trail[index + 1]).unseen);
        expect(folders.filter((folder: any) => folder.unseen).length).toBeLessThanOrEqual(1);
      }
      return shown;
    };
    expect(await dots(anna)).toEqual([true, true, true, true]);
    expect(await dots(cilla)).toEqual([false, false, false, false]);
    expect((await anna.post(`/v1/documents/${document.id}/seen`)).json).toEqual({ cleared: [] });
    expect(await dots(anna)).toEqual([true, true, true, true]);
    expect((await anna.post(`/v1/documents/${second.id}/seen`)).json).toEqual({ cleared: trail.toReversed() });
    expect(await dots(anna)).toEqual([false, false, false, false]);
    expect((await anna.post(`/v1/documents/${second.id}/seen`)).json).toEqual({ cleared: [] });
    await cilla.upload(trail[3]!, 'rättad.pdf', pdf);
    const cleared = (await anna.post(`/v1/folders/${trail[1]}/seen`)).json.cleared;
    expect([...cleared].sort()).toEqual([...trail].sort());
    expect(await dots(anna)).toEqual([false, false, false, false]);
  });

  test('uploads of one burst are one mail to the other side, with a link and no content (L-02, L-09, L-16)', async () => {
    const server = await testServer(database);
    const cilla = await server.page('cilla', { client: 'asp' });
    const { id: folder } = await rootOf(cilla);
    for (const name of ['a.pdf', 'b.pdf', 'c.pdf']) await cilla.upload(folder, name, pdf);
    const scope = server.store.tenant(server.firm.tenantId);
    const mails = await scope.from('mails');
    expect(mails.map((mail: any) => [mail.user_id, mail.category])).toEqual([[server.firm.users.anna, 'upload']]);
    const items = (await scope.from('mail_items')).map((item: any) => JSON.parse(item.content));
    expect(items).toHaveLength(3);
    expect(items[0].target).toEqual({ clientId: server.firm.clients.asp, folderId: folder });
    expect(JSON.stringify(items)).not.toContain('a.pdf');
    expect(await scope.from('notifications')).toHaveLength(3);
  });

  test('a folder with many documents comes page by page, folders first, each once', async () => {
    const server = await testServer(database);
    const anna = await server.page('anna');
    const { id: folder } = await rootOf(anna);
    for (let count = 0; count < 7; count++) {
      await anna.upload(folder, `${count}.txt`, `text ${count}`);
      server.pass(count % 2 === 0 ? 1000 : 0);
    }
    const seen: string[] = [];
    for (const limit of [1, 2, 3]) {
      let cursor: string | null = '';
      const names: string[] = [];
      while (cursor !== null) {
        const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
        const page: any = (await anna.get(`/v1/folders/${folder}/children?limit=${limit}${query}`)).json;
        expect(page.documentCount).toBe(7);
        names.push(...page.folders.map((f: any) => f.name), ...page.documents.map((d: any) => d.name));
        cursor = page.nextCursor;
      }
      seen.push(names.join(' '));
      expect(names).toHaveLength(8);
      expect(names[0]).toBe('2026');
      expect(names.slice(1, 3).sort()).toEqual(['5.txt', '6.txt']);
    }
    expect(new Set(seen).size).toBe(1);
  });
});
