import { type Access, reachable } from './access.ts';
import { noteChanges } from './changes.ts';
import { joined, type Row, type Scope } from './connection.ts';
import { freeName, matchDocument } from './document-names.ts';
import { forgetWords } from './document-search.ts';
import { changing, TreeRefusal } from './folder-changes.ts';
import { matchName, sortName } from './folder-names.ts';
import { applyRights } from './folder-rights.ts';
import { newId } from './ids.ts';
import { statutoryYears } from './retention.ts';

/** Days for which what was deleted can be taken back. */
export const trashDays = 30;
/** Dots that are remembered for taking back; beyond it nobody would look at them one by one. */
const mostUnseen = 2000;

interface Deleting {
  userId: string;
  now: string;
}

/** Puts a document into the trash; answers the id to take it back with. */
export async function trashDocument(scope: Scope, document: Row, by: Deleting): Promise<string> {
  return scope.write(async (tx) => {
    const { id, client_id: clientId, folder_id: folderId, name } = document;
    const trashId = newId('x');
    const marked = await tx.from('documents').where({ id }).whereNull('trash_id').update({ trash_id: trashId });
    if (marked === 0) throw new TreeRefusal('folder_in_trash');
    const unseen = await takeUnseen(tx.from('unseen').where({ document_id: id }));
    await addTrash(tx, { id: trashId, client_id: clientId, kind: 'document', thing_id: id, name, unseen }, by);
    await tx.from('folders').where({ id: folderId }).decrement('document_count', 1);
    await noteChanges(tx, [{ topic: 'document', clientId, folderId }]);
    return trashId;
  });
}

/** Puts a folder with all that is in it into the trash. */
export async function trashFolder(scope: Scope, folder: Row, by: Deleting): Promise<string> {
  const { id, client_id: clientId, parent_id: parentId, name } = folder;
  return changing(scope, clientId, async (tx) => {
    const trashId = newId('x');
    const below = () => tx.from('folder_ancestors').where({ ancestor_id: id }).select('folder_id');
    const marked = await tx
      .from('folders')
      .where({ id })
      .whereNull('trash_id')
      .update({
        // Another folder may take the name meanwhile.
        match: `/${trashId}`,
      });
    if (marked === 0) throw new TreeRefusal('folder_in_trash');
    await tx.from('folders').whereIn('id', below()).whereNull('trash_id').update({ trash_id: trashId });
    await tx.from('documents').whereIn('folder_id', below()).whereNull('trash_id').update({ trash_id: trashId });
    const unseen = await takeUnseen(tx.from('unseen').whereIn('folder_id', below()));
    await addTrash(tx, { id: trashId, client_id: clientId, kind: 'folder', thing_id: id, name, unseen }, by);
    await tx.from('folders').where({ id: parentId }).decrement('folder_count', 1);
    await applyRights(tx, clientId);
    await noteChanges(tx, [{ topic: 'document', clientId, folderId: parentId }]);
    return trashId;
  });
}

/** Takes something back to where it was, under another name where its own is taken. Throws TreeRefusal. */
export async function restoreTrash(scope: Scope, trash: Row): Promise<{ folderId: string }> {
  const { id: trashId, client_id: clientId, thing_id: thingId } = trash;
  return changing(scope, clientId, async (tx) => {
    const folderId = trash.kind === 'document' ? await documentBack(tx, trash) : await folderBack(tx, trash);
    const unseen = (JSON.parse(trash.unseen) as string[][]).map(([userId, documentId, inFolder]) => ({
      user_id: userId,
      document_id: documentId,
      folder_id: inFolder,
    }));
    for (let at = 0; at < unseen.length; at += 200) {
      const ids = unseen.slice(at, at + 200).map((row) => row.document_id!);
      const here = new Set(await tx.from('documents').whereIn('id', ids).pluck('id'));
      const part = unseen.slice(at, at + 200).filter((row) => here.has(row.document_id));
      if (part.length === 0) continue;
      await tx.insert('unseen', part).onConflict(['tenant_id', 'user_id', 'document_id']).ignore();
    }
    await tx.from('trash').where({ id: trashId }).del();
    if (trash.kind === 'folder') await applyRights(tx, clientId);
    const folderIds = trash.kind === 'folder' ? [folderId, thingId as string] : [folderId];
    await noteChanges(
      tx,
      folderIds.map((each) => ({ topic: 'document' as const, clientId, folderId: each })),
    );
    return { folderId };
  });
}

