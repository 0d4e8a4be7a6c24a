import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { routes } from '../../server/routes.ts';
import { acrossTenants } from '../../server/store/connection.ts';
import { demoFirm } from './support/firm.ts';
import {
  elsewhere,
  forJoining as peopleForJoining,
  giveManagement,
  peopleAsks,
  peopleThings,
} from './support/people-asks.ts';
import { type Answer, origin, Page, testServer, type TestServer } from './support/server.ts';
import { databases } from './support/stores.ts';

/** What stands behind every `:id` of a bearer's routes, of one client. */
async function thingsOf(server: TestServer, client: string) {
  const instance = await server.start(client);
  const staff = await server.page('adam');
  const roots = (await staff.get('/v1/documents/roots')).json.items;
  const root = roots.find((item: any) => item.client.id === server.firm.clients[client]).folder.id;
  const document = (await staff.upload(root, `${client}.txt`, 'text')).json.id;
  const thread = `general-${server.firm.clients[client]}`;
  const once = { 'Idempotency-Key': `thing-of-${client}` };
  const files = [(await staff.attach(thread, 'file.txt', 'text')).json.id as string];
  const message = (await staff.post(`/v1/threads/${thread}/messages`, { text: 'Hej' }, once)).json.id;
  // Of its own, so that it stays when the message is taken back.
  await staff.post(`/v1/threads/${thread}/messages`, { text: '', files }, { 'Idempotency-Key': `file-of-${client}` });
  const about = { client: server.firm.clients[client], kind: 'comment', text: 'Hej' };
  const note = (await staff.post('/v1/notes', about, once)).json.id;
  const trash = await trashedIn(staff, root);
  const of = { client: server.firm.clients[client]! };
  const ids = { instance, folder: root as string, document: document as string, trash };
  const people = await peopleThings(server, client);
  return { ...of, ...ids, ...people, thread, message, file: files[0]!, note };
}

/** A document that was deleted, and then the folder that it lay in. */
async function trashedIn(staff: Page, root: string): Promise<string> {
  const folder = (await staff.post(`/v1/folders/${root}/folders`, { name: 'Bort' })).json.id;
  const document = (await staff.upload(folder, 'bort.txt', 'bort')).json.id;
  const trash = (await staff.send('DELETE', `/v1/documents/${document}`)).json.trashId;
  await staff.send('DELETE', `/v1/folders/${folder}`);
  return trash;
}

type Things = Awaited<ReturnType<typeof thingsOf>>;

