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
import { type Row, type Scope, type Store, together } from './connection.ts';
import { definitionByHash } from './definitions.ts';
import { searchText } from './directory.ts';

/** Sorts what has no due date last. */
export const noDue = '9999-12-31T00:00:00.000Z';

/**
 * Writes what one step of an instance changed: its row, its tasks, its history and a change for listeners, in one
 * transaction. Repeating it changes nothing, and an older state never overwrites a newer one (`applied: false`).
 * Newer is what was decided later, and of two steps decided at one instant the one with the higher sequence: a worker
 * that dies after a projection leaves a step that Temporal does not know, and the next worker may decide it otherwise,
 * later, under the same number. What it decides replaces what stands there.
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
    const written = await writeInstance(tx, state, log[0]!.at);
    if (!written) return { applied: false };
    if (written.replacedSequence >= state.sequence) await forgetHistory(tx, state);
    await together(writeHistory(tx, state, log), tx.from('tasks').where({ instance_id: input.instanceId }).del());
    const change = {
      topic: 'instance' as const,
      definition: input.definition.id,
      instanceId: input.instanceId,
      clientId: input.clientId,
      sequence: state.sequence,
    };
    await together(writeTasks(tx, definition, state, written.facts), noteChanges(tx, [change]));
    return { applied: true };
  });
}

/** The client's facts as they are in this transaction; null when a newer state stands there already. */
async function writeInstance(
  tx: Scope,
  state: InstanceState,
  steppedAt: string,
): Promise<{ facts: ClientFacts; replacedSequence: number } | null> {
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
    stepped_at: steppedAt,
    replaced_sequence: 0,
    done: state.done ? 1 : 0,
    state: JSON.stringify(state),
  };
  const { id: _id, replaced_sequence: _none, ...kept } = row;
  const changed = Object.keys(kept).map((column) => [column, tx.db.raw(`excluded.??`, [column])]);
  const written = await tx
    .insert('instances', row)
    .onConflict(['tenant_id', 'id'])
    .merge({ ...Object.fromEntries(changed), replaced_sequence: tx.db.raw('instances.sequence') })
    .whereRaw('(instances.stepped_at, instances.sequence) < (?, ?)', [steppedAt, state.sequence])
    .returning([
      'replaced_sequence',
      'responsible_id as active_responsible_id',
      tx.db.raw(`(${hasUsers('instances.tenant_id', 'instances.client_id')}) as has_users`),
    ] as never);
  const [now] = written as Row[];
  return now ? { facts: clientFactsOf(now), replacedSequence: now.replaced_sequence } : null;
}

/** Takes out the lines of steps that were decided anew. */
async function forgetHistory(tx: Scope, state: InstanceState): Promise<void> {
  await tx.from('history').where({ instance_id: state.input.instanceId }).where('sequence', '>=', state.sequence).del();
}

async function writeHistory(tx: Scope, state: InstanceState, log: LogLine[]): Promise<void> {
  const { instanceId } = state.input;
  await tx.insert(
    'history',
    log.map((line, index) => ({
      instance_id: instanceId,
      sequence: state.sequence,
      line: index,
      content: JSON.stringify(line),
    })),
  );
}

/** The instance has no tasks any more when it is called. */
async function writeTasks(tx: Scope, definition: Definition, state: InstanceState, facts: ClientFacts): Promise<void> {
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
