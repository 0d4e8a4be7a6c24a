import type { Knex } from 'knex';

type Table = Knex.CreateTableBuilder;

function tenantRow(t: Table): void {
  t.text('tenant_id').notNullable().references('tenants.id');
  t.text('id').notNullable();
  t.primary(['tenant_id', 'id']);
}

function ref(t: Table, column: string, table: string, required = true): void {
  const built = t.text(column);
  if (required) built.notNullable();
  t.foreign(['tenant_id', column]).references(['tenant_id', 'id']).inTable(table);
}

/**
 * Threads and what is written in them, and notes about clients. Who wrote is kept by name beside the id, without a
 * foreign key: what somebody wrote outlives their account.
 */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('threads', (t) => {
    tenantRow(t);
    // general, user, shared or firm; see `threadNamed`.
    t.text('kind').notNullable();
    ref(t, 'client_id', 'clients', false);
    ref(t, 'instance_id', 'instances', false);
    t.text('user_id');
    t.text('user_name');
    t.integer('last_number').notNullable();
    t.text('last_at').notNullable();
    t.index(['tenant_id', 'last_at', 'id'], 'threads_last');
    t.index(['tenant_id', 'client_id', 'last_at'], 'threads_client');
  });
  await db.schema.createTable('messages', (t) => {
    tenantRow(t);
    ref(t, 'thread_id', 'threads');
    // 1, 2, 3 … in its thread.
    t.integer('number').notNullable();
    t.text('author_id').notNullable();
    t.text('author_name').notNullable();
    // client or firm.
    t.text('side').notNullable();
    t.text('text').notNullable();
    t.text('search').notNullable();
    t.text('key').notNullable();
    t.text('created_at').notNullable();
    t.text('edited_at');
    t.text('deleted_at');
    t.unique(['tenant_id', 'thread_id', 'number']);
    t.unique(['tenant_id', 'author_id', 'key']);
  });
  await db.schema.createTable('message_files', (t) => {
    tenantRow(t);
    ref(t, 'thread_id', 'threads');
    // Null until the message that it goes with has been sent.
    ref(t, 'message_id', 'messages', false);
    t.text('name').notNullable();
    t.text('media_type').notNullable();
    t.bigInteger('size_bytes').notNullable();
    t.text('sha256').notNullable();
    t.text('uploaded_by').notNullable();
    t.text('uploaded_at').notNullable();
    t.index(['tenant_id', 'message_id']);
  });
  await db.schema.createTable('thread_reads', (t) => {
    t.text('tenant_id').notNullable();
    ref(t, 'user_id', 'users');
    ref(t, 'thread_id', 'threads');
    // The last message that the user has seen.
    t.integer('number').notNullable();
    t.primary(['tenant_id', 'user_id', 'thread_id']);
  });
  await db.schema.createTable('notes', (t) => {
    tenantRow(t);
    ref(t, 'client_id', 'clients');
    // comment or todo.
    t.text('kind').notNullable();
    t.text('text').notNullable();
    // Of a to-do: todo, doing or done.
    t.text('status');
    t.text('author_id').notNullable();
    t.text('author_name').notNullable();
    t.text('key').notNullable();
    t.text('created_at').notNullable();
    t.text('deleted_at');
    t.unique(['tenant_id', 'author_id', 'key']);
    t.index(['tenant_id', 'client_id', 'created_at', 'id']);
  });
  await db.schema.createTable('note_changes', (t) => {
    t.text('tenant_id').notNullable();
    ref(t, 'note_id', 'notes');
    t.integer('number').notNullable();
    t.text('at').notNullable();
    t.text('author_id').notNullable();
    t.text('author_name').notNullable();
    // What it was before, as far as it changed.
    t.text('from_status');
    t.text('to_status');
    t.text('from_text');
    t.primary(['tenant_id', 'note_id', 'number']);
  });
}
