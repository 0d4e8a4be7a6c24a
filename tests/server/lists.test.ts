import { describe, expect, test } from 'vitest';
import { project } from '../../server/store/index.ts';
import { publishLibrary } from '../../server/definitions/library.ts';
import { acted, now, opened } from './support/firm.ts';
import { type Page, testServer } from './support/server.ts';
import { databases } from './support/stores.ts';

const day = 24 * 3_600_000;

async function pages(page: Page, path: string): Promise<any[]> {
  const items: any[] = [];
  let cursor: string | null = null;
  do {
    const query = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer: any = (await page.get(path + query)).json;
    items.push(...answer.items);
    cursor = answer.nextCursor;
  } while (cursor !== null);
  return items;
}

describe.each(databases)('lists on %s', (database) => {
  test('the inbox is in order of due date, page by page, each task once (B-32, B-42)', async () => {
    const server = await testServer(database);
    const { firm } = server;
    for (let count = 0; count < 23; count++) {
      const at = new Date(server.clock.ms - (count % 8) * day).toISOString();
      await opened(firm, firm.clients.asp!, `k${count}`, at);
    }
    const anna = await server.page('anna');
    const items = await pages(anna, '/v1/tasks?limit=5');
    expect(items).toHaveLength(23);
    expect(new Set(items.map((item) => item.id)).size).toBe(23);
    const dues = items.map((item) => item.due.dueAt);
    expect(dues).toEqual([...dues].sort());
    const first = (await anna.get('/v1/tasks?limit=5')).json;
    const late = items.filter((item) => item.due.late).length;
    expect(first.counts).toEqual({ open: 23, late, mine: 0 });
    expect(late).toBeGreaterThan(0);
    expect(items.filter((item) => item.due.daysLeft < 0)).toHaveLength(late);
    expect((await pages(anna, '/v1/tasks?filter=late&limit=2')).map((item) => item.id)).toEqual(
      items.slice(0, late).map((item) => item.id),
    );
  });

  test('a consultant’s own tasks are those of the clients they are responsible for', async () => {
    const server = await testServer(database);
    const { firm } = server;
    for (const [client, key] of [
      ['asp', 'a'],
      ['bjork', 'b'],
    ] as const) {
      const { state } = await opened(firm, firm.clients[client]!, key);
      await project(server.store, acted(state, 'SUBMIT', firm.users.anna!, { documents: true }));
    }
    const inbox = async (user: string, filter = 'all') => {
      const { items, counts } = (await (await server.page(user)).get(`/v1/tasks?filter=${filter}`)).json;
      return [items.map((item: any) => item.client.name).sort(), counts.open, counts.mine];
    };
    // Asp's task is Cilla's; Björk has no responsible, so its task is everybody's.
    expect(await inbox('cilla')).toEqual([['Asp AB', 'Björk AB'], 2, 1]);
    expect(await inbox('cilla', 'mine')).toEqual([['Asp AB'], 2, 1]);
    expect(await inbox('adam')).toEqual([['Björk AB'], 1, 0]);
    expect(await inbox('karin')).toEqual([['Björk AB'], 1, 0]);
    expect(await inbox('anna')).toEqual([[], 0, 0]);
    const task = (await (await server.page('karin')).get('/v1/tasks')).json.items[0];
    expect(task.actions[0]).toMatchObject({ event: 'FINISH', allowed: true });
  });

  test('whoever may not perform a task because of an earlier step does not have it in the inbox', async () => {
    const server = await testServer(database);
    const { firm } = server;
    const { state } = await opened(firm, firm.clients.bjork!, 'b');
    const second = acted(state, 'SUBMIT', firm.users.bosse!, { documents: true });
    for (const task of second.state.tasks) task.excludedIds = [firm.users.adam!];
    await project(server.store, second);
    const count = async (user: string) => (await (await server.page(user)).get('/v1/tasks')).json;
    expect((await count('adam')).items).toEqual([]);
    expect((await count('adam')).counts.open).toBe(0);
    expect((await count('karin')).items).toHaveLength(1);
  });

  test('an escalated task stands in both inboxes, once each', async () => {
    const server = await testServer(database);
    const { firm } = server;
    const { state } = await opened(firm, firm.clients.bjork!, 'b');
    const second = acted(state, 'SUBMIT', firm.users.bosse!, { documents: true });
    for (const task of second.state.tasks) task.escalatedTo = 'boss';
    await project(server.store, second);
    for (const user of ['adam', 'karin', 'cilla']) {
      const { items, counts } = (await (await server.page(user)).get('/v1/tasks')).json;
      expect([items.length, counts.open], user).toEqual([1, 1]);
    }
  });

  test('the board counts by status over all pages, with filters (B-17, B-29)', async () => {
    const server = await testServer(database);
    const { firm } = server;
    for (let count = 0; count < 12; count++) {
      const client = count % 3 === 0 ? 'bjork' : 'asp';
      const { state } = await opened(firm, firm.clients[client]!, `k${count}`);
      if (count % 2 === 0) await project(server.store, acted(state, 'SUBMIT', firm.users.anna!, { documents: true }));
    }
    const cilla = await server.page('cilla');
    const board = (await cilla.get('/v1/board?definition=hand-in&limit=5')).json;
    expect(board.counts).toEqual({ waiting: 6, new: 6, done: 0 });
    expect(board.items).toHaveLength(5);
    expect(board.definition).toMatchObject({ id: 'hand-in', periods: ['2026-10'] });
    expect(board.definition.statuses.map((status: any) => status.key)).toEqual(['waiting', 'new', 'done']);
    const all = await pages(cilla, '/v1/board?definition=hand-in&limit=5');
    expect(new Set(all.map((item) => item.instanceId)).size).toBe(12);
    const count = async (query: string) => (await pages(cilla, `/v1/board?definition=hand-in&limit=4&${query}`)).length;
    expect(await count('status=new')).toBe(6);
    expect(await count('mine=true')).toBe(8);
    expect(await count(`client=${firm.clients.bjork}`)).toBe(4);
    expect(await count('q=bj%C3%B6')).toBe(4);
    expect(await count('q=%25')).toBe(0);
    expect(await count('period=2026-09')).toBe(0);
    expect(await count('late=true')).toBe(0);
    server.pass(7 * day);
    const later = await server.page('cilla');
    expect(await pages(later, '/v1/board?definition=hand-in&late=true&limit=4')).toHaveLength(6);
    expect((await later.get('/v1/board?definition=unknown')).json.code).toBe('not_found');
    expect((await later.get('/v1/board/definitions')).json.items.map((item: any) => item.id)).toEqual(['hand-in']);
  });

  test('an empty inbox says what opens next and when, once the firm has said what the client has', async () => {
    const server = await testServer(database);
    await publishLibrary(server.store, now);
    const anna = await server.page('anna');
    expect((await anna.get('/v1/tasks')).json.next).toBeNull();
    const client = { name: 'Asp AB', properties: { services: ['bookkeeping'] }, startMonth: '2026-11' };
    expect((await server.byKey('PUT', '/v1/clients/asp', client)).status).toBe(200);
    // November ends on the 30th and opens five days before.
    expect((await anna.get('/v1/tasks')).json.next).toEqual({
      label: { sv: 'Bokföring november 2026', en: 'Bookkeeping November 2026' },
      opensDate: '2026-11-25',
    });
    expect((await (await server.page('cilla')).get('/v1/tasks')).json.next).toBeNull();
    await opened(server.firm, server.firm.clients.asp!, 'k1');
    expect((await anna.get('/v1/tasks')).json.next).toBeUndefined();
  });

  test('a cursor that we did not make is refused', async () => {
    const server = await testServer(database);
    const anna = await server.page('anna');
    for (const cursor of [
      'x',
      'W10',
      Buffer.from('["a","b","c\\u0000"]').toString('base64url'),
      Buffer.from('[1,2,3]').toString('base64url'),
    ]) {
      expect((await anna.get(`/v1/tasks?cursor=${cursor}`)).json.code).toBe('cursor_invalid');
    }
  });
});
