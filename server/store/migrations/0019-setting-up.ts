import type { Knex } from 'knex';

/** The name that mails come from, when the embedding last worked, and which first steps the firm leaves out, as JSON. */
export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('firm_profiles', (t) => {
    t.text('sender_name');
    t.text('site_checked_at');
    t.text('start_skipped');
  });
}
