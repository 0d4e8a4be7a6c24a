/** The parts of a definition with their JSON pointers. */
import { step } from '../findings.ts';
import type { ActionObject, Definition, StateNode, Transition, Transitions } from '../types.ts';

export interface StateAt {
  path: string[];
  pointer: string;
  node: StateNode;
  /** The states around it, the root first. */
  ancestors: StateAt[];
}

/** Every state, parents before children; the root has the empty path. */
export function statesOf(definition: Definition): StateAt[] {
  const found: StateAt[] = [];
  const visit = (at: StateAt): void => {
    found.push(at);
    for (const [name, node] of Object.entries(at.node.states ?? {})) {
      const pointer = `${at.pointer}/states${step(name)}`;
      visit({ path: [...at.path, name], pointer, node, ancestors: [...at.ancestors, at] });
    }
  };
  visit({ path: [], pointer: '', node: definition, ancestors: [] });
  return found;
}

export interface TransitionAt {
  kind: 'on' | 'after' | 'always' | 'onDone';
  /** The event of `on`, the rule of `after`. */
  name: string | null;
  pointer: string;
  targetPointer: string;
  transition: Transition;
  /** Place in its list. */
  index: number;
}

export function transitionsAt(state: StateAt): TransitionAt[] {
  const found: TransitionAt[] = [];
  const add = (kind: TransitionAt['kind'], name: string | null, pointer: string, value: Transitions): void => {
    const list = Array.isArray(value) ? value : [value];
    for (const [index, one] of list.entries()) {
      const at = Array.isArray(value) ? pointer + step(index) : pointer;
      const plain = typeof one === 'string';
      const transition = plain ? { target: one } : one;
      found.push({ kind, name, pointer: at, targetPointer: plain ? at : `${at}/target`, transition, index });
    }
  };
  const { node, pointer } = state;
  for (const kind of ['on', 'after'] as const) {
    for (const [name, value] of Object.entries(node[kind] ?? {}))
      add(kind, name, `${pointer}/${kind}${step(name)}`, value);
  }
  if (node.always !== undefined) add('always', null, `${pointer}/always`, node.always);
  if (node.onDone !== undefined) add('onDone', null, `${pointer}/onDone`, node.onDone);
  return found;
}

export interface EffectAt {
  effect: ActionObject;
  pointer: string;
  /** The event that leads to it; null where many can. */
  event: string | null;
}

export function effectsAt(state: StateAt): EffectAt[] {
  const found: EffectAt[] = [];
  const add = (value: ActionObject | ActionObject[] | undefined, pointer: string, event: string | null): void => {
    if (value === undefined) return;
    if (!Array.isArray(value)) found.push({ effect: value, pointer, event });
    else for (const [index, effect] of value.entries()) found.push({ effect, pointer: pointer + step(index), event });
  };
  add(state.node.entry, `${state.pointer}/entry`, null);
  for (const { kind, name, pointer, transition } of transitionsAt(state)) {
    add(transition.actions, `${pointer}/actions`, kind === 'on' ? name : null);
  }
  add(state.node.exit, `${state.pointer}/exit`, null);
  return found;
}

/** The state that a target means, seen from the state that names it; null if there is none. As XState resolves it. */
export function resolveTarget(definition: Definition, from: StateAt, target: string): string[] | null {
  const below = (path: string[], rest: string): string[] | null => {
    let node: StateNode | undefined = definition;
    const whole = [...path, ...rest.split('.')];
    for (const name of whole) {
      const states: Record<string, StateNode> = node?.states ?? {};
      if (!Object.hasOwn(states, name)) return null;
      node = states[name];
    }
    return whole;
  };
  if (target === `#${definition.id}`) return [];
  if (target.startsWith(`#${definition.id}.`)) return below([], target.slice(definition.id.length + 2));
  if (target.startsWith('#')) return null;
  if (target.startsWith('.')) return below(from.path, target.slice(1));
  return from.path.length === 0 ? null : below(from.path.slice(0, -1), target);
}
