/** Everything that can happen to one instance, breadth first, so that the first way that is found is the shortest. */
import { addDays, localDate, nextPeriod, periodContaining, startOfDay, toInstant } from '../calendar/index.ts';
import { activePaths, taskDeclaration, type Ambient } from '../engine/compile.ts';
import { ambientOf } from '../engine/variables.ts';
import { effectsOf } from '../engine/walk.ts';
import {
  compile,
  definitionHash,
  nextTimer,
  open,
  periodLength,
  step,
  type Compiled,
  type Definition,
  type Effect,
  type InstanceEvent,
  type InstanceInput,
  type InstanceState,
  type IsoDate,
  type IsoInstant,
  type Json,
  type JsonObject,
  type JsonSchema,
  type StateNode,
  type StepResult,
  type Task,
  type Text,
  type Timer,
} from '../index.ts';
import { step as pointerStep } from '../language/findings.ts';
import { statesOf } from '../language/check/walk.ts';
import { sampleData } from '../simulate/sample.ts';
import { mailNameOf } from '../simulate/timeline.ts';
import { actorsFor, peopleIn } from './cast.ts';
import { influenceOf, type Influence } from './influence.ts';
import { say, waitIn, type ExploreCode } from './say.ts';
import { evaluated, situationKey } from './situation.ts';
import { otherOpenings, variantsOf, type Trying } from './variants.ts';

export type { ExploreCode } from './say.ts';

export interface ExploreFinding {
  code: ExploreCode;
  message: Text;
  /** JSON pointer into the definition. */
  pointer: string;
  /** The shortest sequence of acts and waits that leads there; empty: it is so from the beginning, or nothing leads there. */
  trace: Text[];
}

export interface Exploration {
  findings: ExploreFinding[];
  covered: { states: number; of: number; situations: number };
  /** Why the search ended before everything was seen; null if it did not. */
  stopped: Text | null;
}

export interface ExploreOptions {
  definition: Definition;
  /** When the instance opens, a civil date. */
  from: string;
  client?: JsonObject;
  /** Most acts and waits that are tried. Counted, not timed: the same on every machine. */
  limit?: number;
  /** More mails to one role on one day, with nobody doing anything, are a storm. */
  mailsADay?: number;
}

const LIMIT = 12_000;
/** Of the limit, what goes to looking at everything in order; of what is larger, the rest goes to where least has been seen. */
const IN_ORDER = 0.5;
const AT_ONCE = 50;
/** Dates and amounts that an instance opens with, where its input says nothing else. */
const INPUT_DAYS_AHEAD = 30;
const INPUT_AMOUNT = 100_000;

interface Situation {
  state: InstanceState;
  now: IsoInstant;
  trace: Text[];
  /** What it opened with, 0: the usual. */
  opening: number;
}

export function explore(options: ExploreOptions): Exploration {
  return new Search(options).run();
}

class Search {
  readonly #options: Required<Pick<ExploreOptions, 'limit' | 'mailsADay'>> & ExploreOptions;
  readonly #compiled: Compiled;
  readonly #definition: Definition;
  readonly #influence: Influence;
  /** Events that people, tasks and answers raise; others come from systems. */
  readonly #raised: Set<string>;
  readonly #findings = new Map<string, ExploreFinding>();
  readonly #seen = new Set<string>();
  readonly #reached = new Set<string>();
  readonly #fired = new Set<string>();
  #queue: Situation[] = [];
  #tried = 0;
  #looked = 0;

  constructor(options: ExploreOptions) {
    this.#options = { limit: LIMIT, mailsADay: 3, ...options };
    this.#definition = options.definition;
    this.#compiled = compile(options.definition);
    this.#influence = influenceOf(options.definition);
    this.#raised = raisedIn(options.definition);
  }

