/** A client's year, or any number of months, of a process in virtual time. */
import { addDays, addMonths, localDate, startOfDay, toInstant } from '../calendar/index.ts';
import {
  compile,
  definitionHash,
  duePeriods,
  nextTimer,
  renderKey,
  type Actor,
  type Definition,
  type Group,
  type InstanceInput,
  type IsoDate,
  type IsoInstant,
  type Json,
  type JsonObject,
  type Period,
  type Task,
  type Text,
} from '../index.ts';
import { taskDeclaration } from '../engine/compile.ts';
import { SimulatedInstance } from './instance.ts';
import { sampleData } from './sample.ts';
import { timelineOf, type TimelineEntry } from './timeline.ts';

export interface YearOptions {
  definition: Definition;
  /** First day. */
  from: IsoDate;
  months: number;
  /** Properties of the client beside id and name. */
  client?: JsonObject;
  settings?: Record<string, Json>;
  /** For a process that does not open by itself. */
  input?: JsonObject;
  /** Days after which a task is performed by somebody who may; null: nobody ever answers. */
  answerAfterDays: number | null;
  /** Groups of which nobody answers, whatever the others do. */
  absent?: Group[];
}

export interface SimulatedYear {
  timeline: TimelineEntry[];
  instances: { instanceId: string; key: string; label: string; title: Text; status: string | null; done: boolean }[];
}

const CLIENT = { id: 'client', name: 'Demo AB' };
/** One person for each group, and a second of the firm, so that separated duties find somebody. */
const PEOPLE: Actor[] = [
  { userId: 'anna', name: 'Anna Exempel', groups: ['client'] },
  { userId: 'bo', name: 'Bo Exempel', groups: ['client'] },
  { userId: 'karin', name: 'Karin Konsult', groups: ['firm', 'responsible'] },
  { userId: 'lars', name: 'Lars Konsult', groups: ['firm', 'responsible'] },
  { userId: 'eva', name: 'Eva Chef', groups: ['firm', 'admin'] },
];
const ANSWER_TIME = '09:00';
const LATER_DAYS = 21;
/** Calls that are answered in a row; one that is made again by its own answer stays open then. */
const MAX_ANSWERS = 50;

/** Throws EndlessError where virtual time would not pass, and what the calendar throws for a rule that cannot be worked out. */
export function simulateYear(options: YearOptions): SimulatedYear {
  const parts = simulateYearInParts(options);
  for (let part = parts.next(); ; part = parts.next()) if (part.done) return part.value;
}

/** The same in parts of some ten milliseconds, for a page that has to stay alive in between. */
export function* simulateYearInParts(options: YearOptions): Generator<void, SimulatedYear> {
  const { definition, from, months, answerAfterDays } = options;
  // The client that is simulated has the process, whatever else decides that.
  const opened = definition.recurrence
    ? { ...definition, recurrence: { ...definition.recurrence, when: 'true' } }
    : definition;
  const compiled = compile(opened);
  const hash = definitionHash(definition);
  const end = startOfDay(addMonths(from, months));
  const settings: InstanceInput['settings'] = Object.fromEntries(
    Object.entries(options.settings ?? {}).map(([name, value]) => [name, { value, origin: 'client' as const }]),
  );
  const client = { ...options.client, ...CLIENT };
  const input = options.input ?? sampleData(definition.input, from);

  const instances: SimulatedInstance[] = [];
  const start = (period: Period | null, at: string): void => {
    const key = renderKey(compiled, { client, period, input });
    if (instances.some(({ state }) => state.input.key === key)) return;
    const instance = new SimulatedInstance(
      compiled,
      {
        tenantId: 'simulation',
        instanceId: key,
        definition: { id: definition.id, version: 1, hash },
        key,
        clientId: CLIENT.id,
        client,
        firm: { name: 'Demo Redovisning AB' },
        period,
        input,
        settings,
      },
      at,
    );
    instances.push(instance);
  };
  if (!definition.recurrence) start(null, toInstant(from, ANSWER_TIME));
  else {
    const recurring = { ...CLIENT, properties: options.client ?? {}, startMonth: from.slice(0, 7) };
    for (let day = from; startOfDay(day) < end; day = addDays(day, 1)) {
      for (const period of duePeriods(compiled, recurring, settings, startOfDay(day))) {
        // What ends before it has been started by then.
        recurring.startMonth = period.end.slice(0, 7);
        if (instances.some(({ state }) => state.input.period?.id === period.id)) continue;
        start(period, startOfDay(day));
        yield;
      }
    }
  }
  for (const instance of instances) {
    if (answerAfterDays !== null) answer(instance, answerAfterDays, end, options.absent ?? []);
    instance.until(end);
    yield;
  }
  const timeline = timelineOf(
    compiled,
    instances.flatMap(({ moments }) => moments),
  );
  return {
    timeline,
    instances: instances.map(({ state }) => ({
      instanceId: state.input.instanceId,
      key: state.input.key,
      label: state.label.en,
      title: state.label,
      status: state.status,
      done: state.done,
    })),
  };
}

