import { type Access, reachable } from './access.ts';
import { joined, type Row, type Scope } from './connection.ts';
import { containing } from './inbox.ts';

/** Instances of these processes, those that moved last first; one more than the limit when there is more. */
export async function casePage(
  scope: Scope,
  access: Access,
  filter: { definitionIds: string[]; clientId: string | null; q: string | null; open: boolean | null },
  page: { limit: number; after: [statusSince: string, id: string] | null },
): Promise<Row[]> {
  const query = scope.from('instances as i').whereIn('i.definition_id', filter.definitionIds);
  reachable(scope, access, query, 'i.client_id');
  if (filter.clientId !== null) query.where('i.client_id', filter.clientId);
  if (filter.open !== null) {
    // Open is what somebody has something to do in.
    const tasks = scope.from('tasks as t').whereRaw('t.instance_id = i.id').select('t.id');
    if (filter.open) query.whereExists(tasks);
    else query.whereNotExists(tasks);
  }
  if (filter.q !== null) {
    const pattern = containing(filter.q);
    const clients = scope.from('clients').whereRaw("search like ? escape '\\'", [pattern]).select('id');
    query.where((w) => w.whereIn('i.client_id', clients).orWhereRaw("i.search like ? escape '\\'", [pattern]));
  }
  if (page.after) query.whereRaw('(i.status_since, i.id) < (?, ?)', page.after);
  joined(query, 'clients as c', 'c.id', 'i.client_id');
  return query
    .select('i.id', 'i.client_id', 'i.definition_hash', 'i.state', 'i.status_since', 'c.name as client_name')
    .orderBy([
      { column: 'i.status_since', order: 'desc' },
      { column: 'i.id', order: 'desc' },
    ])
    .limit(page.limit + 1);
}
