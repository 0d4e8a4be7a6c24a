import type { ChangeView } from '../events/schema.ts';
import { acrossTenants, lock, type Row, type Scope, type Store } from './connection.ts';

/** As many positions stay for listeners that come back; older gaps are answered with a reset. */
export const changesKept = 100_000;

export type Change = Partial<ChangeView> & { topic: ChangeView['topic']; userId?: string | null };
/** Instead of a user's id: everybody of the firm who reaches it hears of it, nobody of the client. */
export const staffOnly = 'firm';
export type ChangeRow = ChangeView & { id: number; tenantId: string; userId: string | null };

/**
 * Tells listeners that something has changed; last in its transaction. PostgreSQL hands out ids before commit, so a
 * listener could see 8 before 7 and never 7; the lock makes commits follow ids.
 */
export async function noteChanges(scope: Scope, changes: Change[]): Promise<void> {
  if (changes.length === 0) return;
  await lock(scope.store, scope.db, 'changes');
  await scope.insert('changes', changes.map(changeRow));
}

export const changeRow = (change: Change): Row => ({
  topic: change.topic,
  definition_id: change.definition ?? null,
  instance_id: change.instanceId ?? null,
  client_id: change.clientId ?? null,
  folder_id: change.folderId ?? null,
  sequence: change.sequence ?? null,
  user_id: change.userId ?? null,
});

/** As `noteChanges` does on PostgreSQL, for a transaction of its own. */
export const holdChanges = "select pg_advisory_xact_lock(hashtextextended('changes', 0))";

const changeOf = (row: Row): ChangeRow => ({
  id: Number(row.id),
  tenantId: row.tenant_id,
  userId: row.user_id,
  topic: row.topic,
  definition: row.definition_id,
  instanceId: row.instance_id,
  clientId: row.client_id,
  folderId: row.folder_id,
  sequence: row.sequence,
});

/** All firms' changes after a position, oldest first: one poller serves every listener. */
export async function changesAfter(store: Store, position: number, limit = 1000): Promise<ChangeRow[]> {
  const rows = await acrossTenants(store)('changes').where('id', '>', position).orderBy('id').limit(limit);
  return rows.map(changeOf);
}

/** The first and last position that exist; 0 and 0 when there are none yet. */
export async function changeBounds(store: Store): Promise<{ first: number; last: number }> {
  const db = acrossTenants(store);
  const first = await db('changes').min('id as id').first();
  const last = await db('changes').max('id as id').first();
  return { first: Number(first?.id ?? 0), last: Number(last?.id ?? 0) };
}

export async function pruneChanges(store: Store, keep = changesKept): Promise<number> {
  const { last } = await changeBounds(store);
  return acrossTenants(store)('changes')
    .where('id', '<=', last - keep)
    .del();
}
