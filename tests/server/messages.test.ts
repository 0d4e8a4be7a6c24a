import { describe, expect, test } from 'vitest';
import { claimDueMails, putClient, putRight, putUser, unreadByClient, accessOf } from '../../server/store/index.ts';
import { type Page, testServer, type TestServer } from './support/server.ts';
import { databases } from './support/stores.ts';

let keys = 0;
const key = () => ({ 'Idempotency-Key': `message-${(keys += 1)}-key` });
const write = (page: Page, thread: string, text: string, files?: string[]) =>
  page.post(`/v1/threads/${thread}/messages`, { text, ...(files ? { files } : {}) }, key());
const read = async (page: Page, thread: string, query = '') =>
  (await page.get(`/v1/threads/${thread}/messages${query}`)).json;
const channelsOf = async (page: Page, query = '') => (await page.get(`/v1/channels${query}`)).json.items;
const minute = 60_000;

/** Who is told by mail of what stands in the outbox, with subject and link. */
async function mails(server: TestServer) {
  server.pass(minute);
  const due = await claimDueMails(server.store, {
    now: new Date(server.clock.ms).toISOString(),
    limit: 100,
    leaseMs: 1000 * minute,
  });
  return due.map(({ recipient, items }) => ({ to: recipient.name, items })).toSorted((a, b) => (a.to < b.to ? -1 : 1));
}

async function anotherUser(server: TestServer, externalId: string, client: string) {
  const { user } = await putUser(server.store.tenant(server.firm.tenantId), {
    externalId,
    name: `${externalId} Exempel`,
    email: `${externalId}@demo.example`,
    role: 'client',
    clients: [client],
  });
  return user.id;
}

const plan = (server: TestServer, name: string) =>
  putClient(server.store.tenant(server.firm.tenantId), {
    externalId: 'asp',
    name: 'Asp AB',
    responsible: 'cilla',
    properties: { plan: name },
  });

