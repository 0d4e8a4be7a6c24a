import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { bearerLifetimeMs, changeBounds, pruneChanges } from '../../server/store/index.ts';
import { demoFirm, handIn, opened } from './support/firm.ts';
import { Page, testServer } from './support/server.ts';
import { databases } from './support/stores.ts';
import { ownOrigin, visitorAs } from './support/visitor.ts';

interface Event {
  event: string;
  id: number;
  data: any;
}

/** Reads a stream in the background until the test closes it. */
async function listen(page: Page, lastEventId?: number) {
  const stopping = new AbortController();
  const headers = page.headers(lastEventId === undefined ? {} : { 'Last-Event-ID': String(lastEventId) });
  const response = await fetch(`${page.server.server.address}/v1/events`, { headers, signal: stopping.signal });
  const events: Event[] = [];
  const state = { comments: 0, ended: false };
  const reading = (async () => {
    let rest = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream() as any) as any) {
      const blocks = (rest + chunk).split('\n\n');
      rest = blocks.pop()!;
      for (const block of blocks) {
        const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s) as [string, string]));
        if (fields.event) events.push({ event: fields.event, id: Number(fields.id), data: JSON.parse(fields.data!) });
        else state.comments += 1;
      }
    }
  })()
    .catch(() => undefined)
    .finally(() => (state.ended = true));
  const changes = () => events.filter(({ event }) => event === 'change').map(({ data }) => data);
  const until = (check: () => void) => eventually(check);
  await until(() => expect(events.map(({ event }) => event)).toContain('ready'));
  return { response, events, state, changes, until, close: async () => (stopping.abort(), await reading) };
}

