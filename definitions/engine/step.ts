/**
 * The one function that decides. `open` and `step` are pure: the same definition, state, event and `now` give the same
 * result in the workflow, the simulator, a dry run and a browser. They read no clock, no randomness, no I/O.
 */
import { localDate } from '../calendar/index.ts';
import type { IsoInstant, JsonObject, NotifyParams, TaskDeclaration, Text } from '../language/types.ts';
import { refusal, RefusedError, statusOf } from './allowed.ts';
import { move, start, type ChartAction, type ChartStep } from './chart.ts';
import { taskDeclaration, type Ambient, type Compiled } from './compile.ts';
import { personOf } from './roles.ts';
import { refreshTimers, ruleMoment } from './timers.ts';
import { changeText, eventTitle, LOG_TEXTS } from './log.ts';
import type {
  ActEvent,
  ChangeEvent,
  Effect,
  InstanceEvent,
  InstanceInput,
  InstanceState,
  LogLine,
  StepResult,
  Task,
} from './types.ts';
import { ambientOf, computeDeadlines, NO_EVENT, renderText, type Event } from './variables.ts';

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
  if (event.kind === 'system') {
    const raised: Event = { ...NO_EVENT, type: event.type, data: event.data };
    const text = eventTitle(compiled, state, event.type);
    return raise(compiled, state, raised, now, { kind: 'system', event: event.type, actor: null, text, data: null });
  }
  const timer = state.timers.find((candidate) => candidate.id === event.timerId);
  if (!timer) return { state, effects: [], log: [] };
  const without = { ...state, timers: state.timers.filter((candidate) => candidate !== timer) };
  if (timer.kind === 'after') {
    const rule = compiled.definition.deadlines?.[timer.rule];
    const text = rule ? LOG_TEXTS.passed(rule.title) : LOG_TEXTS.waited;
    const line = { kind: 'timer', event: timer.rule, actor: null, text, data: null } as const;
    return raise(compiled, without, { ...NO_EVENT, type: timer.ref }, now, line);
  }
  return remind(compiled, without, timer.kind, timer.ref, now);
}

type LineStart = Pick<LogLine, 'kind' | 'event' | 'actor' | 'text' | 'data'>;

function act(compiled: Compiled, state: InstanceState, event: ActEvent, now: IsoInstant): StepResult {
  const refused = refusal(compiled, state, event, now);
  if (refused) throw new RefusedError(refused);
  const raised: Event = {
    type: event.type,
    data: event.data,
    actor: { id: event.actor.userId, name: event.actor.name },
  };
  return raise(compiled, state, raised, now, {
    kind: 'act',
    event: event.type,
    actor: { userId: event.actor.userId, name: event.actor.name },
    text: eventTitle(compiled, state, event.type, event.taskId),
    data: Object.keys(event.data).length > 0 ? event.data : null,
  });
}

function raise(compiled: Compiled, state: InstanceState, event: Event, now: IsoInstant, line: LineStart): StepResult {
  const chart = move(compiled, state, ambientOf(compiled, { ...state, now }), event);
  const unchanged = chart.actions.length === 0 && JSON.stringify(chart.snapshot) === JSON.stringify(state.snapshot);
  if (unchanged && line.kind === 'system') return { state, effects: [], log: [] };
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
  const ambient = ambientOf(compiled, { ...state, now });
  state.label = labelOf(compiled, state.input, ambient, state.context);
  const effects: Effect[] = [];
  const log: LogLine[] = [{ ...line, at: now, fromStatus: before.status, toStatus: status }];
  for (const action of chart.actions) apply(compiled, state, action, { event, now, ambient, effects, log });
  if (state.done) {
    state.tasks = [];
    state.timers = [];
  } else state.timers = refreshTimers(compiled, state, now, before.deadlines);
  return { state, effects, log };
}

interface Applying {
  event: Event;
  now: IsoInstant;
  ambient: Ambient;
  effects: Effect[];
  log: LogLine[];
}

function apply(compiled: Compiled, state: InstanceState, action: ChartAction, at: Applying): void {
  const evaluate = (source: string) =>
    compiled.scope(at.event.type || null).evaluate(source, { ...at.ambient, context: state.context, event: at.event });
  const evaluateAll = (sources: Record<string, string> | undefined): JsonObject =>
    Object.fromEntries(Object.entries(sources ?? {}).map(([name, source]) => [name, evaluate(source)]));
  const render = (text: Text) => renderText(compiled, text, at.ambient, state.context, at.event);
  switch (action.type) {
    case 'arende.entered':
      enter(compiled, state, action.params.path, at);
      break;
    case 'arende.exited':
      state.tasks = state.tasks.filter((task) => task.statePath !== action.params.path);
      break;
    case 'xstate.raise': {
      const type = action.params.event.type;
      const rule = compiled.delays.get(type)?.rule;
      const dueAt = rule === undefined ? null : ruleMoment(compiled, rule, state.deadlines, at.now);
      if (rule !== undefined && dueAt)
        state.timers.push({ id: action.params.id, kind: 'after', dueAt, ref: type, rule });
      break;
    }
    case 'xstate.cancel':
      state.timers = state.timers.filter((timer) => timer.id !== action.params.sendId);
      break;
    case 'notify':
      at.effects.push(notice(compiled, state, action.params, 'notice', null, at));
      break;
    case 'record':
      at.log.push({ ...at.log[0]!, kind: 'record', event: 'record', text: render(action.params.text), data: null });
      break;
    case 'file':
      at.effects.push({
        type: 'file',
        documentId: String(evaluate(action.params.document)),
        path: render({ sv: action.params.path, en: action.params.path }).sv,
        name: action.params.name ? render({ sv: action.params.name, en: action.params.name }).sv : null,
      });
      break;
    case 'start':
      at.effects.push({
        type: 'start',
        definition: action.params.definition,
        input: evaluateAll(action.params.input),
        key: action.params.key ? render({ sv: action.params.key, en: action.params.key }).sv : null,
      });
      break;
    case 'send':
      at.effects.push({
        type: 'send',
        to: String(evaluate(action.params.to)),
        event: action.params.event,
        data: evaluateAll(action.params.data),
      });
      break;
    case 'call':
      at.effects.push({
        type: 'call',
        activity: action.params.activity,
        input: evaluateAll(action.params.input),
        done: action.params.done ?? null,
        failed: action.params.failed ?? null,
      });
      break;
    case 'assign':
      break;
  }
}

