import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensurePerson, linkUser, putUser } from '../../server/store/index.ts';
import { type FirstDay, openFirstDay } from '../support/first-day.ts';

const nova = { personalNumber: '199001012385', name: 'Nova Exempel' };
const stina = { personalNumber: '200002292399', name: 'Stina Exempel' };

let day: FirstDay;
let url: string;

beforeAll(async () => {
  day = await openFirstDay([nova, stina]);
  ({ url } = day);
});

afterAll(() => day?.close());

describe('the pages that Arende serves', () => {
  test('I-01 L-11 a firm from its first link to its administrator at work, out again, and in with the QR code', async () => {
    const page = await day.visit(`/setup#${day.token}`);
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
    day.simulator.act({ qr: text! }, { sign: nova.personalNumber });
    await page.waitForURL(`${url}/office#arende-thread=general-x`);
    await expect.poll(() => page.locator('nav a[aria-current]').textContent()).toBe('Meddelanden');
    expect(day.complaints.filter((text) => !/status of 404/.test(text))).toEqual([]);
  });

  test('L-01 L-13 a client on a phone: BankID on the same device, to their own pages and to no others', async () => {
    const [tenant] = await day.store.tenant('').db('tenants');
    const scope = day.store.tenant(tenant.id);
    const { user } = await putUser(scope, {
      externalId: 'stina',
      name: stina.name,
      email: 'stina@ny.example',
      role: 'client',
      clients: [],
    });
    const person = await ensurePerson(day.store, day.server.services.login.keys!, {
      ...stina,
      now: new Date().toISOString(),
    });
    await linkUser(scope, { userId: user.id, personId: person.id });
    const page = await day.visit('/login', {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile Safari/604.1',
    });
    await page.locator('arende-login').getByRole('button', { name: 'BankID på den här enheten' }).click();
    await page.waitForURL(`${day.simulator.url}/**`);
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
