import { describe, expect, test } from 'vitest';
import { changeBounds, ensureYear, fileDocument, purgeTrash, unusedHashes } from '../../server/store/index.ts';
import { children, entriesOf, namesIn, pdf, rootOf, walk } from './support/archive.ts';
import { type Page, testServer } from './support/server.ts';
import { databases } from './support/stores.ts';

const right = (page: Page, folder: string, value: string | null) =>
  page.send('PUT', `/v1/folders/${folder}/client-right`, { right: value });
const create = (page: Page, parent: string, name: string) => page.post(`/v1/folders/${parent}/folders`, { name });
const day = 24 * 3_600_000;

describe('the archive', () => {
  const database = 'sqlite';

  test('staff build folders: made, renamed, moved; what the filing rules look for stays (K-07, L-30)', async () => {
    const server = await testServer(database);
    const cilla = await server.page('cilla', { client: 'asp' });
    const anna = await server.page('anna');
    const [root, year, wages] = await walk(cilla, ['2026', 'löner']);
    const made = await create(cilla, root!, ' Avtal ');
    expect([made.status, made.json]).toMatchObject([
      201,
      { name: 'Avtal', parentId: root, canChange: true, canArrange: true },
    ]);
    const lease = (await create(cilla, made.json.id, 'Hyra')).json.id;
    await cilla.upload(lease, 'kontrakt.pdf', pdf);
    expect((await create(cilla, root!, 'AVTAL')).json.code).toBe('name_taken');
    expect((await create(anna, root!, 'Eget')).json.code).toBe('staff_required');
    const moved = await cilla.send('PUT', `/v1/folders/${lease}`, { parentId: year, name: 'Lokal' });
    expect(moved.json).toMatchObject({ name: 'Lokal', parentId: year, hasChildren: true });
    expect((await anna.get(`/v1/folders/${lease}`)).json.path.map((each: any) => each.name)).toEqual([
      'dokument',
      '2026',
      'Lokal',
    ]);
    expect(await namesIn(anna, made.json.id)).toEqual([]);
    expect((await rootOf(anna)).unseen).toBe(true);
    const loop = await cilla.send('PUT', `/v1/folders/${made.json.id}`, { parentId: made.json.id });
    expect(loop.json.code).toBe('folder_into_itself');
    for (const id of [root!, year!, wages!]) {
      expect((await cilla.send('PUT', `/v1/folders/${id}`, { name: 'Annat' })).json.code).toBe('folder_standard');
      expect((await cilla.send('DELETE', `/v1/folders/${id}`)).json.code).toBe('folder_standard');
    }
    const karin = await server.page('karin');
    const elsewhere = (await rootOf(karin)).id;
    expect((await cilla.send('PUT', `/v1/folders/${lease}`, { parentId: elsewhere })).status).toBe(404);
    const adam = await server.page('adam');
    expect((await adam.send('PUT', `/v1/folders/${lease}`, { parentId: elsewhere })).status).toBe(404);
    let deep = made.json.id;
    let answer = await create(cilla, deep, 'Djup');
    for (let level = 0; answer.status === 201 && level < 30; level += 1) {
      deep = answer.json.id;
      answer = await create(cilla, deep, 'Djup');
    }
    expect(answer.json.code).toBe('too_deep');
  });

  test('a folder comes as a ZIP file with the names as they are, each once, and counts as seen', async () => {
    const server = await testServer(database);
    const cilla = await server.page('cilla', { client: 'asp' });
    const anna = await server.page('anna');
    const [root, year] = await walk(cilla, ['2026']);
    const odd = (await create(cilla, year!, 'Kvitton: "maj" <1>')).json.id;
    await cilla.upload(odd, 'räksmörgås.txt'.normalize('NFD'), 'smör');
    for (const name of ['CON.txt', 'nul', 'Aux .tar.gz', 'Com1.', 'Conny.txt', 'slut...'])
      await cilla.upload(odd, name, name);
    const document = (await cilla.upload(odd, 'a?.txt', 'ett')).json.id;
    await cilla.upload(odd, 'a*.txt', 'två');
    await cilla.upload(root!, 'שלום.txt', 'hebreiska');
    const answer = await fetch(`${server.server.address}/v1/folders/${root}/zip`, { headers: anna.headers() });
    expect(answer.headers.get('content-disposition')).toContain('dokument.zip');
    const entries = await entriesOf(Buffer.from(await answer.arrayBuffer()));
    const files = Object.entries(entries).filter(([name]) => !name.endsWith('/'));
    expect(Object.fromEntries(files)).toEqual({
      '2026/Kvitton_ _maj_ _1_/a_ (2).txt': 'ett',
      '2026/Kvitton_ _maj_ _1_/a_.txt': 'två',
      '2026/Kvitton_ _maj_ _1_/räksmörgås.txt': 'smör',
      '2026/Kvitton_ _maj_ _1_/_CON.txt': 'CON.txt',
      '2026/Kvitton_ _maj_ _1_/_nul': 'nul',
      '2026/Kvitton_ _maj_ _1_/_Aux .tar.gz': 'Aux .tar.gz',
      '2026/Kvitton_ _maj_ _1_/_Com1': 'Com1.',
      '2026/Kvitton_ _maj_ _1_/Conny.txt': 'Conny.txt',
      '2026/Kvitton_ _maj_ _1_/slut': 'slut...',
      'שלום.txt': 'hebreiska',
    });
    expect(entries['2026/löner/08. Augusti/']).toBe('');
    const views = (await cilla.get(`/v1/documents/${document}/views`)).json.items;
    expect(views.map((view: any) => view.user.name)).toEqual(['anna Exempel']);
  });

  test('several people rename, move and delete one document at once: it is in one place, counted once, or in the trash', async () => {
    const server = await testServer(database);
    const people = [await server.page('cilla', { client: 'asp' }), await server.page('adam', { client: 'asp' })];
    const [cilla] = people;
    const [root, year] = await walk(cilla!, ['2026']);
    const places = [root!, year!];
    for (let round = 0; round < 4; round += 1) {
      const name = `omgång ${round}.txt`;
      const { id } = (await cilla!.upload(root!, name, name)).json;
      const changes = people.flatMap((page, index) => [
        page.send('PUT', `/v1/documents/${id}`, { name: `${index} ${name}` }),
        page.send('PUT', `/v1/documents/${id}`, { folderId: places[index]! }),
        ...(round % 2 === 0 ? [] : [page.send('DELETE', `/v1/documents/${id}`)]),
      ]);
      for (const { status } of await Promise.all(changes)) expect([200, 404, 409]).toContain(status);
    }
    let [shown, counted] = [0, 0];
    for (const place of places) {
      const { documents, documentCount } = await children(cilla!, place);
      shown += documents.length;
      counted += documentCount;
    }
    expect([shown, counted]).toEqual([2, 2]);
    expect((await cilla!.get('/v1/documents/trash')).json.items).toHaveLength(2);
  });

  test('names that climb, hide, turn or overflow are refused everywhere', async () => {
    const server = await testServer(database);
    const cilla = await server.page('cilla', { client: 'asp' });
    const { id: root } = await rootOf(cilla);
    const document = (await cilla.upload(root, 'a.txt', 'x')).json.id;
    const folder = (await create(cilla, root, 'Mapp')).json.id;
    const names = [
      '../x',
      'a/b',
      'a\\b',
      '..',
      ' ',
      'a\nb',
      'fdp.\u202eexe',
      'a\u200bb',
      '\u2066x',
      '\ufeff',
      'å'.repeat(130),
    ];
    for (const name of names) {
      const why = JSON.stringify(name);
      const answers = [
        await create(cilla, root, name),
        await cilla.send('PUT', `/v1/folders/${folder}`, { name }),
        await cilla.send('PUT', `/v1/documents/${document}`, { name }),
        await cilla.upload(root, name, 'x'),
      ];
      for (const answer of answers) expect([400, 422], why).toContain(answer.status);
    }
    for (const name of [
      '"citat"',
      "d'or",
      '; drop table folders',
      'שלום عالم',
      '<b>fet',
      '%_\\'.slice(0, 2),
      '😀 kvitton',
    ]) {
      const made = await create(cilla, root, name);
      expect([made.status, made.json.name], name).toEqual([201, name]);
    }
    expect(await namesIn(cilla, root)).toContain('; drop table folders');
  });

  test('what a process files where a name is taken gets a number, and twice is once (L-37)', async () => {
    const server = await testServer(database);
    const cilla = await server.page('cilla', { client: 'asp' });
    const { id: root } = await rootOf(cilla);
    const path = ['2026', 'löner', '08. Augusti'];
    const file = async (name: string) => {
      const { id: documentId } = (await cilla.upload(root, name, name)).json;
      const clientId = server.firm.clients.asp!;
      const request = { tenantId: server.firm.tenantId, clientId, documentId, path, name: 'Löner.txt' };
      await fileDocument(server.store, request);
      return fileDocument(server.store, request);
    };
    await file('ett.txt');
    const { folderId } = (await file('två.txt'))!;
    expect((await namesIn(cilla, folderId)).sort()).toEqual(['Löner (2).txt', 'Löner.txt']);
    expect((await children(cilla, folderId)).documents[0].lockedUntil).toBe('2033-12-31');
  });
});

