/** The hand-written workflows in a process of their own, as the engine's worker is. */
import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';

export const BASELINE_QUEUE = 'bench-baseline';

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const connection = await NativeConnection.connect({ address: process.env.TEMPORAL_ADDRESS! });
  const worker = await Worker.create({
    connection,
    taskQueue: BASELINE_QUEUE,
    workflowsPath: fileURLToPath(new URL('workflow.ts', import.meta.url)),
    activities: { note: async () => {} },
  });
  process.on('SIGTERM', () => worker.shutdown());
  await worker.run();
  await connection.close();
}
