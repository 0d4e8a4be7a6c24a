import type { Address } from '../../definitions/engine/types.ts';
import type { Text } from '../../definitions/language/types.ts';
import { acrossTenants, joined, type Row, type Scope, type Store } from './connection.ts';
import { newId } from './ids.ts';
import type { MailItem, MailRequest } from './mail.ts';

/** A kind of mail that a user has said no to, about one client or about none. */
export interface MailRefusal {
  id: string;
  title: Text;
  client: { id: string; name: string } | null;
  createdAt: string;
}

/** What the link for saying no in a mail is about. */
export interface DeclinableMail {
  tenantId: string;
  mailId: string;
  firm: { name: string };
  /** Null: somebody who is no user, with this address. */
  userId: string | null;
  email: string;
  language: 'sv' | 'en';
  items: (MailItem & { unsubscribe: NonNullable<MailItem['unsubscribe']> })[];
}

/** The mail whose link this is; null for a token of no mail, and of one that has to come. */
export async function mailOfToken(store: Store, token: string): Promise<DeclinableMail | null> {
  const db = acrossTenants(store);
  const row: Row | undefined = await db('mails as m')
    .join('tenants as t', 't.id', 'm.tenant_id')
    .leftJoin('users as u', (on) => on.on('u.tenant_id', '=', 'm.tenant_id').andOn('u.id', '=', 'm.user_id'))
    .where('m.unsubscribe_token', token)
    .first('m.tenant_id', 'm.id', 'm.user_id', 'm.address', 't.name as firm', 'u.email', 'u.language');
  if (!row) return null;
  const contents: string[] = await store
    .tenant(row.tenant_id)
    .from('mail_items')
    .where({ mail_id: row.id, suppressed: 0 })
    .orderBy(['created_at', 'key'])
    .pluck('content');
  const items = contents.map((content) => JSON.parse(content) as DeclinableMail['items'][number]);
  if (items.length === 0 || items.some(({ unsubscribe }) => !unsubscribe)) return null;
  const { email, language } = row.address === null ? row : (JSON.parse(row.address) as Address);
  const { tenant_id: tenantId, id: mailId, user_id: userId, firm } = row;
  return { tenantId, mailId, firm: { name: firm }, userId, email, language, items };
}

/** Whether the user has said no to mails of this kind; a process that hears of a no keeps it itself. */
export async function isRefused(scope: Scope, { userId, item }: MailRequest): Promise<boolean> {
  const { unsubscribe, target } = item;
  if (userId === null || !unsubscribe || unsubscribe.event) return false;
  return (await refusal(scope, userId, unsubscribe.kind, target.clientId ?? null).first('id')) !== undefined;
}

const refusal = (scope: Scope, userId: string, kind: string, clientId: string | null) =>
  scope.from('mail_refusals').where({ user_id: userId, kind, client_id: clientId });

/** Remembers the no of a user to what a mail was about, and drops what is on its way. */
export async function refuseMails(scope: Scope, mail: DeclinableMail, now: string): Promise<void> {
  await scope.write(async (tx) => {
    for (const { unsubscribe, target } of mail.items) {
      const { kind, title, event } = unsubscribe;
      const clientId = target.clientId ?? null;
      await dropUnsent(tx, mail, kind, clientId);
      if (event || mail.userId === null || (await refusal(tx, mail.userId, kind, clientId).first('id'))) continue;
      await tx.insert('mail_refusals', {
        id: newId('x'),
        user_id: mail.userId,
        kind,
        client_id: clientId,
        title: JSON.stringify(title),
        created_at: now,
      });
    }
  });
}

/** Takes the no to what a mail was about back. */
export async function acceptMails(scope: Scope, { userId, items }: DeclinableMail): Promise<void> {
  if (userId === null) return;
  await scope.write(async (tx) => {
    for (const { unsubscribe, target } of items)
      await refusal(tx, userId, unsubscribe.kind, target.clientId ?? null).delete();
  });
}

/** Whether a no is remembered for all that a mail was about. */
export async function areRefused(scope: Scope, { userId, items }: DeclinableMail): Promise<boolean> {
  if (userId === null) return false;
  for (const { unsubscribe, target } of items)
    if (!(await refusal(scope, userId, unsubscribe.kind, target.clientId ?? null).first('id'))) return false;
  return true;
}

/** What this recipient would get of the kind, and has not been sent. A mail without anything left is not sent either. */
async function dropUnsent(tx: Scope, mail: DeclinableMail, kind: string, clientId: string | null): Promise<void> {
  const unsent = tx.from('mails').where({ status: 'pending', user_id: mail.userId });
  if (mail.userId === null) unsent.where({ address: tx.from('mails').where({ id: mail.mailId }).select('address') });
  for (const id of (await unsent.pluck('id')) as string[]) {
    const items: Row[] = await tx.from('mail_items').where({ mail_id: id, suppressed: 0 }).select('key', 'content');
    const dropped = items.filter(({ content }) => {
      const { unsubscribe, target } = JSON.parse(content) as MailItem;
      return unsubscribe?.kind === kind && (target.clientId ?? null) === clientId;
    });
    for (const { key } of dropped) await tx.from('mail_items').where({ key }).update({ suppressed: 1 });
    if (dropped.length > 0 && dropped.length === items.length)
      await tx.from('mails').where({ id }).update({ status: 'declined' });
  }
}

/** What a user has said no to, newest first. */
export async function refusalsOf(scope: Scope, userId: string): Promise<MailRefusal[]> {
  const query = joined(
    scope.from('mail_refusals as r').where('r.user_id', userId),
    'clients as c',
    'c.id',
    'r.client_id',
  );
  const rows: Row[] = await query
    .orderBy('r.created_at', 'desc')
    .orderBy('r.id')
    .select('r.id', 'r.title', 'r.client_id', 'r.created_at', 'c.name');
  return rows.map((row) => ({
    id: row.id,
    title: JSON.parse(row.title) as Text,
    client: row.name === null ? null : { id: row.client_id, name: row.name },
    createdAt: row.created_at,
  }));
}

/** Takes one back; false when the user has none of that id. */
export async function dropRefusal(scope: Scope, userId: string, id: string): Promise<boolean> {
  return (await scope.from('mail_refusals').where({ id, user_id: userId }).delete()) > 0;
}
