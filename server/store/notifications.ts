import type { Knex } from 'knex';
import { type Access, reachable } from './access.ts';
import { noteChanges } from './changes.ts';
import { joined, type Row, type Scope } from './connection.ts';
import type { MailItem } from './mail.ts';

/** What somebody has been told, as it stands at their bell (L-19). */
export interface Notification {
  id: string;
  item: MailItem;
  client: { id: string; name: string } | null;
  createdAt: string;
  seenAt: string | null;
}

/** Of no client, or of one that the user reaches today: who has left a client is not told of it any more. */
function own(scope: Scope, access: Access): Knex.QueryBuilder {
  const query = scope.from('notifications as n').where('n.user_id', access.userId);
  if (access.onlyClientId !== null) return reachable(scope, access, query, 'n.client_id');
  if (access.clients === 'all') return query;
  return query.where((any) =>
    any.whereNull('n.client_id').orWhere((reached) => reachable(scope, access, reached, 'n.client_id')),
  );
}

/** Newest first; one more than the limit when there is more. `after`: moment and id of the last one seen. */
export async function notificationPage(
  scope: Scope,
  access: Access,
  page: { limit: number; after: [string, string] | null; unseenOnly: boolean },
): Promise<Notification[]> {
  const query = joined(own(scope, access), 'clients as c', 'c.id', 'n.client_id');
  if (page.unseenOnly) query.whereNull('n.seen_at');
  const { after } = page;
  if (after !== null) {
    query.where((any) =>
      any
        .where('n.created_at', '<', after[0])
        .orWhere((same) => same.where('n.created_at', after[0]).where('n.id', '<', after[1])),
    );
  }
  const rows: Row[] = await query
    .select('n.id', 'n.content', 'n.client_id', 'n.created_at', 'n.seen_at', 'c.name as client_name')
    .orderBy([
      { column: 'n.created_at', order: 'desc' },
      { column: 'n.id', order: 'desc' },
    ])
    .limit(page.limit + 1);
  return rows.map((row) => ({
    id: row.id,
    item: JSON.parse(row.content) as MailItem,
    client: row.client_name === null ? null : { id: row.client_id, name: row.client_name },
    createdAt: row.created_at,
    seenAt: row.seen_at,
  }));
}

export async function unseenNotifications(scope: Scope, access: Access): Promise<number> {
  const row = await own(scope, access).whereNull('n.seen_at').count('* as n').first();
  return Number(row?.['n'] ?? 0);
}

/** The user has seen these, or everything up to a moment: what has come since stays new. */
export async function markNotificationsSeen(
  scope: Scope,
  access: Access,
  input: { ids: string[] } | { until: string },
  now: string,
): Promise<void> {
  await scope.write(async (tx) => {
    const ids = own(tx, access).whereNull('n.seen_at').select('n.id');
    if ('ids' in input) ids.whereIn('n.id', input.ids);
    else ids.where('n.created_at', '<=', input.until);
    const seen = await tx.from('notifications').whereIn('id', ids).update({ seen_at: now });
    if (seen > 0) await noteChanges(tx, [{ topic: 'notification', userId: access.userId }]);
  });
}
