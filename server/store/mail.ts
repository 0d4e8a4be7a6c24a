import type { Address } from '../../definitions/engine/types.ts';
import type { Channel, DigestFrequency, IsoDate, IsoInstant, Text } from '../../definitions/language/types.ts';
import { noteChanges } from './changes.ts';
import { acrossTenants, lock, type Row, type Scope, type Store, transaction } from './connection.ts';
import { newId } from './ids.ts';
import { isRefused } from './mail-refusals.ts';
import { textRow } from './text-messages.ts';

/** One reason to write to somebody. Never confidential content: the mail links to where it stands. */
export interface MailItem {
  subject: Text;
  /** Paragraphs separated by a blank line. */
  body: Text;
  /** Text of the link button. */
  link: Text | null;
  /** A page that is not the portal's, where the link leads. */
  url?: string;
  /**
   * What one may say no to: of which kind it is, what that is called, and for a process the event by which it hears of
   * the no. Without this the mail has to come.
   */
  unsubscribe?: { kind: string; title: Text; event?: string };
  target: {
    instanceId?: string;
    taskId?: string;
    clientId?: string | null;
    folderId?: string;
    threadId?: string;
    invitationId?: string;
    /** A person, who is sent a link for a new password. */
    passwordOf?: string;
  };
}

export interface MailRequest {
  tenantId: string;
  /** The same key again changes nothing; `instance/sequence/effect/user` for effects. */
  key: string;
  /** Null: somebody who is no user, at `address`. */
  userId: string | null;
  address?: Address | null;
  /** Default: mail and portal. */
  channels?: Channel[];
  category: 'notice' | 'reminder' | 'escalation' | 'upload' | 'message';
  /** For `reminder`: local date of the one-a-day rule (decision 4). */
  localDate: IsoDate;
  /** Uploads with the same burst join one mail while it is unsent. */
  burst?: string;
  /** Mails of one person with the same digest and `sendAt` go out as one. */
  digest?: DigestFrequency | null;
  item: MailItem;
  now: IsoInstant;
  /** Mail and text message not before. What stands in the portal stands there at once. */
  sendAt?: IsoInstant | null;
}

/**
 * `suppressed`: the user's one reminder of that day had gone out already. `repeated`: the key was known. `noted`: no
 * mail was asked for, and the other channels have it.
 */
export type MailOutcome = 'queued' | 'merged' | 'suppressed' | 'repeated' | 'noted';

/** Puts a mail in the outbox and the same words on the user's list of notifications (L-09, L-19), as its channels say. */
export async function queueMail(
  store: Store,
  request: MailRequest,
): Promise<{ outcome: MailOutcome; mailId: string | null }> {
  return queueMailIn(store.tenant(request.tenantId), request);
}

/** The same within a transaction of the firm, where the scope is in one. */
export async function queueMailIn(
  scope: Scope,
  request: MailRequest,
): Promise<{ outcome: MailOutcome; mailId: string | null }> {
  const { key, userId, channels = ['email', 'portal'] } = request;
  return scope.write(async (tx) => {
    const mail = channels.includes('email')
      ? await joinOutbox(tx, request)
      : { outcome: 'noted' as const, mailId: null };
    if (mail.outcome === 'repeated') return mail;
    if (userId !== null && channels.includes('portal')) {
      const noted = await tx.from('notifications').where({ user_id: userId, key }).first();
      if (noted) return { outcome: 'repeated', mailId: null };
      await note(tx, request, userId);
    }
    if (channels.includes('sms')) {
      const text = textRow(request, sendAtOf(request));
      await tx.insert('text_messages', text).onConflict(['tenant_id', 'key']).ignore();
    }
    return mail;
  });
}

async function joinOutbox(tx: Scope, request: MailRequest): Promise<{ outcome: MailOutcome; mailId: string | null }> {
  const digest = digestOf(request);
  if (digest) await lock(tx.store, tx.db, `mail/${request.tenantId}/${digest}`);
  const known = await tx.from('mail_items').where({ key: request.key }).first();
  if (known) return { outcome: 'repeated', mailId: known.mail_id };
  if (await isRefused(tx, request)) return { outcome: 'noted', mailId: null };
  const open = digest ? await tx.from('mails').where({ digest }).orderBy('created_at', 'desc').first() : undefined;
  const unsent = open?.status === 'pending';
  const suppressed = open !== undefined && !unsent && request.category === 'reminder';
  const mailId = unsent || suppressed ? (open.id as string) : newId('m');
  if (!unsent && !suppressed) await tx.insert('mails', mailRow(request, mailId, digest));
  const sendAt = sendAtOf(request);
  // The earlier of the two may go out then, and a second mail of the day is worse than the later one's coming early.
  if (unsent && sendAt < open.send_at)
    await tx.from('mails').where({ id: mailId }).update({ send_at: sendAt, next_attempt_at: sendAt });
  await tx.insert('mail_items', {
    key: request.key,
    mail_id: mailId,
    suppressed: suppressed ? 1 : 0,
    content: JSON.stringify(request.item),
    created_at: request.now,
  });
  return { outcome: suppressed ? 'suppressed' : unsent ? 'merged' : 'queued', mailId };
}

