import type { JsonObject } from '../../definitions/language/types.ts';
import { acrossTenants, type Row, type Store } from './connection.ts';
import { matchesHash, newId, newSecret, secretId } from './ids.ts';

export interface LoginAttempt<Content = JsonObject> {
  id: string;
  kind: 'bankid' | 'oidc';
  content: Content;
  hint: string | null;
  outcome: JsonObject | null;
  createdAt: string;
}

const attempts = (store: Store) => acrossTenants(store)('login_attempts');

/** A log-in that begins; its secret goes to the browser that began it, and to no other. */
export async function beginAttempt(
  store: Store,
  input: { kind: LoginAttempt['kind']; content: object; now: string; lifetimeMs: number },
): Promise<{ id: string; secret: string }> {
  const id = newId('a');
  const { secret, hash } = newSecret('la', id);
  await attempts(store).insert({
    id,
    secret_hash: hash,
    kind: input.kind,
    content: JSON.stringify(input.content),
    outcome: null,
    collected_at: input.now,
    created_at: input.now,
    expires_at: new Date(Date.parse(input.now) + input.lifetimeMs).toISOString(),
  });
  return { id, secret };
}

export async function attemptOfSecret<Content>(
  store: Store,
  input: { secret: string; kind: LoginAttempt['kind']; now: string },
): Promise<LoginAttempt<Content> | null> {
  const id = secretId('la', input.secret);
  if (!id) return null;
  const row: Row | undefined = await attempts(store).where({ id, kind: input.kind }).first();
  if (!row || !matchesHash(input.secret, row.secret_hash) || row.expires_at <= input.now) return null;
  return attemptOf<Content>(row);
}

export async function attemptById<Content>(store: Store, id: string): Promise<LoginAttempt<Content> | null> {
  const row: Row | undefined = await attempts(store).where({ id }).first();
  return row ? attemptOf<Content>(row) : null;
}

const attemptOf = <Content>(row: Row): LoginAttempt<Content> => ({
  id: row.id,
  kind: row.kind,
  content: JSON.parse(row.content) as Content,
  hint: row.hint,
  outcome: row.outcome === null ? null : (JSON.parse(row.outcome) as JsonObject),
  createdAt: row.created_at,
});

/** True for one caller at most in every `everyMs`, among all servers: BankID is asked no more often than that. */
export async function mayCollect(store: Store, id: string, now: string, everyMs: number): Promise<boolean> {
  const before = new Date(Date.parse(now) - everyMs).toISOString();
  const taken = await attempts(store)
    .where({ id })
    .whereNull('outcome')
    .where('collected_at', '<=', before)
    .update({ collected_at: now });
  return taken === 1;
}

export async function noteAttemptHint(store: Store, id: string, hint: string): Promise<void> {
  await attempts(store).where({ id }).update({ hint });
}

export async function concludeAttempt(store: Store, id: string, outcome: JsonObject): Promise<void> {
  await attempts(store)
    .where({ id })
    .update({ outcome: JSON.stringify(outcome) });
}

/** Uses the attempt up; true for the one caller that gets it. */
export async function takeAttempt(store: Store, id: string): Promise<boolean> {
  return (await attempts(store).where({ id }).del()) === 1;
}
