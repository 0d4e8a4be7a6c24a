import { randomBytes, randomUUID } from 'node:crypto';
import { onTestFinished, describe, expect, test } from 'vitest';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { eventually } from '../support/eventually.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { readConfig } from '../../server/config.ts';
import { temporalEngine } from '../../server/engine/temporal.ts';
import { runWorker } from '../../worker/run.ts';
import { temporalAddress } from '../support/temporal.ts';
import { handIn } from './support/firm.ts';
import { freshStore } from './support/stores.ts';
import { testServer, type TestServer } from './support/server.ts';

Runtime.install({ logger: new DefaultLogger('ERROR') });
const log = pino({ level: 'silent' });

async function settings(more: Record<string, string> = {}) {
  const { url, folder } = await freshStore('sqlite');
  return readConfig({
    DATABASE_URL: `sqlite:${url}`,
    ARENDE_DATA_DIR: folder,
    TEMPORAL_ADDRESS: await temporalAddress(),
    ARENDE_TASK_QUEUE: `server-${randomUUID()}`,
    ...more,
  });
}

/** A worker on the same database; the function ends it. */
function worker(config: Awaited<ReturnType<typeof settings>>): () => Promise<void> {
  const stopping = new AbortController();
  const running = runWorker({ config, log }, stopping.signal);
  const stop = async () => {
    stopping.abort();
    await running;
  };
  onTestFinished(stop);
  return stop;
}

/** A worker makes its bundle first, which takes its time on a machine that does much else; a start may be asked again. */
const startedBy = (server: TestServer) => eventually(() => server.start('asp'));

async function house(longestMs?: number, more?: Record<string, string>) {
  const config = await settings(more);
  const server = await testServer('sqlite', {
    url: config.databaseUrl,
    engine: (store) => temporalEngine(config, store, longestMs),
  });
  onTestFinished(() => server.server.services.engine.close());
  return { config, server };
}

describe('acts on a real Temporal', () => {
  test.each([
    ['plain', {}],
    ['encrypted', { ARENDE_PAYLOAD_KEY: randomBytes(32).toString('base64') }],
  ])('an instance goes from its start to its end over HTTP, histories %s', async (_name, more) => {
    const { config, server } = await house(PATIENCE_MS, more);
    worker(config);
    const id = await startedBy(server);
    const anna = await server.page('anna');
    const cilla = await server.page('cilla');
    const refused = await anna.act(id, { event: 'SUBMIT', data: { documents: false } });
    expect([refused.status, refused.json.code, refused.json.fields[0].pointer]).toEqual([
      422,
      'form_invalid',
      '/documents',
    ]);
    const early = await cilla.act(id, { event: 'FINISH' });
    expect([early.status, early.json.code]).toEqual([409, 'event_not_now']);
    const submit = { event: 'SUBMIT', data: { documents: true } };
    const submitted = await anna.act(id, submit, 'submit-key');
    expect(submitted.json).toMatchObject({
      sequence: 2,
      repeated: false,
      instance: { sequence: 2, status: { key: 'new' } },
    });
    const again = await anna.act(id, submit, 'submit-key');
    expect([again.status, again.json.sequence]).toEqual([200, 2]);
    const finished = await cilla.act(id, { event: 'FINISH' }, 'finish-key');
    expect(finished.json).toMatchObject({ sequence: 3, instance: { done: true, actions: [] } });
    // The answer may have been lost on the way: the same key still tells it after the workflow has ended.
    const lost = await cilla.act(id, { event: 'FINISH' }, 'finish-key');
    expect([lost.status, lost.json.sequence]).toEqual([200, 3]);
    const closed = await cilla.act(id, { event: 'REOPEN' });
    expect([closed.status, closed.json.code]).toEqual([409, 'instance_closed']);
    expect(
      (await server.byKey('POST', '/v1/instances', { definition: 'hand-in', client: 'asp', period: '2026-10' })).json,
    ).toEqual({ id, created: false });
  });

  test.each([
    ['plain', {}],
    ['encrypted', { ARENDE_PAYLOAD_KEY: randomBytes(32).toString('base64') }],
  ])(
    'a version is published, a running instance is moved to it and takes a system’s event, histories %s',
    async (_name, more) => {
      const { config, server } = await house(PATIENCE_MS, more);
      worker(config);
      const id = await startedBy(server);
      const { waiting, review, done } = handIn.states;
      const on = { ...review!.on, PAID: 'done', REOPEN: 'collecting' };
      const next = {
        ...handIn,
        initial: 'collecting',
        states: { collecting: waiting!, review: { ...review, on }, done: done! },
      };
      expect((await server.byKey('PUT', '/v1/definitions/hand-in', next)).json).toMatchObject({ version: 2 });
      const adam = await server.page('adam', {
        components: { 'definition-editor': { act: true }, 'status-board': {} },
      });
      const mapping = { states: { waiting: 'collecting' } };
      const begun = await adam.post('/v1/migrations', { definition: 'hand-in', to: 2, mapping });
      const migration = async () => (await adam.get(`/v1/migrations/${begun.json.id}`)).json;
      await eventually(async () => expect(await migration()).toMatchObject({ status: 'done', counts: { moved: 1 } }));
      const moved = (await adam.get(`/v1/instances/${id}`)).json;
      expect(moved).toMatchObject({ definition: { version: 2 }, sequence: 2, status: { key: 'waiting' } });
      await (await server.page('anna')).act(id, { event: 'SUBMIT', data: { documents: true } });
      const raise = (key: string) =>
        server.fetch('POST', `/v1/instances/${id}/events`, {
          body: { event: 'PAID' },
          headers: { Authorization: `Bearer ${server.firm.secretKey}`, 'Idempotency-Key': key },
        });
      expect((await raise('bank-0001')).json).toEqual({ sequence: 4, repeated: false });
      // The same key is answered after the workflow has ended, too; another one is told that it has.
      expect((await raise('bank-0001')).json.sequence).toBe(4);
      expect([(await raise('bank-0002')).status, (await raise('bank-0002')).json.code]).toEqual([
        409,
        'instance_closed',
      ]);
    },
  );

  test('without a worker an act is a 503 in bounded time, and with the same key it is done once when one is back', async () => {
    const { config, server } = await house(1_500);
    const stop = worker(config);
    const id = await startedBy(server);
    await stop();
    const anna = await server.page('anna');
    const submit = { event: 'SUBMIT', data: { documents: true } };
    const answer = await anna.act(id, submit, 'while-away');
    expect([answer.status, answer.json.code]).toEqual([503, 'engine_unavailable']);
    worker(config);
    await eventually(async () => expect((await anna.act(id, submit, 'while-away')).json.sequence).toBe(2));
    const { history } = (await anna.get(`/v1/instances/${id}`)).json;
    expect(history.filter((line: any) => line.kind === 'act')).toHaveLength(1);
  });

  test('without a Temporal, starts and acts are a 503 in bounded time and the server goes on', async () => {
    const { server } = await house(1_000, { TEMPORAL_ADDRESS: '127.0.0.1:9' });
    const start = await server.byKey('POST', '/v1/instances', {
      definition: 'hand-in',
      client: 'asp',
      period: '2026-10',
    });
    expect([start.status, start.json.code]).toEqual([503, 'engine_unavailable']);
    expect((await server.fetch('GET', '/readyz')).status).toBe(503);
    expect((await (await server.page('anna')).get('/v1/tasks')).status).toBe(200);
  });
});
