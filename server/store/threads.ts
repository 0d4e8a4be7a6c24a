import { type Access, reachable } from './access.ts';
import { joined, type Row, type Scope } from './connection.ts';
import { containing } from './inbox.ts';

/**
 * `general`: the channel of all who are authorised at a client (K-26); `user`: of one of its users (K-27); `shared` and
 * `firm`: comments on an instance, with the client or of the firm's own.
 */
export type ThreadKind = 'general' | 'user' | 'shared' | 'firm';

export interface Thread {
  id: string;
  kind: ThreadKind;
  client: { id: string; name: string } | null;
  /** Of a `user` channel: whose it is. */
  user: { id: string; name: string } | null;
  /** Of comments: on what. */
  instanceId: string | null;
  lastNumber: number;
}

/** A thread is named by what it is about, so that it needs no opening: `general-c…`, `user-c…-u…`, `shared-i…`, `firm-i…`. */
export const threadIdOf = (kind: ThreadKind, ...ids: string[]): string => [kind, ...ids].join('-');

const named = /^(?:(general|shared|firm)-([a-z0-9]+)|(user)-([a-z0-9]+)-([a-z0-9]+))$/;

/** What a thread's name says; null for what is no name of a thread. */
export function threadKindOf(id: string): ThreadKind | null {
  const match = named.exec(id);
  return match ? ((match[1] ?? match[3]) as ThreadKind) : null;
}

/** The thread of that name, also before anything has been written in it; null where there is nothing to write about. */
export async function threadById(scope: Scope, id: string): Promise<Thread | null> {
  const match = named.exec(id);
  if (!match) return null;
  const kept: Row | undefined = await scope.from('threads').where({ id }).first('user_name', 'last_number');
  const lastNumber = kept?.last_number ?? 0;
  if (match[1] === 'shared' || match[1] === 'firm') {
    const query = joined(scope.from('instances as i').where('i.id', match[2]), 'clients as c', 'c.id', 'i.client_id');
    const row = await query.first('i.id', 'i.client_id', 'c.name');
    if (!row) return null;
    const client = row.client_id === null ? null : { id: row.client_id, name: row.name };
    return { id, kind: match[1], client, user: null, instanceId: row.id, lastNumber };
  }
  const clientId = match[2] ?? match[4];
  const client = await scope.from('clients').where({ id: clientId }).first('id', 'name');
  if (!client) return null;
  if (match[1] === 'general') return { id, kind: 'general', client, user: null, instanceId: null, lastNumber };
  const user = (await clientUsers(scope, [client.id])).find(({ userId }) => userId === match[5]);
  // What was written stays when the user has gone.
  if (!user && !kept) return null;
  const name = user?.name ?? kept!.user_name ?? '';
  return { id, kind: 'user', client, user: { id: match[5]!, name }, instanceId: null, lastNumber };
}

/** The active users of these clients, each with its client. */
export async function clientUsers(
  scope: Scope,
  clientIds: string[],
): Promise<{ clientId: string; userId: string; name: string }[]> {
  const query = scope.from('memberships as m').whereIn('m.client_id', clientIds);
  const rows: Row[] = await joined(query, 'users as u', 'u.id', 'm.user_id')
    .where({ 'u.role': 'client', 'u.active': 1 })
    .orderBy(['m.client_id', 'u.name', 'u.id'])
    .select('m.client_id', 'u.id', 'u.name');
  return rows.map((row) => ({ clientId: row.client_id, userId: row.id, name: row.name }));
}

export interface Channel extends Thread {
  lastAt: string | null;
  last: { author: string; text: string; deleted: boolean } | null;
  unread: number;
}

/** Channels in which something has been written, the newest first, as far as the user reaches their clients. */
export async function writtenChannels(
  scope: Scope,
  access: Access,
  page: { limit: number; after: [lastAt: string, id: string] | null; unreadOnly: boolean },
): Promise<Row[]> {
  const query = scope.from('threads as t').whereIn('t.kind', ['general', 'user']).where('t.last_number', '>', 0);
  reachable(scope, access, query, 't.client_id');
  if (page.after) query.whereRaw('(t.last_at, t.id) < (?, ?)', page.after);
  if (page.unreadOnly) query.whereExists(unreadIn(scope, access.userId).whereRaw('m.thread_id = t.id'));
  return query
    .select('t.id', 't.last_at')
    .orderBy([
      { column: 't.last_at', order: 'desc' },
      { column: 't.id', order: 'desc' },
    ])
    .limit(page.limit + 1);
}

/** Messages of others that the user has not seen, since they joined; narrow it down by `m`. */
function unreadIn(scope: Scope, userId: string) {
  return scope
    .from('messages as m')
    .leftJoin('thread_reads as r', (on) =>
      on
        .on('r.tenant_id', '=', 'm.tenant_id')
        .andOn('r.thread_id', '=', 'm.thread_id')
        .andOnVal('r.user_id', '=', userId),
    )
    .where('m.author_id', '<>', userId)
    .whereNull('m.deleted_at')
    .whereRaw('m.number > coalesce(r.number, 0)')
    .where('m.created_at', '>=', joinedAt(scope, userId))
    .select('m.id');
}

/** What was written before somebody came is there to be read, and not new to them. */
const joinedAt = (scope: Scope, userId: string) =>
  scope.from('users').where({ id: userId }).select(scope.db.raw("coalesce(joined_at, '')"));

