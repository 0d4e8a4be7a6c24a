/**
 * The one function that decides. `open` and `step` are pure: the same definition, state, event and `now` give the same
 * result in the workflow, the simulator, a dry run and a browser. They read no clock, no randomness, no I/O.
 */
import type { IsoInstant, JsonObject } from '../language/types.ts';
import { judge, refuse, RefusedError, statusOf } from './allowed.ts';
import { apply } from './apply.ts';
import { withoutCall } from './calls.ts';
import { change } from './change.ts';
import { move, start, type ChartStep } from './chart.ts';
import type { Compiled } from './compile.ts';
import { labelOf } from './label.ts';
import { checkContext, LimitError } from './limits.ts';
import { eventTitle, LOG_TEXTS } from './log.ts';
import { remind } from './notices.ts';
import { dueOf, followLists } from './tasks.ts';
import { refreshTimers } from './timers.ts';
import type {
  ActEvent,
  Effect,
  InstanceEvent,
  InstanceInput,
  InstanceState,
  LogLine,
  StepResult,
  SystemEvent,
  Timer,
} from './types.ts';
import { ambientOf, computeDeadlines, NO_EVENT, type Event } from './variables.ts';

/** Opens an instance. `now` is an ISO 8601 instant in UTC. */
export function open(compiled: Compiled, input: InstanceInput, now: IsoInstant): StepResult {
  const context = (compiled.definition.context ?? {}) as JsonObject;
  const base = { input, openedAt: now, context, movedDeadlines: {} };
  const deadlines = computeDeadlines(compiled, base, now);
  const ambient = ambientOf(compiled, { ...base, deadlines, now });
  const state: InstanceState = {
    schemaVersion: 1,
    ...base,
    sequence: 0,
    movedSequence: 0,
    snapshot: null,
    activeStates: [],
    status: null,
    statusSince: now,
    label: labelOf(compiled, input, ambient, context),
    done: false,
    closedAt: null,
    deadlines,
    tasks: [],
    timers: [],
  };
  return settle(compiled, state, start(compiled, ambient), NO_EVENT, now, {
    kind: 'opened',
    event: 'opened',
    actor: null,
    text: LOG_TEXTS.opened,
    data: null,
  });
}

/**
 * Takes one event. Throws RefusedError for an act that state, role, guard or form does not allow; an event of a timer
 * or a system that the state does not know leaves the instance as it is (same sequence, no effects).
 */
export function step(compiled: Compiled, state: InstanceState, event: InstanceEvent, now: IsoInstant): StepResult {
  if (event.kind === 'act') return act(compiled, state, event, now);
  if (state.done) return { state, effects: [], log: [] };
  if (event.kind === 'change') return change(compiled, state, event, now);
  if (event.kind === 'system') return system(compiled, state, event, now);
  const timer = state.timers.find((candidate) => candidate.id === event.timerId);
  if (!timer) return { state, effects: [], log: [] };
  const without = { ...state, timers: state.timers.filter((candidate) => candidate !== timer) };
  if (timer.kind === 'after') {
    const rule = compiled.definition.deadlines?.[timer.rule];
    const text = rule ? LOG_TEXTS.passed(rule.title) : LOG_TEXTS.waited;
    const line = { kind: 'timer', event: timer.rule, actor: null, text, data: null } as const;
    return raise(compiled, without, { ...NO_EVENT, type: timer.ref }, now, line);
  }
  if (timer.kind === 'call') return timeOut(compiled, without, timer, now);
  return remind(compiled, without, timer.kind, timer.ref, now);
}

type LineStart = Pick<LogLine, 'kind' | 'event' | 'actor' | 'text' | 'data'>;

function act(compiled: Compiled, state: InstanceState, event: ActEvent, now: IsoInstant): StepResult {
  const judged = judge(compiled, state, event, now);
  if (judged.refused) throw new RefusedError(judged.refused);
  const { task, ambient } = judged;
  const raised: Event = {
    type: event.type,
    data: event.data,
    actor: { id: event.actor.userId, name: event.actor.name },
    item: task?.item ?? null,
  };
  const line = {
    kind: 'act' as const,
    event: event.type,
    actor: { userId: event.actor.userId, name: event.actor.name },
    text: eventTitle(compiled, state, event.type, event.taskId),
    data: Object.keys(event.data).length > 0 ? event.data : null,
  };
  try {
    return raise(compiled, state, raised, now, line, ambient);
  } catch (error) {
    throw error instanceof LimitError ? new RefusedError(refuse('limit_exceeded')) : error;
  }
}

