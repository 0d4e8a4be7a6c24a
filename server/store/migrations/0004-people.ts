import type { Knex } from 'knex';

type Table = Knex.CreateTableBuilder;

const tenantRow = (t: Table): void => {
  t.text('tenant_id').notNullable().references('tenants.id');
  t.text('id').notNullable();
  t.primary(['tenant_id', 'id']);
};

/** Named rights, invitations, and who stands in for whom. */
export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('users', (t) => {
    t.text('search').notNullable().defaultTo('');
  });
  // In the alphabet of the texts, which neither database lowers by itself.
  for (const { tenant_id, id, name, email } of await db('users').select('tenant_id', 'id', 'name', 'email')) {
    await db('users')
      .where({ tenant_id, id })
      .update({ search: `${name} ${email}`.toLocaleLowerCase('sv') });
  }
  await db.schema.alterTable('users', (t) => {
    t.index(['tenant_id', 'search', 'id'], 'users_search');
  });
  // Who acts as the responsible while the one who is named is away; written when an absence begins and ends.
  await db.schema.alterTable('clients', (t) => {
    t.text('acting_responsible_id');
    t.index(['tenant_id', 'responsible_id'], 'clients_responsible');
  });
  // What differs from a role's defaults: a right given, or one taken away.
  await db.schema.createTable('user_rights', (t) => {
    t.text('tenant_id').notNullable();
    t.text('user_id').notNullable();
    // '' stands for the whole firm: a primary key holds no null.
    t.text('client_id').notNullable();
    t.text('right_id').notNullable();
    t.integer('granted').notNullable();
    t.text('given_at').notNullable();
    t.text('given_by').notNullable();
    t.primary(['tenant_id', 'user_id', 'client_id', 'right_id']);
    t.index(['tenant_id', 'client_id', 'right_id']);
    t.foreign(['tenant_id', 'user_id']).references(['tenant_id', 'id']).inTable('users');
  });
  await db.schema.createTable('absences', (t) => {
    tenantRow(t);
    t.text('user_id').notNullable();
    t.text('substitute_id').notNullable();
    // Civil dates in Europe/Stockholm, both of them days away.
    t.text('from_date').notNullable();
    t.text('to_date').notNullable();
    t.text('created_at').notNullable();
    t.text('created_by').notNullable();
    t.foreign(['tenant_id', 'user_id']).references(['tenant_id', 'id']).inTable('users');
    t.foreign(['tenant_id', 'substitute_id']).references(['tenant_id', 'id']).inTable('users');
    t.index(['tenant_id', 'user_id', 'to_date']);
    t.index(['tenant_id', 'to_date']);
  });
  await db.schema.createTable('invitations', (t) => {
    tenantRow(t);
    t.text('email').notNullable();
    t.text('name').notNullable();
    t.text('language').notNullable();
    t.text('role').notNullable();
    t.integer('all_clients').notNullable();
    // JSON: ids of clients, and rights as { right, clientId }.
    t.text('clients').notNullable();
    t.text('rights').notNullable();
    t.text('status').notNullable();
    t.text('created_at').notNullable();
    t.text('created_by').notNullable();
    t.text('expires_at').notNullable();
    t.text('accepted_at');
    t.text('user_id');
    t.foreign(['tenant_id', 'user_id']).references(['tenant_id', 'id']).inTable('users');
    t.index(['tenant_id', 'status', 'created_at', 'id']);
  });
  // A link is made when a mail goes out and stands in that mail only; each mail has its own, and one of them serves.
  await db.schema.createTable('invitation_links', (t) => {
    t.text('id').primary();
    t.text('tenant_id').notNullable();
    t.text('invitation_id').notNullable();
    t.text('secret_hash').notNullable();
    t.text('created_at').notNullable();
    t.foreign(['tenant_id', 'invitation_id']).references(['tenant_id', 'id']).inTable('invitations');
    t.index(['tenant_id', 'invitation_id']);
  });
}
