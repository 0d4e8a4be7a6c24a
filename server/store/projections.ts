import type { InstanceState, LogLine, Task } from '../../definitions/engine/types.ts';
import type { Definition } from '../../definitions/language/types.ts';
import {
  activeResponsible,
  audienceOf,
  type ClientFacts,
  clientFactsOf,
  hasUsers,
  holdClient,
  membersOf,
} from './audiences.ts';
import { noteChanges } from './changes.ts';
import type { Row, Scope, Store } from './connection.ts';
import { definitionByHash } from './definitions.ts';
import { searchText } from './directory.ts';

/** Sorts what has no due date last. */
export const noDue = '9999-12-31T00:00:00.000Z';

/**
 * Writes what one step of an instance changed: its row, its tasks, its history and a change for listeners, in one
 * transaction. Repeating it changes nothing, and an older state never overwrites a newer one (`applied: false`).
 * Throws when the instance's definition has not been published here.
 */
export async function project(
  store: Store,
  step: { state: InstanceState; log: LogLine[] },
): Promise<{ applied: boolean }> {
  const { state, log } = step;
  const { input } = state;
  const definition = await definitionByHash(store, input.definition.hash);
  if (!definition) {
    throw new Error(
      `The definition ${input.definition.id} ${input.definition.hash} is not in the store. Publish it again.`,
    );
  }
  return store.tenant(input.tenantId).writeFirst(async (tx) => {
    await holdClient(tx, input.clientId);
    const facts = await writeInstance(tx, state);
    await writeHistory(tx, state, log);
    if (!facts) return { applied: false };
    await writeTasks(tx, definition, state, facts);
    await noteChanges(tx, [
      {
        topic: 'instance',
        definition: input.definition.id,
        instanceId: input.instanceId,
        clientId: input.clientId,
        sequence: state.sequence,
      },
    ]);
    return { applied: true };
  });
}

/** The client's facts as they are in this transaction; null when a newer state stands there already. */
async function writeInstance(tx: Scope, state: InstanceState): Promise<ClientFacts | null> {
  const { input } = state;
  const due = state.tasks.flatMap((task) => task.dueAt ?? []).sort()[0] ?? null;
  const row = {
    id: input.instanceId,
    definition_id: input.definition.id,
    definition_hash: input.definition.hash,
    key: input.key,
    client_id: input.clientId,
    responsible_id: tx.db.raw(`(${activeResponsible('?', '?')})`, [tx.tenantId, input.clientId]),
    period_id: input.period?.id ?? null,
    status: state.status,
    status_since: state.statusSince,
    due_at: due,
    due_sort: due ?? noDue,
    search: searchText(state.label.sv, state.label.en),
    sequence: state.sequence,
    done: state.done ? 1 : 0,
    state: JSON.stringify(state),
  };
  const written = await tx
    .insert('instances', row)
    .onConflict(['tenant_id', 'id'])
    .merge(Object.keys(row).filter((column) => column !== 'id'))
    .where('instances.sequence', '<', state.sequence)
    .returning([
      'responsible_id as active_responsible_id',
      tx.db.raw(`(${hasUsers('instances.tenant_id', 'instances.client_id')}) as has_users`),
    ] as never);
  const [kept] = written as Row[];
  return kept ? clientFactsOf(kept) : null;
}

async function writeHistory(tx: Scope, state: InstanceState, log: LogLine[]): Promise<void> {
  if (log.length === 0) return;
  const { instanceId } = state.input;
  await tx
    .insert(
      'history',
      log.map((line, index) => ({
        instance_id: instanceId,
        sequence: state.sequence,
        line: index,
        content: JSON.stringify(line),
      })),
    )
    .onConflict(['tenant_id', 'instance_id', 'sequence', 'line'])
    .ignore();
}

async function writeTasks(tx: Scope, definition: Definition, state: InstanceState, facts: ClientFacts): Promise<void> {
  await tx.from('tasks').where({ instance_id: state.input.instanceId }).del();
  if (state.tasks.length === 0) return;
  await tx.insert(
    'tasks',
    state.tasks.map((task) => taskRow(definition, state, facts, task)),
  );
  const excluded = state.tasks.flatMap((task) =>
    task.excludedIds.map((userId) => ({ user_id: userId, task_id: idOf(state, task) })),
  );
  if (excluded.length > 0) await tx.insert('task_exclusions', excluded);
}

const idOf = (state: InstanceState, task: Task): string => `${state.input.instanceId}:${task.id}`;

function taskRow(definition: Definition, state: InstanceState, facts: ClientFacts, task: Task): Row {
  const { input } = state;
  const members = membersOf(definition.roles[task.role]!);
  const escalated = task.escalatedTo === null ? null : membersOf(definition.roles[task.escalatedTo]!);
  return {
    id: idOf(state, task),
    instance_id: input.instanceId,
    task_id: task.id,
    client_id: input.clientId,
    responsible_id: facts.responsibleId,
    audience: audienceOf(members, facts, task.assigneeId),
    escalated_audience: escalated === null ? null : audienceOf(escalated, facts, null),
    members,
    escalated_members: escalated,
    search: searchText(task.title.sv, task.title.en, state.label.sv, state.label.en),
    due_sort: task.dueAt ?? noDue,
    opened_at: task.openedAt,
  };
}
