/** Every difference between two definitions, whatever their keys: what the schema will know tomorrow is compared today. */
import canonicalize from 'canonicalize';
import { resolveTarget, statesOf, type StateAt } from '../language/check/walk.ts';
import { step } from '../language/findings.ts';
import type { Definition } from '../language/types.ts';
import { pathOf, type StateMatch } from './match.ts';

export interface StructuralChange {
  change: 'added' | 'removed' | 'changed' | 'renamed';
  /** What it is a part of: `state`, `transition`, `guard`, `effect`, `task`, `action`, `deadline`, `setting`, … */
  part: string;
  /** Paths of the state that it stands in; the root has the empty one. Null where there is none. */
  oldState: string | null;
  newState: string | null;
  /** Keys from the state to the value, `['tasks', 'handIn', 'for']`; a number is a place in a list. */
  keys: (string | number)[];
  /** JSON pointers; null where it does not stand. */
  oldPointer: string | null;
  newPointer: string | null;
  /** Undefined where it does not stand. */
  oldValue?: unknown;
  newValue?: unknown;
}

type Plain = Record<string, unknown>;
type Keys = (string | number)[];

export function structuralChanges(
  before: Definition,
  after: Definition,
  matches: Map<string, StateMatch>,
): StructuralChange[] {
  const changes: StructuralChange[] = [];
  const renamed = new Map(
    [...matches].flatMap(([path, { to }]) => (to ? [[path, pathOf(to)] as [string, string]] : [])),
  );
  const kept = new Set(renamed.values());
  for (const { old, to, how } of matches.values()) {
    if (!to) {
      if (matches.get(old.path.slice(0, -1).join('.'))?.to) changes.push(whole('removed', old));
      continue;
    }
    if (how !== 'same' && old.path.at(-1) !== undefined) {
      const parent = renamed.get(old.path.slice(0, -1).join('.'));
      // What follows a renamed parent is told with it.
      if ([parent, old.path.at(-1)].filter(Boolean).join('.') !== pathOf(to)) {
        const value = { oldValue: pathOf(old), newValue: pathOf(to) };
        changes.push({ ...whole('renamed', old), newState: pathOf(to), newPointer: to.pointer, ...value });
      }
    }
    const plain = (definition: Definition, state: StateAt, rename: Map<string, string> | null) =>
      normal(definition, state, rename);
    compare(plain(before, old, renamed), plain(after, to, null), [], (change, keys, oldValue, newValue) => {
      changes.push({
        change,
        part: partOf(keys, old.path.length === 0),
        oldState: pathOf(old),
        newState: pathOf(to),
        keys,
        oldPointer: change === 'added' ? null : pointerTo(old, keys),
        newPointer: change === 'removed' ? null : pointerTo(to, keys),
        ...(change !== 'added' && { oldValue }),
        ...(change !== 'removed' && { newValue }),
      });
    });
  }
  for (const state of statesOf(after)) {
    if (kept.has(pathOf(state)) || !kept.has(state.path.slice(0, -1).join('.'))) continue;
    const { oldPointer, oldState, oldValue, ...at } = whole('added', state);
    changes.push({
      ...at,
      oldPointer: null,
      oldState: null,
      newPointer: oldPointer,
      newState: oldState,
      newValue: oldValue,
    });
  }
  return changes;
}

const whole = (change: StructuralChange['change'], { path, pointer, node }: StateAt): StructuralChange => ({
  change,
  part: 'state',
  oldState: path.join('.'),
  newState: null,
  keys: [],
  oldPointer: pointer,
  newPointer: null,
  oldValue: node,
});

const SLOTS = ['on', 'after'] as const;
/** Where a map that is missing says the same as an empty one, so that what it holds is told piece by piece. */
const GROUPS =
  'on after tasks actions settings roles statuses deadlines templates facts events activities decisions context';
const EMPTY = Object.fromEntries(GROUPS.split(' ').map((name) => [name, {}]));
const list = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

