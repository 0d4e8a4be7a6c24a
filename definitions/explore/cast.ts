/** Who plays the parts: as few people as can make a difference. */
import { personOf, membership } from '../engine/roles.ts';
import type { Ambient, Compiled } from '../engine/compile.ts';
import type { Actor, InstanceState } from '../engine/types.ts';
import type { Json } from '../language/types.ts';

const PEOPLE: Actor[] = [
  { userId: 'anna', name: 'Anna', groups: ['client'] },
  { userId: 'bo', name: 'Bo', groups: ['client'] },
  { userId: 'karin', name: 'Karin', groups: ['firm', 'responsible'] },
  { userId: 'lars', name: 'Lars', groups: ['firm', 'responsible'] },
  { userId: 'eva', name: 'Eva', groups: ['firm', 'admin'] },
];

/** The cast, and people whom tasks and roles name and it does not have: parties of a signing order, a subscriber. */
export function peopleIn(compiled: Compiled, state: InstanceState, ambient: Ambient): Actor[] {
  const roles = Object.keys(compiled.definition.roles);
  const persons = roles.map((role) => personOf(compiled, state, role, ambient).assigneeId);
  const ids = new Set([...state.tasks.map(({ assigneeId }) => assigneeId), ...persons].filter((id) => id !== null));
  for (const { userId } of PEOPLE) ids.delete(userId);
  return [...PEOPLE, ...[...ids].map((userId): Actor => ({ userId, name: userId, groups: ['client'] }))];
}

/**
 * Those of them who can act in one of the roles and differ from each other. `personal`: it matters who has done what;
 * two of the same groups then differ when the instance remembers one of them.
 */
export function actorsFor(
  compiled: Compiled,
  state: InstanceState,
  people: Actor[],
  roles: string[],
  ambient: Ambient,
  personal: boolean,
): Actor[] {
  const able = people.filter((person) =>
    roles.some((role) => membership(compiled, state, role, person, ambient) === 'member'),
  );
  if (!personal) return able.slice(0, 1);
  const remembered = textsIn([
    state.context,
    state.tasks.map(({ assigneeId, excludedIds }) => [assigneeId, excludedIds]),
  ]);
  const seen = new Set<string>();
  return able.filter(({ userId, groups }) => {
    if (remembered.has(userId)) return true;
    const kind = groups.join(' ');
    return !seen.has(kind) && seen.add(kind);
  });
}

function textsIn(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === 'string') found.add(value);
  else if (value !== null && typeof value === 'object')
    for (const child of Object.values(value as Json[])) textsIn(child, found);
  return found;
}
