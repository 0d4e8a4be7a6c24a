/** Turns a definition into something that can be stepped: an XState machine, typed expression scopes, an index of states. */
import { assign, createMachine, type AnyStateMachine } from 'xstate';
import type {
  ActionDeclaration,
  Definition,
  JsonObject,
  JsonSchema,
  StateNode,
  TaskDeclaration,
  Transition,
  Transitions,
} from '../language/types.ts';
import { celTypeOf, celTypeOfValue, Scope, TIMESTAMP, type CelType } from './cel.ts';

/** A state as the engine looks it up. The root has the empty path. */
export interface CompiledNode {
  path: string;
  depth: number;
  node: StateNode;
}

/** Values that expressions see beside context and event; set for the duration of one step. */
export type Ambient = Record<string, unknown>;

export interface Compiled {
  definition: Definition;
  machine: AnyStateMachine;
  nodes: Map<string, CompiledNode>;
  /** XState's event type of a delayed transition, to the rule (deadline name or duration) that it waits for, and its state. */
  delays: Map<string, { rule: string; path: string }>;
  settingDefaults: JsonObject;
  /** Expressions with `event.data` typed for this event; null: for entry, exit and always, which many events reach. */
  scope(eventType: string | null): Scope;
  /** Runs a transition with these values in the reach of guards and assignments. */
  within<T>(ambient: Ambient, run: () => T): T;
}

export class CompileError extends Error {
  readonly code: string;
  readonly pointer: string;
  constructor(code: string, pointer: string, message: string) {
    super(message);
    this.name = 'CompileError';
    this.code = code;
    this.pointer = pointer;
  }
}

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

function formsOf(definition: Definition, event: string | null): JsonSchema[] {
  const forms: JsonSchema[] = [];
  for (const { node } of walk(definition)) {
    for (const task of Object.values(node.tasks ?? {})) {
      if (task.form && (event === null || task.event === event)) forms.push(task.form);
    }
    for (const [name, action] of Object.entries(node.actions ?? {})) {
      if (action.form && (event === null || name === event)) forms.push(action.form);
    }
  }
  return forms;
}

/** The union of forms: a field that two forms type differently is dynamic. */
function mergedForm(forms: JsonSchema[]): Record<string, CelType> {
  const fields: Record<string, CelType> = {};
  for (const form of forms) {
    const type = celTypeOf(form);
    if (typeof type === 'string') continue;
    for (const [name, child] of Object.entries(type)) {
      const same = !(name in fields) || JSON.stringify(fields[name]) === JSON.stringify(child);
      fields[name] = same ? child : 'dyn';
    }
  }
  return fields;
}

/** Variables that every expression of the definition sees. */
export function commonTypes(definition: Definition): Record<string, CelType> {
  const names = Object.keys(definition.deadlines ?? {});
  const settings = Object.entries(definition.settings ?? {});
  const objectType = (schema: JsonSchema | undefined): Record<string, CelType> => {
    const type = celTypeOf(schema ?? { type: 'object', properties: {} });
    return typeof type === 'object' ? type : {};
  };
  return {
    context: celTypeOfValue(definition.context ?? {}),
    input: objectType(definition.input),
    settings: Object.fromEntries(settings.map(([name, setting]) => [name, celTypeOf(setting.schema)])),
    client: { ...objectType(definition.client), id: 'string', name: 'string' },
    firm: { name: 'string' },
    period: { id: 'string', start: 'string', end: 'string', label: 'string' },
    deadlines: Object.fromEntries(names.map((name) => [name, TIMESTAMP])),
    dates: Object.fromEntries(names.map((name) => [name, 'string'])),
    now: TIMESTAMP,
    today: 'string',
    opened: 'string',
  };
}

/** True for events that no person raises: their data is what a system sent. */
export function isSystemEvent(definition: Definition, event: string): boolean {
  const { tasks, actions } = declarationsOf(definition, event);
  return tasks.length === 0 && actions.length === 0;
}

/**
 * The scopes of a definition, made when asked for. At run time `event.data` has the fields of every form, empty where
 * the event did not bring them: an expression of an entry or a text is reached by many events.
 */
export function scopesOf(definition: Definition): (eventType: string | null) => Scope {
  const common = commonTypes(definition);
  const anyForm = mergedForm(formsOf(definition, null));
  const scopes = new Map<string | null, Scope>();
  return (eventType) => {
    const event = eventType === null || eventType.startsWith('xstate.') ? null : eventType;
    let scope = scopes.get(event);
    if (!scope) {
      const data =
        event !== null && isSystemEvent(definition, event)
          ? 'map<string, dyn>'
          : mergedForm(formsOf(definition, event));
      const withData = (type: CelType) => ({
        ...common,
        event: { type: 'string', data: type, actor: { id: 'string', name: 'string' } },
      });
      const whole = typeof data === 'string' ? anyForm : { ...anyForm, ...data };
      scope = new Scope(withData(data), withData(typeof data === 'string' ? data : whole), withData(whole));
      scopes.set(event, scope);
    }
    return scope;
  };
}

