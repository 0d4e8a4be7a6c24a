import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { Definition } from '../../definitions/language/types.ts';
import { arende } from '../support/arende.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { moveInstances } from '../../worker/migrations.ts';
import { handIn, now } from '../server/support/firm.ts';
import { testServer, type TestServer } from '../server/support/server.ts';

afterEach(() => vi.unstubAllEnvs());

async function firmServer(): Promise<TestServer> {
  const server = await testServer('sqlite');
  vi.stubEnv('ARENDE_API_KEY', server.firm.secretKey);
  vi.stubEnv('ARENDE_SERVER', server.server.address);
  return server;
}

async function fileOf(definition: object): Promise<string> {
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'arende-')), 'definition.json');
  await writeFile(file, JSON.stringify(definition, null, 2));
  return file;
}

const { waiting, review, done } = handIn.states;
/** Nobody waits in `waiting` any more: it is called `collecting`. */
const renamed: Definition = {
  ...handIn,
  initial: 'collecting',
  states: { collecting: waiting!, review: { ...review, on: { FINISH: 'done', REOPEN: 'collecting' } }, done: done! },
};

test('arende publish, instances, migrate: from a file to every open case', async () => {
  const server = await firmServer();
  const id = await server.start('asp');
  const published = await arende('publish', await fileOf(renamed), '--comment', 'New names');
  expect(published).toEqual({ code: 0, out: 'hand-in version 2', errors: '' });
  expect((await arende('publish', await fileOf(renamed))).out).toBe(
    'hand-in version 2, as before: the text is the same',
  );
  const listed = await arende('instances', 'hand-in');
  expect(listed.code).toBe(0);
  expect(listed.out).toMatch(
    /^i\w+ {2}version 1 {2}waiting {2}Hand-in October 2026, Asp AB {2}due 2026-11-07\n1 open\.$/,
  );

  const refused = await arende('migrate', 'hand-in', '--to', '2', '--dry-run');
  expect(refused.code).toBe(1);
  expect(refused.out).toContain('The new version has no state "waiting". Say which state takes its place.');
  const dry = await arende('migrate', 'hand-in', '--to', '2', '--map', 'waiting=collecting', '--dry-run');
  expect(dry.code).toBe(0);
  expect(dry.out).toContain('waiting → collecting');
  expect(dry.out).toMatch(/1 move, 0 refused, 0 stay\.$/);
  expect((await arende('instances', 'hand-in', '--version', '2')).out).toBe('0 open.');

  // The worker's part, until nothing is left to move.
  const moving = vi.waitUntil(
    () =>
      moveInstances({ store: server.store, migrate: (at, ...to) => server.engine.migrate(at, ...to), now: () => now }),
    { timeout: PATIENCE_MS },
  );
  const migrated = await arende('migrate', 'hand-in', '--to', '2', '--map', 'waiting=collecting', '--json');
  await moving;
  expect(migrated.code).toBe(0);
  expect(JSON.parse(migrated.out)).toMatchObject({ status: 'done', counts: { moved: 1 }, problems: [] });
  expect((await arende('instances', 'hand-in', '--json')).out).toContain(id);
  expect((await arende('instances', 'hand-in', '--version', '2')).out).toContain('collecting');
});

test('where the firm wants a review, a file becomes a draft', async () => {
  const server = await firmServer();
  await server.byKey('PUT', '/v1/firm/settings', { reviewBeforePublish: true });
  const file = await fileOf(renamed);
  const refused = await arende('publish', file);
  expect(refused).toMatchObject({ code: 1, errors: expect.stringContaining('review_required') });
  const asked = await arende('publish', file, '--draft', '--json');
  expect(JSON.parse(asked.out)).toMatchObject({ status: 'in_review', definitionId: 'hand-in' });
});

test('what the server or the file refuses is exit 1 with the reason, wrong use is exit 2', async () => {
  await firmServer();
  const broken = await arende('publish', await fileOf({ ...renamed, initial: 'nowhere' }));
  expect(broken).toMatchObject({ code: 1, out: expect.stringContaining('nowhere') });
  expect(await arende('instances', 'nothing')).toMatchObject({ code: 1, errors: expect.stringContaining('not_found') });
  expect((await arende('migrate', 'hand-in', '--to', '9', '--dry-run')).code).toBe(1);
  const away = await arende('instances', 'hand-in', '--server', 'http://127.0.0.1:1');
  expect(away).toMatchObject({ code: 1, errors: expect.stringContaining('does not answer') });
  for (const args of [
    ['publish'],
    ['migrate', 'hand-in'],
    ['migrate', 'hand-in', '--to', 'new'],
    ['migrate', 'hand-in', '--to', '2', '--map', 'waiting'],
    ['instances', 'hand-in', '--server', 'here'],
  ]) {
    expect((await arende(...args)).code, args.join(' ')).toBe(2);
  }
  vi.stubEnv('ARENDE_API_KEY', '');
  expect(await arende('instances', 'hand-in')).toMatchObject({
    code: 2,
    errors: expect.stringContaining('ARENDE_API_KEY'),
  });
});
