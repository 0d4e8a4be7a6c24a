import type { Group } from '../../definitions/engine/types.ts';
import type { Role } from '../../definitions/language/types.ts';
import type { Row, Scope, Store } from './connection.ts';
import type { Run } from './direct.ts';

/*
 * An audience says whose inbox a task stands in: `client`, `firm`, `admin`, `user:<id>` or `none`. It is written with
 * the task, so that an inbox is one index range, and written again when the directory changes who is meant.
 */

/** Who stands behind the group roles of a client. */
export interface ClientFacts {
  /** Who acts as the responsible consultant today: the one who is named, or who stands in while they are away. */
  responsibleId: string | null;
  /** The one who is named, while they are away and somebody stands in. They may still act. */
  absentId: string | null;
  hasUsers: boolean;
}

/** `responsible/firm`: the members of a role and who stands in. */
export function membersOf(role: Role): string {
  return role.substitutes ? `${role.members}/${role.substitutes}` : role.members;
}

/** As far as a task is concerned: who may not perform it does not stand in for the one who may. */
export function factsWithout(facts: ClientFacts, excludedIds: string[]): ClientFacts {
  const { absentId, responsibleId } = facts;
  if (absentId === null || responsibleId === null || !excludedIds.includes(responsibleId)) return facts;
  return { ...facts, responsibleId: absentId };
}

export function audienceOf(members: string, facts: ClientFacts, assigneeId: string | null): string {
  const [group, substitutes = 'none'] = members.split('/');
  if (group === 'person') return assigneeId ? `user:${assigneeId}` : 'none';
  if (group === 'responsible') return facts.responsibleId ? `user:${facts.responsibleId}` : substitutes;
  if (group === 'client') return facts.hasUsers || substitutes === 'none' ? 'client' : substitutes;
  return group!;
}

/** The groups of a client in which nobody stands; a role's substitutes step in for them. */
export function vacantGroups(facts: ClientFacts): Group[] {
  const vacant: Group[] = [];
  if (!facts.hasUsers) vacant.push('client');
  if (facts.responsibleId === null) vacant.push('responsible');
  return vacant;
}

/** Who acts as the client's responsible consultant, if active; from expressions for the firm and the client. */
export const activeResponsible = (tenantId: string, clientId: string): string =>
  `select u.id from clients k join users u on u.tenant_id = k.tenant_id and u.active = 1
     and u.id = coalesce(k.acting_responsible_id, k.responsible_id)
    where k.tenant_id = ${tenantId} and k.id = ${clientId}`;

/** Whether an active user acts for the client. */
export const hasUsers = (tenantId: string, clientId: string): string =>
  `exists (select 1 from memberships m join users u on u.tenant_id = m.tenant_id and u.id = m.user_id
            where m.tenant_id = ${tenantId} and m.client_id = ${clientId} and u.role = 'client' and u.active = 1)`;

/** For a query in which the client is `c`; null when nobody stands in for its responsible. */
export const absentResponsible = `case when c.acting_responsible_id is not null then c.responsible_id end as absent_responsible_id`;

/** For a query in which the client is `c`; `clientFactsOf` reads them. */
export const clientFactsColumns = `(${activeResponsible('c.tenant_id', 'c.id')}) as active_responsible_id,
  ${absentResponsible}, ${hasUsers('c.tenant_id', 'c.id')} as has_users`;

export const clientFactsOf = (row: Row | undefined): ClientFacts => ({
  responsibleId: row?.active_responsible_id ?? null,
  absentId: row?.absent_responsible_id ?? null,
  hasUsers: Boolean(row?.has_users),
});

export async function clientFacts(scope: Scope, clientId: string | null): Promise<ClientFacts> {
  if (clientId === null) return { responsibleId: null, absentId: null, hasUsers: false };
  const result = await scope.db.raw(`select ${clientFactsColumns} from clients c where c.tenant_id = ? and c.id = ?`, [
    scope.tenantId,
    clientId,
  ]);
  return clientFactsOf((result.rows ?? result)[0]);
}

/** Holds the client's row, so that a change of its responsible waits for a projection and sees its tasks. */
export async function holdClient(store: Store, run: Run, tenantId: string, clientId: string | null): Promise<void> {
  // SQLite has one writer at a time.
  if (store.dialect !== 'postgres' || clientId === null) return;
  await run('select 1 from clients where tenant_id = ? and id = ? for share', [tenantId, clientId]);
}

/** Writes the audiences of a client's open tasks anew, after its people have changed. */
export async function renewAudiences(scope: Scope, clientId: string): Promise<void> {
  const facts = await clientFacts(scope, clientId);
  await scope.from('instances').where({ client_id: clientId }).update({ responsible_id: facts.responsibleId });
  await scope.from('tasks').where({ client_id: clientId }).update({ responsible_id: facts.responsibleId });
  for (const [members, audience] of [
    ['members', 'audience'],
    ['escalated_members', 'escalated_audience'],
  ] as const) {
    const kinds = await scope.from('tasks').where({ client_id: clientId }).whereNotNull(members).distinct(members);
    for (const row of kinds as { [name: string]: string }[]) {
      const value = row[members]!;
      // Who is a person stands in the instance, not in the directory.
      if (value.startsWith('person')) continue;
      await scope
        .from('tasks')
        .where({ client_id: clientId, [members]: value })
        .update({ [audience]: audienceOf(value, facts, null) });
      if (facts.absentId === null) continue;
      const excluded = scope.from('task_exclusions').where({ user_id: facts.responsibleId }).select('task_id');
      await scope
        .from('tasks')
        .where({ client_id: clientId, [members]: value })
        .whereIn('id', excluded)
        .update({ [audience]: audienceOf(value, { ...facts, responsibleId: facts.absentId }, null) });
    }
  }
}
