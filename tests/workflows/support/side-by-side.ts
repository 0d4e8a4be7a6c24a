/** One story told twice: by the simulator in virtual time, and by a real Temporal server that skips time. */
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { ApplicationFailure } from '@temporalio/common';
import {} from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { ANSWERED_LATER, compile, nextTimer } from '../../../definitions/index.ts';
import type {
  Actor,
  ChangeEvent,
  Effect,
  InstanceInput,
  InstanceState,
  LogLine,
  SystemEvent,
} from '../../../definitions/engine/types.ts';
import type { Definition, IsoInstant, JsonObject } from '../../../definitions/language/types.ts';
import { SimulatedInstance } from '../../../definitions/simulate/instance.ts';
import { WORKFLOW_TYPE, workflowIdOf } from '../../../workflows/contract.ts';
import type { House } from './house.ts';
import { isResting, skip, virtualNow } from './skipping.ts';

export type Happening = { at: IsoInstant } & (
  | { act: string; actor: Actor; data: JsonObject }
  | { system: string; data: JsonObject }
  | { change: Omit<ChangeEvent, 'kind'> }
  /** The oldest open call of this activity is answered, or fails. */
  | { answer: string; outcome: { data: JsonObject } | { code: string; message: string } }
  | { wait: true }
);

export interface Story {
  definition: Definition;
  input: Partial<InstanceInput>;
  opensAt: IsoInstant;
  /** In the order of time. */
  happenings: Happening[];
}

/** All that an instance did. Instants are cut to the minute: a real server is some milliseconds late. */
export interface Told {
  steps: { state: InstanceState; log: LogLine[] }[];
  effects: { sequence: number; index: number; effect: Effect }[];
  /** Of each act: why it was refused, or null. */
  refusals: (string | null)[];
}

export function simulated(story: Story, input: InstanceInput): Told {
  const instance = new SimulatedInstance(compile(story.definition), input, story.opensAt);
  const refusals: Told['refusals'] = [];
  for (const happening of story.happenings) {
    instance.until(happening.at);
    if ('act' in happening) {
      refusals.push(instance.act(happening.actor, happening.act, happening.data)?.code ?? null);
    } else if ('system' in happening) instance.system(happening.system, happening.data);
    else if ('answer' in happening) instance.answer(happening.answer, happening.outcome);
    else if ('change' in happening) instance.change(happening.change);
  }
  const { moments } = instance;
  return toTheMinute({
    steps: moments.map(({ state, log }) => ({ state, log })),
    effects: moments.flatMap(({ state, effects }) =>
      effects.map((effect, index) => ({ sequence: state.sequence, index, effect })),
    ),
    refusals,
  });
}

/**
 * Real time goes on while something happens, so a server is late by some milliseconds, and a duration that began late
 * ends late. Each happening comes a little later within its minute than the one before: what was due is there by then.
 */
const lateBy = (index: number, of: number): number => Math.min(4_500, 50_000 / of) * (index + 1);

const MINUTE_MS = 60_000;

/** A busy server's clock may run on to the next timer instead of stopping: that is no telling of the story. */
export class OvershotError extends Error {}

/**
 * Without continue-as-new, which other tests try: a skipping server lets a new run's clock go on before its first task
 * has started a timer.
 */
