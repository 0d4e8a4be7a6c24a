/** The parts of a definition, for those who go through all of them. */
import type {
  ActionDeclaration,
  ActionObject,
  Definition,
  StateNode,
  TaskDeclaration,
  Transition,
  Transitions,
} from '../language/types.ts';

export const toArray = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** The transitions behind a key of `on`, `after` or `always`, in their one form. */
export const transitionsOf = (value: Transitions | undefined): Transition[] =>
  toArray(value).map((item) => (typeof item === 'string' ? { target: item } : item));

/** Every state with its path, parents before children. */
export function* walk(node: StateNode, path: string[] = []): Generator<{ path: string[]; node: StateNode }> {
  yield { path, node };
  for (const [name, child] of Object.entries(node.states ?? {})) yield* walk(child, [...path, name]);
}

/** Where an event comes from: tasks that raise it and actions that offer it. */
export function declarationsOf(
  definition: Definition,
  event: string,
): { tasks: TaskDeclaration[]; actions: ActionDeclaration[] } {
  const tasks: TaskDeclaration[] = [];
  const actions: ActionDeclaration[] = [];
  for (const { node } of walk(definition)) {
    tasks.push(...Object.values(node.tasks ?? {}).filter((task) => task.event === event));
    const action = node.actions?.[event];
    if (action) actions.push(action);
  }
  return { tasks, actions };
}

/** Names of the form fields that take in documents, over everything that raises the event. */
export function documentFields(definition: Definition, event: string): string[] {
  const { tasks, actions } = declarationsOf(definition, event);
  const fields = [...tasks, ...actions].flatMap(({ form }) => Object.entries((form?.properties ?? {}) as Fields));
  return [...new Set(fields.filter(([, field]) => field.items?.format === 'document').map(([name]) => name))];
}

type Fields = Record<string, { items?: { format?: string } }>;

/** Every effect of a state: of its entry, its exit and its transitions. */
export const effectsOf = (node: StateNode): ActionObject[] => [
  ...toArray(node.entry),
  ...toArray(node.exit),
  ...[...Object.values(node.on ?? {}), ...Object.values(node.after ?? {}), node.always, node.onDone]
    .flatMap(transitionsOf)
    .flatMap(({ actions }) => toArray(actions)),
];

/** Names of the events that a state handles, or that its tasks and actions raise. */
export const eventsOf = (node: StateNode): string[] => [
  ...Object.keys(node.on ?? {}),
  ...Object.keys(node.actions ?? {}),
  ...Object.values(node.tasks ?? {}).map(({ event }) => event),
];
