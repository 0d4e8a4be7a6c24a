import type { Knex } from 'knex';

type Table = Knex.CreateTableBuilder;

const tenantRow = (t: Table): void => {
  t.text('tenant_id').notNullable().references('tenants.id');
  t.text('id').notNullable();
  t.primary(['tenant_id', 'id']);
};

/** Drafts, who published what and why, and instances that are moved from version to version. Authors are JSON. */
export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('tenants', (t) => {
    t.integer('review_before_publish').notNullable().defaultTo(0);
  });
  await db.schema.alterTable('definition_versions', (t) => {
    t.text('published_by');
    t.text('comment');
    t.integer('rollback_of');
    t.text('approved_by');
  });
  await db.schema.createTable('drafts', (t) => {
    tenantRow(t);
    t.text('definition_id').notNullable();
    t.text('text').notNullable();
    t.text('comment');
    t.text('status').notNullable();
    // Counts the changes; what the ETag holds.
    t.integer('revision').notNullable();
    t.integer('based_on');
    t.text('created_at').notNullable();
    t.text('created_by').notNullable();
    t.text('updated_at').notNullable();
    t.text('updated_by').notNullable();
    t.text('authors').notNullable();
    t.text('reviewed_at');
    t.text('reviewed_by');
    t.text('review_comment');
    t.integer('published_version');
    t.index(['tenant_id', 'status', 'updated_at', 'id']);
  });
  await db.schema.createTable('instance_migrations', (t) => {
    tenantRow(t);
    t.text('definition_id').notNullable();
    t.integer('to_version').notNullable();
    t.text('to_hash').notNullable().references('definitions.hash');
    t.integer('from_version');
    t.text('mapping').notNullable();
    t.text('comment');
    t.text('status').notNullable();
    t.text('created_at').notNullable();
    t.text('created_by').notNullable();
    t.text('finished_at');
    t.index(['tenant_id', 'status', 'created_at']);
  });
  await db.schema.createTable('instance_migration_rows', (t) => {
    t.text('tenant_id').notNullable();
    t.text('migration_id').notNullable();
    t.text('instance_id').notNullable();
    t.integer('from_version').notNullable();
    t.text('outcome').notNullable();
    t.integer('attempts').notNullable();
    t.text('problem');
    t.integer('sequence');
    t.text('at');
    t.primary(['tenant_id', 'migration_id', 'instance_id']);
    t.foreign(['tenant_id', 'migration_id']).references(['tenant_id', 'id']).inTable('instance_migrations');
    t.foreign(['tenant_id', 'instance_id']).references(['tenant_id', 'id']).inTable('instances');
    t.index(['tenant_id', 'migration_id', 'outcome', 'attempts', 'instance_id'], 'instance_migration_rows_next');
  });
  await db.schema.raw(
    'create index instances_open on instances (tenant_id, definition_id, definition_hash) where done = 0',
  );
}
