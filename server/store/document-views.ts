import { joined, type Row, type Scope } from './connection.ts';

/** The user has opened or fetched these documents. */
export async function recordViews(scope: Scope, userId: string, documentIds: string[], now: string): Promise<void> {
  for (let at = 0; at < documentIds.length; at += 200) {
    const rows = documentIds
      .slice(at, at + 200)
      .map((documentId) => ({ document_id: documentId, user_id: userId, first_at: now, last_at: now }));
    await scope
      .insert('document_views', rows)
      .onConflict(['tenant_id', 'document_id', 'user_id'])
      .merge({ last_at: now });
  }
}

/** Who has opened a document, the latest first; at most 200. */
export async function viewsOf(scope: Scope, documentId: string): Promise<Row[]> {
  const query = scope.from('document_views as v').where('v.document_id', documentId);
  return joined(query, 'users as u', 'u.id', 'v.user_id')
    .select('v.user_id', 'v.first_at', 'v.last_at', 'u.name', 'u.role')
    .orderBy([
      { column: 'v.last_at', order: 'desc' },
      { column: 'v.user_id', order: 'asc' },
    ])
    .limit(200);
}
