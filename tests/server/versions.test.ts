import { describe, expect, test } from 'vitest';
import type { Definition } from '../../definitions/language/types.ts';
import { routes } from '../../server/routes.ts';
import { brokenAuditLine, auditLines, publishDefinition } from '../../server/store/index.ts';
import { moveInstances } from '../../worker/migrations.ts';
import { handIn, now } from './support/firm.ts';
import { origin, type Page, testServer, type TestServer } from './support/server.ts';
import { databases } from './support/stores.ts';

const editor = { components: { 'definition-editor': { act: true } } };
const textOf = (definition: Definition): string => JSON.stringify(definition, null, 2);
const later: Definition = structuredClone(handIn);
later.deadlines!.handIn!.days = 7;
/** Nobody waits in `waiting` any more: it is called `collecting`. */
const renamed: Definition = JSON.parse(
  JSON.stringify(handIn).replaceAll('"waiting":{"status"', '"collecting":{"status"'),
);
renamed.initial = 'collecting';
renamed.states.review!.on!.REOPEN = 'collecting';

/** Three administrators: adam, berit and the firm's backend. */
async function firmOf(database: (typeof databases)[number]) {
  const server = await testServer(database);
  await server.byKey('PUT', '/v1/users/berit', { name: 'Berit Exempel', email: 'berit@demo.example', role: 'admin' });
  return { server, adam: await server.page('adam', editor), berit: await server.page('berit', editor) };
}

async function draft(page: Page, definition: Definition | string) {
  const text = typeof definition === 'string' ? definition : textOf(definition);
  const { json } = await page.post('/v1/drafts', { definitionId: 'hand-in', text, comment: 'Two days more' });
  const step = (name: string, by: Page, etag: string, body: object = {}) =>
    by.post(`/v1/drafts/${json.id}/${name}`, body, { 'If-Match': etag });
  return { id: json.id as string, etag: json.etag as string, json, step };
}

const code = ({ status, json }: { status: number; json: any }) => [status, json?.code];

