import type { Knex } from 'knex';

/*
 * Conventions: instants and civil dates are ISO text (they sort), JSON is text, booleans are 0/1, so that one schema
 * serves SQLite and PostgreSQL. Keys of a firm's rows begin with tenant_id, and so do foreign keys: a row cannot
 * point into another firm.
 */

type Table = Knex.CreateTableBuilder;

function tenantRow(t: Table, id = 'id'): void {
  t.text('tenant_id').notNullable().references('tenants.id');
  t.text(id).notNullable();
  t.primary(['tenant_id', id]);
}

function ref(t: Table, column: string, table: string, required = true): void {
  const built = t.text(column);
  if (required) built.notNullable();
  t.foreign(['tenant_id', column]).references(['tenant_id', 'id']).inTable(table);
}

export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('write_lock', (t) => t.integer('held'));

  await db.schema.createTable('tenants', (t) => {
    t.text('id').primary();
    t.text('name').notNullable();
    t.text('portal_url');
    t.text('created_at').notNullable();
  });
  await db.schema.createTable('api_keys', (t) => {
    t.text('id').primary();
    t.text('tenant_id').notNullable().references('tenants.id');
    t.text('secret_hash').notNullable();
    t.text('created_at').notNullable();
    t.text('revoked_at');
  });

  await directory(db);
  await definitions(db);
  await instances(db);
  await documents(db);
  await mails(db);
  await doors(db);
}

async function directory(db: Knex): Promise<void> {
  await db.schema.createTable('users', (t) => {
    tenantRow(t);
    t.text('external_id').notNullable();
    t.text('name').notNullable();
    t.text('email').notNullable();
    t.text('language').notNullable();
    t.text('role').notNullable();
    t.integer('all_clients').notNullable();
    t.integer('active').notNullable();
    t.unique(['tenant_id', 'external_id']);
  });
  await db.schema.createTable('clients', (t) => {
    tenantRow(t);
    t.text('external_id').notNullable();
    t.text('name').notNullable();
    t.text('search').notNullable();
    t.text('organisation_number');
    t.text('properties').notNullable();
    ref(t, 'responsible_id', 'users', false);
    t.text('start_month');
    t.integer('active').notNullable();
    t.unique(['tenant_id', 'external_id']);
    t.index(['tenant_id', 'search', 'id']);
  });
  await db.schema.createTable('memberships', (t) => {
    t.text('tenant_id').notNullable();
    ref(t, 'user_id', 'users');
    ref(t, 'client_id', 'clients');
    t.primary(['tenant_id', 'user_id', 'client_id']);
    t.index(['tenant_id', 'client_id']);
  });
  await db.schema.createTable('settings', (t) => {
    t.text('tenant_id').notNullable().references('tenants.id');
    // '' stands for the firm itself: a primary key holds no null.
    t.text('client_id').notNullable();
    t.text('definition_id').notNullable();
    t.text('values').notNullable();
    t.primary(['tenant_id', 'client_id', 'definition_id']);
  });
}

async function definitions(db: Knex): Promise<void> {
  await db.schema.createTable('definitions', (t) => {
    t.text('hash').primary();
    t.text('content').notNullable();
  });
  await db.schema.createTable('definition_versions', (t) => {
    // '' for the shipped ones.
    t.text('tenant_id').notNullable();
    t.text('definition_id').notNullable();
    t.integer('version').notNullable();
    t.text('hash').notNullable().references('definitions.hash');
    t.text('published_at').notNullable();
    t.primary(['tenant_id', 'definition_id', 'version']);
  });
}