async function documentBack(tx: Scope, trash: Row): Promise<string> {
  const document = await tx.from('documents').where({ id: trash.thing_id }).first();
  await liveFolder(tx, document.folder_id);
  const name = await freeName(tx, document.folder_id, document.name, document.id);
  const change = { trash_id: null, name, match: matchDocument(name) };
  await tx.from('documents').where({ id: document.id }).update(change);
  await tx.from('folders').where({ id: document.folder_id }).increment('document_count', 1);
  return document.folder_id;
}

async function folderBack(tx: Scope, trash: Row): Promise<string> {
  const folder = await tx.from('folders').where({ id: trash.thing_id }).first();
  await liveFolder(tx, folder.parent_id);
  let name: string = folder.name;
  for (let number = 2; await taken(name); number += 1) name = `${folder.name} (${number})`;
  const named = { name, match: matchName(name), sort: sortName(name) };
  await tx.from('folders').where({ id: folder.id }).update(named);
  await tx.from('folders').where({ trash_id: trash.id }).update({ trash_id: null });
  await tx.from('documents').where({ trash_id: trash.id }).update({ trash_id: null });
  await tx.from('folders').where({ id: folder.parent_id }).increment('folder_count', 1);
  return folder.parent_id;

  async function taken(candidate: string): Promise<boolean> {
    const place = { parent_id: folder.parent_id, match: matchName(candidate) };
    return Boolean(await tx.from('folders').where(place).first('id'));
  }
}

async function liveFolder(tx: Scope, id: string): Promise<void> {
  if (!(await tx.from('folders').where({ id }).whereNull('trash_id').first('id'))) {
    throw new TreeRefusal('folder_in_trash');
  }
}

async function takeUnseen(rows: any): Promise<string> {
  const found: Row[] = await rows
    .clone()
    .select('user_id', 'document_id', 'folder_id')
    .limit(mostUnseen + 1);
  await rows.del();
  const kept = found.length > mostUnseen ? [] : found;
  return JSON.stringify(kept.map((row) => [row.user_id, row.document_id, row.folder_id]));
}

async function addTrash(tx: Scope, row: Row, by: Deleting): Promise<void> {
  await tx.insert('trash', { ...row, deleted_at: by.now, deleted_by: by.userId });
}

/** What was deleted, for who may take it back: staff, and of documents the client's users where they may edit (K-08). */
export async function trashRow(scope: Scope, access: Access, id: string): Promise<Row | null> {
  const query = scope.from('trash as t').where('t.id', id);
  if (access.role === 'client') {
    joined(joined(query, 'documents as d', 'd.id', 't.thing_id'), 'folders as f', 'f.id', 'd.folder_id');
    query.where({ 't.kind': 'document', 'f.client_access': 'edit' });
  }
  return (await reachable(scope, access, query, 't.client_id').first('t.*')) ?? null;
}

/** What was deleted, the latest first. */
export async function trashOf(
  scope: Scope,
  access: Access,
  page: { clientId: string | null; limit: number; after: [deletedAt: string, id: string] | null },
): Promise<Row[]> {
  const query = scope.from('trash as t');
  if (page.clientId !== null) query.where('t.client_id', page.clientId);
  if (page.after) query.whereRaw('(t.deleted_at, t.id) < (?, ?)', page.after);
  const named = joined(joined(query, 'users as u', 'u.id', 't.deleted_by'), 'clients as c', 'c.id', 't.client_id');
  return reachable(scope, access, named, 't.client_id')
    .select('t.*', 'u.name as deleted_by_name', 'c.name as client_name')
    .orderBy([
      { column: 't.deleted_at', order: 'desc' },
      { column: 't.id', order: 'desc' },
    ])
    .limit(page.limit + 1);
}

/**
 * Ends what has been in the trash for longer than `trashDays` and is not held by retention; of a folder, what is held
 * stays. Answers the hashes of bytes that may now be nobody's.
 */
