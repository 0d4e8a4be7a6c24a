import { Connection } from '@temporalio/client';
import type { Config } from '../../server/config.ts';

/** True when the address answers with success. */
export async function isServing(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await response.body?.cancel();
  return response.ok;
}

/** True when the worker with this process id takes work from the task queue, as Temporal sees it. */
export async function isWorking({ temporal }: Config, pid: number): Promise<boolean> {
  const connection = await Connection.connect({ ...temporal.connection, connectTimeout: 2_000 });
  try {
    const { pollers } = await connection.workflowService.describeTaskQueue({
      namespace: temporal.namespace,
      taskQueue: { name: temporal.taskQueue },
      taskQueueType: 1,
    });
    return (pollers ?? []).some(({ identity }) => identity?.startsWith(`${pid}@`));
  } finally {
    await connection.close();
  }
}