async function instances(db: Knex): Promise<void> {
  await db.schema.createTable('openings', (t) => {
    t.text('tenant_id').notNullable().references('tenants.id');
    t.text('definition_id').notNullable();
    t.text('key').notNullable();
    t.text('instance_id').notNullable();
    t.primary(['tenant_id', 'definition_id', 'key']);
    t.unique(['tenant_id', 'instance_id']);
  });
  await db.schema.createTable('instances', (t) => {
    tenantRow(t);
    t.text('definition_id').notNullable();
    t.text('definition_hash').notNullable().references('definitions.hash');
    t.text('key').notNullable();
    ref(t, 'client_id', 'clients', false);
    t.text('responsible_id');
    t.text('period_id');
    t.text('status');
    t.text('status_since').notNullable();
    t.text('due_at');
    t.text('due_sort').notNullable();
    t.text('search').notNullable();
    t.integer('sequence').notNullable();
    // When its last step was decided, and what stood there before: see `project`.
    t.text('stepped_at').notNullable();
    t.integer('replaced_sequence').notNullable();
    t.integer('done').notNullable();
    t.integer('change_pending').notNullable().defaultTo(0);
    t.text('state').notNullable();
    t.unique(['tenant_id', 'definition_id', 'key']);
    t.index(['tenant_id', 'definition_id', 'status', 'due_sort', 'id'], 'instances_status');
    t.index(['tenant_id', 'definition_id', 'due_sort', 'id'], 'instances_due');
    t.index(['tenant_id', 'definition_id', 'period_id', 'status', 'due_sort', 'id'], 'instances_period_status');
    t.index(['tenant_id', 'definition_id', 'period_id', 'due_sort', 'id'], 'instances_period');
    t.index(['tenant_id', 'client_id', 'definition_id', 'due_sort', 'id'], 'instances_client');
    t.index(['tenant_id', 'responsible_id', 'definition_id', 'due_sort', 'id'], 'instances_responsible');
  });
  await db.schema.raw(
    'create index instances_pending on instances (tenant_id, id) where change_pending = 1 and done = 0',
  );
  await db.schema.createTable('tasks', (t) => {
    t.text('tenant_id').notNullable();
    t.text('id').notNullable();
    ref(t, 'instance_id', 'instances');
    t.text('task_id').notNullable();
    t.text('client_id');
    t.text('responsible_id');
    // Whose inbox it stands in: client, firm, admin or user:<id>; kept right when the responsible consultant changes.
    t.text('audience').notNullable();
    t.text('escalated_audience');
    t.text('members').notNullable();
    t.text('escalated_members');
    t.text('search').notNullable();
    t.text('due_sort').notNullable();
    t.text('opened_at').notNullable();
    t.primary(['tenant_id', 'id']);
    t.index(['tenant_id', 'instance_id']);
    t.index(['tenant_id', 'audience', 'due_sort', 'opened_at', 'id'], 'tasks_audience');
    t.index(['tenant_id', 'client_id', 'audience', 'due_sort', 'opened_at', 'id'], 'tasks_client');
    t.index(['tenant_id', 'responsible_id', 'audience', 'due_sort', 'opened_at', 'id'], 'tasks_responsible');
  });
  await db.schema.raw(
    'create index tasks_escalated on tasks (tenant_id, escalated_audience, due_sort, opened_at, id) where escalated_audience is not null',
  );
  // Who may not perform a task because of an earlier step.
  await db.schema.createTable('task_exclusions', (t) => {
    t.text('tenant_id').notNullable();
    t.text('user_id').notNullable();
    t.text('task_id').notNullable();
    t.primary(['tenant_id', 'user_id', 'task_id']);
    t.index(['tenant_id', 'task_id']);
    t.foreign(['tenant_id', 'task_id']).references(['tenant_id', 'id']).inTable('tasks').onDelete('CASCADE');
  });
  await db.schema.createTable('history', (t) => {
    t.text('tenant_id').notNullable();
    t.text('instance_id').notNullable();
    t.integer('sequence').notNullable();
    t.integer('line').notNullable();
    t.text('content').notNullable();
    t.primary(['tenant_id', 'instance_id', 'sequence', 'line']);
  });
  await db.schema.createTable('changes', (t) => {
    t.bigIncrements('id');
    t.text('tenant_id').notNullable().references('tenants.id');
    t.text('topic').notNullable();
    t.text('definition_id');
    t.text('instance_id');
    t.text('client_id');
    t.text('folder_id');
    t.integer('sequence');
    // Set when it concerns one user only.
    t.text('user_id');
  });
}

