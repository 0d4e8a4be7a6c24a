import type { Knex } from 'knex';
import { placeOf } from '../folder-places.ts';

type Rows = Record<string, any>[];

/** Rights on folders, versions, the trash, retention, who has seen what, search, and uploads that go on. */
export async function up(db: Knex): Promise<void> {
  await folders(db);
  await documents(db);
  await beside(db);
  await words(db);
}

async function folders(db: Knex): Promise<void> {
  await db.schema.alterTable('folders', (t) => {
    // K-08, what the client's users may do here: none, read or edit; null: as in the folder above.
    t.text('client_right');
    // What follows from it: none, path (only the name, on the way to a folder below), read or edit.
    t.text('client_access').notNullable().defaultTo('edit');
    t.text('trash_id');
    t.integer('retention_years');
    // Where it stands in the archive: its calendar year and month, and whether filing rules look for it by its name.
    t.integer('year');
    t.integer('month');
    t.integer('standard').notNullable().defaultTo(0);
  });
  const rows: Rows = await db('folders').select('tenant_id', 'id', 'parent_id', 'match');
  const known = new Map(rows.map((row) => [`${row.tenant_id}/${row.id}`, row]));
  const places = new Map<string, { values: object; folders: [string, string][] }>();
  for (const row of rows) {
    const path: string[] = [];
    for (let at = row; at.parent_id !== ''; at = known.get(`${at.tenant_id}/${at.parent_id}`)!) path.unshift(at.match);
    const values = placeOf(path);
    const key = JSON.stringify(values);
    if (!places.has(key)) places.set(key, { values, folders: [] });
    places.get(key)!.folders.push([row.tenant_id, row.id]);
  }
  for (const { values, folders: ids } of places.values()) {
    for (let at = 0; at < ids.length; at += 200) {
      await db('folders')
        .whereIn(['tenant_id', 'id'], ids.slice(at, at + 200))
        .update(values);
    }
  }
}

async function documents(db: Knex): Promise<void> {
  await db.schema.alterTable('documents', (t) => {
    // The name as it is compared: an upload of the same name is a new version.
    t.text('match').notNullable().defaultTo('');
    t.integer('version').notNullable().defaultTo(1);
    t.text('trash_id');
    // The calendar year in which the fiscal year ended that it belongs to; null: not accounting material.
    t.integer('material_year');
    // unscanned, clean or infected.
    t.text('scan').notNullable().defaultTo('unscanned');
    // 1 when its text has been read into the search.
    t.integer('indexed').notNullable().defaultTo(0);
    t.index(['tenant_id', 'folder_id', 'match']);
    t.index(['sha256']);
  });
  await db.schema.raw('create index documents_unread on documents (tenant_id, id) where indexed = 0');
  await db.schema.raw(`create index documents_unscanned on documents (tenant_id, id) where scan = 'unscanned'`);
  await db.schema.raw('create index documents_trash on documents (tenant_id, trash_id) where trash_id is not null');
  await db.raw('update documents set match = lower(name)');
  // The later of the two years in which a fiscal year can end that the folder's year lies in.
  await db.raw(
    `update documents set material_year = (select f.year + 1 from folders f
       where f.tenant_id = documents.tenant_id and f.id = documents.folder_id)`,
  );
}

async function beside(db: Knex): Promise<void> {
  const ofDocument = (t: Knex.CreateTableBuilder) => {
    t.text('tenant_id').notNullable();
    t.text('document_id').notNullable();
    t.foreign(['tenant_id', 'document_id']).references(['tenant_id', 'id']).inTable('documents').onDelete('CASCADE');
  };
  await db.schema.createTable('document_versions', (t) => {
    ofDocument(t);
    t.integer('number').notNullable();
    t.text('media_type').notNullable();
    t.bigInteger('size_bytes').notNullable();
    t.text('sha256').notNullable().index();
    t.text('uploaded_at').notNullable();
    t.text('uploaded_by');
    t.text('upload_key');
    t.text('scan').notNullable();
    t.primary(['tenant_id', 'document_id', 'number']);
    t.index(['tenant_id', 'uploaded_by', 'upload_key']);
  });
  await db.schema.createTable('document_views', (t) => {
    ofDocument(t);
    t.text('user_id').notNullable();
    t.text('first_at').notNullable();
    t.text('last_at').notNullable();
    t.primary(['tenant_id', 'document_id', 'user_id']);
  });
  await db.schema.createTable('trash', (t) => {
    t.text('tenant_id').notNullable().references('tenants.id');
    t.text('id').notNullable();
    t.text('client_id').notNullable();
    t.text('kind').notNullable();
    t.text('thing_id').notNullable();
    t.text('name').notNullable();
    t.text('deleted_at').notNullable();
    t.text('deleted_by').notNullable();
    // Whom the dots were for, so that taking it back lights them again: JSON [user, document, folder][].
    t.text('unseen').notNullable();
    t.primary(['tenant_id', 'id']);
    t.index(['tenant_id', 'deleted_at', 'id']);
  });
  await db.schema.createTable('uploads', (t) => {
    t.text('tenant_id').notNullable().references('tenants.id');
    t.text('id').notNullable();
    t.text('user_id').notNullable();
    t.text('folder_id').notNullable();
    t.text('name').notNullable();
    t.bigInteger('size_bytes').notNullable();
    t.text('created_at').notNullable().index();
    // Set when all has arrived and been filed.
    t.text('document_id');
    t.primary(['tenant_id', 'id']);
  });
}

/** What is searched: words that we cut ourselves, so that å, ä and ö are letters whatever the database's locale is. */
async function words(db: Knex): Promise<void> {
  const sqlite = String(db.client.config.client).startsWith('sqlite');
  await db.schema.createTable('document_texts', (t) => {
    t.increments('number');
    t.text('tenant_id').notNullable();
    t.text('document_id').notNullable();
    t.text('body').notNullable();
    t.unique(['tenant_id', 'document_id']);
    t.foreign(['tenant_id', 'document_id']).references(['tenant_id', 'id']).inTable('documents').onDelete('CASCADE');
  });
  if (sqlite) {
    await db.raw(
      `create virtual table document_words using fts5(words, content='', contentless_delete=1,
         tokenize="unicode61 remove_diacritics 0 tokenchars ':'")`,
    );
    return;
  }
  await db.raw('alter table document_texts add column words tsvector');
  await db.raw('create index document_texts_words on document_texts using gin (words)');
}
