import type { InstanceState, LogLine, Task } from '../../definitions/engine/types.ts';
import type { Definition, IsoInstant } from '../../definitions/language/types.ts';
import {
  absentResponsible,
  activeResponsible,
  audienceOf,
  type ClientFacts,
  clientFactsOf,
  factsWithout,
  hasUsers,
  holdClient,
  membersOf,
} from './audiences.ts';
import { changeRow, holdChanges } from './changes.ts';
import { type Row, type Store, together } from './connection.ts';
import { definitionByHash } from './definitions.ts';
import { directTransaction, insertion, type Run } from './direct.ts';
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
  step: { state: InstanceState; log: LogLine[]; decidedAt?: IsoInstant },
): Promise<{ applied: boolean }> {
  const { state, log, decidedAt = log[0]!.at } = step;
  const { input } = state;
  const definition = await definitionByHash(store, input.definition.hash);
  if (!definition) {
    throw new Error(
      `The definition ${input.definition.id} ${input.definition.hash} is not in the store. Publish it again.`,
    );
  }
  const { tenantId, instanceId } = input;
  const change = {
    topic: 'instance' as const,
    definition: input.definition.id,
    instanceId,
    clientId: input.clientId,
    sequence: state.sequence,
  };
  const applied = await directTransaction(store, async (run) => {
    await holdClient(store, run, tenantId, input.clientId);
    const [written] = await together(
      writeInstance(run, state, decidedAt),
      run('delete from tasks where tenant_id = ? and instance_id = ?', [tenantId, instanceId]),
    );
    if (!written) return null;
    if (written.replaced_sequence >= state.sequence) {
      // Lines of steps that were decided anew.
      const later = [tenantId, instanceId, state.sequence];
      await run('delete from history where tenant_id = ? and instance_id = ? and sequence >= ?', later);
    }
    await together(
      writeHistory(run, state, log),
      writeTasks(run, definition, state, clientFactsOf(written)),
      writeChange(store, run, tenantId, changeRow(change)),
    );
    return true;
  });
  return { applied: applied ?? false };
}

/** The client's facts as they are in this transaction; undefined when a newer state stands there already. */
async function writeInstance(run: Run, state: InstanceState, steppedAt: string): Promise<Row | undefined> {
  const { input } = state;
  const due = state.tasks.flatMap((task) => task.dueAt ?? []).sort()[0] ?? null;
  const row = {
    tenant_id: input.tenantId,
    id: input.instanceId,
    definition_id: input.definition.id,
    definition_hash: input.definition.hash,
    key: input.key,
    client_id: input.clientId,
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
  const [written] = await run(upsert(Object.keys(row)), [...Object.values(row), input.tenantId, input.clientId]);
  return written;
}

/** `columns` in the order in which `writeInstance` gives their values; then the firm and the client, for who is responsible. */
const upsert = (columns: string[]): string => `
  insert into instances (${columns.map((column) => `"${column}"`).join(', ')}, responsible_id)
  values (${columns.map(() => '?').join(', ')}, (${activeResponsible('?', '?')}))
  on conflict (tenant_id, id) do update set
    ${[...columns, 'responsible_id']
      .filter(isWrittenAgain)
      .map((column) => `"${column}" = excluded."${column}"`)
      .join(', ')},
    replaced_sequence = instances.sequence
  where (instances.stepped_at, instances.sequence) < (excluded.stepped_at, excluded.sequence)
  returning replaced_sequence, responsible_id as active_responsible_id,
    (select ${absentResponsible} from clients c
      where c.tenant_id = instances.tenant_id and c.id = instances.client_id) as absent_responsible_id,
    (${hasUsers('instances.tenant_id', 'instances.client_id')}) as has_users`;
const isWrittenAgain = (column: string): boolean => !['tenant_id', 'id', 'replaced_sequence'].includes(column);

async function writeHistory(run: Run, { input, sequence }: InstanceState, log: LogLine[]): Promise<void> {
  const rows = log.map((line, index) => ({
    instance_id: input.instanceId,
    sequence,
    line: index,
    content: JSON.stringify(line),
  }));
  await run(...insertion(input.tenantId, 'history', rows));
}

/** The instance has no tasks any more when it is called. */
async function writeTasks(run: Run, definition: Definition, state: InstanceState, facts: ClientFacts): Promise<void> {
  if (state.tasks.length === 0) return;
  const { tenantId } = state.input;
  const tasks = state.tasks.map((task) => taskRow(definition, state, facts, task));
  await run(...insertion(tenantId, 'tasks', tasks));
  const excluded = state.tasks.flatMap((task) =>
    task.excludedIds.map((userId) => ({ user_id: userId, task_id: idOf(state, task) })),
  );
  if (excluded.length > 0) await run(...insertion(tenantId, 'task_exclusions', excluded));
}

async function writeChange(store: Store, run: Run, tenantId: string, row: Row): Promise<void> {
  if (store.dialect === 'postgres') await run(holdChanges);
  await run(...insertion(tenantId, 'changes', [row]));
}

const idOf = (state: InstanceState, task: Task): string => `${state.input.instanceId}:${task.id}`;

function taskRow(definition: Definition, state: InstanceState, facts: ClientFacts, task: Task): Row {
  const { input } = state;
  const members = membersOf(definition.roles[task.role]!);
  const escalated = task.escalatedTo === null ? null : membersOf(definition.roles[task.escalatedTo]!);
  const suited = factsWithout(facts, task.excludedIds);
  return {
    id: idOf(state, task),
    instance_id: input.instanceId,
    task_id: task.id,
    client_id: input.clientId,
    responsible_id: facts.responsibleId,
    audience: audienceOf(members, suited, task.assigneeId),
    escalated_audience: escalated === null ? null : audienceOf(escalated, suited, null),
    members,
    escalated_members: escalated,
    search: searchText(task.title.sv, task.title.en, state.label.sv, state.label.en),
    due_sort: task.dueAt ?? noDue,
    opened_at: task.openedAt,
  };
}
