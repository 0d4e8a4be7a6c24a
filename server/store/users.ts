import { type Access, reachable } from './access.ts';
import { renewAudiences } from './audiences.ts';
import type { Row, Scope } from './connection.ts';
import { keepAnAdministrator, type User } from './directory.ts';
import { containing } from './inbox.ts';

/** A user with what the list of users shows. */
export interface FirmUser extends User {
  /** A consultant who works with every client. */
  allClients: boolean;
  search: string;
}

const personOf = (row: Row): FirmUser => ({
  id: row.id,
  externalId: row.external_id,
  name: row.name,
  email: row.email,
  language: row.language,
  role: row.role,
  active: row.active === 1,
  allClients: row.role === 'admin' || row.all_clients === 1,
  search: row.search,
});

export interface PeopleFilter {
  /** Whom the reader may see: the firm's own people and users of clients that they reach, or users of these clients. */
  see: 'firm' | string[];
  kind: 'staff' | 'client' | null;
  active: boolean;
  clientId: string | null;
  q: string | null;
}

/** In the order of their names; one more than the limit when there is a next page. */
export async function peoplePage(
  scope: Scope,
  access: Access,
  filter: PeopleFilter,
  page: { limit: number; after: [search: string, id: string] | null },
): Promise<FirmUser[]> {
  const query = visible(scope, access, filter.see).where({ 'u.active': filter.active ? 1 : 0 });
  if (filter.kind === 'client') query.where('u.role', 'client');
  if (filter.kind === 'staff') query.whereNot('u.role', 'client');
  if (filter.clientId !== null) {
    const of = scope.from('memberships').where({ client_id: filter.clientId }).select('user_id');
    query.whereIn('u.id', of);
  }
  if (filter.q !== null) {
    query.whereRaw("u.search like ? escape '\\'", [containing(filter.q)]);
  }
  if (page.after) query.whereRaw('(u.search, u.id) > (?, ?)', page.after);
  const rows: Row[] = await query.orderBy(['u.search', 'u.id']).limit(page.limit + 1);
  return rows.map(personOf);
}

/** One user whom the reader may see; null for all others. */
export async function visiblePerson(
  scope: Scope,
  access: Access,
  see: PeopleFilter['see'],
  id: string,
): Promise<FirmUser | null> {
  const row = await visible(scope, access, see).where({ 'u.id': id }).first();
  return row ? personOf(row) : null;
}

function visible(scope: Scope, access: Access, see: PeopleFilter['see']) {
  const query = scope.from('users as u').select('u.*');
  const ofClients = scope.from('memberships as m').select('m.user_id');
  if (see !== 'firm') {
    return query.where('u.role', 'client').whereIn('u.id', ofClients.whereIn('m.client_id', see));
  }
  if (access.clients === 'all' && access.onlyClientId === null) return query;
  reachable(scope, access, ofClients, 'm.client_id');
  return query.where((q: any) => q.whereNot('u.role', 'client').orWhereIn('u.id', ofClients));
}

export interface ClientsOfUser {
  count: number;
  items: { id: string; name: string }[];
}

/** Which clients these users are with, as far as the reader reaches them; at most `limit` of each. */
export async function clientsOfUsers(
  scope: Scope,
  access: Access,
  userIds: string[],
  limit: number,
): Promise<Map<string, ClientsOfUser>> {
  const found = new Map<string, ClientsOfUser>(userIds.map((id) => [id, { count: 0, items: [] }]));
  if (userIds.length === 0) return found;
  const all = scope
    .from('memberships as m')
    .join('clients as c', (on) => on.on('c.tenant_id', '=', 'm.tenant_id').andOn('c.id', '=', 'm.client_id'))
    .whereIn('m.user_id', userIds)
    .select('m.user_id', 'c.id', 'c.name')
    .select(scope.db.raw('row_number() over (partition by m.user_id order by c.search, c.id) as place'))
    .select(scope.db.raw('count(*) over (partition by m.user_id) as total'));
  reachable(scope, access, all, 'm.client_id');
  const rows: Row[] = await scope.db.select('*').from(all.as('x')).where('place', '<=', limit).orderBy('place');
  for (const row of rows) {
    const of = found.get(row.user_id)!;
    of.count = Number(row.total);
    of.items.push({ id: row.id, name: row.name });
  }
  return found;
}

