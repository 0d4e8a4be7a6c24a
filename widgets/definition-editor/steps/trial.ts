import { addDays, localDate, localTime, startOfDay, toInstant } from '../../../definitions/calendar/index.ts';
import {
  type Actor,
  affordances,
  type Affordance,
  compile,
  type Compiled,
  definitionHash,
  duePeriods,
  type InstanceInput,
  type Json,
  type JsonObject,
  nextTimer,
  type Period,
  type Refusal,
  renderKey,
  type Timer,
} from '../../../definitions/index.ts';
import type { Definition } from '../../../definitions/language/types.ts';
import { SimulatedInstance } from '../../../definitions/simulate/instance.ts';
import type { Scenario, ScenarioStep } from '../../../definitions/simulate/scenario.ts';
import { timelineOf, type TimelineEntry } from '../../../definitions/simulate/timeline.ts';
import { people } from '../scenarios/people.ts';

export interface TrialOptions {
  definition: Definition;
  /** A process that opens by itself opens on the first day from here on that it would. */
  from: string;
  settings: Record<string, Json>;
  client: JsonObject;
  input: JsonObject;
}

type Doing =
  | { kind: 'act'; by: string; event: string; data: JsonObject; taskId: string | null }
  | { kind: 'system'; event: string; data: JsonObject }
  | { kind: 'wait'; until: string };

const OPENS_WITHIN_DAYS = 430;
const OPENS_AT = '09:00';

/** One instance on a clock of its own: somebody does something, time passes, and what was done becomes a scenario. */
export class Trial {
  readonly options: TrialOptions;
  readonly compiled: Compiled;
  readonly period: Period | null;
  readonly openedAt: string;
  readonly visited = new Set<string>();
  #instance: SimulatedInstance;
  #done: Doing[] = [];

  constructor(options: TrialOptions) {
    this.options = options;
    const { definition, from } = options;
    const { recurrence } = definition;
    this.compiled = compile(recurrence ? { ...definition, recurrence: { ...recurrence, when: 'true' } } : definition);
    const opening = this.#opening();
    this.period = opening?.period ?? null;
    this.openedAt = opening ? startOfDay(opening.date) : toInstant(from, OPENS_AT);
    this.#instance = this.#open();
    this.#look();
  }

  get state() {
    return this.#instance.state;
  }

  get now(): string {
    return this.#instance.now;
  }

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get timeline(): TimelineEntry[] {
    return timelineOf(this.compiled, this.#instance.moments);
  }

  get nextTimer(): Timer | null {
    return nextTimer(this.state) ?? null;
  }

  offersTo(person: string): Affordance[] {
    return affordances(this.compiled, this.state, actorOf(person), this.now);
  }

  act(by: string, offer: Affordance, data: JsonObject): Refusal | null {
    const doing: Doing = { kind: 'act', by, event: offer.event, data, taskId: offer.taskId };
    const refused = this.#do(doing);
    if (!refused) this.#done.push(doing);
    return refused;
  }

  /** An event from outside, such as an answer of an activity. */
  system(event: string, data: JsonObject): void {
    this.#do({ kind: 'system', event, data });
    this.#done.push({ kind: 'system', event, data });
  }

  waitUntil(instant: string): void {
    this.#do({ kind: 'wait', until: instant });
    this.#done.push({ kind: 'wait', until: instant });
  }

  undo(): void {
    const again = this.#done.slice(0, -1);
    this.#instance = this.#open();
    this.#done = [];
    this.visited.clear();
    this.#look();
    for (const doing of again) {
      this.#do(doing);
      this.#done.push(doing);
    }
  }

  /** Everything that was done, with what came of it as expectations. */
  scenario(title: string): Scenario {
    const { settings, client } = this.options;
    const instance = this.#open();
    const steps: ScenarioStep[] = [];
    let seen = 0;
    const expected = (): void => {
      const { state, now, moments } = instance;
      const mails = moments
        .slice(seen)
        .flatMap(({ at, effects }) =>
          effects.flatMap((one) => (one.type === 'notify' ? [`${localDate(at)} ${one.template} ${one.role}`] : [])),
        );
      seen = moments.length;
      const tasks = Object.fromEntries(state.tasks.map(({ name, dueDate }) => [name, dueDate]));
      steps.push({ at: minute(now), expect: { status: state.status, closed: state.done, tasks, mails } });
    };
    expected();
    for (const doing of this.#done) {
      if (doing.kind === 'wait') instance.until(doing.until);
      else if (doing.kind === 'act') {
        steps.push({ at: minute(instance.now), act: doing.event, by: doing.by, data: doing.data });
        instance.act(actorOf(doing.by), doing.event, doing.data, doing.taskId ?? undefined);
      } else {
        steps.push({ at: minute(instance.now), system: doing.event, data: doing.data });
        instance.system(doing.event, doing.data);
      }
      expected();
    }
    return {
      title,
      ...(this.period && { period: this.period.id }),
      ...(Object.keys(client).length > 0 && { client }),
      ...(Object.keys(settings).length > 0 && { settings }),
      ...(this.compiled.definition.input && { input: this.options.input }),
      opens: minute(this.openedAt),
      steps,
    };
  }

  #do(doing: Doing): Refusal | null {
    const instance = this.#instance;
    let refused: Refusal | null = null;
    if (doing.kind === 'wait') instance.until(doing.until);
    else if (doing.kind === 'system') instance.system(doing.event, doing.data);
    else refused = instance.act(actorOf(doing.by), doing.event, doing.data, doing.taskId ?? undefined);
    this.#look();
    return refused;
  }

  #look(): void {
    for (const { state } of this.#instance.moments) for (const path of state.activeStates) this.visited.add(path);
  }

  #opening(): { period: Period; date: string } | null {
    const { definition, from, client, settings } = this.options;
    if (!definition.recurrence) return null;
    const recurring = { id: 'client', name: 'Demo AB', properties: client, startMonth: from.slice(0, 7) };
    for (let day = 0; day < OPENS_WITHIN_DAYS; day += 1) {
      const date = addDays(from, day);
      const [period] = duePeriods(this.compiled, recurring, settingsOf(settings), startOfDay(date));
      if (period) return { period, date };
    }
    return null;
  }

  #input(): InstanceInput {
    const { definition, input, client: properties, settings } = this.options;
    const client = { name: 'Demo AB', ...properties, id: 'client' };
    const key = renderKey(this.compiled, { client, period: this.period, input });
    return {
      tenantId: 'scenario',
      instanceId: key,
      definition: { id: definition.id, version: 1, hash: definitionHash(definition) },
      key,
      clientId: client.id,
      client,
      firm: { name: 'Demo Redovisning AB' },
      period: this.period,
      input,
      settings: settingsOf(settings),
    };
  }

  #open(): SimulatedInstance {
    return new SimulatedInstance(this.compiled, this.#input(), this.openedAt);
  }
}

const settingsOf = (values: Record<string, Json>): InstanceInput['settings'] =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, origin: 'client' as const }]));

const actorOf = (person: string): Actor => ({ userId: person, ...people[person]! });

/** As scenarios write a moment, `2026-11-05 09:00`. */
const minute = (instant: string): string => `${localDate(instant)} ${localTime(instant)}`;
