import type { Row, Scope } from './connection.ts';
import { indexDocument } from './document-search.ts';

/** Documents whose text has not been read into the search, a few at a time. */
export async function unreadDocuments(scope: Scope, limit: number): Promise<Row[]> {
  return scope.from('documents').where('indexed', 0).limit(limit).select('id', 'sha256', 'media_type', 'size_bytes');
}

/** Puts the text of a document into the search, unless it has another version by now. */
export async function documentRead(scope: Scope, row: Row, body: string): Promise<void> {
  await scope.write(async (tx) => {
    const same = await tx.from('documents').where({ id: row.id, sha256: row.sha256 }).first('id');
    if (same) await indexDocument(tx, row.id, body);
  });
}

/** Documents that nobody has looked at for viruses, after the one given; in the order of their ids. */
export async function unscannedDocuments(scope: Scope, after: string, limit: number): Promise<Row[]> {
  return scope
    .from('documents')
    .where('scan', 'unscanned')
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .select('id', 'sha256', 'name');
}

/** What the scanner said of some bytes, for every document and version that has them. */
export async function documentScanned(scope: Scope, sha256: string, scan: 'clean' | 'infected'): Promise<void> {
  for (const table of ['documents', 'document_versions']) await scope.from(table).where({ sha256 }).update({ scan });
}
