import type { Knex } from 'knex';
import type { Access } from './access.ts';
import type { Row, Scope } from './connection.ts';

/** K-08: what the client's users may do in a folder. `none`: the firm's own. */
export const clientRights = ['none', 'read', 'edit'] as const;
export type ClientRight = (typeof clientRights)[number];
/** `path`: nothing but its name, because a folder below may be read. */
export type ClientAccess = ClientRight | 'path';

const readable = ['read', 'edit'];

/** Limits a query to folders of which the user may know. */
export function visibleTo(access: Access, query: Knex.QueryBuilder, column: string): Knex.QueryBuilder {
  return access.role === 'client' ? query.whereNot(column, 'none') : query;
}

/** Limits a query to what lies in folders that the user may read. */
export function readableTo(access: Access, query: Knex.QueryBuilder, column: string): Knex.QueryBuilder {
  return access.role === 'client' ? query.whereIn(column, readable) : query;
}

export const mayRead = (access: Access, folder: Row): boolean =>
  access.role !== 'client' || readable.includes(folder.client_access);

/** Whether documents may be added, changed and deleted in a folder by this user. */
export const mayEdit = (access: Access, folder: Row): boolean =>
  access.role !== 'client' || folder.client_access === 'edit';

/** Works out anew what the client's users may do in each folder of a client; what they may no longer read gives no dot. */
export async function applyRights(tx: Scope, clientId: string): Promise<void> {
  const rows: Row[] = await tx
    .from('folders')
    .where({ client_id: clientId })
    .whereNull('trash_id')
    .select('id', 'parent_id', 'client_right', 'client_access');
  const children = new Map<string, Row[]>();
  for (const row of rows) children.set(row.parent_id, [...(children.get(row.parent_id) ?? []), row]);
  const changed = new Map<ClientAccess, string[]>();
  // Whether something at or below the folder may be read.
  const visit = (row: Row, inherited: ClientRight): boolean => {
    const right = (row.client_right as ClientRight | null) ?? inherited;
    const below = (children.get(row.id) ?? []).map((child) => visit(child, right)).some(Boolean);
    const access: ClientAccess = right === 'none' && below ? 'path' : right;
    if (access !== row.client_access) changed.set(access, [...(changed.get(access) ?? []), row.id]);
    return access !== 'none';
  };
  for (const root of children.get('') ?? []) visit(root, 'edit');
  for (const [access, ids] of changed) {
    for (let at = 0; at < ids.length; at += 200) {
      const part = ids.slice(at, at + 200);
      await tx.from('folders').whereIn('id', part).update({ client_access: access });
      if (!readable.includes(access)) await forgetUnseen(tx, part);
    }
  }
}

/** Takes away the dots of the client's users on what lies in folders that they do not read. */
export async function forgetUnseen(tx: Scope, folderIds: string[]): Promise<void> {
  const theirs = tx.from('users').where('role', 'client').select('id');
  await tx.from('unseen').whereIn('folder_id', folderIds).whereIn('user_id', theirs).del();
}