export async function lived(house: House, story: Story, input: InstanceInput): Promise<Told> {
  const { client, taskQueue, recorder } = house;
  recorder.callResult = () => ANSWERED_LATER;
  const workflowId = workflowIdOf({ ...input, definitionId: input.definition.id });
  const clockShiftMs = Date.parse(story.opensAt) - Date.now();
  const args = [input, { $definition: input.definition.hash }, null, undefined, clockShiftMs] as const;
  const handle = await client.workflow.start(WORKFLOW_TYPE, { taskQueue, workflowId, args: [...args] });
  await atRest(house, workflowId, story.opensAt);
  const refusals: Told['refusals'] = [];
  for (const [index, happening] of story.happenings.entries()) {
    const until = Date.parse(happening.at) + lateBy(index, story.happenings.length) - clockShiftMs;
    const now = await virtualNow(client, workflowId);
    // So short a while passes by itself; a clock told to skip it may come too late to stop there.
    if (now !== null && until - now > 5_000) {
      await skip(client, workflowId, until - now);
      const later = await virtualNow(client, workflowId);
      if (later !== null && later - until > MINUTE_MS) throw new OvershotError(`The clock ran on to ${later}.`);
    }
    const key = `story/${index}`;
    if ('act' in happening) {
      const { act: event, actor, data } = happening;
      refusals.push(await refusalOf(house.act(workflowId, { event, actor, data, key })));
    } else if ('system' in happening) {
      await open(handle.signal('system', { kind: 'system', type: happening.system, data: happening.data }, key));
    } else if ('answer' in happening) {
      const event = answerTo(await house.state(workflowId), happening);
      if (event) await open(handle.signal('system', event, key));
    } else if ('change' in happening) await open(handle.signal('change', { kind: 'change', ...happening.change }, key));
    await atRest(house, workflowId, happening.at);
  }
  const { projections, effects } = recorder.of(workflowId);
  return toTheMinute({
    steps: projections.map(({ state, log }) => ({ state, log })),
    effects: effects
      .map(({ key, effect }) => {
        const [index, sequence] = key.split('/').reverse().map(Number) as [number, number];
        return { sequence, index, effect };
      })
      .toSorted((a, b) => a.sequence - b.sequence || a.index - b.index),
    refusals,
  });
}

function answerTo(
  { calls }: InstanceState,
  { answer, outcome }: Extract<Happening, { answer: string }>,
): SystemEvent | null {
  const call = calls?.find(({ activity }) => activity === answer);
  if (!call) return null;
  const [type, data] = 'code' in outcome ? [call.failed, { ...outcome }] : [call.done, outcome.data];
  return { kind: 'system', type: type ?? '', data, callId: call.id };
}

/** Until all that is due has happened, and nothing is on its way. */
async function atRest(house: House, workflowId: string, instant: IsoInstant): Promise<void> {
  await eventually(async () => {
    const state = await house.state(workflowId);
    const due = state.done ? null : nextTimer(state);
    if (due && due.dueAt <= instant) throw new Error(`${due.rule || due.kind} of ${due.dueAt} has not come yet.`);
    if (!(await isResting(house.client, workflowId))) throw new Error('Something is still on its way.');
  });
}

async function refusalOf(update: Promise<unknown>): Promise<string | null> {
  try {
    await update;
    return null;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'instance_closed';
    if (!(error instanceof WorkflowUpdateFailedError)) throw error;
    return (error.cause as ApplicationFailure).type ?? '';
  }
}

/** An instance that has ended hears nothing more. */
async function open(sent: Promise<unknown>): Promise<void> {
  await sent.catch((error: unknown) => {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  });
}

const INSTANT = /"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}):\d{2}\.\d{3}Z"/g;
const toTheMinute = (told: Told): Told => JSON.parse(JSON.stringify(told).replace(INSTANT, '"$1"')) as Told;

/** Where the two tell different things, a line each: the path, then simulator | server. At most ten. */
export function differences(simulator: Told, server: Told): string[] {
  const lines: string[] = [];
  const visit = (path: string, a: unknown, b: unknown): void => {
    if (lines.length >= 10 || JSON.stringify(a) === JSON.stringify(b)) return;
    const [left, right] = [a, b].map((value) => (value && typeof value === 'object' ? Object.keys(value) : null));
    if (!left || !right) {
      lines.push(`${path}: ${JSON.stringify(a)?.slice(0, 300)} | ${JSON.stringify(b)?.slice(0, 300)}`);
      return;
    }
    for (const key of new Set([...left, ...right])) {
      visit(`${path}.${key}`, (a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]);
    }
  };
  visit('', simulator, server);
  return lines;
}
