import type { Row, Scope } from './connection.ts';

/** Where somebody's rights differ from those of their role: given, or taken away. */
export interface RightException {
  userId: string;
  /** Null: for the whole firm. */
  clientId: string | null;
  right: string;
  granted: boolean;
}

const exceptionOf = (row: Row): RightException => ({
  userId: row.user_id,
  clientId: row.client_id === '' ? null : row.client_id,
  right: row.right_id,
  granted: row.granted === 1,
});

/** A user's exceptions for one right, for the whole firm and, where one is named, for a client. */
export async function rightExceptions(
  scope: Scope,
  input: { userId: string; right: string; clientId: string | null },
): Promise<RightException[]> {
  const rows: Row[] = await scope
    .from('user_rights')
    .where({ user_id: input.userId, right_id: input.right })
    .whereIn('client_id', ['', input.clientId ?? '']);
  return rows.map(exceptionOf);
}

/** All exceptions of these users; at most 500. */
export async function rightsOfUsers(scope: Scope, userIds: string[]): Promise<RightException[]> {
  if (userIds.length === 0) return [];
  const rows: Row[] = await scope.from('user_rights').whereIn('user_id', userIds).orderBy(['right_id', 'client_id']);
  return rows.map(exceptionOf);
}

/** Ids of the active users who were given a right for a client. */
export async function usersGiven(scope: Scope, right: string, clientId: string): Promise<string[]> {
  const active = scope.from('users').where({ active: 1 }).select('id');
  return scope
    .from('user_rights')
    .where({ right_id: right, client_id: clientId, granted: 1 })
    .whereIn('user_id', active)
    .orderBy('user_id')
    .pluck('user_id');
}

/** `granted` null: as the role has it. */
export async function putRight(
  scope: Scope,
  input: Omit<RightException, 'granted'> & { granted: boolean | null; now: string; by: string },
): Promise<void> {
  const key = { user_id: input.userId, client_id: input.clientId ?? '', right_id: input.right };
  if (input.granted === null) return void (await scope.from('user_rights').where(key).del());
  await scope
    .insert('user_rights', { ...key, granted: input.granted ? 1 : 0, given_at: input.now, given_by: input.by })
    .onConflict(['tenant_id', 'user_id', 'client_id', 'right_id'])
    .merge(['granted', 'given_at', 'given_by']);
}

/** Ids of the clients for which a user was given a right. */
export async function clientsGiven(scope: Scope, right: string, userId: string): Promise<string[]> {
  const rows = scope.from('user_rights').where({ right_id: right, user_id: userId, granted: 1 });
  return rows.whereNot({ client_id: '' }).orderBy('client_id').pluck('client_id');
}
