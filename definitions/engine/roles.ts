/** Who is meant by a role, and whether somebody is that. */
import type { Ambient, Compiled } from './compile.ts';
import type { Actor, Address, InstanceState } from './types.ts';
import { NO_EVENT } from './variables.ts';

export type Membership = 'member' | 'excluded' | 'stranger';

type WithContext = Pick<InstanceState, 'context'>;

const userIds = (compiled: Compiled, state: WithContext, sources: string[], ambient: Ambient): string[] =>
  sources
    // Where no item is in reach, "the item's person" is nobody.
    .filter((source) => (ambient.item ?? null) !== null || !/\bitem\b/.test(source))
    .map((source) =>
      String(compiled.scope(null).evaluate(source, ambient, { context: state.context, event: NO_EVENT }) ?? ''),
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

/** Where the person behind a role of addresses is reached; null for other roles, and where no item is in reach. */
export function addressOf(compiled: Compiled, state: WithContext, role: string, ambient: Ambient): Address | null {
  const declared = compiled.definition.roles[role];
  if (declared?.members !== 'address' || !declared.address) return null;
  const { name, email, phone = "''", language = "''" } = declared.address;
  const sources = [name, email, phone, language];
  if ((ambient.item ?? null) === null && sources.some((source) => /\bitem\b/.test(source))) return null;
  const own = { context: state.context, event: NO_EVENT };
  const text = (source: string) => String(compiled.scope(null).evaluate(source, ambient, own) ?? '').trim();
  return {
    name: text(name),
    email: text(email),
    phone: text(phone) || null,
    language: text(language) === 'en' ? 'en' : 'sv',
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
