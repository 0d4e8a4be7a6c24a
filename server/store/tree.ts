import type { Knex } from 'knex';
import { type Access, reachable } from './access.ts';
import { containing } from './inbox.ts';
import { joined, type Row, type Scope } from './connection.ts';
import { readableTo, visibleTo } from './folder-rights.ts';

/**
 * Whether the user has something unseen in the folder or below it (L-17, L-18). CROSS JOIN, because SQLite keeps its
 * order: a probe for each folder below costs the same however much is unseen, the other way round it is read through.
 */
const unseenBelow = (scope: Scope, access: Access): Knex.Raw =>
  scope.db.raw(
    `exists (select 1 from folder_ancestors a
              cross join unseen n
              where a.tenant_id = f.tenant_id and a.ancestor_id = f.id
                and n.tenant_id = a.tenant_id and n.folder_id = a.folder_id and n.user_id = ?) as unseen`,
    [access.userId],
  );

/**
 * Columns of a folder as the user sees it: of folders and documents that they may not know of, no count tells. After
 * `f.*`, because of two columns of one name the last one counts.
 */
const columns = (scope: Scope, access: Access): (string | Knex.Raw)[] => [
  'f.*',
  ...(access.role === 'client'
    ? [
        scope.db.raw(`(select count(*) from folders s where s.tenant_id = f.tenant_id and s.parent_id = f.id
                         and s.trash_id is null and s.client_access <> 'none') as folder_count`),
        scope.db.raw(`case when f.client_access = 'path' then 0 else f.document_count end as document_count`),
      ]
    : []),
  unseenBelow(scope, access),
];

/** Root folders with their client's name, by that name. */
export async function rootFolders(
  scope: Scope,
  access: Access,
  page: { limit: number; after: [search: string, id: string] | null; q: string | null; clientId: string | null },
): Promise<Row[]> {
  const query = scope.from('clients as c').where('c.active', 1);
  reachable(scope, access, query, 'c.id');
  if (page.after) query.whereRaw('(c.search, c.id) > (?, ?)', page.after);
  if (page.clientId !== null) query.where('c.id', page.clientId);
  if (page.q !== null) query.whereRaw("c.search like ? escape '\\'", [containing(page.q)]);
  return visibleTo(access, query, 'f.client_access')
    .join('folders as f', (on) =>
      on.on('f.tenant_id', '=', 'c.tenant_id').andOn('f.client_id', '=', 'c.id').andOnVal('f.parent_id', '=', ''),
    )
    .select(...columns(scope, access), 'c.search', 'c.name as client_name')
    .orderBy(['c.search', 'c.id'])
    .limit(page.limit + 1);
}

export async function folderRow(scope: Scope, access: Access, id: string): Promise<Row | null> {
  const query = scope.from('folders as f').where('f.id', id).whereNull('f.trash_id');
  const seen = visibleTo(access, reachable(scope, access, query, 'f.client_id'), 'f.client_access');
  return (await seen.first(...columns(scope, access))) ?? null;
}

/** Whether a user may hear of a change in a folder: of the firm's own ones its clients hear nothing (K-08). */
export async function knowsFolder(scope: Scope, access: Access, id: string | null): Promise<boolean> {
  if (id === null || access.role !== 'client') return true;
  const row = await scope.from('folders').where({ id }).first('client_access');
  return row !== undefined && row.client_access !== 'none';
}

/** The folders from the client's root down to this one, with the client's name; empty where the user may not see it. */
export async function folderLineage(scope: Scope, access: Access, id: string): Promise<Row[]> {
  if (!(await folderRow(scope, access, id))) return [];
  const query = scope.from('folder_ancestors as w').where('w.folder_id', id);
  const found = joined(query, 'folders as f', 'f.id', 'w.ancestor_id');
  return reachable(scope, access, joined(found, 'clients as c', 'c.id', 'f.client_id'), 'f.client_id')
    .select(...columns(scope, access), 'c.name as client_name')
    .orderBy('w.distance', 'desc');
}

