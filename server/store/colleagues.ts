import type { InstanceState } from '../../definitions/index.ts';
import type { Row, Scope } from './connection.ts';
import type { Recipient } from './recipients.ts';

/** More than these nobody ticks one by one. */
const tasksListed = 100;

/** The bookkeepers of a client: who is responsible, who stands in for them, and whoever was added to it (P-26). */
export async function bookkeepersOf(scope: Scope, clientId: string): Promise<Recipient[]> {
  const client = scope.from('clients as c').where('c.id', clientId);
  const members = scope.from('memberships as m').where('m.client_id', clientId).select('m.user_id');
  const rows: Row[] = await scope
    .from('users as u')
    .where('u.active', 1)
    .whereIn('u.role', ['admin', 'consultant'])
    .where((any) =>
      any
        .whereIn('u.id', members)
        .orWhereIn('u.id', client.clone().select('c.responsible_id'))
        .orWhereIn('u.id', client.clone().select('c.acting_responsible_id')),
    )
    .orderBy(['u.search', 'u.id'])
    .select('u.id', 'u.name', 'u.email', 'u.language');
  return rows.map(({ id, name, email, language }) => ({ userId: id, name, email, language }));
}

export interface FirmTask {
  id: string;
  state: InstanceState;
  taskId: string;
}

/** What the firm has left to do for a client, soonest due first; at most 100. */
export async function firmTasksOf(scope: Scope, clientId: string): Promise<FirmTask[]> {
  const staff = scope
    .from('users as u')
    .whereIn('u.role', ['admin', 'consultant'])
    .select(scope.db.raw(`'user:' || u.id`));
  const rows: Row[] = await scope
    .from('tasks as t')
    .join('instances as i', (on) => on.on('i.tenant_id', '=', 't.tenant_id').andOn('i.id', '=', 't.instance_id'))
    .where('t.client_id', clientId)
    .where((any) => any.whereIn('t.audience', ['firm', 'admin']).orWhereIn('t.audience', staff))
    .orderBy(['t.due_sort', 't.opened_at', 't.id'])
    .limit(tasksListed)
    .select('t.id', 't.task_id', 'i.state');
  return rows.map(({ id, task_id, state }) => ({ id, taskId: task_id, state: JSON.parse(state) as InstanceState }));
}
