import type { Access } from './access.ts';
import { absentResponsible } from './audiences.ts';
import type { Row, Scope } from './connection.ts';

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

/** A piece of SQL with what its question marks stand for. Written by hand: an inbox is asked for all day. */
interface Piece {
  sql: string;
  values: string[];
}

const piece = (sql: string, ...values: string[]): Piece => ({ sql, values });
const oneOf = (column: string, values: string[]): Piece =>
  piece(`${column} in (${values.map(() => '?').join(', ')})`, ...values);
const not = ({ sql, values }: Piece): Piece => piece(`not (${sql})`, ...values);
const and = (pieces: Piece[]): Piece =>
  piece(pieces.map(({ sql }) => sql).join(' and '), ...pieces.flatMap(({ values }) => values));

const own = (access: Access): string => `user:${access.userId}`;
const groups = (access: Access): string[] =>
  access.role === 'client' ? ['client'] : access.role === 'admin' ? ['firm', 'admin'] : ['firm'];
const audiences = (access: Access): string[] => [...groups(access), own(access)];

/** Rows with the task's key, its instance and its client; one more than the limit when there is a next page. */
export async function inboxPage(scope: Scope, access: Access, query: InboxQuery): Promise<Row[]> {
  const wanted = [...reach(scope, access), ...conditions(scope, access, query)];
  const number = String(query.limit + 1);
  const order = 'order by t.due_sort, t.opened_at, t.id';
  // Each lane is a range of one index in the order of the list; the union takes out what stands in two of them.
  const ranges = lanes(access, query.filter).map((lane, index) => {
    const { sql, values } = and([piece('t.tenant_id = ?', scope.tenantId), lane, ...wanted]);
    const range = `select t.due_sort, t.opened_at, t.id from tasks t where ${sql} ${order} limit ${number}`;
    return piece(`select * from (${range}) r${index}`, ...values);
  });
  // CROSS JOIN, because SQLite keeps its order: left to itself it reads all tasks and looks each up among these few.
  const statement = `
    select t.id, t.task_id, t.instance_id, t.client_id, t.due_sort, t.opened_at, t.responsible_id,
           i.definition_hash, i.sequence, i.state, c.name as client_name, ${absentResponsible}
      from (${ranges.map(({ sql }) => sql).join(' union ')} order by due_sort, opened_at, id limit ${number}) p
      cross join tasks t
      join instances i on i.tenant_id = t.tenant_id and i.id = t.instance_id
      left join clients c on c.tenant_id = t.tenant_id and c.id = t.client_id
     where t.tenant_id = ? and t.id = p.id ${order}`;
  return rowsOf(scope, statement, [...ranges.flatMap(({ values }) => values), scope.tenantId]);
}

export interface InboxCounts {
  open: number;
  late: number;
  mine: number;
}

/** Open, late and own tasks, each counted up to `countLimit`. */
export async function inboxCounts(scope: Scope, access: Access, now: string): Promise<InboxCounts> {
  const within = (...pieces: Piece[]): Piece =>
    and([piece('t.tenant_id = ?', scope.tenantId), ...pieces, ...reach(scope, access)]);
  const mine = oneOf('t.audience', audiences(access));
  const escalated = within(oneOf('t.escalated_audience', audiences(access)), not(mine));
  const excluded = piece('x.tenant_id = ? and x.user_id = ?', scope.tenantId, access.userId);
  const parts = [
    count(within(mine)),
    count(within(mine, piece('t.due_sort <= ?', now))),
    count(within(oneOf('t.audience', [own(access)]))),
    count(within(piece('t.responsible_id = ?', access.userId), oneOf('t.audience', groups(access)))),
    piece(`exists (select 1 from tasks t where ${escalated.sql})`, ...escalated.values),
    piece(`exists (select 1 from task_exclusions x where ${excluded.sql})`, ...excluded.values),
  ];
  const names = ['open', 'late', 'own', 'responsible', 'escalated', 'excluded'];
  const columns = parts.map(({ sql }, index) => `${sql} as n_${names[index]}`).join(', ');
  const values = parts.flatMap((part) => part.values);
  const [row] = await rowsOf(scope, `select ${columns}`, values);
  const counts = { open: row!.n_open, late: row!.n_late, mine: row!.n_own + row!.n_responsible };
  if (row!.n_escalated) add(counts, 1, await few(scope, access, now, 'tasks t', escalated));
  if (row!.n_excluded) {
    const meant = [oneOf('t.audience', audiences(access)), oneOf('t.escalated_audience', audiences(access))];
    const either = piece(`(${meant.map(({ sql }) => sql).join(' or ')})`, ...meant.flatMap(({ values }) => values));
    const reached = and([either, ...reach(scope, access)]);
    const joined = 'task_exclusions x join tasks t on t.tenant_id = x.tenant_id and t.id = x.task_id';
    add(counts, -1, await few(scope, access, now, joined, and([excluded, reached])));
  }
  const bounded = (value: number): number => Math.max(0, Math.min(countLimit, value));
  return { open: bounded(counts.open), late: bounded(counts.late), mine: bounded(counts.mine) };
}

