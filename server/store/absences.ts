import type { IsoDate } from '../../definitions/language/types.ts';
import { renewAudiences } from './audiences.ts';
import { noteChanges } from './changes.ts';
import type { Row, Scope } from './connection.ts';
import { newId } from './ids.ts';

export interface Absence {
  id: string;
  userId: string;
  substituteId: string;
  /** Civil dates in Europe/Stockholm, both of them days away. */
  fromDate: IsoDate;
  toDate: IsoDate;
}

const absenceOf = (row: Row): Absence => ({
  id: row.id,
  userId: row.user_id,
  substituteId: row.substitute_id,
  fromDate: row.from_date,
  toDate: row.to_date,
});

export async function absenceById(scope: Scope, id: string): Promise<Absence | null> {
  const row = await scope.from('absences').where({ id }).first();
  return row ? absenceOf(row) : null;
}

/** What is not over on a day, soonest first; of these users only, where they are named. */
export async function absencesFrom(scope: Scope, date: IsoDate, userIds?: string[]): Promise<Absence[]> {
  const query = scope.from('absences').where('to_date', '>=', date).orderBy(['from_date', 'id']).limit(500);
  if (userIds) query.whereIn('user_id', userIds);
  return ((await query) as Row[]).map(absenceOf);
}

export async function addAbsence(
  scope: Scope,
  absence: Omit<Absence, 'id'> & { now: string; by: string },
): Promise<Absence> {
  const { userId, substituteId, fromDate, toDate, now, by } = absence;
  const id = newId('a');
  await scope.insert('absences', {
    id,
    user_id: userId,
    substitute_id: substituteId,
    from_date: fromDate,
    to_date: toDate,
    created_at: now,
    created_by: by,
  });
  return { id, userId, substituteId, fromDate, toDate };
}

export async function removeAbsence(scope: Scope, id: string): Promise<void> {
  await scope.from('absences').where({ id }).del();
}

/**
 * Brings who acts as responsible up to date with a day's absences, and with it whose inbox every task stands in. Says
 * which clients it changed. Nothing else reads the dates: it runs when an absence is written and in a round, so that one
 * that begins or ends at midnight does so by itself.
 */
export async function renewActing(scope: Scope, today: IsoDate): Promise<string[]> {
  return scope.write(async (tx) => {
    const rows: Row[] = await tx
      .from('absences')
      .where('from_date', '<=', today)
      .where('to_date', '>=', today)
      .orderBy(['created_at', 'id'])
      .select('user_id', 'substitute_id');
    const away = new Map<string, string>(rows.map((row) => [row.user_id, row.substitute_id]));
    const clients: Row[] = await tx
      .from('clients')
      .where((q: any) => q.whereNotNull('acting_responsible_id').orWhereIn('responsible_id', [...away.keys()]))
      // A projection under way holds its client, and is waited for: its tasks are to be seen here.
      .forUpdate()
      .select('id', 'responsible_id', 'acting_responsible_id');
    if (clients.length === 0) return [];
    const people = await standIns(tx, [...away.values()]);
    const changed: string[] = [];
    for (const client of clients) {
      const acting = standInFor(client.responsible_id, client.id, away, people);
      if (acting === client.acting_responsible_id) continue;
      await tx.from('clients').where({ id: client.id }).update({ acting_responsible_id: acting });
      await renewAudiences(tx, client.id);
      changed.push(client.id);
    }
    const topics = changed.flatMap((clientId) => [
      { topic: 'instance' as const, clientId },
      { topic: 'client' as const, clientId },
    ]);
    for (let at = 0; at < topics.length; at += 100) await noteChanges(tx, topics.slice(at, at + 100));
    return changed;
  });
}

/** Staff who may log in, with the clients that they reach. */
type StandIns = Map<string, 'all' | Set<string>>;

async function standIns(scope: Scope, userIds: string[]): Promise<StandIns> {
  const wanted = [...new Set(userIds)];
  const users: Row[] = await scope
    .from('users')
    .whereIn('id', wanted)
    .where({ active: 1 })
    .whereNot({ role: 'client' })
    .select('id', 'role', 'all_clients');
  const found: StandIns = new Map();
  for (const { id, role, all_clients } of users) {
    const all = role === 'admin' || all_clients === 1;
    found.set(id, all ? 'all' : new Set(await scope.from('memberships').where({ user_id: id }).pluck('client_id')));
  }
  return found;
}

/** The first along the line of substitutes who is there and reaches the client; null when nobody is. */
function standInFor(
  responsibleId: string | null,
  clientId: string,
  away: Map<string, string>,
  people: StandIns,
): string | null {
  const passed = new Set<string>();
  let person = responsibleId;
  while (person !== null && away.has(person) && !passed.has(person)) {
    passed.add(person);
    person = away.get(person)!;
    const reach = people.get(person);
    if (!away.has(person) && reach && (reach === 'all' || reach.has(clientId))) return person;
  }
  return null;
}
