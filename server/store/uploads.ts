import { acrossTenants, type Row, type Scope, type Store } from './connection.ts';

/** An upload that comes in parts (tus). Its bytes so far lie with the files, under its id. */
export interface NewUpload {
  id: string;
  userId: string;
  folderId: string;
  name: string;
  sizeBytes: number;
  now: string;
}

export async function addUpload(scope: Scope, upload: NewUpload): Promise<void> {
  const { id, userId, folderId, name, sizeBytes, now } = upload;
  const row = { id, user_id: userId, folder_id: folderId, name, size_bytes: sizeBytes, created_at: now };
  await scope.insert('uploads', row);
}

/** Only the user who began it goes on with it. */
export async function uploadRow(scope: Scope, userId: string, id: string): Promise<Row | null> {
  return (await scope.from('uploads').where({ id, user_id: userId }).first()) ?? null;
}

/** How many uploads of a user are under way. */
export async function openUploads(scope: Scope, userId: string): Promise<number> {
  const row = await scope
    .from('uploads')
    .where({ user_id: userId })
    .whereNull('document_id')
    .count('id as count')
    .first();
  return Number(row?.count ?? 0);
}

export async function uploadFiled(scope: Scope, id: string, documentId: string): Promise<void> {
  await scope.from('uploads').where({ id }).update({ document_id: documentId });
}

export async function removeUpload(scope: Scope, id: string): Promise<void> {
  await scope.from('uploads').where({ id }).del();
}

/** Forgets uploads that began before; answers their ids, whose bytes go too. */
export async function pruneUploads(store: Store, before: string): Promise<string[]> {
  const db = acrossTenants(store);
  const ids: string[] = await db('uploads').where('created_at', '<', before).pluck('id');
  for (let at = 0; at < ids.length; at += 200)
    await db('uploads')
      .whereIn('id', ids.slice(at, at + 200))
      .del();
  return ids;
}
