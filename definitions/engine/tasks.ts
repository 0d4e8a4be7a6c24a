/** Tasks: they open with their state, follow the list that they are for, and move with their deadline. */
import type { IsoInstant, Json, TaskDeclaration } from '../language/types.ts';
import type { Applying } from './apply.ts';
import { taskDeclaration, type Ambient, type Compiled } from './compile.ts';
import { LimitError, MAX_TASKS } from './limits.ts';
import { personOf } from './roles.ts';
import type { InstanceState, Task } from './types.ts';
import { NO_EVENT, renderText, type Event } from './variables.ts';

/** Opens the tasks of a state that is entered. Those with `each` open when the step is over, see `followLists`. */
export function enterTasks(compiled: Compiled, state: InstanceState, path: string, at: Applying): void {
  for (const [name, declaration] of Object.entries(compiled.nodes.get(path)?.node.tasks ?? {})) {
    if (declaration.each !== undefined) continue;
    const id = [path, name, state.sequence].join('.');
    state.tasks.push(opened(compiled, state, { id, path, name, declaration }, at));
  }
}

function opened(
  compiled: Compiled,
  state: InstanceState,
  { id, path, name, declaration }: { id: string; path: string; name: string; declaration: TaskDeclaration },
  at: { event: Event; now: IsoInstant; ambient: Ambient },
): Task {
  const task = { statePath: path, name };
  const description =
    declaration.description && renderText(compiled, declaration.description, at.ambient, state.context, at.event);
  return {
    id,
    ...task,
    role: declaration.for,
    ...personOf(compiled, state, declaration.for, at.ambient),
    title: renderText(compiled, declaration.title, at.ambient, state.context, at.event),
    description: description && description.sv !== '' ? description : null,
    event: declaration.event,
    ...dueOf(compiled, task, state.deadlines),
    openedAt: at.now,
    remindersSent: 0,
    escalatedTo: null,
  };
}

/**
 * Tasks with `each` follow their list: one for each item of it, kept as long as the item is there. `paths`: the active
 * states.
 */
export function followLists(
  compiled: Compiled,
  state: InstanceState,
  paths: string[],
  ambient: Ambient,
  now: IsoInstant,
): void {
  for (const path of paths) {
    for (const [name, declaration] of Object.entries(compiled.nodes.get(path)?.node.tasks ?? {})) {
      if (declaration.each === undefined) continue;
      const list = compiled
        .scope(null)
        .evaluate(declaration.each, ambient, { context: state.context, event: NO_EVENT });
      const items = identified(Array.isArray(list) ? list : []);
      if (items.size > MAX_TASKS) throw new LimitError(`"${name}" would open more than ${MAX_TASKS} tasks.`);
      const mine = (task: Task) => task.statePath === path && task.name === name;
      const before = new Map(state.tasks.filter(mine).map((task) => [task.itemId, task]));
      const tasks = [...items].map(([itemId, item]): Task => {
        const known = before.get(itemId);
        if (known) return { ...known, item };
        const id = [path, name, itemId, state.sequence].join('.');
        const at = { event: NO_EVENT, now, ambient: { ...ambient, item } };
        return { ...opened(compiled, state, { id, path, name, declaration }, at), itemId, item };
      });
      state.tasks = [...state.tasks.filter((task) => !mine(task)), ...tasks];
    }
  }
}

/** The name of an item is part of the id of its task, which stands in addresses. */
const MAX_NAME = 100;

/** Items by what names them. One without a name, or with that of another, is named by its place: none may be lost. */
function identified(items: Json[]): Map<string, Json> {
  const named = new Map<string, Json>();
  for (const [index, item] of items.entries()) {
    const id = item !== null && typeof item === 'object' && !Array.isArray(item) ? item.id : item;
    const name = typeof id === 'string' || typeof id === 'number' ? String(id) : '';
    const short = name.slice(0, MAX_NAME);
    named.set(short === '' || short !== name || named.has(short) ? `${short}#${index + 1}` : short, item);
  }
  return named;
}

export function dueOf(
  compiled: Compiled,
  task: Pick<Task, 'statePath' | 'name'>,
  deadlines: InstanceState['deadlines'],
) {
  const name = taskDeclaration(compiled, task)?.due;
  const moment = name === undefined ? undefined : deadlines[name];
  return { dueDate: moment?.dueDate ?? null, dueAt: moment?.dueAt ?? null };
}
