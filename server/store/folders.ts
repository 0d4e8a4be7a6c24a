import { clientExists } from './directory.ts';
import { lock, type Row, type Scope, type Store } from './connection.ts';
import { matchName, rootName, sortName, standardPaths } from './folder-names.ts';
import { placeOf } from './folder-places.ts';
import { applyRights } from './folder-rights.ts';
import { newId } from './ids.ts';

interface Known {
  id: string;
  name: string;
  /** From the folder itself up to the root. */
  lineage: string[];
  parent: Known | null;
}

/**
 * The folders at these paths below the client's root "dokument", made where they are missing; a folder whose name is
 * spelled differently (L-30) is found instead of made again. Answers the ids in the order of the paths; `[]` is the root.
 */
export async function ensureFolders(scope: Scope, clientId: string, paths: string[][]): Promise<string[]> {
  return scope.write(async (tx) => {
    await lock(tx.store, tx.db, `folders/${tx.tenantId}/${clientId}`);
    const { known, anyRight } = await knownFolders(tx, clientId);
    const added: Row[] = [];
    const find = (parent: Known | null, name: string): Known => {
      const parentId = parent?.id ?? '';
      const match = matchName(name);
      const key = `${parentId}/${match}`;
      const found = known.get(key);
      if (found) return found;
      const id = newId('f');
      const folder: Known = { id, name: name.trim(), lineage: [id, ...(parent?.lineage ?? [])], parent };
      known.set(key, folder);
      const row = { id, client_id: clientId, parent_id: parentId, name: name.trim(), match, sort: sortName(name) };
      added.push({ ...row, ...placeOf(pathOf(folder)) });
      return folder;
    };
    const root = find(null, rootName);
    const ids = paths.map((path) => path.reduce((parent, name) => find(parent, name), root).id);
    await insertFolders(tx, added, [...known.values()]);
    if (anyRight && added.length > 0) await applyRights(tx, clientId);
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

/** The year's folders when somebody looks at the root before the housekeeping has been there; a year that was removed stays away. */
export async function ensureYearOnce(scope: Scope, clientId: string, year: number): Promise<void> {
  const had = await scope
    .from('folders')
    .where({ client_id: clientId, match: String(year) })
    .first('id');
  if (!had) await ensureYear(scope, clientId, year);
}

/** The roots of many new clients, in few statements; their years come when they are looked at. */
export async function addRoots(tx: Scope, clientIds: string[]): Promise<void> {
  const root = { parent_id: '', name: rootName, match: matchName(rootName), sort: sortName(rootName), ...placeOf([]) };
  const rows = clientIds.map((clientId): Row => ({ id: newId('f'), client_id: clientId, ...root }));
  await insertFolders(
    tx,
    rows,
    rows.map(({ id }) => ({ id, lineage: [id] })),
  );
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

/** Names below the root down to the folder. */
const pathOf = (folder: Known): string[] => (folder.parent ? [...pathOf(folder.parent), folder.name] : []);

/** The client's folders by where they are and what they are called, and whether rights are set on any of them. */
async function knownFolders(tx: Scope, clientId: string): Promise<{ known: Map<string, Known>; anyRight: boolean }> {
  if (!(await clientExists(tx, clientId))) throw new Error(`The firm has no client ${clientId}.`);
  const rows: Row[] = await tx
    .from('folders')
    .where({ client_id: clientId })
    .whereNull('trash_id')
    .select('id', 'parent_id', 'name', 'match', 'client_right');
  const byId = new Map(rows.map((row) => [row.id as string, row]));
  const folders = new Map<string, Known>();
  const folderOf = (row: Row): Known => {
    const found = folders.get(row.id);
    if (found) return found;
    const parent = row.parent_id === '' ? null : folderOf(byId.get(row.parent_id)!);
    const folder = { id: row.id, name: row.name, lineage: [row.id, ...(parent?.lineage ?? [])], parent };
    folders.set(row.id, folder);
    return folder;
  };
  return {
    known: new Map(rows.map((row) => [`${row.parent_id}/${row.match}`, folderOf(row)])),
    anyRight: rows.some((row) => row.client_right !== null),
  };
}

/** Adds rows of folders; `known` holds the lineage of each. */
export async function insertFolders(tx: Scope, added: Row[], known: Pick<Known, 'id' | 'lineage'>[]): Promise<void> {
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
