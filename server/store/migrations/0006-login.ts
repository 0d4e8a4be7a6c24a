import type { Knex } from 'knex';

/**
 * People and how they log in. A person stands above the firms: the same human being may be a user of several of them
 * (I-07), and every one of those users is a row of its own in its own firm.
 */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('people', (t) => {
    t.text('id').primary();
    t.text('name').notNullable();
    // AES-256-GCM, and a keyed hash to find it by; null for those who have no Swedish personal number.
    t.text('personal_number');
    t.text('personal_number_hash').unique();
    // For log-in by password, lower case; only people without a personal number have one (L-12).
    t.text('login_email').unique();
    t.text('password_hash');
    t.text('created_at').notNullable();
  });
  await db.schema.createTable('person_users', (t) => {
    t.text('tenant_id').notNullable();
    t.text('user_id').notNullable();
    t.text('person_id').notNullable().references('people.id');
    t.text('last_used_at');
    t.primary(['tenant_id', 'user_id']);
    t.unique(['person_id', 'tenant_id']);
    t.foreign(['tenant_id', 'user_id']).references(['tenant_id', 'id']).inTable('users');
  });
  await db.schema.createTable('login_sessions', (t) => {
    t.text('id').primary();
    t.text('secret_hash').notNullable();
    t.text('person_id').notNullable().references('people.id');
    // The firm that the person works in now; null for somebody who has none yet.
    t.text('tenant_id');
    t.text('user_id');
    t.foreign(['tenant_id', 'user_id']).references(['tenant_id', 'id']).inTable('users');
    t.text('method').notNullable();
    t.text('browser').notNullable();
    t.text('created_at').notNullable();
    t.text('seen_at').notNullable();
    t.text('expires_at').notNullable().index();
    t.index(['person_id', 'expires_at']);
  });
  // A log-in that has begun: a BankID order, or a visit at an OpenID provider. Bound to one browser by its secret.
  await db.schema.createTable('login_attempts', (t) => {
    t.text('id').primary();
    t.text('secret_hash').notNullable();
    t.text('kind').notNullable();
    t.text('content').notNullable();
    // What BankID said last while nothing is decided.
    t.text('hint');
    t.text('outcome');
    t.text('collected_at');
    t.text('created_at').notNullable();
    t.text('expires_at').notNullable().index();
  });
  await db.schema.createTable('password_links', (t) => {
    t.text('id').primary();
    t.text('secret_hash').notNullable();
    t.text('person_id').notNullable().references('people.id');
    t.text('expires_at').notNullable().index();
    t.text('used_at');
  });
  // Failures of late, by account and by address, each under a keyed hash of its name.
  await db.schema.createTable('login_throttles', (t) => {
    t.text('key').primary();
    t.integer('failures').notNullable();
    t.text('blocked_until').notNullable();
    t.text('forgotten_at').notNullable().index();
  });
  await db.schema.createTable('firm_profiles', (t) => {
    t.text('tenant_id').primary().references('tenants.id');
    t.text('accent');
    t.text('greeting');
    t.text('logo_type');
    t.text('logo');
    // Origins of the firm's own sites, JSON: where a log-in may lead back to, and where widgets may stand.
    t.text('origins').notNullable();
  });
  await db.schema.createTable('setup_links', (t) => {
    t.text('id').primary();
    t.text('secret_hash').notNullable();
    t.text('created_at').notNullable();
  });
  // Widget sessions of the portal's own pages end with the log-in that they came from.
  await db.schema.alterTable('widget_sessions', (t) => {
    t.text('login_id').index();
  });
}
