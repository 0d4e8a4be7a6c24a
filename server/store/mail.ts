import type { IsoDate, IsoInstant, Text } from '../../definitions/language/types.ts';
import { noteChanges } from './changes.ts';
import { acrossTenants, lock, type Row, type Store, transaction } from './connection.ts';
import { newId } from './ids.ts';

/** One reason to write to somebody. Never confidential content: the mail links to where it stands. */
export interface MailItem {
  subject: Text;
  /** Paragraphs separated by a blank line. */
  body: Text;
  /** Text of the link button. */
  link: Text | null;
  target: { instanceId?: string; taskId?: string; clientId?: string | null; folderId?: string };
}

export interface MailRequest {
  tenantId: string;
  /** The same key again changes nothing; `instance/sequence/effect/user` for effects. */
  key: string;
  userId: string;
  category: 'notice' | 'reminder' | 'escalation' | 'upload';
  /** For `reminder`: local date of the one-a-day rule (decision 4). */
  localDate: IsoDate;
  /** Uploads with the same burst join one mail while it is unsent. */
  burst?: string;
  item: MailItem;
  now: IsoInstant;
  /** Not before. */
  sendAt?: IsoInstant;
}

/** `suppressed`: the user's one reminder of that day had gone out already. `repeated`: the key was known. */
export type MailOutcome = 'queued' | 'merged' | 'suppressed' | 'repeated';

/** Puts a mail in the outbox and the same words on the user's list of notifications (L-09, L-19). */
export async function queueMail(store: Store, request: MailRequest): Promise<{ outcome: MailOutcome; mailId: string }> {
  return store.tenant(request.tenantId).write(async (tx) => {
    const digest = digestOf(request);
    if (digest) await lock(store, tx.db, `mail/${request.tenantId}/${digest}`);
    const known = await tx.from('mail_items').where({ key: request.key }).first();
    if (known) return { outcome: 'repeated', mailId: known.mail_id };
    const open = digest ? await tx.from('mails').where({ digest }).orderBy('created_at', 'desc').first() : undefined;
    const unsent = open?.status === 'pending';
    const suppressed = open !== undefined && !unsent && request.category === 'reminder';
    const mailId = unsent || suppressed ? (open.id as string) : newId('m');
    if (!unsent && !suppressed) await tx.insert('mails', mailRow(request, mailId, digest));
    await tx.insert('mail_items', {
      key: request.key,
      mail_id: mailId,
      suppressed: suppressed ? 1 : 0,
      content: JSON.stringify(request.item),
      created_at: request.now,
    });
    await tx.insert('notifications', {
      id: newId('n'),
      user_id: request.userId,
      key: request.key,
      content: JSON.stringify(request.item),
      created_at: request.now,
      seen_at: null,
    });
    const { target } = request.item;
    await noteChanges(tx, [
      { topic: 'notification', userId: request.userId, instanceId: target.instanceId, clientId: target.clientId },
    ]);
    return { outcome: suppressed ? 'suppressed' : unsent ? 'merged' : 'queued', mailId };
  });
}

function digestOf(request: MailRequest): string | null {
  if (request.category === 'reminder') return `reminder/${request.userId}/${request.localDate}`;
  return request.burst === undefined ? null : `burst/${request.userId}/${request.burst}`;
}

function mailRow(request: MailRequest, id: string, digest: string | null): Row {
  return {
    id,
    user_id: request.userId,
    category: request.category,
    digest,
    message_id: `${id}@arende`,
    status: 'pending',
    attempts: 0,
    next_attempt_at: request.sendAt ?? request.now,
    last_error: null,
    created_at: request.now,
    sent_at: null,
  };
}

export interface DueMail {
  tenantId: string;
  mailId: string;
  /** The part between the angle brackets; the same at every attempt. */
  messageId: string;
  category: MailRequest['category'];
  attempts: number;
  firm: { name: string; portalUrl: string | null };
  recipient: { userId: string; name: string; email: string; language: 'sv' | 'en' };
  items: MailItem[];
  createdAt: IsoInstant;
}

/**
 * Takes mails that are due, of all firms, for as long as the lease. A sender that dies leaves them to be taken again
 * after it: at least once, always with the same Message-ID. Nothing joins a mail any more once it is taken.
 */
export async function claimDueMails(
  store: Store,
  input: { now: IsoInstant; limit: number; leaseMs: number },
): Promise<DueMail[]> {
  const leaseEnd = new Date(Date.parse(input.now) + input.leaseMs).toISOString();
  const claimed = await transaction(store, async (trx) => {
    await lock(store, trx, 'mail/claim');
    const due = await trx('mails')
      .whereIn('status', ['pending', 'sending'])
      .where('next_attempt_at', '<=', input.now)
      .orderBy('next_attempt_at')
      .limit(input.limit)
      .pluck('message_id');
    await trx('mails').whereIn('message_id', due).update({ status: 'sending', next_attempt_at: leaseEnd });
    return due;
  });
  if (claimed.length === 0) return [];
  const db = acrossTenants(store);
  const mails: Row[] = await db('mails as m')
    .join('users as u', (on) => on.on('u.tenant_id', '=', 'm.tenant_id').andOn('u.id', '=', 'm.user_id'))
    .join('tenants as t', 't.id', 'm.tenant_id')
    .whereIn('m.message_id', claimed)
    .orderBy('m.created_at')
    .select('m.*', 'u.name', 'u.email', 'u.language', 't.name as firm_name', 't.portal_url');
  const items: Row[] = await db('mail_items')
    .whereIn(
      'mail_id',
      mails.map((row) => row.id),
    )
    .where({ suppressed: 0 })
    .orderBy(['created_at', 'key']);
  return mails.map((row) => ({
    tenantId: row.tenant_id,
    mailId: row.id,
    messageId: row.message_id,
    category: row.category,
    attempts: row.attempts,
    firm: { name: row.firm_name, portalUrl: row.portal_url },
    recipient: { userId: row.user_id, name: row.name, email: row.email, language: row.language },
    items: items.filter((item) => item.mail_id === row.id).map((item) => JSON.parse(item.content)),
    createdAt: row.created_at,
  }));
}

export async function markSent(
  store: Store,
  input: { tenantId: string; mailId: string; now: IsoInstant },
): Promise<void> {
  await store
    .tenant(input.tenantId)
    .from('mails')
    .where({ id: input.mailId })
    .update({ status: 'sent', sent_at: input.now, last_error: null });
}

/** Tries again at `retryAt`; null gives up and keeps the mail as failed, to be seen by an operator. */
export async function markFailed(
  store: Store,
  input: { tenantId: string; mailId: string; error: string; retryAt: IsoInstant | null },
): Promise<void> {
  const row = { status: input.retryAt ? 'sending' : 'failed', last_error: input.error.slice(0, 1000) };
  await store
    .tenant(input.tenantId)
    .from('mails')
    .where({ id: input.mailId })
    .update(input.retryAt ? { ...row, next_attempt_at: input.retryAt } : row)
    .increment('attempts', 1);
}

/** Mails by state, for the health page and for the proof that nothing is lost. */
export async function mailCounts(store: Store): Promise<Record<string, number>> {
  const rows = await acrossTenants(store)('mails').groupBy('status').select('status').count('* as n');
  return Object.fromEntries(rows.map((row: any) => [row.status, Number(row.n)]));
}
