import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { encodeToPayloads } from '@temporalio/common/lib/internal-non-workflow';
import { msToTs, tsToMs } from '@temporalio/common/lib/time';
import { WORKFLOW_TYPE, type ProcessArgs } from '../../../workflows/contract.ts';

/** Starts a process whose clock skips whatever it only waits for, until `forMs` of virtual time are over. */
export async function startSkipping(
  client: Client,
  options: { taskQueue: string; workflowId: string; args: ProcessArgs; forMs?: number },
): Promise<WorkflowHandle> {
  const { connection, options: clientOptions } = client;
  const { namespace, loadedDataConverter } = clientOptions;
  const payloads = await encodeToPayloads(loadedDataConverter, ...options.args);
  const id = randomUUID();
  await connection.workflowService.startWorkflowExecution({
    namespace,
    requestId: randomUUID(),
    workflowId: options.workflowId,
    workflowType: { name: WORKFLOW_TYPE },
    taskQueue: { name: options.taskQueue },
    input: { payloads: payloads ?? [] },
    timeSkippingConfig: skippingFor(id, options.forMs ?? 1),
  });
  await untilSkipped(client, options.workflowId, id);
  return client.workflow.getHandle(options.workflowId);
}

/** Lets virtual time run on by this much, and returns when it has, or when the instance has ended on the way. */
export async function skip(client: Client, workflowId: string, forMs: number): Promise<void> {
  const id = randomUUID();
  await client.connection.workflowService.updateWorkflowExecutionOptions({
    namespace: client.options.namespace,
    workflowExecution: { workflowId },
    workflowExecutionOptions: { timeSkippingConfig: skippingFor(id, forMs) },
    updateMask: { paths: ['time_skipping_config'] },
  });
  await untilSkipped(client, workflowId, id);
}

const skippingFor = (id: string, forMs: number) => ({
  enabled: true,
  fastForwardConfig: { id, duration: msToTs(forMs) },
});

async function describe(client: Client, workflowId: string) {
  const description = await client.connection.workflowService.describeWorkflowExecution({
    namespace: client.options.namespace,
    execution: { workflowId },
  });
  return {
    info: description.workflowExtendedInfo?.timeSkippingInfo,
    closed: description.workflowExecutionInfo?.closeTime != null,
    resting: !description.pendingActivities?.length && !description.pendingWorkflowTask,
  };
}

/** Milliseconds since 1970 on the instance's own clock; null when it has ended. */
export async function virtualNow(client: Client, workflowId: string): Promise<number | null> {
  const { info, closed } = await describe(client, workflowId);
  if (closed) return null;
  return info?.currentTime ? tsToMs(info.currentTime) : Date.now();
}

/** True when nothing is on its way any more: no workflow task, no activity. */
export async function isResting(client: Client, workflowId: string): Promise<boolean> {
  const { closed, resting } = await describe(client, workflowId);
  return closed || resting;
}

async function untilSkipped(client: Client, workflowId: string, id: string): Promise<void> {
  for (;;) {
    const { info, closed } = await describe(client, workflowId);
    const config = info?.effectiveConfig;
    if (closed || (config?.fastForwardConfig?.id === id && !config.enabled)) return;
    await sleep(20);
  }
}
