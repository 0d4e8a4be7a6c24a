/** The delayed transitions that an instance waits for in another version. */
import { durationFrom } from '../calendar/index.ts';
import type { Compiled } from '../engine/compile.ts';
import type { InstanceState, Timer } from '../engine/types.ts';
import type { IsoInstant } from '../language/types.ts';
import type { Place } from './places.ts';

/**
 * A delay of a state that stays keeps its instant when it is a duration, and follows its deadline otherwise; one that
 * has passed does not come again. In states that are new to the instance, delays begin now.
 */
export function delaysOf(
  from: Compiled,
  to: Compiled,
  before: InstanceState,
  state: InstanceState,
  place: Place,
  now: IsoInstant,
): Timer[] {
  const timers: Timer[] = [];
  const active = new Set(place.paths);
  for (const [ref, { rule, path }] of to.delays) {
    if (!active.has(path)) continue;
    const isDeadline = Object.hasOwn(to.definition.deadlines ?? {}, rule);
    const had = place.stays.has(path) && from.nodes.get(path)?.node.after?.[rule] !== undefined;
    const waiting = before.timers.find((timer) => timer.kind === 'after' && timer.ref === ref);
    const passed = had && !waiting && (!isDeadline || before.deadlines[rule] !== undefined);
    if (passed) continue;
    const since = place.stays.has(path) ? enteredAt(from, before, path, now) : now;
    const dueAt = isDeadline
      ? (state.deadlines[rule]?.dueAt ?? null)
      : had && waiting
        ? waiting.dueAt
        : durationFrom(since, rule);
    if (dueAt !== null) timers.push({ id: ref, kind: 'after', dueAt, ref, rule });
  }
  return timers;
}

/** When a state was entered, from what the instance remembers of it: a delay, a task, the status. Else now. */
function enteredAt(from: Compiled, before: InstanceState, path: string, now: IsoInstant): IsoInstant {
  const delay = before.timers.find(({ kind, ref, rule }) => {
    return kind === 'after' && from.delays.get(ref)?.path === path && !from.definition.deadlines?.[rule];
  });
  const start = delay && startOf(delay.dueAt, delay.rule);
  if (start) return start;
  const opened = before.tasks.filter(({ statePath }) => statePath === path).map(({ openedAt }) => openedAt);
  if (opened.length > 0) return opened.sort()[0]!;
  const own = from.nodes.get(path)?.node.status;
  return own !== undefined && own === before.status ? before.statusSince : now;
}

/** The instant that a duration leads to `end` from; null where there is not exactly one (the end of a month). */
function startOf(end: IsoInstant, duration: string): IsoInstant | null {
  const lengthMs = Date.parse(durationFrom(end, duration)) - Date.parse(end);
  const start = new Date(Date.parse(end) - lengthMs).toISOString();
  return durationFrom(start, duration) === end ? start : null;
}
