/** What the engine costs above hand-written Temporal code: round trip, throughput, history, bytes. */
import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { backend, Visitor } from '../../tests/support/api.ts';
import type { House } from '../../tests/support/house.ts';
import { BASELINE_QUEUE } from './baseline/worker.ts';
import { figure, inTurn, median, perSecond, type Figure } from './measure.ts';

const WARM_UP = 20;
const ROUNDS = 150;
const INSTANCES = 300;
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
    return { id: answer.body.id, workflowId: `${house.tenantId}/bench/${name}` };
  };
  const act = async ({ id }: Started, event: string, data = {}) => {
    const answer = await visitor.act(id, { event, data });
    if (answer.status !== 200) throw new Error(`${event}: ${answer.status} ${JSON.stringify(answer.body)}`);
  };
  const begin = (type: string): Promise<WorkflowHandle> =>
    client.workflow.start(type, { taskQueue: BASELINE_QUEUE, workflowId: `bench/${randomUUID()}` });
  const touch = (handle: WorkflowHandle) => handle.executeUpdate('touch', { args: ['x'] });

  const ours = await start();
  const bare = await begin('bare');
  const rounds: (() => Promise<unknown>)[] = [() => act(ours, 'TOUCH'), () => touch(bare)];
  await inTurn(WARM_UP, rounds);
  const before = await historyOf(client, ours.workflowId, bare.workflowId);
  const [acts, updates] = await inTurn(ROUNDS, rounds);
  const after = await historyOf(client, ours.workflowId, bare.workflowId);

  const bytesBefore = await databaseBytes(house);
  const engineRate = await perSecond(INSTANCES, AT_A_TIME, async () => {
    await act(await start(), 'SUBMIT', { documents: true });
  });
  const bytesAfter = await databaseBytes(house);
  const handRate = await perSecond(INSTANCES, AT_A_TIME, async () => {
    const handle = await begin('month');
    await touch(handle);
    await handle.result();
  });

  const finished = await start();
  await act(finished, 'SUBMIT', { documents: true });
  await client.workflow.getHandle(finished.workflowId).result();
  const size = await client.workflow.getHandle(finished.workflowId).describe();
  await connection.close();
  const perAct = (index: 0 | 1) => (after[index] - before[index]) / ROUNDS;
  return [
    figure('act over HTTP / bare update with a local activity, p50', 'ms', median(acts!), median(updates!), {
      kind: 'at most',
      value: 1.5,
    }),
    figure('start, act, complete / the same by hand', 'instances/s', engineRate, handRate, {
      kind: 'at least',
      value: 0.8,
    }),
    figure('history events an act / bare update', 'events', perAct(0), perAct(1)),
    figure('history of a finished instance', 'bytes', size.historySize ?? Number.NaN),
    figure('Temporal database for a finished instance', 'bytes', (bytesAfter[0] - bytesBefore[0]) / INSTANCES),
    figure('Arende database for a finished instance', 'bytes', (bytesAfter[1] - bytesBefore[1]) / INSTANCES),
  ];
}

interface Started {
  id: string;
  workflowId: string;
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