export async function purgeTrash(scope: Scope, now: string, limit = 50): Promise<string[]> {
  const before = new Date(Date.parse(now) - trashDays * 24 * 3_600_000).toISOString();
  const year = Number(now.slice(0, 4));
  // What retention still holds is passed over, and comes up again in a later year.
  const old: Row[] = await scope
    .from('trash as t')
    .where('t.deleted_at', '<', before)
    .whereExists(ended(scope, year).whereRaw('d.trash_id = t.id').select('d.id'))
    .orWhere((q: any) =>
      q
        .where({ 't.tenant_id': scope.tenantId })
        .where('t.deleted_at', '<', before)
        .whereNotExists(scope.from('documents as d').whereRaw('d.trash_id = t.id').select('d.id')),
    )
    .orderBy('t.deleted_at')
    .limit(limit)
    .select('t.id', 't.client_id');
  const hashes: string[] = [];
  for (const { id, client_id: clientId } of old) {
    await changing(scope, clientId, async (tx) => {
      const ids: string[] = await ended(tx, year).where('d.trash_id', id).limit(500).pluck('d.id');
      hashes.push(...(await removeDocuments(tx, ids)));
      if (await tx.from('documents').where({ trash_id: id }).first('id')) return recount(tx, id);
      await removeFolders(tx, id);
      await tx.from('trash').where({ id }).del();
    });
  }
  return [...new Set(hashes)];
}

/** A folder in the trash of which a part has ended counts what is left, for when it comes back. */
async function recount(tx: Scope, trashId: string): Promise<void> {
  const left = tx.db.raw(
    `(select count(*) from documents d where d.tenant_id = folders.tenant_id and d.folder_id = folders.id
        and d.trash_id = folders.trash_id)`,
  );
  await tx.from('folders').where({ trash_id: trashId }).update({ document_count: left });
}

/** Documents that nothing holds any more. */
function ended(scope: Scope, year: number) {
  return scope
    .from('documents as d')
    .join('folders as r', (on) =>
      on
        .on('r.tenant_id', '=', 'd.tenant_id')
        .andOn('r.client_id', '=', 'd.client_id')
        .andOnVal('r.parent_id', '=', ''),
    )
    .whereRaw(
      '(d.material_year is null or r.retention_years = 0 or d.material_year + coalesce(r.retention_years, ?) < ?)',
      [statutoryYears, year],
    );
}

async function removeDocuments(tx: Scope, ids: string[]): Promise<string[]> {
  const hashes: string[] = [];
  for (let at = 0; at < ids.length; at += 200) {
    const part = ids.slice(at, at + 200);
    hashes.push(...(await tx.from('documents').whereIn('id', part).pluck('sha256')));
    hashes.push(...(await tx.from('document_versions').whereIn('document_id', part).pluck('sha256')));
    await forgetWords(tx, part);
    await tx.from('unseen').whereIn('document_id', part).del();
    await tx.from('documents').whereIn('id', part).del();
  }
  return hashes;
}

/** The folders of one deletion, unless something in them was deleted by itself and is still held. */
async function removeFolders(tx: Scope, trashId: string): Promise<void> {
  for (;;) {
    const empty: string[] = await tx
      .from('folders as f')
      .where('f.trash_id', trashId)
      .whereNotExists(tx.from('folders as s').whereRaw('s.parent_id = f.id').select('s.id'))
      .whereNotExists(tx.from('documents as d').whereRaw('d.folder_id = f.id').select('d.id'))
      .limit(200)
      .pluck('f.id');
    if (empty.length === 0) return;
    await tx.from('folder_ancestors').whereIn('folder_id', empty).del();
    await tx.from('folders').whereIn('id', empty).del();
  }
}

/** Of these hashes, those that no firm has in a document, a version or a message. */
export async function unusedHashes(scope: Scope, hashes: string[]): Promise<string[]> {
  const unused: string[] = [];
  for (const sha256 of hashes) {
    const used = await Promise.all(
      ['documents', 'document_versions', 'message_files'].map((table) =>
        scope.db(table).where({ sha256 }).first('tenant_id'),
      ),
    );
    if (used.every((row) => row === undefined)) unused.push(sha256);
  }
  return unused;
}
