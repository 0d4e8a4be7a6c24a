/** Which state of the new version is which of the old: by place, else by what it does. */
import { nearest } from '../language/near.ts';
import { resolveTarget, statesOf, transitionsAt, type StateAt } from '../language/check/walk.ts';
import type { Definition } from '../language/types.ts';

export interface StateMatch {
  old: StateAt;
  /** Null: the state is gone, and none is like it. */
  to: StateAt | null;
  /** `same`: the same path. `moved`: the same name, or the same within a renamed one. `renamed`: another name, a similar shape. */
  how: 'same' | 'moved' | 'renamed' | 'removed';
  /** 0 to 1; 1 for the same path. */
  likeness: number;
}

const LIKE_ENOUGH = 0.5;

export const pathOf = ({ path }: StateAt): string => path.join('.');

/** Every state of the old definition, parents first, by its path. */
export function matchStates(before: Definition, after: Definition): Map<string, StateMatch> {
  const news = new Map(statesOf(after).map((state) => [pathOf(state), state]));
  const versions = { before, after, ways: { before: waysInto(before), after: waysInto(after) } };
  const olds = statesOf(before);
  const taken = new Set(olds.map(pathOf).filter((path) => news.has(path)));
  const matches = new Map<string, StateMatch>();
  for (const old of olds) {
    const path = pathOf(old);
    const same = news.get(path);
    if (same) {
      matches.set(path, { old, to: same, how: 'same', likeness: 1 });
      continue;
    }
    const parent = matches.get(old.path.slice(0, -1).join('.'))?.to ?? null;
    const free = [...news.entries()].filter(([name]) => !taken.has(name)).map(([, state]) => state);
    const inPlace = parent && free.find((one) => pathOf(one) === [...parent.path, old.path.at(-1)!].join('.'));
    const rated = inPlace
      ? [{ state: inPlace, likeness: 1 }]
      : free
          .map((state) => ({ state, likeness: likeness(versions, old, state, parent) }))
          .toSorted((a, b) => b.likeness - a.likeness);
    const best = rated[0];
    if (!best || best.likeness < LIKE_ENOUGH) {
      matches.set(path, { old, to: null, how: 'removed', likeness: 0 });
      continue;
    }
    taken.add(pathOf(best.state));
    const how = best.state.path.at(-1) === old.path.at(-1) ? 'moved' : 'renamed';
    matches.set(path, { old, to: best.state, how, likeness: Math.round(best.likeness * 100) / 100 });
  }
  return matches;
}

/** Weighs what people notice of a state: its status, its tasks, what leads out of it, its name, where it stands. */
function likeness({ before, after, ways }: Versions, old: StateAt, one: StateAt, parent: StateAt | null): number {
  const [a, b] = [old.node, one.node];
  if ((a.type === 'final') !== (b.type === 'final') || (a.type === 'history') !== (b.type === 'history')) return 0;
  const [name, other] = [old.path.at(-1) ?? '', one.path.at(-1) ?? ''];
  const label = (definition: Definition, status: string | undefined) =>
    status === undefined ? undefined : (definition.statuses[status]?.label.en ?? status);
  const parts: [weight: number, share: number | null][] = [
    [
      3,
      a.status === undefined && b.status === undefined
        ? null
        : a.status === b.status || label(before, a.status) === label(after, b.status)
          ? 1
          : 0,
    ],
    [3, shared(Object.keys(a.tasks ?? {}), Object.keys(b.tasks ?? {}))],
    [
      3,
      shared(
        [...Object.keys(a.on ?? {}), ...Object.keys(a.after ?? {})],
        [...Object.keys(b.on ?? {}), ...Object.keys(b.after ?? {})],
      ),
    ],
    [2, shared(Object.keys(a.states ?? {}), Object.keys(b.states ?? {}))],
    [3, shared(ways.before.get(pathOf(old)) ?? [], ways.after.get(pathOf(one)) ?? [])],
    [2, name === other ? 1 : nearest(name, [other]) ? 0.7 : 0],
    [1, parent && pathOf(parent) === one.path.slice(0, -1).join('.') ? 1 : 0],
  ];
  const counted = parts.filter((part): part is [number, number] => part[1] !== null);
  const total = counted.reduce((sum, [weight]) => sum + weight, 0);
  return counted.reduce((sum, [weight, share]) => sum + weight * share, 0) / total;
}

type Ways = Map<string, string[]>;

interface Versions {
  before: Definition;
  after: Definition;
  ways: { before: Ways; after: Ways };
}

/** What leads to each state, by its path: where from, and on what. */
function waysInto(definition: Definition): Ways {
  const ways: Ways = new Map();
  for (const from of statesOf(definition)) {
    for (const { kind, name, transition } of transitionsAt(from)) {
      const { target } = transition;
      const to = target === undefined ? null : resolveTarget(definition, from, target);
      if (!to) continue;
      const path = to.join('.');
      ways.set(path, [...(ways.get(path) ?? []), `${pathOf(from)} ${kind} ${name ?? ''}`]);
    }
  }
  return ways;
}

/** Share of names in both; null where there are none at all. */
function shared(a: string[], b: string[]): number | null {
  const all = new Set([...a, ...b]);
  return all.size === 0 ? null : a.filter((name) => b.includes(name)).length / all.size;
}