describe.each(databases)('drafts and versions on %s', (database) => {
  test('a draft is written, changed by one at a time, published, and never changes again', async () => {
    const { server, adam, berit } = await firmOf(database);
    const made = await draft(adam, '{ "id": "hand-in"');
    expect(made.json).toMatchObject({ status: 'draft', basedOn: 1, createdBy: { kind: 'user', name: 'adam Exempel' } });
    const put = (page: Page, etag: string | null, text: string) =>
      page.send('PUT', `/v1/drafts/${made.id}`, { text }, etag === null ? {} : { 'If-Match': etag });
    expect(code(await put(adam, null, ''))).toEqual([428, 'if_match_missing']);
    expect(code(await made.step('publish', adam, made.etag))).toEqual([422, 'definition_invalid']);
    const changed = await put(berit, made.etag, textOf(later));
    expect(changed.headers.get('etag')).toBe(changed.json.etag);
    expect(code(await put(adam, made.etag, 'lost'))).toEqual([412, 'draft_changed']);
    expect((await adam.get(`/v1/drafts/${made.id}`)).json).toMatchObject({
      text: textOf(later),
      comment: 'Two days more',
    });

    const { etag } = changed.json;
    const stale = await made.step('publish', adam, etag, { expectedVersion: 0 });
    expect(code(stale)).toEqual([409, 'version_outdated']);
    const published = await made.step('publish', adam, etag, { expectedVersion: 1 });
    expect(published.json).toMatchObject({ id: 'hand-in', version: 2, created: true });
    expect(code(await made.step('publish', adam, etag))).toEqual([409, 'draft_published']);
    const { items } = (await adam.get('/v1/definitions/hand-in/versions')).json;
    expect(items).toMatchObject([
      { version: 2, running: true, origin: 'firm', comment: 'Two days more', publishedBy: { name: 'adam Exempel' } },
      { version: 1, running: false, origin: 'shipped', publishedBy: { kind: 'system' } },
    ]);
    expect((await adam.get('/v1/drafts')).json.items).toEqual([]);
    expect((await adam.get('/v1/drafts?status=published')).json.items).toMatchObject([{ publishedVersion: 2 }]);

    const back = await adam.post('/v1/definitions/hand-in/versions/1/rollback', { comment: 'It was wrong' });
    expect(back.json).toMatchObject({ version: 3, created: true });
    const version = (await adam.get('/v1/definitions/hand-in/versions/3')).json;
    expect(version).toMatchObject({ rollbackOf: 1, running: true, definition: handIn });
    expect(JSON.parse(version.text)).toEqual(handIn);
    const compared = (await adam.get('/v1/definitions/hand-in/compare?from=2')).json;
    expect(compared.differences).toEqual([{ pointer: '/deadlines/handIn/days', kind: 'changed', before: 7, after: 5 }]);
    const list = (await adam.get('/v1/definitions')).json.items;
    expect(list).toMatchObject([{ id: 'hand-in', running: { version: 3, origin: 'firm' }, openDrafts: 0 }]);
    expect(await brokenAuditLine(auditLines(server.store.tenant(server.firm.tenantId)))).toBeNull();
    expect(server.logged).toEqual([]);
  });

  test('a shipped process comes with its scenarios; one of the firm has none', async () => {
    const { adam } = await firmOf(database);
    const { people, scenarios } = (await adam.get('/v1/definitions/period-bookkeeping/scenarios')).json;
    expect(scenarios.length).toBeGreaterThan(2);
    expect(Object.keys(people)).toContain('anna');
    for (const id of ['hand-in', 'Case'])
      expect((await adam.get(`/v1/definitions/${id}/scenarios`)).json).toEqual({ people: {}, scenarios: [] });
  });

  test('with review, nobody publishes what no other administrator has approved', async () => {
    const { server, adam, berit } = await firmOf(database);
    await server.byKey('PUT', '/v1/firm/settings', { reviewBeforePublish: true });
    expect(code(await server.byKey('PUT', '/v1/definitions/hand-in', later))).toEqual([409, 'review_required']);
    expect(code(await adam.post('/v1/definitions/hand-in/versions/1/rollback', {}))).toEqual([409, 'review_required']);
    const made = await draft(adam, later);
    expect(code(await made.step('publish', adam, made.etag))).toEqual([409, 'review_required']);
    expect(code(await made.step('approve', berit, made.etag))).toEqual([409, 'draft_not_in_review']);
    const asked = (await made.step('submit', adam, made.etag)).json;
    expect(asked.may).toMatchObject({ approve: false, withdraw: true, publish: false });
    expect((await berit.get(`/v1/drafts/${made.id}`)).json.may).toMatchObject({ approve: true });
    expect(code(await made.step('approve', adam, asked.etag))).toEqual([403, 'own_draft']);
    const byKey = await server.fetch('POST', `/v1/drafts/${made.id}/approve`, {
      body: {},
      headers: { Authorization: `Bearer ${server.firm.secretKey}`, 'If-Match': asked.etag },
    });
    expect(code(byKey)).toEqual([403, 'person_required']);
    const sentBack = (await made.step('reject', berit, asked.etag, { comment: 'Eight days?' })).json;
    expect(sentBack).toMatchObject({
      status: 'draft',
      reviewComment: 'Eight days?',
      reviewedBy: { name: 'Berit Exempel' },
    });
    const again = (await made.step('submit', adam, sentBack.etag)).json;
    const approved = (await made.step('approve', berit, again.etag)).json;
    // Whoever changes it afterwards takes the approval away, and is an author from then on.
    const put = await berit.send(
      'PUT',
      `/v1/drafts/${made.id}`,
      { text: textOf(later) },
      { 'If-Match': approved.etag },
    );
    expect(put.json).toMatchObject({ status: 'draft', may: { publish: false } });
    const third = (await made.step('submit', adam, put.json.etag)).json;
    expect(code(await made.step('approve', berit, third.etag))).toEqual([403, 'own_draft']);

    const other = await draft(adam, later);
    const submitted = (await other.step('submit', adam, other.etag)).json;
    const { etag } = (await other.step('approve', berit, submitted.etag)).json;
    expect((await other.step('publish', adam, etag)).json.version).toBe(2);
    const [newest] = (await adam.get('/v1/definitions/hand-in/versions')).json.items;
    expect(newest).toMatchObject({ publishedBy: { name: 'adam Exempel' }, approvedBy: { name: 'Berit Exempel' } });
  });

  test('blast radius, dry run and what runs, before anybody is affected', async () => {
    const { server, adam } = await firmOf(database);
    const id = await server.start('asp');
    await server.start('bjork');
    const anna = await server.page('anna');
    await anna.act(id, { event: 'SUBMIT', data: { documents: true } });
    const radius = (await adam.post('/v1/definitions/hand-in/blast-radius', { text: textOf(renamed), months: 1 })).json;
    expect(radius.instances).toMatchObject({ open: 2, examined: 2, move: 1, refused: 1 });
    expect(radius.problems).toMatchObject([{ code: 'state_gone', subject: 'waiting', instances: 1 }]);
    const mapping = { states: { waiting: 'collecting' } };
    const dry = (await adam.post('/v1/definitions/hand-in/dry-run', { text: textOf(renamed), mapping })).json;
    expect(dry.items.map((fate: any) => [fate.outcome, fate.states[0], fate.toStates[0]]).sort()).toEqual([
      ['moves', 'review', 'review'],
      ['moves', 'waiting', 'collecting'],
    ]);
    const made = await draft(adam, later);
    const ofDraft = (await adam.post('/v1/definitions/hand-in/blast-radius', { draft: made.id })).json;
    expect(ofDraft.deadlines).toMatchObject({ total: 2, items: [{ before: '2026-11-07', after: '2026-11-09' }, {}] });
    const running = (await adam.post('/v1/definitions/hand-in/blast-radius', {})).json;
    expect(running.instances).toMatchObject({ stay: 2, move: 0 });
    const live = (await adam.get('/v1/definitions/hand-in/instances?limit=1')).json;
    expect(live.items).toMatchObject([{ version: 1 }]);
    const rest = await adam.get(`/v1/definitions/hand-in/instances?limit=1&cursor=${live.nextCursor}`);
    expect(rest.json).toMatchObject({ items: [{ version: 1 }], nextCursor: null });
    for (const body of [{ text: '{', version: 1 }, { version: 9 }, { draft: 'd1' }, { text: '{' }]) {
      expect([404, 422]).toContain((await adam.post('/v1/definitions/hand-in/blast-radius', body)).status);
    }
    expect((await adam.post('/v1/definitions/nothing/blast-radius', {})).status).toBe(404);
  });

  test('a migration is planned, stopped, started and done; every instance has its outcome', async () => {
    const { server, adam } = await firmOf(database);
    const [waiting, review] = [await server.start('bjork'), await server.start('asp')];
    await (await server.page('anna')).act(review, { event: 'SUBMIT', data: { documents: true } });
    const { tenantId } = server.firm;
    await publishDefinition(server.store, { tenantId, definition: renamed, now });
    const round = () =>
      moveInstances({
        store: server.store,
        migrate: (at, ...args) => server.engine.migrate(at, ...args),
        now: () => now,
      });
    const wrong = await adam.post('/v1/migrations', {
      definition: 'hand-in',
      to: 2,
      mapping: { states: { waiting: 'x' } },
    });
    expect(code(wrong)).toEqual([422, 'mapping_target_unknown']);
    const begun = await adam.post('/v1/migrations', { definition: 'hand-in', to: 2, comment: 'New names' });
    expect(begun.json).toMatchObject({
      status: 'running',
      counts: { planned: 2 },
      createdBy: { name: 'adam Exempel' },
    });
    const { id } = begun.json;
    expect(code(await adam.post('/v1/migrations', { definition: 'hand-in', to: 2 }))).toEqual([
      409,
      'migration_running',
    ]);
    await adam.post(`/v1/migrations/${id}/stop`, {});
    await round();
    expect((await adam.get(`/v1/migrations/${id}`)).json).toMatchObject({ status: 'stopped', counts: { planned: 2 } });
    await adam.post(`/v1/migrations/${id}/start`, {});
    server.engine.down = true;
    await round();
    server.engine.down = false;
    expect((await adam.get(`/v1/migrations/${id}`)).json).toMatchObject({ status: 'running', counts: { planned: 2 } });
    await round();
    expect((await adam.get(`/v1/migrations/${id}`)).json).toMatchObject({
      status: 'done',
      counts: { planned: 0, moved: 1, refused: 1 },
    });
    const rows = (await adam.get(`/v1/migrations/${id}/instances`)).json.items;
    expect(Object.fromEntries(rows.map((row: any) => [row.instanceId, [row.outcome, row.problem?.code]]))).toEqual({
      [waiting]: ['refused', 'state_gone'],
      [review]: ['moved', undefined],
    });
    const moved = (await (await server.page('adam')).get(`/v1/instances/${review}`)).json;
    expect(moved.definition.version).toBe(2);
    expect(moved.history.at(-1)).toMatchObject({ kind: 'migrated', actor: { name: 'adam Exempel' } });
    const mapping = { states: { waiting: 'collecting' } };
    const second = (await adam.post('/v1/migrations', { definition: 'hand-in', to: 2, mapping })).json;
    expect(second.counts.planned).toBe(1);
    await round();
    expect((await adam.get(`/v1/migrations/${second.id}`)).json).toMatchObject({
      status: 'done',
      counts: { moved: 1 },
    });
    expect(code(await adam.post(`/v1/migrations/${second.id}/stop`, {}))).toEqual([409, 'migration_done']);
    expect((await adam.get('/v1/migrations?definition=hand-in')).json.items).toHaveLength(2);
    expect(server.logged).toEqual([]);
  });
});

