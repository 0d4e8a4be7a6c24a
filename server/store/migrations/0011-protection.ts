import type { Knex } from 'knex';

/** Who was erased, when and why; what has to be kept for some years more is named, and goes when they have passed. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('erasures', (t) => {
    t.text('tenant_id').notNullable().references('tenants.id');
    t.text('user_id').notNullable();
    t.text('reason').notNullable();
    // To find it by in what is kept; empty once that is done.
    t.text('name').notNullable();
    t.text('erased_at').notNullable();
    t.text('erased_by').notNullable();
    // Civil date: until then the name stands in what proves the firm's work.
    t.text('kept_until').notNullable();
    t.text('finished_at');
    t.primary(['tenant_id', 'user_id']);
    t.foreign(['tenant_id', 'user_id']).references(['tenant_id', 'id']).inTable('users');
    t.index(['finished_at', 'kept_until']);
  });
}
