import { connect } from 'node:net';
import { once } from 'node:events';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { routes } from '../../server/routes.ts';
import type { Route } from '../../server/http/route.ts';
import { origin, type TestServer, testServer } from './support/server.ts';
import { cookieOf, ownOrigin } from './support/visitor.ts';

const seed = Number(process.env.ARENDE_TEST_SEED ?? Date.now() % 2 ** 31);

async function headersFor(server: TestServer, route: Route): Promise<Record<string, string>> {
  if (route.door === 'key' || route.door === 'administrator') {
    return { Authorization: `Bearer ${server.firm.secretKey}`, 'Idempotency-Key': 'fuzz-key-1', 'If-Match': '"1"' };
  }
  if (route.door === 'login' || route.door === 'portal') {
    return { Origin: ownOrigin, ...(route.door === 'portal' && { Cookie: await cookieOf(server, 'adam') }) };
  }
  const token = route.door === 'bearer' ? (await server.page('adam')).token : '';
  return { Origin: origin, 'Idempotency-Key': 'fuzz-key-1', ...(token ? { Authorization: `Bearer ${token}` } : {}) };
}

const isStream = (route: Route) => route.answerType === 'text/event-stream';

async function expectRefusedOrDone(answer: Response, why: string): Promise<void> {
  const text = await answer.text();
  expect(answer.status, `${why} ${text}`).toBeLessThan(500);
  if (answer.status < 400) return;
  expect(answer.headers.get('content-type'), why).toContain('application/problem+json');
  expect(JSON.parse(text), why).toMatchObject({ status: answer.status, code: expect.stringMatching(/^[a-z_]+$/) });
}

/** Bytes that no honest client sends as a body. */
const bodies: [string, BodyInit][] = [
  ['empty', ''],
  ['not JSON', '{"a":'],
  ['text', 'hello'],
  ['null', 'null'],
  ['number', '1e999'],
  ['array', '[]'],
  ['deep', '['.repeat(40_000)],
  ['deep objects', `${'{"a":'.repeat(15_000)}1${'}'.repeat(15_000)}`],
  ['NUL', '{"name":"a\\u0000b"}'],
  ['raw NUL', new Uint8Array([0x22, 0, 0x22])],
  ['not UTF-8', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d])],
  ['lone surrogate', '{"name":"\\ud800","email":"a@b.example","role":"client"}'],
  ['prototype', '{"__proto__":{"role":"admin"}}'],
  ['nested prototype', '{"properties":{"__proto__":{"x":1}},"name":"x"}'],
  ['constructor', '{"constructor":{"prototype":{"x":1}},"name":"x"}'],
  ['huge', JSON.stringify({ name: 'x'.repeat(3_500_000) })],
  ['many keys', JSON.stringify(Object.fromEntries(Array.from({ length: 9000 }, (_, n) => [`k${n}`, n])))],
];

