import { acrossTenants, type Row, type Store, transaction } from './connection.ts';
import { matchesHash, newId, newSecret, secretId, sha256 } from './ids.ts';

const linkLifetimeMs = 60 * 60_000;

const later = (now: string, ms: number): string => new Date(Date.parse(now) + ms).toISOString();

/** The token of a mail that is about to be sent; only its hash is kept. */
export async function newPasswordToken(store: Store, input: { personId: string; now: string }): Promise<string> {
  const id = newId('w');
  const { secret, hash } = newSecret('pw', id);
  await acrossTenants(store)('password_links').insert({
    id,
    secret_hash: hash,
    person_id: input.personId,
    expires_at: later(input.now, linkLifetimeMs),
    used_at: null,
  });
  return secret;
}

/** Uses a link up; of two that come at once, one gets the person's id. */
export async function takePasswordToken(store: Store, token: string, now: string): Promise<string | null> {
  const id = secretId('pw', token);
  if (!id) return null;
  const row: Row | undefined = await acrossTenants(store)('password_links').where({ id }).first();
  if (!row || !matchesHash(token, row.secret_hash) || row.used_at !== null || row.expires_at <= now) return null;
  const taken = await acrossTenants(store)('password_links')
    .where({ id })
    .whereNull('used_at')
    .update({ used_at: now });
  return taken === 1 ? row.person_id : null;
}

/** Failures that are let pass before each one doubles the wait. */
export interface Patience {
  free: number;
  longestMs: number;
}

const throttleOf = (kind: string, name: string): string => sha256(`${kind}/${name}`);

/** Until when nothing is tried for these any more; null when it may be. */
export async function blockedUntil(
  store: Store,
  names: [kind: string, name: string][],
  now: string,
): Promise<string | null> {
  const rows: Row[] = await acrossTenants(store)('login_throttles')
    .whereIn(
      'key',
      names.map(([kind, name]) => throttleOf(kind, name)),
    )
    .where('blocked_until', '>', now);
  return (
    rows
      .map((row) => row.blocked_until as string)
      .sort()
      .at(-1) ?? null
  );
}

/** One more failure: after the first few each doubles the wait. A day without one and all is forgotten. */
export async function noteThrottled(
  store: Store,
  input: { kind: string; name: string; patience: Patience; now: string },
): Promise<void> {
  const key = throttleOf(input.kind, input.name);
  const { free, longestMs } = input.patience;
  await transaction(store, async (trx) => {
    const forgotten = later(input.now, 24 * 3_600_000);
    const first = { key, failures: 0, blocked_until: '', forgotten_at: forgotten };
    await trx('login_throttles').insert(first).onConflict('key').ignore();
    await trx('login_throttles').where({ key }).increment('failures', 1);
    const { failures } = await trx('login_throttles').where({ key }).first('failures');
    const waitMs = failures <= free ? 0 : Math.min(longestMs, 1_000 * 2 ** Math.min(30, failures - free));
    await trx('login_throttles')
      .where({ key })
      .update({ blocked_until: later(input.now, waitMs), forgotten_at: forgotten });
  });
}

export async function forgetThrottled(store: Store, kind: string, name: string): Promise<void> {
  await acrossTenants(store)('login_throttles')
    .where({ key: throttleOf(kind, name) })
    .del();
}