describe('messages', () => {
  test.for(databases)(
    'K-24, K-26, K-27 a client has a general channel and one a user; what is written is unread for the others until they see it (%s)',
    async (database) => {
      const server = await testServer(database);
      const { asp } = server.firm.clients;
      const [anna, cilla] = [await server.page('anna'), await server.page('cilla')];
      const arne = await anotherUser(server, 'arne', 'asp');
      const own = `user-${asp}-${server.firm.users.anna}`;
      expect((await channelsOf(anna)).map((channel: any) => channel.id)).toEqual([`general-${asp}`, own]);
      expect(
        (await channelsOf(cilla, `?client=${asp}`)).map((channel: any) => channel.user?.name ?? channel.kind),
      ).toEqual(['general', 'anna Exempel', 'arne Exempel']);
      expect(await channelsOf(cilla)).toEqual([]);

      const sent = await write(anna, `general-${asp}`, 'Hej!\r\nHur gör vi med moms?');
      expect([sent.status, sent.json.number, sent.json.own, sent.json.text]).toEqual([
        201,
        1,
        true,
        'Hej!\nHur gör vi med moms?',
      ]);
      await write(anna, own, 'Detta är mellan oss.');
      expect((await channelsOf(cilla)).map((channel: any) => [channel.id, channel.unread])).toEqual([
        [own, 1],
        [`general-${asp}`, 1],
      ]);
      expect((await channelsOf(anna)).map((channel: any) => channel.unread)).toEqual([0, 0]);
      // K-27: a colleague reads the general channel and nobody else's own.
      const colleague = await server.page('arne');
      expect((await channelsOf(colleague)).map((channel: any) => channel.id)).toEqual([
        `general-${asp}`,
        `user-${asp}-${arne}`,
      ]);
      expect((await colleague.get(`/v1/threads/${own}/messages`)).status).toBe(404);

      const scope = server.store.tenant(server.firm.tenantId);
      const access = (await accessOf(scope, server.firm.users.cilla!))!;
      const unread = async () =>
        Object.fromEntries(await unreadByClient(scope, access, Object.values(server.firm.clients)));
      expect(await unread()).toEqual({ [asp!]: 2 });
      // A colleague who is new at the firm does not begin with all that was ever written.
      const now = new Date(server.clock.ms + 1).toISOString();
      await putUser(scope, { externalId: 'nils', name: 'Nils Exempel', email: 'n@demo.example', role: 'admin', now });
      const nils = await server.page('nils');
      expect((await channelsOf(nils)).map((channel: any) => channel.unread)).toEqual([0, 0]);
      expect((await cilla.post(`/v1/threads/${own}/read`, { number: 1 })).json).toEqual({ unread: 0 });
      expect(await unread()).toEqual({ [asp!]: 1 });
      expect((await channelsOf(cilla, '?unread=true')).map((channel: any) => channel.id)).toEqual([`general-${asp}`]);
      await write(cilla, `general-${asp}`, 'Kvartalsvis.');
      expect((await channelsOf(colleague))[0]).toMatchObject({
        unread: 2,
        last: { author: 'cilla Exempel', text: 'Kvartalsvis.' },
      });
      expect((await read(cilla, `general-${asp}`)).thread).toMatchObject({
        readers: [{ name: 'anna Exempel' }, { name: 'arne Exempel' }],
        readNumber: 2,
        lastNumber: 2,
      });
    },
  );

  test('K-28, K-29 on Pro, Business and Easy the general channel is for those with administrator’s right, on Dokument for all', async () => {
    const server = await testServer('sqlite');
    const { asp } = server.firm.clients;
    await anotherUser(server, 'arne', 'asp');
    const general = `general-${asp}`;
    const readers = async () => {
      const { readers } = (await read(await server.page('cilla'), general)).thread;
      return readers.map((reader: any) => reader.name);
    };
    await plan(server, 'Dokument');
    expect(await readers()).toEqual(['anna Exempel', 'arne Exempel']);
    for (const name of ['Pro', 'business', 'Easy']) {
      await plan(server, name);
      expect(await readers(), name).toEqual([]);
    }
    const scope = server.store.tenant(server.firm.tenantId);
    const right = { userId: server.firm.users.anna!, clientId: asp!, right: 'client-admin', by: 'test' };
    await putRight(scope, { ...right, granted: true, now: new Date(server.clock.ms).toISOString() });
    expect(await readers()).toEqual(['anna Exempel']);
    const [anna, arne] = [await server.page('anna'), await server.page('arne')];
    await write(await server.page('cilla'), general, 'Till er som bestämmer.');
    expect((await channelsOf(anna))[0]).toMatchObject({ id: general, unread: 1 });
    expect((await channelsOf(arne)).map((channel: any) => channel.kind)).toEqual(['user']);
    expect((await arne.get(`/v1/threads/${general}/messages`)).status).toBe(404);
    expect((await arne.get('/v1/messages?q=bestämmer')).json.items).toEqual([]);
    expect((await mails(server)).map(({ to }) => to)).toEqual(['anna Exempel']);
  });

  test('K-25 the others are told once by mail, where to answer and never what it says', async () => {
    const server = await testServer('sqlite');
    const { asp, bjork } = server.firm.clients;
    const general = `general-${asp}`;
    const anna = await server.page('anna');
    await write(anna, general, 'Lösenordet är hemligt');
    await write(anna, general, 'och ett till');
    const told = await mails(server);
    expect(told.map(({ to }) => to)).toEqual(['cilla Exempel']);
    expect(told[0]!.items).toHaveLength(2);
    expect(told[0]!.items[0]).toMatchObject({
      subject: { sv: 'Nytt meddelande: Asp AB', en: 'New message: Asp AB' },
      target: { threadId: general, clientId: asp },
    });
    expect(JSON.stringify(told)).not.toMatch(/hemligt|och ett till/);
    // An answer goes to the client, and the next question to those who have answered too.
    await write(await server.page('adam'), general, 'Svar');
    expect((await mails(server)).map(({ to }) => to)).toEqual(['anna Exempel']);
    await write(anna, general, 'Tack');
    expect((await mails(server)).map(({ to }) => to)).toEqual(['adam Exempel', 'cilla Exempel']);
    // Björk has no responsible consultant: the administrators are told.
    await write(await server.page('bosse'), `general-${bjork}`, 'Hallå?');
    expect((await mails(server)).map(({ to }) => to)).toEqual(['adam Exempel']);
  });

  test('an own message can be changed and taken back for a quarter of an hour, and the same key writes once', async () => {
    const server = await testServer('sqlite');
    const general = `general-${server.firm.clients.asp}`;
    const [anna, cilla] = [await server.page('anna'), await server.page('cilla')];
    const same = key();
    const body = { text: 'Ett' };
    const first = (await anna.post(`/v1/threads/${general}/messages`, body, same)).json;
    expect((await anna.post(`/v1/threads/${general}/messages`, body, same)).json.id).toBe(first.id);
    const second = (await write(anna, general, 'Två')).json;
    expect((await cilla.send('PUT', `/v1/messages/${first.id}`, { text: 'x' })).json.code).toBe('not_yours');
    expect((await anna.send('PUT', `/v1/messages/${first.id}`, { text: ' ' })).json.code).toBe('message_empty');
    const changed = (await anna.send('PUT', `/v1/messages/${first.id}`, { text: 'Ett, rättat' })).json;
    expect([changed.text, changed.editedAt]).toEqual(['Ett, rättat', expect.any(String)]);
    expect((await anna.send('DELETE', `/v1/messages/${second.id}`)).json).toMatchObject({ deleted: true, text: '' });
    expect((await cilla.get('/v1/messages?q=två')).json.items).toEqual([]);
    expect((await channelsOf(cilla))[0]).toMatchObject({ unread: 1, last: { deleted: true } });
    server.pass(16 * minute);
    const later = await server.page('anna');
    for (const method of ['PUT', 'DELETE']) {
      const late = await later.send(
        method,
        `/v1/messages/${first.id}`,
        method === 'PUT' ? { text: 'Sent' } : undefined,
      );
      expect([late.status, late.json.code]).toEqual([409, 'too_late_to_change']);
    }
    expect((await read(later, general)).items.map((item: any) => [item.text, item.deleted])).toEqual([
      ['Ett, rättat', false],
      ['', true],
    ]);
  });

  test('attachments follow the right to their thread: a file in a user’s own channel is no file for a colleague', async () => {
    const server = await testServer('sqlite');
    const { asp } = server.firm.clients;
    await anotherUser(server, 'arne', 'asp');
    const [anna, arne, cilla] = [await server.page('anna'), await server.page('arne'), await server.page('cilla')];
    const own = `user-${asp}-${server.firm.users.anna}`;
    const file = (await anna.attach(own, 'kvitto å.txt', 'två kronor')).json;
    const content = (page: Page) => page.get(`/v1/message-files/${file.id}/content`);
    // Until it has been sent it is there for nobody else.
    expect((await content(cilla)).status).toBe(404);
    const sent = (await write(anna, own, '', [file.id])).json;
    expect(sent.files).toEqual([file]);
    const got = await content(cilla);
    expect([got.status, got.text, got.headers.get('content-disposition')]).toEqual([
      200,
      'två kronor',
      expect.stringContaining("filename*=UTF-8''kvitto%20%C3%A5.txt"),
    ]);
    expect((await content(arne)).status).toBe(404);
    expect((await write(anna, `general-${asp}`, 'igen', [file.id])).json.code).toBe('file_unknown');
    const others = (await cilla.attach(own, 'cillas.txt', 'x')).json;
    expect((await write(anna, own, 'annans', [others.id])).json.code).toBe('file_unknown');
    expect((await anna.attach(own, '../x', 'x')).json.code).toBe('name_invalid');
    expect((await read(cilla, own)).items).toHaveLength(1);
    await anna.send('DELETE', `/v1/messages/${sent.id}`);
    expect((await content(cilla)).status).toBe(404);
    const fresh = await server.page('anna', { components: { messages: { read: true } } });
    expect((await fresh.attach(own, 'a.txt', 'x')).json.code).toBe('not_granted');
    expect((await read(fresh, own)).thread).toMatchObject({ mayWrite: false, mayAttach: false });
  });

  test('comments on an instance are shared with the client or the firm’s own', async () => {
    const server = await testServer('sqlite');
    const id = await server.start('asp');
    const [anna, bosse, cilla] = [await server.page('anna'), await server.page('bosse'), await server.page('cilla')];
    await write(cilla, `firm-${id}`, 'Kunden är sen igen.');
    expect((await anna.get(`/v1/threads/firm-${id}/messages`)).status).toBe(404);
    expect((await write(anna, `firm-${id}`, 'x')).status).toBe(404);
    expect(await mails(server)).toEqual([]);
    await write(cilla, `shared-${id}`, 'Vi väntar på kontoutdraget.');
    expect((await mails(server)).map(({ to, items }) => [to, items[0]!.target.threadId])).toEqual([
      ['anna Exempel', `shared-${id}`],
    ]);
    expect((await read(anna, `shared-${id}`)).items).toMatchObject([
      { text: 'Vi väntar på kontoutdraget.', side: 'firm' },
    ]);
    expect((await bosse.get(`/v1/threads/shared-${id}/messages`)).status).toBe(404);
    // Comments are no messages: neither in the channels nor in the search.
    expect(await channelsOf(cilla)).toEqual([]);
    expect((await cilla.get('/v1/messages?q=kontoutdraget')).json.items).toEqual([]);
    const messagesOnly = await server.page('cilla', { components: { messages: { read: true, act: true } } });
    expect((await messagesOnly.get(`/v1/threads/shared-${id}/messages`)).json.code).toBe('not_granted');
  });

  test.for(databases)(
    'hostile text is kept as text, what is too long is refused, and a writer who has gone keeps their name (%s)',
    async (database) => {
      const server = await testServer(database);
      const general = `general-${server.firm.clients.asp}`;
      const [anna, cilla] = [await server.page('anna'), await server.page('cilla')];
      const texts = [
        `<script>alert('1')</script>`,
        'שלום "värld" \u202eevil',
        "'; drop table messages;--",
        '100% _säkert_ \\',
      ];
      for (const text of texts) expect((await write(anna, general, text)).json.text).toBe(text);
      expect((await read(cilla, general)).items.map((item: any) => item.text)).toEqual(texts);
      expect((await cilla.get(`/v1/messages?q=${encodeURIComponent('100% _s')}`)).json.items).toHaveLength(1);
      expect((await cilla.get('/v1/messages?q=SCRIPT')).json.items).toMatchObject([
        { client: { name: 'Asp AB' }, message: { number: 1 } },
      ]);
      for (const text of ['x'.repeat(10_001), 'x'.repeat(100_000)]) {
        expect((await write(anna, general, text)).status).toBeGreaterThanOrEqual(400);
      }
      for (let n = 0; n < 7; n += 1) await write(cilla, general, `nr ${n}`);
      const page = await read(cilla, general, '?limit=4');
      expect([page.items.map((item: any) => item.number), page.before]).toEqual([[8, 9, 10, 11], 8]);
      expect((await read(cilla, general, `?limit=10&before=${page.before}`)).before).toBeNull();

      await putUser(server.store.tenant(server.firm.tenantId), {
        externalId: 'anna',
        name: 'Borttagen',
        email: 'borttagen@demo.example',
        role: 'client',
        clients: [],
        active: false,
      });
      const left = await read(cilla, general, '?limit=100');
      expect(left.items[0].author.name).toBe('anna Exempel');
      expect(left.thread.readers).toEqual([]);
    },
  );

  test('only those who may read a thread hear of it over the event stream', async () => {
    const server = await testServer('sqlite');
    const { asp } = server.firm.clients;
    await anotherUser(server, 'arne', 'asp');
    const own = `user-${asp}-${server.firm.users.anna}`;
    const heard = async (user: string, meanwhile: () => Promise<unknown>, until: string) => {
      const page = await server.page(user);
      const ending = new AbortController();
      const stream = await fetch(`${server.server.address}/v1/events`, {
        headers: page.headers(),
        signal: ending.signal,
      });
      let text = '';
      const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
      const readOn = async (part: string) => {
        while (!text.includes(part)) text += (await reader.read()).value ?? '';
      };
      await readOn('event: ready');
      await meanwhile();
      await readOn(until);
      ending.abort();
      return [...text.matchAll(/"topic":"(\w+)"/g)]
        .map((match) => match[1])
        .filter((topic) => topic !== 'notification');
    };
    const anna = await server.page('anna');
    const both = async () => {
      await write(anna, own, 'mellan oss');
      await write(anna, `general-${asp}`, 'till alla');
      const folder = (await anna.get('/v1/documents/roots')).json.items[0].folder.id;
      await anna.upload(folder, `${(keys += 1)}.txt`, 'x');
    };
    expect(await heard('arne', both, '"topic":"document"')).toEqual(['message', 'document']);
    expect(await heard('cilla', both, '"topic":"document"')).toEqual(['message', 'message', 'document']);
  });
});

