import { acrossTenants, type Row, type Store } from './connection.ts';
import { matchesHash, newId, newSecret, secretId } from './ids.ts';

export type LoginMethod = 'bankid' | 'oidc' | 'password' | 'setup';

/** Somebody who is logged in to the pages that Arende serves, in one browser. */
export interface LoginSession {
  id: string;
  personId: string;
  personName: string;
  tenantId: string | null;
  userId: string | null;
  method: LoginMethod;
  /** What the browser calls itself, shortened. */
  browser: string;
  createdAt: string;
  seenAt: string;
  expiresAt: string;
}

/** Nobody there for this long: out. */
export const idleMs = 60 * 60_000;
/** Out after this long whatever happens. */
export const absoluteMs = 12 * 3_600_000;
const seenEveryMs = 60_000;

const later = (now: string, ms: number): string => new Date(Date.parse(now) + ms).toISOString();

const sessions = (store: Store) => acrossTenants(store)('login_sessions');

const sessionOf = (row: Row): LoginSession => ({
  id: row.id,
  personId: row.person_id,
  personName: row.person_name,
  tenantId: row.tenant_id,
  userId: row.user_id,
  method: row.method,
  browser: row.browser,
  createdAt: row.created_at,
  seenAt: row.seen_at,
  expiresAt: row.expires_at,
});

/** A new session under a new secret; whatever the browser held before is worth nothing here. */
export async function openLogin(
  store: Store,
  input: {
    personId: string;
    tenantId: string | null;
    userId: string | null;
    method: LoginMethod;
    browser: string;
    now: string;
    /** Of a session that goes on under a new secret; it does not live longer by that. */
    expiresAt?: string;
  },
): Promise<{ id: string; secret: string }> {
  const id = newId('l');
  const { secret, hash } = newSecret('ls', id);
  await sessions(store).insert({
    id,
    secret_hash: hash,
    person_id: input.personId,
    tenant_id: input.tenantId,
    user_id: input.userId,
    method: input.method,
    browser: input.browser.slice(0, 120),
    created_at: input.now,
    seen_at: input.now,
    expires_at: input.expiresAt ?? later(input.now, absoluteMs),
  });
  return { id, secret };
}

/** The session behind a cookie, unless it has ended, was left alone too long, or is too old. */
export async function loginOfSecret(store: Store, secret: string, now: string): Promise<LoginSession | null> {
  const id = secretId('ls', secret);
  if (!id) return null;
  const row: Row | undefined = await acrossTenants(store)('login_sessions as s')
    .join('people as p', 'p.id', 's.person_id')
    .where('s.id', id)
    .first('s.*', 'p.name as person_name');
  if (!row || !matchesHash(secret, row.secret_hash)) return null;
  if (row.expires_at <= now || later(row.seen_at, idleMs) <= now) return null;
  if (later(row.seen_at, seenEveryMs) <= now) await sessions(store).where({ id }).update({ seen_at: now });
  return sessionOf(row);
}

/** The person's sessions that still count, the one used last first. */
export async function loginsOf(store: Store, personId: string, now: string): Promise<LoginSession[]> {
  const rows: Row[] = await acrossTenants(store)('login_sessions as s')
    .join('people as p', 'p.id', 's.person_id')
    .where('s.person_id', personId)
    .where('s.expires_at', '>', now)
    .where('s.seen_at', '>', later(now, -idleMs))
    .orderBy('s.seen_at', 'desc')
    .select('s.*', 'p.name as person_name');
  return rows.map(sessionOf);
}

/** Ends sessions of a person, all of them or one, with the bearers that came from them. Gives how many there were. */
export async function endLogins(
  store: Store,
  input: { personId: string; id?: string; exceptId?: string },
): Promise<number> {
  const query = sessions(store).where({ person_id: input.personId });
  if (input.id !== undefined) query.where({ id: input.id });
  if (input.exceptId !== undefined) query.whereNot({ id: input.exceptId });
  const ids: string[] = await query.pluck('id');
  if (ids.length === 0) return 0;
  const db = acrossTenants(store);
  const widgets = db('widget_sessions').whereIn('login_id', ids);
  await db('bearers').whereIn('session_id', widgets.clone().select('id')).del();
  await widgets.whereNull('used_at').del();
  return sessions(store).whereIn('id', ids).del();
}

export async function pruneLogins(store: Store, now: string): Promise<void> {
  const db = acrossTenants(store);
  await db('login_sessions').where('expires_at', '<', now).orWhere('seen_at', '<', later(now, -idleMs)).del();
  await db('login_attempts').where('expires_at', '<', now).del();
  await db('password_links').where('expires_at', '<', now).del();
  await db('login_throttles').where('forgotten_at', '<', now).del();
}
