import {
  type Actor,
  type Affordance,
  affordances,
  type Compiled,
  type InstanceState,
} from '../../definitions/index.ts';

const kept = 20_000;
const minuteMs = 60_000;
const known = new Map<string, Affordance[]>();

/**
 * What the actor may do, as `affordances` says. A board asks for hundreds at every change of one of them, so answers
 * are kept for the step, the person and the minute; an act itself is always decided anew.
 */
export function allowedNow(compiled: Compiled, state: InstanceState, actor: Actor, now: string): Affordance[] {
  const { tenantId, instanceId } = state.input;
  const who = [actor.userId, actor.name, actor.groups.join(), actor.vacant?.join()];
  const minute = Math.floor(Date.parse(now) / minuteMs);
  const key = [tenantId, instanceId, state.sequence, minute, ...who].join('\n');
  const found = known.get(key);
  if (found) return found;
  const made = affordances(compiled, state, actor, now);
  if (known.size >= kept) known.delete(known.keys().next().value!);
  known.set(key, made);
  return made;
}