async function documents(db: Knex): Promise<void> {
  await db.schema.createTable('folders', (t) => {
    tenantRow(t);
    ref(t, 'client_id', 'clients');
    // '' for a root, so that the unique key below holds for roots too.
    t.text('parent_id').notNullable();
    t.text('name').notNullable();
    // The name as it is matched: "03.Mars" and "03. mars" are one folder (L-30).
    t.text('match').notNullable();
    t.text('sort').notNullable();
    t.integer('folder_count').notNullable().defaultTo(0);
    t.integer('document_count').notNullable().defaultTo(0);
    t.unique(['tenant_id', 'client_id', 'parent_id', 'match']);
    t.index(['tenant_id', 'parent_id', 'sort', 'id']);
  });
  await db.schema.createTable('folder_ancestors', (t) => {
    t.text('tenant_id').notNullable();
    ref(t, 'folder_id', 'folders');
    ref(t, 'ancestor_id', 'folders');
    t.integer('distance').notNullable();
    t.primary(['tenant_id', 'folder_id', 'ancestor_id']);
    t.index(['tenant_id', 'ancestor_id', 'folder_id']);
  });
  await db.schema.createTable('documents', (t) => {
    tenantRow(t);
    ref(t, 'folder_id', 'folders');
    ref(t, 'client_id', 'clients');
    t.text('name').notNullable();
    t.text('media_type').notNullable();
    t.bigInteger('size_bytes').notNullable();
    t.text('sha256').notNullable();
    t.text('uploaded_at').notNullable();
    ref(t, 'uploaded_by', 'users', false);
    t.text('upload_key');
    t.unique(['tenant_id', 'uploaded_by', 'upload_key']);
    t.index(['tenant_id', 'folder_id', 'uploaded_at', 'id']);
  });
  await db.schema.createTable('unseen', (t) => {
    t.text('tenant_id').notNullable();
    ref(t, 'user_id', 'users');
    ref(t, 'document_id', 'documents');
    ref(t, 'folder_id', 'folders');
    t.primary(['tenant_id', 'user_id', 'document_id']);
    t.index(['tenant_id', 'user_id', 'folder_id']);
  });
}

async function mails(db: Knex): Promise<void> {
  await db.schema.createTable('mails', (t) => {
    tenantRow(t);
    ref(t, 'user_id', 'users');
    t.text('category').notNullable();
    // What later items join while the mail is unsent.
    t.text('digest');
    t.text('message_id').notNullable().unique();
    t.text('status').notNullable();
    t.integer('attempts').notNullable();
    t.text('next_attempt_at').notNullable();
    t.text('last_error');
    t.text('created_at').notNullable();
    t.text('sent_at');
    t.index(['status', 'next_attempt_at']);
    t.index(['tenant_id', 'digest']);
  });
  await db.schema.createTable('mail_items', (t) => {
    t.text('tenant_id').notNullable();
    t.text('key').notNullable();
    ref(t, 'mail_id', 'mails');
    t.integer('suppressed').notNullable();
    t.text('content').notNullable();
    t.text('created_at').notNullable();
    t.primary(['tenant_id', 'key']);
    t.index(['mail_id']);
  });
  await db.schema.createTable('notifications', (t) => {
    tenantRow(t);
    ref(t, 'user_id', 'users');
    t.text('key').notNullable();
    t.text('content').notNullable();
    t.text('created_at').notNullable();
    t.text('seen_at');
    t.unique(['tenant_id', 'user_id', 'key']);
    t.index(['tenant_id', 'user_id', 'created_at']);
  });
}

async function doors(db: Knex): Promise<void> {
  await db.schema.createTable('widget_sessions', (t) => {
    t.text('id').primary();
    t.text('tenant_id').notNullable();
    t.text('secret_hash').notNullable();
    ref(t, 'user_id', 'users');
    t.text('origin').notNullable();
    t.text('components').notNullable();
    ref(t, 'client_id', 'clients', false);
    t.text('expires_at').notNullable().index();
    t.text('used_at');
  });
  await db.schema.createTable('bearers', (t) => {
    t.text('id').primary();
    t.text('tenant_id').notNullable();
    t.text('secret_hash').notNullable();
    t.text('session_id').notNullable();
    ref(t, 'user_id', 'users');
    t.text('origin').notNullable();
    t.text('components').notNullable();
    ref(t, 'client_id', 'clients', false);
    t.text('expires_at').notNullable().index();
  });
  await db.schema.createTable('audit', (t) => {
    t.text('tenant_id').notNullable().references('tenants.id');
    t.integer('number').notNullable();
    t.text('at').notNullable();
    t.text('entry').notNullable();
    t.text('previous_hash').notNullable();
    t.text('hash').notNullable();
    t.primary(['tenant_id', 'number']);
  });
}
