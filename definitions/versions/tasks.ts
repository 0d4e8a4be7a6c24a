/** The tasks of an instance in another version: those that stay keep their id and their reminders, others open or end. */
import type { Applying } from '../engine/apply.ts';
import { taskDeclaration, type Compiled } from '../engine/compile.ts';
import { personOf } from '../engine/roles.ts';
import { dueOf, enterTasks } from '../engine/tasks.ts';
import type { InstanceState, Task } from '../engine/types.ts';
import { NO_EVENT, renderText } from '../engine/variables.ts';
import type { TaskDeclaration, Text } from '../language/types.ts';
import type { Place } from './places.ts';
import { problem } from './problems.ts';
import type { Mapping, MigrationProblem } from './types.ts';

interface Versions {
  from: Compiled;
  to: Compiled;
  place: Place;
  mapping: Mapping;
}

/** The declaration in the new version of a task whose state stays; null when the task ends. */
function stayingDeclaration(to: Compiled, place: Place, task: Task): TaskDeclaration | null {
  if (!place.stays.has(task.statePath)) return null;
  return taskDeclaration(to, task) ?? null;
}

/** A task whose role went away passes to another only where the mapping says so. */
export function roleProblems(to: Compiled, state: InstanceState, place: Place, mapping: Mapping): MigrationProblem[] {
  const found = new Map<string, MigrationProblem>();
  for (const task of state.tasks) {
    const declaration = stayingDeclaration(to, place, task);
    if (!declaration || to.definition.roles[task.role]) continue;
    if (mapping.roles?.[task.role] !== declaration.for) {
      found.set(`${task.role}/${task.name}`, problem.roleGone(task.role, task.name, declaration.for));
    }
  }
  return [...found.values()];
}

/** Tasks of the active states. Those with `each` that are new are opened by `followLists`, as in every step. */
export function tasksOf(versions: Versions, before: InstanceState, state: InstanceState, at: Applying): Task[] {
  const { to, place } = versions;
  const opened: InstanceState = { ...state, tasks: [] };
  for (const path of place.paths) enterTasks(to, opened, path, at);
  const kept = before.tasks.flatMap((task) => {
    const declaration = stayingDeclaration(to, place, task);
    const isList = declaration?.each !== undefined;
    if (!declaration || isList !== (task.itemId != null)) return [];
    return [carriedOver(versions, state, task, declaration, at)];
  });
  const fresh = opened.tasks.filter(
    (task) => !kept.some((other) => other.statePath === task.statePath && other.name === task.name),
  );
  return [...kept, ...fresh];
}

/** The same task under the new declaration. A text whose template is the same stays: the event that filled it is gone. */
function carriedOver(
  { from, to, mapping }: Versions,
  state: InstanceState,
  task: Task,
  declaration: TaskDeclaration,
  at: Applying,
): Task {
  const old = taskDeclaration(from, task);
  const ambient = { ...at.ambient, item: task.item ?? null };
  const text = (present: Text | null, template: Text | undefined, before: Text | undefined): Text | null => {
    if (JSON.stringify(template) === JSON.stringify(before)) return present;
    const rendered = template && renderText(to, template, ambient, state.context, NO_EVENT);
    return rendered && rendered.sv !== '' ? rendered : null;
  };
  const { escalatedTo } = task;
  return {
    ...task,
    role: declaration.for,
    ...personOf(to, state, declaration.for, ambient),
    title: text(task.title, declaration.title, old?.title) ?? task.title,
    description: text(task.description, declaration.description, old?.description),
    event: declaration.event,
    ...dueOf(to, task, state.deadlines),
    // Passed on once, it is not passed on again.
    escalatedTo: escalatedTo && roleAfter(to, mapping, escalatedTo, declaration),
  };
}

function roleAfter(to: Compiled, mapping: Mapping, role: string, declaration: TaskDeclaration): string | null {
  if (to.definition.roles[role]) return role;
  const mapped = mapping.roles?.[role];
  return mapped && to.definition.roles[mapped] ? mapped : (declaration.escalation?.to ?? null);
}
