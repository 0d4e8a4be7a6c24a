import { randomBytes } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { LoginConfig } from '../../server/config.ts';
import { absoluteMs, auditLines, idleMs, putRight, queueMail } from '../../server/store/index.ts';
import { startBankIdSimulator } from '../../tools/demo/bankid/simulator.ts';
import { demoFirm, now } from './support/firm.ts';
import { type TestServer, testServer } from './support/server.ts';
import { databases } from './support/stores.ts';
import { ownOrigin, Visitor, visitorAs } from './support/visitor.ts';

const anna = { personalNumber: '199001012385', name: 'Anna Exempel' };
const adam = { personalNumber: '200002292399', name: 'Adam Exempel' };
const stranger = { personalNumber: '202601612381', name: 'Okänd Exempel' };

/** A server whose BankID is the simulator, over the wire, on the test's clock. */
async function bankIdServer(database: 'sqlite' | 'postgres', more: Partial<LoginConfig> = {}) {
  let clock = { ms: 0 };
  const simulator = await startBankIdSimulator({
    port: 0,
    people: [anna, adam, stranger],
    clock: () => clock.ms,
  });
  onTestFinished(() => simulator.close());
  const bankId = { url: simulator.url, appUrl: simulator.url, pfx: null, passphrase: null, ca: null };
  const login: LoginConfig = { identityKey: randomBytes(32), bankId, oidc: null, signUp: 'closed', ...more };
  const server = await testServer(database, { login });
  clock = server.clock;
  const identify = (user: string, personalNumber: string, secretKey?: string) =>
    server.byKey('PUT', `/v1/users/${user}/identity`, { personalNumber }, secretKey);
  expect((await identify('anna', '900101-2385')).json).toEqual({ loginBy: 'personal-number' });
  expect((await identify('adam', adam.personalNumber)).status).toBe(200);
  return { server, simulator, identify };
}

async function begin(server: TestServer, body: object = {}, visitor = new Visitor(server)) {
  const answer = await visitor.post('/v1/login/bankid', { device: 'other', ...body });
  expect(answer.status, answer.text).toBe(200);
  return { visitor, begun: answer.json };
}

async function logIn(
  { server, simulator }: Awaited<ReturnType<typeof bankIdServer>>,
  personalNumber: string,
  body: object = {},
  visitor?: Visitor,
) {
  const { visitor: page, begun } = await begin(server, body, visitor);
  simulator.act({ qr: begun.qr.text }, { sign: personalNumber });
  server.pass(2_000);
  const answer = (await page.post('/v1/login/bankid/status')).json;
  return { visitor: page, answer };
}