describe('who may', () => {
  const admin = routes.filter(({ door }) => door === 'administrator');
  const ask = (server: TestServer, method: string, path: string, token: string) =>
    server.fetch(method, path.replace(/:\w+/g, '1'), {
      headers: { Authorization: `Bearer ${token}`, Origin: origin },
      ...(method === 'POST' || method === 'PUT' ? { body: {} } : {}),
    });

  test('only an administrator with the editor, and the firm’s backend; changing something needs the right to act', async () => {
    const { server } = await firmOf('sqlite');
    const token = async (user: string, session: object = editor) => (await server.page(user, session)).token;
    const tokens = {
      consultant: await token('cilla'),
      client: await token('anna'),
      without: await token('adam', {}),
      narrowed: await token('adam', { ...editor, client: 'asp' }),
      reader: await token('adam', { components: { 'definition-editor': {} } }),
    };
    expect(admin.length).toBeGreaterThan(20);
    for (const { method, path, grant } of admin) {
      for (const who of ['consultant', 'client', 'narrowed'] as const) {
        expect(code(await ask(server, method, path, tokens[who])), path).toEqual([403, 'administrator_required']);
      }
      expect(code(await ask(server, method, path, tokens.without)), path).toEqual([403, 'not_granted']);
      const read = await ask(server, method, path, tokens.reader);
      if (grant!.right === 'act') expect(code(read), path).toEqual([403, 'not_granted']);
      else expect([200, 404], `${path} ${read.text}`).toContain(read.status);
      expect((await ask(server, method, path, 'x'.repeat(30))).status, path).toBe(401);
      expect((await ask(server, method, path, server.firm.secretKey)).status, path).not.toBe(403);
    }
  });

  test("another firm's drafts and migrations are not there", async () => {
    const { server, adam } = await firmOf('sqlite');
    const { id } = await draft(adam, later);
    await server.start('asp');
    await publishDefinition(server.store, { tenantId: server.firm.tenantId, definition: later, now });
    const migration = (await adam.post('/v1/migrations', { definition: 'hand-in', to: 2 })).json;
    const other = await (await import('./support/firm.ts')).demoFirm(server.store, 'Andra byrån AB');
    const foreign = await server.page('adam', editor, other.secretKey);
    for (const path of [
      `/v1/drafts/${id}`,
      `/v1/migrations/${migration.id}`,
      `/v1/migrations/${migration.id}/instances`,
    ]) {
      expect((await adam.get(path)).status).toBe(200);
      expect((await foreign.get(path)).status).toBe(404);
    }
    expect((await foreign.get('/v1/drafts')).json.items).toEqual([]);
    expect((await foreign.get('/v1/definitions/hand-in/versions')).json.items).toHaveLength(1);
    expect((await foreign.get('/v1/definitions/hand-in/instances')).json.items).toEqual([]);
  });
});

