/** Calls to activities that wait for their answer. */
import { durationFrom } from '../calendar/index.ts';
import type { CallParams, JsonObject } from '../language/types.ts';
import type { Applying } from './apply.ts';
import type { InstanceState } from './types.ts';

/** Asks for an activity. One whose answer nothing waits for is not remembered. */
export function openCall(state: InstanceState, params: CallParams, input: JsonObject, at: Applying): void {
  const { activity, done = null, failed = null, timedOut = null, timeout } = params;
  const awaited = done !== null || failed !== null || timedOut !== null;
  const callId = awaited ? `${activity}.${state.sequence}.${at.effects.length}` : null;
  const dueAt = timeout === undefined ? null : durationFrom(at.now, timeout);
  at.effects.push({ type: 'call', activity, input, callId, dueAt, done, failed });
  if (callId === null) return;
  state.calls = [...(state.calls ?? []), { id: callId, activity, openedAt: at.now, dueAt, done, failed, timedOut }];
}

/** The instance without a call, as it is once the call is answered or given up; null if the call is not open. */
export function withoutCall(state: InstanceState, callId: string): InstanceState | null {
  const { calls = [], ...rest } = state;
  const others = calls.filter(({ id }) => id !== callId);
  if (others.length === calls.length) return null;
  const timers = state.timers.filter(({ kind, ref }) => kind !== 'call' || ref !== callId);
  return { ...rest, timers, ...(others.length > 0 && { calls: others }) };
}

/**
 * The result of an activity that has handed its errand over, to a bank or to people who sign, and whose answer comes in
 * days: as an event of the name that the call gave for `done` or `failed`.
 */
export const ANSWERED_LATER: JsonObject = { $answered: 'later' };

export const isAnsweredLater = (result: JsonObject): boolean => result.$answered === 'later';
