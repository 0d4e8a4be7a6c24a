import type { ParameterizedContext } from 'koa';
import { homeOf } from '../policies/portal-grants.ts';
import { isOrigin } from '../http/cors.ts';
import type { Services } from '../services.ts';
import {
  accessOf,
  audit,
  endLogins,
  firmProfile,
  type LoginMethod,
  loginOfSecret,
  type Membership,
  membershipsOf,
  noteUse,
  openLogin,
  tenantById,
  unseenNotifications,
} from '../store/index.ts';
import { browserName } from './browser-name.ts';
import { loginCookie, readCookie, setCookie } from './cookies.ts';

interface Entry {
  personId: string;
  method: LoginMethod;
  /** The firm whose log-in it was, if it was one's. */
  firm: string | null;
  returnTo: string | null;
  now: string;
}

/**
 * Lets a person in who has shown who they are: a session under a new secret, whatever the browser held before ends. Gives
 * where to go, or null when no firm knows the person and nobody may start one.
 */
export async function enterPortal(
  services: Services,
  http: ParameterizedContext,
  entry: Entry,
): Promise<string | null> {
  const { store, login, settings } = services;
  const { personId, method, now } = entry;
  const memberships = await membershipsOf(store, personId);
  const membership = memberships.find(({ tenantId }) => tenantId === entry.firm) ?? memberships[0] ?? null;
  if (!membership && !login.signUp) return null;
  const before = await loginOfSecret(store, readCookie(http, loginCookie), now);
  if (before) await endLogins(store, { personId: before.personId, id: before.id });
  await openIn(services, http, { personId, method, membership, now });
  if (!membership) return '/login?start=firm';
  const home = `${settings.publicUrl}${homeOf(membership.role)}`;
  const back = await safeReturn(services, membership.tenantId, entry.returnTo);
  // Who wanted one's own first page wanted nothing in particular.
  if (back !== null && back !== home) return back;
  return (await hasNews(services, membership)) ? `${home}#notices` : home;
}

/** Whether there is something that the user has not been shown; one lands there then (I-25). */
async function hasNews({ store }: Services, { tenantId, userId }: Membership): Promise<boolean> {
  const scope = store.tenant(tenantId);
  const access = await accessOf(scope, userId);
  return access !== null && (await unseenNotifications(scope, access)) > 0;
}

/** Opens the session that the cookie names from now on. */
export async function openIn(
  { store }: Services,
  http: ParameterizedContext,
  entry: {
    personId: string;
    method: LoginMethod;
    membership: Pick<Membership, 'tenantId' | 'userId'> | null;
    now: string;
    expiresAt?: string;
  },
): Promise<void> {
  const { personId, method, membership, now, expiresAt } = entry;
  const { id, secret } = await openLogin(store, {
    personId,
    method,
    now,
    tenantId: membership?.tenantId ?? null,
    userId: membership?.userId ?? null,
    browser: browserName(http.get('User-Agent')),
    ...(expiresAt !== undefined && { expiresAt }),
  });
  setCookie(http, loginCookie, secret);
  if (!membership) return;
  const scope = store.tenant(membership.tenantId);
  await noteUse(scope, membership.userId, now);
  await audit(scope, now, {
    actor: `user:${membership.userId}`,
    action: 'login',
    target: membership.userId,
    details: { method, session: id },
  });
}

/** Kept where the firm can see it, when it is known whose log-in it was. Never with what was typed. */
export async function noteFailure(
  { store, log }: Services,
  failure: { firm: string | null; userId?: string | null; method: LoginMethod; reason: string; now: string },
): Promise<void> {
  const { firm, method, reason, now, userId = null } = failure;
  log.info({ method, reason }, 'a log-in failed');
  if (firm === null || !(await tenantById(store, firm))) return;
  await audit(store.tenant(firm), now, {
    actor: userId ? `user:${userId}` : 'system',
    action: 'login.failed',
    target: userId,
    details: { method, reason },
  });
}

/**
 * Where a log-in may lead: a page of our own, or one of the firm's own sites. Anything else is somebody's attempt to send
 * people who have just logged in to a page that looks like ours.
 */
export async function safeReturn(services: Services, tenantId: string, wanted: string | null): Promise<string | null> {
  const { publicUrl } = services.settings;
  if (wanted === null || !URL.canParse(wanted, publicUrl)) return null;
  const url = new URL(wanted, publicUrl);
  if (url.username || url.password || !isOrigin(url.origin)) return null;
  if (url.origin === publicUrl) return url.href;
  const { origins } = await firmProfile(services.store.tenant(tenantId));
  const portal = (await tenantById(services.store, tenantId))?.portalUrl ?? null;
  const known = [...origins, ...(portal !== null && URL.canParse(portal) ? [new URL(portal).origin] : [])];
  return known.includes(url.origin) ? url.href : null;
}