describe('hostile input', () => {
  test('no body on any route gives a 5xx, and each mistake is a problem with a code', async () => {
    const server = await testServer('sqlite');
    for (const route of routes.filter((candidate) => candidate.body)) {
      const headers = { ...(await headersFor(server, route)), 'Content-Type': 'application/json' };
      const path = route.path.replace(/:\w+/g, 'x1');
      for (const [name, body] of bodies) {
        const answer = await fetch(server.server.address + path, { method: route.method, headers, body });
        await expectRefusedOrDone(answer, `${route.method} ${path} ${name}`);
      }
      const wrongType = await fetch(server.server.address + path, {
        method: route.method,
        headers: { ...headers, 'Content-Type': 'text/plain' },
        body: '{}',
      });
      expect([404, 415], path).toContain(wrongType.status);
      const zipped = await fetch(server.server.address + path, {
        method: route.method,
        headers: { ...headers, 'Content-Encoding': 'gzip' },
        body: '{}',
      });
      expect([404, 415], path).toContain(zipped.status);
    }
    expect(server.logged).toEqual([]);
    expect(({} as any).role).toBeUndefined();
  });

  test('no address, parameter or header gives a 5xx', async () => {
    const server = await testServer('postgres');
    const things = [
      '%00',
      '..%2f..%2fetc%2fpasswd',
      '%E0%A4%A',
      '%2e%2e',
      'a'.repeat(3000),
      '__proto__',
      'constructor',
      "'%20or%201=1--",
      '%F0%9F%98%80',
      '-1',
      'null',
    ];
    const queries = [
      'limit=-1',
      'limit=1e9',
      'limit=a',
      'limit=',
      'cursor=%00',
      'cursor=W10',
      'q=%00',
      'q=%25_%5C',
      `q=${'x'.repeat(200)}`,
      'filter=all&filter=all',
      'unknown=1',
      '__proto__=1',
      'definition=%00',
      'after=99999999999999999',
      'name=%00',
      'name=',
      'period=%F0%9F%98%80&definition=x',
    ];
    for (const route of routes) {
      if (isStream(route)) continue;
      const headers = await headersFor(server, route);
      const options = { method: route.method, headers, ...(route.method === 'GET' ? {} : { body: 'x' }) };
      const paths = route.path.includes(':') ? things.map((thing) => route.path.replace(/:\w+/, thing)) : [route.path];
      for (const path of paths)
        await expectRefusedOrDone(await fetch(server.server.address + path, options), `${route.method} ${path}`);
      for (const query of queries) {
        const path = `${route.path.replace(/:\w+/g, 'x1')}?${query}`;
        await expectRefusedOrDone(await fetch(server.server.address + path, options), `${route.method} ${path}`);
      }
    }
    for (const value of ['Bearer', 'Bearer ', 'Basic YTpi', `Bearer ${'a'.repeat(5000)}`, "Bearer wt_' or 1=1"]) {
      const answer = await fetch(`${server.server.address}/v1/me`, {
        headers: { Authorization: value, Origin: origin },
      });
      expect(answer.status).toBe(401);
    }
    expect(server.logged).toEqual([]);
  });

  test(`whatever JSON the records are given, the answer is a 2xx or a 4xx (seed ${seed})`, async () => {
    const server = await testServer('postgres');
    const json = fc.json({ maxDepth: 4 });
    const near = fc
      .record(
        {
          name: fc.oneof(fc.string({ unit: 'binary' }), fc.constant('Namn')),
          email: fc.oneof(fc.string(), fc.constant('a@b.example')),
          role: fc.oneof(fc.constantFrom('admin', 'consultant', 'client'), fc.string()),
          clients: fc.array(fc.oneof(fc.constantFrom('asp', 'bjork'), fc.string({ unit: 'binary' }))),
          properties: fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()),
          responsible: fc.oneof(fc.constant(null), fc.constant('cilla'), fc.string({ unit: 'binary' })),
          startMonth: fc.oneof(fc.constant('2026-10'), fc.string()),
          settings: fc.dictionary(fc.string(), fc.jsonValue()),
          event: fc.string(),
          data: fc.dictionary(fc.string(), fc.jsonValue()),
          definition: fc.constantFrom('hand-in', 'x'),
          client: fc.oneof(fc.constant('asp'), fc.string({ unit: 'binary' })),
          period: fc.oneof(fc.constant('2026-10'), fc.string()),
          input: fc.jsonValue(),
          user: fc.constantFrom('anna', 'x'),
          origin: fc.oneof(fc.webUrl(), fc.constant(origin)),
          components: fc.dictionary(fc.constantFrom('inbox', 'x'), fc.jsonValue()),
        },
        { requiredKeys: [] },
      )
      .map((value) => JSON.stringify(value));
    const id = await server.start('asp');
    const targets = routes
      .filter((route) => route.body && route.door !== 'exchange')
      .map((route) => ({ ...route, path: route.path.replace(':id', id).replace(/:\w+/g, 'fuzzed') }));
    const headers = new Map<string, Record<string, string>>();
    for (const route of targets)
      headers.set(route.path, { ...(await headersFor(server, route)), 'Content-Type': 'application/json' });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...targets), fc.oneof(json, near), async ({ method, path }, body) => {
        const options = { method, headers: headers.get(path)!, body };
        const answer = await fetch(server.server.address + path, options);
        await expectRefusedOrDone(answer, `${method} ${path} ${body}`);
      }),
      { numRuns: 300, seed },
    );
    expect(server.logged).toEqual([]);
  });

  test('an unknown error is masked, and the log has it under its number', async () => {
    const server = await testServer('sqlite');
    server.server.services.engine.ping = async () => {};
    const page = await server.page('anna');
    await server.store.tenant(server.firm.tenantId).db.schema.renameTable('tasks', 'lost_tasks');
    const answer = await page.get('/v1/tasks');
    expect([answer.status, answer.json.code]).toEqual([500, 'internal_error']);
    expect(answer.text).not.toMatch(/tasks|SQLITE|select/i);
    const number = answer.headers.get('x-request-id')!;
    expect(answer.json.detail).toContain(number);
    expect(server.logged.some((line) => line.includes(number) && line.includes('no such table'))).toBe(true);
  });

  test('headers that trickle in, or are too large, do not hold a connection', async () => {
    const server = await testServer('sqlite');
    const { hostname, port } = new URL(server.server.address);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write(`GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 431/);
    socket.destroy();
  });
});