test('what the firm expects of a text goes with the draft into the version, for every administrator', async () => {
  const { server, adam, berit } = await firmOf('sqlite');
  const file = (title: string) => ({
    people: { karin: { name: 'Karin Konsult', groups: ['responsible'] } },
    scenarios: [{ title, opens: '2026-11-05 09:00', steps: [{ at: '2026-11-05 09:00', expect: { closed: false } }] }],
  });
  const begin = (text: string, more: object = {}) =>
    adam.post('/v1/drafts', { definitionId: 'hand-in', text, ...more });
  const wrong = await begin(textOf(later), { scenarios: { people: {}, scenarios: [{ title: 'One' }] } });
  expect(code(wrong)).toEqual([422, 'scenarios_invalid']);
  expect(wrong.json.fields[0]).toMatchObject({
    pointer: '/scenarios/scenarios/0',
    text: { sv: 'Nyckeln "opens" saknas här.' },
  });
  const { id, etag } = (await begin(textOf(later), { scenarios: file('One') })).json;
  expect((await berit.get(`/v1/drafts/${id}`)).json.scenarios).toEqual(file('One'));
  expect((await berit.get('/v1/drafts')).json.items[0].scenarios).toBeUndefined();
  // Whoever sends only a text leaves them as they are.
  const put = (body: object, match: string) => berit.send('PUT', `/v1/drafts/${id}`, body, { 'If-Match': match });
  const kept = (await put({ text: textOf(later) }, etag)).json;
  expect(kept.scenarios).toEqual(file('One'));
  const changed = (await put({ text: textOf(later), scenarios: file('Two') }, kept.etag)).json;
  const publish = async (draft: { id: string; etag: string }) =>
    (await adam.post(`/v1/drafts/${draft.id}/publish`, {}, { 'If-Match': draft.etag })).json;
  expect((await publish({ id, etag: changed.etag })).version).toBe(2);
  const of = async (version: number) =>
    (await berit.get(`/v1/definitions/hand-in/versions/${version}`)).json.scenarios?.scenarios[0].title ?? null;
  expect([await of(1), await of(2)]).toEqual([null, 'Two']);
  // A draft begins with them; other expectations of the same text make no version.
  const next = (await begin(textOf(later))).json;
  expect(next.scenarios).toEqual(file('Two'));
  const other = (await begin(textOf(later), { scenarios: file('Three') })).json;
  expect(await publish(other)).toMatchObject({ version: 2, created: false });
  expect(await of(2)).toBe('Three');
  // A text that comes by the command line is held to what there was; an earlier one brings its own.
  await server.byKey('PUT', '/v1/definitions/hand-in', { ...later, area: 'other' });
  expect(await of(3)).toBe('Three');
  await adam.post('/v1/definitions/hand-in/versions/1/rollback', {});
  expect(await of(4)).toBeNull();
});

