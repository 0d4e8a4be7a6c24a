import { joined, type Row, type Scope } from './connection.ts';
import { noteChanges } from './changes.ts';

/** What changes from one version to the next. */
const contentColumns = [
  'media_type',
  'size_bytes',
  'sha256',
  'uploaded_at',
  'uploaded_by',
  'upload_key',
  'scan',
] as const;
type Content = Record<(typeof contentColumns)[number], unknown>;

const contentOf = (row: Row): Content => Object.fromEntries(contentColumns.map((name) => [name, row[name]])) as Content;

/** Puts what a document is now among its earlier versions, and the new content in its place. */
export async function addVersion(tx: Scope, document: Row, content: Content): Promise<void> {
  await tx.insert('document_versions', {
    document_id: document.id,
    number: document.version,
    ...contentOf(document),
  });
  const change = { ...content, version: document.version + 1, indexed: 0 };
  await tx.from('documents').where({ id: document.id }).update(change);
}

/** The earlier versions, newest first. */
export async function earlierVersions(scope: Scope, documentId: string): Promise<Row[]> {
  const query = scope.from('document_versions as v').where('v.document_id', documentId);
  return joined(query, 'users as u', 'u.id', 'v.uploaded_by')
    .select('v.*', 'u.name as uploaded_by_name')
    .orderBy('v.number', 'desc');
}

export async function earlierVersion(scope: Scope, documentId: string, number: number): Promise<Row | null> {
  return (await scope.from('document_versions').where({ document_id: documentId, number }).first()) ?? null;
}

/** An earlier version becomes the newest; the one that was the newest stays among the earlier ones. */
export async function restoreVersion(
  scope: Scope,
  documentId: string,
  number: number,
  by: { userId: string; now: string },
): Promise<void> {
  await scope.write(async (tx) => {
    const [document, earlier] = [
      await tx.from('documents').where({ id: documentId }).first(),
      await earlierVersion(tx, documentId, number),
    ];
    if (!document || !earlier) return;
    const content = { ...contentOf(earlier), uploaded_at: by.now, uploaded_by: by.userId, upload_key: null };
    await addVersion(tx, document, content);
    const { client_id: clientId, folder_id: folderId } = document;
    await noteChanges(tx, [{ topic: 'document', clientId, folderId }]);
  });
}
