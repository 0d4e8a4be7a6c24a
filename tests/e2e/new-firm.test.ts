import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMailer } from '../../activities/mail/mailer.ts';
import { type FirstDay, openFirstDay } from '../support/first-day.ts';
import { type Mailbox, openMailbox } from '../support/mailbox.ts';

const nova = { personalNumber: '199001012385', name: 'Nova Exempel' };
const clients = 10_000;
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let day: FirstDay;
let mailbox: Mailbox;
let page: Page;
let site: { server: Server; url: string };
/** The firm's own site, as its developer has built it so far. */
let has: { page: string; policy: string; secretKey: string | null };
const stop = new AbortController();
let sending: Promise<void>;

beforeAll(async () => {
  day = await openFirstDay([nova]);
  mailbox = await openMailbox();
  has = { page: '<h1>Byrån</h1>', policy: "default-src 'self'", secretKey: null };
  site = await openSite();
});

afterAll(async () => {
  stop.abort();
  await sending;
  site?.server.closeAllConnections();
  site?.server.close();
  await mailbox?.close();
  await day?.close();
});

/** A site on another origin, with what step 2 of the code says in its server. */
async function openSite(): Promise<{ server: Server; url: string }> {
  const server = createServer(async (request, response) => {
    response.setHeader('Content-Security-Policy', has.policy);
    if (request.url === '/arende/session' && has.secretKey !== null) {
      // Whoever has no cookie of the site is not logged in there.
      if (!request.headers.cookie) return void response.writeHead(401).end();
      const answer = await fetch(`${day.url}/v1/widget-sessions`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${has.secretKey}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({
          user: 'maja',
          origin: site.url,
          components: { inbox: { act: true }, 'document-tree': { upload: true } },
        }),
      });
      response.setHeader('Content-Type', 'application/json');
      return void response.end(JSON.stringify({ clientSecret: (await answer.json()).clientSecret }));
    }
    if (request.url === '/portal.js') {
      response.setHeader('Content-Type', 'text/javascript');
      const [, script] = /<script type="module">([\s\S]*?)<\/script>/.exec(has.page)!;
      return void response.end(script);
    }
    if (request.url !== '/') return void response.writeHead(404).end();
    // A page with a strict policy keeps the second script in a file.
    const html = has.page.replace(
      /<script type="module">[\s\S]*?<\/script>/,
      '<script type="module" src="/portal.js"></script>',
    );
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="sv"><title>Byrån</title><link rel="icon" href="data:,">${html}</html>`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://localhost:${(server.address() as AddressInfo).port}` };
}

/** Luhn's check digit, of which nine digits become an organisation number. */
function organisationNumber(index: number): string {
  const nine = `556${String(index).padStart(6, '0')}`;
  const sum = [...nine].reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  const all = `${nine}${(10 - (sum % 10)) % 10}`;
  return `${all.slice(0, 6)}-${all.slice(6)}`;
}

const periods = ['Månad', 'Kvartal', 'År'];
const good = (n: number, name = `Demobolaget ${n} Ö AB`) =>
  [`k${n}`, name, organisationNumber(n), 'nova@ny.example', '2026-10', periods[n % 3]].join(';');
const wrongRows: [row: string, why: RegExp][] = [
  [`fel1;Fel siffra AB;556000-0002;;;`, /Kontrollsiffran måste stämma/],
  [`fel2;Samma nummer AB;${organisationNumber(5)};;;`, /Samma kund finns på rad 7/],
  [`fel3;Fel period AB;;;;Vecka`, /Välj bland: Månad, Kvartal, År/],
  [`fel4;Fel datum AB;;;2026-13;`, /Ange en månad/],
  [`fel5;Fel person AB;;ingen@x.example;;`, /Ingen på byrån heter så/],
  [`fel6;;;;;`, /Ange ett namn/],
  [`fel7;"=HYPERLINK(""http://x.example"")";;;;`, /Cellen är en formel/],
  [`fel8;${'Långt '.repeat(40)}AB;;;;`, /högst 200 tecken/],
];

/** As Swedish Excel saves "CSV": semicolons, Windows-1252. */
function registerFile(): Buffer {
  const rows = Array.from({ length: clients }, (_, n) => good(n));
  rows.splice(100, 0, ...wrongRows.slice(0, 4).map(([row]) => row));
  rows.push(...wrongRows.slice(4).map(([row]) => row));
  const headings = 'Kundnummer;Namn;Organisationsnummer;Ansvarig;Startmånad;Momsperiod';
  return Buffer.from([headings, ...rows, ''].join('\r\n'), 'latin1');
}

