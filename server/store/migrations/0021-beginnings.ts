import type { Knex } from 'knex';

/** From when on something counts: a recurring process for a client, and what is unread for a user. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('recurrence_beginnings', (t) => {
    t.text('tenant_id').notNullable().references('tenants.id');
    t.text('client_id').notNullable();
    // Empty: the client has been gone through once; what comes to apply to it after that is new.
    t.text('definition_id').notNullable();
    // Civil date on which the first period ends that is opened; null: from the client's start month on.
    t.text('first_end');
    t.primary(['tenant_id', 'client_id', 'definition_id']);
    t.foreign(['tenant_id', 'client_id']).references(['tenant_id', 'id']).inTable('clients');
  });
  await db.schema.alterTable('users', (t) => {
    // Null: was there before this was noted.
    t.text('joined_at');
  });
}