/** The state without those within it, in its one form: transitions and effects as lists, targets as whole paths of the new version. */
function normal(definition: Definition, state: StateAt, renamed: Map<string, string> | null): Plain {
  const { states: _, ...rest } = state.node as StateNodeLike;
  const rename = (path: string) => renamed?.get(path) ?? path;
  const targetOf = (target: string) => {
    const path = resolveTarget(definition, state, target);
    return path ? `#${rename(path.join('.'))}` : target;
  };
  const transition = (value: unknown): Plain => {
    const one = (typeof value === 'string' ? { target: value } : { ...(value as Plain) }) as Plain;
    if (typeof one.target === 'string') one.target = targetOf(one.target);
    if (one.actions !== undefined) one.actions = list(one.actions);
    return one;
  };
  const plain: Plain = { ...EMPTY, ...rest };
  for (const slot of SLOTS) {
    if (!rest[slot]) continue;
    plain[slot] = Object.fromEntries(
      Object.entries(rest[slot] as Plain).map(([name, value]) => [name, list(value).map(transition)]),
    );
  }
  for (const slot of ['always', 'onDone']) if (rest[slot] !== undefined) plain[slot] = list(rest[slot]).map(transition);
  for (const slot of ['entry', 'exit']) if (rest[slot] !== undefined) plain[slot] = list(rest[slot]);
  if (typeof rest.initial === 'string') plain.initial = `#${rename([...state.path, rest.initial].join('.'))}`;
  if (typeof rest.target === 'string') plain.target = targetOf(rest.target);
  return plain;
}
type StateNodeLike = Plain & { states?: unknown };

type Found = (change: 'added' | 'removed' | 'changed', keys: Keys, before: unknown, after: unknown) => void;

const same = (a: unknown, b: unknown) => canonicalize(a) === canonicalize(b);
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** Both languages of a text are one thing to people. */
const isText = (value: Plain) =>
  typeof value.sv === 'string' && typeof value.en === 'string' && Object.keys(value).length === 2;

function compare(a: unknown, b: unknown, keys: Keys, found: Found): void {
  if (a === b) return;
  if (isPlain(a) && isPlain(b) && !isText(a) && !isText(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const at = [...keys, key];
      if (!Object.hasOwn(b, key)) found('removed', at, a[key], undefined);
      else if (!Object.hasOwn(a, key)) found('added', at, undefined, b[key]);
      else compare(a[key], b[key], at, found);
    }
  } else if (Array.isArray(a) && Array.isArray(b) && [...a, ...b].every(isPlain)) compareLists(a, b, keys, found);
  else if (!same(a, b)) found('changed', keys, a, b);
}

/** Items that are alike on both sides stand beside each other; between them, the first with the first. */
function compareLists(a: unknown[], b: unknown[], keys: Keys, found: Found): void {
  let [i, j] = [0, 0];
  for (;;) {
    let [nextI, nextJ] = [a.length, b.length];
    search: for (let reach = 0; reach <= a.length - i + b.length - j; reach += 1) {
      for (let k = 0; k <= reach; k += 1) {
        if (i + k < a.length && j + reach - k < b.length && same(a[i + k], b[j + reach - k])) {
          [nextI, nextJ] = [i + k, j + reach - k];
          break search;
        }
      }
    }
    for (; i < nextI || j < nextJ;) {
      if (i < nextI && j < nextJ) comparePlaced(a[i], b[j], keys, i++, j++, found);
      else if (i < nextI) found('removed', [...keys, i++], a[i - 1], undefined);
      else found('added', [...keys, j++], undefined, b[j - 1]);
    }
    if (i >= a.length && j >= b.length) return;
    i += 1;
    j += 1;
  }
}

function comparePlaced(a: unknown, b: unknown, keys: Keys, i: number, j: number, found: Found): void {
  if (i === j) {
    compare(a, b, [...keys, i], found);
    return;
  }
  found('removed', [...keys, i], a, undefined);
  found('added', [...keys, j], undefined, b);
}

/** The pointer in the text as it was written: what stands alone is no list there, and a bare target no object. */
export function pointerTo(state: StateAt, keys: Keys): string {
  let value: unknown = state.node;
  let pointer = state.pointer;
  for (const key of keys) {
    if (typeof value === 'string' || (typeof key === 'number' && !Array.isArray(value))) continue;
    pointer += step(key);
    value = (value as Record<string | number, unknown> | undefined)?.[key];
  }
  return pointer;
}

const ROOT_PARTS: Record<string, string> = {
  settings: 'setting',
  roles: 'role',
  statuses: 'status',
  deadlines: 'deadline',
  templates: 'template',
  facts: 'fact',
  events: 'event',
  activities: 'activity',
  decisions: 'decision',
};

function partOf(keys: Keys, root: boolean): string {
  const [first, , ...rest] = keys;
  if (first === 'tasks') return 'task';
  if (first === 'actions') return 'action';
  if (first === 'entry' || first === 'exit') return 'effect';
  if (SLOTS.includes(first as 'on') || first === 'always' || first === 'onDone') {
    if (keys.at(-1) === 'guard') return 'guard';
    return rest.includes('actions') || keys.includes('actions', 1) ? 'effect' : 'transition';
  }
  if (root) return ROOT_PARTS[String(first)] ?? String(first);
  return 'state';
}
