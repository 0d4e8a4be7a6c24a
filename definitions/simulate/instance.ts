/** One instance with a clock of its own. */
import type { IsoInstant, JsonObject } from '../language/types.ts';
import {
  nextTimer,
  open,
  RefusedError,
  step,
  type Actor,
  type ChangeEvent,
  type Compiled,
  type Effect,
  type InstanceEvent,
  type InstanceInput,
  type InstanceState,
  type LogLine,
  type Refusal,
  type Task,
} from '../index.ts';

/** What one step brought. */
export interface Moment {
  at: IsoInstant;
  /** The instance after it. */
  state: InstanceState;
  log: LogLine[];
  effects: Effect[];
  opened: Task[];
  /** Ids of the tasks that were there before and are not any more. */
  closed: string[];
}

/** More steps at one instant than any process needs: delays of no length that lead in a circle. */
const MAX_STEPS_AT_ONCE = 500;
const MAX_STEPS = 20_000;

/** Thrown when virtual time would never pass. */
export class EndlessError extends Error {
  override name = 'EndlessError';
}

export class SimulatedInstance {
  readonly compiled: Compiled;
  readonly moments: Moment[] = [];
  state: InstanceState;
  now: IsoInstant;
  #atOnce = 0;

  constructor(compiled: Compiled, input: InstanceInput, openedAt: IsoInstant) {
    this.compiled = compiled;
    this.now = openedAt;
    const opened = open(compiled, input, openedAt);
    this.state = { ...opened.state, tasks: [] };
    this.#take(opened);
    this.#deliver(opened.effects);
  }

  #take({ state, effects, log }: { state: InstanceState; effects: Effect[]; log: LogLine[] }): void {
    if (state !== this.state) {
      const before = new Set(this.state.tasks.map(({ id }) => id));
      const after = new Set(state.tasks.map(({ id }) => id));
      this.moments.push({
        at: this.now,
        state,
        log,
        effects,
        opened: state.tasks.filter(({ id }) => !before.has(id)),
        closed: [...before].filter((id) => !after.has(id)),
      });
    }
    this.state = state;
  }

  #step(event: InstanceEvent): void {
    const result = step(this.compiled, this.state, event, this.now);
    this.#take(result);
    this.#deliver(result.effects);
  }

  /** What an instance sends to itself arrives at once; what goes to others is seen in the timeline. */
  #deliver(effects: Effect[]): void {
    for (const effect of effects) {
      if (effect.type !== 'send' || effect.to !== this.state.input.instanceId) continue;
      this.#atOnce += 1;
      if (this.#atOnce > MAX_STEPS_AT_ONCE) {
        throw new EndlessError(`At ${this.now} the process sends itself event after event (${effect.event}).`);
      }
      this.#step({ kind: 'system', type: effect.event, data: effect.data });
    }
  }

  /** Lets time pass up to and including an instant; every timer on the way fires at its own. */
  until(instant: IsoInstant): void {
    for (let timer = nextTimer(this.state); timer && timer.dueAt <= instant; timer = nextTimer(this.state)) {
      this.#atOnce = timer.dueAt > this.now ? 0 : this.#atOnce + 1;
      if (timer.dueAt > this.now) this.now = timer.dueAt;
      if (this.#atOnce > MAX_STEPS_AT_ONCE || this.moments.length > MAX_STEPS) {
        throw new EndlessError(
          `At ${this.now} the process takes step after step and time does not pass (${timer.rule || timer.kind}).`,
        );
      }
      this.#step({ kind: 'timer', timerId: timer.id });
    }
    if (instant > this.now) this.now = instant;
  }

  /** Null if it was done, else why not. */
  act(actor: Actor, type: string, data: JsonObject, taskId?: string): Refusal | null {
    const event = { kind: 'act' as const, type, data, actor, ...(taskId && { taskId }) };
    try {
      this.#step(event);
      return null;
    } catch (error) {
      if (error instanceof RefusedError) return error.refusal;
      throw error;
    }
  }

  /** An event from outside. */
  system(type: string, data: JsonObject): void {
    this.#step({ kind: 'system', type, data });
  }

  /** Answers the oldest open call of an activity, or has it fail; false where none is open. */
  answer(activity: string, outcome: { data: JsonObject } | { code: string; message: string }): boolean {
    const call = this.state.calls?.find((open) => open.activity === activity);
    if (!call) return false;
    const failed = 'code' in outcome;
    const type = failed ? call.failed : call.done;
    this.#step({ kind: 'system', type: type ?? '', data: failed ? { ...outcome } : outcome.data, callId: call.id });
    return true;
  }

  change(event: Omit<ChangeEvent, 'kind'>): void {
    this.#step({ kind: 'change', ...event });
  }
}