/** Every bearer route that names one thing, as a request. */
const asks: Record<string, (page: Page, things: Things) => Promise<{ status: number; json: any; text: string }>> = {
  'GET /v1/instances/:id': (page, { instance }) => page.get(`/v1/instances/${instance}`),
  'GET /v1/instances/:id/definition': (page, { instance }) => page.get(`/v1/instances/${instance}/definition`),
  'POST /v1/instances/:id/acts': (page, { instance }) => page.act(instance, { event: 'NOTHING' }),
  'POST /v1/instances/:id/documents': (page, { instance }) =>
    page.server.fetch('POST', `/v1/instances/${instance}/documents?name=n.txt`, { raw: 'x', headers: page.headers() }),
  'GET /v1/folders/:id': (page, { folder }) => page.get(`/v1/folders/${folder}`),
  'GET /v1/folders/:id/children': (page, { folder }) => page.get(`/v1/folders/${folder}/children`),
  'POST /v1/folders/:id/documents': (page, { folder }) => page.upload(folder, 'new.txt', 'text'),
  'POST /v1/folders/:id/uploads': (page, { folder }) => {
    const headers = { 'Tus-Resumable': '1.0.0', 'Upload-Length': '1', 'Upload-Metadata': 'filename YQ==' };
    return page.send('POST', `/v1/folders/${folder}/uploads`, undefined, headers);
  },
  'POST /v1/folders/:id/seen': (page, { folder }) => page.post(`/v1/folders/${folder}/seen`),
  'GET /v1/documents/:id/content': (page, { document }) => page.get(`/v1/documents/${document}/content`),
  'POST /v1/documents/:id/seen': (page, { document }) => page.post(`/v1/documents/${document}/seen`),
  'POST /v1/folders/:id/folders': (page, { folder }) => page.post(`/v1/folders/${folder}/folders`, { name: 'Ny' }),
  'PUT /v1/folders/:id': (page, { folder }) => page.send('PUT', `/v1/folders/${folder}`, { name: 'Annat' }),
  'DELETE /v1/folders/:id': (page, { folder }) => page.send('DELETE', `/v1/folders/${folder}`),
  'PUT /v1/folders/:id/client-right': (page, { folder }) =>
    page.send('PUT', `/v1/folders/${folder}/client-right`, { right: null }),
  'PUT /v1/folders/:id/retention': (page, { folder }) =>
    page.send('PUT', `/v1/folders/${folder}/retention`, { years: 7 }),
  'GET /v1/folders/:id/zip': (page, { folder }) => page.get(`/v1/folders/${folder}/zip`),
  'GET /v1/documents/:id': (page, { document }) => page.get(`/v1/documents/${document}`),
  'PUT /v1/documents/:id': (page, { document }) => page.send('PUT', `/v1/documents/${document}`, { name: 'Annat.txt' }),
  'DELETE /v1/documents/:id': async (page, { document }) => {
    const answer = await page.send('DELETE', `/v1/documents/${document}`);
    if (answer.status === 200) await page.post(`/v1/trash/${answer.json.trashId}/restore`);
    return answer;
  },
  'GET /v1/documents/:id/versions': (page, { document }) => page.get(`/v1/documents/${document}/versions`),
  'GET /v1/documents/:id/versions/:number/content': (page, { document }) =>
    page.get(`/v1/documents/${document}/versions/1/content`),
  'POST /v1/documents/:id/versions/:number/restore': (page, { document }) =>
    page.post(`/v1/documents/${document}/versions/1/restore`),
  'GET /v1/documents/:id/views': (page, { document }) => page.get(`/v1/documents/${document}/views`),
  'POST /v1/trash/:id/restore': (page, { trash }) => page.post(`/v1/trash/${trash}/restore`),
  'GET /v1/threads/:id/messages': (page, { thread }) => page.get(`/v1/threads/${thread}/messages`),
  'POST /v1/threads/:id/messages': (page, { thread }) =>
    page.post(`/v1/threads/${thread}/messages`, { text: 'Hej' }, { 'Idempotency-Key': 'matrix-message' }),
  'POST /v1/threads/:id/files': (page, { thread }) => page.attach(thread, 'new.txt', 'text'),
  'POST /v1/threads/:id/read': (page, { thread }) => page.post(`/v1/threads/${thread}/read`, { number: 1 }),
  'PUT /v1/messages/:id': (page, { message }) => page.send('PUT', `/v1/messages/${message}`, { text: 'Nytt' }),
  'DELETE /v1/messages/:id': (page, { message }) => page.send('DELETE', `/v1/messages/${message}`),
  'GET /v1/message-files/:id/content': (page, { file }) => page.get(`/v1/message-files/${file}/content`),
  'PUT /v1/notes/:id': (page, { note }) => page.send('PUT', `/v1/notes/${note}`, { text: 'Nytt' }),
  'DELETE /v1/notes/:id': (page, { note }) => page.send('DELETE', `/v1/notes/${note}`),
  'GET /v1/client-list/:id': (page, { client }) => page.get(`/v1/client-list/${client}`),
  'GET /v1/client-list/:id/periods': (page, { client }) => page.get(`/v1/client-list/${client}/periods?area=vat`),
  'PUT /v1/client-list/:id': (page, { client }) => page.send('PUT', `/v1/client-list/${client}`, { name: 'Annat AB' }),
  'POST /v1/client-list/:id/stage': (page, { client }) =>
    page.post(`/v1/client-list/${client}/stage`, { stage: 'active' }),
  ...peopleAsks,
};

/** Of the firm alone: for a client's user they do not exist. */
const firmOnly = [
  'PUT /v1/notes/:id',
  'DELETE /v1/notes/:id',
  'GET /v1/client-list/:id',
  'GET /v1/client-list/:id/periods',
  'PUT /v1/client-list/:id',
  'POST /v1/client-list/:id/stage',
];

/** Where a consultant finds a colleague's client, reduced, to join it (B-04, B-07). */
const forJoining = ['GET /v1/client-list/:id', ...peopleForJoining];

const nothing: Things = {
  instance: 'i0000',
  folder: 'f0000',
  document: 'd0000',
  trash: 'x0000',
  thread: 'general-c0000',
  message: 'w0000',
  file: 'a0000',
  note: 'o0000',
  client: 'c0000',
  person: 'u0000',
  invitation: 'v0000',
};