export async function childFolders(
  scope: Scope,
  access: Access,
  folderId: string,
  page: { limit: number; after: [sort: string, id: string] | null },
): Promise<Row[]> {
  const query = scope.from('folders as f').where('f.parent_id', folderId).whereNull('f.trash_id');
  if (page.after) query.whereRaw('(f.sort, f.id) > (?, ?)', page.after);
  return visibleTo(access, query, 'f.client_access')
    .select(...columns(scope, access))
    .orderBy(['f.sort', 'f.id'])
    .limit(page.limit + 1);
}

/** Documents directly in a folder, newest first. */
export async function folderDocuments(
  scope: Scope,
  access: Access,
  folderId: string,
  page: { limit: number; after: [uploadedAt: string, id: string] | null },
): Promise<Row[]> {
  const query = readableTo(access, documents(scope, access).where('d.folder_id', folderId), 'f.client_access');
  if (page.after) query.whereRaw('(d.uploaded_at, d.id) < (?, ?)', page.after);
  return query
    .orderBy([
      { column: 'd.uploaded_at', order: 'desc' },
      { column: 'd.id', order: 'desc' },
    ])
    .limit(page.limit + 1);
}

export async function documentRow(scope: Scope, access: Access, id: string): Promise<Row | null> {
  const query = readableTo(access, documents(scope, access).where('d.id', id), 'f.client_access');
  return (await reachable(scope, access, query, 'd.client_id').first()) ?? null;
}

/** Of these documents those that the user may read, by id. */
export async function documentRows(scope: Scope, access: Access, ids: string[]): Promise<Map<string, Row>> {
  const found = new Map<string, Row>();
  for (let at = 0; at < ids.length; at += 200) {
    const some = documents(scope, access).whereIn('d.id', ids.slice(at, at + 200));
    const rows: Row[] = await reachable(scope, access, readableTo(access, some, 'f.client_access'), 'd.client_id');
    for (const row of rows) found.set(row.id, row);
  }
  return found;
}

/**
 * All that the user may read in a folder and below it, for a ZIP file: the folders' names from there down by id, and the
 * documents in them.
 */
export async function documentsBelow(
  scope: Scope,
  access: Access,
  folder: Row,
  limit: number,
): Promise<{ folders: Map<string, string[]>; documents: Row[] }> {
  const below = scope.from('folder_ancestors as w').where('w.ancestor_id', folder.id);
  const query = joined(below, 'folders as f', 'f.id', 'w.folder_id').whereNull('f.trash_id');
  const rows: Row[] = await visibleTo(access, query, 'f.client_access')
    .orderBy(['w.distance', 'f.sort'])
    .select('f.id', 'f.parent_id', 'f.name');
  const folders = new Map<string, string[]>([[folder.id, []]]);
  for (const row of rows.slice(1)) folders.set(row.id, [...folders.get(row.parent_id)!, row.name]);
  const inside = scope.from('folder_ancestors').where('ancestor_id', folder.id).select('folder_id');
  const found = readableTo(access, documents(scope, access).whereIn('d.folder_id', inside), 'f.client_access');
  return { folders, documents: await found.orderBy(['d.folder_id', 'd.name', 'd.id']).limit(limit) };
}

/** Documents `d` that are not in the trash, with their folder `f` and whether the user has seen them. */
export function documents(scope: Scope, access: Access): Knex.QueryBuilder {
  const query = joined(scope.from('documents as d').whereNull('d.trash_id'), 'users as u', 'u.id', 'd.uploaded_by');
  return joined(query, 'folders as f', 'f.id', 'd.folder_id')
    .leftJoin('unseen as n', (on) =>
      on
        .on('n.tenant_id', '=', 'd.tenant_id')
        .andOn('n.document_id', '=', 'd.id')
        .andOnVal('n.user_id', '=', access.userId),
    )
    .select(
      'd.*',
      'u.name as uploaded_by_name',
      'f.client_access',
      scope.db.raw('(n.document_id is not null) as unseen'),
      scope.db.raw(`(select r.retention_years from folders r where r.tenant_id = d.tenant_id
                       and r.client_id = d.client_id and r.parent_id = '') as retention_years`),
    );
}
