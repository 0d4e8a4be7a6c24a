import type { InstanceState } from '../../definitions/engine/types.ts';
import { joined, type Row, type Scope } from './connection.ts';

/** An instance that has not ended, as its last step left it. */
export interface LiveInstance {
  id: string;
  key: string;
  hash: string;
  clientName: string | null;
  dueAt: string | null;
  state: InstanceState;
}

/** In the order of the ids, at most `limit`. `ids`: only these. */
export async function liveInstances(
  scope: Scope,
  query: { definitionId: string; limit: number; after?: string; hash?: string; ids?: string[] },
): Promise<LiveInstance[]> {
  const rows = scope.from('instances as i').where({ 'i.definition_id': query.definitionId, 'i.done': 0 });
  joined(rows, 'clients as c', 'c.id', 'i.client_id');
  if (query.after !== undefined) rows.where('i.id', '>', query.after);
  if (query.hash !== undefined) rows.where('i.definition_hash', query.hash);
  if (query.ids) rows.whereIn('i.id', query.ids);
  const found: Row[] = await rows
    .orderBy('i.id')
    .limit(query.limit)
    .select('i.id', 'i.key', 'i.definition_hash', 'i.due_at', 'i.state', 'c.name as client_name');
  return found.map((row) => ({
    id: row.id,
    key: row.key,
    hash: row.definition_hash,
    clientName: row.client_name,
    dueAt: row.due_at,
    state: JSON.parse(row.state) as InstanceState,
  }));
}

/** How many instances are open, by definition and the text that they run on. */
export async function openCounts(scope: Scope, definitionId?: string): Promise<Map<string, Map<string, number>>> {
  const rows = scope.from('instances').where({ done: 0 });
  if (definitionId !== undefined) rows.where({ definition_id: definitionId });
  const counts = new Map<string, Map<string, number>>();
  for (const row of (await rows
    .groupBy('definition_id', 'definition_hash')
    .select('definition_id', 'definition_hash')
    .count('* as n')) as Row[]) {
    const of = counts.get(row.definition_id) ?? new Map<string, number>();
    of.set(row.definition_hash, Number(row.n));
    counts.set(row.definition_id, of);
  }
  return counts;
}