/** Names of clients, by id; those that the reader does not reach are left out. */
export async function reachableNames(scope: Scope, access: Access, ids: string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)];
  const query = scope.from('clients as c').whereIn('c.id', wanted).select('c.id', 'c.name');
  reachable(scope, access, query, 'c.id');
  const rows: Row[] = wanted.length === 0 ? [] : await query;
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Active clients whose name holds the words, for choosing one. */
export async function findClients(
  scope: Scope,
  access: Access,
  q: string | null,
  limit: number,
): Promise<{ id: string; name: string }[]> {
  const query = scope.from('clients as c').where({ 'c.active': 1 }).select('c.id', 'c.name');
  reachable(scope, access, query, 'c.id');
  if (q !== null) {
    query.whereRaw("c.search like ? escape '\\'", [containing(q)]);
  }
  return query.orderBy(['c.search', 'c.id']).limit(limit);
}

/** Active people of the firm, for choosing one. */
export async function findStaff(scope: Scope, q: string | null, limit: number): Promise<FirmUser[]> {
  const query = scope.from('users as u').where({ 'u.active': 1 }).whereNot('u.role', 'client');
  if (q !== null) {
    query.whereRaw("u.search like ? escape '\\'", [containing(q)]);
  }
  const rows: Row[] = await query.orderBy(['u.search', 'u.id']).limit(limit);
  return rows.map(personOf);
}

/** The firm's own active people with this address. */
export async function staffByEmail(scope: Scope, email: string): Promise<FirmUser | null> {
  const row = await scope
    .from('users')
    .whereRaw('lower(email) = ?', [email.toLowerCase()])
    .where({ active: 1 })
    .whereNot({ role: 'client' })
    .orderBy('id')
    .first();
  return row ? personOf(row) : null;
}

export interface PersonChange {
  role?: User['role'];
  active?: boolean;
  allClients?: boolean;
  /** Ids of clients. */
  add?: string[];
  remove?: string[];
}

/** Changes what somebody is and whom they work with. A client's user whose last company is taken away may not log in. */
export async function changePerson(scope: Scope, id: string, change: PersonChange): Promise<void> {
  await scope.write(async (tx) => {
    const row = { role: change.role, active: flag(change.active), all_clients: flag(change.allClients) };
    const leaves = change.active === false || (change.role !== undefined && change.role !== 'admin');
    if (leaves) await keepAnAdministrator(tx, id);
    if (Object.values(row).some((value) => value !== undefined)) await tx.from('users').where({ id }).update(row);
    const touched = new Set<string>(await tx.from('memberships').where({ user_id: id }).pluck('client_id'));
    await tx
      .from('memberships')
      .where({ user_id: id })
      .whereIn('client_id', change.remove ?? [])
      .del();
    await addMemberships(tx, id, change.add ?? []);
    for (const clientId of change.add ?? []) touched.add(clientId);
    await tx
      .from('user_rights')
      .where({ user_id: id })
      .whereIn('client_id', change.remove ?? [])
      .del();
    const user: Row = await tx.from('users').where({ id }).first('role', 'all_clients');
    if (user.role === 'client' && (await tx.from('memberships').where({ user_id: id }).first()) === undefined) {
      await tx.from('users').where({ id }).update({ active: 0 });
    }
    const theirs = (q: any) => q.where({ responsible_id: id }).orWhere({ acting_responsible_id: id });
    const led: string[] = await tx.from('clients').where(theirs).pluck('id');
    // Whoever is responsible for a client reaches it.
    if (user.role === 'consultant' && user.all_clients === 0) {
      await addMemberships(tx, id, await tx.from('clients').where({ responsible_id: id }).pluck('id'));
    }
    for (const clientId of new Set([...led, ...(user.role === 'client' ? touched : [])])) {
      await renewAudiences(tx, clientId);
    }
  });
}

const flag = (value: boolean | undefined): 0 | 1 | undefined => (value === undefined ? undefined : value ? 1 : 0);

export async function addMemberships(tx: Scope, userId: string, clientIds: string[]): Promise<void> {
  for (let at = 0; at < clientIds.length; at += 200) {
    const rows = clientIds.slice(at, at + 200).map((clientId) => ({ user_id: userId, client_id: clientId }));
    await tx.insert('memberships', rows).onConflict(['tenant_id', 'user_id', 'client_id']).ignore();
  }
}
