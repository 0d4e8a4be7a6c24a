import { lock, type Row, type Scope } from './connection.ts';
import { noteChanges } from './changes.ts';
import { clientById } from './directory.ts';
import { matchName, sortName } from './folder-names.ts';
import { placeOf } from './folder-places.ts';
import { applyRights, type ClientRight } from './folder-rights.ts';
import { insertFolders } from './folders.ts';
import { newId } from './ids.ts';
import { materialYear } from './retention.ts';

const deepest = 20;

/** What the tree does not take; nothing has been changed. */
export class TreeRefusal extends Error {
  readonly code: 'name_taken' | 'folder_into_itself' | 'too_deep' | 'folder_in_trash';
  constructor(code: TreeRefusal['code']) {
    super(code);
    this.code = code;
  }
}

/** A folder in another (K-07). Throws TreeRefusal. */
export async function createFolder(scope: Scope, parent: Row, name: string): Promise<string> {
  return changing(scope, parent.client_id, async (tx) => {
    const lineage = await lineageOf(tx, parent.id);
    if (lineage.length >= deepest) throw new TreeRefusal('too_deep');
    await requireFree(tx, parent.id, name, '');
    const id = newId('f');
    const row = { id, client_id: parent.client_id, parent_id: parent.id, ...named(name) };
    const place = placeOf([...namesOf(lineage), name]);
    await insertFolders(tx, [{ ...row, ...place }], [{ id, lineage: [id, ...lineage.map((each) => each.id)] }]);
    await applyRights(tx, parent.client_id);
    await noteChanges(tx, [{ topic: 'document', clientId: parent.client_id, folderId: parent.id }]);
    return id;
  });
}

/** Gives a folder another name, another place among its client's folders, or both. Throws TreeRefusal. */
export async function changeFolder(scope: Scope, folder: Row, to: { name: string; parentId: string }): Promise<void> {
  const { client_id: clientId, id, parent_id: from } = folder;
  await changing(scope, clientId, async (tx) => {
    const lineage = await lineageOf(tx, to.parentId);
    if (lineage.some((each) => each.id === id)) throw new TreeRefusal('folder_into_itself');
    await requireFree(tx, to.parentId, to.name, id);
    const below: Row[] = await tx.from('folder_ancestors').where({ ancestor_id: id }).select('folder_id', 'distance');
    const height = Math.max(...below.map((row) => row.distance));
    if (lineage.length + height >= deepest) throw new TreeRefusal('too_deep');
    await tx
      .from('folders')
      .where({ id })
      .update({ parent_id: to.parentId, ...named(to.name) });
    if (to.parentId !== from) {
      const moved = below.map((row) => row.folder_id as string);
      for (let at = 0; at < moved.length; at += 200) {
        const part = moved.slice(at, at + 200);
        await tx.from('folder_ancestors').whereIn('folder_id', part).whereNotIn('ancestor_id', moved).del();
      }
      const ancestors = below.flatMap((row) =>
        lineage.map((each, up) => ({
          folder_id: row.folder_id,
          ancestor_id: each.id,
          distance: row.distance + up + 1,
        })),
      );
      for (let at = 0; at < ancestors.length; at += 200) {
        await tx.insert('folder_ancestors', ancestors.slice(at, at + 200));
      }
      await tx.from('folders').where({ id: from }).decrement('folder_count', 1);
      await tx.from('folders').where({ id: to.parentId }).increment('folder_count', 1);
      await applyRights(tx, clientId);
    }
    await placeAnew(tx, clientId, [...namesOf(lineage), to.name], id);
    await noteChanges(tx, [
      { topic: 'document', clientId, folderId: from },
      ...(to.parentId === from ? [] : [{ topic: 'document' as const, clientId, folderId: to.parentId }]),
    ]);
  });
}

/** K-08; null takes the right of the folder above. */
export async function setClientRight(scope: Scope, folder: Row, right: ClientRight | null): Promise<void> {
  const { client_id: clientId, id, parent_id: parentId } = folder;
  await changing(scope, clientId, async (tx) => {
    await tx.from('folders').where({ id }).update({ client_right: right });
    await applyRights(tx, clientId);
    // Of a folder that they may no longer know of the client's users hear nothing: the one above tells them.
    const above: Row[] = await tx.from('folder_ancestors').where({ folder_id: id }).select('ancestor_id');
    const folderIds = parentId === '' ? [null] : above.map((row) => row.ancestor_id as string);
    await noteChanges(
      tx,
      folderIds.map((folderId) => ({ topic: 'document' as const, clientId, folderId })),
    );
  });
}

/** How many years accounting material is kept in a client's archive; null: as the law asks, 0: nothing is held. */
export async function setRetention(scope: Scope, root: Row, years: number | null): Promise<void> {
  await scope.write(async (tx) => {
    await tx.from('folders').where({ id: root.id }).update({ retention_years: years });
    await noteChanges(tx, [{ topic: 'document', clientId: root.client_id, folderId: root.id }]);
  });
}

export function changing<T>(scope: Scope, clientId: string, work: (tx: Scope) => Promise<T>): Promise<T> {
  return scope.write(async (tx) => {
    await lock(tx.store, tx.db, `folders/${tx.tenantId}/${clientId}`);
    return work(tx);
  });
}

const named = (name: string) => ({ name, match: matchName(name), sort: sortName(name) });

/** Names below the root, of a lineage from a folder up. */
const namesOf = (lineage: Row[]): string[] =>
  lineage
    .slice(0, -1)
    .map((each) => each.name as string)
    .reverse();

async function requireFree(tx: Scope, parentId: string, name: string, exceptId: string): Promise<void> {
  const taken = await tx
    .from('folders')
    .where({ parent_id: parentId, match: matchName(name) })
    .whereNot('id', exceptId)
    .first('id');
  if (taken) throw new TreeRefusal('name_taken');
}

/** From the folder up to the root; empty when it has gone meanwhile. */
async function lineageOf(tx: Scope, folderId: string): Promise<Row[]> {
  const rows: Row[] = await tx
    .from('folder_ancestors as w')
    .join('folders as f', (on) => on.on('f.tenant_id', '=', 'w.tenant_id').andOn('f.id', '=', 'w.ancestor_id'))
    .where('w.folder_id', folderId)
    .orderBy('w.distance')
    .select('f.id', 'f.name', 'f.trash_id');
  if (rows.length === 0 || rows.some((row) => row.trash_id !== null)) throw new TreeRefusal('folder_in_trash');
  return rows;
}

/** What follows from where a folder stands, for it and all below: years, months, and how long its documents are kept. */
async function placeAnew(tx: Scope, clientId: string, path: string[], id: string): Promise<void> {
  const place = placeOf(path);
  await tx
    .from('folders')
    .where({ id })
    .update({ ...place });
  await holdMaterial(tx, clientId, id, place);
  const children: Row[] = await tx.from('folders').where({ parent_id: id }).select('id', 'name');
  for (const child of children) await placeAnew(tx, clientId, [...path, child.name], child.id);
}

/** Documents in a folder are kept as long as its place asks, and never shorter than an earlier place did. */
export async function holdMaterial(
  tx: Scope,
  clientId: string,
  folderId: string,
  place: { year: number | null; month: number | null },
  documentId?: string,
): Promise<void> {
  const year = materialYear(place, (await clientById(tx, clientId))?.properties.fiscalYearEnd);
  if (year === null) return;
  const query = tx.from('documents').where({ folder_id: folderId });
  if (documentId !== undefined) query.where({ id: documentId });
  await query
    .where((q: any) => q.whereNull('material_year').orWhere('material_year', '<', year))
    .update({ material_year: year });
}
