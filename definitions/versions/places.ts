/** Where an instance stands in another version's chart: the state configuration and the history states, translated. */
import { activePaths, type Compiled } from '../engine/compile.ts';
import type { InstanceState } from '../engine/types.ts';
import type { Json, StateNode } from '../language/types.ts';
import { problem } from './problems.ts';
import type { Mapping, MigrationProblem } from './types.ts';

export interface Place {
  /** XState's state value. */
  value: Json;
  /** XState's record of what history states remember, node ids by the id of the history state. */
  historyValue: Record<string, { id: string }[]>;
  /** Active states with ancestors, the root first. */
  paths: string[];
  /** Of these, those that the instance was in before under the same name. */
  stays: Set<string>;
  done: boolean;
}

type Chosen = Map<string, string>;

const parentOf = (path: string): string => path.split('.').slice(0, -1).join('.');
const nameOf = (path: string): string => path.split('.').at(-1)!;
const under = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
const snapshotOf = (state: InstanceState) =>
  (state.snapshot ?? {}) as { value?: unknown; historyValue?: Record<string, { id: string }[]> };

/** The path that a state of the old version has in the new one by name or mapping; it need not exist there. */
export function translated(to: Compiled, mapping: Mapping, path: string): string {
  const states = mapping.states ?? {};
  for (let from = path; from !== ''; from = parentOf(from)) {
    if (!Object.hasOwn(states, from)) continue;
    const target = states[from]!;
    const below = `${target}${path.slice(from.length)}`;
    return isState(to, below) ? below : target;
  }
  return path;
}

const isState = (compiled: Compiled, path: string): boolean => {
  const node = compiled.nodes.get(path)?.node;
  return node !== undefined && node.type !== 'history';
};

/** Where the instance stands in the new version; the problems if it stands nowhere. */
export function placeOf(
  from: Compiled,
  to: Compiled,
  state: InstanceState,
  mapping: Mapping,
): { place: Place | null; problems: MigrationProblem[] } {
  const problems: MigrationProblem[] = [];
  const chosen: Chosen = new Map();
  for (const leaf of state.activeStates) {
    const target = translated(to, mapping, leaf);
    if (!isState(to, target)) {
      problems.push(target === leaf ? problem.stateGone(leaf) : problem.targetUnknown(leaf, target));
    } else if (!choose(to, chosen, target)) problems.push(problem.conflict(leaf, target));
  }
  if (problems.length > 0) return { place: null, problems };
  const value = valueOf(to, chosen, '');
  const paths = activePaths(value);
  const before = new Set(activePaths(snapshotOf(state).value));
  const stays = new Set(paths.filter((path) => before.has(path) && translated(to, mapping, path) === path));
  const active = new Set(paths);
  // Nothing would raise what a completed state leads to: it was never entered.
  for (const path of paths) {
    const completed = path !== '' && isCompound(to, path) && isComplete(to, active, path);
    if (completed && !(stays.has(path) && isComplete(from, before, path))) problems.push(problem.completedInside(path));
  }
  const place = {
    value: value as Json,
    historyValue: historyOf(to, mapping, state),
    paths,
    stays,
    done: isComplete(to, active, ''),
  };
  return problems.length > 0 ? { place: null, problems } : { place, problems };
}

/** Notes the way down to a state; false where another state of the same level has been chosen already. */
function choose(to: Compiled, chosen: Chosen, target: string): boolean {
  for (let path = target; path !== ''; path = parentOf(path)) {
    const parent = parentOf(path);
    if (to.nodes.get(parent)!.node.type === 'parallel') continue;
    if ((chosen.get(parent) ?? nameOf(path)) !== nameOf(path)) return false;
    chosen.set(parent, nameOf(path));
  }
  return true;
}

const childrenOf = (node: StateNode): string[] =>
  Object.entries(node.states ?? {}).flatMap(([name, child]) => (child.type === 'history' ? [] : [name]));
const isCompound = (compiled: Compiled, path: string): boolean => childrenOf(compiled.nodes.get(path)!.node).length > 0;

/** The full state value: what was chosen, and the initial states where nothing was. */
function valueOf(to: Compiled, chosen: Chosen, path: string): unknown {
  const { node } = to.nodes.get(path)!;
  if (!isCompound(to, path)) return {};
  if (node.type === 'parallel') {
    return Object.fromEntries(childrenOf(node).map((name) => [name, valueOf(to, chosen, under(path, name))]));
  }
  const child = chosen.get(path) ?? node.initial!;
  const below = under(path, child);
  return isCompound(to, below) ? { [child]: valueOf(to, chosen, below) } : child;
}

function isComplete(compiled: Compiled, active: Set<string>, path: string): boolean {
  const node = compiled.nodes.get(path)?.node;
  if (!node) return false;
  const children = childrenOf(node).map((name) => under(path, name));
  if (node.type === 'parallel') return children.every((child) => isComplete(compiled, active, child));
  return children.some((child) => active.has(child) && compiled.nodes.get(child)!.node.type === 'final');
}

/** What history states remember, as far as the new version has both; the rest begins at its default again. */
function historyOf(to: Compiled, mapping: Mapping, state: InstanceState): Place['historyValue'] {
  const { id } = to.definition;
  const pathOf = (nodeId: string): string => (nodeId === id ? '' : nodeId.slice(id.length + 1));
  const idOf = (path: string): string => (path === '' ? id : `${id}.${path}`);
  const found: Place['historyValue'] = {};
  for (const [historyId, nodes] of Object.entries(snapshotOf(state).historyValue ?? {})) {
    const oldPath = pathOf(historyId);
    const parent = translated(to, mapping, parentOf(oldPath));
    const path = under(parent, nameOf(oldPath));
    if (to.nodes.get(path)?.node.type !== 'history') continue;
    const remembered = nodes.map((node) => translated(to, mapping, pathOf(node.id)));
    const inside = remembered.every(
      (node) => isState(to, node) && (parent === '' ? node !== '' : node.startsWith(`${parent}.`)),
    );
    if (inside) found[idOf(path)] = remembered.map((node) => ({ id: idOf(node) }));
  }
  return found;
}
