/** Turns a definition into something that can be stepped: an XState machine, typed expression scopes, an index of states. */
import { assign, createMachine, type AnyStateMachine } from 'xstate';
import type { Definition, JsonObject, StateNode, TaskDeclaration } from '../language/types.ts';
import type { Scope } from './cel.ts';
import { scopesOf } from './scopes.ts';
import { toArray, transitionsOf, walk } from './walk.ts';

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
  const evaluate = (source: string, context: unknown, event: { type: string }) =>
    scope(event.type).evaluate(source, ambient, { context, event });
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
            evaluate(source, context, event) === true,
        ]),
      ),
      actions: {
        assign: assign(({ context, event }, params) =>
          Object.fromEntries(
            Object.entries(params as unknown as Record<string, string>).map(([name, source]) => [
              name,
              evaluate(source, context, event),
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