const marker = (type: string, path: string) => ({ type, params: { path } });

/** The state tree as XState takes it, with marks on entering and leaving so that tasks live as long as their state. */
function machineConfig(node: StateNode, path: string[]): Record<string, unknown> {
  const at = path.join('.');
  const states = Object.entries(node.states ?? {});
  return {
    ...(node.type && node.type !== 'atomic' && node.type !== 'compound' && { type: node.type }),
    ...(node.history && { history: node.history }),
    ...(node.target && { target: node.target }),
    ...(node.initial && { initial: node.initial }),
    ...(node.on && { on: node.on }),
    ...(node.always && { always: node.always }),
    ...(node.after && { after: node.after }),
    ...(node.onDone && { onDone: node.onDone }),
    ...(node.type !== 'history' && {
      entry: [marker('arende.entered', at), ...toArray(node.entry)],
      exit: [...toArray(node.exit), marker('arende.exited', at)],
    }),
    ...(states.length > 0 && {
      states: Object.fromEntries(states.map(([name, child]) => [name, machineConfig(child, [...path, name])])),
    }),
  };
}

/** All guard sources and action types and delay names that XState must find implementations for. */
function namesIn(definition: Definition): { guards: Set<string>; delays: Set<string> } {
  const guards = new Set<string>();
  const delays = new Set<string>();
  for (const { node } of walk(definition)) {
    const lists = [
      ...Object.values(node.on ?? {}),
      ...Object.values(node.after ?? {}),
      ...(node.always ? [node.always] : []),
      ...(node.onDone ? [node.onDone] : []),
    ];
    for (const transition of lists.flatMap(transitionsOf)) if (transition.guard) guards.add(transition.guard);
    for (const name of Object.keys(node.after ?? {})) delays.add(name);
  }
  return { guards, delays };
}

/** One step may take this many microsteps; more means that `always` transitions run in a circle. */
const MAX_MICROSTEPS = 200;

/**
 * Compiles a definition that passed the schema. Cheap enough to do once per cached instance.
 * Throws CompileError where XState refuses the chart (an unknown target, a missing initial state).
 */
export function compile(definition: Definition): Compiled {
  const scope = scopesOf(definition);
  let ambient: Ambient = {};
  const variables = (context: unknown, event: { type: string }) => ({ ...ambient, context, event });
  const { guards, delays } = namesIn(definition);
  let machine: AnyStateMachine;
  try {
    machine = createMachine({
      id: definition.id,
      context: definition.context ?? {},
      options: { maxIterations: MAX_MICROSTEPS },
      ...machineConfig(definition, []),
    } as never).provide({
      guards: Object.fromEntries(
        [...guards].map((source) => [
          source,
          ({ context, event }: { context: unknown; event: { type: string } }) =>
            scope(event.type).evaluate(source, variables(context, event)) === true,
        ]),
      ),
      actions: {
        assign: assign(({ context, event }, params) =>
          Object.fromEntries(
            Object.entries(params as unknown as Record<string, string>).map(([name, source]) => [
              name,
              scope(event.type).evaluate(source, variables(context, event)),
            ]),
          ),
        ),
      },
      delays: Object.fromEntries([...delays].map((name) => [name, () => 1])),
    } as never);
  } catch (error) {
    if (error instanceof CompileError) throw error;
    throw new CompileError('chart_invalid', '', error instanceof Error ? error.message : String(error));
  }
  const nodes = new Map<string, CompiledNode>();
  const delayOf: Compiled['delays'] = new Map();
  for (const { path, node } of walk(definition)) {
    const key = path.join('.');
    nodes.set(key, { path: key, depth: path.length, node });
    const id = [definition.id, ...path].join('.');
    for (const name of Object.keys(node.after ?? {})) {
      delayOf.set(`xstate.after.${name}.${id}`, { rule: name, path: key });
    }
  }
  const settings = Object.entries(definition.settings ?? {});
  return {
    definition,
    machine,
    nodes,
    delays: delayOf,
    settingDefaults: Object.fromEntries(settings.map(([name, setting]) => [name, setting.default])),
    scope,
    within(values, run) {
      const before = ambient;
      ambient = values;
      try {
        return run();
      } finally {
        ambient = before;
      }
    },
  };
}

/** Paths of the active states, ancestors included, the root ('') first. */
export function activePaths(value: unknown, path: string[] = []): string[] {
  const here = [path.join('.')];
  if (typeof value === 'string') return [...here, [...path, value].join('.')];
  for (const [name, child] of Object.entries((value ?? {}) as Record<string, unknown>)) {
    const below = typeof child === 'object' && child !== null && Object.keys(child).length === 0;
    here.push(...(below ? [[...path, name].join('.')] : activePaths(child, [...path, name])));
  }
  return here;
}

/** What the definition says of an open task. */
export function taskDeclaration(
  compiled: Compiled,
  task: { statePath: string; name: string },
): TaskDeclaration | undefined {
  return compiled.nodes.get(task.statePath)?.node.tasks?.[task.name];
}
