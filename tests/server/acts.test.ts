import { describe, expect, test } from 'vitest';
import { testServer } from './support/server.ts';
import { databases } from './support/stores.ts';

describe.each(databases)('acts on %s', (database) => {
  test('the answer to an act already shows the new state, and so do the lists (B-35, B-37)', async () => {
    const server = await testServer(database);
    const id = await server.start('asp');
    const anna = await server.page('anna');
    const cilla = await server.page('cilla');
    const [task] = (await anna.get('/v1/tasks')).json.items;
    expect(task).toMatchObject({
      instanceId: id,
      title: { sv: 'Lämna in' },
      status: { key: 'waiting' },
      due: { daysLeft: 5, late: false },
    });
    const [own] = task.actions;
    expect(own).toMatchObject({ event: 'SUBMIT', taskId: task.taskId, allowed: true, toStatus: 'new' });
    const done = await anna.act(id, {
      event: own.event,
      data: { documents: true },
      taskId: task.taskId,
      expectedSequence: task.sequence,
    });
    expect(done.status).toBe(200);
    expect(done.json).toMatchObject({
      sequence: 2,
      repeated: false,
      instance: { sequence: 2, status: { key: 'new' } },
    });
    expect(done.json.instance.history.at(-1)).toMatchObject({
      kind: 'act',
      fromStatus: 'waiting',
      toStatus: 'new',
      actor: { id: server.firm.users.anna },
    });
    expect((await anna.get('/v1/tasks')).json.items).toEqual([]);
    expect((await cilla.get('/v1/tasks')).json.items[0]).toMatchObject({ title: { sv: 'Granska' }, sequence: 2 });
    expect((await cilla.get('/v1/board?definition=hand-in')).json.counts).toEqual({ waiting: 0, new: 1, done: 0 });
  });

  test('the same key gives the first answer again; another user’s same key is another key', async () => {
    const server = await testServer(database);
    const id = await server.start('asp');
    const anna = await server.page('anna');
    const submit = { event: 'SUBMIT', data: { documents: true } };
    const first = await anna.act(id, submit, 'one-key-8');
    const again = await anna.act(id, submit, 'one-key-8');
    expect([first.json.sequence, first.json.repeated]).toEqual([2, false]);
    expect([again.json.sequence, again.json.repeated]).toEqual([2, true]);
    const other = await (await server.page('cilla')).act(id, { event: 'FINISH' }, 'one-key-8');
    expect([other.json.sequence, other.json.repeated]).toEqual([3, false]);
  });

  test('what the state, the role, the guard or the form refuses comes back with code, words and fields', async () => {
    const server = await testServer(database);
    const id = await server.start('asp');
    const anna = await server.page('anna');
    const cilla = await server.page('cilla');
    const refusals: [page: typeof anna, body: object, status: number, code: string][] = [
      [anna, { event: 'SUBMIT', data: { documents: false } }, 422, 'form_invalid'],
      [anna, { event: 'SUBMIT', data: {} }, 422, 'form_invalid'],
      [anna, { event: 'NO_SUCH' }, 422, 'event_unknown'],
      [anna, { event: 'FINISH' }, 409, 'event_not_now'],
      [cilla, { event: 'SUBMIT', data: { documents: true } }, 403, 'role_missing'],
      [anna, { event: 'SUBMIT', data: { documents: true }, taskId: 'gone' }, 409, 'task_gone'],
    ];
    for (const [page, body, status, code] of refusals) {
      const answer = await page.act(id, body);
      expect([answer.status, answer.json.code], code).toEqual([status, code]);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.json.text.sv, code).toBeTruthy();
    }
    const form = await anna.act(id, { event: 'SUBMIT', data: { documents: false } });
    expect(form.json.fields).toEqual([expect.objectContaining({ pointer: '/documents' })]);
    expect((await anna.get(`/v1/instances/${id}`)).json.sequence).toBe(1);
  });

  test('an act without a usable key is refused before anything happens', async () => {
    const server = await testServer(database);
    const id = await server.start('asp');
    const anna = await server.page('anna');
    for (const key of ['', 'short', 'x'.repeat(129), 'with space in it']) {
      const answer = await anna.act(id, { event: 'SUBMIT', data: { documents: true } }, key);
      expect([answer.status, answer.json.code], key).toEqual([400, 'idempotency_key_invalid']);
    }
  });

  test('while the engine is away, acts and starts get a 503 that says to come back, and reading goes on', async () => {
    const server = await testServer(database);
    const id = await server.start('asp');
    const anna = await server.page('anna');
    server.engine.down = true;
    const answer = await anna.act(id, { event: 'SUBMIT', data: { documents: true } }, 'same-key-1');
    expect([answer.status, answer.json.code, answer.headers.get('retry-after')]).toEqual([
      503,
      'engine_unavailable',
      '5',
    ]);
    const start = await server.byKey('POST', '/v1/instances', {
      definition: 'hand-in',
      client: 'asp',
      period: '2026-11',
    });
    expect(start.json.code).toBe('engine_unavailable');
    expect((await server.fetch('GET', '/readyz')).json.code).toBe('not_ready');
    expect((await server.fetch('GET', '/healthz')).status).toBe(200);
    expect((await anna.get('/v1/tasks')).json.items).toHaveLength(1);
    server.engine.down = false;
    expect((await anna.act(id, { event: 'SUBMIT', data: { documents: true } }, 'same-key-1')).json.sequence).toBe(2);
    const later = await server.byKey('POST', '/v1/instances', {
      definition: 'hand-in',
      client: 'asp',
      period: '2026-11',
    });
    expect([later.status, later.json.created]).toEqual([201, true]);
  });

  test('starting twice with what gives the same key finds the first', async () => {
    const server = await testServer(database);
    const body = { definition: 'hand-in', client: 'asp', period: '2026-10' };
    const answers = await Promise.all(Array.from({ length: 6 }, () => server.byKey('POST', '/v1/instances', body)));
    expect(new Set(answers.map((answer) => answer.json.id)).size).toBe(1);
    expect((await server.byKey('POST', '/v1/instances', body)).json.created).toBe(false);
    expect(await server.store.tenant(server.firm.tenantId).from('instances')).toHaveLength(1);
    const wrong: [object, string][] = [
      [{ ...body, definition: 'none' }, 'definition_unknown'],
      [{ ...body, client: 'none' }, 'client_unknown'],
      [{ ...body, period: '2026-13' }, 'period_invalid'],
      [{ definition: 'hand-in', client: 'asp' }, 'key_incomplete'],
    ];
    for (const [request, code] of wrong) {
      const answer = await server.byKey('POST', '/v1/instances', request);
      expect([answer.status, answer.json.code]).toEqual([422, code]);
    }
  });
});
