import { clientById } from './directory.ts';
import { lock, type Row, type Scope, type Store } from './connection.ts';
import { matchName, rootName, sortName, standardPaths } from './folder-names.ts';
import { newId } from './ids.ts';

interface Known {
  id: string;
  /** From the folder itself up to the root. */
  lineage: string[];
}

/**
 * The folders at these paths below the client's root "dokument", made where they are missing; a folder whose name is
 * spelled differently (L-30) is found instead of made again. Answers the ids in the order of the paths; `[]` is the root.
 */
export async function ensureFolders(scope: Scope, clientId: string, paths: string[][]): Promise<string[]> {
  return scope.write(async (tx) => {
    await lock(tx.store, tx.db, `folders/${tx.tenantId}/${clientId}`);
    const known = await knownFolders(tx, clientId);
    const added: Row[] = [];
    const find = (parent: Known | null, name: string): Known => {
      const parentId = parent?.id ?? '';
      const match = matchName(name);
      const key = `${parentId}/${match}`;
      const found = known.get(key);
      if (found) return found;
      const id = newId('f');
      const folder: Known = { id, lineage: [id, ...(parent?.lineage ?? [])] };
      known.set(key, folder);
      added.push({ id, client_id: clientId, parent_id: parentId, name: name.trim(), match, sort: sortName(name) });
      return folder;
    };
    const root = find(null, rootName);
    const ids = paths.map((path) => path.reduce((parent, name) => find(parent, name), root).id);
    await insertFolders(tx, added, [...known.values()]);
    return ids;
  });
}

export async function ensurePath(
  store: Store,
  input: { tenantId: string; clientId: string; path: string[] },
): Promise<{ folderId: string }> {
  const [folderId] = await ensureFolders(store.tenant(input.tenantId), input.clientId, [input.path]);
  return { folderId: folderId! };
}

/** The year's folders of one client; nothing when they are there. */
export async function ensureYear(scope: Scope, clientId: string, year: number): Promise<void> {
  await ensureFolders(scope, clientId, standardPaths(year));
}

/** Active clients without a folder for the year, for the turn of the year; at most 100. */
export async function clientsWithoutYear(scope: Scope, year: number): Promise<string[]> {
  const withYear = scope.from('folders as f').where('f.match', String(year)).select('f.client_id');
  return scope
    .from('clients as c')
    .where('c.active', 1)
    .whereNotIn('c.id', withYear)
    .orderBy('c.id')
    .limit(100)
    .pluck('c.id');
}

async function knownFolders(tx: Scope, clientId: string): Promise<Map<string, Known>> {
  if (!(await clientById(tx, clientId))) throw new Error(`The firm has no client ${clientId}.`);
  const rows: Row[] = await tx.from('folders').where({ client_id: clientId }).select('id', 'parent_id', 'match');
  const byId = new Map(rows.map((row) => [row.id as string, row]));
  const lineage = (id: string): string[] => (id === '' ? [] : [id, ...lineage(byId.get(id)!.parent_id)]);
  return new Map(rows.map((row) => [`${row.parent_id}/${row.match}`, { id: row.id, lineage: lineage(row.id) }]));
}

async function insertFolders(tx: Scope, added: Row[], known: Known[]): Promise<void> {
  if (added.length === 0) return;
  const lineages = new Map(known.map((folder) => [folder.id, folder.lineage]));
  const ancestors = added.flatMap((row) =>
    lineages.get(row.id)!.map((ancestorId, distance) => ({ folder_id: row.id, ancestor_id: ancestorId, distance })),
  );
  for (let at = 0; at < added.length; at += 100) await tx.insert('folders', added.slice(at, at + 100));
  for (let at = 0; at < ancestors.length; at += 200) await tx.insert('folder_ancestors', ancestors.slice(at, at + 200));
  const children = new Map<string, number>();
  for (const row of added) children.set(row.parent_id, (children.get(row.parent_id) ?? 0) + 1);
  for (const [parentId, count] of children) {
    await tx.from('folders').where({ id: parentId }).increment('folder_count', count);
  }
}
