import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { type DataConverter, type PayloadCodec } from '@temporalio/common';
import { DefaultLogger, NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import type { EffectActivities, EffectOrigin, ProjectionActivities } from '../../../activities/contract.ts';
import { createActivities, type NamedActivity } from '../../../activities/index.ts';
import { definitionHash } from '../../../definitions/index.ts';
import type { Definition } from '../../../definitions/language/types.ts';
import type { Actor, Effect, InstanceInput, InstanceState, LogLine } from '../../../definitions/engine/types.ts';
import { definitionByHash, type Store } from '../../../server/store/index.ts';
import { createInstances } from '../../../worker/starting.ts';
import { FAILURE_CONVERTER, workflowBundle } from '../../../worker/bundle.ts';
import { workflowIdOf, type ActAnswer, type ActRequest } from '../../../workflows/contract.ts';
import { createCodecs } from '../../../workflows/codec.ts';

Runtime.install({ logger: new DefaultLogger('ERROR') });

export const DAY_MS = 86_400_000;

export const anna: Actor = { userId: 'u-anna', name: 'Anna Exempel', groups: ['client'] };
export const bo: Actor = { userId: 'u-bo', name: 'Bo Exempel', groups: ['firm', 'responsible'] };

export interface Effected {
  key: string;
  origin: EffectOrigin;
  effect: Effect;
}

const paid = (): object => ({ amountMinor: 4200 });

/** Activities that only write down what they were asked, in memory; `fail` makes a kind throw while it is set. */
export class Recorder {
  readonly projections: { state: InstanceState; log: LogLine[] }[] = [];
  readonly effects: Effected[] = [];
  readonly fail = new Map<string, Error>();
  /** Waited for before a projection is written. */
  gate: Promise<void> = Promise.resolve();
  waiting = 0;
  refused = 0;
  callResult: (input: object) => object = paid;

  readonly activities: ProjectionActivities & EffectActivities = {
    project: async (input) => {
      this.waiting += 1;
      await this.gate;
      this.waiting -= 1;
      this.refuse('project');
      this.projections.push(input);
    },
    notify: async ({ origin, notices }) => {
      this.refuse('notify');
      for (const { key, effect } of notices) this.effects.push({ key, origin, effect });
    },
    file: async (input) => void this.take('file', input),
    startInstance: async (input) => void this.take('start', input),
    sendToInstance: async (input) => void this.take('send', input),
    call: async (input) => {
      this.take('call', input);
      return this.callResult(input.effect.input) as never;
    },
  };

  /** Nothing fails and every call is answered again. */
  calm(): void {
    this.fail.clear();
    this.callResult = paid;
  }

  /** What one instance has asked for; its ids come from `house.input`. */
  of(workflowId: string): Pick<Recorder, 'projections' | 'effects'> {
    const projections = this.projections.filter(({ state: { input } }) => idOf(input) === workflowId);
    const instanceId = projections[0]?.state.input.instanceId;
    return { projections, effects: this.effects.filter(({ origin }) => origin.instanceId === instanceId) };
  }

  private take(kind: string, input: Effected): void {
    this.refuse(kind);
    this.effects.push(input);
  }

  private refuse(kind: string): void {
    const error = this.fail.get(kind);
    if (!error) return;
    this.refused += 1;
    throw error;
  }
}

const idOf = (input: InstanceInput): string => workflowIdOf({ ...input, definitionId: input.definition.id });

export interface House {
  client: Client;
  taskQueue: string;
  recorder: Recorder;
  definitions: Map<string, Definition>;
  worker(options?: Partial<WorkerOptions>): Promise<Worker>;
  /** Runs a worker while `work` does. */
  running<T>(work: () => Promise<T>, options?: Partial<WorkerOptions>): Promise<T>;
  input(definition: Definition, options?: Partial<InstanceInput>): InstanceInput;
  act(workflowId: string, request: Partial<ActRequest> & { event: string }): Promise<ActAnswer>;
  state(workflowId: string): Promise<InstanceState>;
  close(): Promise<void>;
}

export interface HouseOptions {
  keys?: Uint8Array[];
  taskQueue?: string;
  /** Default: the test run's shared server. */
  address?: string;
  /** Definitions come from here, and the worker does the real thing instead of writing down what it was asked. */
  store?: Store;
  calls?: Record<string, NamedActivity>;
}

/** A worker and a client of their own task queue on the shared Temporal server, with definitions held in memory. */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  // Outside of a test run there is no shared server to ask for.
  const address = options.address ?? (await (await import('../../support/temporal.ts')).temporalAddress());
  const connection = await Connection.connect({ address });
  const native = await NativeConnection.connect({ address });
  const definitions = new Map<string, Definition>();
  const codecs = (): PayloadCodec[] =>
    createCodecs({
      definitionByHash: async (hash) =>
        options.store ? definitionByHash(options.store, hash) : (definitions.get(hash) ?? null),
      keys: options.keys,
    });
  const encrypted = (options.keys?.length ?? 0) > 0;
  const converter = (): DataConverter => ({
    payloadCodecs: codecs(),
    failureConverterPath: encrypted ? FAILURE_CONVERTER : undefined,
  });
  const client = new Client({ connection, dataConverter: converter() });
  const taskQueue = options.taskQueue ?? `test-${randomUUID()}`;
  const recorder = new Recorder();

  const realActivities = (store: Store) => {
    const instances = createInstances({ store, client, taskQueue });
    return createActivities({
      store,
      clock: Date.now,
      startInstance: instances.start,
      sendEvent: instances.sendEvent,
      calls: options.calls,
      log: { warn: () => undefined },
    });
  };

  const worker = async (more: Partial<WorkerOptions> = {}): Promise<Worker> =>
    Worker.create({
      connection: native,
      taskQueue,
      workflowBundle: await workflowBundle({ cacheDir: path.join(tmpdir(), 'arende-test'), encrypted }),
      activities: options.store ? realActivities(options.store) : recorder.activities,
      dataConverter: converter(),
      ...more,
    });

  const running = async <T>(work: () => Promise<T>, more?: Partial<WorkerOptions>): Promise<T> => {
    const made = await worker(more);
    return made.runUntil(work());
  };

  return {
    client,
    taskQueue,
    recorder,
    definitions,
    worker,
    running,
    input: (definition, more = {}) => {
      const hash = definitionHash(definition);
      definitions.set(hash, definition);
      return {
        tenantId: 't-demo',
        instanceId: `i-${randomUUID()}`,
        definition: { id: definition.id, version: 1, hash },
        key: randomUUID(),
        clientId: 'c-demo',
        client: { id: 'c-demo', name: 'Demo AB' },
        firm: { name: 'Demo Redovisning AB' },
        period: thisMonth(),
        input: {},
        settings: {},
        ...more,
      };
    },
    act: (workflowId, request) =>
      client.workflow.getHandle(workflowId).executeUpdate<ActAnswer, [ActRequest]>('act', {
        args: [{ data: {}, actor: anna, key: randomUUID(), ...request }],
      }),
    state: (workflowId) => client.workflow.getHandle(workflowId).query<InstanceState>('state'),
    close: async () => {
      await connection.close();
      await native.close();
    },
  };
}

/** The month that virtual time starts in, which is the real one. */
export function thisMonth(): { id: string; start: string; end: string } {
  const id = new Date().toISOString().slice(0, 7);
  const [year, month] = id.split('-').map(Number) as [number, number];
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return { id, start: `${id}-01`, end: `${id}-${lastDay}` };
}
