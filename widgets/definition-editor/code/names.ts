import { statesOf } from '../../../definitions/language/check/walk.ts';
import type { Definition, Text } from '../../../definitions/language/types.ts';

/** What a name of the language refers to. */
export type Kind =
  'roles' | 'statuses' | 'templates' | 'deadlines' | 'settings' | 'states' | 'events' | 'activities' | 'decisions';

/** Which values of the language are names, by where the language says them. */
const NAMES: Record<string, Kind[]> = {
  'task.for': ['roles'],
  'action.for': ['roles'],
  'escalation.to': ['roles'],
  'reminders.to': ['roles'],
  'state.status': ['statuses'],
  'reminders.template': ['templates'],
  'escalation.template': ['templates'],
  'task.due': ['deadlines'],
  'deadlineFrom.deadline': ['deadlines'],
  'escalation.after': ['deadlines'],
  'task.event': ['events'],
  'transition.target': ['states'],
  'state.initial': ['states'],
  initial: ['states'],
};
/** The same for keys. */
const KEYS: Record<string, Kind[]> = { on: ['events'], after: ['deadlines'], actions: ['events'] };

/** `key` is where the language says it; `path` tells the parameters of effects apart. */
export function kindsOf(key: string, path: (string | number)[]): Kind[] {
  const last = path.at(-1);
  if (key in NAMES) return NAMES[key]!;
  if (path.at(-2) === 'params') {
    if (last === 'template') return ['templates'];
    if (last === 'to' && key.includes('notify')) return ['roles'];
    if (last === 'activity') return ['activities'];
    if (last === 'done' || last === 'failed' || last === 'timedOut') return ['events'];
  }
  // A transition may be written as no more than its target.
  const owner = path.findLast((step) => typeof step === 'string' && step in TRANSITIONS);
  const depth = owner === undefined ? -1 : path.length - 1 - path.lastIndexOf(owner);
  if (owner === 'always' || owner === 'onDone') return depth <= 1 && isIndex(path, depth) ? ['states'] : [];
  if (owner !== undefined && depth >= 1 && depth <= 2 && isIndex(path, depth - 1)) return ['states'];
  return [];
}

const TRANSITIONS: Record<string, true> = { on: true, after: true, always: true, onDone: true };
const isIndex = (path: (string | number)[], depth: number): boolean => depth === 0 || typeof path.at(-1) === 'number';

/** Names that may be keys of an object at a path. */
export const keyKindsOf = (path: (string | number)[]): Kind[] => {
  const last = path.at(-1);
  return typeof last === 'string' && path.length > 1 && Object.hasOwn(KEYS, last) ? KEYS[last]! : [];
};

export interface Name {
  name: string;
  kind: Kind;
  /** What people call it. */
  title: Text | null;
}

/** Every name of a kind, as far as the text can be read. `path` is where it is asked from: states are seen from there. */
export function namesIn(definition: unknown, kind: Kind, path: (string | number)[]): Name[] {
  if (!isObject(definition)) return [];
  if (kind === 'states') return statesFrom(definition, path).map((name) => ({ name, kind, title: null }));
  if (kind === 'events') return [...eventsOf(definition)].map(([name, title]) => ({ name, kind, title }));
  const section = definition[kind];
  if (!isObject(section)) return [];
  return Object.entries(section).map(([name, value]) => {
    const { title, label, subject } = isObject(value) ? value : {};
    return { name, kind, title: textOf(title ?? label ?? subject) };
  });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): Text | null =>
  isObject(value) && typeof value.sv === 'string' && typeof value.en === 'string' ? (value as unknown as Text) : null;

/** Siblings by their name, states inside with a dot, all others from the root. */
function statesFrom(definition: Record<string, unknown>, path: (string | number)[]): string[] {
  const own: string[] = [];
  for (let index = 0; path[index] === 'states' && typeof path[index + 1] === 'string'; index += 2) {
    own.push(String(path[index + 1]));
  }
  const initial = path.at(-1) === 'initial';
  const around = initial ? own : own.slice(0, -1);
  let all: string[][];
  try {
    all = statesOf(definition as unknown as Definition).map((state) => state.path);
  } catch {
    return [];
  }
  const inside = (outer: string[], one: string[]) =>
    one.length === outer.length + 1 && outer.every((name, index) => one[index] === name);
  const near = all.filter((one) => inside(around, one)).map((one) => one.at(-1)!);
  if (initial) return near;
  const below = all.filter((one) => inside(own, one)).map((one) => `.${one.at(-1)!}`);
  const far = all
    .filter((one) => one.length > 0 && !inside(around, one) && !inside(own, one))
    .map((one) => `#${String(definition.id)}.${one.join('.')}`);
  return [...near, ...below, ...far];
}

function eventsOf(definition: Record<string, unknown>): Map<string, Text | null> {
  const events = new Map<string, Text | null>();
  const note = (name: unknown, title: Text | null): void => {
    if (typeof name === 'string' && name !== '' && !events.get(name)) events.set(name, title);
  };
  const visit = (node: unknown): void => {
    if (!isObject(node)) return;
    for (const task of Object.values(isObject(node.tasks) ? node.tasks : {})) {
      if (isObject(task)) note(task.event, textOf(task.submit ?? task.title));
    }
    for (const [name, action] of Object.entries(isObject(node.actions) ? node.actions : {})) {
      note(name, isObject(action) ? textOf(action.label) : null);
    }
    for (const name of Object.keys(isObject(node.on) ? node.on : {})) note(name, null);
    for (const child of Object.values(isObject(node.states) ? node.states : {})) visit(child);
  };
  for (const [name, event] of Object.entries(isObject(definition.events) ? definition.events : {})) {
    note(name, isObject(event) ? textOf(event.title) : null);
  }
  visit(definition);
  return events;
}
