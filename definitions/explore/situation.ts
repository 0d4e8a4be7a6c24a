/** When two situations are the same: where everything that decides what can happen next is the same. */
import { activePaths, type Ambient, type Compiled } from '../engine/compile.ts';
import type { InstanceState } from '../engine/types.ts';
import type { IsoInstant, Json, JsonObject } from '../language/types.ts';
import type { Influence } from './influence.ts';

type HistoryValue = Record<string, { id: string }[]>;

/**
 * Values that decide nothing are left out, people and other names count by who is who and not by what they are called,
 * days as passed or not, and amounts by what comparisons make of them.
 */
export function situationKey(
  compiled: Compiled,
  influence: Influence,
  state: InstanceState,
  now: IsoInstant,
  ambient: Ambient,
): string {
  const names = new Names();
  const { value, historyValue } = state.snapshot as { value: Json; historyValue: HistoryValue };
  const passed = [...influence.reads.deadlines].map((name) => {
    const moment = state.deadlines[name];
    return !moment ? '-' : influence.clock ? moment.dueAt <= now : '+';
  });
  // Which comes first decides what happens, so they stand in the order of time.
  const timers = state.timers
    .filter(({ kind }) => kind !== 'reminder')
    .toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : a.ref < b.ref ? -1 : 1))
    .map(({ kind, ref, rule }) => `${kind} ${kind === 'call' ? rule : kind === 'after' ? ref : rule}`);
  const tasks = state.tasks.map((task) => [
    task.statePath,
    task.name,
    task.itemId === undefined ? '' : names.of(String(task.itemId)),
    task.excludedIds.map((id) => names.of(id)),
    task.assigneeId === null ? '' : names.of(task.assigneeId),
    task.escalatedTo,
  ]);
  const kept = [...influence.reads.context].map((key) => blurred(key, state.context[key] ?? null, influence, names));
  const input = [...influence.reads.input].map((key) => state.input.input[key] ?? null);
  const settings = [...influence.reads.settings].map((key) => state.input.settings[key]?.value ?? null);
  return JSON.stringify([
    value,
    remembered(compiled, historyValue, activePaths(value)),
    kept,
    holding(compiled, influence, state, ambient),
    passed,
    [...new Set(timers)],
    tasks,
    [...new Set((state.calls ?? []).map(({ activity }) => activity))].sort(),
    input,
    settings,
  ]);
}

/** What a history state remembers is of no interest while its region is active: leaving it will overwrite it. */
function remembered(compiled: Compiled, history: HistoryValue | undefined, active: string[]): [string, string[]][] {
  const prefix = `${compiled.definition.id}.`;
  return Object.entries(history ?? {})
    .filter(([id]) => !active.includes(id.slice(prefix.length).split('.').slice(0, -1).join('.')))
    .map(([id, nodes]): [string, string[]] => [id, nodes.map((node) => node.id)]);
}

/** Which comparisons hold now. */
export function holding(
  compiled: Compiled,
  { comparisons }: Influence,
  state: InstanceState,
  ambient: Ambient,
): string {
  let bits = '';
  for (const source of comparisons) bits += evaluated(compiled, source, state.context, ambient) === true ? '1' : '0';
  return bits;
}

/** Null where it cannot be worked out now. */
export function evaluated(compiled: Compiled, source: string, context: JsonObject, ambient: Ambient): Json {
  try {
    return compiled.scope(null).evaluate(source, { ...ambient, context, event: NO_EVENT });
  } catch {
    return null;
  }
}
const NO_EVENT = { type: '', data: {}, actor: { id: '', name: '' } };

/** Names in the order in which they are met. */
class Names {
  readonly #known = new Map<string, string>();
  of(name: string): string {
    if (name === '') return '';
    let short = this.#known.get(name);
    if (short === undefined) this.#known.set(name, (short = `n${this.#known.size}`));
    return short;
  }
}

function blurred(name: string, value: Json, influence: Influence, names: Names): Json {
  if (Array.isArray(value)) return fewAlike(value.map((item) => blurred(name, item, influence, names)));
  if (value !== null && typeof value === 'object') {
    return Object.entries(value)
      .filter(([key]) => influence.fields.has(key))
      .map(([key, child]) => [key, blurred(key, child, influence, names)]);
  }
  if (typeof value === 'number') {
    const known = influence.numbers.get(name);
    if (!known) return null;
    return Math.max(Math.min(0, ...known) - 1, Math.min(Math.max(0, ...known) + 1, value));
  }
  if (typeof value !== 'string' || value === '' || influence.texts.get(name)?.has(value)) return value;
  return /^\d{4}-\d{2}-\d{2}/.test(value) ? 'date' : names.of(value);
}

/** Of items that nothing tells apart, two are as good as many. */
function fewAlike(items: Json[]): Json[] {
  const counts = new Map<string, number>();
  return items.filter((item) => {
    const key = JSON.stringify(item);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count <= 2;
  });
}
