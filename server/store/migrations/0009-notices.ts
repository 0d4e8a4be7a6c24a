import type { Knex } from 'knex';

/** Which client a notice is about stands beside its content, so that a list holds only what its reader still reaches. */
export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('notifications', (t) => {
    t.text('client_id');
  });
  const postgres = db.client.config.client === 'pg';
  const clientId = postgres ? `content::json #>> '{target,clientId}'` : `json_extract(content, '$.target.clientId')`;
  await db.raw(`update notifications set client_id = ${clientId}`);
}
