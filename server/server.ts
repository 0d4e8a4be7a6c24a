import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Logger } from 'pino';
import type { LoginConfig } from './config.ts';
import type { Engine } from './engine/port.ts';
import { Feed } from './events/feed.ts';
import { PartStorage } from './files/parts.ts';
import { clamd } from './files/scanner.ts';
import { FileStorage } from './files/storage.ts';
import { ReadingRound } from './documents/reading.ts';
import { dropUploads, emptyTrash } from './documents/trash.ts';
import { createApp } from './http/app.ts';
import { createLogin, passwordsOnly } from './login/login.ts';
import { pages } from './pages/pages.ts';
import { routes } from './routes.ts';
import type { Services, ServerSettings } from './services.ts';
import { widgetFiles } from './static/widgets.ts';
import {
  clientsWithoutYear,
  ensureYear,
  listTenants,
  pruneChanges,
  pruneLogins,
  pruneSessions,
  renewActing,
  type Store,
} from './store/index.ts';
import { localDate } from '../definitions/calendar/index.ts';

export interface ServerOptions {
  store: Store;
  engine: Engine;
  log: Logger;
  /** Folder for uploaded files. */
  dataDir: string;
  host: string;
  /** 0 takes a free one. */
  port: number;
  settings: ServerSettings;
  /** Default: e-mail and password only. */
  login?: LoginConfig;
  clock?: () => number;
}

export interface RunningServer {
  address: string;
  services: Services;
  /** Takes no more requests, lets those under way finish for at most `graceMs`, and ends the streams. */
  stop(graceMs?: number): Promise<void>;
}

const housekeepingMs = 10 * 60_000;

export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { store, engine, log, settings } = options;
  const files = new FileStorage(path.join(options.dataDir, 'files'));
  await files.prepare();
  const parts = new PartStorage(path.join(options.dataDir, 'uploads'), settings.maxUploadBytes);
  const scanner = settings.clamdAddress ? clamd(settings.clamdAddress) : null;
  const reading = new ReadingRound({ store, files, scanner, log });
  const feed = new Feed({ store, log });
  const clock = options.clock ?? Date.now;
  const { publicUrl } = settings;
  const login = createLogin(options.login ?? passwordsOnly, { store, log, clock, publicUrl });
  const archive = { files, parts, scanner, reading };
  const services: Services = { store, engine, ...archive, feed, log, settings, clock, login };
  const http = createServer(
    // Headers within ten seconds, a whole request (the largest upload on a slow line) within fifteen minutes.
    { headersTimeout: 10_000, requestTimeout: 15 * 60_000, connectionsCheckingInterval: 5_000, maxHeaderSize: 16_384 },
    createApp(services, routes, [widgetFiles(settings.widgetsDir), pages(services)]),
  );
  // Nothing sent or received for this long: a stream says something every fifteen seconds, an upload goes on.
  http.timeout = 60_000;
  http.keepAliveTimeout = 30_000;
  await listen(http, options.host, options.port);
  let tidying = tidy(services);
  const housekeeping = setInterval(() => void (tidying = tidying.then(() => tidy(services))), housekeepingMs);
  const { address, port } = http.address() as AddressInfo;
  return {
    address: `http://${address.includes(':') ? `[${address}]` : address}:${port}`,
    services,
    async stop(graceMs = 10_000) {
      clearInterval(housekeeping);
      const closed = new Promise((resolve) => http.close(resolve));
      feed.close();
      login.close();
      // A connection is idle only once the answer that is under way has been sent.
      const idle = setInterval(() => http.closeIdleConnections(), 20);
      const timer = setTimeout(() => http.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(timer);
      clearInterval(idle);
      await tidying;
      await reading.stop();
    },
  };
}

function listen(http: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, host, () => {
      http.off('error', reject);
      resolve();
    });
  });
}

/** What only grows otherwise, and the folders of a year that has begun. */
async function tidy(services: Services): Promise<void> {
  const { store, log, clock, reading } = services;
  try {
    const now = new Date(clock()).toISOString();
    await pruneSessions(store, now);
    await pruneLogins(store, now);
    await pruneChanges(store);
    const year = Number(localDate(now).slice(0, 4));
    for (const { id } of await listTenants(store)) {
      const scope = store.tenant(id);
      // Of this moment: with many firms, midnight may have passed since the round began.
      await renewActing(scope, localDate(new Date(clock()).toISOString()));
      for (const clientId of await clientsWithoutYear(scope, year)) await ensureYear(scope, clientId, year);
      await emptyTrash(services, scope, now);
    }
    await dropUploads(services, now);
    reading.wake();
  } catch (error) {
    log.warn({ err: error }, 'the housekeeping failed and will be tried again');
  }
}
