import type { Knex } from 'knex';
import { clientWords } from '../client-words.ts';

/** The register as it is listed: stages, names that sort, facts that bookkeeping systems set, imports under way. */
export async function up(db: Knex): Promise<void> {
  // Bytewise in both databases: `sort_name` is written so that bytes are in Swedish order.
  const sortable = db.client.config.client === 'pg' ? 'text collate "C"' : 'text';
  await db.schema.alterTable('clients', (t) => {
    t.specificType('sort_name', sortable).notNullable().defaultTo('');
    // invitation: the client asks the firm; verification: the firm asks the client; active.
    t.text('stage').notNullable().defaultTo('active');
    t.text('company_form').notNullable().defaultTo('');
  });
  for (const row of await db('clients').select('tenant_id', 'id', 'name', 'organisation_number', 'properties')) {
    await db('clients')
      .where({ tenant_id: row.tenant_id, id: row.id })
      .update(
        clientWords({ ...row, organisationNumber: row.organisation_number, properties: JSON.parse(row.properties) }),
      );
  }
  await db.schema.raw('create index clients_sorted on clients (tenant_id, active, stage, sort_name, id)');
  await db.schema.raw('create index clients_organisation on clients (tenant_id, organisation_number)');

  // What waits for somebody, and which month is done, without going through years of finished periods.
  await db.schema.raw(
    "create index instances_unfinished on instances (tenant_id, client_id, definition_id, status) where status not in ('done', 'working')",
  );
  await db.schema.raw(
    "create index instances_finished on instances (tenant_id, client_id, definition_id, period_id) where status = 'done'",
  );
  await db.schema.raw('create index documents_client on documents (tenant_id, client_id, uploaded_at)');

  await db.schema.createTable('client_facts', (t) => {
    t.text('tenant_id').notNullable().references('tenants.id');
    t.text('client_id').notNullable();
    t.foreign(['tenant_id', 'client_id']).references(['tenant_id', 'id']).inTable('clients');
    t.text('last_upload_at');
    t.text('bookkeeping_created_at');
    t.text('payroll_month');
    t.integer('year_end_form');
    t.integer('missing_receipts');
    t.integer('ready_for_export');
    t.bigInteger('balance_minor');
    t.text('updated_at').notNullable();
    t.primary(['tenant_id', 'client_id']);
  });

  await db.schema.createTable('client_imports', (t) => {
    t.text('tenant_id').notNullable().references('tenants.id');
    t.text('id').notNullable();
    t.text('name').notNullable();
    t.text('created_at').notNullable();
    t.text('created_by').notNullable();
    // checked, applying, done
    t.text('status').notNullable();
    t.text('ignored').notNullable();
    t.primary(['tenant_id', 'id']);
  });
  await db.schema.createTable('client_import_rows', (t) => {
    t.text('tenant_id').notNullable();
    t.text('import_id').notNullable();
    t.foreign(['tenant_id', 'import_id']).references(['tenant_id', 'id']).inTable('client_imports').onDelete('CASCADE');
    t.integer('line').notNullable();
    // Empty once it has been applied: what was imported stands in the register and nowhere else.
    t.text('content').notNullable();
    t.text('problems').notNullable();
    // create, update, unchanged, rejected; then created, updated
    t.text('outcome').notNullable();
    t.primary(['tenant_id', 'import_id', 'line']);
    t.index(['tenant_id', 'import_id', 'outcome', 'line']);
  });
}
