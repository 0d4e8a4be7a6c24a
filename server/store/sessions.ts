import { type Access, accessColumns, accessIn } from './access.ts';
import { acrossTenants, type Row, type Scope, type Store, transaction } from './connection.ts';
import { directly } from './direct.ts';
import { addressedColumns, type AddressedInstance, addressedIn, addressedInstance } from './instances.ts';
import { matchesHash, newId, newSecret, secretId } from './ids.ts';

export type Grants = Record<string, { read?: boolean; act?: boolean; upload?: boolean }>;

export interface SessionInput {
  tenantId: string;
  userId: string;
  origin: string;
  components: Grants;
  /** Null: every client that the user reaches. */
  clientId: string | null;
  /** The log-in that it came from, on a page of our own; it ends with that. */
  loginId?: string;
  now: string;
}

export interface Bearer extends Omit<SessionInput, 'now' | 'loginId'> {
  id: string;
  expiresAt: string;
}

/** A secret that lets a page exchange it once, within five minutes. */
export const secretLifetimeMs = 5 * 60_000;
export const bearerLifetimeMs = 10 * 60_000;
/** Expired bearers are remembered this long, so that a page that slept is told to renew instead of "unknown". */
const keptAfterExpiryMs = 7 * 24 * 3_600_000;

const later = (now: string, ms: number): string => new Date(Date.parse(now) + ms).toISOString();

export async function createSession(
  store: Store,
  input: SessionInput,
): Promise<{ clientSecret: string; expiresAt: string }> {
  const id = newId('s');
  const { secret, hash } = newSecret('ws', id);
  const expiresAt = later(input.now, secretLifetimeMs);
  await acrossTenants(store)('widget_sessions').insert({
    id,
    tenant_id: input.tenantId,
    secret_hash: hash,
    user_id: input.userId,
    origin: input.origin,
    components: JSON.stringify(input.components),
    client_id: input.clientId,
    expires_at: expiresAt,
    used_at: null,
    login_id: input.loginId ?? null,
  });
  return { clientSecret: secret, expiresAt };
}

export type Exchange =
  | { outcome: 'given'; token: string; expiresAt: string; bearer: Bearer }
  | { outcome: 'secret_unknown' }
  /** The session's origin is given so that the page it was meant for may read the answer. */
  | { outcome: 'secret_used' | 'secret_expired' | 'origin_mismatch'; origin: string };

/** Turns a secret into a bearer; of two that come at once, one gets it. A wrong origin does not use the secret up. */
export async function exchangeSecret(
  store: Store,
  input: { clientSecret: string; origin: string; now: string },
): Promise<Exchange> {
  const id = secretId('ws', input.clientSecret);
  if (!id) return { outcome: 'secret_unknown' };
  return transaction(store, async (trx) => {
    const row: Row | undefined = await trx('widget_sessions').where({ id }).first();
    if (!row || !matchesHash(input.clientSecret, row.secret_hash)) return { outcome: 'secret_unknown' };
    if (row.origin !== input.origin) return { outcome: 'origin_mismatch', origin: row.origin };
    if (row.used_at !== null) return { outcome: 'secret_used', origin: row.origin };
    if (row.expires_at <= input.now) return { outcome: 'secret_expired', origin: row.origin };
    const taken = await trx('widget_sessions').where({ id }).whereNull('used_at').update({ used_at: input.now });
    if (taken !== 1) return { outcome: 'secret_used', origin: row.origin };
    const bearerId = newId('b');
    const { secret, hash } = newSecret('wt', bearerId);
    const expiresAt = later(input.now, bearerLifetimeMs);
    const bearer: Row = {
      id: bearerId,
      tenant_id: row.tenant_id,
      secret_hash: hash,
      session_id: id,
      user_id: row.user_id,
      origin: row.origin,
      components: row.components,
      client_id: row.client_id,
      expires_at: expiresAt,
    };
    await trx('bearers').insert(bearer);
    return { outcome: 'given', token: secret, expiresAt, bearer: bearerOf(bearer) };
  });
}

/**
 * The bearer behind a token, also when it has expired, with what its user reaches now (null: no longer active), and the
 * instance of its firm that is asked for; null when there is none.
 */
export async function bearerOfToken(
  store: Store,
  token: string,
  instanceId: string | null,
): Promise<{ bearer: Bearer; access: Access | null; instance: AddressedInstance | null } | null> {
  const id = secretId('wt', token);
  if (!id) return null;
  const of = (columns: string, tables: string): string => `select b.*, u.active as user_active,
      ${accessColumns(store)} ${columns} from bearers b
    left join users u on u.tenant_id = b.tenant_id and u.id = b.user_id ${tables} where b.id = ?`;
  const [row] =
    instanceId === null
      ? await directly(store, of('', ''), [id])
      : await directly(store, of(`, ${addressedColumns}`, addressedInstance), [instanceId, id]);
  if (!row || !matchesHash(token, row.secret_hash)) return null;
  const bearer = bearerOf(row);
  const active = row.user_active === 1;
  const access = active ? accessIn(row, bearer.tenantId, bearer.userId, bearer.clientId) : null;
  return { bearer, access, instance: addressedIn(row) };
}

/** What the user of a bearer reaches now; null when they may no longer log in, or the log-in that it came from is over. */
export async function accessOfBearer(scope: Scope, bearer: Bearer): Promise<Access | null> {
  const row: Row | undefined = await scope
    .from('users as u')
    .where({ 'u.id': bearer.userId, 'u.active': 1 })
    .whereExists(scope.from('bearers as b').where('b.id', bearer.id).select('b.id'))
    .first(scope.db.raw(accessColumns(scope.store)));
  return row ? accessIn(row, bearer.tenantId, bearer.userId, bearer.clientId) : null;
}

export async function pruneSessions(store: Store, now: string): Promise<void> {
  const before = later(now, -keptAfterExpiryMs);
  await acrossTenants(store)('bearers').where('expires_at', '<', before).del();
  await acrossTenants(store)('widget_sessions').where('expires_at', '<', before).del();
}

const bearerOf = (row: Row): Bearer => ({
  id: row.id,
  tenantId: row.tenant_id,
  userId: row.user_id,
  origin: row.origin,
  components: JSON.parse(row.components),
  clientId: row.client_id,
  expiresAt: row.expires_at,
});
