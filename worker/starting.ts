import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { ActivityDependencies, StartRequest } from '../activities/index.ts';
import { compile, renderKey, type Compiled } from '../definitions/index.ts';
import { definitionByHash, instanceRow, latestVersion, prepareInstance, type Store } from '../server/store/index.ts';
import {
  CHANGE_SIGNAL,
  MIGRATE_UPDATE,
  SYSTEM_SIGNAL,
  WORKFLOW_TYPE,
  workflowIdOf,
  type ActAnswer,
  type ChangeArgs,
  type MigrateArgs,
  type ProcessArgs,
  type SystemArgs,
} from '../workflows/contract.ts';

/** A worker that is there answers in milliseconds. */
const LONGEST_UPDATE_MS = 10_000;

export interface Instances {
  /** Starts an instance of the newest version, or finds the one that has the same key. Doing it again changes nothing. */
  start(request: StartRequest): Promise<{ instanceId: string; started: boolean }>;
  sendEvent: ActivityDependencies['sendEvent'];
  /** Moves a running instance to another version; throws what Temporal's client throws. The key moves it once. */
  migrate(target: { tenantId: string; definitionId: string; key: string }, ...args: MigrateArgs): Promise<ActAnswer>;
  /** Hands a changed client or changed settings to a running instance. */
  sendChange(target: { tenantId: string; definitionId: string; key: string }, ...args: ChangeArgs): Promise<void>;
}

/** How the worker reaches other instances: through the records, which know the keys, and Temporal, which runs them. */
export function createInstances(options: { store: Store; client: Client; taskQueue: string }): Instances {
  const { store, client, taskQueue } = options;

  const signal = async <Args extends unknown[]>(workflowId: string, name: string, args: Args): Promise<void> => {
    try {
      await client.workflow.getHandle(workflowId).signal<Args>(name, ...args);
    } catch (error) {
      // It has ended: nobody waits for the event any more.
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  };

  return {
    async start(request) {
      const { tenantId, definitionId } = request;
      const version = await latestVersion(store, tenantId, definitionId);
      const compiled = version && (await compiledByHash(store, version.hash));
      if (!compiled)
        throw new Error(`There is no definition "${definitionId}". Publish it; then this goes on by itself.`);
      const { input, first } = await prepareInstance(store, {
        ...request,
        version,
        definition: compiled.definition,
        keyOf: (values) => request.key ?? renderKey(compiled, values),
      });
      const { instanceId } = input;
      // Temporal forgets a closed instance after the namespace's retention; the records do not.
      if (!first && (await instanceRow(store.tenant(tenantId), instanceId))) return { instanceId, started: false };
      const args: ProcessArgs = [input, { $definition: version.hash }];
      try {
        await client.workflow.start(WORKFLOW_TYPE, {
          taskQueue,
          workflowId: workflowIdOf({ tenantId, definitionId, key: input.key }),
          args,
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          workflowIdConflictPolicy: 'USE_EXISTING',
        });
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
        return { instanceId, started: false };
      }
      return { instanceId, started: true };
    },

    sendEvent: (target, event, key) =>
      signal<SystemArgs>(workflowIdOf(target), SYSTEM_SIGNAL, [{ kind: 'system', ...event }, key]),

    migrate: (target, ...args) => {
      const handle = client.workflow.getHandle(workflowIdOf(target));
      return client.withDeadline(Date.now() + LONGEST_UPDATE_MS, () =>
        handle.executeUpdate<ActAnswer, MigrateArgs>(MIGRATE_UPDATE, { args, updateId: args[0].key }),
      );
    },

    sendChange: (target, ...args) => signal<ChangeArgs>(workflowIdOf(target), CHANGE_SIGNAL, args),
  };
}

const compiledCache = new Map<string, Compiled>();

/** Compiles a stored definition, once per process: what a hash names never changes. */
export async function compiledByHash(store: Store, hash: string): Promise<Compiled | null> {
  const known = compiledCache.get(hash);
  if (known) return known;
  const definition = await definitionByHash(store, hash);
  if (!definition) return null;
  const compiled = compile(definition);
  compiledCache.set(hash, compiled);
  return compiled;
}