describe.each(databases)('log-in with BankID on %s', (database) => {
  test('L-02 L-11 a client logs in with the QR code, which changes every second, and the page gets a widget session', async () => {
    const setup = await bankIdServer(database);
    const { server, simulator } = setup;
    const { visitor, begun } = await begin(server);
    expect(begun).toMatchObject({ status: 'pending', device: 'other', autoStart: null });
    expect(begun.text.sv).toContain('Skanna QR-kod');
    expect(begun.qr.path).toMatch(/^M\d+ \d+h1v1h-1z/);
    server.pass(1_000);
    const later = (await visitor.post('/v1/login/bankid/status')).json;
    expect(later.qr.text).not.toBe(begun.qr.text);
    expect(later.qr.text.split('.')[2]).toBe('1');
    server.pass(6_000);
    expect(() => simulator.act({ qr: later.qr.text }, { open: true }), 'a photo of an old code').toThrow(
      'no such order',
    );
    const fresh = (await visitor.post('/v1/login/bankid/status')).json;
    simulator.act({ qr: fresh.qr.text }, { open: true });
    server.pass(2_000);
    expect((await visitor.post('/v1/login/bankid/status')).json).toMatchObject({ status: 'pending', hint: 'userSign' });
    simulator.act({ qr: fresh.qr.text }, { sign: anna.personalNumber });
    server.pass(2_000);
    const complete = (await visitor.post('/v1/login/bankid/status')).json;
    expect(complete).toMatchObject({ status: 'complete', next: `${ownOrigin}/portal` });

    const session = (await visitor.get('/v1/portal/session')).json;
    expect(session).toMatchObject({ role: 'client', firm: { name: 'Demo Redovisning AB' }, mayStartFirm: false });
    const minted = await visitor.post('/v1/portal/client-secret');
    expect(minted.status).toBe(201);
    const { token } = (await server.exchange(minted.json.clientSecret, ownOrigin)).json;
    const me = await server.fetch('GET', '/v1/me', {
      headers: { Authorization: `Bearer ${token}`, Origin: ownOrigin },
    });
    expect(me.json).toMatchObject({ kind: 'client', user: { id: server.firm.users.anna } });
    expect(Object.keys(me.json.components)).not.toContain('definition-editor');

    // Reading from its own server, a browser sends no Origin.
    const same = { Authorization: `Bearer ${token}`, 'Sec-Fetch-Site': 'same-origin' };
    expect((await server.fetch('GET', '/v1/tasks', { headers: same })).status).toBe(200);
    const none = await server.fetch('GET', '/v1/tasks', { headers: { ...same, 'Sec-Fetch-Site': 'none' } });
    expect(none.json.code).toBe('origin_mismatch');

    // Logging out ends what came from the log-in, also the bearer that the page still holds.
    expect((await visitor.post('/v1/portal/logout')).json).toEqual({ ended: 1 });
    expect((await visitor.get('/v1/portal/session')).json.code).toBe('not_logged_in');
    const after = await server.fetch('GET', '/v1/me', {
      headers: { Authorization: `Bearer ${token}`, Origin: ownOrigin },
    });
    expect(after.json.code).toBe('bearer_invalid');
  });

  test('no personal number stands in the clear in the database, the log or an answer', async () => {
    const setup = await bankIdServer(database);
    const { server } = setup;
    const { visitor } = await logIn(setup, anna.personalNumber);
    const answers = [await visitor.get('/v1/portal/session'), await visitor.get('/v1/portal/sessions')];
    const { db } = server.store.tenant(server.firm.tenantId);
    const tables = ['people', 'person_users', 'login_sessions', 'login_attempts', 'audit', 'users'];
    const rows = await Promise.all(tables.map((table) => db(table)));
    const everything = JSON.stringify([rows, answers.map(({ text }) => text), server.logged]);
    for (const form of ['199001012385', '9001012385', '900101-2385']) expect(everything).not.toContain(form);
    const secret = visitor.cookies.get('__Host-arende')!;
    expect(everything).not.toContain(secret.split('.')[1]);
  });
});

test('L-13 on the phone itself the app is opened by its token, and only the browser that began gets in', async () => {
  const setup = await bankIdServer('sqlite');
  const { server, simulator } = setup;
  const { visitor, begun } = await begin(server, { device: 'this' });
  expect(begun).toMatchObject({ qr: null, autoStart: { appUrl: simulator.url } });
  expect(visitor.lastSetCookie).toEqual([
    expect.stringMatching(/^__Host-arende-attempt=la_[^;]+; Path=\/; Secure; HttpOnly; SameSite=Lax$/),
  ]);
  simulator.act({ autoStartToken: begun.autoStart.token }, { sign: anna.personalNumber });
  server.pass(2_000);
  const other = new Visitor(server);
  expect((await other.post('/v1/login/bankid/status')).json.status).toBe('none');
  other.cookies.set('__Host-arende-attempt', visitor.cookies.get('__Host-arende-attempt')!.replace(/.$/, 'x'));
  expect((await other.post('/v1/login/bankid/status')).json.status).toBe('none');
  const kept = visitor.cookies.get('__Host-arende-attempt')!;
  expect((await visitor.post('/v1/login/bankid/status')).json.status).toBe('complete');
  expect(visitor.cookies.has('__Host-arende-attempt')).toBe(false);
  // Played again, the order gives nobody anything.
  other.cookies.set('__Host-arende-attempt', kept);
  expect((await other.post('/v1/login/bankid/status')).json.status).toBe('none');
});

