import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isServing, isWorking } from '../../tools/start/health.ts';
import { freePort, startTemporal, type TemporalServer } from '../../tools/temporal/server.ts';
import { tether } from '../../tools/start/tether.ts';
import { readConfig } from '../../server/config.ts';
import { createTenant, migrate, openStore, type Store } from '../../server/store/index.ts';
import { openMailbox, type Mailbox } from './mailbox.ts';

export type Part = 'temporal' | 'server' | 'worker';

/** The whole product as an operator runs it: Temporal, server and worker as processes of their own, on loopback. */
export interface House {
  url: string;
  /** Holds both databases and the documents; removed at the end. */
  folder: string;
  temporalAddress: string;
  secretKey: string;
  tenantId: string;
  /** The same database that the processes use, to look into. */
  store: Store;
  mailbox: Mailbox;
  /** SIGKILL, then started again after the pause. Resolves when the new process has been started, not when it is ready. */
  kill(part: Part, pauseMs: number): Promise<void>;
  /** Resolves when every part does its work. */
  healthy(): Promise<void>;
  close(): Promise<void>;
}

export interface HouseOptions {
  env?: Record<string, string>;
  /** Default: SQLite in the house's own folder. */
  databaseUrl?: string;
  portalUrl?: string;
  /** Data of an earlier house, to go on with. */
  folder?: string;
}

const RESTART_AFTER_MS = 500;
const MODULES = { server: 'server/main.ts', worker: 'worker/main.ts' } as const;

export async function openHouse({ env = {}, databaseUrl, portalUrl, ...earlier }: HouseOptions = {}): Promise<House> {
  const folder = earlier.folder ?? (await mkdtemp(path.join(tmpdir(), 'arende-house-')));
  const mailbox = await openMailbox();
  const [port, temporalPort] = [await freePort(), await freePort()];
  const temporalAddress = `127.0.0.1:${temporalPort}`;
  const environment: Record<string, string | undefined> = {
    ...process.env,
    ARENDE_DATA_DIR: folder,
    DATABASE_URL: databaseUrl ?? `sqlite:${path.join(folder, 'arende.sqlite')}`,
    ARENDE_PORT: String(port),
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_CONFIG_FILE: '/dev/null',
    SMTP_URL: mailbox.smtpUrl,
    ARENDE_LOG_LEVEL: 'error',
    ...env,
  };
  const config = readConfig(environment);
  const store = await openStore(config.databaseUrl);
  await migrate(store);
  const now = new Date().toISOString();
  const { tenantId, secretKey } = await createTenant(store, { name: 'Test Redovisning AB', portalUrl, now });

  const startServerOfTemporal = () =>
    startTemporal({ dbFile: path.join(folder, 'temporal.sqlite'), port: temporalPort, timeSkipping: true });
  let temporal: TemporalServer = await startServerOfTemporal();
  const logFile = path.join(folder, 'house.log');
  const log = await open(logFile, 'a');
  const children = new Map<string, ChildProcess>();
  const ending = new WeakSet<ChildProcess>();
  let [opened, closing] = [false, false];
  let failed: (error: Error) => void = () => {};
  const failure = new Promise<never>((_, reject) => (failed = reject));
  const start = (part: keyof typeof MODULES) => {
    const child = spawn(process.execPath, ['--import', 'tsx', MODULES[part]], {
      env: environment,
      // A killed neighbour makes every part complain at length; what they say is kept with the house's data.
      stdio: ['ignore', log.fd, log.fd],
      detached: true,
    });
    child.once('exit', tether(child));
    children.set(part, child);
    // What ends by itself is started again, as any supervisor does: a worker that meets a dying Temporal may give up.
    child.once('exit', async () => {
      if (!opened) return failed(new Error(`The ${part} does not start:\n${await readFile(logFile, 'utf8')}`));
      await sleep(RESTART_AFTER_MS);
      if (!ending.has(child) && !closing) start(part);
    });
  };
  const end = async (child: ChildProcess | undefined, signal: NodeJS.Signals) => {
    if (child) ending.add(child);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  start('server');
  start('worker');

  const url = config.publicUrl;
  const healthy = async () => {
    const checks = [() => isServing(`${url}/healthz`), () => isWorking(config, children.get('worker')!.pid!)];
    for (const check of checks) while (!(await check().catch(() => false))) await sleep(50);
  };
  await Promise.race([healthy(), failure]);
  opened = true;

  return {
    url,
    folder,
    temporalAddress,
    secretKey,
    tenantId,
    store,
    mailbox,
    healthy,
    async kill(part, pauseMs) {
      if (part === 'temporal') await temporal.kill();
      else await end(children.get(part), 'SIGKILL');
      await sleep(pauseMs);
      if (closing) return;
      if (part === 'temporal') temporal = await startServerOfTemporal();
      else start(part);
    },
    async close() {
      closing = true;
      for (const child of [...children.values()].toReversed()) await end(child, 'SIGTERM');
      await temporal.stop();
      await store.close();
      await mailbox.close();
      await log.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
