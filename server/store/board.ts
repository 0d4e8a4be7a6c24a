import type { Knex } from 'knex';
import { type Access, reachable } from './access.ts';
import { absentResponsible } from './audiences.ts';
import { joined, type Row, type Scope } from './connection.ts';
import { containing, countLimit } from './inbox.ts';

export interface BoardFilter {
  definitionId: string;
  periodId: string | null;
  clientId: string | null;
  mine: boolean;
  status: string | null;
  late: boolean;
  q: string | null;
  now: string;
}

/** Instances of a process, soonest due first; one more than the limit when there is a next page. */
export async function boardPage(
  scope: Scope,
  access: Access,
  filter: BoardFilter,
  page: { limit: number; after: [dueSort: string, id: string] | null },
): Promise<Row[]> {
  const query = filtered(scope, access, filter);
  if (page.after) query.whereRaw('(i.due_sort, i.id) > (?, ?)', page.after);
  joined(query, 'clients as c', 'c.id', 'i.client_id');
  joined(query, 'users as r', 'r.id', 'i.responsible_id');
  return query
    .select('i.id', 'i.client_id', 'i.responsible_id', 'i.period_id', 'i.due_sort', 'i.definition_hash', 'i.state')
    .select('c.name as client_name', 'r.name as responsible_name', scope.db.raw(absentResponsible))
    .orderBy(['i.due_sort', 'i.id'])
    .limit(page.limit + 1);
}

/** How many instances each status has, counted up to `countLimit`. */
export async function boardCounts(
  scope: Scope,
  access: Access,
  filter: BoardFilter,
  statuses: string[],
): Promise<Record<string, number>> {
  const wanted = statuses.filter((status) => filter.status === null || filter.status === status);
  const counts = Object.fromEntries(statuses.map((status) => [status, 0]));
  if (wanted.length === 0) return counts;
  const ranges = wanted.map((status) =>
    filtered(scope, access, { ...filter, status })
      .select(scope.db.raw('1 as one'))
      .limit(countLimit),
  );
  const columns = ranges.map((_, index) => `(select count(*) from ? as s${index}) as n${index}`);
  const result = await scope.db.raw(`select ${columns.join(', ')}`, ranges);
  const row: Row = (result.rows ?? result)[0];
  wanted.forEach((status, index) => (counts[status] = Number(row[`n${index}`])));
  return counts;
}

function filtered(scope: Scope, access: Access, filter: BoardFilter): Knex.QueryBuilder {
  const query = scope.from('instances as i').where('i.definition_id', filter.definitionId);
  reachable(scope, access, query, 'i.client_id');
  if (filter.periodId !== null) query.where('i.period_id', filter.periodId);
  if (filter.status !== null) query.where('i.status', filter.status);
  if (filter.clientId !== null) query.where('i.client_id', filter.clientId);
  if (filter.mine) query.where('i.responsible_id', access.userId);
  if (filter.late) query.where('i.due_sort', '<=', filter.now);
  if (filter.q !== null) {
    const pattern = containing(filter.q);
    const clients = scope.from('clients').whereRaw("search like ? escape '\\'", [pattern]).select('id');
    query.where((w) => w.whereIn('i.client_id', clients).orWhereRaw("i.search like ? escape '\\'", [pattern]));
  }
  return query;
}

/** Period ids of a process that have instances, newest first, at most 60. */
export async function boardPeriods(scope: Scope, access: Access, definitionId: string): Promise<string[]> {
  if (Array.isArray(access.clients) || access.onlyClientId !== null) {
    const query = scope.from('instances as i').where('i.definition_id', definitionId).whereNotNull('i.period_id');
    return reachable(scope, access, query, 'i.client_id')
      .distinct('i.period_id')
      .orderBy('i.period_id', 'desc')
      .limit(60)
      .pluck('i.period_id');
  }
  // Hops from one period to the next in the index; DISTINCT would walk through every instance.
  const newest = 'select max(period_id) from instances where tenant_id = ? and definition_id = ?';
  const result = await scope.db.raw(
    `with recursive p(id) as (
       ${newest.replace('select max(period_id)', 'select max(period_id) as id')}
       union all select (${newest} and period_id < p.id) from p where p.id is not null
     ) select id from p where id is not null limit 60`,
    [scope.tenantId, definitionId, scope.tenantId, definitionId],
  );
  return (result.rows ?? result).map((row: Row) => row.id);
}

export async function hasInstances(scope: Scope, access: Access, definitionId: string): Promise<boolean> {
  const query = scope.from('instances as i').where('i.definition_id', definitionId);
  return Boolean(await reachable(scope, access, query, 'i.client_id').first('i.id'));
}
