import { describe, expect, test } from 'vitest';
import type { TSchema } from '@sinclair/typebox';
import { routes } from '../../server/routes.ts';
import { namedRight, type RightName, rightNames } from '../../server/policies/rights.ts';
import type { Route } from '../../server/http/route.ts';
import { putRight } from '../../server/store/index.ts';
import { now } from './support/firm.ts';
import { type Page, testServer, type TestServer } from './support/server.ts';

/**
 * The matrix of rights, made from the route table: every route of a bearer is asked by a consultant and by a client's
 * user who have no named right at all. Where the answer is that one is missing, that right alone opens it, and no other does.
 */

/** Bodies that a schema alone does not lead to: each asks for something that another right guards. */
const bodies: Record<string, object[]> = {
  'PUT /v1/clients/:id/engagement': [{ responsible: null }, { startMonth: '2026-12' }],
  'PUT /v1/people/:id': [{ active: true }],
};

/** What stands behind `:id`, of a client that both reach. */
function idFor(server: TestServer, path: string): string {
  const { clients, users } = server.firm;
  if (/^\/v1\/(clients|client-list)\//.test(path)) return clients.bjork!;
  if (path.startsWith('/v1/people/')) return users.bosse!;
  return 'x0000';
}

/** Something that fits a schema: what is required, as small as it may be. */
function sample(schema: TSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.anyOf) return sample(schema.anyOf[0]);
  if (schema.type === 'object') {
    const required: string[] = schema.required ?? [];
    const names = required.length > 0 || !schema.minProperties ? required : Object.keys(schema.properties).slice(0, 1);
    return Object.fromEntries(names.map((name) => [name, sample(schema.properties[name])]));
  }
  if (schema.type === 'array') return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items));
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
  if (schema.type === 'boolean') return true;
  if (schema.type === 'null') return null;
  if (schema.format === 'email') return 'someone@demo.example';
  if (schema.format === 'date') return '2026-11-20';
  if (schema.format === 'date-time') return now;
  const tries = ['x0000', '2026-12', '2026-11-20', 'hand-in', '5560000001', 'x'.repeat(schema.minLength ?? 1)];
  return tries.find((text) => !schema.pattern || new RegExp(schema.pattern, 'u').test(text)) ?? '';
}

interface Ask {
  route: Route;
  name: string;
  body: unknown;
}

const asks: Ask[] = routes
  .filter((route) => route.door === 'bearer' && route.answerType !== 'text/event-stream')
  .flatMap((route) => {
    const name = `${route.method} ${route.path}`;
    const made = bodies[name] ?? [route.body ? sample(route.body) : undefined];
    return made.map((body) => ({ route, name: bodies[name] ? `${name} ${Object.keys(body as object)}` : name, body }));
  });

async function ask(server: TestServer, page: Page, { route, body }: Ask) {
  const path = route.path.replace(':id', idFor(server, route.path)).replace(/:\w+/g, '1');
  const query = route.query ? `?${new URLSearchParams(sample(route.query) as Record<string, string>)}` : '';
  const raw = route.bodyType ? { raw: 'x' } : {};
  const headers = page.headers({ 'Idempotency-Key': 'matrix', 'If-Match': '"1"', 'Upload-Offset': '0' });
  return server.fetch(route.method, path + query, { headers, body, ...raw });
}

const missingIn = ({ status, json }: { status: number; json: any }): RightName | null =>
  status === 403 && json?.code === 'right_missing' ? (/"([\w-]+)"/.exec(json.detail)![1] as RightName) : null;

async function say(server: TestServer, user: string, right: RightName, granted: boolean | null): Promise<void> {
  const { scope } = namedRight(right);
  const clientId = scope === 'client' ? server.firm.clients.bjork! : null;
  const key = { userId: server.firm.users[user]!, right, clientId, granted };
  await putRight(server.store.tenant(server.firm.tenantId), { ...key, now, by: 'test' });
}

/** Which right each route misses, for somebody who has none; each opened by that one and by no other. */
async function guarded(user: string): Promise<Record<string, RightName>> {
  const server = await testServer('sqlite');
  const page = await server.page(user);
  const holdable = rightNames.filter((name) =>
    namedRight(name).roles.includes(user === 'cilla' ? 'consultant' : 'client'),
  );
  for (const name of holdable) await say(server, user, name, false);
  const found: Record<string, RightName> = {};
  for (const one of asks) {
    const right = missingIn(await ask(server, page, one));
    if (right) found[one.name] = right;
  }
  for (const one of asks.filter(({ name }) => found[name])) {
    const right = found[one.name]!;
    // A right that somebody of this kind cannot have: the route is not for them.
    if (!holdable.includes(right)) continue;
    for (const other of holdable.filter((name) => name !== right)) await say(server, user, other, true);
    expect(missingIn(await ask(server, page, one)), `${user} ${one.name} with all but ${right}`).toBe(right);
    for (const other of holdable) await say(server, user, other, false);
    await say(server, user, right, true);
    const opened = await ask(server, page, one);
    expect(opened.json?.code, `${user} ${one.name} with ${right}`).not.toBe('right_missing');
    expect(opened.status, `${user} ${one.name} with ${right}`).toBeLessThan(500);
    await say(server, user, right, false);
  }
  expect(server.logged).toEqual([]);
  return found;
}

describe('a right opens what it is for, and nothing else (I-14, P-03)', () => {
  test('for a consultant', async () => {
    expect(await guarded('cilla')).toMatchObject({
      'GET /v1/people': 'manage-users',
      'GET /v1/people/:id': 'manage-users',
      'PUT /v1/people/:id active': 'manage-users',
      'GET /v1/invitations': 'manage-users',
      'POST /v1/invitations': 'manage-users',
      'PUT /v1/clients/:id/engagement responsible': 'manage-users',
      'PUT /v1/clients/:id/engagement startMonth': 'manage-clients',
      'POST /v1/clients/:id/join': 'join-clients',
      'GET /v1/clients/:id/outstanding': 'notify-colleagues',
      'POST /v1/clients/:id/reminders': 'notify-colleagues',
    });
  }, 60_000);

  test('for a client’s user', async () => {
    expect(await guarded('bosse')).toMatchObject({
      'GET /v1/invitations': 'client-admin',
      'POST /v1/invitations': 'client-admin',
      'PUT /v1/people/:id active': 'client-admin',
      'PUT /v1/clients/:id/authority': 'client-admin',
    });
  }, 60_000);
});
