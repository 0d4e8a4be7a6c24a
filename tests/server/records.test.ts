import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import { openApiDocument } from '../../server/http/openapi.ts';
import { routes } from '../../server/routes.ts';
import { audit, auditLines, brokenAuditLine } from '../../server/store/index.ts';
import { handIn, now } from './support/firm.ts';
import { testServer } from './support/server.ts';
import { databases } from './support/stores.ts';

describe.each(databases)('records on %s', (database) => {
  test('the audit log is a chain that shows what was altered, taken out or put in', async () => {
    const server = await testServer(database);
    const scope = server.store.tenant(server.firm.tenantId);
    await Promise.all(
      Array.from({ length: 12 }, (_, count) =>
        audit(scope, now, { actor: 'system', action: 'test', target: null, details: { count } }),
      ),
    );
    expect(await brokenAuditLine(auditLines(scope))).toBeNull();
    const rows = await scope.from('audit').orderBy('number');
    expect(rows.map((row: any) => row.number)).toEqual(rows.map((_: any, index: number) => index + 1));
    await scope
      .from('audit')
      .where({ number: 5 })
      .update({ entry: JSON.stringify({ ...JSON.parse(rows[4].entry), actor: 'user:x' }) });
    expect(await brokenAuditLine(auditLines(scope))).toBe(5);
    await scope.from('audit').where({ number: 5 }).del();
    expect(await brokenAuditLine(auditLines(scope))).toBe(5);
    await scope.insert('audit', rows[4]);
    expect(await brokenAuditLine(auditLines(scope))).toBeNull();
  });

  test('what people and keys do is in the log, which can be exported as lines', async () => {
    const server = await testServer(database);
    const id = await server.start('asp');
    const anna = await server.page('anna');
    await anna.act(id, { event: 'SUBMIT', data: { documents: false } });
    await anna.act(id, { event: 'SUBMIT', data: { documents: true } });
    const { folder } = (await anna.get('/v1/documents/roots')).json.items[0];
    const document = (await anna.upload(folder.id, 'a.txt', 'text')).json.id;
    await anna.get(`/v1/documents/${document}/content`);
    await server.byKey('PUT', '/v1/clients/asp', { name: 'Asp AB' });
    const exported = await server.byKey('GET', '/v1/audit');
    expect(exported.headers.get('content-type')).toContain('application/x-ndjson');
    const lines = exported.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map((line) => line.action)).toEqual([
      'instance.started',
      'session.created',
      'session.opened',
      // Who asked is written first; what came of it stands in the instance's history.
      'act',
      'act.refused',
      'act',
      'document.uploaded',
      'document.read',
      'client.put',
    ]);
    expect(lines[5]).toMatchObject({
      actor: `user:${server.firm.users.anna}`,
      target: id,
      details: { event: 'SUBMIT', key: expect.any(String) },
    });
    expect((await server.byKey('GET', '/v1/audit?after=7')).text.trim().split('\n')).toHaveLength(2);
    async function* given() {
      yield* lines;
    }
    expect(await brokenAuditLine(given())).toBeNull();
  });

  test('clients and users are put as often as wanted; names that are not known are the body’s mistake', async () => {
    const server = await testServer(database);
    const client = {
      name: 'Cedern AB',
      organisationNumber: '556000-0001',
      properties: { services: ['bookkeeping'] },
      responsible: 'cilla',
      startMonth: '2026-10',
      settings: { 'hand-in': { day: 8 } },
    };
    const made = await server.byKey('PUT', '/v1/clients/cedern', client);
    expect([made.status, made.json.responsible, made.json.properties]).toEqual([201, 'cilla', client.properties]);
    const again = await server.byKey('PUT', '/v1/clients/cedern', { ...client, name: 'Nya Cedern AB' });
    expect([again.status, again.json.id, again.json.name]).toEqual([200, made.json.id, 'Nya Cedern AB']);
    expect((await server.byKey('GET', '/v1/clients/cedern')).json).toEqual(again.json);
    const odd = encodeURIComponent('kund 7/å');
    expect((await server.byKey('PUT', `/v1/clients/${odd}`, { name: 'Sju' })).json.externalId).toBe('kund 7/å');
    const wrong = await server.byKey('PUT', '/v1/clients/cedern', { ...client, responsible: 'nobody' });
    expect([wrong.status, wrong.json.code, wrong.json.fields[0].pointer]).toEqual([
      422,
      'reference_unknown',
      '/responsible',
    ]);
    const user = { name: 'Dana', email: 'dana@demo.example', role: 'client', clients: ['cedern', 'nope'] };
    const refused = await server.byKey('PUT', '/v1/users/dana', user);
    expect([refused.json.code, refused.json.fields[0].pointer]).toEqual(['reference_unknown', '/clients/1']);
    expect((await server.byKey('PUT', '/v1/users/dana', { ...user, clients: ['cedern'] })).status).toBe(201);
    expect((await server.byKey('PUT', '/v1/users/dana', { ...user, email: 'no' })).json.fields[0].pointer).toBe(
      '/email',
    );
  });

  test('a changed client marks its open instances until the engine has taken it', async () => {
    const server = await testServer(database);
    const id = await server.start('asp');
    const { deliverPendingChanges } = await import('../../server/store/index.ts');
    await server.byKey('PUT', '/v1/clients/asp', { name: 'Nya Asp AB', settings: { 'hand-in': { day: 9 } } });
    const taken: any[] = [];
    const failing = deliverPendingChanges(server.store, server.firm.tenantId, async () => {
      throw new Error('away');
    });
    await expect(failing).rejects.toThrow('away');
    await deliverPendingChanges(
      server.store,
      server.firm.tenantId,
      async (instance, change) => void taken.push([instance.instanceId, change]),
    );
    expect(taken).toEqual([
      [
        id,
        {
          client: { id: server.firm.clients.asp, name: 'Nya Asp AB' },
          settings: { day: { value: 9, origin: 'client' } },
        },
      ],
    ]);
    expect(await deliverPendingChanges(server.store, server.firm.tenantId, async () => {})).toBe(0);
  });

  test('a definition is published once per content, and its mistakes are named', async () => {
    const server = await testServer(database);
    const definition = { ...handIn, id: 'own-process' };
    const put = (body: object, id = 'own-process') => server.byKey('PUT', `/v1/definitions/${id}`, body);
    const first = await put(definition);
    expect([first.status, first.json.version, first.json.created]).toEqual([201, 1, true]);
    expect((await put({ ...definition })).json).toEqual({ ...first.json, created: false });
    const second = await put({ ...definition, title: { sv: 'Ny', en: 'New' } });
    expect([second.json.version, second.json.hash === first.json.hash]).toEqual([2, false]);
    expect((await put(definition)).json.version).toBe(3);
    expect((await put(definition, 'other')).json.code).toBe('definition_invalid');
    const broken = await put({
      ...definition,
      states: { ...definition.states, waiting: { ...definition.states.waiting, on: { SUBMIT: 'nowhere' } } },
    });
    expect([broken.status, broken.json.code]).toEqual([422, 'definition_invalid']);
    expect(broken.json.fields[0].pointer).toContain('/states/waiting');
    expect(broken.json.fields[0].text).toEqual({
      sv: expect.stringContaining('target_unknown: "nowhere" leder inte till något läge.'),
      en: expect.stringContaining('target_unknown: "nowhere" leads to no state.'),
    });
  });
});

test('the OpenAPI document is valid, names every route, and its schemas are those that validate', async () => {
  const document = openApiDocument(routes, 'https://arende.example') as any;
  const result = await new Validator().validate(JSON.parse(JSON.stringify(document)));
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item as object).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(operations.sort()).toEqual(
    routes.map((route) => `${route.method} ${route.path.replace(/:(\w+)/g, '{$1}')}`).sort(),
  );
  const ids = Object.values(document.paths).flatMap((item: any) =>
    Object.values(item).map((operation: any) => operation.operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

test('what is served is what the OpenAPI document says', async () => {
  const server = await testServer('sqlite');
  const answer = await server.fetch('GET', '/v1/openapi.json');
  expect(answer.json.servers).toEqual([{ url: 'https://arende.example' }]);
  expect((await server.fetch('GET', '/schema/definition/v1.json')).json.$schema).toContain('2020-12');
});
