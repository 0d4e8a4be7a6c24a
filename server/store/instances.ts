import type { LogLine } from '../../definitions/engine/types.ts';
import { type ClientFacts, clientFactsColumns, clientFactsOf } from './audiences.ts';
import { joined, type Row, type Scope } from './connection.ts';

/** One instance with its client, its responsible and its client's facts; null when the firm has none of that id. */
export async function instanceRow(scope: Scope, id: string): Promise<(Row & { facts: ClientFacts }) | null> {
  const query = scope.from('instances as i').where('i.id', id);
  joined(query, 'clients as c', 'c.id', 'i.client_id');
  joined(query, 'users as r', 'r.id', 'i.responsible_id');
  const row = await query.first(
    'i.*',
    'c.name as client_name',
    'r.name as responsible_name',
    scope.db.raw(clientFactsColumns),
  );
  return row ? { ...row, facts: clientFactsOf(row) } : null;
}

/** The newest lines of an instance's history, oldest first. */
export async function historyOf(
  scope: Scope,
  instanceId: string,
  limit = 500,
): Promise<(LogLine & { sequence: number })[]> {
  const rows: Row[] = await scope
    .from('history')
    .where({ instance_id: instanceId })
    .orderBy([
      { column: 'sequence', order: 'desc' },
      { column: 'line', order: 'desc' },
    ])
    .limit(limit);
  return rows.reverse().map((row) => ({ sequence: row.sequence, ...(JSON.parse(row.content) as LogLine) }));
}

/** Which of these clients have nobody to act for them. */
export async function clientsWithoutUsers(scope: Scope, clientIds: string[]): Promise<Set<string>> {
  const wanted = [...new Set(clientIds)];
  if (wanted.length === 0) return new Set();
  const query = scope.from('memberships as m').whereIn('m.client_id', wanted);
  const rows: string[] = await joined(query, 'users as u', 'u.id', 'm.user_id')
    .where({ 'u.role': 'client', 'u.active': 1 })
    .distinct('m.client_id')
    .pluck('m.client_id');
  const staffed = new Set(rows);
  return new Set(wanted.filter((id) => !staffed.has(id)));
}
