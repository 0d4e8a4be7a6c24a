import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createActivities, type NamedActivity } from '../activities/index.ts';
import { readClientFigures } from '../activities/client-figures.ts';
import { collectStatus } from '../activities/collect-status.ts';
import { createMailer } from '../activities/mail/mailer.ts';
import { elksGateway } from '../activities/sms/elks.ts';
import { sendTexts } from '../activities/sms/sender.ts';
import type { Config } from '../server/config.ts';
import { definitionByHash, migrate, openStore, type Store } from '../server/store/index.ts';
import { createCodecs } from '../workflows/codec.ts';
import { FAILURE_CONVERTER, workflowBundle } from './bundle.ts';
import type { Log } from './log.ts';
import { runRounds } from './rounds.ts';
import { createInstances } from './starting.ts';

export interface RunOptions {
  config: Config;
  log: Log;
  /** What definitions may `call`. */
  calls?: Record<string, NamedActivity>;
}

/**
 * Runs the worker until the signal says stop: work under way ends, what is left stays with Temporal and the outbox.
 * Waits for Temporal and the database to come up. Throws when it cannot go on; starting it again is always safe.
 */
export async function runWorker({ config, log, calls }: RunOptions, signal: AbortSignal): Promise<void> {
  const store = await untilUp('the database', log, signal, () => openDatabase(config.databaseUrl));
  if (!store) return;
  try {
    const { connection: address, namespace, taskQueue } = config.temporal;
    const native = await untilUp('Temporal', log, signal, () => NativeConnection.connect(address));
    if (!native) return;
    const connection = await Connection.connect(address);
    try {
      const dataConverter = dataConverterOf(config, store);
      const client = new Client({ connection, namespace, dataConverter });
      const instances = createInstances({ store, client, taskQueue });
      const worker = await Worker.create({
        connection: native,
        namespace,
        taskQueue,
        dataConverter,
        workflowBundle: await workflowBundle({ cacheDir: config.dataDir, encrypted: config.payloadKey !== null }),
        activities: createActivities({
          store,
          clock: Date.now,
          startInstance: instances.start,
          sendEvent: instances.sendEvent,
          calls: {
            readClientFigures: readClientFigures(store),
            collectStatus: collectStatus(store, Date.now),
            ...calls,
          },
          log,
        }),
        maxCachedWorkflows: config.workflowCacheSize,
        // After a worker has died, its instances wait this long before another one takes them.
        stickyQueueScheduleToStartTimeout: 3_000,
        shutdownGraceTime: 5_000,
        shutdownForceTime: 10_000,
      });

      // When one of the three ends, the others are to end too.
      const ending = new AbortController();
      const over = AbortSignal.any([signal, ending.signal]);
      const stop = (): void => void (worker.getState() === 'RUNNING' && worker.shutdown());
      over.addEventListener('abort', stop, { once: true });
      const polling = worker.run().finally(() => ending.abort());
      if (over.aborted) stop();
      const { sms, publicUrl } = config;
      await Promise.all([
        polling,
        runRounds({ store, instances, log }, over),
        sendMails(config, store, log, over),
        sms && sendTexts({ store, gateway: elksGateway(sms), publicUrl, log }, over),
      ]);
    } finally {
      await connection.close();
      await native.close();
    }
  } finally {
    await store.close();
  }
}

/** The codecs and the failure converter that everyone who talks to these instances shares. */
function dataConverterOf(config: Config, store: Store): DataConverter {
  const keys = config.payloadKey ? [config.payloadKey] : [];
  return {
    payloadCodecs: createCodecs({ definitionByHash: (hash) => definitionByHash(store, hash), keys }),
    failureConverterPath: config.payloadKey ? FAILURE_CONVERTER : undefined,
  };
}

async function openDatabase(url: string): Promise<Store> {
  const store = await openStore(url);
  try {
    await migrate(store);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function sendMails(config: Config, store: Store, log: Log, signal: AbortSignal): Promise<void> {
  if (!config.smtpUrl) {
    log.warn({}, 'SMTP_URL is not set: mails wait in the outbox.');
    return;
  }
  const { smtpUrl, mailFromAddress: from, publicUrl, bounceAddress } = config;
  await createMailer({ store, smtpUrl, from, publicUrl, bounceAddress, log }).run(signal);
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;

/** Tries until it works; null when it is told to stop before that. */
async function untilUp<T>(what: string, log: Log, signal: AbortSignal, connect: () => Promise<T>): Promise<T | null> {
  for (let pauseMs = FIRST_PAUSE_MS; !signal.aborted; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await connect();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.warn({ reason }, `${what} is not there yet, trying again in ${pauseMs / 1000} s`);
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
  return null;
}