function enter(compiled: Compiled, state: InstanceState, path: string, at: Applying): void {
  for (const [name, declaration] of Object.entries(compiled.nodes.get(path)?.node.tasks ?? {})) {
    const person = personOf(compiled, state, declaration.for, at.ambient);
    const task = { statePath: path, name };
    const description =
      declaration.description && renderText(compiled, declaration.description, at.ambient, state.context, at.event);
    state.tasks.push({
      id: [path, name, state.sequence].join('.'),
      ...task,
      role: declaration.for,
      ...person,
      title: renderText(compiled, declaration.title, at.ambient, state.context, at.event),
      description: description && description.sv !== '' ? description : null,
      event: declaration.event,
      ...dueOf(compiled, task, state.deadlines),
      openedAt: at.now,
      remindersSent: 0,
      escalatedTo: null,
    });
  }
}

function dueOf(compiled: Compiled, task: Pick<Task, 'statePath' | 'name'>, deadlines: InstanceState['deadlines']) {
  const name = taskDeclaration(compiled, task)?.due;
  const moment = name === undefined ? undefined : deadlines[name];
  return { dueDate: moment?.dueDate ?? null, dueAt: moment?.dueAt ?? null };
}

function notice(
  compiled: Compiled,
  state: InstanceState,
  params: NotifyParams,
  category: 'notice' | 'reminder' | 'escalation',
  taskId: string | null,
  at: Pick<Applying, 'event' | 'now' | 'ambient'>,
): Effect {
  const template = compiled.definition.templates?.[params.template];
  if (!template) throw new Error(`"${compiled.definition.id}" has no template "${params.template}".`);
  const render = (text: Text) => renderText(compiled, text, at.ambient, state.context, at.event);
  return {
    type: 'notify',
    template: params.template,
    role: params.to,
    userId: personOf(compiled, state, params.to, at.ambient).assigneeId,
    subject: render(template.subject),
    body: render(template.body),
    link: template.link ? render(template.link) : null,
    category,
    taskId,
    localDate: localDate(at.now),
  };
}

/** A reminder or an escalation: people are told, the chart stays where it is. */
function remind(
  compiled: Compiled,
  before: InstanceState,
  kind: 'reminder' | 'escalation',
  taskId: string,
  now: IsoInstant,
): StepResult {
  const task = before.tasks.find((candidate) => candidate.id === taskId);
  const declaration: TaskDeclaration | undefined = task && taskDeclaration(compiled, task);
  const rule = kind === 'reminder' ? declaration?.reminders : declaration?.escalation;
  if (!task || !declaration || !rule) return { state: before, effects: [], log: [] };
  const role = kind === 'reminder' ? declaration.for : declaration.escalation!.to;
  const told: Task =
    kind === 'reminder' ? { ...task, remindersSent: task.remindersSent + 1 } : { ...task, escalatedTo: role };
  const state: InstanceState = {
    ...before,
    sequence: before.sequence + 1,
    tasks: before.tasks.map((candidate) => (candidate === task ? told : candidate)),
  };
  state.timers = refreshTimers(compiled, state, now, before.deadlines);
  const at = { event: NO_EVENT, now, ambient: ambientOf(compiled, { ...state, now }) };
  const who = compiled.definition.roles[role]?.title ?? { sv: role, en: role };
  const text = kind === 'reminder' ? LOG_TEXTS.reminded(task.title, who) : LOG_TEXTS.escalated(task.title, who);
  return {
    state,
    effects: [notice(compiled, state, { template: rule.template, to: role }, kind, task.id, at)],
    log: [
      {
        kind: 'notified',
        at: now,
        event: kind,
        actor: null,
        fromStatus: state.status,
        toStatus: state.status,
        text,
        data: null,
      },
    ],
  };
}

/** Settings, client or a deadline changed: everything that depends on them moves along. */
function change(compiled: Compiled, before: InstanceState, event: ChangeEvent, now: IsoInstant): StepResult {
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
  state.timers = refreshTimers(compiled, state, now, before.deadlines);
  state.label = labelOf(compiled, state.input, ambientOf(compiled, { ...state, now }), state.context);
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

const leaves = (paths: string[]) =>
  paths.filter((path) => path !== '' && !paths.some((other) => other.startsWith(`${path}.`)));

/** The name in lists. It follows what the instance remembers: a title that is filled in on the way. */
const labelOf = (compiled: Compiled, input: InstanceInput, ambient: Ambient, context: JsonObject): Text =>
  renderText(compiled, compiled.definition.label ?? defaultLabel(compiled, input), ambient, context);

function defaultLabel(compiled: Compiled, input: InstanceInput): Text {
  const { title } = compiled.definition;
  if (!input.period) return title;
  return { sv: `${title.sv} \${period.label}`, en: `${title.en} \${period.label}` };
}
