import type { Knex } from 'knex';
import type { JsonObject } from '../../definitions/language/types.ts';
import { type Access, reachable } from './access.ts';
import { noteChanges } from './changes.ts';
import { clientWords } from './client-words.ts';
import { joined, type Row, type Scope } from './connection.ts';
import { type Client, clientById, type ClientStage } from './directory.ts';
import { newId } from './ids.ts';
import { containing } from './inbox.ts';

/** The tabs of the list (P-04 to P-11): who asks the firm, whom the firm has asked, one's own, all of the firm's. */
export type ClientTab = 'invitations' | 'onboarding' | 'mine' | 'all';
export type ClientSort = 'name' | 'companyForm' | 'completed' | 'yearEnd' | 'responsible';

export interface ClientFilter {
  tab: ClientTab;
  q: string | null;
  /** Only these clients. */
  ids: string[] | null;
  /** Only those that the user is responsible for (B-12). */
  responsible: boolean;
  /** Only those with missing receipts (P-14). */
  missingReceipts: boolean;
  /** Only those with something unfinished in processes of these definitions. */
  unfinishedIn: string[] | null;
  /** Only those with a signing that waits for the firm (K-23), of these definitions. */
  attentionIn: string[] | null;
  /** Only those with messages that the user has not read. */
  unread: boolean;
  /** Also the firm's clients that the user does not work with (B-07). */
  others: boolean;
  /** Those that the firm no longer works with, instead of those that it does. */
  ended: boolean;
}

export interface ClientPage {
  sort: ClientSort;
  direction: 'asc' | 'desc';
  limit: number;
  after: [key: string, sortName: string, id: string] | null;
}

/** Rows of the list, one more than the limit when there is a next page; `sort_key` is what they are sorted by. */
export async function clientPage(
  scope: Scope,
  access: Access,
  filter: ClientFilter,
  page: ClientPage,
  finishedIn: string[],
): Promise<Row[]> {
  const { sort, direction, limit, after } = page;
  const found = filtered(scope, access, filter);
  joined(found, 'users as r', 'r.id', 'c.responsible_id');
  joined(found, 'client_facts as f', 'f.client_id', 'c.id');
  found.select('c.id', 'c.external_id', 'c.name', 'c.sort_name', 'c.organisation_number', 'c.company_form', 'c.stage');
  found.select('c.active', 'c.start_month', 'c.responsible_id', 'r.name as responsible_name');
  found.select('f.year_end_form', 'f.missing_receipts', 'f.ready_for_export', 'f.balance_minor');
  if (sort === 'name') {
    // In the order of an index, from which as many are taken as are shown.
    if (after) found.whereRaw(`(c.sort_name, c.id) ${direction === 'asc' ? '>' : '<'} (?, ?)`, [after[1], after[2]]);
    return found
      .select(scope.db.raw("'' as sort_key"))
      .orderBy([
        { column: 'c.sort_name', order: direction },
        { column: 'c.id', order: direction },
      ])
      .limit(limit + 1);
  }
  found.select(sortKey(scope, sort, finishedIn));
  const query = scope.db.from(found.as('l')).select('l.*');
  if (after) query.whereRaw(`(l.sort_key, l.sort_name, l.id) ${direction === 'asc' ? '>' : '<'} (?, ?, ?)`, after);
  return query
    .orderBy(['l.sort_key', 'l.sort_name', 'l.id'].map((column) => ({ column, order: direction })))
    .limit(limit + 1);
}

function sortKey(scope: Scope, sort: Exclude<ClientSort, 'name'>, finishedIn: string[]): Knex.Raw {
  if (sort === 'companyForm') return scope.db.raw('c.company_form as sort_key');
  if (sort === 'responsible') return scope.db.raw("coalesce(r.search, '') as sort_key");
  if (sort === 'yearEnd')
    return scope.db.raw("case f.year_end_form when 1 then '2' when 0 then '1' else '0' end as sort_key");
  return scope.db.raw(`coalesce(${lastFinished(finishedIn)}, '') as sort_key`, finishedIn);
}

