/** What the engine costs above hand-written Temporal code: round trip, throughput, history, bytes. */
import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { compile, renderKey } from '../../definitions/index.ts';
import { temporalEngine } from '../../server/engine/temporal.ts';
import {
  actorFor,
  clientByExternalId,
  definitionByHash,
  latestVersion,
  prepareInstance,
  userByExternalId,
} from '../../server/store/index.ts';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { backend, ORIGIN, Visitor } from '../../tests/support/api.ts';
import type { House } from '../../tests/support/house.ts';
import { workflowIdOf } from '../../workflows/contract.ts';
import { BASELINE_QUEUE } from './baseline/worker.ts';
import { openPoster } from './http.ts';
import { figure, inTurn, median, perSecond, type Figure } from './measure.ts';

/** Until the code of both sides is compiled as it is in a server that has run for a while. */
const WARM_UP = 100;
const ROUNDS = 160;
/** As many acts as a case sees in its month; then the next one, so that nobody measures a history of hundreds of lines. */
const ACTS_EACH = 10;
const INSTANCES = 120;
const BATCHES = 3;
const AT_A_TIME = 20;

export async function engineFigures(house: House): Promise<Figure[]> {
  const connection = await Connection.connect({ address: house.temporalAddress });
  const client = new Client({ connection });
  const call = backend(house.url, house.secretKey);
  const visitor = new Visitor(house.url, house.secretKey, 'bench-client');
  const start = async (): Promise<Started> => {
    const name = randomUUID();
    const body = { definition: 'bench', client: 'bench', input: { name } };
    const answer = await call<{ id: string }>('POST', '/v1/instances', body);
    if (answer.status >= 300) throw new Error(`POST /v1/instances: ${answer.status} ${JSON.stringify(answer.body)}`);
    return {
      id: answer.body.id,
      workflowId: workflowIdOf({ tenantId: house.tenantId, definitionId: 'bench', key: name }),
    };
  };
  const poster = openPoster(house.url);
  const act = async ({ id }: Started, event: string, data = {}) => {
    const headers = {
      origin: ORIGIN,
      authorization: `Bearer ${await visitor.bearer()}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    };
    const answer = await poster.post(`/v1/instances/${id}/acts`, headers, { event, data });
    if (answer.status !== 200) throw new Error(`${event}: ${answer.status} ${answer.text}`);
  };
  const begin = (type: string): Promise<WorkflowHandle> =>
    client.workflow.start(type, { taskQueue: BASELINE_QUEUE, workflowId: `bench/${randomUUID()}` });
  const touch = (handle: WorkflowHandle) => handle.executeUpdate('touch', { args: ['x'] });

  const cases = await Promise.all(
    Array.from({ length: (WARM_UP + ROUNDS) / ACTS_EACH }, async () => ({
      ours: await start(),
      bare: await begin('bare'),
    })),
  );
  let round = 0;
  const current = () => cases[Math.floor(round / ACTS_EACH)]!;
  const rounds: (() => Promise<unknown>)[] = [
    () => act(current().ours, 'TOUCH'),
    async () => {
      await touch(current().bare);
      round += 1;
    },
  ];
  await inTurn(WARM_UP, rounds);
  const before = await Promise.all(cases.map(({ ours, bare }) => historyOf(client, ours.workflowId, bare.workflowId)));
  const [acts, updates] = await inTurn(ROUNDS, rounds);
  const after = await Promise.all(cases.map(({ ours, bare }) => historyOf(client, ours.workflowId, bare.workflowId)));
  await Promise.all(cases.map(({ bare }) => bare.terminate()));

  const { run, close } = await throughEngine(house);
  const byHand = async () => {
    const handle = await begin('month');
    await touch(handle);
    await handle.result();
  };
  await perSecond(AT_A_TIME, AT_A_TIME, run);
  await perSecond(AT_A_TIME, AT_A_TIME, byHand);
  const rates: { engine: number[]; hand: number[] } = { engine: [], hand: [] };
  const bytes = [0, 0];
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const bytesBefore = await databaseBytes(house);
    rates.engine.push(await perSecond(INSTANCES, AT_A_TIME, run));
    const bytesAfter = await databaseBytes(house);
    bytes.forEach((_, index) => (bytes[index]! += (bytesAfter[index]! - bytesBefore[index]!) / INSTANCES / BATCHES));
    rates.hand.push(await perSecond(INSTANCES, AT_A_TIME, byHand));
  }
  await close();

  const finished = await start();
  await act(finished, 'SUBMIT', { documents: true });
  await client.workflow.getHandle(finished.workflowId).result();
  const size = await client.workflow.getHandle(finished.workflowId).describe();
  await connection.close();
  poster.close();
  const total = (lengths: [number, number][], index: 0 | 1) => lengths.reduce((sum, each) => sum + each[index], 0);
  const perAct = (index: 0 | 1) => (total(after, index) - total(before, index)) / ROUNDS;
  return [
    figure('act over HTTP / bare update with a local activity, p50', 'ms', median(acts!), median(updates!), {
      kind: 'at most',
      value: 1.5,
    }),
    figure(
      'start, act, complete through the engine / the same by hand',
      'instances/s',
      median(rates.engine),
      median(rates.hand),
      {
        kind: 'at least',
        value: 0.8,
      },
    ),
    figure('history events an act / bare update', 'events', perAct(0), perAct(1)),
    figure('history of a finished instance', 'bytes', size.historySize ?? Number.NaN),
    figure('Temporal database for a finished instance', 'bytes', bytes[0]!),
    figure('Arende database for a finished instance', 'bytes', bytes[1]!),
  ];
}

interface Started {
  id: string;
  workflowId: string;
}

/** Opens an instance and hands it in, as the server's routes do once they know who asks. */
async function throughEngine(house: House): Promise<{ run(): Promise<void>; close(): Promise<void> }> {
  const { store, tenantId } = house;
  const temporal = { connection: { address: house.temporalAddress }, namespace: 'default', taskQueue: 'arende' };
  const engine = temporalEngine({ temporal, payloadKey: null }, store);
  const scope = store.tenant(tenantId);
  const client = (await clientByExternalId(scope, 'bench'))!;
  const user = (await userByExternalId(scope, 'bench-client'))!;
  const actor = await actorFor(store, { tenantId, userId: user.id, clientId: client.id });
  const version = (await latestVersion(store, tenantId, 'bench'))!;
  const definition = (await definitionByHash(store, version.hash))!;
  const compiled = compile(definition);
  return {
    async run() {
      const { input } = await prepareInstance(store, {
        tenantId,
        version,
        definition,
        clientId: client.id,
        period: null,
        input: { name: randomUUID() },
        keyOf: (values) => renderKey(compiled, values),
      });
      await engine.start(input, definition);
      const instance = { tenantId, definitionId: definition.id, key: input.key };
      await engine.act(instance, { event: 'SUBMIT', data: { documents: true }, actor, key: randomUUID() });
    },
    close: () => engine.close(),
  };
}

async function historyOf(client: Client, ours: string, bare: string): Promise<[number, number]> {
  const length = async (id: string) => (await client.workflow.getHandle(id).describe()).historyLength;
  return [await length(ours), await length(bare)];
}

/** The files of both databases with their write-ahead logs. */
async function databaseBytes(house: House): Promise<[temporal: number, arende: number]> {
  const size = async (name: string) => {
    const files = [name, `${name}-wal`].map((file) => stat(path.join(house.folder, file)).catch(() => null));
    return (await Promise.all(files)).reduce((sum, found) => sum + (found?.size ?? 0), 0);
  };
  return [await size('temporal.sqlite'), await size('arende.sqlite')];
}