describe('notes', () => {
  const add = (page: Page, body: object, headers = key()) => page.post('/v1/notes', body, headers);

  test.for(databases)(
    'B-61, B-62, B-63, B-64 staff write comments and to-dos about a client; a to-do begins with a status that changes later, with its history (%s)',
    async (database) => {
      const server = await testServer(database);
      const client = server.firm.clients.asp!;
      const [adam, cilla] = [await server.page('adam'), await server.page('cilla')];
      const list = async () => (await cilla.get(`/v1/notes?client=${client}`)).json;
      expect(await list()).toEqual({ items: [], nextCursor: null, mayWrite: true });
      const todo = (await add(cilla, { client, kind: 'todo', text: 'Ring om årsredovisningen', status: 'todo' })).json;
      server.pass(1000);
      await add(cilla, { client, kind: 'todo', text: 'Pågår redan', status: 'doing' });
      server.pass(1000);
      await add(adam, { client, kind: 'comment', text: 'Vill bli ringd på <b>eftermiddagar</b>' });
      expect((await list()).items.map((note: any) => [note.kind, note.status, note.text])).toEqual([
        ['todo', 'doing', 'Pågår redan'],
        ['todo', 'todo', 'Ring om årsredovisningen'],
        ['comment', null, 'Vill bli ringd på <b>eftermiddagar</b>'],
      ]);
      const change = (page: Page, body: object) => page.send('PUT', `/v1/notes/${todo.id}`, body);
      await change(adam, { status: 'doing' });
      await change(adam, { status: 'doing' });
      await change(cilla, { status: 'done', text: 'Ring om bokslutet' });
      const done = (await list()).items.at(-1);
      expect(done).toMatchObject({
        id: todo.id,
        status: 'done',
        text: 'Ring om bokslutet',
        author: { name: 'cilla Exempel' },
      });
      expect(done.history).toMatchObject([
        { author: { name: 'adam Exempel' }, fromStatus: 'todo', toStatus: 'doing', fromText: null },
        {
          author: { name: 'cilla Exempel' },
          fromStatus: 'doing',
          toStatus: 'done',
          fromText: 'Ring om årsredovisningen',
        },
      ]);
      const firstPage = (await cilla.get(`/v1/notes?client=${client}&limit=1`)).json;
      const rest = (await cilla.get(`/v1/notes?client=${client}&cursor=${firstPage.nextCursor}`)).json;
      expect([...firstPage.items, ...rest.items]).toEqual((await list()).items);
    },
  );

  test('B-61 notes are the firm’s own, once a key, with a status only where there is one', async () => {
    const server = await testServer('sqlite');
    const { asp: client, bjork } = server.firm.clients;
    const [anna, cilla, karin] = [await server.page('anna'), await server.page('cilla'), await server.page('karin')];
    const same = key();
    const body = { client, kind: 'comment', text: 'En gång' };
    const note = (await add(cilla, body, same)).json;
    expect((await add(cilla, body, same)).json.id).toBe(note.id);
    for (const page of [anna, karin]) {
      expect((await page.get(`/v1/notes?client=${client}`)).status).toBe(404);
      expect((await page.send('PUT', `/v1/notes/${note.id}`, { text: 'x' })).status).toBe(404);
      expect((await add(page, body)).status).toBe(404);
    }
    await add(karin, { client: bjork, kind: 'comment', text: 'Björk' });
    expect((await add(cilla, { client, kind: 'todo', text: 'utan' })).json.code).toBe('status_invalid');
    expect((await add(cilla, { client, kind: 'comment', text: 'med', status: 'todo' })).json.code).toBe(
      'status_invalid',
    );
    expect((await add(cilla, { client, kind: 'comment', text: ' \n' })).json.code).toBe('note_empty');
    const bos = (await add(await server.page('adam'), { client, kind: 'comment', text: 'Adams' })).json;
    expect((await cilla.send('DELETE', `/v1/notes/${bos.id}`)).json.code).toBe('not_yours');
    expect((await cilla.send('DELETE', `/v1/notes/${note.id}`)).json).toEqual({ id: note.id });
    expect((await cilla.send('DELETE', `/v1/notes/${note.id}`)).json.code).toBe('note_deleted');
    expect((await cilla.get(`/v1/notes?client=${client}`)).json.items.map((item: any) => item.text)).toEqual(['Adams']);
  });
});
