/** Everything that can happen to one instance, breadth first, so that the first way that is found is the shortest. */
import { addDays, localDate, nextPeriod, periodContaining, startOfDay, toInstant } from '../calendar/index.ts';
import { activePaths } from '../engine/compile.ts';
import { personOf } from '../engine/roles.ts';
import { ambientOf } from '../engine/variables.ts';
import { effectsOf } from '../engine/walk.ts';
import {
  affordances,
  compile,
  definitionHash,
  nextTimer,
  open,
  periodLength,
  step,
  type Actor,
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
  type StateNode,
  type StepResult,
  type Timer,
} from '../index.ts';
import { step as pointerStep } from '../language/findings.ts';
import { statesOf } from '../language/check/walk.ts';
import { sampleData } from '../simulate/sample.ts';
import { mailNameOf } from '../simulate/timeline.ts';
import { blurred, literalsOf, otherOpenings, variantsOf, type Literals } from './variants.ts';

export type ExploreCode =
  | 'state_unreachable'
  | 'dead_end'
  | 'task_for_nobody'
  | 'duties_not_separated'
  | 'delay_never_fires'
  | 'deadline_before_opening'
  | 'time_stands_still'
  | 'mail_storm';

export interface ExploreFinding {
  code: ExploreCode;
  message: string;
  /** JSON pointer into the definition. */
  pointer: string;
  /** The shortest sequence of acts and waits that leads there; empty: it is so from the beginning, or nothing leads there. */
  trace: string[];
}

export interface Exploration {
  findings: ExploreFinding[];
  covered: { states: number; of: number; situations: number };
  /** Why the search ended before everything was seen; null if it did not. */
  stopped: string | null;
}

export interface ExploreOptions {
  definition: Definition;
  /** When the instance opens, a civil date. */
  from: string;
  client?: JsonObject;
  /** Most situations that are looked at. */
  limit?: number;
  /** More mails to one role on one day, with nobody doing anything, are a storm. */
  mailsADay?: number;
}

const PEOPLE: Actor[] = [
  { userId: 'anna', name: 'Anna', groups: ['client'] },
  { userId: 'bo', name: 'Bo', groups: ['client'] },
  { userId: 'karin', name: 'Karin', groups: ['firm', 'responsible'] },
  { userId: 'lars', name: 'Lars', groups: ['firm', 'responsible'] },
  { userId: 'eva', name: 'Eva', groups: ['firm', 'admin'] },
];
/** Enough where it makes no difference who does what. */
const ONE_OF_EACH = PEOPLE.filter(({ userId }) => ['anna', 'karin', 'eva'].includes(userId));
const AT_ONCE = 50;

const filledWith = (data: JsonObject): string => (Object.keys(data).length > 0 ? ` with ${JSON.stringify(data)}` : '');

interface Situation {
  state: InstanceState;
  now: IsoInstant;
  trace: string[];
}

export function explore(options: ExploreOptions): Exploration {
  return new Search(options).run();
}

class Search {
  readonly #options: Required<Pick<ExploreOptions, 'limit' | 'mailsADay'>> & ExploreOptions;
  readonly #compiled: Compiled;
  readonly #definition: Definition;
  readonly #literals: Literals;
  /** It matters who has done what. */
  readonly #personal: boolean;
  readonly #findings = new Map<string, ExploreFinding>();
  readonly #seen = new Set<string>();
  readonly #reached = new Set<string>();
  readonly #fired = new Set<string>();
  readonly #queue: Situation[] = [];
  #stopped: string | null = null;
  #looked = 0;

  constructor(options: ExploreOptions) {
    this.#options = { limit: 1000, mailsADay: 3, ...options };
    this.#definition = options.definition;
    this.#compiled = compile(options.definition);
    this.#literals = literalsOf(options.definition);
    this.#personal = Object.values(options.definition.roles).some(({ not }) => not !== undefined);
  }

