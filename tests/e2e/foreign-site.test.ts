import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { acrossTenants } from '../../server/store/connection.ts';
import { createTenant } from '../../server/store/index.ts';
import { type Answer, backend, Visitor } from '../support/api.ts';
import { type Firm, openFirm, openFolder } from '../support/firm.ts';

/*
 * A second firm with a site of its own, made of what the embedding guide prints, beside the demo firm's: what is one's
 * own works, and nothing else does.
 */
const guide = readFileSync(new URL('../../docs/embedding.md', import.meta.url), 'utf8');
const block = (language: string, having: string): string =>
  [...guide.matchAll(/```(\w*)\n([\s\S]*?)```/g)].find(
    ([, kind, text]) => kind === language && text!.includes(having),
  )![2]!;

let firm: Firm;
let url: string;
let otherKey: string;
let site: { server: Server; url: string };
/** What the second firm's backend answers its page with. */
let giveSecret: () => Promise<string | null>;
let sessionsAskedFor = 0;
const complaints: string[] = [];

const inbox = (page: Page) => page.locator('arende-inbox');
const components = {
  inbox: { read: true, act: true },
  'status-board': { read: true, act: true },
  'document-tree': { read: true, upload: true },
};
const mint = async (key: string, user: string, origin: string): Promise<string> => {
  const { status, body } = await backend(url, key)('POST', '/v1/widget-sessions', { user, origin, components });
  expect(status).toBe(201);
  return body.clientSecret;
};
const ownSecret = () => mint(otherKey, 'olga', site.url);

beforeAll(async () => {
  firm = await openFirm();
  url = firm.house.url;
  const now = new Date().toISOString();
  ({ secretKey: otherKey } = await createTenant(firm.house.store, { name: 'Andra Byrån AB', now }));
  const put = backend(url, otherKey);
  await put('PUT', '/v1/users/olga', { name: 'Olga Prov', email: 'olga@andra.example', role: 'consultant' });
  await put('PUT', '/v1/clients/ett', { name: 'Ettans Demobolag AB', responsible: 'olga' });
  site = await otherSite();
});

beforeEach(() => {
  giveSecret = ownSecret;
  sessionsAskedFor = 0;
  complaints.length = 0;
});

afterAll(async () => {
  site?.server.closeAllConnections();
  site?.server.close();
  await firm?.close();
});

async function otherSite(): Promise<{ server: Server; url: string }> {
  const here = (text: string) => text.replaceAll('https://arende.example', url);
  const policy = here(/Content-Security-Policy: ([\s\S]*)/.exec(block('', 'Content-Security-Policy:'))![1]!);
  const page = `<!doctype html><html lang="sv"><head><title>Andra Byrån</title><link rel="icon" href="/icon.svg" />
    </head><body><h1>Andra Byrån</h1>${here(block('html', '<arende-inbox>'))}</body></html>`;
  const answers: Record<string, [type: string, body: string]> = {
    '/': ['text/html; charset=utf-8', page],
    '/portal.js': ['text/javascript', block('js', '// portal.js')],
    '/icon.svg': ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  };
  const server = createServer(async (request, response) => {
    response.setHeader('Content-Security-Policy', policy.replace(/\s+/g, ' ').trim());
    if (request.url === '/arende/session') {
      sessionsAskedFor += 1;
      const clientSecret = await giveSecret();
      if (clientSecret === null) return void response.writeHead(403).end();
      return void response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ clientSecret }));
    }
    const [type, body] = answers[request.url!] ?? [];
    if (!type) return void response.writeHead(404).end();
    response.setHeader('Content-Type', type).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://localhost:${(server.address() as AddressInfo).port}` };
}

async function openOther(): Promise<Page> {
  const page = await (await firm.browser.newContext()).newPage();
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(site.url);
  return page;
}

/** All three widgets have what they show. */
async function shown(page: Page): Promise<void> {
  await inbox(page).getByRole('heading', { name: 'Inget att göra just nu' }).waitFor();
  await page.getByRole('heading', { name: 'Inga ärenden än' }).waitFor();
  await page.getByRole('row', { name: /^dokument, mapp/ }).waitFor();
}

const exchange = (clientSecret: string, origin: string) =>
  fetch(`${url}/v1/widget-sessions/exchange`, {
    method: 'POST',
    headers: { Origin: origin, 'Content-Type': 'application/json' },
    body: JSON.stringify({ clientSecret }),
  });

/** Ends all bearers, as ten minutes would. */
const endBearers = () => acrossTenants(firm.house.store)('bearers').update({ expires_at: '2000-01-01T00:00:00.000Z' });

