import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Definition } from '../../definitions/language/types.ts';
import { addAbsence, recipientsFor, renewActing } from '../../server/store/index.ts';
import { handIn } from './support/firm.ts';
import { testServer, type TestServer } from './support/server.ts';
import { databases } from './support/stores.ts';

const dayMs = 24 * 3_600_000;

/** One of the firm prepares, the responsible approves, and they are two. */
const fourEyes: Definition = {
  ...handIn,
  id: 'four-eyes',
  roles: {
    preparer: { title: { sv: 'Beredare', en: 'Preparer' }, members: 'firm' },
    approver: { title: { sv: 'Attestant', en: 'Approver' }, members: 'responsible', not: ['context.preparerId'] },
  },
  deadlines: {},
  context: { preparerId: '' },
  initial: 'preparing',
  states: {
    preparing: {
      status: 'waiting',
      tasks: { prepare: { for: 'preparer', title: { sv: 'Bered', en: 'Prepare' }, event: 'PREPARED' } },
      on: {
        PREPARED: {
          target: 'approving',
          actions: { type: 'assign', params: { preparerId: 'event.actor.id' } },
        },
      },
    },
    approving: {
      status: 'new',
      tasks: { approve: { for: 'approver', title: { sv: 'Attestera', en: 'Approve' }, event: 'APPROVED' } },
      on: { APPROVED: 'done' },
    },
    done: { type: 'final', status: 'done' },
  },
};
const codeOf = ({ status, json }: { status: number; json: any }) => [status, json?.code];

const inboxOf = async (server: TestServer, user: string, filter = 'all') =>
  (await (await server.page(user)).get(`/v1/tasks?filter=${filter}`)).json.items.map((item: any) => item.client.name);

/** The round of the server's housekeeping, as of the server's clock. */
const round = (server: TestServer) =>
  renewActing(server.store.tenant(server.firm.tenantId), new Date(server.clock.ms).toISOString().slice(0, 10));

const reviewers = async (server: TestServer, client: string) =>
  (
    await recipientsFor(server.store, {
      tenantId: server.firm.tenantId,
      clientId: server.firm.clients[client]!,
      role: handIn.roles.reviewer!,
      userId: null,
    })
  ).map(({ userId }) => Object.entries(server.firm.users).find(([, id]) => id === userId)![0]);

async function handedIn(server: TestServer, client = 'asp', user = 'anna'): Promise<string> {
  const id = await server.start(client);
  await (await server.page(user)).act(id, { event: 'SUBMIT', data: { documents: true } });
  return id;
}

