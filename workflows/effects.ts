import { ActivityFailure, ApplicationFailure, log, proxyActivities } from '@temporalio/workflow';
import { isAnsweredLater } from '../definitions/index.ts';
import type { Definition } from '../definitions/language/types.ts';
import type { Effect, StepResult, SystemEvent } from '../definitions/engine/types.ts';
import type { EffectActivities, EffectOrigin } from '../activities/contract.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Until it succeeds: what stands in the way (a database, a mail table) comes back, and nothing may be lost. */
const untilDone = proxyActivities<EffectActivities>({
  startToCloseTimeout: 30 * SECOND,
  retry: { initialInterval: SECOND, backoffCoefficient: 2, maximumInterval: 5 * MINUTE },
});

/** A call asks the outside world and has an answer for the process either way, so it gives up after a day. */
const withinADay = proxyActivities<EffectActivities>({
  startToCloseTimeout: 5 * MINUTE,
  scheduleToCloseTimeout: 24 * 60 * MINUTE,
  retry: { initialInterval: SECOND, backoffCoefficient: 2, maximumInterval: 10 * MINUTE },
});

/** One with a time-out of its own is tried until then; a little longer, so that it is the time-out that ends it. */
const activitiesFor = ({ dueAt }: CallEffect, now: number): EffectActivities =>
  dueAt === null
    ? withinADay
    : proxyActivities<EffectActivities>({
        startToCloseTimeout: 5 * MINUTE,
        scheduleToCloseTimeout: Math.max(Date.parse(dueAt) - now, SECOND) + MINUTE,
        retry: { initialInterval: SECOND, backoffCoefficient: 2, maximumInterval: 10 * MINUTE },
      });

type CallEffect = Extract<Effect, { type: 'call' }>;

export interface Effects {
  /** Starts the effects of a step whose projection is written; `definition`: what decided them. Returns at once. */
  run(result: StepResult, definition: Definition): void;
  /** True when every effect that was started has ended. */
  idle(): boolean;
}

/** Runs what a step asks for in the outside world, side by side, each with the key `instance/sequence/effect`. */
export function createEffects(raise: (event: SystemEvent, key: string) => void, clock: () => number): Effects {
  let running = 0;
  let sent: Promise<unknown> = Promise.resolve();

  const track = async (key: string, work: Promise<unknown>): Promise<void> => {
    running += 1;
    try {
      await work;
    } catch (error) {
      log.error('An effect was given up; the process goes on without it.', { key, ...failureData(error) });
    } finally {
      running -= 1;
    }
  };

  const call = async (origin: EffectOrigin, key: string, effect: CallEffect): Promise<void> => {
    const answers = effect.callId === null ? {} : { callId: effect.callId };
    try {
      const data = await activitiesFor(effect, clock()).call({ key, origin, effect });
      if (isAnsweredLater(data)) return;
      // A result that the definition cannot work with is a failure of the call, too.
      if (effect.done) raise({ kind: 'system', type: effect.done, data, ...answers }, key);
    } catch (error) {
      if (!effect.failed) throw error;
      raise({ kind: 'system', type: effect.failed, data: failureData(error), ...answers }, key);
    }
  };

  const run = ({ state, effects }: StepResult, definition: Definition): void => {
    if (effects.length === 0) return;
    const { tenantId, instanceId, clientId, period } = state.input;
    const origin: EffectOrigin = {
      tenantId,
      instanceId,
      clientId,
      period,
      definitionId: definition.id,
      sequence: state.sequence,
    };
    const keyOf = (index: number): string => `${instanceId}/${state.sequence}/${index}`;

    const notices = effects.flatMap((effect, index) => {
      const role = effect.type === 'notify' ? definition.roles[effect.role] : undefined;
      return effect.type === 'notify' && role ? [{ key: keyOf(index), effect, role }] : [];
    });
    if (notices.length > 0) void track(keyOf(0), untilDone.notify({ origin, notices }));

    effects.forEach((effect, index) => {
      const key = keyOf(index);
      switch (effect.type) {
        case 'notify':
          return;
        case 'file':
          return void track(key, untilDone.file({ key, origin, effect }));
        case 'start':
          return void track(key, untilDone.startInstance({ key, origin, effect }));
        case 'send':
          // One after another: two events for the same instance arrive in the order in which they were sent.
          sent = sent.catch(() => undefined).then(() => untilDone.sendToInstance({ key, origin, effect }));
          return void track(key, sent);
        case 'call':
          return void track(key, call(origin, key, effect));
      }
    });
  };

  return { run, idle: () => running === 0 };
}

/** The innermost cause, which is what the activity threw: `code` is its stable name, `message` its sentence. */
function failureData(error: unknown): { code: string; message: string } {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  const code = cause instanceof ApplicationFailure && cause.type ? cause.type : 'call_failed';
  return { code, message: cause instanceof Error ? cause.message : String(cause) };
}