/**
 * From a system, another instance, or the answer to a call; an answer that comes too late is left alone. An event that
 * does not say which call it answers answers the oldest one that waits for it, if there is one.
 */
function system(compiled: Compiled, before: InstanceState, event: SystemEvent, now: IsoInstant): StepResult {
  const waiting = before.calls?.find(({ done, failed }) => done === event.type || failed === event.type);
  const callId = event.callId ?? waiting?.id;
  const state = callId === undefined ? before : withoutCall(before, callId);
  if (!state) return { state: before, effects: [], log: [] };
  const raised: Event = { ...NO_EVENT, type: event.type, data: event.data };
  const text = eventTitle(compiled, state, event.type);
  return raise(compiled, state, raised, now, { kind: 'system', event: event.type, actor: null, text, data: null });
}

function timeOut(compiled: Compiled, before: InstanceState, timer: Timer, now: IsoInstant): StepResult {
  const call = before.calls?.find(({ id }) => id === timer.ref);
  const state = call && withoutCall(before, call.id);
  if (!state) return { state: before, effects: [], log: [] };
  const title = compiled.definition.activities?.[call.activity]?.title ?? { sv: call.activity, en: call.activity };
  const line = {
    kind: 'timer',
    event: timer.rule,
    actor: null,
    text: LOG_TEXTS.unanswered(title),
    data: null,
  } as const;
  return raise(compiled, state, { ...NO_EVENT, type: call.timedOut ?? '' }, now, line);
}

function raise(
  compiled: Compiled,
  state: InstanceState,
  event: Event,
  now: IsoInstant,
  line: LineStart,
  ambient = ambientOf(compiled, { ...state, now }),
): StepResult {
  const chart = move(compiled, state, { ...ambient, item: event.item }, event);
  const nothing = line.kind === 'system' && chart.actions.length === 0;
  if (nothing && JSON.stringify(chart.snapshot) === JSON.stringify(state.snapshot)) {
    return { state, effects: [], log: [] };
  }
  return settle(compiled, state, chart, event, now, line);
}

/** Applies what the chart said: state, tasks, timers, effects and the line that people read. */
function settle(
  compiled: Compiled,
  before: InstanceState,
  chart: ChartStep,
  event: Event,
  now: IsoInstant,
  line: LineStart,
): StepResult {
  const sequence = before.sequence + 1;
  if (chart.context !== before.context) checkContext(chart.context);
  const moved = { ...before, context: chart.context };
  const deadlines = computeDeadlines(compiled, moved, now);
  const status = statusOf(compiled, chart.paths);
  const state: InstanceState = {
    ...moved,
    sequence,
    movedSequence: sequence,
    snapshot: chart.snapshot,
    activeStates: leaves(chart.paths),
    status,
    statusSince: status === before.status ? before.statusSince : now,
    done: chart.done,
    closedAt: chart.done ? now : null,
    deadlines,
    tasks: before.tasks.map((task) => ({ ...task, ...dueOf(compiled, task, deadlines) })),
    timers: [...before.timers],
  };
  const ambient = { ...ambientOf(compiled, { ...state, now }), item: event.item };
  state.label = labelOf(compiled, state.input, ambient, state.context);
  const effects: Effect[] = [];
  const log: LogLine[] = [{ ...line, at: now, fromStatus: before.status, toStatus: status }];
  for (const action of chart.actions) apply(compiled, state, action, { event, now, ambient, effects, log });
  if (state.done) {
    state.tasks = [];
    state.timers = [];
    delete state.calls;
  } else {
    followLists(compiled, state, chart.paths, ambient, now);
    state.timers = refreshTimers(compiled, state, now, before.deadlines);
  }
  return { state, effects, log };
}

const leaves = (paths: string[]) =>
  paths.filter((path) => path !== '' && !paths.some((other) => other.startsWith(`${path}.`)));