/** A page whose own requests note which statements the server makes for them, and what the last answer looked like. */
async function watched(server: TestServer, user: string) {
  const seen = { statements: [] as string[], answer: null as Answer | null };
  const { token } = await server.page(user);
  const watching: TestServer = Object.create(server);
  const page = new Page(watching, token);
  const note = ({ sql }: { sql: string }) => void seen.statements.push(sql);
  watching.fetch = async (method, path, options = {}) => {
    if (options.headers?.Authorization !== `Bearer ${token}`) return server.fetch(method, path, options);
    const db = acrossTenants(server.store).on('query', note);
    try {
      return (seen.answer = await server.fetch(method, path, options));
    } finally {
      db.off('query', note);
    }
  };
  const look = async (ask: (typeof asks)[string], things: Things) => {
    seen.statements = [];
    await ask(page, things);
    const { status, json, headers } = seen.answer!;
    const { instance: _request, ...body } = json;
    const own = ['date', 'x-request-id', 'request-id'];
    const rest = [...headers].filter(([name]) => !own.includes(name));
    return { status, body, headers: rest, statements: seen.statements };
  };
  return look;
}

test('nobody tells by the answer or the work of a 404 whether something is there', async () => {
  const server = await testServer('sqlite');
  const other = await demoFirm(server.store, 'Andra byrån AB');
  for (const firm of [server.firm, other]) await giveManagement(firm);
  const theirs = await thingsOf(Object.assign(Object.create(server) as TestServer, { firm: other }), 'asp');
  const asp = await thingsOf(server, 'asp');
  const bjork = await thingsOf(server, 'bjork');
  const hidden: Record<string, Things[]> = { adam: [theirs], karin: [theirs, asp], anna: [theirs, bjork] };
  for (const [user, all] of Object.entries(hidden)) {
    const look = await watched(server, user);
    for (const [route, ask] of Object.entries(asks)) {
      for (const things of all) {
        // Reached by half, to be joined: seen, and no secret.
        if (user === 'karin' && things === asp && forJoining.includes(route)) continue;
        const why = `${user} ${route} ${things === theirs ? 'of another firm' : 'of another client'}`;
        // What the server does beside it now and then is in one of the two only, and not again.
        const both = async () => [await look(ask, nothing), await look(ask, things)] as const;
        let [missing, foreign] = await both();
        for (let again = 0; again < 5 && !isDeepStrictEqual(missing, foreign); again++) {
          [missing, foreign] = await both();
        }
        expect(missing.status, why).toBe(404);
        expect(foreign, why).toEqual(missing);
      }
    }
  }
}, 60_000);

