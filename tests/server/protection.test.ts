import { describe, expect, test } from 'vitest';
import { acrossTenants } from '../../server/store/connection.ts';
import { ensurePerson, finishErasures, IdentityKeys, linkUser } from '../../server/store/index.ts';
import { holdings, impersonal } from '../../server/store/holdings.ts';
import { demoFirm } from './support/firm.ts';
import { testServer, type TestServer } from './support/server.ts';
import { databases, freshStore } from './support/stores.ts';

test('every table says whether it names people, and every column that it shows exists', async () => {
  const { store } = await freshStore('sqlite');
  const db = acrossTenants(store);
  const tables: string[] = await db('sqlite_master').where({ type: 'table' }).pluck('name');
  // SQLite's own, and the search index over names and texts of documents.
  const ours = tables.filter((name) => !/^sqlite_|^document_words/.test(name));
  const apart = ['history', 'audit'];
  expect(ours.sort()).toEqual([...new Set([...holdings.map(({ table }) => table), ...impersonal, ...apart])].sort());
  for (const { table, person, shown, atErasure } of holdings) {
    const emptied = typeof atErasure === 'string' ? [] : atErasure.unnamed;
    const columns = Object.keys(await db(table).columnInfo());
    expect(columns, table).toEqual(expect.arrayContaining([...person, ...shown, ...emptied]));
  }
});

/** Everything that the database says, of all tables, as one text. */
async function everything(server: TestServer): Promise<string> {
  const db = acrossTenants(server.store);
  const tables = [...holdings.map(({ table }) => table), ...impersonal, 'history'];
  return JSON.stringify(await Promise.all(tables.map((table) => db(table))));
}

describe.each(databases)('personal data on %s', (database) => {
  test('a person gets all that is held about them, and nobody else does without the right', async () => {
    const server = await testServer(database);
    const id = await server.start('asp');
    const anna = await server.page('anna');
    await anna.act(id, { event: 'SUBMIT', data: { documents: true } });
    const own = server.firm.users.anna!;
    const { status, json } = await anna.get(`/v1/people/${own}/personal-data`);
    expect(status).toBe(200);
    const tables = json.held.map((each: any) => each.table);
    expect(tables).toEqual(expect.arrayContaining(['users', 'memberships', 'widget_sessions', 'history', 'audit']));
    expect(json.held.find((each: any) => each.table === 'history').rows[0]).toMatchObject({ event: 'SUBMIT' });
    expect(JSON.stringify(json)).not.toMatch(/hash/);
    expect((await anna.get(`/v1/people/${server.firm.users.cilla}/personal-data`)).status).toBe(403);
    const adam = await server.page('adam');
    expect((await adam.get(`/v1/people/${own}/personal-data`)).status).toBe(200);
    const other = await demoFirm(server.store, 'Andra byrån AB');
    for (const id of [other.users.anna, 'u0000']) {
      expect((await adam.get(`/v1/people/${id}/personal-data`)).status).toBe(404);
      expect((await adam.post(`/v1/people/${id}/erasure`, { reason: 'x' })).status).toBe(404);
      expect((await anna.get(`/v1/people/${id}/personal-data`)).status).toBe(403);
      expect((await anna.post(`/v1/people/${id}/erasure`, { reason: 'x' })).status).toBe(403);
    }
  });

  test('an erasure removes what it may at once, keeps the proof for its years, and then the name goes too', async () => {
    const server = await testServer(database);
    const id = await server.start('asp');
    await (await server.page('anna')).act(id, { event: 'SUBMIT', data: { documents: true } });
    const cilla = await server.page('cilla');
    await cilla.act(id, { event: 'FINISH' });
    const own = server.firm.users.anna!;
    const scope = server.store.tenant(server.firm.tenantId);
    const keys = new IdentityKeys(Buffer.alloc(32, 1));
    const { name, email } = await scope.from('users').where({ id: own }).first();
    const now = new Date(server.clock.ms).toISOString();
    const person = await ensurePerson(server.store, keys, { personalNumber: '190001019802', name, now });
    await linkUser(scope, { personId: person.id, userId: own });

    const adam = await server.page('adam');
    const erase = (page = adam) => page.post(`/v1/people/${own}/erasure`, { reason: 'Asked by letter' });
    expect((await erase(cilla)).status).toBe(403);
    expect((await erase()).json.code).toBe('user_active');
    await server.byKey('PUT', '/v1/users/anna', { name, email, role: 'client', clients: ['asp'], active: false });
    const erased = await erase();
    expect(erased.status).toBe(201);
    expect((await erase()).json.code).toBe('user_erased');
    expect(
      (
        await server.byKey('POST', '/v1/widget-sessions', {
          user: 'anna',
          origin: 'https://x.example',
          components: { inbox: {} },
        })
      ).status,
    ).toBeGreaterThanOrEqual(400);

    const after = await everything(server);
    expect(after).not.toContain(email);
    expect(await acrossTenants(server.store)('people')).toEqual([]);
    // The proof of who handed in stays readable, with the date until which it must.
    const { history } = (await cilla.get(`/v1/instances/${id}`)).json;
    expect(history.find((line: any) => line.event === 'SUBMIT').actor.name).toBe(name);
    const { keptUntil } = erased.json;
    expect(keptUntil).toBe(`${Number(now.slice(0, 4)) + 9}-12-31`);
    expect(await finishErasures(server.store, `${keptUntil}T20:00:00.000Z`)).toBe(0);
    expect(await finishErasures(server.store, `${Number(keptUntil.slice(0, 4)) + 1}-01-01T12:00:00.000Z`)).toBe(1);
    const left = await everything(server);
    expect(left.includes(name), left.slice(Math.max(0, left.indexOf(name) - 200), left.indexOf(name) + 100)).toBe(
      false,
    );
    expect((await adam.get('/v1/protection/erasures')).json.items[0]).toMatchObject({ finishedAt: expect.any(String) });
  });

  test('the administrator reads the log by person and by what was done, and hears that no line was altered', async () => {
    const server = await testServer(database);
    const id = await server.start('asp');
    const anna = await server.page('anna');
    for (let n = 0; n < 3; n++) await anna.act(id, { event: 'NOTHING' });
    const adam = await server.page('adam');
    const own = `user:${server.firm.users.anna}`;
    const first = (await adam.get(`/v1/protection/log?limit=2&action=act&actor=${own}`)).json;
    expect(first.items.map((line: any) => line.actor.name)).toEqual([expect.any(String), expect.any(String)]);
    const rest = (await adam.get(`/v1/protection/log?limit=200&action=act&actor=${own}&before=${first.nextBefore}`))
      .json;
    const numbers = [...first.items, ...rest.items].map((line: any) => line.number);
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
    expect(numbers.length).toBe(6);
    expect((await adam.get('/v1/protection/log/check')).json.brokenAt).toBeNull();
    await server.store.tenant(server.firm.tenantId).from('audit').where({ number: 2 }).update({ entry: '{}' });
    expect((await adam.get('/v1/protection/log/check')).json.brokenAt).toBe(2);
    for (const path of ['log', 'log/check', 'erasures']) {
      expect((await (await server.page('cilla')).get(`/v1/protection/${path}`)).json.code).toBe('right_missing');
    }
  });
});
