/** Settings, client properties or deadlines that change under a running instance. */
import type { IsoInstant } from '../language/types.ts';
import { activePaths, type Compiled } from './compile.ts';
import { labelOf } from './label.ts';
import { changeText } from './log.ts';
import { dueOf, followLists } from './tasks.ts';
import { refreshTimers } from './timers.ts';
import type { ChangeEvent, InstanceState, StepResult } from './types.ts';
import { ambientOf, computeDeadlines } from './variables.ts';

/** Settings, client or a deadline changed: everything that depends on them moves along. */
export function change(compiled: Compiled, before: InstanceState, event: ChangeEvent, now: IsoInstant): StepResult {
  const movedDeadlines = { ...before.movedDeadlines };
  for (const [name, date] of Object.entries(event.movedDeadlines ?? {})) {
    if (date === null) delete movedDeadlines[name];
    else movedDeadlines[name] = date;
  }
  const state: InstanceState = {
    ...before,
    sequence: before.sequence + 1,
    movedSequence: before.sequence + 1,
    input: {
      ...before.input,
      settings: { ...before.input.settings, ...event.settings },
      client: event.client ?? before.input.client,
    },
    movedDeadlines,
  };
  state.deadlines = computeDeadlines(compiled, state, now);
  state.tasks = before.tasks.map((task) => ({ ...task, ...dueOf(compiled, task, state.deadlines) }));
  const ambient = ambientOf(compiled, { ...state, now });
  followLists(compiled, state, activePaths((state.snapshot as { value?: unknown } | null)?.value), ambient, now);
  state.timers = refreshTimers(compiled, state, now, before.deadlines);
  state.label = labelOf(compiled, state.input, ambient, state.context);
  const actor = event.actor ? { userId: event.actor.userId, name: event.actor.name } : null;
  const text = changeText(compiled, before.deadlines, state.deadlines);
  return {
    state,
    effects: [],
    log: [
      {
        kind: 'change',
        at: now,
        event: 'change',
        actor,
        fromStatus: state.status,
        toStatus: state.status,
        text,
        data: null,
      },
    ],
  };
}
