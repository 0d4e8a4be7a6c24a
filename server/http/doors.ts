import type { ParameterizedContext } from 'koa';
import { grants, requireAdministrator, requireGrant, requireUser } from '../policies/index.ts';
import type { Services } from '../services.ts';
import { loginCookie, readCookie } from '../login/cookies.ts';
import { accessOf, bearerOfToken, loginOfSecret, tenantOfKey } from '../store/index.ts';
import { allowOrigin } from './cors.ts';
import type { RateLimit } from './limits.ts';
import { Problem } from './problem.ts';
import type { AdminCall, Route } from './route.ts';
import { requireOwnPage } from './same-origin.ts';

export interface Limits {
  /** For those who have not shown who they are, by IP address. */
  strangers: RateLimit;
  bearers: RateLimit;
  keys: RateLimit;
}

/** The form of the names that we give. */
export const ourName = /^[\w-]{1,120}$/;

/** What the door adds to the call: who is asking. Throws a 401, 403 or 429. */
export async function enter(
  services: Services,
  limits: Limits,
  route: Route,
  http: ParameterizedContext,
  now: string,
): Promise<object> {
  const nowMs = Date.parse(now);
  if (route.door === 'login' || route.door === 'portal') requireOwnPage(services.settings.publicUrl, http);
  if (route.door === 'open' || route.door === 'exchange' || route.door === 'login') {
    limits.strangers.take(http.ip, nowMs);
    return {};
  }
  limits.strangers.check(http.ip, nowMs);
  try {
    if (route.door === 'key') return await byKey(services, limits, http, now);
    if (route.door === 'portal') return await byCookie(services, limits, route, http, now);
    if (route.door === 'administrator') return await byAdministrator(services, limits, route, http, now);
    return await byBearer(services, limits, route, http, now);
  } catch (error) {
    // Guessing costs; being told to slow down or that a right is missing does not.
    if (error instanceof Problem && error.status === 401) limits.strangers.take(http.ip, nowMs);
    throw error;
  }
}

async function byKey({ store }: Services, limits: Limits, http: ParameterizedContext, now: string) {
  const key = await tenantOfKey(store, credential(http), now);
  if (!key) throw unauthenticated('key_invalid', 'The API key is missing, wrong or revoked.');
  limits.keys.take(key.keyId, Date.parse(now));
  return { ...key, scope: store.tenant(key.tenantId) };
}

async function byBearer(
  { store, settings }: Services,
  limits: Limits,
  route: Route,
  http: ParameterizedContext,
  now: string,
) {
  const known = await bearerOfToken(
    store,
    credential(http),
    route.withInstance && ourName.test(http.params.id) ? http.params.id : null,
  );
  if (!known)
    throw unauthenticated('bearer_invalid', 'The bearer is missing or wrong. Exchange a client secret for one.');
  const { bearer, access, instance } = known;
  // Only the page that the session was opened for may read the answer, also when the answer is no.
  if (originOf(http, settings.publicUrl) !== bearer.origin) {
    throw new Problem(403, 'origin_mismatch', 'This bearer belongs to a page of another origin.');
  }
  allowOrigin(http, bearer.origin);
  if (bearer.expiresAt <= now)
    throw unauthenticated('bearer_expired', 'The bearer has expired. Fetch a new client secret.');
  limits.bearers.take(bearer.id, Date.parse(now));
  requireGrant(bearer, route.grant!.any, route.grant!.right);
  return { bearer, scope: store.tenant(bearer.tenantId), access: requireUser(access), instance };
}

/** Reading from a page's own server, browsers send no Origin; that it is the same they say in a header no page can set. */
function originOf(http: ParameterizedContext, publicUrl: string): string {
  return http.get('Origin') || (http.get('Sec-Fetch-Site') === 'same-origin' ? publicUrl : '');
}

/** Somebody who has logged in on a page of our own. */
async function byCookie({ store }: Services, limits: Limits, route: Route, http: ParameterizedContext, now: string) {
  const session = await loginOfSecret(store, readCookie(http, loginCookie), now);
  if (!session) throw new Problem(401, 'not_logged_in', 'Nobody is logged in here, or no longer. Log in again.');
  limits.bearers.take(session.id, Date.parse(now));
  if (route.withoutFirm) return { session };
  if (session.tenantId === null || session.userId === null)
    throw new Problem(409, 'no_firm', 'There is no firm that knows you yet. Start one, or ask for an invitation.');
  const scope = store.tenant(session.tenantId);
  return { session, firm: { scope, access: requireUser(await accessOf(scope, session.userId)) } };
}

/** A backend's key or an administrator's bearer; which of the two it is, its prefix tells. */
async function byAdministrator(
  services: Services,
  limits: Limits,
  route: Route,
  http: ParameterizedContext,
  now: string,
): Promise<Pick<AdminCall, 'tenantId' | 'scope' | 'author' | 'mayAct'>> {
  if (!credential(http).startsWith('wt_')) {
    const { tenantId, keyId, scope } = await byKey(services, limits, http, now);
    return { tenantId, scope, author: { kind: 'key', id: keyId, name: 'API' }, mayAct: true };
  }
  const { bearer, scope, access } = await byBearer(services, limits, route, http, now);
  requireAdministrator(access);
  const author = { kind: 'user' as const, id: access.userId, name: access.name };
  return { tenantId: bearer.tenantId, scope, author, mayAct: grants(bearer.components, 'definition-editor', 'act') };
}

function credential(http: ParameterizedContext): string {
  return /^Bearer ([A-Za-z0-9._-]{20,200})$/.exec(http.get('Authorization'))?.[1] ?? '';
}

const unauthenticated = (code: string, detail: string): Problem =>
  new Problem(401, code, detail, { headers: { 'WWW-Authenticate': 'Bearer realm="arende"' } });
