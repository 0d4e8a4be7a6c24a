import type { Address } from '../../definitions/engine/types.ts';
import { joined, type Row, type Scope } from './connection.ts';

export interface MailFailure {
  mailId: string;
  /** Null: somebody who is no user. */
  userId: string | null;
  name: string;
  email: string;
  /** The mail server's own words. */
  reason: string;
  createdAt: string;
}

/** Mails that were refused for good or given up, newest first; at most 50. */
export async function failedMails(scope: Scope): Promise<MailFailure[]> {
  const query = scope.from('mails as m').where('m.status', 'failed');
  const rows: Row[] = await joined(query, 'users as u', 'u.id', 'm.user_id')
    .orderBy([
      { column: 'm.created_at', order: 'desc' },
      { column: 'm.id', order: 'desc' },
    ])
    .limit(50)
    .select('m.id', 'm.user_id', 'm.address', 'm.last_error', 'm.created_at', 'u.name', 'u.email');
  return rows.map((row) => {
    const { name, email } = row.address === null ? row : (JSON.parse(row.address) as Address);
    const { id: mailId, user_id: userId, last_error: reason, created_at: createdAt } = row;
    return { mailId, userId, name, email, reason: reason ?? '', createdAt };
  });
}
