import canonicalize from 'canonicalize';
import type { JsonObject } from '../../definitions/language/types.ts';
import { lock, type Row, type Scope } from './connection.ts';
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

/** Adds a line to the firm's log. Each line holds the hash of the one before; nothing is ever changed or taken away. */
export async function audit(scope: Scope, at: string, entry: AuditEntry): Promise<void> {
  await scope.write(async (tx) => {
    await lock(tx.store, tx.db, `audit/${tx.tenantId}`);
    const last = await tx.from('audit').orderBy('number', 'desc').first('number', 'hash');
    const number = (last?.number ?? 0) + 1;
    const previousHash = last?.hash ?? firstHash;
    await tx.insert('audit', {
      number,
      at,
      entry: JSON.stringify(entry),
      previous_hash: previousHash,
      hash: hashOf(previousHash, number, at, entry),
    });
  });
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