describe.each(databases)('rights, versions, trash and search on %s', (database) => {
  test('documents are renamed, moved and deleted, and every deletion can be taken back', async () => {
    const server = await testServer(database);
    const cilla = await server.page('cilla', { client: 'asp' });
    const anna = await server.page('anna');
    const [root, year] = await walk(anna, ['2026']);
    const a = (await anna.upload(root!, 'a.txt', 'a')).json.id;
    const b = (await anna.upload(root!, 'b.txt', 'b')).json.id;
    const change = (page: Page, id: string, to: object) => page.send('PUT', `/v1/documents/${id}`, to);
    expect((await change(anna, b, { name: 'A.TXT' })).json.code).toBe('name_taken');
    expect((await change(anna, b, { name: 'B 2.txt' })).json.name).toBe('B 2.txt');
    await anna.upload(year!, 'a.txt', 'annan');
    expect((await change(anna, a, { folderId: year })).json).toMatchObject({ name: 'a (2).txt', folderId: year });
    expect((await namesIn(anna, year!)).filter((name) => name.startsWith('a')).sort()).toEqual(['a (2).txt', 'a.txt']);
    expect((await rootOf(cilla)).unseen).toBe(true);

    const { trashId } = (await anna.send('DELETE', `/v1/documents/${b}`)).json;
    expect((await rootOf(anna)).hasChildren).toBe(true);
    expect((await children(anna, root!)).documentCount).toBe(0);
    for (const path of ['', '/content', '/versions']) {
      expect((await anna.get(`/v1/documents/${b}${path}`)).status).toBe(404);
    }
    expect((await anna.get('/v1/documents/search?q=B')).json.items).toEqual([]);
    expect((await anna.send('DELETE', `/v1/documents/${b}`)).status).toBe(404);
    await anna.upload(root!, 'B 2.txt', 'en ny');
    expect((await anna.post(`/v1/trash/${trashId}/restore`)).json).toEqual({ folderId: root });
    expect((await namesIn(anna, root!)).sort()).toEqual(['2026', 'B 2 (2).txt', 'B 2.txt']);
    expect((await anna.post(`/v1/trash/${trashId}/restore`)).status).toBe(404);

    const folder = (await create(cilla, root!, 'Avtal')).json.id;
    const inner = (await create(cilla, folder, 'Gamla')).json.id;
    const old = (await cilla.upload(inner, 'gammalt.txt', 'g')).json.id;
    expect((await rootOf(anna)).unseen).toBe(true);
    const gone = (await cilla.send('DELETE', `/v1/folders/${folder}`)).json.trashId;
    expect((await rootOf(anna)).unseen).toBe(false);
    expect((await anna.get(`/v1/documents/${old}`)).status).toBe(404);
    expect((await anna.get(`/v1/folders/${inner}`)).status).toBe(404);
    expect((await anna.upload(inner, 'till.txt', 'x')).status).toBe(404);
    await create(cilla, root!, 'Avtal');
    expect((await anna.post(`/v1/trash/${gone}/restore`)).status).toBe(404);
    const listed = (await cilla.get('/v1/documents/trash')).json.items;
    expect(listed).toMatchObject([
      { id: gone, kind: 'folder', name: 'Avtal', client: { name: 'Asp AB' }, endsOn: '2026-12-02' },
    ]);
    expect((await anna.get('/v1/documents/trash')).json.code).toBe('staff_required');
    await cilla.post(`/v1/trash/${gone}/restore`);
    expect((await rootOf(anna)).unseen).toBe(true);
    expect((await anna.get(`/v1/folders/${inner}`)).json.path.map((each: any) => each.name)).toEqual([
      'dokument',
      'Avtal (2)',
      'Gamla',
    ]);
    expect(await namesIn(anna, inner)).toEqual(['gammalt.txt']);
  });

  test('an upload of the same name is a new version; the earlier ones are listed, fetched and taken back', async () => {
    const server = await testServer(database);
    const cilla = await server.page('cilla', { client: 'asp' });
    const anna = await server.page('anna');
    const { id: folder } = await rootOf(cilla);
    const first = (await cilla.upload(folder, 'Lönebesked.txt', 'första')).json;
    await anna.post(`/v1/documents/${first.id}/seen`);
    server.pass(1000);
    const second = (await cilla.upload(folder, 'LÖNEBESKED.txt', 'andra')).json;
    expect(second).toMatchObject({ id: first.id, version: 2, name: 'Lönebesked.txt', sizeBytes: 5 });
    expect(await children(anna, folder)).toMatchObject({ documentCount: 1, documents: [{ unseen: true, version: 2 }] });
    expect((await cilla.upload(folder, 'Lönebesked.txt', 'andra')).json.version).toBe(2);
    const { items } = (await anna.get(`/v1/documents/${first.id}/versions`)).json;
    expect(items.map((each: any) => [each.number, each.sizeBytes])).toEqual([
      [2, 5],
      [1, 7],
    ]);
    const content = (number: number | string) => anna.get(`/v1/documents/${first.id}/versions/${number}/content`);
    expect([(await content(1)).text, (await content(2)).text]).toEqual(['första', 'andra']);
    for (const number of [0, 3, '1x', '99999999999']) expect((await content(number)).status, String(number)).toBe(404);
    const restored = (await cilla.post(`/v1/documents/${first.id}/versions/1/restore`)).json;
    expect(restored).toMatchObject({ version: 3, sizeBytes: 7 });
    expect((await anna.get(`/v1/documents/${first.id}/content`)).text).toBe('första');
    expect((await content(2)).text).toBe('andra');
    const at = await Promise.all(['a', 'b', 'c'].map((text) => cilla.upload(folder, 'samtidigt.txt', text)));
    expect(new Set(at.map((answer) => answer.json.id)).size).toBe(1);
    expect((await cilla.get(`/v1/documents/${at[0]!.json.id}/versions`)).json.items).toHaveLength(3);
    const views = (await cilla.get(`/v1/documents/${first.id}/views`)).json.items;
    expect(views.map((view: any) => [view.user.name, view.side])).toEqual([['anna Exempel', 'client']]);
    expect((await anna.get(`/v1/documents/${first.id}/views`)).json.code).toBe('staff_required');
  });

  test('a folder may be read, edited or is the firm’s own; a right below shows the way by name alone (K-08)', async () => {
    const server = await testServer(database);
    const cilla = await server.page('cilla', { client: 'asp' });
    const anna = await server.page('anna');
    const [root, year, wages, month] = await walk(cilla, ['2026', 'löner', '08. Augusti']);
    const hidden = (await create(cilla, root!, 'Internt')).json.id;
    const inside = (await create(cilla, hidden, 'Delat')).json.id;
    await cilla.upload(hidden, 'hemlig analys.txt', 'en hemlighet');
    const shared = (await cilla.upload(inside, 'delad.txt', 'delat')).json.id;

    expect((await right(anna, hidden, 'edit')).json.code).toBe('staff_required');
    expect((await right(cilla, hidden, 'none')).json.clientRight).toEqual({ right: 'none', own: true });
    expect(await namesIn(anna, root!)).toEqual(['2026']);
    for (const path of [
      `folders/${hidden}`,
      `folders/${inside}/children`,
      `documents/${shared}`,
      `documents/${shared}/content`,
    ]) {
      expect((await anna.get(`/v1/${path}`)).status, path).toBe(404);
    }
    expect((await rootOf(anna)).unseen).toBe(false);
    expect((await anna.get('/v1/documents/search?q=hemlig')).json.items).toEqual([]);
    const mails = () => server.store.tenant(server.firm.tenantId).from('mail_items').where({ suppressed: 0 });
    const before = (await mails()).length;
    const { last } = await changeBounds(server.store);
    await cilla.upload(hidden, 'ny analys.txt', 'ännu en');
    expect((await mails()).length).toBe(before);
    expect([await heardSince(cilla, last), await heardSince(anna, last)]).toEqual([[hidden], []]);

    expect((await right(cilla, inside, 'read')).json.clientRight).toEqual({ right: 'read', own: true });
    expect(await namesIn(anna, root!)).toEqual(['2026', 'Internt']);
    const way = (await children(anna, root!)).folders.find((each: any) => each.id === hidden);
    expect(way).toMatchObject({ hasChildren: true, canUpload: false, unseen: false, clientRight: null });
    expect(await children(anna, hidden)).toMatchObject({
      folders: [{ name: 'Delat' }],
      documents: [],
      documentCount: 0,
    });
    expect(await namesIn(anna, inside)).toEqual(['delad.txt']);
    const entries = await entriesOf(Buffer.from(await bytesOf(anna, `/v1/folders/${hidden}/zip`)));
    expect(Object.keys(entries)).toEqual(['Delat/', 'Delat/delad.txt']);
    for (const attempt of [
      anna.upload(inside, 'egen.txt', 'x'),
      anna.send('PUT', `/v1/documents/${shared}`, { name: 'annat.txt' }),
      anna.send('DELETE', `/v1/documents/${shared}`),
      anna.upload(hidden, 'egen.txt', 'x'),
    ]) {
      expect((await attempt).json.code).toBe('folder_read_only');
    }

    expect((await right(cilla, root!, 'read')).status).toBe(200);
    await right(cilla, wages!, 'edit');
    const rights = async (ids: string[]) => {
      const flags = [];
      for (const id of ids) flags.push((await anna.get(`/v1/folders/${id}`)).json.path.at(-1).canUpload);
      return flags;
    };
    expect(await rights([root!, year!, wages!, month!])).toEqual([false, false, true, true]);
    await ensureYear(server.store.tenant(server.firm.tenantId), server.firm.clients.asp!, 2031);
    const [, , later] = await walk(anna, ['2031', 'löner']);
    expect(await rights([later!])).toEqual([false]);
    expect((await right(cilla, root!, null)).json.clientRight).toEqual({ right: 'edit', own: false });
    expect(await rights([later!])).toEqual([true]);
  });

  test('after 30 days the trash ends, but not what the law keeps for seven years (bokföringslagen 7 kap. 2 §)', async () => {
    const server = await testServer(database);
    const adam = await server.page('adam');
    const scope = server.store.tenant(server.firm.tenantId);
    const cilla = await server.page('cilla', { client: 'asp' });
    const [root, , , october] = await walk(cilla, ['2026', 'bokföring', '10. Oktober']);
    const free = (await cilla.upload(root!, 'fritt.txt', 'fritt')).json;
    const kept = (await cilla.upload(october!, 'kvitto.txt', 'kvitto')).json;
    expect([free.lockedUntil, kept.lockedUntil]).toEqual([null, '2033-12-31']);
    const moved = (await cilla.send('PUT', `/v1/documents/${kept.id}`, { folderId: root })).json;
    expect(moved.lockedUntil).toBe('2033-12-31');
    await server.byKey('PUT', '/v1/clients/bjork', { name: 'Björk AB', properties: { fiscalYearEnd: '04-30' } });
    const bosse = await server.page('bosse');
    const late = (await bosse.upload((await walk(bosse, ['2026', 'bokföring', '05. Maj'])).at(-1)!, 'a.txt', 'a')).json;
    const early = (await bosse.upload((await walk(bosse, ['2026', 'bokföring', '04. April'])).at(-1)!, 'b.txt', 'b'))
      .json;
    expect([late.lockedUntil, early.lockedUntil]).toEqual(['2034-12-31', '2033-12-31']);

    const folder = (await create(cilla, root!, 'Blandat')).json.id;
    await cilla.send('PUT', `/v1/documents/${kept.id}`, { folderId: folder });
    await cilla.upload(folder, 'löst.txt', 'löst');
    await cilla.send('DELETE', `/v1/documents/${free.id}`);
    const { trashId } = (await cilla.send('DELETE', `/v1/folders/${folder}`)).json;
    const purgeIn = (days: number) => purgeTrash(scope, new Date(server.clock.ms + days * day).toISOString());
    expect(await purgeIn(29)).toEqual([]);
    expect(await purgeIn(31)).toHaveLength(2);
    expect((await cilla.get('/v1/documents/trash')).json.items.map((each: any) => each.id)).toEqual([trashId]);
    expect(await scope.from('documents').where({ id: free.id })).toEqual([]);
    expect(await purgeIn(7 * 365)).toEqual([]);
    expect((await cilla.post(`/v1/trash/${trashId}/restore`)).json).toEqual({ folderId: root });
    expect(await children(cilla, folder)).toMatchObject({ documents: [{ name: 'kvitto.txt' }], documentCount: 1 });

    await cilla.send('DELETE', `/v1/folders/${folder}`);
    const years = (page: Page, value: number | null) =>
      page.send('PUT', `/v1/folders/${root}/retention`, { years: value });
    expect((await years(cilla, 0)).json.code).toBe('administrator_required');
    expect((await adam.send('PUT', `/v1/folders/${october}/retention`, { years: 0 })).json.code).toBe(
      'folder_not_root',
    );
    const rootView = async (page: Page) =>
      (await page.get('/v1/documents/roots')).json.items.find((item: any) => item.folder.id === root).folder;
    expect([(await rootView(cilla)).retention, (await rootView(adam)).retention]).toEqual([
      null,
      { years: null, lawYears: 7 },
    ]);
    await years(adam, 10);
    expect((await rootView(adam)).retention).toEqual({ years: 10, lawYears: 7 });
    expect(await purgeIn(9 * 365)).toEqual([]);
    await years(adam, null);
    const hashes = await purgeIn(8 * 365);
    expect(hashes).toEqual([kept.sha256]);
    expect(await unusedHashes(scope, [kept.sha256, late.sha256])).toEqual([kept.sha256]);
    expect((await cilla.get('/v1/documents/trash')).json.items).toEqual([]);
  });

  test('documents are found by words of their names, with å, ä and ö, by beginnings, page by page', async () => {
    const server = await testServer(database);
    const cilla = await server.page('cilla');
    const anna = await server.page('anna');
    const bosse = await server.page('bosse');
    const root = (await rootOf(anna)).id;
    for (const name of [
      'Årsredovisning 2026.pdf',
      'Arsredovisning.txt',
      'Löner mars.txt',
      'O\'Brien & "söner" 50%.txt',
    ]) {
      await anna.upload(root, name, name);
      server.pass(1000);
    }
    await bosse.upload((await rootOf(bosse)).id, 'Årsredovisning Björk.txt', 'b');
    const find = async (page: Page, q: string, more = '') => {
      const { items } = (await page.get(`/v1/documents/search?q=${encodeURIComponent(q)}${more}`)).json;
      return items.map((item: any) => item.document.name);
    };
    expect(await find(anna, 'årsred')).toEqual(['Årsredovisning 2026.pdf']);
    expect(await find(anna, 'ÅRSREDOVISNING 2026')).toEqual(['Årsredovisning 2026.pdf']);
    expect(await find(anna, 'arsred')).toEqual(['Arsredovisning.txt']);
    expect(await find(anna, 'mar lön')).toEqual(['Löner mars.txt']);
    expect(await find(anna, 'söner brien')).toEqual(['O\'Brien & "söner" 50%.txt']);
    expect(await find(anna, 'redovisning')).toEqual([]);
    for (const odd of [
      '"',
      "'",
      '*',
      'NEAR(a b)',
      'a" OR "b',
      "') --",
      ':*',
      't:x',
      `c:${server.firm.clients.bjork}`,
      '(',
      '\\',
      'x'.repeat(200),
    ]) {
      expect(await find(anna, odd), odd).toEqual([]);
    }
    expect(await find(cilla, 'årsred')).toEqual(['Årsredovisning Björk.txt', 'Årsredovisning 2026.pdf']);
    expect(await find(cilla, 'årsred', `&client=${server.firm.clients.asp}`)).toEqual(['Årsredovisning 2026.pdf']);
    expect(await find(anna, 'årsred', `&client=${server.firm.clients.bjork}`)).toEqual([]);
    const page = (await cilla.get('/v1/documents/search?q=årsred&limit=1')).json;
    expect(await find(cilla, 'årsred', `&limit=1&cursor=${page.nextCursor}`)).toEqual(['Årsredovisning 2026.pdf']);
    const { id } = page.items[0].document;
    await cilla.send('PUT', `/v1/documents/${id}`, { name: 'Bokslut.txt' });
    expect([await find(cilla, 'bokslut'), (await find(cilla, 'årsred')).length]).toEqual([['Bokslut.txt'], 1]);
  });
});

/** Folders of which a listener is told that comes back after a gap. */
async function heardSince(page: Page, position: number): Promise<string[]> {
  const stopping = new AbortController();
  const headers = page.headers({ 'Last-Event-ID': String(position) });
  const url = `${page.server.server.address}/v1/events`;
  const { body } = await fetch(url, { headers, signal: stopping.signal });
  let text = '';
  for await (const chunk of body as any) {
    text += Buffer.from(chunk).toString();
    if (text.includes('event: ready')) break;
  }
  stopping.abort();
  return [...text.matchAll(/"folderId":"(\w+)"/g)].map(([, id]) => id!);
}

async function bytesOf(page: Page, path: string): Promise<ArrayBuffer> {
  const answer = await fetch(page.server.server.address + path, { headers: page.headers() });
  return answer.arrayBuffer();
}