test('BankID is asked every two seconds at most, whoever asks and however often', async () => {
  const { server, simulator } = await bankIdServer('sqlite');
  const { visitor } = await begin(server);
  const [order] = [...simulator.orders.values()];
  for (let count = 0; count < 5; count += 1) await visitor.post('/v1/login/bankid/status');
  expect(order!.collects).toBe(0);
  server.pass(2_000);
  await Promise.all(Array.from({ length: 5 }, () => visitor.post('/v1/login/bankid/status')));
  expect(order!.collects).toBe(1);
});

test('each way to fail says in both languages what to do, and is kept for the firm', async () => {
  const setup = await bankIdServer('sqlite');
  const { server, simulator } = setup;
  const firm = server.firm.tenantId;
  const told: string[] = [];
  for (const action of [{ cancel: true as const }, { fail: 'certificateErr' }, { fail: 'neverHeardOf' }]) {
    const { visitor, begun } = await begin(server, { firm });
    simulator.act({ qr: begun.qr.text }, action);
    server.pass(2_000);
    const { status, text } = (await visitor.post('/v1/login/bankid/status')).json;
    expect(status).toBe('failed');
    told.push(text.en);
    expect(text.sv).not.toBe(text.en);
  }
  expect(told).toEqual([
    'You cancelled in the BankID app.',
    'Your BankID is blocked or too old. Get a new one from your bank.',
    'That did not work. Start again.',
  ]);
  const slow = await begin(server, { firm });
  server.pass(31_000);
  expect((await slow.visitor.post('/v1/login/bankid/status')).json.hint).toBe('startFailed');
  const unknown = await logIn(setup, stranger.personalNumber, { firm });
  expect(unknown.answer).toMatchObject({ status: 'failed', hint: 'unknownPerson' });
  const cancelled = await begin(server, { firm });
  expect((await cancelled.visitor.post('/v1/login/bankid/cancel')).json).toEqual({ done: true });
  expect((await cancelled.visitor.post('/v1/login/bankid/status')).json.status).toBe('none');
  expect(simulator.orders.size).toBe(0);
  const reasons: unknown[] = [];
  for await (const line of auditLines(server.store.tenant(firm))) {
    if (line.action === 'login.failed') reasons.push(line.details.reason);
  }
  expect(reasons).toEqual(['userCancel', 'certificateErr', 'neverHeardOf', 'startFailed', 'unknownPerson']);
  await simulator.close();
  const away = await new Visitor(server).post('/v1/login/bankid', { device: 'other' });
  expect(away.json).toMatchObject({ status: 'failed', hint: 'unavailable' });
});

test('a session is a new one after log-in, ends when left alone or old, and each can be ended from another', async () => {
  const setup = await bankIdServer('sqlite');
  const { server } = setup;
  const planted = new Visitor(server);
  planted.cookies.set('__Host-arende', 'ls_abcdefghjkmnpqrs.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA');
  const first = (await logIn(setup, anna.personalNumber, {}, planted)).visitor;
  const before = first.cookies.get('__Host-arende')!;
  expect(before).not.toContain('abcdefghjkmnpqrs');
  await logIn(setup, anna.personalNumber, {}, first);
  expect(first.cookies.get('__Host-arende')).not.toBe(before);
  const old = new Visitor(server);
  old.cookies.set('__Host-arende', before);
  expect((await old.get('/v1/portal/session')).status, 'the one before has ended').toBe(401);

  const second = (await logIn(setup, anna.personalNumber)).visitor;
  const list = (await second.get('/v1/portal/sessions')).json.items;
  expect(list.map((item: any) => [item.browser, item.current]).sort()).toEqual([
    ['Firefox, Linux', false],
    ['Firefox, Linux', true],
  ]);
  const foreign = (await logIn(setup, adam.personalNumber)).visitor;
  const other = list.find((item: any) => !item.current).id;
  expect((await foreign.send('DELETE', `/v1/portal/sessions/${other}`)).status).toBe(404);
  expect((await second.send('DELETE', `/v1/portal/sessions/${other}`)).json).toEqual({ ended: 1 });
  expect((await first.get('/v1/portal/session')).status).toBe(401);

  server.pass(idleMs - 10_000);
  expect((await second.get('/v1/portal/session')).status).toBe(200);
  server.pass(idleMs);
  expect((await second.get('/v1/portal/session')).status, 'left alone').toBe(401);
  const third = (await logIn(setup, anna.personalNumber)).visitor;
  for (let passed = 0; passed < absoluteMs - idleMs; passed += idleMs / 2) {
    expect((await third.get('/v1/portal/session')).status).toBe(200);
    server.pass(idleMs / 2);
  }
  server.pass(idleMs);
  expect((await third.get('/v1/portal/session')).status, 'too old').toBe(401);
});

