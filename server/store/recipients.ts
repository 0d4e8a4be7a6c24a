import type { Role } from '../../definitions/language/types.ts';
import { audienceOf, clientFacts, factsWithout, membersOf } from './audiences.ts';
import type { Row, Scope, Store } from './connection.ts';

export interface Recipient {
  userId: string;
  name: string;
  email: string;
  language: 'sv' | 'en';
}

/**
 * The active users whom a role means for a client, without those who are excluded; `userId` is the person when the role is
 * one person.
 */
export async function recipientsFor(
  store: Store,
  input: { tenantId: string; clientId: string | null; role: Role; userId: string | null; excludedIds?: string[] },
): Promise<Recipient[]> {
  const scope = store.tenant(input.tenantId);
  const facts = await clientFacts(scope, input.clientId);
  const suited = factsWithout(facts, input.excludedIds ?? []);
  const users = await usersOfAudience(scope, audienceOf(membersOf(input.role), suited, input.userId), input.clientId);
  return users.filter(({ userId }) => !input.excludedIds?.includes(userId));
}

export async function usersOfAudience(scope: Scope, audience: string, clientId: string | null): Promise<Recipient[]> {
  const query = scope.from('users as u').where('u.active', 1).orderBy('u.id');
  const ofClient = scope.from('memberships as m').where('m.client_id', clientId).select('m.user_id');
  if (audience === 'admin') query.where('u.role', 'admin');
  else if (audience === 'client') query.where('u.role', 'client').whereIn('u.id', ofClient);
  else if (audience === 'firm') {
    query.where((q: any) =>
      q
        .where('u.role', 'admin')
        .orWhere({ 'u.role': 'consultant', 'u.all_clients': 1 })
        .orWhere((listed: any) => listed.where('u.role', 'consultant').whereIn('u.id', ofClient)),
    );
  } else if (audience.startsWith('user:')) query.where('u.id', audience.slice('user:'.length));
  else return [];
  const rows: Row[] = await query.select('u.id', 'u.name', 'u.email', 'u.language');
  return rows.map((row) => ({ userId: row.id, name: row.name, email: row.email, language: row.language }));
}
