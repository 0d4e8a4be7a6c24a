import {
  affordances,
  compile,
  definitionHash,
  nextTimer,
  open,
  refusal,
  RefusedError,
  step,
  type Actor,
  type ChangeEvent,
  type Compiled,
  type Definition,
  type Effect,
  type InstanceInput,
  type InstanceState,
  type JsonObject,
  type LogLine,
  type RefusalCode,
  type StepResult,
} from '../../../definitions/index.ts';
import { periodFromId } from '../../../definitions/calendar/index.ts';

export const anna: Actor = { userId: 'anna', name: 'Anna Exempel', groups: ['client'] };
export const karin: Actor = { userId: 'karin', name: 'Karin Konsult', groups: ['firm', 'responsible'] };
export const lars: Actor = { userId: 'lars', name: 'Lars Larsson', groups: ['firm'] };

interface Opening {
  period?: string | null;
  client?: JsonObject;
  settings?: InstanceInput['settings'];
  input?: JsonObject;
  at: string;
}

/** One instance with a clock of its own: time passes only when the test says so, and timers fire on their instant. */
export class Run {
  compiled: Compiled;
  state!: InstanceState;
  now: string;
  effects: (Effect & { at: string })[] = [];
  log: LogLine[] = [];

  constructor(definition: Definition, { period = '2026-10', client = {}, settings = {}, input = {}, at }: Opening) {
    this.compiled = compile(definition);
    this.now = at;
    const instance: InstanceInput = {
      tenantId: 'demo',
      instanceId: 'one',
      definition: { id: definition.id, version: 1, hash: definitionHash(definition) },
      key: 'one',
      clientId: 'client',
      client: { id: 'client', name: 'Demo AB', ...client },
      firm: { name: 'Demo Redovisning AB' },
      period: period === null ? null : periodFromId(period),
      input,
      settings,
    };
    this.#take(open(this.compiled, instance, at));
  }

  #take(result: StepResult): void {
    this.state = result.state;
    this.effects.push(...result.effects.map((effect) => ({ ...effect, at: this.now })));
    this.log.push(...result.log);
  }

  /** Goes on with another version, from what a migration gave. */
  continueWith(definition: Definition, result: StepResult): this {
    this.compiled = compile(definition);
    this.#take(result);
    return this;
  }

  /** Lets time pass; every timer on the way fires at its own instant. */
  until(instant: string): this {
    for (let timer = nextTimer(this.state); timer && timer.dueAt <= instant; timer = nextTimer(this.state)) {
      if (timer.dueAt > this.now) this.now = timer.dueAt;
      this.#take(step(this.compiled, this.state, { kind: 'timer', timerId: timer.id }, this.now));
    }
    this.now = instant;
    return this;
  }

  act(actor: Actor, type: string, data: JsonObject = {}): this {
    this.#take(step(this.compiled, this.state, { kind: 'act', type, data, actor }, this.now));
    return this;
  }

  system(type: string, data: JsonObject = {}, callId?: string): this {
    const answer = callId === undefined ? {} : { callId };
    this.#take(step(this.compiled, this.state, { kind: 'system', type, data, ...answer }, this.now));
    return this;
  }

  change(event: Omit<ChangeEvent, 'kind'>): this {
    this.#take(step(this.compiled, this.state, { kind: 'change', ...event }, this.now));
    return this;
  }

  /** Why the act is refused; null if it is allowed. `step` must say the same. */
  refused(actor: Actor, type: string, data: JsonObject = {}, more: object = {}): RefusalCode | null {
    const event = { kind: 'act' as const, type, data, actor, ...more };
    const code = refusal(this.compiled, this.state, event, this.now)?.code ?? null;
    let thrown: RefusalCode | null = null;
    try {
      step(this.compiled, this.state, event, this.now);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      thrown = error.refusal.code;
    }
    if (thrown !== code) throw new Error(`refusal says ${code}, step says ${thrown}`);
    return code;
  }

  can(actor: Actor): string[] {
    return affordances(this.compiled, this.state, actor, this.now)
      .filter(({ allowed }) => allowed)
      .map(({ event }) => event);
  }

  get tasks(): string[] {
    return this.state.tasks.map(({ name }) => name);
  }

  mails(category?: string): string[] {
    return this.effects.flatMap((effect) =>
      effect.type === 'notify' && (!category || effect.category === category)
        ? [`${effect.at} ${effect.template} ${effect.role}`]
        : [],
    );
  }
}
