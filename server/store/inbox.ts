import type { Knex } from 'knex';
import { type Access, reachable } from './access.ts';
import { joined, type Row, type Scope } from './connection.ts';

/** Counts stop here: telling 1,000 from 2,000 open tasks helps nobody and costs a walk through all of them. */
export const countLimit = 1000;

export interface InboxQuery {
  filter: 'all' | 'mine' | 'late';
  clientId: string | null;
  q: string | null;
  limit: number;
  /** The last row of the page before. */
  after: [dueSort: string, openedAt: string, id: string] | null;
  now: string;
}

/** One way in which tasks come to stand in a user's inbox; each is a range of one index. */
type Lane = (query: Knex.QueryBuilder) => Knex.QueryBuilder;

const groupAudiences = (access: Access): string[] =>
  access.role === 'client' ? ['client'] : access.role === 'admin' ? ['firm', 'admin'] : ['firm'];

/** Rows with the task's key, its instance and its client; one more than the limit when there is a next page. */
export async function inboxPage(scope: Scope, access: Access, query: InboxQuery): Promise<Row[]> {
  const order = ['due_sort', 'opened_at', 'id'];
  const ranges = lanes(access, query.filter).map((lane) => {
    const range = lane(scope.from('tasks as t'));
    reachable(scope, access, range, 't.client_id');
    notExcluded(range, access);
    if (query.clientId !== null) range.where('t.client_id', query.clientId);
    if (query.filter === 'late') range.where('t.due_sort', '<=', query.now);
    if (query.q !== null) matching(scope, range, query.q);
    if (query.after) range.whereRaw('(t.due_sort, t.opened_at, t.id) > (?, ?, ?)', query.after);
    return range
      .select('t.due_sort', 't.opened_at', 't.id')
      .orderBy(order.map((column) => `t.${column}`))
      .limit(query.limit + 1);
  });
  const union = ranges.map((_, index) => `select * from ? as r${index}`).join(' union ');
  const page = scope.db.raw(`(${union} order by due_sort, opened_at, id limit ${query.limit + 1}) as p`, ranges);
  const rows = after(scope, page).join('instances as i', (on) =>
    on.on('i.tenant_id', '=', 't.tenant_id').andOn('i.id', '=', 't.instance_id'),
  );
  joined(rows, 'clients as c', 'c.id', 't.client_id');
  return rows
    .select('t.id', 't.task_id', 't.instance_id', 't.client_id', 't.due_sort', 't.opened_at', 't.responsible_id')
    .select('i.definition_hash', 'i.sequence', 'i.state', 'c.name as client_name')
    .orderBy(order.map((column) => `t.${column}`));
}

/**
 * The tasks that a subquery of ids (a Raw that ends in `as p`) names. CROSS JOIN, because SQLite keeps its order:
 * left to itself it reads all tasks and looks each up among the few ids.
 */
const after = (scope: Scope, ids: Knex.Raw): Knex.QueryBuilder =>
  scope.db
    .from(scope.db.raw('? cross join tasks as t', [ids]) as any)
    .where('t.tenant_id', scope.tenantId)
    .whereRaw('t.id = p.id');

/** Open, late and own tasks, each counted up to `countLimit`. */
export async function inboxCounts(
  scope: Scope,
  access: Access,
  now: string,
): Promise<{ open: number; late: number; mine: number }> {
  const filters = ['all', 'late', 'mine'] as const;
  const excluded = scope.db.raw(
    '(select id from tasks where tenant_id = ? and excluded is not null and excluded like ?) as p',
    [scope.tenantId, `%"${access.userId}"%`],
  );
  const parts = filters.flatMap((filter) =>
    lanes(access, filter, true).map((lane) => {
      const counted = (tasks: Knex.QueryBuilder) => {
        const range = lane(tasks.select(scope.db.raw('1 as one')));
        reachable(scope, access, range, 't.client_id');
        if (filter === 'late') range.where('t.due_sort', '<=', now);
        return range.limit(countLimit);
      };
      return { filter, queries: [counted(scope.from('tasks as t')), counted(after(scope, excluded))] };
    }),
  );
  const counts = parts.map(
    (_, index) => `(select count(*) from ? as a${index}) - (select count(*) from ? as b${index}) as n${index}`,
  );
  const result = await scope.db.raw(
    `select ${counts.join(', ')}`,
    parts.flatMap((part) => part.queries),
  );
  const row: Row = (result.rows ?? result)[0];
  const sum = (filter: string): number =>
    Math.min(
      countLimit,
      parts.reduce((total, part, index) => total + (part.filter === filter ? Number(row[`n${index}`]) : 0), 0),
    );
  return { open: sum('all'), late: sum('late'), mine: sum('mine') };
}

/** `disjoint`: no task is in two of them, so that they can be added up; for a page, the union takes care of that. */
function lanes(access: Access, filter: InboxQuery['filter'], disjoint = false): Lane[] {
  const own = `user:${access.userId}`;
  const groups = groupAudiences(access);
  const all = [...groups, own];
  const escalatedTo =
    (audience: string): Lane =>
    (query) => {
      query.where('t.escalated_audience', audience);
      return disjoint ? query.whereNotIn('t.audience', all) : query;
    };
  if (filter !== 'mine') {
    return [
      ...all.map(
        (audience): Lane =>
          (query) =>
            query.where('t.audience', audience),
      ),
      ...all.map((audience) => escalatedTo(audience)),
    ];
  }
  const responsible: Lane = (query) =>
    query
      .where('t.responsible_id', access.userId)
      .where((q) => q.whereIn('t.audience', groups).orWhereIn('t.escalated_audience', groups))
      .whereNot('t.audience', own);
  const escalatedOwn: Lane = (query) => {
    query.where('t.escalated_audience', own).whereNot('t.audience', own);
    if (!disjoint) return query;
    return query.where((q) =>
      q.whereNull('t.responsible_id').orWhereNot('t.responsible_id', access.userId).orWhereNotIn('t.audience', groups),
    );
  };
  return [(query) => query.where('t.audience', own), escalatedOwn, responsible];
}

function notExcluded(query: Knex.QueryBuilder, access: Access): void {
  query.where((q) => q.whereNull('t.excluded').orWhereRaw('t.excluded not like ?', [`%"${access.userId}"%`]));
}

/** A pattern for LIKE in which the user's own `%` and `_` mean themselves. */
export const containing = (q: string): string => `%${q.toLocaleLowerCase('sv').replace(/[\\%_]/g, '\\$&')}%`;

/** Part of the client's name or of the title. */
function matching(scope: Scope, query: Knex.QueryBuilder, q: string): void {
  const pattern = containing(q);
  const clients = scope.from('clients').whereRaw("search like ? escape '\\'", [pattern]).select('id');
  query.where((w) => w.whereIn('t.client_id', clients).orWhereRaw("t.search like ? escape '\\'", [pattern]));
}