/** The systems that are called answer at once, as their ports say. */
function answerCalls(instance: SimulatedInstance): void {
  for (let round = 0; round < MAX_ANSWERS; round += 1) {
    const call = instance.state.calls?.[0];
    if (!call) return;
    const { result } = instance.compiled.definition.activities?.[call.activity] ?? {};
    instance.answer(call.activity, { data: sampleData(result, localDate(instance.now)) });
  }
}

/** People who are asked for the same thing again and again within days stop answering: a conversation without end ends. */
class Patience {
  static readonly #most = 12;
  #asked = new Map<string, { times: number; at: IsoInstant }>();

  isOver({ statePath, name, itemId }: Task, now: IsoInstant): boolean {
    const key = `${statePath} ${name} ${itemId ?? ''}`;
    const before = this.#asked.get(key);
    const soon = before !== undefined && now < toInstant(addDays(localDate(before.at), 7), '00:00');
    const times = soon ? before.times + 1 : 1;
    this.#asked.set(key, { times, at: now });
    return times > Patience.#most;
  }
}

/** Everybody does what is asked of them, so many days after it was asked, and systems answer whenever they are called. */
function answer(instance: SimulatedInstance, days: number, end: string, absent: Group[]): void {
  const present = PEOPLE.filter(({ groups }) => !groups.some((group) => absent.includes(group)));
  const tried = new Set<string>();
  const patience = new Patience();
  const due = ({ openedAt }: Task): string => {
    const at = toInstant(addDays(localDate(openedAt), days), ANSWER_TIME);
    return at < openedAt ? openedAt : at;
  };
  for (;;) {
    answerCalls(instance);
    const waiting = instance.state.tasks.filter(({ id }) => !tried.has(id));
    const task = waiting.sort((a, b) => (due(a) < due(b) ? -1 : 1))[0];
    const timer = nextTimer(instance.state);
    if (timer && timer.dueAt <= end && (!task || timer.dueAt <= due(task))) instance.until(timer.dueAt);
    else if (!task || due(task) > end) return;
    else {
      instance.until(due(task));
      tried.add(task.id);
      if (!patience.isOver(task, instance.now)) perform(instance, task, present);
    }
  }
}

/** By the first who may, with the first data that the guards let through: dates of today, else some weeks ahead. */
function perform(instance: SimulatedInstance, task: Task, present: Actor[]): void {
  const form = taskDeclaration(instance.compiled, task)?.form;
  const today = localDate(instance.now);
  const named = present.some(({ userId }) => userId === task.assigneeId) ? null : task.assigneeId;
  const people = named === null ? present : [...present, { userId: named, name: named, groups: ['client' as const] }];
  for (const day of [today, addDays(today, LATER_DAYS)]) {
    for (const person of people) {
      if (!instance.act(person, task.event, sampleData(form, day), task.id)) return;
    }
  }
}