/** The last period that was finished in one of these processes, of the client `c`. */
const lastFinished = (definitionIds: string[]): string =>
  definitionIds.length === 0
    ? 'null'
    : `(select max(i.period_id) from instances i where i.tenant_id = c.tenant_id and i.client_id = c.id
         and i.definition_id in (${definitionIds.map(() => '?').join(', ')}) and i.status = 'done')`;

export async function countClients(scope: Scope, access: Access, filter: ClientFilter): Promise<number> {
  const row = await filtered(scope, access, filter).count('c.id as n').first();
  return Number(row.n);
}

/** What of the firm's clients a user works with: assigned to them (P-12), or all that they are responsible for. */
function mine(scope: Scope, access: Access, query: Knex.QueryBuilder): void {
  // Who is given no list of clients as a consultant works with all of them.
  if (access.role === 'consultant' && access.clients === 'all') return;
  const own = scope.from('memberships').where({ user_id: access.userId }).select('client_id');
  query.where((w) => w.where('c.responsible_id', access.userId).orWhereIn('c.id', own));
}

const stages: Record<ClientTab, ClientStage[]> = {
  invitations: ['invitation'],
  onboarding: ['verification'],
  mine: ['active'],
  all: ['active', 'verification'],
};

function filtered(scope: Scope, access: Access, filter: ClientFilter): Knex.QueryBuilder {
  const query = scope.from('clients as c').where('c.active', filter.ended ? 0 : 1);
  const within = stages[filter.tab];
  if (within.length === 1) query.where('c.stage', within[0]!);
  else query.whereIn('c.stage', within);
  if (filter.others && access.onlyClientId === null) {
    // Whether there are others for the user at all was asked before.
  } else {
    reachable(scope, access, query, 'c.id');
    if (filter.tab === 'mine' || (filter.tab === 'onboarding' && access.role !== 'admin')) mine(scope, access, query);
  }
  if (filter.ids) query.whereIn('c.id', filter.ids);
  if (filter.q !== null) query.whereRaw("c.search like ? escape '\\'", [containing(filter.q)]);
  if (filter.responsible) query.where('c.responsible_id', access.userId);
  if (filter.missingReceipts) {
    const missing = scope.from('client_facts').where('missing_receipts', '>', 0).select('client_id');
    query.whereIn('c.id', missing);
  }
  if (filter.unfinishedIn) query.whereExists(unfinished(scope, filter.unfinishedIn).whereRaw('i.client_id = c.id'));
  if (filter.unread) query.whereIn('c.id', withUnread(scope, access.userId));
  if (filter.attentionIn) query.whereIn('c.id', attention(scope, filter.attentionIn).select('i.client_id'));
  return query;
}

/** Periods that are neither done nor being worked on; the condition is that of an index. */
function unfinished(scope: Scope, definitionIds: string[]): Knex.QueryBuilder {
  return scope
    .from('instances as i')
    .whereIn('i.definition_id', definitionIds)
    .whereRaw("i.status not in ('done', 'working')")
    .select(scope.db.raw('1'));
}

/** Instances that somebody at the firm has to do something with. */
function attention(scope: Scope, definitionIds: string[]): Knex.QueryBuilder {
  const query = scope.from('tasks as t').whereNotIn('t.audience', ['client', 'none']);
  query.join('instances as i', (on) => on.on('i.tenant_id', '=', 't.tenant_id').andOn('i.id', '=', 't.instance_id'));
  const clientUsers = scope.from('users').where({ role: 'client' }).select(scope.db.raw("'user:' || id"));
  return query.whereIn('i.definition_id', definitionIds).whereNotIn('t.audience', clientUsers);
}

