import { describe, expect, test } from 'vitest';
import { bearerLifetimeMs, secretLifetimeMs } from '../../server/store/index.ts';
import { demoFirm } from './support/firm.ts';
import { origin, testServer } from './support/server.ts';
import { databases } from './support/stores.ts';

const elsewhere = 'https://evil.example';

describe.each(databases)('widget sessions on %s', (database) => {
  test('a secret gives one bearer, for the page of its origin, once', async () => {
    const server = await testServer(database);
    const secret = await server.secretFor('anna');
    const first = await server.exchange(secret);
    expect(first.status).toBe(200);
    expect(first.headers.get('access-control-allow-origin')).toBe(origin);
    expect(first.headers.get('access-control-allow-credentials')).toBeNull();
    const again = await server.exchange(secret);
    expect([again.status, again.json.code]).toEqual([401, 'secret_used']);
    expect(again.headers.get('access-control-allow-origin')).toBe(origin);
    const me = await server.fetch('GET', '/v1/me', {
      headers: { Authorization: `Bearer ${first.json.token}`, Origin: origin },
    });
    expect(me.json).toMatchObject({
      kind: 'client',
      user: { id: server.firm.users.anna },
      firm: { name: 'Demo Redovisning AB' },
    });
  });

  test('of many exchanges of one secret at once, exactly one gets a bearer', async () => {
    const server = await testServer(database);
    const secret = await server.secretFor('anna');
    const answers = await Promise.all(Array.from({ length: 10 }, () => server.exchange(secret)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(answers.filter((answer) => answer.json.code === 'secret_used')).toHaveLength(9);
  });

  test('another origin gets nothing, may not read why, and does not use the secret up', async () => {
    const server = await testServer(database);
    const secret = await server.secretFor('anna');
    for (const wrong of [
      elsewhere,
      `${origin}:444`,
      origin.replace('https', 'http'),
      `${origin}.evil.example`,
      'null',
      '',
    ]) {
      const answer = await server.exchange(secret, wrong);
      expect(answer.status).toBe(403);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
    expect((await server.exchange(secret)).status).toBe(200);
  });

  test('a secret lives five minutes, a bearer ten', async () => {
    const server = await testServer(database);
    const secret = await server.secretFor('anna');
    const page = await server.page('anna');
    server.pass(secretLifetimeMs);
    expect((await server.exchange(secret)).json.code).toBe('secret_expired');
    expect((await page.get('/v1/me')).status).toBe(200);
    server.pass(bearerLifetimeMs - secretLifetimeMs);
    const expired = await page.get('/v1/me');
    expect([expired.status, expired.json.code]).toEqual([401, 'bearer_expired']);
    expect(expired.headers.get('access-control-allow-origin')).toBe(origin);
  });

  test('a bearer is worth nothing on a page of another origin, or without one', async () => {
    const server = await testServer(database);
    const page = await server.page('anna');
    for (const headers of [{ Origin: elsewhere }, {}] as Record<string, string>[]) {
      const answer = await server.fetch('GET', '/v1/tasks', {
        headers: { Authorization: `Bearer ${page.token}`, ...headers },
      });
      expect([answer.status, answer.json.code]).toEqual([403, 'origin_mismatch']);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  test('neither secret nor token nor key stands in the database', async () => {
    const server = await testServer(database);
    const secret = await server.secretFor('anna');
    const { token } = (await server.exchange(secret)).json;
    const scope = server.store.tenant(server.firm.tenantId);
    const rows = JSON.stringify([
      await scope.from('widget_sessions'),
      await scope.from('bearers'),
      await scope.from('api_keys'),
      await scope.from('audit'),
    ]);
    for (const text of [secret, token, server.firm.secretKey]) expect(rows).not.toContain(text.split('.')[1]);
  });

  test('a user who may no longer log in is out at once', async () => {
    const server = await testServer(database);
    const page = await server.page('anna');
    const user = { name: 'Anna', email: 'anna@demo.example', role: 'client', clients: ['asp'], active: false };
    expect((await server.byKey('PUT', '/v1/users/anna', user)).status).toBe(200);
    expect((await page.get('/v1/tasks')).json.code).toBe('user_inactive');
    await expect(server.secretFor('anna')).rejects.toThrow('user_unknown');
  });

  test('a session opens only what it names', async () => {
    const server = await testServer(database);
    const page = await server.page('cilla', { components: { inbox: {} } });
    expect((await page.get('/v1/tasks')).status).toBe(200);
    for (const path of ['/v1/board?definition=hand-in', '/v1/documents/roots']) {
      expect((await page.get(path)).json.code).toBe('not_granted');
    }
    const id = await server.start('asp');
    expect((await page.act(id, { event: 'SUBMIT' })).json.code).toBe('not_granted');
    const folder = (await (await server.page('cilla')).get('/v1/documents/roots')).json.items[0];
    expect((await page.upload(folder?.folder.id ?? 'f', 'a.txt', 'x')).json.code).toBe('not_granted');
  });

  test('a session can be narrowed to one client, and only to one that the user reaches', async () => {
    const server = await testServer(database);
    await server.start('asp');
    await server.start('bjork');
    const wide = await server.page('adam');
    expect((await wide.get('/v1/board?definition=hand-in')).json.items).toHaveLength(2);
    const narrow = await server.page('adam', { client: 'asp' });
    const { items } = (await narrow.get('/v1/board?definition=hand-in')).json;
    expect(items.map((item: any) => item.client.name)).toEqual(['Asp AB']);
    await expect(server.secretFor('karin', { client: 'asp' })).rejects.toThrow('client_unknown');
    await expect(server.secretFor('karin', { client: 'nobody' })).rejects.toThrow('client_unknown');
  });

  test('a preflight says the same to everybody, and nothing about secret keys', async () => {
    const server = await testServer(database);
    const ask = (from: string, path: string) =>
      server.fetch('OPTIONS', path, {
        headers: {
          Origin: from,
          'Access-Control-Request-Method': 'GET',
          'Access-Control-Request-Headers': 'authorization',
        },
      });
    await server.page('anna');
    const known = await ask(origin, '/v1/tasks');
    const stranger = await ask(elsewhere, '/v1/tasks');
    expect([known.status, stranger.status]).toEqual([204, 204]);
    expect(known.headers.get('access-control-allow-origin')).toBe(origin);
    expect(stranger.headers.get('access-control-allow-origin')).toBe(elsewhere);
    expect(known.headers.get('access-control-allow-headers')).toBe(
      stranger.headers.get('access-control-allow-headers'),
    );
    for (const path of ['/v1/clients/asp', '/v1/widget-sessions', '/v1/audit']) {
      expect((await ask(origin, path)).headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  test('a rotated key works until its end, a wrong one never', async () => {
    const server = await testServer(database);
    const other = await demoFirm(server.store, 'Andra');
    const wrong = server.firm.secretKey.slice(0, -2) + (server.firm.secretKey.endsWith('AA') ? 'BB' : 'AA');
    for (const key of ['', 'sk_x', wrong, `${server.firm.secretKey.split('.')[0]}.${other.secretKey.split('.')[1]}`]) {
      expect((await server.byKey('GET', '/v1/audit', undefined, key)).json.code).toBe('key_invalid');
    }
  });
});

test('requests beyond the limit get a 429 that says when to come back', async () => {
  const server = await testServer('sqlite', { settings: { rateLimitPerSecond: 2 } });
  const page = await server.page('anna');
  const answers = [];
  for (let count = 0; count < 21; count++) answers.push(await page.get('/v1/me'));
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(20);
  const last = answers.at(-1)!;
  expect([last.status, last.json.code, last.headers.get('retry-after')]).toEqual([429, 'too_many_requests', '1']);
  expect(last.headers.get('access-control-allow-origin')).toBe(origin);
  server.pass(1000);
  expect((await page.get('/v1/me')).status).toBe(200);
});

test('guessing is limited by address, whatever is guessed', async () => {
  const server = await testServer('sqlite', { settings: { rateLimitPerSecond: 1 } });
  const codes = [];
  for (let count = 0; count < 8; count++) {
    const answer = await server.fetch('GET', '/v1/tasks', {
      headers: { Authorization: `Bearer wt_${'a'.repeat(25)}.${String(count).repeat(43)}`, Origin: origin },
    });
    codes.push(answer.json.code);
  }
  expect(codes.filter((code) => code === 'bearer_invalid')).toHaveLength(5);
  expect(codes.at(-1)).toBe('too_many_requests');
});

test('behind a proxy of our own, callers are told apart by the address that it saw, not by what they claim', async () => {
  const server = await testServer('sqlite', { settings: { rateLimitPerSecond: 1, trustedProxies: 1 } });
  const ask = (forwarded: string) => server.fetch('GET', '/healthz', { headers: { 'X-Forwarded-For': forwarded } });
  for (let count = 0; count < 5; count++) expect((await ask(`10.0.0.${count}, 192.0.2.1`)).status).toBe(200);
  expect((await ask('10.0.0.9, 192.0.2.1')).status).toBe(429);
  expect((await ask('192.0.2.1, 192.0.2.2')).status).toBe(200);
});
