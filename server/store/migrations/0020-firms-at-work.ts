import type { Knex } from 'knex';

const steps = JSON.stringify(['look', 'mail', 'clients', 'colleagues', 'site']);

/** A firm that had clients before there was a list of first steps needs none. */
export async function up(db: Knex): Promise<void> {
  const ids: string[] = await db('clients').distinct('tenant_id').pluck('tenant_id');
  for (const id of ids) {
    const row = { tenant_id: id, origins: '[]', start_skipped: steps };
    await db('firm_profiles').insert(row).onConflict('tenant_id').merge(['start_skipped']);
  }
}
