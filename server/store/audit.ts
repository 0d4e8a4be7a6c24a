import canonicalize from 'canonicalize';
import type { JsonObject } from '../../definitions/language/types.ts';
import { type Row, type Scope, type Store } from './connection.ts';
import { sha256 } from './ids.ts';

export interface AuditEntry {
  /** `user:<id>`, `key:<id>` or `system`. */
  actor: string;
  /** What was done: `act`, `act.refused`, `document.uploaded`, `client.put`, … */
  action: string;
  /** Id of what it was done to. */
  target: string | null;
  details: JsonObject;
}

export interface AuditLine extends AuditEntry {
  number: number;
  at: string;
  previousHash: string;
  /** SHA-256 over the previous hash and the canonical JSON of number, at and entry. */
  hash: string;
}

const firstHash = '0'.repeat(64);

const hashOf = (previousHash: string, number: number, at: string, entry: unknown): string =>
  sha256(`${previousHash}\n${canonicalize({ number, at, entry })}`);

/**
 * Adds a line to the firm's log. Each line holds the hash of the one before; nothing is ever changed or taken away. Of
 * two that would write the same number one gets it, and the other follows: the number is the key of the table.
 */
export async function audit(scope: Scope, at: string, entry: AuditEntry): Promise<void> {
  for (;;) {
    const last = ends.get(scope.store)?.get(scope.tenantId) ?? (await endOf(scope));
    const number = last.number + 1;
    const hash = hashOf(last.hash, number, at, entry);
    const line = { number, at, entry: JSON.stringify(entry), previous_hash: last.hash, hash };
    const written = await scope.insert('audit', line).onConflict(['tenant_id', 'number']).ignore().returning('number');
    const taken = (written as Row[]).length === 0;
    remember(scope, taken ? null : { number, hash });
    if (!taken) return;
  }
}

interface End {
  number: number;
  hash: string;
}

/** The last line that this process wrote or read, by firm: most lines follow one of our own. */
const ends = new WeakMap<Store, Map<string, End>>();

function remember(scope: Scope, end: End | null): void {
  // A line inside a transaction may still be rolled back.
  if (scope.db.isTransaction) return void ends.get(scope.store)?.delete(scope.tenantId);
  const known = ends.get(scope.store) ?? new Map<string, End>();
  ends.set(scope.store, known);
  if (end) known.set(scope.tenantId, end);
  else known.delete(scope.tenantId);
}

async function endOf(scope: Scope): Promise<End> {
  const last = await scope.from('audit').orderBy('number', 'desc').first('number', 'hash');
  return { number: last?.number ?? 0, hash: last?.hash ?? firstHash };
}

/** The log in order, a page at a time. */
export async function* auditLines(scope: Scope, after = 0): AsyncGenerator<AuditLine> {
  let position = after;
  for (;;) {
    const rows: Row[] = await scope.from('audit').where('number', '>', position).orderBy('number').limit(500);
    for (const row of rows) {
      yield {
        number: row.number,
        at: row.at,
        ...(JSON.parse(row.entry) as AuditEntry),
        previousHash: row.previous_hash,
        hash: row.hash,
      };
    }
    if (rows.length < 500) return;
    position = rows.at(-1)!.number;
  }
}

/** A page of the log, newest first, of these actions (by their beginning) and this actor where they are named. */
export async function auditPage(
  scope: Scope,
  input: { limit: number; before: number | null; action: string | null; actor: string | null },
): Promise<Omit<AuditLine, 'previousHash' | 'hash'>[]> {
  const query = scope.from('audit').orderBy('number', 'desc').limit(input.limit);
  if (input.before !== null) query.where('number', '<', input.before);
  const plain = (text: string): string =>
    JSON.stringify(text)
      .slice(1, -1)
      .replace(/[\\%_]/g, '\\$&');
  if (input.action !== null) query.whereRaw("entry like ? escape '\\'", [`%"action":"${plain(input.action)}%`]);
  if (input.actor !== null) query.whereRaw("entry like ? escape '\\'", [`%"actor":"${plain(input.actor)}"%`]);
  const rows: Row[] = await query.select('number', 'at', 'entry');
  return rows.map((row) => ({ number: row.number, at: row.at, ...(JSON.parse(row.entry) as AuditEntry) }));
}

/** The number of the first line that is missing or was altered; null when the chain holds. */
export async function brokenAuditLine(lines: AsyncIterable<AuditLine>): Promise<number | null> {
  let expected = 1;
  let previous = firstHash;
  for await (const { number, at, previousHash, hash, ...entry } of lines) {
    if (number !== expected || previousHash !== previous) return expected;
    if (hashOf(previous, number, at, entry) !== hash) return number;
    previous = hash;
    expected += 1;
  }
  return null;
}