async function note(tx: Scope, request: MailRequest, userId: string): Promise<void> {
  const { instanceId, clientId } = request.item.target;
  await tx.insert('notifications', {
    id: newId('n'),
    user_id: userId,
    key: request.key,
    client_id: clientId ?? null,
    content: JSON.stringify(request.item),
    created_at: request.now,
    seen_at: null,
  });
  await noteChanges(tx, [{ topic: 'notification', userId, instanceId, clientId }]);
}

function digestOf(request: MailRequest): string | null {
  const person = request.userId ?? `address:${request.address?.email.toLowerCase()}`;
  if (request.category === 'reminder') return `reminder/${person}/${request.localDate}`;
  if (request.digest) return `digest/${person}/${request.digest}/${request.sendAt}`;
  return request.burst === undefined ? null : `burst/${person}/${request.burst}`;
}

const sendAtOf = ({ sendAt, now }: MailRequest): IsoInstant => (sendAt && sendAt > now ? sendAt : now);

function mailRow(request: MailRequest, id: string, digest: string | null): Row {
  return {
    id,
    user_id: request.userId,
    address: request.userId === null ? JSON.stringify(request.address) : null,
    category: request.category,
    digest,
    frequency: request.digest ?? null,
    message_id: `${id}@arende`,
    status: 'pending',
    attempts: 0,
    send_at: sendAtOf(request),
    next_attempt_at: sendAtOf(request),
    last_error: null,
    created_at: request.now,
    sent_at: null,
    unsubscribe_token: newId('u'),
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
  /** `userId` is null for somebody who cannot log in; `bounced`: why mail to this address came back before. */
  recipient: { userId: string | null; name: string; email: string; language: 'sv' | 'en'; bounced?: string };
  /** Set when the items were kept for it. */
  digest: DigestFrequency | null;
  items: MailItem[];
  /** When it was to go out, the first time. */
  sendAt: IsoInstant;
  /** Opens the way to say no to more of it; null where it has to come. */
  unsubscribeToken: string | null;
  /** By which what comes back is known. */
  bounceToken: string | null;
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
  return claimed.length === 0 ? [] : readMails(store, claimed);
}

/** Mails as a sender takes them. */
async function readMails(store: Store, messageIds: string[]): Promise<DueMail[]> {
  const db = acrossTenants(store);
  const mails: Row[] = await db('mails as m')
    .leftJoin('users as u', (on) => on.on('u.tenant_id', '=', 'm.tenant_id').andOn('u.id', '=', 'm.user_id'))
    .join('tenants as t', 't.id', 'm.tenant_id')
    .leftJoin('firm_profiles as p', 'p.tenant_id', 'm.tenant_id')
    .whereIn('m.message_id', messageIds)
    .orderBy('m.created_at')
    .select(
      'm.*',
      'u.name',
      'u.email',
      'u.language',
      'u.bounced_email',
      'u.bounce_reason',
      't.name as firm_name',
      'p.sender_name',
      't.portal_url',
    );
  const items: Row[] = await db('mail_items')
    .whereIn(
      'mail_id',
      mails.map((row) => row.id),
    )
    .where({ suppressed: 0 })
    .orderBy(['created_at', 'key']);
  return mails.map((row) => {
    const own: MailItem[] = items.filter((item) => item.mail_id === row.id).map((item) => JSON.parse(item.content));
    return {
      tenantId: row.tenant_id,
      mailId: row.id,
      messageId: row.message_id,
      category: row.category,
      attempts: row.attempts,
      firm: { name: row.sender_name ?? row.firm_name, portalUrl: row.portal_url },
      recipient: recipientOf(row),
      digest: row.frequency,
      items: own,
      sendAt: row.send_at,
      unsubscribeToken: own.every(({ unsubscribe }) => unsubscribe) ? row.unsubscribe_token : null,
      bounceToken: row.unsubscribe_token,
    };
  });
}

/** What has gone out or is to, newest first; at most 50. */
export async function recentMails(scope: Scope): Promise<(DueMail & { status: string })[]> {
  const rows: Row[] = await scope
    .from('mails')
    .orderBy([
      { column: 'send_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(50)
    .select('message_id', 'status');
  const status = new Map<string, string>(rows.map((row) => [row.message_id, row.status]));
  const mails = await readMails(scope.store, [...status.keys()]);
  return mails
    .filter(({ items }) => items.length > 0)
    .map((mail) => ({ ...mail, status: status.get(mail.messageId)! }))
    .toSorted((a, b) => (a.sendAt < b.sendAt ? 1 : -1));
}

/** Who is still at it keeps what it has taken. Never brings forward what is to be tried again later. */
export async function renewLeases(store: Store, input: { messageIds: string[]; leaseEnd: IsoInstant }): Promise<void> {
  await acrossTenants(store)('mails')
    .whereIn('message_id', input.messageIds)
    .where({ status: 'sending' })
    .where('next_attempt_at', '<', input.leaseEnd)
    .update({ next_attempt_at: input.leaseEnd });
}

function recipientOf(row: Row): DueMail['recipient'] {
  const { name, email, language } = row.address === null ? row : (JSON.parse(row.address) as Address);
  const bounced = row.bounced_email === email && row.address === null;
  return { userId: row.user_id, name, email, language, ...(bounced && { bounced: row.bounce_reason }) };
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
