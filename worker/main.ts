import { pino } from 'pino';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { configOrExit } from '../server/config.ts';
import { runWorker } from './run.ts';

const config = configOrExit();
const log = pino({ name: 'worker', level: config.logLevel });
const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'debug', WARN: 'warn', ERROR: 'error' } as const;
Runtime.install({
  // The SDK's own news about starting and stopping are for those who look closer.
  logger: new DefaultLogger(config.logLevel === 'debug' ? 'INFO' : 'WARN', ({ level, message, meta }) =>
    log[levels[level]](meta ?? {}, message),
  ),
  // This process has its own, below.
  shutdownSignals: [],
});

const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => stopping.abort());

try {
  await runWorker({ config, log }, stopping.signal);
} catch (error) {
  log.error({ err: error }, 'the worker cannot go on');
  process.exitCode = 1;
}