test('a page of another site can neither use the cookie nor begin a log-in', async () => {
  const setup = await bankIdServer('sqlite');
  const { visitor } = await logIn(setup, anna.personalNumber);
  for (const headers of [
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { Origin: 'https://arende.example.evil.example' },
    { Origin: '', 'Sec-Fetch-Site': 'cross-site' },
    { Origin: '', 'Sec-Fetch-Site': 'same-site' },
    { Origin: '' },
  ] as Record<string, string>[]) {
    for (const path of ['/v1/portal/client-secret', '/v1/portal/logout', '/v1/login/bankid']) {
      const answer = await visitor.post(path, path.endsWith('bankid') ? { device: 'this' } : undefined, headers);
      expect([answer.status, answer.json.code], `${path} ${JSON.stringify(headers)}`).toEqual([403, 'foreign_page']);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
  }
  const read = await visitor.send('GET', '/v1/portal/session', undefined, { 'Sec-Fetch-Site': 'cross-site' });
  expect(read.status).toBe(403);
  expect((await visitor.get('/v1/portal/session')).status).toBe(200);
});

test('I-07 I-09 I-10 a person who is a user of two firms works in one at a time, switches, and starts a third', async () => {
  const setup = await bankIdServer('sqlite');
  const { server, identify } = setup;
  const other = await demoFirm(server.store, 'Andra byrån AB');
  expect((await identify('adam', adam.personalNumber, other.secretKey)).status).toBe(200);
  expect((await identify('karin', adam.personalNumber)).json.code).toBe('person_known');
  const { visitor, answer } = await logIn(setup, adam.personalNumber, { firm: other.tenantId });
  expect(answer.next).toBe(`${ownOrigin}/office`);
  const firms = async () => (await visitor.get('/v1/portal/session')).json.firms.filter((firm: any) => firm.active);
  expect(await firms()).toMatchObject([{ name: 'Andra byrån AB', role: 'admin' }]);
  const before = visitor.cookies.get('__Host-arende');
  expect((await visitor.post('/v1/portal/firm', { firm: server.firm.tenantId })).json).toEqual({ next: '/office' });
  expect(visitor.cookies.get('__Host-arende')).not.toBe(before);
  expect(await firms()).toMatchObject([{ name: 'Demo Redovisning AB' }]);
  expect((await visitor.post('/v1/portal/firms', { name: 'Tredje AB' })).json).toEqual({ next: '/admin' });
  expect(await firms()).toMatchObject([{ name: 'Tredje AB', role: 'admin' }]);
  const { clientSecret } = (await visitor.post('/v1/portal/client-secret')).json;
  const { token } = (await server.exchange(clientSecret, ownOrigin)).json;
  const board = await server.fetch('GET', '/v1/board/definitions', {
    headers: { Authorization: `Bearer ${token}`, Origin: ownOrigin },
  });
  expect(board.status).toBe(200);
  const client = (await logIn(setup, anna.personalNumber)).visitor;
  expect((await client.post('/v1/portal/firm', { firm: other.tenantId })).status).toBe(404);
  expect((await client.post('/v1/portal/firms', { name: 'Min egen' })).json.code).toBe('administrator_required');
});

test('I-01 where sign-up is open, somebody whom nobody knows starts a firm of their own, free of charge', async () => {
  const setup = await bankIdServer('sqlite', { signUp: 'open' });
  const { visitor, answer } = await logIn(setup, stranger.personalNumber);
  expect(answer).toMatchObject({ status: 'complete', next: '/login?start=firm' });
  expect((await visitor.post('/v1/portal/client-secret')).json.code).toBe('no_firm');
  expect((await visitor.post('/v1/portal/firms', { name: 'Okänds Byrå' })).status).toBe(201);
  expect((await visitor.get('/v1/portal/session')).json).toMatchObject({
    role: 'admin',
    firm: { name: 'Okänds Byrå' },
  });
});

test('K-03 whom a client gave full authority comes into its account, and into no other by that', async () => {
  const { server } = await bankIdServer('sqlite');
  const cilla = await visitorAs(server, 'cilla');
  const enter = (client: string) => cilla.post(`/v1/portal/client-secret?client=${client}`);
  expect((await enter('asp')).json.code).toBe('right_missing');
  const given = { userId: server.firm.users.cilla!, clientId: server.firm.clients.asp!, right: 'full-authority' };
  const now = new Date(server.clock.ms).toISOString();
  const by = server.firm.users.anna!;
  await putRight(server.store.tenant(server.firm.tenantId), { ...given, granted: true, now, by });
  const { clientSecret } = (await enter('asp')).json;
  const { token } = (await server.exchange(clientSecret, ownOrigin)).json;
  const me = await server.fetch('GET', '/v1/me', { headers: { Authorization: `Bearer ${token}`, Origin: ownOrigin } });
  expect(me.json).toMatchObject({ clientId: server.firm.clients.asp, user: { id: server.firm.users.cilla } });
  expect((await enter('bjork')).json.code).toBe('right_missing');
  expect((await enter('nobody')).status).toBe(404);
  const karin = await visitorAs(server, 'karin');
  expect((await karin.post('/v1/portal/client-secret?client=asp')).status).toBe(404);
  const entries = [];
  for await (const line of auditLines(server.store.tenant(server.firm.tenantId))) entries.push(line.action);
  expect(entries.filter((action) => action === 'client.entered')).toHaveLength(1);
});

test('a log-in leads back to pages of our own and of the firm, and nowhere else', async () => {
  const setup = await bankIdServer('sqlite');
  const home = `${ownOrigin}/portal`;
  const wanted: [string, string][] = [
    ['/portal#documents', `${ownOrigin}/portal#documents`],
    [`${ownOrigin}/portal?x=1`, `${ownOrigin}/portal?x=1`],
    ['https://www.firm.example/sidor?a=b', 'https://www.firm.example/sidor?a=b'],
    ['https://evil.example/', home],
    ['//evil.example/portal', home],
    ['/\\evil.example', home],
    ['https://www.firm.example.evil.example/', home],
    ['https://www.firm.example@evil.example/', home],
    ['https://user:pass@www.firm.example/', home],
    ['http://www.firm.example/', home],
    ['javascript:alert(1)', home],
    ['data:text/html,x', home],
    ['\t//evil.example', home],
  ];
  for (const [returnTo, next] of wanted) {
    const { answer } = await logIn(setup, anna.personalNumber, { returnTo });
    expect(answer.next, returnTo).toBe(next);
  }
});

test('I-25 one lands where the news stands when there is some, unless one was on the way to something else', async () => {
  const setup = await bankIdServer('sqlite');
  const { firm, store } = setup.server;
  const words = { sv: 'Nytt', en: 'News' };
  await queueMail(store, {
    tenantId: firm.tenantId,
    key: 'news',
    userId: firm.users.anna!,
    channels: ['portal'],
    category: 'notice',
    localDate: '2026-11-02',
    item: { subject: words, body: words, link: null, target: {} },
    now,
  });
  const next = async (returnTo?: string) =>
    (await logIn(setup, anna.personalNumber, returnTo === undefined ? {} : { returnTo })).answer.next;
  expect(await next()).toBe(`${ownOrigin}/portal#notices`);
  expect(await next('/portal')).toBe(`${ownOrigin}/portal#notices`);
  expect(await next('/portal#arende=i1')).toBe(`${ownOrigin}/portal#arende=i1`);
  const page = await setup.server.page('anna');
  const { items } = (await page.get('/v1/notifications')).json;
  await page.post('/v1/notifications/seen', { until: items[0].createdAt });
  expect(await next()).toBe(`${ownOrigin}/portal`);
});
