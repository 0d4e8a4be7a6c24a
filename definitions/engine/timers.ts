/** Which timers an instance waits for: delayed transitions, reminders, escalations. One list, worked out from the state. */
import { addDays, durationFrom, isBankDay, localDate, toInstant } from '../calendar/index.ts';
import type { IsoDate, IsoInstant, Reminders } from '../language/types.ts';
import { activePaths, taskDeclaration, type Ambient, type Compiled } from './compile.ts';
import type { DueMoment, InstanceState, Task, Timer } from './types.ts';
import { ambientOf, NO_EVENT } from './variables.ts';

const REMINDER_TIME = '08:00';

/** The moment a rule of `after` stands for: a deadline of the instance, or a duration from when the state was entered. */
export function ruleMoment(
  compiled: Compiled,
  rule: string,
  deadlines: Record<string, DueMoment>,
  enteredAt: IsoInstant,
): IsoInstant | null {
  // A deadline may have no date yet, and a name that begins with P.
  const isDeadline = Object.hasOwn(compiled.definition.deadlines ?? {}, rule);
  return isDeadline ? (deadlines[rule]?.dueAt ?? null) : durationFrom(enteredAt, rule);
}

/** The next reminder of a task after `now`; null when there is none to come. */
export function nextReminder(
  compiled: Compiled,
  state: Pick<InstanceState, 'input' | 'openedAt' | 'deadlines' | 'context'>,
  task: Task,
  now: IsoInstant,
): IsoInstant | null {
  const reminders = taskDeclaration(compiled, task)?.reminders;
  if (!reminders || !task.dueDate) return null;
  let ambient: Ambient | null = null;
  const evaluate = (source: string) => {
    ambient ??= ambientOf(compiled, { ...state, now });
    return compiled.scope(null).evaluate(source, ambient, { context: state.context, event: NO_EVENT });
  };
  const daysBefore = Array.isArray(reminders.daysBefore)
    ? reminders.daysBefore
    : (evaluate(reminders.daysBefore) as number[]);
  const every = typeof reminders.thenEvery === 'string' ? Number(evaluate(reminders.thenEvery)) : reminders.thenEvery;
  const moments = daysBefore.map((days) => reminderAt(reminders, addDays(task.dueDate!, -days), task.dueDate!));
  if (every && every >= 1) moments.push(nextAfterDue(reminders, task.dueDate, every, now));
  return (
    moments
      .filter((at) => at > now && at > task.openedAt)
      .sort()
      .at(0) ?? null
  );
}

/** A reminder that falls on a weekend waits for the next weekday, but never beyond the due date. */
function reminderAt(reminders: Reminders, date: IsoDate, dueDate: IsoDate): IsoInstant {
  let day = date;
  if (reminders.weekdaysOnly !== false) {
    while (!isWeekday(day)) day = addDays(day, 1);
    if (date <= dueDate && day > dueDate) {
      day = date;
      while (!isWeekday(day)) day = addDays(day, -1);
    }
  }
  return toInstant(day, reminders.at ?? REMINDER_TIME);
}

/** Days of reminders by what they follow from: each of a year of reminders would walk through those before it. */
const days = new Map<string, IsoDate[]>();
const MAX_KNOWN = 1000;

/** Every n-th day counted from the reminder before, so that one that waited for Monday is not followed on Tuesday. */
function nextAfterDue(reminders: Reminders, dueDate: IsoDate, every: number, now: IsoInstant): IsoInstant {
  const weekdays = reminders.weekdaysOnly !== false;
  const name = `${dueDate} ${every} ${weekdays}`;
  let known = days.get(name);
  if (!known) {
    if (days.size === MAX_KNOWN) days.clear();
    days.set(name, (known = []));
  }
  const at = (date: IsoDate) => toInstant(date, reminders.at ?? REMINDER_TIME);
  const today = localDate(now);
  for (let index = 0, last = dueDate; ; index += 1) {
    const date = (known[index] ??= dayAfter(last, every, weekdays));
    if (date > today || (date === today && at(date) > now)) return at(date);
    last = date;
  }
}

function dayAfter(date: IsoDate, every: number, weekdays: boolean): IsoDate {
  let next = addDays(date, every);
  while (weekdays && !isWeekday(next)) next = addDays(next, 1);
  return next;
}

/** Weekday in the sense of a reminder: people read mail on days that banks and offices are open. */
const isWeekday = isBankDay;

/**
 * Works every timer out anew from deadlines and tasks, so that whatever moved takes its timers along. `before`: the
 * deadlines until now; one that has a date for the first time starts the delays that waited for it.
 */
export function refreshTimers(
  compiled: Compiled,
  state: InstanceState,
  now: IsoInstant,
  before: InstanceState['deadlines'],
): Timer[] {
  const timers: Timer[] = [];
  for (const timer of state.timers) {
    if (timer.kind !== 'after') continue;
    const deadline = state.deadlines[timer.rule];
    if (deadline) timers.push({ ...timer, dueAt: deadline.dueAt });
    else if (!Object.hasOwn(compiled.definition.deadlines ?? {}, timer.rule)) timers.push(timer);
  }
  const active = new Set(activePaths((state.snapshot as { value?: unknown } | null)?.value));
  for (const [ref, { rule, path }] of compiled.delays) {
    const deadline = state.deadlines[rule];
    if (!deadline || before[rule] || !active.has(path) || timers.some((timer) => timer.ref === ref)) continue;
    timers.push({ id: ref, kind: 'after', dueAt: deadline.dueAt, ref, rule });
  }
  for (const { id, activity, dueAt } of state.calls ?? []) {
    if (dueAt) timers.push({ id: `call:${id}`, kind: 'call', dueAt, ref: id, rule: activity });
  }
  for (const task of state.tasks) {
    const reminder = nextReminder(compiled, state, task, now);
    if (reminder) timers.push({ id: `reminder:${task.id}`, kind: 'reminder', dueAt: reminder, ref: task.id, rule: '' });
    const escalation = taskDeclaration(compiled, task)?.escalation;
    const at =
      escalation && !task.escalatedTo && ruleMoment(compiled, escalation.after, state.deadlines, task.openedAt);
    if (at) {
      timers.push({ id: `escalation:${task.id}`, kind: 'escalation', dueAt: at, ref: task.id, rule: escalation.after });
    }
  }
  return timers;
}

/** The timer to wait for: the earliest, and of two at the same instant the one that changes state. */
export function nextTimer(state: InstanceState): Timer | null {
  const rank = (timer: Timer) => `${timer.dueAt} ${timer.kind === 'after' ? 0 : 1} ${timer.id}`;
  return state.timers.reduce<Timer | null>((best, timer) => (!best || rank(timer) < rank(best) ? timer : best), null);
}
