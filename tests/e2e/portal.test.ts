import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SHIPPED_LIBRARY } from '../../server/config.ts';
import { type RunningServer, startServer } from '../../server/server.ts';
import {
  ensurePerson,
  linkUser,
  migrate,
  newSetupToken,
  openStore,
  putUser,
  type Store,
} from '../../server/store/index.ts';
import { type Simulator, startBankIdSimulator } from '../../tools/demo/bankid/simulator.ts';
import { freePort } from '../../tools/temporal/server.ts';
import { buildWidgets } from '../../widgets/build.ts';
import { StepEngine } from '../server/support/engine.ts';
import { launchBrowser } from '../support/browser.ts';

const nova = { personalNumber: '199001012385', name: 'Nova Exempel' };
const stina = { personalNumber: '200002292399', name: 'Stina Exempel' };

let folder: string;
let store: Store;
let server: RunningServer;
let simulator: Simulator;
let browser: Browser;
let url: string;
let token: string;
const complaints: string[] = [];

/** A server as it is on its first day, on a real address, and BankID's stand-in. */
beforeAll(async () => {
  await buildWidgets();
  folder = await mkdtemp(path.join(tmpdir(), 'arende-portal-'));
  store = await openStore(path.join(folder, 'arende.sqlite'));
  await migrate(store);
  simulator = await startBankIdSimulator({ port: 0, people: [nova, stina] });
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const bankId = { url: simulator.url.replace('localhost', '127.0.0.1'), appUrl: simulator.url };
  server = await startServer({
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
    } as Parameters<typeof startServer>[0]['settings'],
  });
  token = (await newSetupToken(store, new Date().toISOString()))!;
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop(0);
  await simulator?.close();
  await store?.close();
  await rm(folder, { recursive: true, force: true });
});

async function visit(address: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const context = await browser.newContext({ locale: 'sv-SE', ...options });
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`);
  });
  await page.goto(url + address);
  return page;
}

describe('the pages that Arende serves', () => {
  test('I-01 L-11 a firm from its first link to its administrator at work, out again, and in with the QR code', async () => {
    const page = await visit(`/setup#${token}`);
    const setup = page.locator('arende-setup');
    await setup.getByLabel('Byråns namn').fill('Nya Byrån AB');
    await setup.getByRole('button', { name: 'Nästa' }).click();
    await setup.getByLabel('Ditt namn').fill(nova.name);
    await setup.getByLabel('Din e-post').fill('nova@ny.example');
    await setup.getByLabel('Ditt personnummer').fill('900101-2385');
    await setup.getByRole('button', { name: 'Starta byrån' }).click();
    await setup.getByRole('button', { name: 'Gör det senare' }).click();
    await page.waitForURL(`${url}/admin#start`);
    await page.getByRole('link', { name: 'Byrån och webbplatsen' }).click();
    const firm = page.locator('arende-firm');
    await firm.getByLabel('Byråns webbplatser, en per rad').fill('https://www.ny.example/start');
    await firm.locator('form', { hasText: 'Byråns webbplatser' }).getByRole('button', { name: 'Spara' }).click();
    await expect.poll(() => firm.locator('pre').first().textContent()).toContain("origin: 'https://www.ny.example'");
    await firm.getByRole('button', { name: 'Skapa en ny nyckel' }).click();
    await firm.getByRole('button', { name: 'Skapa', exact: true }).click();
    await expect.poll(() => firm.locator('pre').first().textContent()).toMatch(/^ARENDE_SECRET_KEY=sk_/);

    await page.locator('arende-account').getByRole('button', { name: nova.name }).click();
    await page.locator('arende-account').getByRole('button', { name: 'Logga ut', exact: true }).click();
    await page.waitForURL(`${url}/login`);
    // A link in a mail, followed by somebody who is not logged in, leads there all the same.
    await page.goto(`${url}/portal#arende-thread=general-x`);
    const login = page.locator('arende-login');
    await login.getByRole('button', { name: 'BankID på en annan enhet' }).click();
    const text = await login.locator('svg.qr').getAttribute('data-text');
    simulator.act({ qr: text! }, { sign: nova.personalNumber });
    await page.waitForURL(`${url}/office#arende-thread=general-x`);
    await expect.poll(() => page.locator('nav a[aria-current]').textContent()).toBe('Meddelanden');
    expect(complaints.filter((text) => !/status of 404/.test(text))).toEqual([]);
  });

  test('L-01 L-13 a client on a phone: BankID on the same device, to their own pages and to no others', async () => {
    const [tenant] = await store.tenant('').db('tenants');
    const scope = store.tenant(tenant.id);
    const { user } = await putUser(scope, {
      externalId: 'stina',
      name: stina.name,
      email: 'stina@ny.example',
      role: 'client',
      clients: [],
    });
    const person = await ensurePerson(store, server.services.login.keys!, { ...stina, now: new Date().toISOString() });
    await linkUser(scope, { userId: user.id, personId: person.id });
    const page = await visit('/login', {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile Safari/604.1',
    });
    await page.locator('arende-login').getByRole('button', { name: 'BankID på den här enheten' }).click();
    await page.waitForURL(`${simulator.url}/**`);
    await page.getByRole('button', { name: stina.name }).click();
    await page.waitForURL(`${url}/portal`);
    await page.locator('arende-inbox').waitFor();
    await page.getByRole('link', { name: 'Dokument' }).click();
    await page.locator('arende-document-tree').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    for (const other of ['/office', '/admin']) {
      await page.goto(url + other);
      expect(new URL(page.url()).pathname, other).toBe('/portal');
    }
  });

  test('each page holds a strict policy and only elements that the loader knows', async () => {
    for (const address of ['/login', '/setup', '/portal/invitation']) {
      const answer = await fetch(url + address);
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect(policy, address).toContain("default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
    }
    const lists = await Promise.all(['elements', 'apart'].map((name) => readFile(`widgets/${name}.ts`, 'utf8')));
    const script = await readFile('server/pages/public/page.js', 'utf8');
    const held = [...script.matchAll(/'(arende-[a-z-]+)'/g)].map((match) => match[1]!);
    const notElements = [
      'arende-folder',
      'arende-thread',
      'arende-language',
      'arende-selected',
      'arende-client-opened',
    ];
    const missing = held.filter((tag) => !notElements.includes(tag) && !lists.join().includes(`'${tag}'`));
    expect(missing).toEqual([]);
  });
});
