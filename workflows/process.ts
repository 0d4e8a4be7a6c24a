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
import { RefusedError, nextTimer, open, step } from '../definitions/index.ts';
import type { InstanceEvent, InstanceInput, InstanceState, StepResult } from '../definitions/engine/types.ts';
import type { ProjectionActivities } from '../activities/contract.ts';
import { compiledFor } from './compiled.ts';
import {
  ACT_UPDATE,
  CHANGE_SIGNAL,
  STATE_QUERY,
  SYSTEM_SIGNAL,
  type ActAnswer,
  type ActRequest,
  type Carried,
  type ChangeArgs,
  type DefinitionEnvelope,
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
const changeSignal = defineSignal<ChangeArgs>(CHANGE_SIGNAL);
const systemSignal = defineSignal<SystemArgs>(SYSTEM_SIGNAL);
const stateQuery = defineQuery<InstanceState>(STATE_QUERY);

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
): Promise<ProcessResult> {
  return CancellationScope.nonCancellable(() => run(input, envelope, carried, historyLimit));
}

async function run(...[input, envelope, carried, historyLimit]: ProcessArgs): Promise<ProcessResult> {
  const compiled = compiledFor(envelope);
  const opened = carried ? null : open(compiled, input, now());
  let state = (carried?.state ?? opened?.state) as InstanceState;
  const answers = new Map(carried?.answers);
  const effects = createEffects(compiled.definition, (event, key) => raise(event, key));

  // Steps are decided at once and written one after another, so the projection of step n is there before that of n+1
  // and an act that comes while another is being written already sees its result.
  let writing = 0;
  let written: Promise<void> = Promise.resolve();
  const advance = (result: StepResult): Promise<void> => {
    const changed = result.state.sequence !== state.sequence || result === opened;
    state = result.state;
    if (!changed && result.effects.length === 0) return written;
    writing += 1;
    const previous = written;
    written = CancellationScope.nonCancellable(async () => {
      await previous;
      await project({ state: result.state, log: result.log });
      writing -= 1;
      effects.run(result);
    });
    return written;
  };

  const remember = (key: string): void => {
    answers.set(key, state.sequence);
    const oldest = answers.size > MAX_ANSWERS ? answers.keys().next().value : undefined;
    if (oldest !== undefined) answers.delete(oldest);
  };

  const raise = (event: InstanceEvent, key?: string): Promise<void> => {
    if (key !== undefined && answers.has(key)) return written;
    const progress = advance(step(compiled, state, event, now()));
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
      const { code, text } = error.refusal;
      throw ApplicationFailure.create({ type: code, message: text.en, nonRetryable: true, details: [error.refusal] });
    }
  };

  // Before the handlers: setting one runs at once what has arrived for it already.
  if (opened) void advance(opened);

  setHandler(
    actUpdate,
    async (request) => {
      const known = answers.get(request.key);
      if (known !== undefined) {
        await written;
        return { sequence: known, repeated: true };
      }
      const progress = advance(attempt(request));
      remember(request.key);
      const { sequence } = state;
      await progress;
      return { sequence, repeated: false };
    },
    {
      validator: (request) => {
        if (!answers.has(request.key)) attempt(request);
      },
    },
  );
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
  const nextDueAt = (): string | null => (state.done ? null : (nextTimer(state)?.dueAt ?? null));

  for (;;) {
    const dueAt = nextDueAt();
    if (dueAt !== null && Date.parse(dueAt) <= Date.now()) {
      void raise({ kind: 'timer', timerId: nextTimer(state)!.id });
      continue;
    }
    const woken = (): boolean => nextDueAt() !== dueAt || ((state.done || full()) && settled());
    await (dueAt === null ? condition(woken) : condition(woken, Date.parse(dueAt) - Date.now()));
    if (!settled()) continue;
    if (state.done) return { status: state.status, closedAt: state.closedAt };
    if (full()) {
      const next: Carried = { state, answers: [...answers] };
      await continueAsNew<typeof process>(state.input, { $definition: envelope.$definition }, next, historyLimit);
    }
  }
}

const now = (): string => new Date(Date.now()).toISOString();
