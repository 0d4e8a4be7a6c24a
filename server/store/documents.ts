import { noteChanges } from './changes.ts';
import { lock, type Scope, type Store } from './connection.ts';
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
}

/** Adds a document and marks it unseen for the active users of the other side (L-16 to L-18). */
export async function addDocument(
  scope: Scope,
  input: NewDocument,
): Promise<{ documentId: string; repeated: boolean }> {
  const documentId = newId('d');
  return scope.write(async (tx) => {
    if (input.uploadKey !== null) {
      await lock(tx.store, tx.db, `upload/${tx.tenantId}/${input.uploadKey}`);
      const owner = { uploaded_by: input.uploadedBy?.userId ?? null, upload_key: input.uploadKey };
      const known = await tx.from('documents').where(owner).first('id');
      if (known) return { documentId: known.id, repeated: true };
    }
    await tx.insert('documents', {
      id: documentId,
      folder_id: input.folderId,
      client_id: input.clientId,
      name: input.name,
      media_type: input.mediaType,
      size_bytes: input.sizeBytes,
      sha256: input.sha256,
      uploaded_at: input.uploadedAt,
      uploaded_by: input.uploadedBy?.userId ?? null,
      upload_key: input.uploadKey,
    });
    await tx.from('folders').where({ id: input.folderId }).increment('document_count', 1);
    const otherSide = input.uploadedBy?.side === 'client' ? 'firm' : 'client';
    const people = await usersOfAudience(tx, otherSide, input.clientId);
    for (let at = 0; at < people.length; at += 200) {
      const part = people.slice(at, at + 200);
      await tx.insert(
        'unseen',
        part.map((person) => ({ user_id: person.userId, document_id: documentId, folder_id: input.folderId })),
      );
    }
    await noteChanges(tx, [{ topic: 'document', clientId: input.clientId, folderId: input.folderId }]);
    return { documentId, repeated: false };
  });
}

/** Moves a document to a path below its client's root, made where it is missing. Doing it again changes nothing. */
export async function fileDocument(
  store: Store,
  input: { tenantId: string; documentId: string; path: string[]; name: string | null },
): Promise<{ folderId: string }> {
  return store.tenant(input.tenantId).write(async (tx) => {
    const document = await tx.from('documents').where({ id: input.documentId }).first();
    if (!document) throw new Error(`The firm has no document ${input.documentId}.`);
    const [folderId] = await ensureFolders(tx, document.client_id, [input.path]);
    const name = input.name ?? document.name;
    if (folderId === document.folder_id && name === document.name) return { folderId: folderId! };
    await tx.from('documents').where({ id: input.documentId }).update({ folder_id: folderId, name });
    await tx.from('unseen').where({ document_id: input.documentId }).update({ folder_id: folderId });
    await tx.from('folders').where({ id: document.folder_id }).decrement('document_count', 1);
    await tx.from('folders').where({ id: folderId }).increment('document_count', 1);
    await noteChanges(tx, [
      { topic: 'document', clientId: document.client_id, folderId: document.folder_id },
      { topic: 'document', clientId: document.client_id, folderId },
    ]);
    return { folderId: folderId! };
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
