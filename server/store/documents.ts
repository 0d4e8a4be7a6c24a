import { noteChanges } from './changes.ts';
import { lock, type Row, type Scope, type Store } from './connection.ts';
import { documentNamed, freeName, matchDocument } from './document-names.ts';
import { indexDocument } from './document-search.ts';
import { addVersion } from './document-versions.ts';
import { holdMaterial, TreeRefusal } from './folder-changes.ts';
import { forgetUnseen } from './folder-rights.ts';
import { ensureFolders } from './folders.ts';
import { newId } from './ids.ts';
import { usersOfAudience } from './recipients.ts';

export interface NewDocument {
  folderId: string;
  clientId: string;
  name: string;
  mediaType: string;
  sizeBytes: number;
  sha256: string;
  uploadedAt: string;
  /** The uploader's key: a second upload with it finds the first document. */
  uploadKey: string | null;
  /** Null: the system itself. */
  uploadedBy: { userId: string; side: 'client' | 'firm' } | null;
  /** Absent: nobody has looked for viruses. */
  scan?: 'unscanned' | 'clean';
}

/**
 * Adds a document and marks it unseen for the active users of the other side (L-16 to L-18). One of the same name in the
 * same folder becomes its newest version; the same bytes again change nothing.
 */
export async function addDocument(
  scope: Scope,
  input: NewDocument,
): Promise<{ documentId: string; repeated: boolean; version: number }> {
  const { folderId, clientId } = input;
  const uploadedBy = input.uploadedBy?.userId ?? null;
  return scope.write(async (tx) => {
    if (input.uploadKey !== null) {
      await lock(tx.store, tx.db, `upload/${tx.tenantId}/${input.uploadKey}`);
      const known = await uploadedWith(tx, uploadedBy, input.uploadKey);
      if (known) return { documentId: known, repeated: true, version: 1 };
    }
    await lock(tx.store, tx.db, `folder/${tx.tenantId}/${folderId}`);
    const folder = await tx.from('folders').where({ id: folderId }).whereNull('trash_id').first();
    if (!folder) throw new TreeRefusal('folder_in_trash');
    const content = {
      media_type: input.mediaType,
      size_bytes: input.sizeBytes,
      sha256: input.sha256,
      uploaded_at: input.uploadedAt,
      uploaded_by: uploadedBy,
      upload_key: input.uploadKey,
      scan: input.scan ?? 'unscanned',
    };
    const sameName = await documentNamed(tx, folderId, input.name);
    const before = sameName ? await tx.from('documents').where({ id: sameName }).first() : null;
    if (before?.sha256 === input.sha256) return { documentId: before.id, repeated: true, version: before.version };
    const documentId: string = before?.id ?? newId('d');
    if (before) await addVersion(tx, before, content);
    else {
      const named = { name: input.name, match: matchDocument(input.name) };
      await tx.insert('documents', { id: documentId, folder_id: folderId, client_id: clientId, ...named, ...content });
      await tx.from('folders').where({ id: folderId }).increment('document_count', 1);
    }
    await holdMaterial(tx, clientId, folderId, folder, documentId);
    await indexDocument(tx, documentId);
    await markUnseen(tx, documentId, folder, input.uploadedBy?.side ?? 'firm');
    await noteChanges(tx, [{ topic: 'document', clientId, folderId }]);
    return { documentId, repeated: false, version: before ? before.version + 1 : 1 };
  });
}

async function uploadedWith(tx: Scope, uploadedBy: string | null, uploadKey: string): Promise<string | null> {
  const owner = { uploaded_by: uploadedBy, upload_key: uploadKey };
  const current = await tx.from('documents').where(owner).first('id');
  if (current) return current.id;
  return (await tx.from('document_versions').where(owner).first('document_id'))?.document_id ?? null;
}

/** Dots for the side that did not upload, where it may read the folder. */
async function markUnseen(tx: Scope, documentId: string, folder: Row, side: 'client' | 'firm'): Promise<void> {
  const otherSide = side === 'client' ? 'firm' : 'client';
  if (otherSide === 'client' && !['read', 'edit'].includes(folder.client_access)) return;
  const people = await usersOfAudience(tx, otherSide, folder.client_id);
  for (let at = 0; at < people.length; at += 200) {
    const rows = people
      .slice(at, at + 200)
      .map((person) => ({ user_id: person.userId, document_id: documentId, folder_id: folder.id }));
    await tx.insert('unseen', rows).onConflict(['tenant_id', 'user_id', 'document_id']).ignore();
  }
}

