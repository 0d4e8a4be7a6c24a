import { describe, expect, test } from 'vitest';
import { withInvitationLinks } from '../../activities/mail/invitations.ts';
import { auditLines, claimDueMails, invite, type Store } from '../../server/store/index.ts';
import { eventually } from '../support/eventually.ts';
import { type TestServer, testServer } from './support/server.ts';
import { databases } from './support/stores.ts';
import { ownOrigin, Visitor } from './support/visitor.ts';

const email = 'anna@demo.example';
const good = 'en lång mening om hösten';

/** The address in the next mail that goes out, as its recipient finds it. */
async function mailed(server: TestServer, store: Store = server.store): Promise<{ to: string; url: string }> {
  let found: { to: string; url: string } | null = null;
  await eventually(async () => {
    const now = new Date(server.clock.ms + 60_000).toISOString();
    const [mail] = await claimDueMails(store, { limit: 1, now, leaseMs: 60_000 });
    expect(mail).toBeDefined();
    const at = new Date(server.clock.ms).toISOString();
    const ready = await withInvitationLinks(store, mail!, { publicUrl: ownOrigin, now: at });
    found = { to: mail!.recipient.email, url: ready.items[0]!.url! };
  });
  return found!;
}

async function passwordServer(database: 'sqlite' | 'postgres' = 'sqlite') {
  const server = await testServer(database);
  const put = await server.byKey('PUT', '/v1/users/anna/identity', { withoutPersonalNumber: true });
  expect(put.json).toEqual({ loginBy: 'password' });
  const visitor = new Visitor(server);
  expect((await visitor.post('/v1/login/password/forgot', { email: ' Anna@Demo.example ' })).json).toEqual({
    done: true,
  });
  const { to, url } = await mailed(server);
  expect(to).toBe(email);
  const token = new URL(url).hash.slice('#reset='.length);
  const reset = (password: string, with_ = token) =>
    visitor.post('/v1/login/password/reset', { token: with_, password });
  const logIn = (password: string, who = email, by = visitor) =>
    by.post('/v1/login/password', { email: who, password });
  return { server, visitor, token, reset, logIn };
}

describe.each(databases)('e-mail and password on %s', (database) => {
  test('L-12 somebody without a personal number sets a password by a mailed link, once, and logs in', async () => {
    const { server, visitor, reset, logIn } = await passwordServer(database);
    for (const weak of ['kort', 'password1234', 'qwertyqwerty', '1234567890123', 'aaaaaaaaaaaaaaa']) {
      expect((await reset(weak)).json.code, weak).toBe('password_weak');
    }
    const both = await Promise.all([reset(good), reset('en annan lång mening')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 410]);
    const password = both[0]!.status === 200 ? good : 'en annan lång mening';
    expect((await reset('tredje långa meningen')).json.code).toBe('link_over');
    const entered = await logIn(password);
    expect(entered.json).toEqual({ next: `${ownOrigin}/portal` });
    expect((await visitor.get('/v1/portal/session')).json.role).toBe('client');

    // Another new password throws out whoever is in.
    server.pass(3_600_000);
    const again = new Visitor(server);
    await logIn(password, email, again);
    expect((await again.get('/v1/portal/session')).status).toBe(200);
    await visitor.post('/v1/login/password/forgot', { email });
    const { url } = await mailed(server);
    expect((await reset('ännu en lång mening', new URL(url).hash.slice(7))).status).toBe(200);
    expect((await again.get('/v1/portal/session')).status).toBe(401);
    expect((await logIn(password)).status).toBe(401);
    const rows = JSON.stringify(await server.store.tenant(server.firm.tenantId).db('people'));
    expect(rows).toContain('$argon2id$');
    expect(rows).not.toContain('mening');
  });
});

test('L-12 who has a personal number, who does not exist and who mistypes hear the very same, and take as long', async () => {
  const { server, reset, logIn } = await passwordServer();
  await reset(good);
  const { db } = server.store.tenant(server.firm.tenantId);
  const bare = ({ instance: _request, ...rest }: any) => rest;
  const mistyped = (await logIn('fel lösenord här')).json;
  expect(mistyped.code).toBe('login_refused');
  expect(bare((await logIn(good, 'nobody@demo.example')).json)).toEqual(bare(mistyped));
  // The same person is given a personal number later: the password that they had counts no more.
  await db('people').where({ login_email: email }).update({ personal_number_hash: 'x', personal_number: 'x' });
  expect(bare((await logIn(good)).json)).toEqual(bare(mistyped));
  const spent = async (who: string) => {
    const before = performance.now();
    await logIn('fel lösenord här', who, new Visitor(server));
    return performance.now() - before;
  };
  // An answer without a slow hash would come in a hundredth of the time.
  await spent('first@demo.example');
  const known: number[] = [];
  const unknown: number[] = [];
  for (let count = 0; count < 3; count += 1) {
    known.push(await spent(email));
    unknown.push(await spent(`nobody${count}@demo.example`));
    server.pass(20 * 60_000);
  }
  expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 5);
});

