import type { Knex } from 'knex';

/** What a firm expects of a text, as JSON beside the text itself. */
export async function up(db: Knex): Promise<void> {
  for (const table of ['drafts', 'definition_versions']) {
    await db.schema.alterTable(table, (t) => {
      t.text('scenarios');
    });
  }
}
