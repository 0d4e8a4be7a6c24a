/** Who is meant by a role, and whether somebody is that. */
import type { Ambient, Compiled } from './compile.ts';
import type { Actor, InstanceState } from './types.ts';
import { NO_EVENT } from './variables.ts';

export type Membership = 'member' | 'excluded' | 'stranger';

type WithContext = Pick<InstanceState, 'context'>;

const userIds = (compiled: Compiled, state: WithContext, sources: string[], ambient: Ambient): string[] =>
  sources
    // Where no item is in reach, "the item's person" is nobody.
    .filter((source) => (ambient.item ?? null) !== null || !/\bitem\b/.test(source))
    .map((source) =>
      String(compiled.scope(null).evaluate(source, { ...ambient, context: state.context, event: NO_EVENT }) ?? ''),
    )
    .filter((id) => id !== '');

/** The person a role stands for, where it is one, and those who are kept out of it. */
export function personOf(
  compiled: Compiled,
  state: WithContext,
  role: string,
  ambient: Ambient,
): { assigneeId: string | null; excludedIds: string[] } {
  const declared = compiled.definition.roles[role];
  const person = declared?.members === 'person' && declared.person ? [declared.person] : [];
  return {
    assigneeId: userIds(compiled, state, person, ambient)[0] ?? null,
    excludedIds: userIds(compiled, state, declared?.not ?? [], ambient),
  };
}

export function membership(
  compiled: Compiled,
  state: WithContext,
  role: string,
  actor: Actor,
  ambient: Ambient,
): Membership {
  const declared = compiled.definition.roles[role];
  if (!declared || declared.members === 'address') return 'stranger';
  const { assigneeId, excludedIds } = personOf(compiled, state, role, ambient);
  const substitute =
    declared.substitutes !== undefined &&
    declared.members !== 'person' &&
    (actor.vacant ?? []).includes(declared.members) &&
    actor.groups.includes(declared.substitutes);
  const inside =
    declared.members === 'person' ? assigneeId === actor.userId : actor.groups.includes(declared.members) || substitute;
  if (!inside) return 'stranger';
  return excludedIds.includes(actor.userId) ? 'excluded' : 'member';
}