const count = ({ sql, values }: Piece): Piece =>
  piece(`(select count(*) from (select 1 as one from tasks t where ${sql} limit ${countLimit}) c)`, ...values);

const add = (counts: InboxCounts, sign: 1 | -1, more: InboxCounts): void => {
  counts.open += sign * more.open;
  counts.late += sign * more.late;
  counts.mine += sign * more.mine;
};

/** Counts among tasks that are the exception: escalated to the user, or kept from them. */
async function few(scope: Scope, access: Access, now: string, from: string, where: Piece): Promise<InboxCounts> {
  const statement = `select t.due_sort, t.audience, t.escalated_audience, t.responsible_id
                       from ${from} where ${where.sql} limit ${countLimit}`;
  const rows = await rowsOf(scope, statement, where.values);
  const isMine = (row: Row): boolean =>
    row.audience === own(access) || row.escalated_audience === own(access) || row.responsible_id === access.userId;
  return {
    open: rows.length,
    late: rows.filter((row) => row.due_sort <= now).length,
    mine: rows.filter(isMine).length,
  };
}

/** The ways in which tasks come to stand in a user's inbox. */
function lanes(access: Access, filter: InboxQuery['filter']): Piece[] {
  if (filter !== 'mine') {
    return audiences(access).flatMap((audience) => [
      piece('t.audience = ?', audience),
      piece('t.escalated_audience = ?', audience),
    ]);
  }
  const responsible = piece('t.responsible_id = ?', access.userId);
  return [
    piece('t.audience = ?', own(access)),
    piece('t.escalated_audience = ?', own(access)),
    ...groups(access).flatMap((group) => [
      and([responsible, piece('t.audience = ?', group)]),
      and([piece('t.escalated_audience = ?', group), responsible]),
    ]),
  ];
}

function conditions(scope: Scope, access: Access, query: InboxQuery): Piece[] {
  const found = [
    piece(
      'not exists (select 1 from task_exclusions x where x.tenant_id = t.tenant_id and x.user_id = ? and x.task_id = t.id)',
      access.userId,
    ),
  ];
  if (query.clientId !== null) found.push(piece('t.client_id = ?', query.clientId));
  if (query.filter === 'late') found.push(piece('t.due_sort <= ?', query.now));
  if (query.after) found.push(piece('(t.due_sort, t.opened_at, t.id) > (?, ?, ?)', ...query.after));
  if (query.q !== null) {
    const pattern = containing(query.q);
    const clients = "select id from clients where tenant_id = ? and search like ? escape '\\'";
    const either = `(t.client_id in (${clients}) or t.search like ? escape '\\')`;
    found.push(piece(either, scope.tenantId, pattern, pattern));
  }
  return found;
}

/** The same limits as `reachable`, for hand-written statements. */
function reach(scope: Scope, access: Access): Piece[] {
  const found: Piece[] = [];
  if (access.onlyClientId !== null) found.push(piece('t.client_id = ?', access.onlyClientId));
  if (access.clients === 'many') {
    const listed = 'select client_id from memberships where tenant_id = ? and user_id = ?';
    found.push(piece(`t.client_id in (${listed})`, scope.tenantId, access.userId));
  } else if (access.clients !== 'all') {
    found.push(access.clients.length === 0 ? piece('1 = 0') : oneOf('t.client_id', access.clients));
  }
  return found;
}

async function rowsOf(scope: Scope, statement: string, values: string[]): Promise<Row[]> {
  const result = await scope.db.raw(statement, values);
  return result.rows ?? result;
}

/** A pattern for LIKE in which the user's own `%` and `_` mean themselves. */
export const containing = (q: string): string => `%${q.toLocaleLowerCase('sv').replace(/[\\%_]/g, '\\$&')}%`;
