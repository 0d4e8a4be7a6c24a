import type { Knex } from 'knex';
import { type Access, reachable } from './access.ts';
import { containing } from './inbox.ts';
import { joined, type Row, type Scope } from './connection.ts';

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

/** Root folders with their client's name, by that name. */
export async function rootFolders(
  scope: Scope,
  access: Access,
  page: { limit: number; after: [search: string, id: string] | null; q: string | null },
): Promise<Row[]> {
  const query = scope.from('clients as c').where('c.active', 1);
  reachable(scope, access, query, 'c.id');
  if (page.after) query.whereRaw('(c.search, c.id) > (?, ?)', page.after);
  if (page.q !== null) query.whereRaw("c.search like ? escape '\\'", [containing(page.q)]);
  return query
    .join('folders as f', (on) =>
      on.on('f.tenant_id', '=', 'c.tenant_id').andOn('f.client_id', '=', 'c.id').andOnVal('f.parent_id', '=', ''),
    )
    .select('f.*', 'c.search', 'c.name as client_name', unseenBelow(scope, access))
    .orderBy(['c.search', 'c.id'])
    .limit(page.limit + 1);
}

export async function folderRow(scope: Scope, access: Access, id: string): Promise<Row | null> {
  const row = await reachable(scope, access, scope.from('folders as f').where('f.id', id), 'f.client_id').first();
  return row ?? null;
}

/** The folders from the client's root down to this one, with the client's name; empty where the user may not see it. */
export async function folderLineage(scope: Scope, access: Access, id: string): Promise<Row[]> {
  const query = scope.from('folder_ancestors as w').where('w.folder_id', id);
  const found = joined(query, 'folders as f', 'f.id', 'w.ancestor_id');
  return reachable(scope, access, joined(found, 'clients as c', 'c.id', 'f.client_id'), 'f.client_id')
    .select('f.*', 'c.name as client_name', unseenBelow(scope, access))
    .orderBy('w.distance', 'desc');
}

export async function childFolders(
  scope: Scope,
  access: Access,
  folderId: string,
  page: { limit: number; after: [sort: string, id: string] | null },
): Promise<Row[]> {
  const query = scope.from('folders as f').where('f.parent_id', folderId);
  if (page.after) query.whereRaw('(f.sort, f.id) > (?, ?)', page.after);
  return query
    .select('f.*', unseenBelow(scope, access))
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
  const query = documents(scope, access).where('d.folder_id', folderId);
  if (page.after) query.whereRaw('(d.uploaded_at, d.id) < (?, ?)', page.after);
  return query
    .orderBy([
      { column: 'd.uploaded_at', order: 'desc' },
      { column: 'd.id', order: 'desc' },
    ])
    .limit(page.limit + 1);
}

export async function documentRow(scope: Scope, access: Access, id: string): Promise<Row | null> {
  const row = await reachable(scope, access, documents(scope, access).where('d.id', id), 'd.client_id').first();
  return row ?? null;
}

function documents(scope: Scope, access: Access): Knex.QueryBuilder {
  const query = joined(scope.from('documents as d'), 'users as u', 'u.id', 'd.uploaded_by');
  return query
    .leftJoin('unseen as n', (on) =>
      on
        .on('n.tenant_id', '=', 'd.tenant_id')
        .andOn('n.document_id', '=', 'd.id')
        .andOnVal('n.user_id', '=', access.userId),
    )
    .select('d.*', 'u.name as uploaded_by_name', scope.db.raw('(n.document_id is not null) as unseen'));
}