test("the guide's page works under the guide's policy, word for word", async () => {
  const page = await openOther();
  await shown(page);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('a secret that was minted for the page of one firm is nothing worth on another, and is not used up there', async () => {
  const stolen = await mint(firm.house.secretKey, 'kund-maja', firm.siteUrl);
  giveSecret = async () => stolen;
  const page = await openOther();
  await inbox(page).getByRole('heading', { name: 'Ingen kontakt med servern' }).waitFor();
  expect(await page.getByText('Asp Demobageri').count()).toBe(0);
  const refused = await exchange(stolen, site.url);
  expect(refused.status).toBe(403);
  expect(refused.headers.get('access-control-allow-origin')).toBeNull();
  expect((await refused.json()).code).toBe('origin_mismatch');
  await page.context().close();

  const { token } = await (await exchange(stolen, firm.siteUrl)).json();
  const asked = await fetch(`${url}/v1/tasks`, { headers: { Origin: site.url, Authorization: `Bearer ${token}` } });
  expect(asked.status).toBe(403);
  expect(asked.headers.get('access-control-allow-origin')).toBeNull();
});

test('a secret that is given a second time is refused, and the page says that the session has ended', async () => {
  const secret = await ownSecret();
  giveSecret = async () => secret;
  const first = await openOther();
  await inbox(first).getByRole('heading', { name: 'Inget att göra just nu' }).waitFor();
  const second = await openOther();
  await inbox(second).getByRole('heading', { name: 'Du har blivit utloggad' }).waitFor();
  expect((await (await exchange(secret, site.url)).json()).code).toBe('secret_used');
  await first.context().close();
  await second.context().close();
});

test('a bearer that has ended is renewed without the user noticing; when the backend says no, the widgets say so and recover', async () => {
  const page = await openOther();
  await shown(page);
  await page.evaluate(() => {
    document.addEventListener('arende-session-expired', () => document.body.classList.add('logged-out'));
  });
  const before = sessionsAskedFor;
  await endBearers();
  await openFolder(page, /^\d{4}, mapp/);
  await openFolder(page, /^bokföring, mapp/);
  await page.getByRole('row', { name: /^01\. Januari, mapp/ }).waitFor();
  expect(sessionsAskedFor).toBe(before + 1);
  expect(await page.getByText('utloggad').count()).toBe(0);

  giveSecret = async () => null;
  await endBearers();
  await page.getByRole('row', { name: /^löner, mapp/ }).click();
  for (const name of ['arende-inbox', 'arende-status-board', 'arende-document-tree']) {
    await page.locator(name).getByRole('heading', { name: 'Du har blivit utloggad' }).waitFor();
  }
  expect(await page.locator('body.logged-out').count()).toBe(1);
  // Nothing of the user's is left to read.
  expect(await page.getByRole('row').count()).toBe(0);

  giveSecret = ownSecret;
  await inbox(page).getByRole('button', { name: 'Försök igen' }).click();
  await inbox(page).getByRole('heading', { name: 'Inget att göra just nu' }).waitFor();
  await page.getByRole('row', { name: /^bokföring, mapp/ }).waitFor();
  await page.context().close();
});

test("another firm's user sees nothing of the first, and cannot tell what exists there", async () => {
  const maja = new Visitor(url, firm.house.secretKey, 'kund-maja');
  const olga = new Visitor(url, otherKey, 'olga');
  await expect.poll(async () => (await maja.call('GET', '/v1/tasks')).body.items.length).toBeGreaterThan(0);
  const { instanceId } = (await maja.call('GET', '/v1/tasks')).body.items[0];
  const [root] = (await maja.call('GET', '/v1/documents/roots')).body.items;
  const file = { 'content-type': 'application/octet-stream', 'idempotency-key': 'upload-of-a-kind' };
  const uploaded = await maja.call('POST', `/v1/folders/${root.folder.id}/documents?name=a.txt`, 'a', file);
  expect(uploaded.status).toBe(201);

  expect((await olga.call('GET', '/v1/tasks')).body.items).toEqual([]);
  expect((await olga.call('GET', '/v1/board?definition=period-bookkeeping')).body.items).toEqual([]);
  const roots = (await olga.call('GET', '/v1/documents/roots')).body.items;
  expect(roots.map((each: { client: { name: string } }) => each.client.name)).toEqual(['Ettans Demobolag AB']);

  const calls: [id: string, ask: (id: string) => Promise<Answer>][] = [
    [instanceId, (id) => olga.call('GET', `/v1/instances/${id}`)],
    [instanceId, (id) => olga.act(id, { event: 'START', data: {} })],
    [root.folder.id, (id) => olga.call('GET', `/v1/folders/${id}/children`)],
    [root.folder.id, (id) => olga.call('POST', `/v1/folders/${id}/documents?name=b.txt`, 'b', file)],
    [root.folder.id, (id) => olga.call('POST', `/v1/folders/${id}/seen`)],
    [uploaded.body.id, (id) => olga.call('GET', `/v1/documents/${id}/content`)],
    [uploaded.body.id, (id) => olga.call('POST', `/v1/documents/${id}/seen`)],
  ];
  for (const [id, ask] of calls) {
    const theirs = await ask(id);
    const nobodys = await ask(`${id.slice(0, -4)}zzzz`);
    expect(theirs.status).toBe(404);
    // Each answer names its own request for the log.
    expect({ ...theirs.body, instance: '' }).toEqual({ ...nobodys.body, instance: '' });
  }
});

test('pages of origins that no session names cannot read any answer', async () => {
  const unknown = 'https://nobody.example';
  const bearer = await (await exchange(await ownSecret(), site.url)).json();
  const headers = { Origin: unknown, Authorization: `Bearer ${bearer.token}` };
  for (const path of [
    '/v1/tasks',
    '/v1/board/definitions',
    '/v1/documents/roots',
    '/v1/me',
    '/v1/events',
    '/nothing',
  ]) {
    const answer = await fetch(url + path, { headers });
    expect(answer.headers.get('access-control-allow-origin'), path).toBeNull();
    expect(answer.status, path).toBeGreaterThanOrEqual(403);
  }
  const own = await fetch(`${url}/v1/me`, { headers: { ...headers, Origin: site.url } });
  expect(own.headers.get('access-control-allow-origin')).toBe(site.url);
  expect(own.headers.get('access-control-allow-credentials')).toBeNull();
});
