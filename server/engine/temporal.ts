import { fileURLToPath } from 'node:url';
import {
  Client,
  Connection,
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { Refusal } from '../../definitions/index.ts';
import { createCodecs } from '../../workflows/codec.ts';
import {
  ACT_UPDATE,
  type ActAnswer,
  type ActRequest,
  CHANGE_SIGNAL,
  type ChangeArgs,
  EVENT_UPDATE,
  type EventRequest,
  type ProcessArgs,
  WORKFLOW_TYPE,
  workflowIdOf,
} from '../../workflows/contract.ts';
import type { Config } from '../config.ts';
import { definitionByHash, type Store } from '../store/index.ts';
import { type Engine, EngineRefusal, EngineUnavailable } from './port.ts';

const failureConverter = fileURLToPath(new URL('../../workflows/failure-converter.cjs', import.meta.url));

/** Instances as Temporal workflows. Connects at the first call, and again by itself after every loss. */
export function temporalEngine(
  config: Pick<Config, 'temporal' | 'payloadKey'>,
  store: Store,
  /** The longest that a person waits for an answer; then the act goes on or not, and the same key tells which. */
  longestMs = 10_000,
): Engine {
  const { connection: address, namespace, taskQueue } = config.temporal;
  const connection = Connection.lazy({ ...address, connectTimeout: 5_000 });
  const client = new Client({
    connection,
    namespace,
    dataConverter: {
      payloadCodecs: createCodecs({
        definitionByHash: (hash) => definitionByHash(store, hash),
        keys: config.payloadKey ? [config.payloadKey] : [],
      }),
      ...(config.payloadKey ? { failureConverterPath: failureConverter } : {}),
    },
  });

  /** Never longer than `longestMs`, also while connecting, which has no deadline of its own. */
  async function bounded<T>(call: () => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new EngineUnavailable('Temporal did not answer in time.')), longestMs + 500);
    });
    try {
      return await Promise.race([client.withDeadline(Date.now() + longestMs, call), tooLong]);
    } catch (error) {
      throw asEngineError(error);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    async start(input, definition) {
      const args: ProcessArgs = [input, { $definition: input.definition.hash, content: definition }];
      const { tenantId, key } = input;
      await bounded(async () => {
        try {
          await client.workflow.start(WORKFLOW_TYPE, {
            taskQueue,
            workflowId: workflowIdOf({ tenantId, definitionId: input.definition.id, key }),
            args,
            workflowIdReusePolicy: 'REJECT_DUPLICATE',
            workflowIdConflictPolicy: 'USE_EXISTING',
          });
        } catch (error) {
          if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
        }
      });
    },

    act(instance, act) {
      const handle = client.workflow.getHandle(workflowIdOf(instance));
      return bounded(() =>
        handle.executeUpdate<ActAnswer, [ActRequest]>(ACT_UPDATE, { args: [act], updateId: act.key }),
      );
    },

    raise(instance, event) {
      const handle = client.workflow.getHandle(workflowIdOf(instance));
      return bounded(() =>
        handle.executeUpdate<ActAnswer, [EventRequest]>(EVENT_UPDATE, { args: [event], updateId: event.key }),
      );
    },

    async change(instance, event, key) {
      const handle = client.workflow.getHandle(workflowIdOf(instance));
      await bounded(() => handle.signal<ChangeArgs>(CHANGE_SIGNAL, event, key));
    },

    async ping() {
      await bounded(() =>
        connection.withDeadline(Date.now() + 2_000, () => connection.workflowService.getSystemInfo({})),
      );
    },

    close: () => connection.close(),
  };
}

const closed: Refusal = {
  code: 'instance_closed',
  text: { sv: 'Ärendet är avslutat.', en: 'This case is closed.' },
};

function asEngineError(error: unknown): unknown {
  if (error instanceof WorkflowUpdateFailedError) {
    const cause = error.cause;
    const refusal = cause instanceof ApplicationFailure ? (cause.details?.[0] as Refusal | undefined) : undefined;
    return refusal && refusal.code === (cause as ApplicationFailure).type ? new EngineRefusal(refusal) : error;
  }
  // The store knows the instance, so it ran once: it has ended, and Temporal keeps ended ones for a while or not at all.
  if (error instanceof WorkflowNotFoundError) return new EngineRefusal(closed);
  const lost = error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || error instanceof ServiceError;
  return lost ? new EngineUnavailable(error.message, { cause: error }) : error;
}