const step = (title: string): Locator => page.locator('arende-first-steps li', { hasText: title });

/** Look, administrator and mail: left and taken up again. */
async function setUpFirm(): Promise<void> {
  page = await day.visit(`/setup#${day.token}`);
  const setup = page.locator('arende-setup');
  await setup.getByLabel('Byråns namn').fill('Nya Byrån AB');
  await setup.getByLabel('Logotyp').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: png });
  await setup.locator('#accent').fill('#ffb300');
  await setup.getByText('kontrasten är 1,7 till 1').waitFor();
  await setup.getByRole('button', { name: 'Använd #9e6d00 i stället' }).click();
  await setup.getByText('Lätt att läsa').waitFor();
  // Left, and taken up again.
  await page.reload();
  expect(await setup.getByLabel('Byråns namn').inputValue()).toBe('Nya Byrån AB');
  await setup.getByLabel('Logotyp').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: png });
  await setup.getByRole('button', { name: 'Nästa' }).click();
  await setup.getByLabel('Ditt namn').fill(nova.name);
  await setup.getByLabel('Din e-post').fill('nova@ny.example');
  await setup.getByLabel('Ditt personnummer').fill('900101-2385');
  await setup.getByRole('button', { name: 'Starta byrån' }).click();
  await setup.getByLabel('Avsändare').waitFor();
  await page.goto(`${day.url}/setup`);
  await setup.getByLabel('Avsändare').fill('Byrån, kundtjänst');
  await setup.getByRole('button', { name: 'Spara och fortsätt' }).click();
  await page.waitForURL(`${day.url}/admin#start`);
  await step('Logotyp och färg').getByText('Klart').waitFor();
  expect(await page.locator('.brand img').getAttribute('src')).toMatch(/^\/v1\/firms\/.*\/logo$/);
  expect(await page.evaluate(() => document.documentElement.style.getPropertyValue('--firm-accent'))).toBe('#9e6d00');

  await step('Mejl som kommer fram').getByRole('link').click();
  const firm = page.locator('arende-firm');
  const { store } = day;
  const options = { store, from: 'arende@firm.example', publicUrl: day.url, log: day.server.services.log };
  const closed = new AbortController();
  const failing = createMailer({ ...options, smtpUrl: 'smtp://127.0.0.1:1' }).run(closed.signal);
  await firm.getByRole('button', { name: 'Skicka ett provmejl till mig' }).click();
  await firm.getByText('Mejlservern svarar inte. Kontrollera värdnamn och port i SMTP_URL').waitFor();
  closed.abort();
  await failing;
  sending = createMailer({ ...options, smtpUrl: mailbox.smtpUrl }).run(stop.signal);
  await firm.getByRole('button', { name: 'Skicka ett provmejl till mig' }).click();
  await firm.getByText('Mejlservern tog emot mejlet').waitFor();
  expect(mailbox.letters[0]).toMatchObject({
    to: 'nova@ny.example',
    from: expect.stringContaining('Byrån, kundtjänst'),
  });
  await page.getByRole('link', { name: 'Kom igång' }).click();
  await step('Mejl som kommer fram').getByText('Klart').waitFor();
}

/** A file of Excel: dry run, rejected rows as a file, applied, and a second time. */
async function importClients(): Promise<void> {
  await step('Importera kunderna').getByRole('link').click();
  const list = page.locator('arende-client-list');
  const dialog = list.getByRole('dialog');
  const choose = async () => {
    await list.getByRole('button', { name: 'Importera', exact: true }).click();
    const file = { name: 'kunder.csv', mimeType: 'text/csv', buffer: registerFile() };
    await dialog.getByLabel('Fil').setInputFiles(file);
    await dialog.getByRole('button', { name: 'Kontrollera filen' }).click();
    await dialog.getByText(`${wrongRows.length} rader går inte att använda`).first().waitFor();
  };
  await choose();
  await dialog.getByText('10 000 läggs till').waitFor();
  const told = (await dialog.locator('.rejected').innerText()).split('\n');
  for (const [, why] of wrongRows)
    expect(
      told.filter((line) => why.test(line)),
      String(why),
    ).toHaveLength(1);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Spara alla som CSV' }).click(),
  ]);
  const saved = (await readFile(await download.path(), 'utf8')).split('\r\n').filter(Boolean);
  expect(saved[0]).toBe('\uFEFFRad;Kolumn;Värde;Varför');
  expect(saved.slice(1).map((line) => wrongRows.findIndex(([, why]) => why.test(line)))).toEqual([
    0, 1, 2, 3, 4, 5, 6, 7,
  ]);
  await dialog.getByRole('button', { name: 'Importera 10 000 kunder' }).click();
  await dialog.getByText('Klart: 10 000 tillagda, 0 ändrade.').waitFor();
  await dialog.getByRole('button', { name: 'Stäng' }).click();

  await choose();
  await dialog.getByText('10 000 är som de var').waitFor();
  expect(await dialog.getByRole('button', { name: /^Importera/ }).count()).toBe(0);
  await dialog.getByRole('button', { name: 'Stäng' }).click();
  await list.getByRole('searchbox').fill('Demobolaget 9999 Ö');
  await expect.poll(() => list.getByText('Demobolaget 9999 Ö AB').count()).toBeGreaterThan(0);
  expect(await list.getByText('Demobolaget 1 Ö AB').count()).toBe(0);
}