test('guessing is slowed down for the account and for the address, wherever and however much at once', async () => {
  const { server, reset, logIn } = await passwordServer();
  await reset(good);
  const codes = async (answers: Promise<{ json: any }>[]) => (await Promise.all(answers)).map(({ json }) => json.code);
  const looked = (heard: string[]) => heard.filter((code) => code === 'login_refused').length;
  await codes(Array.from({ length: 6 }, () => logIn('fel lösenord här')));
  const blocked = await logIn(good);
  expect([blocked.status, blocked.json.code]).toEqual([429, 'login_throttled']);
  expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
  // Nobody else is kept out by that, and an account that does not exist is slowed down all the same.
  const guesses = await codes(Array.from({ length: 60 }, () => logIn('fel lösenord här', 'nobody@demo.example')));
  // Those that wait for their turn hear of the failures before them: only the few that are underway come on top of five.
  expect(looked(guesses)).toBeLessThan(5 + 5);
  expect((await logIn('x', 'nobody@demo.example')).json.code).toBe('login_throttled');
  let waits = 0;
  for (const expected of [2, 4, 8]) {
    server.pass(expected * 1_000);
    expect((await logIn('fel lösenord här')).json.code, `after ${expected} s`).toBe('login_refused');
    waits = Number((await logIn(good)).headers.get('retry-after'));
    expect(waits).toBe(expected * 2);
  }
  server.pass(16_000);
  expect((await logIn(good)).status).toBe(200);
  // A bounded load: a hundred at once from one address, no two for the same account.
  const load = await codes(Array.from({ length: 100 }, (_, n) => logIn('fel lösenord här', `user${n}@demo.example`)));
  expect(new Set(load)).toEqual(new Set(['login_refused', 'login_throttled']));
  // Of the thirty that an address has, fifteen at least were spent above.
  expect(looked(load)).toBeLessThan(30 - 15 + 5);
  expect((await logIn('fel lösenord här', 'fresh@demo.example')).json.code).toBe('login_throttled');
  server.pass(20 * 60_000);
  expect((await logIn(good)).status).toBe(200);
  const failures = [];
  for await (const line of auditLines(server.store.tenant(server.firm.tenantId))) {
    if (line.action === 'login.failed') failures.push(JSON.stringify(line.details));
  }
  expect(failures.length).toBeGreaterThanOrEqual(9);
  expect(failures.join()).not.toMatch(/demo\.example|lösenord/);
}, 60_000);

test('asking for a new password tells nobody whether there is an account, and fills nobody’s mailbox', async () => {
  const { server, visitor } = await passwordServer();
  const answers = [];
  for (const who of ['nobody@demo.example', email, email, email]) {
    answers.push(await visitor.post('/v1/login/password/forgot', { email: who }));
  }
  expect(answers.map(({ status, text }) => [status, text])).toEqual(Array(4).fill([200, '{"done":true}']));
  expect((await visitor.post('/v1/login/password/forgot', { email })).json.code).toBe('login_throttled');
  expect(server.logged).toEqual([]);
});

test('an invitation is accepted with a password by somebody who has no personal number, once', async () => {
  const server = await testServer('sqlite');
  const scope = server.store.tenant(server.firm.tenantId);
  const now = new Date(server.clock.ms).toISOString();
  await invite(scope, {
    email: 'sam@asp.example',
    name: 'Sam Sample',
    language: 'en',
    role: 'client',
    allClients: false,
    clientIds: [server.firm.clients.asp!],
    rights: [],
    by: { id: server.firm.users.adam!, name: 'Adam' },
    now,
  });
  const { to, url } = await mailed(server);
  expect([to, new URL(url).pathname]).toEqual(['sam@asp.example', '/portal/invitation']);
  const token = new URL(url).hash.slice(1);
  const visitor = new Visitor(server);
  const shown = await visitor.post('/v1/login/invitation', { token });
  expect(shown.json).toMatchObject({ firm: 'Demo Redovisning AB', name: 'Sam Sample', clients: ['Asp AB'] });
  const accept = (password: string) =>
    visitor.post('/v1/login/invitation/password', { token, name: 'Sam Sample', password });
  expect((await accept('sam sample 1')).json.code).toBe('password_weak');
  expect((await accept(good)).json).toEqual({ next: `${ownOrigin}/portal` });
  expect((await visitor.get('/v1/portal/session')).json).toMatchObject({
    person: { name: 'Sam Sample' },
    role: 'client',
  });
  expect((await accept(good)).json.code).toBe('invitation_over');
  expect((await visitor.post('/v1/login/invitation', { token: 'iv_x' })).json.code).toBe('invitation_over');
});