  run(): Exploration {
    const input = this.#input();
    const openingDate = this.#openingDate(input);
    const now = toInstant(openingDate, '08:00');
    const opened = open(this.#compiled, input, now);
    for (const [name, { dueAt, dueDate }] of Object.entries(opened.state.deadlines)) {
      if (dueAt > now) continue;
      const message = `The deadline "${name}" has passed (${dueDate}) when the instance opens (${openingDate}).`;
      this.#report('deadline_before_opening', `/deadlines${pointerStep(name)}`, message, []);
    }
    this.#arrive(opened, now, []);
    this.#search();
    const states = statesOf(this.#definition).filter(({ path, node }) => path.length > 0 && canBeStoodIn(node));
    for (const { other, said } of otherOpenings(this.#definition, input, this.#literals, openingDate)) {
      if (this.#stopped || this.#missed(states).length === 0) break;
      const result = this.#open(other, now);
      if (result) this.#arrive(result, now, [said]);
      this.#search();
    }
    for (const { code, pointer, message } of this.#missed(states)) this.#report(code, pointer, message, []);
    const reached = states.filter(({ path }) => this.#reached.has(path.join('.'))).length;
    const covered = { states: reached, of: states.length, situations: this.#looked };
    return { findings: [...this.#findings.values()], covered, stopped: this.#stopped };
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
      input: sampleData(definition.input, from),
      settings: {},
    };
  }

  #report(code: ExploreCode, pointer: string, message: string, trace: string[]): void {
    const key = `${code} ${pointer}`;
    if (!this.#findings.has(key)) this.#findings.set(key, { code, message, pointer, trace });
  }

  #arrive({ state }: StepResult, now: IsoInstant, trace: string[]): void {
    for (const path of pathsOf(state)) this.#reached.add(path);
    const key = situationKey(state, now, this.#literals, this.#personal);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#queue.push({ state, now, trace });
  }

  #look({ state, now, trace }: Situation): void {
    if (state.done) return;
    let ways = 0;
    const go = (event: InstanceEvent, said: string): void => {
      const result = this.#step(state, event, now);
      if (!result) return;
      ways += 1;
      this.#arrive(result, now, [...trace, said]);
    };
    const performed = new Set<string>();
    const tried = new Set<string>();
    const cast = this.#personal ? PEOPLE : ONE_OF_EACH;
    for (const person of [...cast, ...this.#named(state, now)]) {
      for (const offer of affordances(this.#compiled, state, person, now).filter(({ allowed }) => allowed)) {
        if (offer.taskId) performed.add(offer.taskId);
        for (const data of variantsOf(offer.form, this.#literals, localDate(now))) {
          const same = JSON.stringify([offer.event, offer.taskId, data]);
          if (!this.#personal && tried.has(same)) continue;
          tried.add(same);
          const task = offer.taskId ? { taskId: offer.taskId } : {};
          go(
            { kind: 'act', type: offer.event, data, actor: person, ...task },
            `${person.name} does ${offer.event}${filledWith(data)}`,
          );
        }
      }
    }
    this.#tasks(state, performed, trace);
    for (const event of this.#systemEvents(state)) {
      const schema = this.#definition.events?.[event]?.data ?? null;
      for (const data of variantsOf(schema, this.#literals, localDate(now), idsIn(state.context))) {
        go({ kind: 'system', type: event, data }, `a system sends ${event}${filledWith(data)}`);
      }
    }
    for (const { id, activity, done, failed } of state.calls ?? []) {
      const { result } = this.#definition.activities?.[activity] ?? {};
      for (const data of variantsOf(result ?? null, this.#literals, localDate(now))) {
        go({ kind: 'system', type: done ?? '', data, callId: id }, `${activity} answers${filledWith(data)}`);
      }
      for (const code of ['failed', ...(this.#literals.texts.get('code') ?? [])]) {
        const failure = { code, message: 'It failed.' };
        go({ kind: 'system', type: failed ?? '', data: failure, callId: id }, `${activity} fails: ${code}`);
      }
    }
    const waited = this.#wait(state, now, trace);
    if (ways > 0 || waited) return;
    const leaf = state.activeStates.at(-1) ?? '';
    const message = `In "${leaf}" nobody can do anything any more, nothing is waited for, and the instance is not closed.`;
    this.#report('dead_end', pointerTo(leaf), message, trace);
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
    try {
      const result = step(this.#compiled, state, event, now);
      return result.state === state ? null : result;
    } catch {
      return null;
    }
  }

  /** People whom tasks and roles name and the cast does not have: parties of a signing order, a subscriber. */
  #named(state: InstanceState, now: IsoInstant): Actor[] {
    const ambient = ambientOf(this.#compiled, { ...state, now });
    const roles = Object.keys(this.#definition.roles);
    const persons = roles.map((role) => personOf(this.#compiled, state, role, ambient).assigneeId);
    const ids = new Set([...state.tasks.map(({ assigneeId }) => assigneeId), ...persons].filter((id) => id !== null));
    for (const { userId } of PEOPLE) ids.delete(userId);
    return [...ids].map((userId) => ({ userId, name: userId, groups: ['client'] }));
  }

  #tasks(state: InstanceState, performed: Set<string>, trace: string[]): void {
    for (const task of state.tasks) {
      const pointer = `${pointerTo(task.statePath)}/tasks${pointerStep(task.name)}`;
      const role = this.#definition.roles[task.role];
      // Somebody outside the directory is waited for by way of a system.
      if (!performed.has(task.id) && role?.members !== 'address') {
        this.#report('task_for_nobody', pointer, `Nobody may perform the task "${task.name}" here.`, trace);
      }
      if (role?.not && task.excludedIds.length < role.not.length) {
        const message = `The task "${task.name}" is kept from nobody: "not" of the role "${task.role}" comes out empty.`;
        this.#report('duties_not_separated', pointer, message, trace);
      }
    }
  }

  /** Events that active states handle and no person raises. */
  #systemEvents(state: InstanceState): string[] {
    const raised = new Set<string>();
    for (const { node } of statesOf(this.#definition)) {
      for (const { event, for: role } of Object.values(node.tasks ?? {}))
        if (this.#definition.roles[role]?.members !== 'address') raised.add(event);
      for (const event of Object.keys(node.actions ?? {})) raised.add(event);
      for (const effect of effectsOf(node)) {
        if (effect.type !== 'call') continue;
        // They come with the answers of open calls.
        const { done, failed, timedOut } = effect.params;
        for (const event of [done, failed, timedOut]) if (event) raised.add(event);
      }
    }
    const handled = pathsOf(state).flatMap((path) => Object.keys(this.#compiled.nodes.get(path)?.node.on ?? {}));
    return [...new Set(handled)].filter((event) => !raised.has(event));
  }

  /** Lets time pass to the next moment that can change something: a delay, an escalation, a deadline. Reminders go out on the way. */
  #wait(from: InstanceState, start: IsoInstant, trace: string[]): boolean {
    const turning = from.timers.filter(({ kind }) => kind !== 'reminder').map(({ dueAt }) => dueAt);
    const deadlines = Object.values(from.deadlines).map(({ dueAt }) => dueAt);
    const until = [...turning, ...deadlines.filter((dueAt) => dueAt > start)].sort()[0];
    if (until === undefined) return this.#remind(from, start, trace);
    let [state, now] = [from, start];
    const mails = new Map<string, number>();
    let said = `wait until ${localDate(until)}`;
    for (let atOnce = 0; ;) {
      const timer = nextTimer(state);
      if (!timer || timer.dueAt > until) break;
      atOnce = timer.dueAt > now ? 0 : atOnce + 1;
      if (timer.dueAt > now) now = timer.dueAt;
      if (atOnce > AT_ONCE) {
        const message = `At ${localDate(now)} step follows step and time does not pass.`;
        this.#report('time_stands_still', pointerTo(state.activeStates.at(-1) ?? ''), message, trace);
        return true;
      }
      const result = this.#fire(state, timer, now);
      if (!result) break;
      for (const path of pathsOf(result.state)) this.#reached.add(path);
      if (timer.kind !== 'reminder') said = `wait until ${localDate(now)} (${timer.rule})`;
      this.#count(result.effects, mails, withWait(trace, said));
      state = result.state;
    }
    if (until > now) now = until;
    this.#arrive({ state, effects: [], log: [] }, now, withWait(trace, said));
    return true;
  }

  /** Only reminders are left: a quarter of them, for the mails. */
  #remind(from: InstanceState, start: IsoInstant, trace: string[]): boolean {
    let state = from;
    const until = startOfDay(addDays(localDate(start), 92));
    const mails = new Map<string, number>();
    for (let timer = nextTimer(state); timer && timer.dueAt <= until; timer = nextTimer(state)) {
      const result = this.#fire(state, timer, timer.dueAt > start ? timer.dueAt : start);
      if (!result) break;
      this.#count(result.effects, mails, [...trace, `wait until ${localDate(timer.dueAt)}`]);
      state = result.state;
    }
    return from.tasks.length > 0;
  }

  #fire(state: InstanceState, timer: Timer, now: IsoInstant): StepResult | null {
    if (timer.kind === 'after') this.#fired.add(timer.ref);
    return this.#step(state, { kind: 'timer', timerId: timer.id }, now);
  }

  #count(effects: Effect[], mails: Map<string, number>, trace: string[]): void {
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
      const message = `On ${effect.localDate} the role "${effect.role}" gets more than ${this.#options.mailsADay} mails although nobody did anything.`;
      this.#report('mail_storm', `/templates${pointerStep(effect.template)}`, message, trace);
    }
  }

  /** Looks at what has been arrived at and not looked at yet. */
  #search(): void {
    for (; this.#looked < this.#queue.length; this.#looked += 1) {
      if (this.#looked >= this.#options.limit) {
        const left = this.#queue.length - this.#looked;
        this.#stopped = `Stopped after ${this.#looked} situations; ${left} more were waiting.`;
        return;
      }
      this.#look(this.#queue[this.#looked]!);
    }
  }

  /** States that nothing has led to, and delays that have not passed. */
  #missed(states: ReturnType<typeof statesOf>): Omit<ExploreFinding, 'trace'>[] {
    const soFar = this.#stopped ? ' as far as the search went' : '';
    const missed: Omit<ExploreFinding, 'trace'>[] = [];
    for (const { path, pointer } of states) {
      const parent = path.slice(0, -1).join('.');
      if (this.#reached.has(path.join('.')) || (parent !== '' && !this.#reached.has(parent))) continue;
      missed.push({ code: 'state_unreachable', pointer, message: `Nothing leads to "${path.join('.')}"${soFar}.` });
    }
    for (const [ref, { rule, path }] of this.#compiled.delays) {
      if (this.#fired.has(ref) || (path !== '' && !this.#reached.has(path))) continue;
      const pointer = `${pointerTo(path)}/after${pointerStep(rule)}`;
      missed.push({
        code: 'delay_never_fires',
        pointer,
        message: `"${rule}" never passes while in "${path}"${soFar}.`,
      });
    }
    return missed;
  }
}

/** Nobody finds an instance in a history state, nor in one that is left as soon as it is entered. */
function canBeStoodIn({ type, always }: StateNode): boolean {
  const ways = [always ?? []].flat();
  return type !== 'history' && !ways.some((way) => typeof way === 'string' || way.guard === undefined);
}

/** Whom and what the instance remembers by an id, which a system may name. */
function idsIn(value: Json): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap(idsIn))];
  if (value === null || typeof value !== 'object') return [];
  return [...(typeof value.id === 'string' ? [value.id] : []), ...Object.values(value).flatMap(idsIn)];
}

/** Waiting twice in a row is waiting once, unless something happened in between. */
const withWait = (trace: string[], said: string): string[] =>
  /^wait until \S+$/.test(trace.at(-1) ?? '') ? [...trace.slice(0, -1), said] : [...trace, said];

const pathsOf = (state: InstanceState): string[] => activePaths((state.snapshot as { value?: unknown } | null)?.value);
const pointerTo = (path: string): string =>
  path === ''
    ? ''
    : path
        .split('.')
        .map((name) => `/states${pointerStep(name)}`)
        .join('');

/** Situations that have the same future, as far as a definition can tell: dates count as passed or not, not as days. */
function situationKey(state: InstanceState, now: IsoInstant, literals: Literals, personal: boolean): string {
  const passed = Object.entries(state.deadlines).map(([name, { dueAt }]) => [name, dueAt <= now]);
  const timers = state.timers
    .filter(({ kind }) => kind !== 'reminder')
    .map(({ kind, ref, rule }) => `${kind} ${kind === 'call' ? rule : ref.replace(/\.\d+$/, '')}`);
  const calls = [...new Set((state.calls ?? []).map(({ activity }) => activity))];
  const people = state.tasks.map(({ name, statePath, itemId, excludedIds, assigneeId, escalatedTo }) => [
    statePath,
    name,
    itemId ?? '',
    excludedIds.length,
    assigneeId !== null,
    escalatedTo,
  ]);
  const { value, historyValue } = state.snapshot as { value: Json; historyValue: Json };
  const settings = Object.entries(state.input.settings).map(([name, setting]) => [name, setting.value]);
  return JSON.stringify([
    value,
    historyValue,
    blurred('', state.context, literals, personal),
    blurred('', state.input.input, literals, personal),
    settings,
    passed,
    [...new Set(timers)].sort(),
    people,
    calls,
  ]);
}
