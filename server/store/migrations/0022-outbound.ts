import type { Knex } from 'knex';

/** What goes out of the house: the no to a kind of mail, addresses that nothing reaches, and text messages that are sent. */
export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('mails', (t) => {
    // Opens the way to say no to more of it, without a log-in.
    t.text('unsubscribe_token');
    t.unique(['unsubscribe_token']);
  });
  await db.schema.createTable('mail_refusals', (t) => {
    t.text('tenant_id').notNullable().references('tenants.id');
    t.text('id').notNullable();
    t.primary(['tenant_id', 'id']);
    t.text('user_id').notNullable();
    t.foreign(['tenant_id', 'user_id']).references(['tenant_id', 'id']).inTable('users');
    t.text('kind').notNullable();
    // Null: about no client.
    t.text('client_id');
    t.text('title').notNullable();
    t.text('created_at').notNullable();
    t.index(['tenant_id', 'user_id', 'kind']);
  });
  await db.schema.alterTable('users', (t) => {
    // E.164: +46701740605.
    t.text('phone');
    // The address that nothing reaches, and why: another address makes it the past.
    t.text('bounced_email');
    t.text('bounce_reason');
  });
  await db.schema.alterTable('text_messages', (t) => {
    t.text('id');
    t.integer('attempts').notNullable().defaultTo(0);
    t.text('next_attempt_at');
    t.text('last_error');
    t.text('sent_at');
    // The gateway's own name of it, and what its report of the delivery is known by.
    t.text('gateway_id');
    t.text('report_token');
    t.unique(['report_token']);
    t.index(['status', 'next_attempt_at']);
  });
}
