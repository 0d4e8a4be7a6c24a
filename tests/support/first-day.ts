import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright';
import { pino } from 'pino';
import { SHIPPED_LIBRARY } from '../../server/config.ts';
import { type RunningServer, startServer } from '../../server/server.ts';
import { migrate, newSetupToken, openStore, type Store } from '../../server/store/index.ts';
import { type Simulator, startBankIdSimulator } from '../../tools/demo/bankid/simulator.ts';
import { freePort } from '../../tools/temporal/server.ts';
import { buildWidgets } from '../../widgets/build.ts';
import { StepEngine } from '../server/support/engine.ts';
import { launchBrowser } from './browser.ts';

/** A server as it is on its first day, on a real address with an empty database, BankID's stand-in and a browser. */
export interface FirstDay {
  url: string;
  /** Of the link that sets up the first firm. */
  token: string;
  store: Store;
  server: RunningServer;
  simulator: Simulator;
  browser: Browser;
  /** Errors in consoles, or thrown, of all pages so far. */
  complaints: string[];
  /** A browser of its own at an address of the server. */
  visit(address: string, options?: Parameters<Browser['newContext']>[0]): Promise<Page>;
  close(): Promise<void>;
}

export async function openFirstDay(people: { personalNumber: string; name: string }[]): Promise<FirstDay> {
  await buildWidgets();
  const folder = await mkdtemp(path.join(tmpdir(), 'arende-first-day-'));
  const store = await openStore(path.join(folder, 'arende.sqlite'));
  await migrate(store);
  const simulator = await startBankIdSimulator({ port: 0, people });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const bankId = { url: simulator.url.replace('localhost', '127.0.0.1'), appUrl: simulator.url };
  const server = await startServer({
    store,
    engine: new StepEngine(store, () => new Date().toISOString()),
    log: pino({ level: 'silent' }),
    dataDir: folder,
    host: '127.0.0.1',
    port,
    login: {
      identityKey: randomBytes(32),
      bankId: { ...bankId, pfx: null, passphrase: null, ca: null },
      oidc: null,
      signUp: 'closed',
    },
    settings: {
      publicUrl: url,
      maxUploadBytes: 1_000_000,
      rateLimitPerSecond: 1_000,
      trustedProxies: 0,
      widgetsDir: 'dist/widgets',
      libraryDir: SHIPPED_LIBRARY,
    },
  });
  const token = (await newSetupToken(store, new Date().toISOString()))!;
  const browser = await launchBrowser();
  const complaints: string[] = [];
  return {
    url,
    token,
    store,
    server,
    simulator,
    browser,
    complaints,
    async visit(address, options = {}) {
      const context = await browser.newContext({ locale: 'sv-SE', ...options });
      const page = await context.newPage();
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`);
      });
      await page.goto(url + address);
      return page;
    },
    async close() {
      await browser.close();
      await server.stop(0);
      await simulator.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
