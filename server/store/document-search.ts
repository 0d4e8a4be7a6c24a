import type { Knex } from 'knex';
import { type Access, reachable } from './access.ts';
import type { Row, Scope } from './connection.ts';
import { readableTo } from './folder-rights.ts';
import { documents } from './tree.ts';

const longestWord = 40;
/** Different words of a document that are kept; what a long report is about stands among its first. */
const mostWords = 5000;
const mostAsked = 12;

/** Words as they are compared: small letters and digits of any script; å, ä and ö are letters of their own. */
export function wordsOf(text: string): string[] {
  const found =
    text
      .normalize('NFC')
      .toLocaleLowerCase('sv')
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  const words = new Set<string>();
  for (const word of found) {
    if (words.size >= mostWords) break;
    words.add([...word].slice(0, longestWord).join(''));
  }
  return [...words];
}

// No word holds a colon, so these name the firm and the client in the same index and nothing that anybody writes does.
const ofTenant = (tenantId: string): string => `t:${tenantId.toLowerCase()}`;
const ofClient = (clientId: string): string => `c:${clientId.toLowerCase()}`;

/** Puts a document's name, and its text when it has been read, into the search. */
export async function indexDocument(tx: Scope, documentId: string, body?: string): Promise<void> {
  const document: Row | undefined = await tx.from('documents').where({ id: documentId }).first('name', 'client_id');
  if (!document) return;
  if (body !== undefined) await tx.from('documents').where({ id: documentId }).update({ indexed: 1 });
  const text = body === undefined ? {} : { body: wordsOf(body).join(' ') };
  const row = { document_id: documentId, body: '', ...text };
  const written = tx.insert('document_texts', row).onConflict(['tenant_id', 'document_id']);
  const [kept] = await (body === undefined ? written.merge(['document_id']) : written.merge(['body'])).returning([
    'number',
    'body',
  ]);
  const scopes = [ofTenant(tx.tenantId), ofClient(document.client_id)];
  const words = [...new Set([...scopes, ...wordsOf(document.name), ...kept.body.split(' ').filter(Boolean)])];
  if (tx.store.dialect === 'postgres') {
    // Words as they are: PostgreSQL's own cutting depends on the locale of the database.
    const value = tx.db.raw('array_to_tsvector(?::text[])', [words]);
    await tx.from('document_texts').where({ number: kept.number }).update({ words: value });
    return;
  }
  await tx.db.raw('delete from document_words where rowid = ?', [kept.number]);
  await tx.db.raw('insert into document_words (rowid, words) values (?, ?)', [kept.number, words.join(' ')]);
}

/** Takes documents out of the search, before their rows go. */
export async function forgetWords(tx: Scope, documentIds: string[]): Promise<void> {
  if (tx.store.dialect === 'postgres') return;
  const numbers: number[] = await tx.from('document_texts').whereIn('document_id', documentIds).pluck('number');
  for (const number of numbers) await tx.db.raw('delete from document_words where rowid = ?', [number]);
}

/**
 * Documents that the user may read in whose name or text every word occurs, each word as a beginning; what came last
 * comes first. A row more than the limit says that there are more.
 */
export async function searchDocuments(
  scope: Scope,
  access: Access,
  query: { q: string; clientId: string | null; before: number | null; limit: number },
): Promise<Row[]> {
  const asked = wordsOf(query.q).slice(0, mostAsked);
  if (asked.length === 0) return [];
  const scopes = [ofTenant(scope.tenantId), ...(query.clientId === null ? [] : [ofClient(query.clientId)])];
  const found = documents(scope, access)
    .join('document_texts as x', (on) => on.on('x.tenant_id', '=', 'd.tenant_id').andOn('x.document_id', '=', 'd.id'))
    .join('clients as c', (on) => on.on('c.tenant_id', '=', 'd.tenant_id').andOn('c.id', '=', 'd.client_id'))
    .select('x.number as position', 'f.name as folder_name', 'c.name as client_name')
    .orderBy('x.number', 'desc')
    .limit(query.limit + 1);
  if (query.before !== null) found.where('x.number', '<', query.before);
  if (query.clientId !== null) found.where('d.client_id', query.clientId);
  matching(scope, found, scopes, asked);
  readableTo(access, found, 'f.client_access');
  return reachable(scope, access, found, 'd.client_id');
}

function matching(scope: Scope, found: Knex.QueryBuilder, scopes: string[], asked: string[]): void {
  if (scope.store.dialect === 'postgres') {
    // Quotes are the only character that a lexeme must double, and no word has one.
    const terms = [...scopes.map((word) => `'${word}'`), ...asked.map((word) => `'${word}':*`)];
    found.whereRaw('x.words @@ ?::tsquery', [terms.join(' & ')]);
    return;
  }
  const terms = [...scopes.map((word) => `"${word}"`), ...asked.map((word) => `"${word}" *`)];
  found.whereRaw('x.number in (select rowid from document_words where words match ?)', [terms.join(' AND ')]);
}