/** The code with the firm filled in, on a page of another origin. */
async function embed(): Promise<void> {
  await page.goto(`${day.url}/admin#start`);
  await step('Importera kunderna').getByText('Klart').waitFor();
  await step('Bjud in kollegor').getByRole('button', { name: 'Hoppa över' }).click();
  await step('Komponenterna på er webbplats').getByRole('link').click();
  const firm = page.locator('arende-firm');
  const check = async (): Promise<string[]> => {
    const form = firm.locator('form', { hasText: 'Fungerar det?' });
    await form.getByLabel('En sida med komponenterna').fill(site.url);
    const answered = page.waitForResponse(/\/v1\/portal\/check$/);
    await form.getByRole('button', { name: 'Prova' }).click();
    const { items } = await (await answered).json();
    await expect.poll(() => form.locator('li').count()).toBe(items.length);
    return form.locator('li', { hasText: 'åtgärda' }).allInnerTexts();
  };
  expect(await check()).toEqual([expect.stringContaining(`${site.url} står inte bland byråns webbplatser`)]);
  await firm.getByLabel('Byråns webbplatser, en per rad').fill(site.url);
  await firm.locator('form', { hasText: 'Byråns webbplatser' }).getByRole('button', { name: 'Spara' }).click();
  const snippet = (text: string) => firm.locator('pre', { hasText: text }).innerText();
  await expect.poll(() => snippet('POST /arende/session')).toContain(`    origin: '${site.url}',`);
  const missing = [
    'inte script-taggen',
    'stoppar skriptet',
    'stoppar anropen',
    'har ingen POST /arende/session (svar 404)',
  ];
  expect(await check()).toEqual(missing.map((words) => expect.stringContaining(words)));

  await firm.getByRole('button', { name: 'Skapa en ny nyckel' }).click();
  await firm.getByRole('button', { name: 'Skapa', exact: true }).click();
  const key = (await snippet('ARENDE_SECRET_KEY=sk_')).split('=')[1]!;
  has = {
    page: await snippet('<arende-inbox>'),
    policy: `default-src 'self'; script-src 'self' ${day.url}; connect-src 'self' ${day.url}; img-src data:`,
    secretKey: key,
  };
  expect(await check()).toEqual([]);
  await page.getByRole('link', { name: 'Kom igång' }).click();
  await step('Komponenterna på er webbplats').getByText('Klart').waitFor();

  const put = await fetch(`${day.url}/v1/users/maja`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: 'Maja Exempel', email: 'maja@ny.example', role: 'client', clients: ['k7'] }),
  });
  expect(put.status).toBe(201);
  const context = await day.browser.newContext();
  await context.addCookies([{ name: 'site', value: 'maja', url: site.url }]);
  const visitor = await context.newPage();
  const complaints: string[] = [];
  visitor.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await visitor.goto(site.url);
  await visitor.locator('arende-inbox').getByRole('heading', { name: 'Inget att göra just nu' }).waitFor();
  const tree = visitor.locator('arende-document-tree');
  await tree.getByRole('row', { name: /^20\d\d, mapp/ }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();

  // Nothing is open: the list is gone at the next visit.
  await page.goto(`${day.url}/office`);
  await page.locator('nav a').first().waitFor();
  expect(await page.getByRole('link', { name: 'Kom igång' }).count()).toBe(0);
}

test('I-01 I-04 I-29 L-15 a new firm from an empty database to a widget on its own site, with ten thousand clients of whom some are wrong', async () => {
  await setUpFirm();
  await importClients();
  await embed();
  expect(day.complaints.filter((text) => !/status of 4(04|10)/.test(text))).toEqual([]);
});
