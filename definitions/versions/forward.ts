/** What will happen to a live instance if nobody answers: who is told what on which day, and what is due when. */
import { localDate } from '../calendar/index.ts';
import type { Compiled } from '../engine/compile.ts';
import { step } from '../engine/step.ts';
import { nextTimer } from '../engine/timers.ts';
import type { Effect, InstanceState, Task } from '../engine/types.ts';
import type { IsoInstant } from '../language/types.ts';
import type { MailRef, TaskRef } from './types.ts';

/** As many steps as an unanswered process takes in years; more means that its time does not pass. */
const MAX_STEPS = 2000;

interface Ahead {
  mails: (MailRef & { template: string })[];
  /** The first of each name, with those that are open at the start. */
  tasks: Map<string, TaskRef>;
  /** False where it had to stop before the end. */
  complete: boolean;
}

/** `effects`: what the step that led to `start` asked for already. */
export function lookAhead(
  compiled: Compiled,
  start: InstanceState,
  until: IsoInstant,
  at: IsoInstant,
  effects: Effect[] = [],
): Ahead {
  const ahead: Ahead = { mails: effects.flatMap((effect) => mailsOf(effect, at)), tasks: new Map(), complete: true };
  note(ahead, start.tasks);
  let state = start;
  let now = at;
  for (let steps = 0; ; steps += 1) {
    const timer = nextTimer(state);
    if (!timer || timer.dueAt > until) return ahead;
    if (steps >= MAX_STEPS) return { ...ahead, complete: false };
    if (timer.dueAt > now) now = timer.dueAt;
    const result = step(compiled, state, { kind: 'timer', timerId: timer.id }, now);
    // A timer that does nothing stays, and would be the next one for ever.
    const idle = result.state === state;
    state = idle ? { ...state, timers: state.timers.filter((other) => other !== timer) } : result.state;
    ahead.mails.push(...result.effects.flatMap((effect) => mailsOf(effect, now)));
    note(ahead, state.tasks);
  }
}

function note(ahead: Ahead, tasks: Task[]): void {
  for (const task of tasks) {
    const key = [task.statePath, task.name, task.itemId ?? ''].join('/');
    if (!ahead.tasks.has(key)) ahead.tasks.set(key, taskRef(task));
  }
}

export const taskRef = ({ statePath, name, title, role, dueDate }: Task): TaskRef => ({
  statePath,
  name,
  title,
  role,
  dueDate,
});

function mailsOf(effect: Effect, now: IsoInstant): Ahead['mails'] {
  if (effect.type !== 'notify') return [];
  const { role, userId, subject, category, template } = effect;
  return [{ role, userId, subject, category, template, date: localDate(effect.sendAt ?? now) }];
}