test('an event of a system from outside: typed, once, and refused where it has no place', async () => {
  const server = await testServer('sqlite');
  const paid = structuredClone(handIn);
  Object.assign(paid, { events: { PAID: { title: { sv: 'Betald', en: 'Paid' }, data: paidData } } });
  paid.states.review!.on!.PAID = 'done';
  expect((await server.byKey('PUT', '/v1/definitions/hand-in', paid)).status).toBe(201);
  const id = await server.start('asp');
  const raise = (event: string, data?: object, key = 'bank-2026-1', instance = id) =>
    server.fetch('POST', `/v1/instances/${instance}/events`, {
      body: { event, ...(data && { data }) },
      headers: { Authorization: `Bearer ${server.firm.secretKey}`, ...(key && { 'Idempotency-Key': key }) },
    });
  expect(code(await raise('PAID', { amountMinor: 1 }, ''))).toEqual([400, 'idempotency_key_invalid']);
  expect(code(await raise('PAID', { amountMinor: 1 }, undefined, 'i1'))).toEqual([404, 'not_found']);
  expect(code(await raise('PAID', { amountMinor: 1 }))).toEqual([409, 'event_not_now']);
  expect(code(await raise('SUBMIT', { documents: true }))).toEqual([422, 'event_unknown']);
  await (await server.page('anna')).act(id, { event: 'SUBMIT', data: { documents: true } });
  expect(code(await raise('PAID', { amountMinor: 'much' }))).toEqual([422, 'form_invalid']);
  expect((await raise('PAID', { amountMinor: 100 })).json).toEqual({ sequence: 3, repeated: false });
  expect((await raise('PAID', { amountMinor: 100 })).json).toEqual({ sequence: 3, repeated: true });
  expect(code(await raise('PAID', { amountMinor: 100 }, 'bank-2026-2'))).toEqual([409, 'instance_closed']);
});

const paidData = { type: 'object', properties: { amountMinor: { type: 'integer' } }, required: ['amountMinor'] };
