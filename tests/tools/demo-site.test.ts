import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { companies, people } from '../../tools/demo/people.ts';
import { startSite } from '../../tools/demo/site/server.ts';

const secretKey = 'sk_secret_of_the_demo_firm';

/** The site beside a server that answers as Arende does, and keeps what it was asked. */
async function site() {
  const asked: { headers: IncomingMessage['headers']; body: Record<string, unknown> }[] = [];
  const arende = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    asked.push({ headers: request.headers, body: JSON.parse(body) as Record<string, unknown> });
    response.writeHead(201, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ clientSecret: 'ws_1', expiresAt: '2026-11-02T08:05:00.000Z' }));
  });
  await new Promise<void>((resolve) => arende.listen(0, '127.0.0.1', resolve));
  const arendeUrl = `http://127.0.0.1:${(arende.address() as AddressInfo).port}`;
  const { url, close } = await startSite({ port: 0, arendeUrl, secretKey });
  onTestFinished(async () => {
    await close();
    arende.closeAllConnections();
    await new Promise((resolve) => arende.close(resolve));
  });
  const at = url.replace('localhost', '127.0.0.1');
  const post = (path: string, headers: Record<string, string> = { Origin: at }, body = '') =>
    fetch(at + path, { method: 'POST', headers, body, redirect: 'manual' });
  const get = (path: string, cookie = '') => fetch(at + path, { headers: { Cookie: cookie }, redirect: 'manual' });
  const logIn = async (person: string): Promise<string> => {
    const form = { Origin: at, 'Content-Type': 'application/x-www-form-urlencoded' };
    const answer = await post('/logga-in', form, `person=${person}`);
    return answer.headers.get('set-cookie')!.split(';')[0]!;
  };
  return { at, arendeUrl, asked, post, get, logIn };
}

test('a session is minted for the person who is logged in, for this origin and no other', async () => {
  const { at, asked, post, logIn } = await site();
  const answer = await post('/arende/session', { Origin: at, Cookie: await logIn('kund-maja') });
  expect(await answer.json()).toEqual({ clientSecret: 'ws_1' });
  expect(asked[0]!.headers.authorization).toBe(`Bearer ${secretKey}`);
  expect(asked[0]!.body).toMatchObject({ user: 'kund-maja', origin: at });
  expect(asked[0]!.body.components).not.toHaveProperty('status-board');
});

test('nobody mints without a log-in, with a forged one, or from another site', async () => {
  const { at, asked, post, logIn } = await site();
  const cookie = await logIn('anna');
  expect(cookie).toContain('anna.');
  const forged = cookie.replace('anna.', 'cilla.');
  expect((await post('/arende/session')).status).toBe(401);
  expect((await post('/arende/session', { Origin: at, Cookie: forged })).status).toBe(401);
  expect((await post('/arende/session', { Origin: 'https://evil.example', Cookie: cookie })).status).toBe(403);
  expect((await post('/arende/session', { Cookie: cookie })).status).toBe(403);
  expect((await post('/logga-in', { Origin: 'https://evil.example' }, 'person=anna')).status).toBe(403);
  expect(asked).toEqual([]);
});

test('the log-in cookie is out of reach for scripts and other sites', async () => {
  const { at, post } = await site();
  const form = { Origin: at, 'Content-Type': 'application/x-www-form-urlencoded' };
  const setCookie = (await post('/logga-in', form, 'person=anna')).headers.get('set-cookie');
  expect(setCookie).toMatch(/; HttpOnly; SameSite=Lax/);
});

test('the secret key is in nothing that the site sends', async () => {
  const { get, post, at, logIn } = await site();
  const cookie = await logIn('anna');
  const answers = [
    ...(await Promise.all(
      ['/', '/logga-in', '/byra', '/portal', '/portal.js', '/site.css', '/nothing'].map((path) => get(path, cookie)),
    )),
    await post('/arende/session', { Origin: at, Cookie: cookie }),
  ];
  for (const answer of answers) {
    expect(await answer.text(), answer.url).not.toContain(secretKey);
    expect(JSON.stringify([...answer.headers]), answer.url).not.toContain(secretKey);
  }
});

test('L-10: mails lead to /portal, which shows each person their own page and others the log-in', async () => {
  const { get, logIn } = await site();
  const to = async (path: string, cookie = '') => (await get(path, cookie)).headers.get('location');
  expect(await to('/portal')).toBe('/logga-in');
  expect(await to('/portal', await logIn('kund-maja'))).toBe('/kund');
  expect(await to('/portal', await logIn('anna'))).toBe('/byra');
  expect(await to('/byra', await logIn('kund-maja'))).toBe('/kund');
  expect(await to('/kund')).toBe('/logga-in');
  expect(await (await get('/')).text()).toContain('href="/logga-in"');
});

test('the policy is the strict one of the embedding guide, with nothing inline and nothing evaluated', async () => {
  const { arendeUrl, get, logIn } = await site();
  const page = await get('/byra', await logIn('anna'));
  const policy = page.headers.get('content-security-policy')!;
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`script-src 'self' ${arendeUrl}`);
  expect(policy).not.toMatch(/unsafe|\*|data:/);
  expect(await page.text()).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/);
});

test('a host name that is not the site’s own is refused', async () => {
  const { at } = await site();
  const { request } = await import('node:http');
  const status = await new Promise((resolve, reject) => {
    request(at, { headers: { Host: 'rebound.example' } }, (answer) => resolve(answer.resume().statusCode))
      .on('error', reject)
      .end();
  });
  expect(status).toBe(421);
});

test('demo data is nobody’s: reserved domains, and organisation numbers of a form that does not exist', () => {
  for (const person of people) expect(person.email).toMatch(/\.example$/);
  for (const { organisationNumber } of companies) {
    expect(organisationNumber).toMatch(/^4020\d\d-\d{4}$/);
    const digits = [...organisationNumber.replace('-', '')].map(Number);
    const sum = digits.reduce((total, digit, at) => {
      const value = at % 2 === 0 ? digit * 2 : digit;
      return total + (value > 9 ? value - 9 : value);
    }, 0);
    expect(sum % 10).toBe(0);
  }
});