/**
 * Moves a document of the client's to a path below its root, made where it is missing. Doing it again changes nothing;
 * null when the client has no such document.
 */
export async function fileDocument(
  store: Store,
  input: { tenantId: string; clientId: string | null; documentId: string; path: string[]; name: string | null },
): Promise<{ folderId: string } | null> {
  return store.tenant(input.tenantId).write(async (tx) => {
    const document = await tx.from('documents').where({ id: input.documentId }).first();
    if (!document || document.client_id !== input.clientId) return null;
    const [folderId] = await ensureFolders(tx, document.client_id, [input.path]);
    // What was thrown away meanwhile stays in the trash; it comes back where it was.
    if (document.trash_id !== null) return { folderId: document.folder_id as string };
    const name = await freeName(tx, folderId!, input.name ?? document.name, document.id);
    await changeDocument(tx, document, { folderId: folderId!, name });
    return { folderId: folderId! };
  });
}

/** Gives a document another name, another folder of its client's, or both. */
export async function changeDocument(
  scope: Scope,
  document: Row,
  to: { folderId: string; name: string },
): Promise<void> {
  const { id, client_id: clientId, folder_id: from } = document;
  if (to.folderId === from && to.name === document.name) return;
  await scope.write(async (tx) => {
    const folder = await tx.from('folders').where({ id: to.folderId }).whereNull('trash_id').first();
    if (!folder) throw new TreeRefusal('folder_in_trash');
    const named = { name: to.name, match: matchDocument(to.name) };
    await tx
      .from('documents')
      .where({ id })
      .update({ folder_id: to.folderId, ...named });
    if (to.folderId !== from) {
      await tx.from('unseen').where({ document_id: id }).update({ folder_id: to.folderId });
      if (!['read', 'edit'].includes(folder.client_access)) await forgetUnseen(tx, [to.folderId]);
      await tx.from('folders').where({ id: from }).decrement('document_count', 1);
      await tx.from('folders').where({ id: to.folderId }).increment('document_count', 1);
      await holdMaterial(tx, clientId, to.folderId, folder, id);
    }
    if (to.name !== document.name) await indexDocument(tx, id);
    await noteChanges(tx, [
      { topic: 'document', clientId, folderId: from },
      ...(to.folderId === from ? [] : [{ topic: 'document' as const, clientId, folderId: to.folderId }]),
    ]);
  });
}

/** The user has seen a document; answers the folders whose dot went out, from its folder up to the root. */
export async function markDocumentSeen(
  scope: Scope,
  input: { userId: string; documentId: string; folderId: string; clientId: string },
): Promise<string[]> {
  return scope.write(async (tx) => {
    const gone = await tx.from('unseen').where({ user_id: input.userId, document_id: input.documentId }).del();
    if (gone === 0) return [];
    return dotsOut(tx, input.userId, input.clientId, [input.folderId]);
  });
}

/** The user has seen everything in a folder and below it. */
export async function markFolderSeen(
  scope: Scope,
  input: { userId: string; folderId: string; clientId: string },
): Promise<string[]> {
  return scope.write(async (tx) => {
    const below = tx.from('folder_ancestors').where({ ancestor_id: input.folderId }).select('folder_id');
    const unseen = () => tx.from('unseen').where({ user_id: input.userId }).whereIn('folder_id', below.clone());
    const folderIds: string[] = await unseen().distinct('folder_id').pluck('folder_id');
    if (folderIds.length === 0) return [];
    await unseen().del();
    return dotsOut(tx, input.userId, input.clientId, folderIds);
  });
}

async function dotsOut(tx: Scope, userId: string, clientId: string, folderIds: string[]): Promise<string[]> {
  const cleared = new Set<string>();
  for (let at = 0; at < folderIds.length; at += 200) {
    const rows: string[] = await tx
      .from('folder_ancestors as a')
      .whereIn('a.folder_id', folderIds.slice(at, at + 200))
      .whereNotExists(
        tx
          .from('folder_ancestors as b')
          .join('unseen as n', (on) =>
            on.on('n.tenant_id', '=', 'b.tenant_id').andOn('n.folder_id', '=', 'b.folder_id'),
          )
          .where('n.user_id', userId)
          .whereRaw('b.ancestor_id = a.ancestor_id')
          .select('b.folder_id'),
      )
      .orderBy('a.distance')
      .pluck('a.ancestor_id');
    for (const id of rows) cleared.add(id);
  }
  const list = [...cleared];
  await noteChanges(tx, [{ topic: 'seen', clientId, folderId: folderIds[0] ?? null, userId }]);
  return list;
}
