import { acrossTenants, type Store, transaction } from './connection.ts';
import { matchesHash, newId, newSecret, secretId } from './ids.ts';

/** A link for setting up the first firm, in place of any before; null when there is a firm. */
export async function newSetupToken(store: Store, now: string): Promise<string | null> {
  return transaction(store, async (trx) => {
    if (await trx('tenants').first('id')) return null;
    const id = newId('o');
    const { secret, hash } = newSecret('su', id);
    await trx('setup_links').del();
    await trx('setup_links').insert({ id, secret_hash: hash, created_at: now });
    return secret;
  });
}

export async function isSetupToken(store: Store, token: string): Promise<boolean> {
  const db = acrossTenants(store);
  const row = await db('setup_links')
    .where({ id: secretId('su', token) ?? '' })
    .first();
  return row !== undefined && matchesHash(token, row.secret_hash) && !(await db('tenants').first('id'));
}

/** Uses the link up; true for the one caller that gets it. */
export async function takeSetupToken(store: Store, token: string): Promise<boolean> {
  if (!(await isSetupToken(store, token))) return false;
  return (
    (await acrossTenants(store)('setup_links')
      .where({ id: secretId('su', token)! })
      .del()) === 1
  );
}

export interface ApiKey {
  id: string;
  createdAt: string;
  /** Set when another one has taken its place. */
  endsAt: string | null;
}

/** The keys of a firm's backend that count, newest first. */
export async function apiKeysOf(store: Store, tenantId: string, now: string): Promise<ApiKey[]> {
  const rows = await acrossTenants(store)('api_keys')
    .where({ tenant_id: tenantId })
    .where((query) => query.whereNull('revoked_at').orWhere('revoked_at', '>', now))
    .orderBy('created_at', 'desc');
  return rows.map((row) => ({ id: row.id, createdAt: row.created_at, endsAt: row.revoked_at }));
}
