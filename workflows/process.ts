import {
  ApplicationFailure,
  CancellationScope,
  allHandlersFinished,
  condition,
  continueAsNew,
  log,
  proxyLocalActivities,
  setHandler,
  defineQuery,
  defineSignal,
  defineUpdate,
  workflowInfo,
} from '@temporalio/workflow';
import { RefusedError, nextTimer, open, outsideRefusal, planMigration, step } from '../definitions/index.ts';
import type { InstanceEvent, InstanceInput, InstanceState, Refusal, StepResult } from '../definitions/engine/types.ts';
import type { ProjectionActivities } from '../activities/contract.ts';
import { compiledFor } from './compiled.ts';
import {
  ACT_UPDATE,
  CHANGE_SIGNAL,
  EVENT_UPDATE,
  MIGRATE_UPDATE,
  STATE_QUERY,
  SYSTEM_SIGNAL,
  type ActAnswer,
  type ActRequest,
  type Carried,
  type ChangeArgs,
  type DefinitionEnvelope,
  type EventRequest,
  type MigrateArgs,
  type ProcessArgs,
  type ProcessResult,
  type SystemArgs,
} from './contract.ts';
import { createEffects } from './effects.ts';

const { project } = proxyLocalActivities<ProjectionActivities>({
  startToCloseTimeout: 10_000,
  retry: { initialInterval: 100, backoffCoefficient: 2, maximumInterval: 10_000 },
});

const actUpdate = defineUpdate<ActAnswer, [ActRequest]>(ACT_UPDATE);
const eventUpdate = defineUpdate<ActAnswer, [EventRequest]>(EVENT_UPDATE);
const migrateUpdate = defineUpdate<ActAnswer, MigrateArgs>(MIGRATE_UPDATE);
const changeSignal = defineSignal<ChangeArgs>(CHANGE_SIGNAL);
const systemSignal = defineSignal<SystemArgs>(SYSTEM_SIGNAL);
const stateQuery = defineQuery<InstanceState>(STATE_QUERY);

/**
 * Temporal's timers fire some milliseconds late. A step that is no later than this is taken at the timer's own instant, as
 * the simulator takes it, so that what follows from it does not drift; after a stand-still the real time counts.
 */
const PUNCTUAL_MS = 30_000;

/** How many idempotency keys an instance remembers; a monthly process sees some tens in its whole life. */
const MAX_ANSWERS = 1000;

/**
 * The one workflow type: a running instance of any definition. It ends only as its definition says; a request to
 * cancel it is ignored, since the boards and inboxes would go on showing it as open.
 */
export function process(
  input: InstanceInput,
  envelope: DefinitionEnvelope,
  carried?: Carried | null,
  historyLimit?: number,
  clockShiftMs?: number,
): Promise<ProcessResult> {
  return CancellationScope.nonCancellable(() => run(input, envelope, carried, historyLimit, clockShiftMs));
}

