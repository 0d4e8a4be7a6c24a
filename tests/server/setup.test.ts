import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { expect, onTestFinished, test } from 'vitest';
import { createMailer } from '../../activities/mail/mailer.ts';
import { SHIPPED_LIBRARY } from '../../server/config.ts';
import { startServer } from '../../server/server.ts';
import { policyAllows } from '../../server/setup/csp.ts';
import { fetchOutside } from '../../server/setup/outside.ts';
import { acrossTenants } from '../../server/store/connection.ts';
import {
  addClient,
  auditLines,
  createTenant,
  firmProfile,
  firstStepsOf,
  listTenants,
  newSetupToken,
  putFirmProfile,
} from '../../server/store/index.ts';
import { up as firmsAtWork } from '../../server/store/migrations/0020-firms-at-work.ts';
import { freePort } from '../../tools/temporal/server.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { StepEngine } from './support/engine.ts';
import { databases, freshStore } from './support/stores.ts';

const good = 'en lång mening om hösten';
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** An empty server at a real address, and a browser on its pages. */
async function emptyServer() {
  const { store, folder } = await freshStore('sqlite');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await startServer({
    store,
    engine: new StepEngine(store, () => new Date().toISOString()),
    log: pino({ level: 'silent' }),
    dataDir: folder,
    host: '127.0.0.1',
    port,
    login: { identityKey: randomBytes(32), bankId: null, oidc: null, signUp: 'closed' },
    settings: {
      publicUrl: url,
      maxUploadBytes: 1_000_000,
      rateLimitPerSecond: 1_000,
      trustedProxies: 0,
      widgetsDir: 'dist/widgets',
      libraryDir: SHIPPED_LIBRARY,
    } as Parameters<typeof startServer>[0]['settings'],
  });
  onTestFinished(() => server.stop(0));
  let cookie = '';
  const call = async (method: string, path: string, body?: object | Buffer) => {
    const answer = await fetch(url + path, {
      method,
      headers: {
        Origin: url,
        Cookie: cookie,
        'Content-Type': Buffer.isBuffer(body) ? 'image/png' : 'application/json',
      },
      ...(body && { body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    const text = await answer.text();
    return { status: answer.status, json: text.startsWith('{') ? JSON.parse(text) : null, headers: answer.headers };
  };
  return { store, url, call };
}

async function siteOf(answer: (method: string) => { status?: number; policy?: string; html: string }): Promise<string> {
  const site: Server = createServer((request, response) => {
    const { status = 200, policy, html } = answer(request.method!);
    response.writeHead(status, { ...(policy && { 'Content-Security-Policy': policy }) });
    response.end(html);
  }).listen(0, '127.0.0.1');
  await once(site, 'listening');
  onTestFinished(() => void site.close());
  return `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
}

test('I-01 I-04 a new firm from the one-time link to its own site: administrator, look, mail, key, and what is still to do', async () => {
  const { store, url, call } = await emptyServer();
  const token = (await newSetupToken(store, new Date().toISOString()))!;
  expect((await call('POST', '/v1/setup/link', { token: token.replace(/.$/, '_') })).json.code).toBe('setup_over');
  expect((await call('POST', '/v1/setup/link', { token })).json).toEqual({ personalNumbers: true });
  const firm = {
    token,
    firm: 'Nya Byrån AB',
    accent: '#0a7d5a',
    name: 'Nova Exempel',
    email: 'nova@ny.example',
    language: 'sv',
  };
  expect((await call('POST', '/v1/setup', { ...firm, password: 'kort' })).json.code).toBe('password_weak');
  expect((await call('POST', '/v1/setup', { ...firm, personalNumber: '19900101-2386' })).json.code).toBe(
    'personal_number_invalid',
  );
  expect(await listTenants(store)).toEqual([]);
  const both = await Promise.all([
    call('POST', '/v1/setup', { ...firm, password: good }),
    call('POST', '/v1/setup', { ...firm, password: good }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual([201, 410]);
  expect(await newSetupToken(store, new Date().toISOString()), 'only for the first firm').toBeNull();
  expect((await call('GET', '/v1/portal/session')).json).toMatchObject({
    role: 'admin',
    firm: { name: 'Nya Byrån AB', accent: '#0a7d5a' },
  });

  // How it looks.
  const put = await call('PUT', '/v1/portal/profile', { greeting: { sv: 'Hej!', en: 'Hello!' }, name: 'Nya Byrån' });
  expect(put.json).toMatchObject({ name: 'Nya Byrån', greeting: { sv: 'Hej!' }, portalUrl: `${url}/portal` });
  expect((await call('PUT', '/v1/portal/logo', Buffer.from('<svg onload="alert(1)"/>'))).json.code).toBe('logo_type');
  expect((await call('PUT', '/v1/portal/logo', Buffer.alloc(400_000))).status).toBe(413);
  const { logoUrl, firmId } = (await call('PUT', '/v1/portal/logo', png)).json;
  const logo = await fetch(url + logoUrl);
  expect([logo.headers.get('content-type'), logo.headers.get('content-security-policy')]).toEqual([
    'image/png',
    expect.stringContaining("default-src 'none'"),
  ]);
  expect((await call('GET', `/v1/login/options?firm=${firmId}`)).json.firm).toMatchObject({
    logoUrl,
    name: 'Nya Byrån',
  });

  // The mail waits in the outbox: no worker runs here, and that is what is said.
  expect((await call('POST', '/v1/portal/test-mail')).json).toMatchObject({ status: 'waiting', error: null });

  // What is left is told by what is there; what a firm does not want is left out until it is taken up again.
  const steps = async (body?: object) => {
    const { items } = (await call(body ? 'PUT' : 'GET', '/v1/portal/first-steps', body)).json;
    return Object.fromEntries(items.map((item: any) => [item.id, item.state]));
  };
  const open = { look: 'done', mail: 'open', clients: 'open', colleagues: 'open', site: 'open' };
  expect(await steps()).toEqual(open);
  expect(await steps({ skipped: ['colleagues', 'look'] })).toEqual({ ...open, colleagues: 'skipped' });
  expect(await steps({ skipped: [] })).toEqual(open);

  // Its own site.
  const secret = (await call('POST', '/v1/portal/key')).json.secretKey;
  const users = await fetch(`${url}/v1/users/kund`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: 'Kund', email: 'k@ny.example', role: 'client', clients: [] }),
  });
  expect(users.status).toBe(201);
  expect((await steps()).colleagues, 'a user of a client is no colleague').toBe('open');
  expect(JSON.stringify((await call('GET', '/v1/portal/profile')).json)).not.toContain(secret.split('.')[1]);
  let page: Parameters<typeof siteOf>[0] = () => ({ html: '<h1>Hej</h1>', policy: "default-src 'self'" });
  const site = await siteOf((method) => page(method));
  const wrong = async (address = site) => {
    const { items } = (await call('POST', '/v1/portal/check', { page: address })).json;
    return items.filter((item: any) => !item.ok).map((item: any) => item.id);
  };
  expect(await wrong('inte en adress')).toEqual(['page']);
  expect(await wrong()).toEqual(['origin']);
  expect((await call('PUT', '/v1/portal/profile', { origins: ['https://x.example/sida'] })).json.code).toBe(
    'address_invalid',
  );
  expect((await call('PUT', '/v1/portal/profile', { origins: [site] })).json.origins).toEqual([site]);
  const lacking = await wrong();
  expect(lacking.filter((id: string) => id !== 'loader')).toEqual(['snippet', 'script-src', 'connect-src', 'backend']);
  page = (method) => ({
    ...(method === 'POST' && { status: 401 }),
    html: `<script type="module" src="${url}/arende/v1/loader.js"></script>`,
    policy: `default-src 'none'; script-src 'self' ${url}; connect-src ${url}`,
  });
  expect((await wrong()).filter((id: string) => id !== 'loader')).toEqual([]);
  expect((await steps()).site, 'a loader is not built in every test run').toBe(
    lacking.includes('loader') ? 'open' : 'done',
  );
  page = (method) => ({ ...(method === 'POST' && { status: 500 }), html: '<arende-inbox></arende-inbox>' });
  expect((await wrong()).filter((id: string) => id !== 'loader')).toEqual(['snippet', 'backend']);
  page = () => ({ html: '<arende-login firm="x"></arende-login>' });
  expect((await wrong()).filter((id: string) => id !== 'loader')).toEqual(['snippet']);
  page = () => ({ status: 302, html: '' });
  expect((await wrong()).filter((id: string) => id !== 'loader')).toEqual(['page']);

  const actions = [];
  for await (const line of auditLines(store.tenant(firmId))) actions.push(line.action);
  expect(actions.slice(0, 2)).toEqual(['firm.created', 'login']);
  expect(actions).toContain('key.created');
});

test('I-04 a test mail says what the mail server answered as what to do about it, and never more than one line of its own words', async () => {
  const { store, call } = await emptyServer();
  const token = (await newSetupToken(store, new Date().toISOString()))!;
  const firm = { token, firm: 'Nya Byrån AB', name: 'Nova Exempel', email: 'nova@ny.example', language: 'sv' };
  expect((await call('POST', '/v1/setup', { ...firm, password: good })).status).toBe(201);
  const said = (code: number, words: string) => (done: (error: Error) => void) =>
    done(Object.assign(new Error(words), { responseCode: code }));
  const cases: [SMTPServerOptions, RegExp, string?][] = [
    [
      { onAuth: (_auth, _session, done) => said(535, 'Bad credentials')(done) },
      /användare och lösenord i SMTP_URL/,
      'u:p@',
    ],
    [{ onMailFrom: (_from, _session, done) => said(553, 'Not allowed to send')(done) }, /ARENDE_MAIL_FROM_ADDRESS/],
    [{ onRcptTo: (_to, _session, done) => said(550, 'No such user')(done) }, /din adress. Stämmer den/],
    [{ onRcptTo: (_to, _session, done) => said(451, 'Greylisted')(done) }, /på nytt av sig självt/],
    [
      { onData: (stream, _session, done) => void stream.resume().on('end', () => said(554, 'Looks like spam')(done)) },
      /Mejlservern tog inte emot mejlet/,
    ],
    [{}, /Mejlservern tog emot mejlet/],
  ];
  for (const [options, told, login = ''] of cases) {
    const smtp = new SMTPServer({
      authOptional: !login,
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      logger: false,
      ...options,
    });
    smtp.on('error', () => undefined);
    await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', () => resolve()));
    const { port } = smtp.server.address() as AddressInfo;
    const stop = new AbortController();
    const log = pino({ level: 'silent' });
    const from = 'arende@firm.example';
    const smtpUrl = `smtp://${login}127.0.0.1:${port}`;
    await call('POST', '/v1/portal/test-mail');
    const sending = createMailer({ store, smtpUrl, from, publicUrl: 'http://127.0.0.1', log, pollMs: 10 }).run(
      stop.signal,
    );
    const answer = async () => (await call('GET', '/v1/portal/test-mail')).json;
    await expect.poll(async () => (await answer()).status, { timeout: PATIENCE_MS }).not.toBe('waiting');
    const { text, error } = await answer();
    expect([text.sv, text.en.length > 0], String(told)).toEqual([expect.stringMatching(told), true]);
    expect(error ?? '').not.toMatch(/\n|at .*:\d+:\d+/);
    stop.abort();
    await sending;
    await new Promise<void>((resolve) => smtp.close(() => resolve()));
  }
});

test.each(databases)(
  'a firm that was at work before there were first steps is not asked to begin (%s)',
  async (database) => {
    const { store } = await freshStore(database);
    const now = new Date().toISOString();
    const [old, fresh] = [await createTenant(store, { name: 'A', now }), await createTenant(store, { name: 'B', now })];
    await addClient(store.tenant(old.tenantId), { name: 'Asp AB', organisationNumber: null, properties: {} });
    await putFirmProfile(store.tenant(old.tenantId), { origins: ['https://a.example'] });
    await firmsAtWork(acrossTenants(store) as never);
    const states = async ({ tenantId }: { tenantId: string }) =>
      Object.values(await firstStepsOf(store.tenant(tenantId)));
    expect(await states(old)).toEqual(['skipped', 'skipped', 'done', 'skipped', 'skipped']);
    expect(await states(fresh)).toEqual(['open', 'open', 'open', 'open', 'open']);
    expect((await firmProfile(store.tenant(old.tenantId))).origins).toEqual(['https://a.example']);
  },
);

test('a page that is to be checked never leads the server into its own network', async () => {
  for (const address of [
    'http://127.0.0.1:1/',
    'http://localhost:1/',
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://[::1]/',
    'http://[fd00::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://2130706433/',
    'http://0.0.0.0/',
  ]) {
    await expect(fetchOutside(new URL(address), { loopback: false }), address).rejects.toThrow(/private network/);
  }
});

test('what a Content-Security-Policy lets through', () => {
  const arende = 'https://arende.example';
  const cases: [string[], boolean, boolean][] = [
    [[], true, true],
    [["default-src 'none'"], false, false],
    [[`default-src 'none'; script-src ${arende}; connect-src ${arende}`], true, true],
    [['default-src *'], true, true],
    [['script-src https:'], true, true],
    [[`script-src 'self' ${arende}`, "connect-src 'self'"], true, false],
    [[`script-src *.example; connect-src https://*.example`], true, true],
    [['script-src http://arende.example; connect-src arende.example:8443'], false, false],
    [[`script-src-elem ${arende}; script-src 'none'`], true, true],
  ];
  for (const [policies, script, connect] of cases) {
    expect(policyAllows(policies, arende), policies.join(' | ')).toEqual({ script, connect });
  }
});