describe.each(databases)('events on %s', (database) => {
  test('drafts, versions and migrations are heard by who edits definitions, and by nobody else', async () => {
    const server = await testServer(database);
    const adam = await server.page('adam', { components: { 'definition-editor': { act: true } } });
    const [editor, board] = [await listen(adam), await listen(await server.page('adam'))];
    const { json } = await adam.post('/v1/drafts', { definitionId: 'hand-in', text: JSON.stringify(handIn) });
    await adam.post(`/v1/drafts/${json.id}/publish`, {}, { 'If-Match': json.etag });
    await adam.post('/v1/migrations', { definition: 'hand-in', to: 1 });
    const topics = () => editor.changes().map(({ topic, definition }) => `${topic} ${definition}`);
    await editor.until(() => expect(topics()).toContain('migration hand-in'));
    expect(new Set(topics())).toEqual(new Set(['definition hand-in', 'migration hand-in']));
    await server.start('asp');
    await board.until(() => expect(board.changes()).toHaveLength(1));
    expect(board.changes()[0].topic).toBe('instance');
    await Promise.all([editor.close(), board.close()]);
  });

  test('an act is heard by everybody who may see it, and by nobody else', async () => {
    const server = await testServer(database);
    const other = await demoFirm(server.store, 'Andra byrån AB');
    const id = await server.start('asp');
    const [anna, bosse, cilla, karin] = await Promise.all(
      ['anna', 'bosse', 'cilla', 'karin'].map((user) => server.page(user)),
    );
    const foreign = await server.page('adam', {}, other.secretKey);
    const streams = await Promise.all([anna!, bosse!, cilla!, karin!, foreign].map((page) => listen(page)));
    await anna!.act(id, { event: 'SUBMIT', data: { documents: true } });
    // Something that all but the other firm may see closes the round.
    await opened(server.firm, server.firm.clients.bjork!, 'last');
    const expected = {
      topic: 'instance',
      definition: 'hand-in',
      instanceId: id,
      clientId: server.firm.clients.asp,
      folderId: null,
      sequence: 2,
    };
    const [ofAnna, ofBosse, ofCilla, ofKarin, ofForeign] = streams;
    await ofAnna!.until(() => expect(ofAnna!.changes()).toEqual([expected]));
    await ofCilla!.until(() => expect(ofCilla!.changes()).toHaveLength(2));
    expect(ofCilla!.changes()[0]).toEqual(expected);
    for (const stream of [ofBosse!, ofKarin!]) {
      await stream.until(() => expect(stream.changes()).toHaveLength(1));
      expect(stream.changes()[0].clientId).toBe(server.firm.clients.bjork);
    }
    expect(ofForeign!.changes()).toEqual([]);
    await Promise.all(streams.map((stream) => stream.close()));
  });

  test('after a gap a stream goes on where it was, without losing or repeating anything', async () => {
    const server = await testServer(database);
    const page = await server.page('cilla');
    const first = await listen(page);
    await opened(server.firm, server.firm.clients.asp!, 'k1');
    await first.until(() => expect(first.changes()).toHaveLength(1));
    const seen = first.events.at(-1)!.id;
    await first.close();
    await opened(server.firm, server.firm.clients.asp!, 'k2');
    await opened(server.firm, server.firm.clients.bjork!, 'k3');
    const second = await listen(page, seen);
    expect(second.changes()).toHaveLength(2);
    expect(second.events.map(({ event }) => event)).toEqual(['change', 'change', 'ready']);
    await opened(server.firm, server.firm.clients.asp!, 'k4');
    await second.until(() => expect(second.changes()).toHaveLength(3));
    const ids = second.events.filter(({ event }) => event === 'change').map((event) => event.id);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    await second.close();
  });

  test('a gap that is too old, or of another time, is answered with a reset', async () => {
    const server = await testServer(database);
    const page = await server.page('cilla');
    for (const key of ['k1', 'k2', 'k3', 'k4']) await opened(server.firm, server.firm.clients.asp!, key);
    const { last } = await changeBounds(server.store);
    await pruneChanges(server.store, 2);
    for (const position of [last - 3, last + 100]) {
      const stream = await listen(page, position);
      expect(stream.events.map(({ event, id }) => [event, id])).toEqual([
        ['reset', last],
        ['ready', last],
      ]);
      await stream.close();
    }
    const still = await listen(page, last - 1);
    expect(still.events.map(({ event }) => event)).toEqual(['change', 'ready']);
    await still.close();
    expect((await page.get('/v1/events', { 'Last-Event-ID': 'x' })).json.code).toBe('last_event_id_invalid');
  });

  test('a stream says that it lives, and ends with its bearer', async () => {
    const server = await testServer(database);
    const stream = await listen(await server.page('anna'));
    server.server.services.feed.tick();
    await stream.until(() => expect(stream.state.comments).toBeGreaterThan(0));
    server.pass(bearerLifetimeMs);
    server.server.services.feed.tick();
    await stream.until(() => expect(stream.state.ended).toBe(true));
  });

  test('who is shut out, loses a client or logs out hears of nothing more on streams that are open', async () => {
    const server = await testServer(database);
    const { clients, users } = server.firm;
    const adam = await server.page('adam');
    const visitor = await visitorAs(server, 'cilla');
    const { clientSecret } = (await visitor.post('/v1/portal/client-secret')).json;
    const portal = new Page(server, (await server.exchange(clientSecret, ownOrigin)).json.token);
    portal.headers = (more = {}) => ({ Authorization: `Bearer ${portal.token}`, Origin: ownOrigin, ...more });
    const pages = [portal, await server.page('anna'), await server.page('karin'), adam];
    const streams = await Promise.all(pages.map((page) => listen(page)));
    const [loggedOut, shutOut, removed, witness] = streams;
    expect((await visitor.post('/v1/portal/logout')).status).toBe(200);
    expect((await adam.send('PUT', `/v1/people/${users.anna}`, { active: false })).status).toBe(200);
    const without = await adam.send('PUT', `/v1/people/${users.karin}`, { remove: [clients.bjork] });
    expect(without.status, without.text).toBe(200);
    const ids = [await server.start('asp'), await server.start('bjork')];
    const heard = (stream: typeof witness) => stream!.changes().filter(({ instanceId }) => ids.includes(instanceId));
    await witness!.until(() => expect(heard(witness)).toHaveLength(2));
    // What comes after it in the stream says that it has been through the changes.
    server.server.services.feed.tick();
    await removed!.until(() => expect(removed!.state.comments).toBeGreaterThan(0));
    for (const stream of [loggedOut, shutOut]) await stream!.until(() => expect(stream!.state.ended).toBe(true));
    expect([loggedOut, shutOut, removed].map(heard)).toEqual([[], [], []]);
    expect((await portal.get('/v1/tasks')).status).toBe(401);
    await Promise.all(streams.map((stream) => stream.close()));
  });

  test('a stream hears only of what its components show, and of its own dots only', async () => {
    const server = await testServer(database);
    const anna = await server.page('anna', { components: { 'document-tree': { upload: true } } });
    const cilla = await server.page('cilla');
    const [ofAnna, ofCilla] = await Promise.all([listen(anna), listen(cilla)]);
    await server.start('asp');
    const { folder } = (await anna.get('/v1/documents/roots')).json.items[0];
    const document = (await anna.upload(folder.id, 'a.txt', 'text')).json;
    await cilla.post(`/v1/documents/${document.id}/seen`);
    await ofCilla.until(() =>
      expect(
        ofCilla
          .changes()
          .map((change) => change.topic)
          .sort(),
      ).toEqual(['document', 'instance', 'notification', 'seen']),
    );
    await anna.upload(folder.id, 'b.txt', 'text');
    await ofAnna.until(() => expect(ofAnna.changes().map((change) => change.topic)).toEqual(['document', 'document']));
    await Promise.all([ofAnna.close(), ofCilla.close()]);
  });

  test('of many changes written at the same time none is lost and none comes twice or out of order', async () => {
    const server = await testServer(database);
    const stream = await listen(await server.page('adam'));
    const keys = Array.from({ length: 40 }, (_, index) => `k${index}`);
    await Promise.all(keys.map((key) => opened(server.firm, server.firm.clients.asp!, key)));
    await stream.until(() => expect(stream.changes()).toHaveLength(40));
    const ids = stream.events.filter(({ event }) => event === 'change').map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    expect(new Set(stream.changes().map((change) => change.instanceId)).size).toBe(40);
    await stream.close();
  });

  test('one bearer holds a few streams, not any number', async () => {
    const server = await testServer(database);
    const page = await server.page('anna');
    const streams = await Promise.all(Array.from({ length: 8 }, () => listen(page)));
    expect((await page.get('/v1/events')).json.code).toBe('too_many_requests');
    await streams[0]!.close();
    await eventually(async () => (await listen(page)).close());
    await Promise.all(streams.map((stream) => stream.close()));
  });

  test('a server that stops ends its streams at once', async () => {
    const server = await testServer(database);
    const stream = await listen(await server.page('anna'));
    // With an hour's grace, a stream that it waits for would keep it for an hour.
    await server.server.stop(3_600_000);
    expect(stream.state.ended).toBe(true);
  });
});