async function run(...[input, envelope, carried, historyLimit, clockShiftMs = 0]: ProcessArgs): Promise<ProcessResult> {
  const clock = (): number => Date.now() + clockShiftMs;
  const now = (): string => isoOf(clock());
  // Both change when the instance is moved to another version.
  let { $definition } = envelope;
  let compiled = compiledFor(envelope);
  const opened = carried ? null : open(compiled, input, now());
  let state = (carried?.state ?? opened?.state) as InstanceState;
  const answers = new Map(carried?.answers);
  const effects = createEffects((event, key) => raise(event, key), clock);

  // Steps are decided at once and written one after another, so the projection of step n is there before that of n+1
  // and an act that comes while another is being written already sees its result.
  let writing = 0;
  let written: Promise<void> = Promise.resolve();
  let steppedAt = clock();
  const advance = (result: StepResult, at = clock()): Promise<void> => {
    steppedAt = at;
    const decidedAt = now();
    const changed = result.state.sequence !== state.sequence || result === opened;
    state = result.state;
    if (!changed && result.effects.length === 0) return written;
    writing += 1;
    const { definition } = compiled;
    const previous = written;
    written = CancellationScope.nonCancellable(async () => {
      await previous;
      await project({ state: result.state, log: result.log, decidedAt });
      writing -= 1;
      effects.run(result, definition);
    });
    return written;
  };

  const remember = (key: string): void => {
    answers.set(key, state.sequence);
    const oldest = answers.size > MAX_ANSWERS ? answers.keys().next().value : undefined;
    if (oldest !== undefined) answers.delete(oldest);
  };

  const raise = (event: InstanceEvent, key?: string, at = clock()): Promise<void> => {
    if (key !== undefined && answers.has(key)) return written;
    const progress = advance(step(compiled, state, event, isoOf(at)), at);
    if (key !== undefined) remember(key);
    return progress;
  };

  // The validator takes the whole step: an act that the engine cannot carry out never enters the history.
  let tried: { request: ActRequest; from: InstanceState; at: string; result: StepResult } | null = null;
  const attempt = (request: ActRequest): StepResult => {
    const at = now();
    if (tried?.from === state && tried.at === at && tried.request.key === request.key) return tried.result;
    const { event: type, key: _key, ...rest } = request;
    try {
      tried = { request, from: state, at, result: step(compiled, state, { kind: 'act', type, ...rest }, at) };
      return tried.result;
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      throw refusedWith(error.refusal);
    }
  };

  const nextDueAt = (): string | null => (state.done ? null : (nextTimer(state)?.dueAt ?? null));
  /** Raises what is due by now. */
  const fireDue = (): void => {
    for (let dueAt = nextDueAt(); dueAt !== null && Date.parse(dueAt) <= clock(); dueAt = nextDueAt()) {
      const due = Date.parse(dueAt);
      const at = clock() - due <= PUNCTUAL_MS ? Math.max(due, steppedAt) : clock();
      void raise({ kind: 'timer', timerId: nextTimer(state)!.id }, undefined, at);
    }
  };

  // Before the handlers: setting one runs at once what has arrived for it already.
  if (opened) void advance(opened);

  /** A key that is known gives the first answer again, another one what `take` decides. */
  const answer = async (key: string, take: () => StepResult): Promise<ActAnswer> => {
    const known = answers.get(key);
    if (known === undefined) {
      const progress = advance(take());
      remember(key);
      const { sequence } = state;
      await progress;
      return { sequence, repeated: false };
    }
    await written;
    return { sequence: known, repeated: true };
  };

  setHandler(actUpdate, (request) => answer(request.key, () => attempt(request)), {
    validator: (request) => void (answers.has(request.key) || attempt(request)),
  });

  const outside = ({ event: type, data }: EventRequest): StepResult => {
    const refused = outsideRefusal(compiled, state, type, data, now());
    if (refused) throw refusedWith(refused);
    return step(compiled, state, { kind: 'system', type, data }, now());
  };
  setHandler(eventUpdate, (request) => answer(request.key, () => outside(request)), {
    validator: (request) => void (answers.has(request.key) || outside(request)),
  });

  const planned = (...[{ version, mapping, actor }, to]: MigrateArgs): StepResult => {
    const target = { version, hash: to.$definition };
    const migration = { from: compiled, to: compiledFor(to), target, mapping, actor };
    const { result, problems } = planMigration(migration, state, now());
    if (result) return result;
    const message = problems.map(({ text }) => text.en).join(' ');
    throw ApplicationFailure.create({ type: problems[0]!.code, message, nonRetryable: true, details: [problems] });
  };
  const moveOver = (...[request, to]: MigrateArgs): StepResult => {
    // What is due by now belongs to the version that it was waited for in: no reminder is lost on the way.
    fireDue();
    const result = planned(request, to);
    ({ $definition } = to);
    compiled = compiledFor(to);
    return result;
  };
  setHandler(migrateUpdate, (request, to) => answer(request.key, () => moveOver(request, to)), {
    validator: (request, to) => void (answers.has(request.key) || planned(request, to)),
  });
  // What comes from outside and cannot be carried out is left out: thrown, it would stop the instance for everybody.
  const receive = async (event: InstanceEvent, key?: string): Promise<void> => {
    try {
      await raise(event, key);
    } catch (error) {
      log.error('An event could not be carried out and was left out.', { kind: event.kind, key, error });
    }
  };
  setHandler(changeSignal, receive);
  setHandler(systemSignal, receive);
  setHandler(stateQuery, () => state);

  const settled = (): boolean => writing === 0 && effects.idle() && allHandlersFinished();
  const full = (): boolean => {
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    return continueAsNewSuggested || (historyLimit !== undefined && historyLength >= historyLimit);
  };
  for (;;) {
    fireDue();
    const dueAt = nextDueAt();
    const woken = (): boolean => nextDueAt() !== dueAt || ((state.done || full()) && settled());
    await (dueAt === null ? condition(woken) : condition(woken, Date.parse(dueAt) - clock()));
    if (!settled()) continue;
    if (state.done) return { status: state.status, closedAt: state.closedAt };
    if (full()) {
      const next: Carried = { state, answers: [...answers] };
      await continueAsNew<typeof process>(state.input, { $definition }, next, historyLimit, clockShiftMs);
    }
  }
}

const refusedWith = (refusal: Refusal): ApplicationFailure =>
  ApplicationFailure.create({
    type: refusal.code,
    message: refusal.text.en,
    nonRetryable: true,
    details: [refusal],
  });

const isoOf = (ms: number): string => new Date(ms).toISOString();