/** Clients in whose channels somebody else has written what the user has not seen. */
function withUnread(scope: Scope, userId: string): Knex.QueryBuilder {
  return scope
    .from('threads as t')
    .leftJoin('thread_reads as x', (on) =>
      on.on('x.tenant_id', '=', 't.tenant_id').andOn('x.thread_id', '=', 't.id').andOnVal('x.user_id', '=', userId),
    )
    .whereIn('t.kind', ['general', 'user'])
    .whereRaw('t.last_number > coalesce(x.number, 0)')
    .whereExists(
      scope
        .from('messages as m')
        .whereRaw('m.thread_id = t.id and m.number > coalesce(x.number, 0)')
        .where('m.author_id', '<>', userId)
        .whereNull('m.deleted_at')
        .select(scope.db.raw('1')),
    )
    .select('t.client_id');
}

/** To-dos that are not done, by client. */
export async function openNotes(scope: Scope, clientIds: string[]): Promise<Map<string, number>> {
  if (clientIds.length === 0) return new Map();
  const rows: Row[] = await scope
    .from('notes')
    .whereIn('client_id', clientIds)
    .where({ kind: 'todo' })
    .whereNot({ status: 'done' })
    .whereNull('deleted_at')
    .groupBy('client_id')
    .select('client_id', scope.db.raw('count(*) as n'));
  return new Map(rows.map((row) => [row.client_id, Number(row.n)]));
}

export interface PeriodCount {
  definitionId: string;
  status: string;
  count: number;
}

/** How many periods of these clients wait, by process and status. */
export async function unfinishedPeriods(
  scope: Scope,
  clientIds: string[],
  definitionIds: string[],
): Promise<Map<string, PeriodCount[]>> {
  const found = new Map<string, PeriodCount[]>();
  if (clientIds.length === 0 || definitionIds.length === 0) return found;
  const rows: Row[] = await unfinished(scope, definitionIds)
    .clearSelect()
    .whereIn('i.client_id', clientIds)
    .groupBy('i.client_id', 'i.definition_id', 'i.status')
    .select('i.client_id', 'i.definition_id', 'i.status', scope.db.raw('count(*) as n'));
  for (const row of rows) {
    const count = { definitionId: row.definition_id, status: row.status, count: Number(row.n) };
    found.set(row.client_id, [...(found.get(row.client_id) ?? []), count]);
  }
  return found;
}

/** The last period that was finished in one of these processes, by client. */
export async function lastFinishedPeriods(
  scope: Scope,
  clientIds: string[],
  definitionIds: string[],
): Promise<Map<string, string>> {
  if (clientIds.length === 0 || definitionIds.length === 0) return new Map();
  const rows: Row[] = await scope
    .from('clients as c')
    .whereIn('c.id', clientIds)
    .select('c.id', scope.db.raw(`${lastFinished(definitionIds)} as period_id`, definitionIds));
  return new Map(rows.filter((row) => row.period_id !== null).map((row) => [row.id, row.period_id]));
}

/** How many signings and the like of these clients wait for the firm (K-23). */
export async function attentionCounts(
  scope: Scope,
  clientIds: string[],
  definitionIds: string[],
): Promise<Map<string, number>> {
  if (clientIds.length === 0 || definitionIds.length === 0) return new Map();
  const rows: Row[] = await attention(scope, definitionIds)
    .whereIn('t.client_id', clientIds)
    .groupBy('i.client_id')
    .select('i.client_id', scope.db.raw('count(distinct i.id) as n'));
  return new Map(rows.map((row) => [row.client_id, Number(row.n)]));
}