export async function unreadByThread(scope: Scope, userId: string, ids: string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows: Row[] = await unreadIn(scope, userId)
    .whereIn('m.thread_id', ids)
    .clearSelect()
    .groupBy('m.thread_id')
    .select('m.thread_id', scope.db.raw('count(*) as n'));
  return new Map(rows.map((row) => [row.thread_id, Number(row.n)]));
}

/** Unread messages in the channels of each of these clients, for staff who reach them; clients without any are left out. */
export async function unreadByClient(scope: Scope, access: Access, clientIds: string[]): Promise<Map<string, number>> {
  if (access.role === 'client' || clientIds.length === 0) return new Map();
  const query = joined(unreadIn(scope, access.userId), 'threads as t', 't.id', 'm.thread_id')
    .whereIn('t.client_id', clientIds)
    .whereIn('t.kind', ['general', 'user']);
  const rows: Row[] = await reachable(scope, access, query, 't.client_id')
    .clearSelect()
    .groupBy('t.client_id')
    .select('t.client_id', scope.db.raw('count(*) as n'));
  return new Map(rows.map((row) => [row.client_id, Number(row.n)]));
}

/** Clients by part of their name, for beginning to write. */
export async function clientsNamed(
  scope: Scope,
  access: Access,
  q: string,
  limit: number,
): Promise<{ id: string; name: string }[]> {
  const query = scope.from('clients as c').where('c.active', 1);
  return reachable(scope, access, query, 'c.id')
    .whereRaw("c.search like ? escape '\\'", [containing(q)])
    .orderBy(['c.search', 'c.id'])
    .limit(limit)
    .select('c.id', 'c.name');
}

/** The clients of a user of clients, by name; at most 50. */
export async function ownClients(scope: Scope, access: Access): Promise<string[]> {
  const query = scope.from('clients as c').where('c.active', 1);
  return reachable(scope, access, query, 'c.id').orderBy(['c.search', 'c.id']).limit(50).pluck('c.id');
}

/** All channels of these clients: each client's general one, then one a user. Who may see which is asked elsewhere. */
export async function channelsOfClients(scope: Scope, userId: string, clientIds: string[]): Promise<Channel[]> {
  if (clientIds.length === 0) return [];
  const clients: Row[] = await scope.from('clients').whereIn('id', clientIds).select('id', 'name');
  const people = await clientUsers(scope, clientIds);
  const kept: Row[] = await scope.from('threads').whereIn('client_id', clientIds).where({ kind: 'user' });
  const ids = clientIds.flatMap((clientId) => {
    const own = people.filter((person) => person.clientId === clientId).map((person) => person.userId);
    const gone = kept
      .filter((row) => row.client_id === clientId && !own.includes(row.user_id))
      .map((row) => row.user_id);
    return [threadIdOf('general', clientId), ...[...own, ...gone].map((id) => threadIdOf('user', clientId, id))];
  });
  const names = new Map(people.map((person) => [person.userId, person.name]));
  for (const row of kept) if (!names.has(row.user_id)) names.set(row.user_id, row.user_name ?? '');
  return filled(scope, userId, ids, new Map(clients.map((row) => [row.id, row.name])), names);
}

/** The channels of these names, in this order. */
export async function channelsNamed(scope: Scope, userId: string, ids: string[]): Promise<Channel[]> {
  if (ids.length === 0) return [];
  const rows: Row[] = await joined(
    scope.from('threads as t').whereIn('t.id', ids),
    'clients as c',
    'c.id',
    't.client_id',
  )
    .leftJoin('users as u', (on) => on.on('u.tenant_id', '=', 't.tenant_id').andOn('u.id', '=', 't.user_id'))
    .select('t.client_id', 'c.name as client_name', 't.user_id', 't.user_name', 'u.name');
  const clients = new Map(rows.map((row) => [row.client_id, row.client_name]));
  const users = new Map(rows.map((row) => [row.user_id, row.name ?? row.user_name ?? '']));
  return filled(scope, userId, ids, clients, users);
}

async function filled(
  scope: Scope,
  userId: string,
  ids: string[],
  clients: Map<string, string>,
  users: Map<string, string>,
): Promise<Channel[]> {
  const query = scope.from('threads as t').whereIn('t.id', ids).where('t.last_number', '>', 0);
  const rows: Row[] = await query
    .join('messages as m', (on) =>
      on
        .on('m.tenant_id', '=', 't.tenant_id')
        .andOn('m.thread_id', '=', 't.id')
        .andOn('m.number', '=', 't.last_number'),
    )
    .select('t.id', 't.last_at', 't.last_number', 'm.author_name', 'm.text', 'm.deleted_at');
  const written = new Map(rows.map((row) => [row.id as string, row]));
  const unread = await unreadByThread(scope, userId, [...written.keys()]);
  return ids.map((id) => {
    const match = named.exec(id)!;
    const clientId = match[2] ?? match[4]!;
    const user = match[5] === undefined ? null : { id: match[5], name: users.get(match[5]) ?? '' };
    const row = written.get(id);
    return {
      id,
      kind: user ? ('user' as const) : ('general' as const),
      client: { id: clientId, name: clients.get(clientId) ?? '' },
      user,
      instanceId: null,
      lastNumber: row?.last_number ?? 0,
      lastAt: row?.last_at ?? null,
      last: row ? { author: row.author_name, text: row.text, deleted: row.deleted_at !== null } : null,
      unread: unread.get(id) ?? 0,
    };
  });
}
