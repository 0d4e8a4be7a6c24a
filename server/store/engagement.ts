import type { IsoDate } from '../../definitions/language/types.ts';
import { renewActing } from './absences.ts';
import { renewAudiences } from './audiences.ts';
import { noteChanges } from './changes.ts';
import { joined, type Row, type Scope } from './connection.ts';
import { addMemberships } from './users.ts';

export interface PeopleOfClient {
  responsible: { id: string; name: string } | null;
  /** Who stands in while the responsible is away. */
  acting: { id: string; name: string } | null;
  startMonth: string | null;
  /** Active people who have been added to the client, by name. */
  members: { id: string; name: string; role: 'admin' | 'consultant' | 'client' }[];
}

export async function peopleOfClient(scope: Scope, clientId: string): Promise<PeopleOfClient> {
  const query = scope.from('clients as c').where({ 'c.id': clientId });
  joined(query, 'users as r', 'r.id', 'c.responsible_id');
  joined(query, 'users as s', 's.id', 'c.acting_responsible_id');
  const client: Row = await query.first(
    'c.start_month',
    'r.id as responsible_id',
    'r.name as responsible_name',
    's.id as acting_id',
    's.name as acting_name',
  );
  const rows = scope.from('memberships as m').where({ 'm.client_id': clientId, 'u.active': 1 });
  const members: Row[] = await joined(rows, 'users as u', 'u.id', 'm.user_id')
    .orderBy(['u.search', 'u.id'])
    .limit(500)
    .select('u.id', 'u.name', 'u.role');
  const person = (id: string | null, name: string) => (id === null ? null : { id, name });
  return {
    responsible: person(client.responsible_id, client.responsible_name),
    acting: person(client.acting_id, client.acting_name),
    startMonth: client.start_month,
    members: members.map(({ id, name, role }) => ({ id, name, role })),
  };
}

/** Whether somebody has been added to a client; those who work with all clients need not be. */
export async function isMember(scope: Scope, userId: string, clientId: string): Promise<boolean> {
  return Boolean(await scope.from('memberships').where({ user_id: userId, client_id: clientId }).first('client_id'));
}

/** Adds somebody of the firm to a client; false when they have been before. */
export async function addToClient(
  scope: Scope,
  input: { userId: string; clientId: string; today: IsoDate },
): Promise<boolean> {
  return scope.write(async (tx) => {
    if (await isMember(tx, input.userId, input.clientId)) return false;
    await addMemberships(tx, input.userId, [input.clientId]);
    await renewActing(tx, input.today);
    await noteChanges(tx, topics(input.clientId));
    return true;
  });
}

/** Takes somebody of the firm away from a client; false when they were not there. */
export async function removeFromClient(
  scope: Scope,
  input: { userId: string; clientId: string; today: IsoDate },
): Promise<boolean> {
  return scope.write(async (tx) => {
    const key = { user_id: input.userId, client_id: input.clientId };
    if ((await tx.from('memberships').where(key).del()) === 0) return false;
    await tx.from('user_rights').where(key).del();
    await renewActing(tx, input.today);
    await noteChanges(tx, topics(input.clientId));
    return true;
  });
}

/**
 * Sets who is responsible for a client and from which month processes open for it (B-08, B-09). Whoever is responsible
 * reaches the client. Running instances are marked, and hear of it from `pendingChanges`.
 */
export async function setEngagement(
  scope: Scope,
  input: { clientId: string; responsibleId?: string | null; startMonth?: string | null; today: IsoDate },
): Promise<void> {
  const { clientId, responsibleId, startMonth, today } = input;
  await scope.write(async (tx) => {
    const row = {
      ...(responsibleId === undefined ? {} : { responsible_id: responsibleId, acting_responsible_id: null }),
      ...(startMonth === undefined ? {} : { start_month: startMonth }),
    };
    await tx.from('clients').where({ id: clientId }).update(row);
    if (responsibleId) {
      const limited = tx.from('users').where({ id: responsibleId, role: 'consultant', all_clients: 0 });
      if (await limited.first('id')) await addMemberships(tx, responsibleId, [clientId]);
    }
    await tx.from('instances').where({ client_id: clientId, done: 0 }).update({ change_pending: 1 });
    if (responsibleId !== undefined) await renewAudiences(tx, clientId);
    await renewActing(tx, today);
    await noteChanges(tx, [...topics(clientId), { topic: 'instance', clientId }]);
  });
}

const topics = (clientId: string) => [
  { topic: 'client' as const, clientId },
  { topic: 'people' as const, clientId },
];

/** Of these clients, those for which somebody is responsible; at most `limit`. */
export async function clientsLedBy(
  scope: Scope,
  userId: string,
  limit: number,
  among: string[],
): Promise<{ id: string; name: string }[]> {
  const query = scope.from('clients').where({ responsible_id: userId }).whereIn('id', among);
  return query.orderBy(['search', 'id']).limit(limit).select('id', 'name');
}

/** Names of the clients that one person is responsible for and another does not reach; at most `limit`. */
export async function clientsOutOfReach(
  scope: Scope,
  input: { responsibleId: string; userId: string; limit: number },
): Promise<string[]> {
  const all = scope
    .from('users')
    .where({ id: input.userId })
    .where((q: any) => q.where({ role: 'admin' }).orWhere({ all_clients: 1 }));
  if (await all.first('id')) return [];
  const reached = scope.from('memberships').where({ user_id: input.userId }).select('client_id');
  return scope
    .from('clients')
    .where({ responsible_id: input.responsibleId, active: 1 })
    .whereNotIn('id', reached)
    .orderBy(['search', 'id'])
    .limit(input.limit)
    .pluck('name');
}
