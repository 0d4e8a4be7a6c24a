import { acrossTenants, type Store, transaction } from './connection.ts';
import { matchesHash, newId, newSecret, secretId } from './ids.ts';

export interface Tenant {
  id: string;
  name: string;
  /** Page of the firm's site that mails link to. */
  portalUrl: string | null;
}

/** Creates a firm and its first API key. The key is not kept and cannot be shown again. */
export async function createTenant(
  store: Store,
  input: { name: string; portalUrl?: string | null; now: string },
): Promise<{ tenantId: string; secretKey: string }> {
  const tenantId = newId('t');
  return transaction(store, async (trx) => {
    await trx('tenants').insert({
      id: tenantId,
      name: input.name,
      portal_url: input.portalUrl ?? null,
      created_at: input.now,
    });
    const id = newId('k');
    const { secret, hash } = newSecret('sk', id);
    await trx('api_keys').insert({
      id,
      tenant_id: tenantId,
      secret_hash: hash,
      created_at: input.now,
      revoked_at: null,
    });
    return { tenantId, secretKey: secret };
  });
}

/** Gives a new key; the ones before end at `oldKeysEndAt`, so that a backend can change over without a gap. */
export async function rotateKey(
  store: Store,
  input: { tenantId: string; now: string; oldKeysEndAt: string },
): Promise<{ secretKey: string } | null> {
  return transaction(store, async (trx) => {
    if (!(await trx('tenants').where({ id: input.tenantId }).first('id'))) return null;
    const later = (q: any) => q.whereNull('revoked_at').orWhere('revoked_at', '>', input.oldKeysEndAt);
    await trx('api_keys').where({ tenant_id: input.tenantId }).where(later).update({ revoked_at: input.oldKeysEndAt });
    const id = newId('k');
    const { secret, hash } = newSecret('sk', id);
    const row = { id, tenant_id: input.tenantId, secret_hash: hash, created_at: input.now, revoked_at: null };
    await trx('api_keys').insert(row);
    return { secretKey: secret };
  });
}

/** The firm that a secret key opens, or null. */
export async function tenantOfKey(
  store: Store,
  secretKey: string,
  now: string,
): Promise<{ tenantId: string; keyId: string } | null> {
  const id = secretId('sk', secretKey);
  if (!id) return null;
  const row = await acrossTenants(store)('api_keys').where({ id }).first();
  if (!row || !matchesHash(secretKey, row.secret_hash)) return null;
  if (row.revoked_at !== null && row.revoked_at <= now) return null;
  return { tenantId: row.tenant_id, keyId: row.id };
}

export async function tenantById(store: Store, tenantId: string): Promise<Tenant | null> {
  const row = await acrossTenants(store)('tenants').where({ id: tenantId }).first();
  return row ? { id: row.id, name: row.name, portalUrl: row.portal_url } : null;
}

export async function reviewBeforePublish(store: Store, tenantId: string): Promise<boolean> {
  const row = await acrossTenants(store)('tenants').where({ id: tenantId }).first('review_before_publish');
  return row?.review_before_publish === 1;
}

export async function setReviewBeforePublish(store: Store, tenantId: string, on: boolean): Promise<void> {
  await acrossTenants(store)('tenants')
    .where({ id: tenantId })
    .update({ review_before_publish: on ? 1 : 0 });
}

export async function listTenants(store: Store): Promise<Tenant[]> {
  const rows = await acrossTenants(store)('tenants').orderBy('created_at').orderBy('id');
  return rows.map((row) => ({ id: row.id, name: row.name, portalUrl: row.portal_url }));
}