describe.each(databases)('who sees what on %s', (database) => {
  test('every route that names a thing is in the matrix', () => {
    const named = routes.filter((route) => route.door === 'bearer' && route.path.includes(':id'));
    expect(named.map((route) => `${route.method} ${route.path}`).sort()).toEqual(
      [...Object.keys(asks), ...elsewhere].sort(),
    );
  });

  test('every route and role: reached things answer, all others are the same 404', async () => {
    const server = await testServer(database);
    const other = await demoFirm(server.store, 'Andra byrån AB');
    const asp = await thingsOf(server, 'asp');
    const bjork = await thingsOf(server, 'bjork');
    for (const firm of [server.firm, other]) await giveManagement(firm);
    const reach: [user: string, asp: boolean, bjork: boolean][] = [
      ['adam', true, true],
      ['cilla', true, true],
      ['karin', false, true],
      ['anna', true, false],
      ['bosse', false, true],
    ];
    for (const [user, seesAsp, seesBjork] of reach) {
      const page = await server.page(user);
      const narrow = await server.page(user, { client: seesBjork ? 'bjork' : 'asp' });
      const foreign = await server.page(user, {}, other.secretKey);
      for (const [route, ask] of Object.entries(asks)) {
        const why = `${user} ${route}`;
        const missing = await ask(page, nothing);
        expect([missing.status, missing.json.code], why).toEqual([404, 'not_found']);
        const bare = ({ instance: _request, ...rest }: any) => rest;
        for (const [things, sees] of [
          [asp, seesAsp],
          [bjork, seesBjork],
        ] as const) {
          const answer = await ask(page, things);
          const hidden = firmOnly.includes(route) && ['anna', 'bosse'].includes(user);
          if (sees && !hidden) expect(answer.status, why).not.toBe(404);
          else if (user === 'karin' && forJoining.includes(route)) expect(answer.json.level, why).toBe('reduced');
          else expect(bare(answer.json), why).toEqual(bare(missing.json));
          expect(bare((await ask(foreign, things)).json), `another firm: ${why}`).toEqual(bare(missing.json));
        }
        if (seesAsp && seesBjork) {
          // A session that is narrowed to a client has no right of the whole firm, and hears that of anything.
          const narrowly = await ask(narrow, nothing);
          expect([403, 404], `narrowed: ${why}`).toContain(narrowly.status);
          expect(bare((await ask(narrow, asp)).json), `narrowed: ${why}`).toEqual(bare(narrowly.json));
        }
      }
    }
  });

  test('lists hold what the user reaches and nothing else', async () => {
    const server = await testServer(database);
    const other = await demoFirm(server.store, 'Andra byrån AB');
    await thingsOf(server, 'asp');
    await thingsOf(server, 'bjork');
    const expected: Record<string, string[]> = {
      adam: ['Asp AB', 'Björk AB'],
      cilla: ['Asp AB', 'Björk AB'],
      karin: ['Björk AB'],
      anna: ['Asp AB'],
      bosse: ['Björk AB'],
    };
    for (const [user, names] of Object.entries(expected)) {
      const page = await server.page(user);
      const board = (await page.get('/v1/board?definition=hand-in')).json;
      expect(board.items.map((item: any) => item.client.name).sort(), user).toEqual(names);
      expect(board.counts.waiting, user).toBe(names.length);
      const roots = (await page.get('/v1/documents/roots')).json;
      expect(
        roots.items.map((item: any) => item.client.name),
        user,
      ).toEqual(names);
      const inbox = (await page.get('/v1/tasks')).json;
      const mine = ['anna', 'bosse'].includes(user) ? names : [];
      expect(
        inbox.items.map((item: any) => item.client.name),
        user,
      ).toEqual(mine);
      expect(inbox.counts.open, user).toBe(mine.length);
      for (const path of [`/v1/tasks?client=${server.firm.clients.asp}`, '/v1/tasks?q=asp']) {
        const found = (await page.get(path)).json.items.length;
        expect(found, `${user} ${path}`).toBe(user === 'anna' ? 1 : 0);
      }
      const foreign = await server.page(user, {}, other.secretKey);
      expect((await foreign.get('/v1/board?definition=hand-in')).json?.items ?? [], user).toEqual([]);
      const theirs = (await foreign.get(`/v1/tasks?client=${server.firm.clients.asp}`)).json;
      expect([theirs.items, theirs.counts], user).toEqual([[], { open: 0, late: 0, mine: 0 }]);
    }
  });

  test("a key of another firm finds nobody of this one's", async () => {
    const server = await testServer(database);
    const { secretKey } = await demoFirm(server.store, 'Andra byrån AB');
    await server.byKey('PUT', '/v1/clients/only-here', { name: 'Bara här AB' });
    const there = await server.byKey('GET', '/v1/clients/only-here', undefined, secretKey);
    expect([there.status, there.json.code]).toEqual([404, 'not_found']);
    const start = await server.byKey(
      'POST',
      '/v1/instances',
      { definition: 'hand-in', client: 'only-here', period: '2026-10' },
      secretKey,
    );
    expect(start.json.code).toBe('client_unknown');
    const definition = { ...(await import('./support/firm.ts')).handIn, id: 'own-process' };
    expect((await server.byKey('PUT', '/v1/definitions/own-process', definition)).status).toBe(201);
    const foreign = await server.byKey(
      'POST',
      '/v1/instances',
      { definition: 'own-process', client: 'asp', period: '2026-10' },
      secretKey,
    );
    expect(foreign.json.code).toBe('definition_unknown');
  });

  test("a client's user sees what was sent in by their own side, staff see all of it", async () => {
    const server = await testServer(database);
    const id = await server.start('asp');
    const anna = await server.page('anna');
    const cilla = await server.page('cilla');
    await anna.act(id, { event: 'SUBMIT', data: { documents: true } });
    await cilla.act(id, { event: 'REOPEN', data: { note: 'a note' } });
    const dataOf = async (page: Page) => {
      const { history } = (await page.get(`/v1/instances/${id}`)).json;
      return history.filter((line: any) => line.kind === 'act').map((line: any) => line.data);
    };
    expect(await dataOf(cilla)).toEqual([{ documents: true }, { note: 'a note' }]);
    expect(await dataOf(anna)).toEqual([{ documents: true }, null]);
  });

  test('the firm’s key opens no page, and a page’s bearer no backend', async () => {
    const server = await testServer(database);
    const page = await server.page('adam');
    for (const route of routes) {
      if (route.door !== 'key' && route.door !== 'bearer') continue;
      const token = route.door === 'key' ? page.token : server.firm.secretKey;
      const path = route.path.replace(/:\w+/g, 'x');
      const answer = await server.fetch(route.method, path, {
        headers: { Authorization: `Bearer ${token}`, Origin: origin },
      });
      expect([answer.status, answer.json.code], path).toEqual([
        401,
        route.door === 'key' ? 'key_invalid' : 'bearer_invalid',
      ]);
    }
  });
});