describe.each(databases)('absence on %s', (database) => {
  test('an absence begins and ends by itself: tasks and reminders reach the substitute and come back', async () => {
    const server = await testServer(database);
    const { users } = server.firm;
    const id = await handedIn(server);
    expect(await inboxOf(server, 'cilla', 'mine')).toEqual(['Asp AB']);
    const cilla = await server.page('cilla');
    const body = { substitute: users.adam, fromDate: '2026-11-04', toDate: '2026-11-05' };
    const added = await cilla.post('/v1/absences', body);
    expect(added.json).toMatchObject({ running: false, mayRemove: true, substitute: { id: users.adam } });
    expect(await inboxOf(server, 'cilla', 'mine')).toEqual(['Asp AB']);

    server.pass(2 * dayMs);
    expect(await round(server)).toEqual([server.firm.clients.asp]);
    expect(await round(server)).toEqual([]);
    expect(await inboxOf(server, 'cilla')).toEqual([]);
    expect(await inboxOf(server, 'adam', 'mine')).toEqual(['Asp AB']);
    expect(await reviewers(server, 'asp')).toEqual(['adam']);
    // What comes in while somebody is away goes the same way.
    await handedIn(server, 'bjork', 'bosse');
    const adam = await server.page('adam');
    expect((await adam.get(`/v1/instances/${id}`)).json.responsible.id).toBe(users.adam);
    expect((await adam.get('/v1/people?q=cilla')).json.items[0].absence).toMatchObject({
      substitute: { id: users.adam },
    });
    // Who is away may still act.
    const away = await server.page('cilla');
    const actions = (await away.get(`/v1/instances/${id}`)).json.actions;
    expect(actions.filter((action: any) => action.allowed).map((action: any) => action.event)).toContain('FINISH');

    server.pass(2 * dayMs);
    await round(server);
    expect(await inboxOf(server, 'cilla', 'mine')).toEqual(['Asp AB']);
    expect(await inboxOf(server, 'adam', 'mine')).toEqual([]);
    expect(await reviewers(server, 'asp')).toEqual(['cilla']);
  });

  test('who stands in is found along the line of substitutes, and never beyond the clients that they reach', async () => {
    const server = await testServer(database);
    const { users, clients } = server.firm;
    await handedIn(server);
    const adam = await server.page('adam');
    const days = { fromDate: '2026-11-02', toDate: '2026-11-03' };
    const beyond = await adam.post('/v1/absences', { ...days, user: users.cilla, substitute: users.karin });
    expect(codeOf(beyond)).toEqual([422, 'substitute_out_of_reach']);
    expect(beyond.json.text.sv).toContain('Asp AB');
    await adam.post(`/v1/clients/${clients.asp}/people`, { email: 'karin@demo.example' });
    await adam.post('/v1/absences', { ...days, user: users.cilla, substitute: users.karin });
    expect(await inboxOf(server, 'karin', 'mine')).toEqual(['Asp AB']);
    const karin = await server.page('karin');
    await karin.post('/v1/absences', { ...days, substitute: users.adam });
    expect(await inboxOf(server, 'adam', 'mine')).toEqual(['Asp AB']);
    // In a circle nobody is there: the one who is named keeps it.
    await adam.post('/v1/absences', { ...days, substitute: users.cilla });
    expect(await inboxOf(server, 'cilla', 'mine')).toEqual(['Asp AB']);
    const list = (await adam.get('/v1/absences')).json;
    expect(list.items.map((item: any) => item.running)).toEqual([true, true, true]);
    for (const item of list.items) expect((await adam.send('DELETE', `/v1/absences/${item.id}`)).status).toBe(204);
    expect((await adam.get(`/v1/clients/${clients.asp}/people`)).json.acting).toBeNull();

    // Taken away from the client on the way, the substitute loses it.
    await adam.post('/v1/absences', { ...days, user: users.cilla, substitute: users.karin });
    expect(await inboxOf(server, 'karin', 'mine')).toEqual(['Asp AB']);
    await adam.send('PUT', `/v1/people/${users.karin}`, { remove: [clients.asp] });
    expect(await inboxOf(server, 'karin')).toEqual([]);
    expect(await inboxOf(server, 'cilla', 'mine')).toEqual(['Asp AB']);
  });

  test('a new responsible who is away already is stood in for, and one who stands in and is shut out no longer does', async () => {
    const server = await testServer(database);
    const { users, clients } = server.firm;
    await handedIn(server, 'bjork', 'bosse');
    const adam = await server.page('adam');
    const days = { fromDate: '2026-11-01', toDate: '2026-11-30' };
    await adam.post('/v1/absences', { ...days, user: users.karin, substitute: users.cilla });
    await adam.send('PUT', `/v1/clients/${clients.bjork}/engagement`, { responsible: users.karin });
    expect(await inboxOf(server, 'cilla', 'mine')).toEqual(['Björk AB']);
    await adam.send('PUT', `/v1/people/${users.cilla}`, { active: false });
    expect(await inboxOf(server, 'karin', 'mine')).toEqual(['Björk AB']);
  });

  test('separation of duties holds: who prepared a thing does not get its approval as a substitute either', async () => {
    const server = await testServer(database);
    const { users, clients } = server.firm;
    expect((await server.byKey('PUT', '/v1/definitions/four-eyes', fourEyes)).json).toMatchObject({ version: 1 });
    const opened = await server.byKey('POST', '/v1/instances', {
      definition: 'four-eyes',
      client: 'asp',
      period: '2026-10',
    });
    const adam = await server.page('adam');
    const [prepare] = (await adam.get(`/v1/instances/${opened.json.id}`)).json.actions;
    expect(prepare).toMatchObject({ event: 'PREPARED', allowed: true });
    await adam.act(opened.json.id, { event: 'PREPARED', data: {} });
    const cilla = await server.page('cilla');
    const days = { fromDate: '2026-11-01', toDate: '2026-11-30' };
    await cilla.post('/v1/absences', { ...days, substitute: users.adam });
    // Adam stands in for Cilla, and prepared it: the approval waits for Cilla, who may still give it.
    expect((await adam.get(`/v1/clients/${clients.asp}/people`)).json.acting.id).toBe(users.adam);
    expect(await inboxOf(server, 'adam')).toEqual([]);
    expect(await inboxOf(server, 'cilla')).toEqual(['Asp AB']);
    const refused = await adam.act(opened.json.id, { event: 'APPROVED', data: {} });
    expect(codeOf(refused)).toEqual([403, 'separation_of_duties']);
    const to = { role: fourEyes.roles.approver!, userId: null, excludedIds: [users.adam!] };
    const tenantId = server.firm.tenantId;
    const told = await recipientsFor(server.store, { tenantId, clientId: clients.asp!, ...to });
    expect(told.map(({ userId }) => userId)).toEqual([users.cilla]);
    expect((await cilla.act(opened.json.id, { event: 'APPROVED', data: {} })).status).toBe(200);
  });

  test('absences are one’s own to write down, or with the right to manage users, and their mistakes are named', async () => {
    const server = await testServer(database);
    const { users } = server.firm;
    const days = { fromDate: '2026-11-10', toDate: '2026-11-12' };
    const cilla = await server.page('cilla');
    const post = async (body: object) =>
      codeOf(await cilla.post('/v1/absences', { ...days, substitute: users.adam, ...body }));
    expect(await post({ user: users.karin })).toEqual([403, 'right_missing']);
    expect(await post({ substitute: users.cilla })).toEqual([422, 'substitute_self']);
    expect(await post({ substitute: users.anna })).toEqual([422, 'user_unknown']);
    expect(await post({ toDate: '2026-11-09' })).toEqual([422, 'dates_invalid']);
    expect(await post({ fromDate: '2026-10-01', toDate: '2026-10-02' })).toEqual([422, 'dates_invalid']);
    expect((await post({}))[0]).toBe(201);
    expect(await post({ fromDate: '2026-11-12', toDate: '2026-11-20' })).toEqual([409, 'absence_overlaps']);
    const [own] = (await cilla.get('/v1/absences')).json.items;
    const karin = await server.page('karin');
    expect((await karin.get('/v1/absences')).json.items).toEqual([]);
    expect(codeOf(await karin.send('DELETE', `/v1/absences/${own.id}`))).toEqual([404, 'not_found']);
    const anna = await server.page('anna');
    for (const answer of [await anna.get('/v1/absences'), await anna.send('DELETE', `/v1/absences/${own.id}`)]) {
      expect(codeOf(answer)).toEqual([403, 'staff_only']);
    }
    const adam = await server.page('adam');
    expect((await adam.get('/v1/absences')).json.maySetForOthers).toBe(true);
    expect((await cilla.send('DELETE', `/v1/absences/${own.id}`)).status).toBe(204);
  });
});

test('a server that comes up finds by itself who is away today', async () => {
  const server = await testServer('sqlite');
  const { users, clients, tenantId } = server.firm;
  const absence = { userId: users.cilla!, substituteId: users.adam!, fromDate: '2026-11-02', toDate: '2026-11-02' };
  const now = new Date(server.clock.ms).toISOString();
  await addAbsence(server.store.tenant(tenantId), { ...absence, now, by: users.cilla! });
  const adam = await server.page('adam');
  const acting = async () => (await adam.get(`/v1/clients/${clients.asp}/people`)).json.acting;
  await testServer('sqlite', { url: path.join(server.folder, 'arende.sqlite') });
  await expect.poll(acting).toMatchObject({ id: users.adam });
});