  run(): Exploration {
    const input = this.#input();
    const openingDate = this.#openingDate(input);
    const now = toInstant(openingDate, '08:00');
    const opened = open(this.#compiled, input, now);
    for (const [name, { dueAt, dueDate }] of Object.entries(opened.state.deadlines)) {
      if (dueAt > now) continue;
      const message = say.deadline_before_opening({ name, dueDate, openingDate });
      this.#report('deadline_before_opening', `/deadlines${pointerStep(name)}`, message, []);
    }
    this.#arrive(opened, now, []);
    const { limit } = this.#options;
    this.#inOrder(limit * IN_ORDER);
    const depth = this.#queue[0]?.trace.length ?? null;
    const trying = this.#trying(opened.state, ambientOf(this.#compiled, { ...opened.state, now }), now);
    for (const [index, { other, said }] of otherOpenings(this.#definition, input, trying).entries()) {
      const result = this.#open(other, now);
      if (result) this.#arrive(result, now, [said], index + 1);
    }
    if (depth === null) this.#inOrder(limit);
    this.#whereLeast(limit);
    const states = statesOf(this.#definition).filter(({ path, node }) => path.length > 0 && canBeStoodIn(node));
    const missed = this.#missed(states);
    let stopped: Text | null = null;
    if (this.#queue.length > 0) {
      // What a longer search might have met is no mistake of the definition.
      const unmet = missed.map(({ name }) => name);
      stopped = say.stopped({ situations: this.#looked, depth, waiting: this.#queue.length, unmet });
    } else for (const { code, pointer, message } of missed) this.#report(code, pointer, message, []);
    const reached = states.filter(({ path }) => this.#reached.has(path.join('.'))).length;
    const covered = { states: reached, of: states.length, situations: this.#looked };
    return { findings: [...this.#findings.values()], covered, stopped };
  }

  #inOrder(limit: number): void {
    let index = 0;
    for (; index < this.#queue.length && this.#tried < limit; index += 1) this.#look(this.#queue[index]!);
    this.#queue = this.#queue.slice(index);
  }

  /** Looks first where a delay has never passed, then where least has been looked at, so that what is deep is seen, too. */
  #whereLeast(limit: number): void {
    const visits = new Map<string, number>();
    const waiting = this.#queue.map((situation) => ({ situation, place: placeOf(situation) }));
    this.#queue = [];
    while (waiting.length > 0 && this.#tried < limit) {
      let [best, least] = [0, Infinity];
      for (const [index, { situation, place }] of waiting.entries()) {
        const fresh = situation.state.timers.some(({ kind, ref }) => kind === 'after' && !this.#fired.has(ref));
        const rank = (visits.get(place) ?? 0) - (fresh ? 5 : 0);
        // Of those alike the one found last: from there it goes on to what has not been seen.
        if (rank <= least) [best, least] = [index, rank];
      }
      const [{ situation, place }] = waiting.splice(best, 1) as [(typeof waiting)[number]];
      visits.set(place, (visits.get(place) ?? 0) + 1);
      this.#look(situation);
      for (const found of this.#queue) waiting.push({ situation: found, place: placeOf(found) });
      this.#queue = [];
    }
    this.#queue = waiting.map(({ situation }) => situation);
  }

  /** Zero where an expression decides. */
  get #daysAhead(): number {
    const ahead = this.#definition.recurrence?.openDaysBeforeEnd;
    return typeof ahead === 'number' ? ahead : 0;
  }

  /** What opens by itself opens on its own day, the first at or after `from`. */
  #openingDate({ period }: InstanceInput): IsoDate {
    if (!this.#definition.recurrence || !period) return this.#options.from;
    return addDays(period.end, -this.#daysAhead);
  }

  #input(): InstanceInput {
    const { definition, from } = this.#options;
    const client: JsonObject = {
      ...sampleData(definition.client, from),
      ...this.#options.client,
      id: 'client',
      name: 'Demo AB',
    };
    const every = periodLength(this.#compiled, client);
    const fiscalYearEnd = typeof client.fiscalYearEnd === 'string' ? client.fiscalYearEnd : undefined;
    let period = every ? periodContaining(every, from, fiscalYearEnd) : null;
    while (every && period && addDays(period.end, -this.#daysAhead) < from) period = nextPeriod(period, every);
    return {
      tenantId: 'explore',
      instanceId: 'explore',
      definition: { id: definition.id, version: 1, hash: definitionHash(definition) },
      key: 'explore',
      clientId: 'client',
      client,
      firm: { name: 'Demo Redovisning AB' },
      period: period ?? nextPeriod(periodContaining('month', from), 'month'),
      input: naturalInput(definition.input, from),
      settings: {},
    };
  }

  #report(code: ExploreCode, pointer: string, message: Text, trace: Text[]): void {
    const key = `${code} ${pointer}`;
    const known = this.#findings.get(key);
    if (!known || known.trace.length > trace.length) this.#findings.set(key, { code, message, pointer, trace });
  }

  #arrive({ state }: StepResult, now: IsoInstant, trace: Text[], opening = 0): void {
    for (const path of pathsOf(state)) this.#reached.add(path);
    const ambient = ambientOf(this.#compiled, { ...state, now });
    const key = state.done ? '' : situationKey(this.#compiled, this.#influence, state, now, ambient);
    if (state.done || this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#queue.push({ state, now, trace, opening });
  }

  #trying(state: InstanceState, ambient: Ambient, now: IsoInstant): Trying {
    const beside = [...this.#influence.sides].map((side) => evaluated(this.#compiled, side, state.context, ambient));
    return {
      influence: this.#influence,
      fields: this.#influence.reads.data,
      today: localDate(now),
      beside: [...new Set(beside)],
      among: [state.context, state.input.input],
    };
  }

  #look({ state, now, trace, opening }: Situation): void {
    this.#looked += 1;
    const ambient = ambientOf(this.#compiled, { ...state, now });
    let trying: Trying | undefined;
    const variants = (schema: JsonSchema | null | undefined): JsonObject[] =>
      schema ? variantsOf(schema, (trying ??= this.#trying(state, ambient, now))) : [{}];
    let ways = 0;
    const go = (event: InstanceEvent, said: Text): void => {
      const result = this.#step(state, event, now);
      if (!result) return;
      ways += 1;
      this.#arrive(result, now, [...trace, said], opening);
    };
    const people = peopleIn(this.#compiled, state, ambient);
    for (const { event, roles, form, task } of this.#offers(state)) {
      const around = task?.item === undefined ? ambient : { ...ambient, item: task.item };
      const actors = actorsFor(this.#compiled, state, people, roles, around, this.#influence.people);
      if (task) this.#task(task, actors.length > 0, trace);
      for (const actor of actors) {
        for (const data of variants(form)) {
          const performing = task && { taskId: task.id };
          go({ kind: 'act', type: event, data, actor, ...performing }, say.does({ who: actor.name, event, data }));
        }
      }
    }
    for (const event of this.#systemEvents(state)) {
      for (const data of variants(this.#definition.events?.[event]?.data)) {
        go({ kind: 'system', type: event, data }, say.sends({ event, data }));
      }
    }
    const answered = new Set<string>();
    for (const { id, activity, done, failed } of state.calls ?? []) {
      if (answered.has(activity)) continue;
      answered.add(activity);
      for (const data of variants(this.#definition.activities?.[activity]?.result)) {
        go({ kind: 'system', type: done ?? '', data, callId: id }, say.answers({ activity, data }));
      }
      const codes = this.#influence.reads.data.has('code') ? (this.#influence.texts.get('code') ?? []) : [];
      for (const code of new Set(['failed', ...codes])) {
        const data = { code, message: 'It failed.' };
        go({ kind: 'system', type: failed ?? '', data, callId: id }, say.fails({ activity, code }));
      }
    }
    const waited = this.#wait({ state, now, trace, opening });
    if (ways > 0 || waited) return;
    const leaf = state.activeStates.at(-1) ?? '';
    this.#report('dead_end', pointerTo(leaf), say.dead_end({ state: leaf }), trace);
  }

  /** What people are offered: tasks, and actions of the active states where no task offers the same. */
  #offers(state: InstanceState): { event: string; roles: string[]; form?: JsonSchema | undefined; task?: Task }[] {
    const handled = new Set(this.#handled(state));
    const tasks = state.tasks.map((task) => ({
      event: task.event,
      roles: [task.role, ...(task.escalatedTo ? [task.escalatedTo] : [])],
      form: taskDeclaration(this.#compiled, task)?.form,
      task,
    }));
    const actions = pathsOf(state).flatMap((path) =>
      Object.entries(this.#compiled.nodes.get(path)?.node.actions ?? {}).map(([event, action]) => ({
        event,
        roles: action.for,
        form: action.form,
      })),
    );
    return [...tasks, ...actions.filter(({ event }) => handled.has(event))];
  }

  /** Null where what it opens with cannot be. */
  #open(input: InstanceInput, now: IsoInstant): StepResult | null {
    try {
      return open(this.#compiled, input, now);
    } catch {
      return null;
    }
  }

  /** Null where the act is refused after all, or an expression needs data that only a real system sends. */
  #step(state: InstanceState, event: InstanceEvent, now: IsoInstant): StepResult | null {
    this.#tried += 1;
    try {
      const result = step(this.#compiled, state, event, now);
      return result.state === state ? null : result;
    } catch {
      return null;
    }
  }

  #task(task: Task, performable: boolean, trace: Text[]): void {
    const pointer = `${pointerTo(task.statePath)}/tasks${pointerStep(task.name)}`;
    const role = this.#definition.roles[task.role];
    // Somebody outside the directory is waited for by way of a system.
    if (!performable && role?.members !== 'address') {
      this.#report('task_for_nobody', pointer, say.task_for_nobody({ task: task.name }), trace);
    }
    if (role?.not && task.excludedIds.length < role.not.length) {
      const message = say.duties_not_separated({ task: task.name, role: task.role });
      this.#report('duties_not_separated', pointer, message, trace);
    }
  }

  /** Events that active states handle and no person raises. */
  #systemEvents(state: InstanceState): string[] {
    return [...new Set(this.#handled(state))].filter((event) => !this.#raised.has(event));
  }

  #handled(state: InstanceState): string[] {
    return pathsOf(state).flatMap((path) => Object.keys(this.#compiled.nodes.get(path)?.node.on ?? {}));
  }

  /** Lets time pass to the next moment that can change something: a delay, an escalation, a deadline. Reminders go out on the way. */
  #wait({ state: from, now: start, trace, opening }: Situation): boolean {
    const turning = from.timers.filter(({ kind }) => kind !== 'reminder').map(({ dueAt }) => dueAt);
    const { clock, reads } = this.#influence;
    const asked = Object.entries(from.deadlines).filter(([name]) => clock && reads.deadlines.has(name));
    const days = asked.map(([, { dueAt }]) => dueAt).filter((dueAt) => dueAt > start);
    const until = [...turning, ...days].sort()[0];
    if (until === undefined) return this.#remind(from, start, trace);
    let [state, now] = [from, start];
    const mails = new Map<string, number>();
    let said = say.wait({ until: localDate(until), rule: null });
    for (let atOnce = 0; ;) {
      const timer = nextTimer(state);
      if (!timer || timer.dueAt > until) break;
      atOnce = timer.dueAt > now ? 0 : atOnce + 1;
      if (timer.dueAt > now) now = timer.dueAt;
      if (atOnce > AT_ONCE) {
        const message = say.time_stands_still({ date: localDate(now) });
        this.#report('time_stands_still', pointerTo(state.activeStates.at(-1) ?? ''), message, trace);
        return true;
      }
      const result = this.#fire(state, timer, now);
      if (!result) break;
      for (const path of pathsOf(result.state)) this.#reached.add(path);
      if (timer.kind !== 'reminder') said = say.wait({ until: localDate(now), rule: timer.rule });
      this.#count(result.effects, mails, waitIn(trace, said));
      state = result.state;
    }
    if (until > now) now = until;
    this.#arrive({ state, effects: [], log: [] }, now, waitIn(trace, said), opening);
    return true;
  }

  /** Only reminders are left: a quarter of them, for the mails. */
  #remind(from: InstanceState, start: IsoInstant, trace: Text[]): boolean {
    let state = from;
    const until = startOfDay(addDays(localDate(start), 92));
    const mails = new Map<string, number>();
    for (let timer = nextTimer(state); timer && timer.dueAt <= until; timer = nextTimer(state)) {
      const result = this.#fire(state, timer, timer.dueAt > start ? timer.dueAt : start);
      if (!result) break;
      const said = say.wait({ until: localDate(timer.dueAt), rule: null });
      this.#count(result.effects, mails, [...trace, said]);
      state = result.state;
    }
    return from.tasks.length > 0;
  }

  #fire(state: InstanceState, timer: Timer, now: IsoInstant): StepResult | null {
    if (timer.kind === 'after') this.#fired.add(timer.ref);
    return this.#step(state, { kind: 'timer', timerId: timer.id }, now);
  }

  #count(effects: Effect[], mails: Map<string, number>, trace: Text[]): void {
    for (const effect of effects) {
      if (effect.type !== 'notify') continue;
      if (effect.channels.every((channel) => channel === 'portal')) continue;
      const day = [effect.role, effect.address?.email ?? '', effect.localDate].join(' ');
      // All reminders of a day go out as one mail, and so does a digest.
      const name = mailNameOf(effect, effect.role);
      const again = name !== null && mails.has(name);
      if (name !== null) mails.set(name, 1);
      const count = (mails.get(day) ?? 0) + (again ? 0 : 1);
      mails.set(day, count);
      if (count <= this.#options.mailsADay) continue;
      const message = say.mail_storm({ date: effect.localDate, role: effect.role, most: this.#options.mailsADay });
      this.#report('mail_storm', `/templates${pointerStep(effect.template)}`, message, trace);
    }
  }

  /** States that nothing has led to, and delays that have not passed. */
  #missed(states: ReturnType<typeof statesOf>): (Omit<ExploreFinding, 'trace'> & { name: string })[] {
    const missed: (Omit<ExploreFinding, 'trace'> & { name: string })[] = [];
    for (const { path, pointer } of states) {
      const [name, parent] = [path.join('.'), path.slice(0, -1).join('.')];
      if (this.#reached.has(name) || (parent !== '' && !this.#reached.has(parent))) continue;
      missed.push({ code: 'state_unreachable', pointer, message: say.state_unreachable({ state: name }), name });
    }
    for (const [ref, { rule, path }] of this.#compiled.delays) {
      if (this.#fired.has(ref) || (path !== '' && !this.#reached.has(path))) continue;
      const pointer = `${pointerTo(path)}/after${pointerStep(rule)}`;
      const message = say.delay_never_fires({ rule, state: path });
      missed.push({ code: 'delay_never_fires', pointer, message, name: `${path} after ${rule}` });
    }
    return missed;
  }
}

const placeOf = ({ state, opening }: Situation): string => `${opening} ${state.activeStates.join(' ')}`;

/** Nobody finds an instance in a history state, nor in one that is left as soon as it is entered. */
function canBeStoodIn({ type, always }: StateNode): boolean {
  const ways = [always ?? []].flat();
  return type !== 'history' && !ways.some((way) => typeof way === 'string' || way.guard === undefined);
}

function raisedIn(definition: Definition): Set<string> {
  const raised = new Set<string>();
  for (const { node } of statesOf(definition)) {
    for (const { event, for: role } of Object.values(node.tasks ?? {}))
      if (definition.roles[role]?.members !== 'address') raised.add(event);
    for (const event of Object.keys(node.actions ?? {})) raised.add(event);
    for (const effect of effectsOf(node)) {
      if (effect.type !== 'call') continue;
      // They come with the answers of open calls.
      const { done, failed, timedOut } = effect.params;
      for (const event of [done, failed, timedOut]) if (event) raised.add(event);
    }
  }
  return raised;
}

/** An invoice is due some weeks ahead and of an amount that can be paid in parts. */
function naturalInput(schema: JsonSchema | undefined, from: IsoDate): JsonObject {
  const data = sampleData(schema, addDays(from, INPUT_DAYS_AHEAD));
  const properties = (schema?.properties ?? {}) as Record<string, JsonSchema>;
  const larger = (name: string, value: Json): Json => {
    const { type, maximum, exclusiveMaximum, default: preset } = properties[name] ?? {};
    const free = type === 'integer' || type === 'number';
    return free && maximum === undefined && exclusiveMaximum === undefined && preset === undefined
      ? (value as number) * INPUT_AMOUNT
      : value;
  };
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, larger(name, value)]));
}

const pathsOf = (state: InstanceState): string[] => activePaths((state.snapshot as { value?: unknown } | null)?.value);
const pointerTo = (path: string): string =>
  path === ''
    ? ''
    : path
        .split('.')
        .map((name) => `/states${pointerStep(name)}`)
        .join('');
