import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { temporalAddress } from '../../support/temporal.ts';
import type { Firm } from './firm.ts';

/** The worker as an operator runs it: one process after the other, of which none outlives the test. */
export interface WorkerProcess {
  start(): void;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
}

export async function workerProcess(firm: Firm, taskQueue: string): Promise<WorkerProcess> {
  const env = {
    ...process.env,
    DATABASE_URL: firm.databaseUrl,
    ARENDE_DATA_DIR: firm.folder,
    TEMPORAL_ADDRESS: await temporalAddress(),
    ARENDE_TASK_QUEUE: taskQueue,
    ARENDE_LOG_LEVEL: 'error',
  };
  let running: ChildProcess | null = null;
  const kill = async () => {
    const worker = running;
    running = null;
    if (!worker || worker.exitCode !== null || worker.signalCode !== null) return;
    worker.kill('SIGKILL');
    await once(worker, 'exit');
  };
  onTestFinished(kill);
  return {
    start() {
      running = spawn(process.execPath, ['--import', 'tsx', 'worker/main.ts'], { env, stdio: 'inherit' });
    },
    kill,
  };
}