/** Periods of a client in these processes, newest first. */
export async function clientPeriods(
  scope: Scope,
  clientId: string,
  definitionIds: string[],
  limit: number,
): Promise<Row[]> {
  const query = scope.from('instances as i').where('i.client_id', clientId).whereIn('i.definition_id', definitionIds);
  joined(query, 'clients as c', 'c.id', 'i.client_id');
  joined(query, 'users as r', 'r.id', 'i.responsible_id');
  return query
    .select('i.id', 'i.definition_id', 'i.client_id', 'i.responsible_id', 'i.period_id', 'i.due_sort')
    .select('i.definition_hash', 'i.state', 'c.name as client_name', 'r.name as responsible_name')
    .orderBy([
      { column: 'i.period_id', order: 'desc' },
      { column: 'i.id', order: 'desc' },
    ])
    .limit(limit);
}

export interface ClientDetails {
  externalId?: string;
  name: string;
  organisationNumber: string | null;
  properties: JsonObject;
  startMonth?: string | null;
  responsibleId?: string | null;
  stage?: ClientStage;
  active?: boolean;
}

/** A client that stands in the register by its external id or its number already. */
export class ClientKnown extends Error {}

export async function addClient(scope: Scope, input: ClientDetails): Promise<Client> {
  return scope.write(async (tx) => {
    const id = newId('c');
    const externalId = input.externalId ?? input.organisationNumber ?? id;
    if (await tx.from('clients').where({ external_id: externalId }).first('id')) throw new ClientKnown(externalId);
    await tx.insert('clients', { id, external_id: externalId, stage: 'active', active: 1, ...columnsOf(input) });
    await noteChanges(tx, [{ topic: 'client', clientId: id }]);
    return (await clientById(tx, id))!;
  });
}

/** Changes what stands in the register of a client. Its running instances are told. */
export async function changeClient(scope: Scope, id: string, input: ClientDetails): Promise<Client> {
  return scope.write(async (tx) => {
    await tx.from('clients').where({ id }).update(columnsOf(input));
    await tx.from('instances').where({ client_id: id, done: 0 }).update({ change_pending: 1 });
    await noteChanges(tx, [{ topic: 'client', clientId: id }]);
    return (await clientById(tx, id))!;
  });
}

export function columnsOf({
  name,
  organisationNumber,
  properties,
  startMonth,
  responsibleId,
  stage,
  active,
}: ClientDetails): Row {
  return {
    name,
    ...clientWords({ name, organisationNumber, properties }),
    organisation_number: organisationNumber,
    properties: JSON.stringify(properties),
    ...(startMonth === undefined ? {} : { start_month: startMonth }),
    ...(responsibleId === undefined ? {} : { responsible_id: responsibleId }),
    ...(stage === undefined ? {} : { stage }),
    ...(active === undefined ? {} : { active: active ? 1 : 0 }),
  };
}

/** The firm's staff by what a file may call them: external id, e-mail address, name. Null: two have that name. */
export async function staffNames(scope: Scope): Promise<Map<string, string | null>> {
  const rows: Row[] = await scope.from('users').where({ active: 1 }).whereNot({ role: 'client' });
  const names = new Map<string, string | null>();
  for (const row of rows) {
    const name = row.name.toLocaleLowerCase('sv');
    names.set(name, names.has(name) ? null : row.id);
  }
  // An address or a number is one person's, also where somebody else has it as a name.
  for (const row of rows) names.set(row.email.toLocaleLowerCase('sv'), row.id);
  for (const row of rows) names.set(row.external_id.toLocaleLowerCase('sv'), row.id);
  return names;
}

/** Clients for export, in pages by id, with what a file says of them. */
export async function exportPage(scope: Scope, access: Access, after: string, limit: number): Promise<Row[]> {
  const query = scope.from('clients as c').where('c.id', '>', after);
  reachable(scope, access, query, 'c.id');
  joined(query, 'users as r', 'r.id', 'c.responsible_id');
  joined(query, 'client_facts as f', 'f.client_id', 'c.id');
  return query
    .select('c.*', 'r.email as responsible_email', 'f.balance_minor', 'f.missing_receipts')
    .orderBy('c.id')
    .limit(limit);
}
