import type { Knex } from 'knex';

/**
 * Mails to people who are no users, digests, and text messages. SQLite cannot make a column nullable, so the two
 * tables of the outbox are made anew, with what is in them.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw('create table mails_before as select * from mails');
  await db.raw('create table mail_items_before as select * from mail_items');
  await db.schema.dropTable('mail_items');
  await db.schema.dropTable('mails');
  await db.schema.createTable('mails', (t) => {
    t.text('tenant_id').notNullable().references('tenants.id');
    t.text('id').notNullable();
    t.primary(['tenant_id', 'id']);
    t.text('user_id');
    t.foreign(['tenant_id', 'user_id']).references(['tenant_id', 'id']).inTable('users');
    // Where somebody is reached who is no user: { name, email, phone, language }.
    t.text('address');
    t.text('category').notNullable();
    // What later items join while the mail is unsent.
    t.text('digest');
    // daily, weekly or monthly, of a digest.
    t.text('frequency');
    t.text('message_id').notNullable().unique();
    t.text('status').notNullable();
    t.integer('attempts').notNullable();
    // When it is meant to go out; the attempts follow.
    t.text('send_at').notNullable();
    t.text('next_attempt_at').notNullable();
    t.text('last_error');
    t.text('created_at').notNullable();
    t.text('sent_at');
    t.check('(user_id is null) <> (address is null)');
    t.index(['status', 'next_attempt_at']);
    t.index(['tenant_id', 'digest']);
  });
  await db.schema.createTable('mail_items', (t) => {
    t.text('tenant_id').notNullable();
    t.text('key').notNullable();
    t.text('mail_id').notNullable();
    t.foreign(['tenant_id', 'mail_id']).references(['tenant_id', 'id']).inTable('mails');
    t.integer('suppressed').notNullable();
    t.text('content').notNullable();
    t.text('created_at').notNullable();
    t.primary(['tenant_id', 'key']);
    t.index(['mail_id']);
  });
  const mail =
    'tenant_id, id, user_id, category, digest, message_id, status, attempts, next_attempt_at, last_error, created_at, sent_at';
  await db.raw(`insert into mails (${mail}, send_at) select ${mail}, created_at from mails_before`);
  const item = 'tenant_id, key, mail_id, suppressed, content, created_at';
  await db.raw(`insert into mail_items (${item}) select ${item} from mail_items_before`);
  await db.schema.dropTable('mails_before');
  await db.schema.dropTable('mail_items_before');

  // No gateway sends them yet: what a definition wanted to say is kept, and nothing is sent late.
  await db.schema.createTable('text_messages', (t) => {
    t.text('tenant_id').notNullable().references('tenants.id');
    t.text('key').notNullable();
    t.text('user_id');
    t.foreign(['tenant_id', 'user_id']).references(['tenant_id', 'id']).inTable('users');
    t.text('phone');
    t.text('content').notNullable();
    t.text('status').notNullable();
    t.text('send_at').notNullable();
    t.text('created_at').notNullable();
    t.primary(['tenant_id', 'key']);
  });
}
