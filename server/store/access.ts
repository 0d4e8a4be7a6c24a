import type { Knex } from 'knex';
import type { Actor, Group } from '../../definitions/engine/types.ts';
import { type ClientFacts, clientFacts, vacantGroups } from './audiences.ts';
import type { Row, Scope, Store } from './connection.ts';

/** More clients than this are looked up in a subquery instead of being listed in the query. */
const listedLimit = 200;

/** What a user reaches: the user, and which clients' rows. Made by `accessOf`; every query of a user takes it. */
export interface Access {
  tenantId: string;
  userId: string;
  name: string;
  role: 'admin' | 'consultant' | 'client';
  /** `all`; the ids; or `many`: as the memberships table says. */
  clients: 'all' | 'many' | string[];
  /** Set when a widget session is narrowed to one client. */
  onlyClientId: string | null;
}

/** Null when the user is unknown or no longer active. */
export async function accessOf(
  scope: Scope,
  userId: string,
  onlyClientId: string | null = null,
): Promise<Access | null> {
  const user: Row | undefined = await scope
    .from('users as u')
    .where({ 'u.id': userId, 'u.active': 1 })
    .first(scope.db.raw(accessColumns(scope.store)));
  return user ? accessIn(user, scope.tenantId, userId, onlyClientId) : null;
}

/** For a query in which the user is `u`; `accessIn` reads them. */
export const accessColumns = (store: Store): string => `u.name as user_name, u.role as user_role, u.all_clients,
  (select ${store.dialect === 'postgres' ? 'json_agg' : 'json_group_array'}(m.client_id)
     from (select client_id from memberships
            where tenant_id = u.tenant_id and user_id = u.id limit ${listedLimit + 1}) m) as client_ids`;

export function accessIn(row: Row, tenantId: string, userId: string, onlyClientId: string | null): Access {
  const { user_name: name, user_role: role, client_ids: listed } = row;
  const access: Access = { tenantId, userId, name, role, clients: 'all', onlyClientId };
  if (role === 'admin' || (role === 'consultant' && row.all_clients === 1)) return access;
  const ids: string[] = (typeof listed === 'string' ? JSON.parse(listed) : listed) ?? [];
  return { ...access, clients: ids.length > listedLimit ? 'many' : ids };
}

/** Limits a query to rows of clients that the user reaches. Rows of no client are for staff with all clients. */
export function reachable(scope: Scope, access: Access, query: Knex.QueryBuilder, column: string): Knex.QueryBuilder {
  if (access.onlyClientId !== null) query.where(column, access.onlyClientId);
  if (access.clients === 'all') return query;
  if (access.clients === 'many') {
    return query.whereIn(column, scope.from('memberships').where({ user_id: access.userId }).select('client_id'));
  }
  return access.clients.length === 1 ? query.where(column, access.clients[0]!) : query.whereIn(column, access.clients);
}

export async function reaches(scope: Scope, access: Access, clientId: string | null): Promise<boolean> {
  if (clientId === null) return access.clients === 'all' && access.onlyClientId === null;
  if (access.onlyClientId !== null && access.onlyClientId !== clientId) return false;
  if (access.clients === 'all') return true;
  if (access.clients !== 'many') return access.clients.includes(clientId);
  return Boolean(
    await scope.from('memberships').where({ user_id: access.userId, client_id: clientId }).first('client_id'),
  );
}

/** The user as an actor on instances of a client that they reach. */
export function actorOf(access: Access, facts: ClientFacts): Actor {
  const groups: Group[] = access.role === 'client' ? ['client'] : ['firm'];
  if (access.role !== 'client' && [facts.responsibleId, facts.absentId].includes(access.userId))
    groups.push('responsible');
  if (access.role === 'admin') groups.push('admin');
  return { userId: access.userId, name: access.name, groups, vacant: vacantGroups(facts) };
}

/** The user as an actor on a client's instances; without groups when they do not reach the client. */
export async function actorFor(
  store: Store,
  input: { tenantId: string; userId: string; clientId: string | null },
): Promise<Actor> {
  const scope = store.tenant(input.tenantId);
  const access = await accessOf(scope, input.userId);
  if (!access || !(await reaches(scope, access, input.clientId))) {
    return { userId: input.userId, name: access?.name ?? '', groups: [], vacant: [] };
  }
  return actorOf(access, await clientFacts(scope, input.clientId));
}
