import type { Address } from '../../definitions/engine/types.ts';
import type { IsoInstant } from '../../definitions/language/types.ts';
import { acrossTenants, lock, type Row, type Store, transaction } from './connection.ts';
import { newId } from './ids.ts';
import type { MailItem, MailRequest } from './mail.ts';

/** A text message that is to go out. */
export interface DueText {
  tenantId: string;
  key: string;
  /** E.164; null where nobody has told a number. */
  phone: string | null;
  language: 'sv' | 'en';
  firm: { name: string; portalUrl: string | null };
  /** Somebody who cannot log in. */
  outside: boolean;
  item: MailItem;
  attempts: number;
  sendAt: IsoInstant;
  /** By which the gateway's report of the delivery is known. */
  reportToken: string;
}

/** As a row of the outbox; the user's own number is looked up when it goes out. */
export function textRow({ key, userId, address, item, now }: MailRequest, sendAt: IsoInstant): Row {
  return {
    id: newId('s'),
    key,
    user_id: userId,
    phone: address?.phone ?? null,
    content: JSON.stringify(address ? { ...item, language: (address as Address).language } : item),
    status: 'pending',
    send_at: sendAt,
    next_attempt_at: sendAt,
    report_token: newId('r'),
    created_at: now,
  };
}

/**
 * Takes text messages that are due, of all firms, for as long as the lease. What was to go out before `oldest` is never
 * sent: a gateway that is set up later, or comes back after days, must not say what is no longer so.
 */
export async function claimDueTexts(
  store: Store,
  input: { now: IsoInstant; oldest: IsoInstant; limit: number; leaseMs: number },
): Promise<DueText[]> {
  const leaseEnd = new Date(Date.parse(input.now) + input.leaseMs).toISOString();
  const claimed = await transaction(store, async (trx) => {
    await lock(store, trx, 'text/claim');
    const open = () => trx('text_messages').whereIn('status', ['pending', 'sending']);
    await open().where('send_at', '<', input.oldest).update({ status: 'not_sent', last_error: 'It came too late.' });
    const due = await open()
      .where('next_attempt_at', '<=', input.now)
      .orderBy('next_attempt_at')
      .limit(input.limit)
      .pluck('report_token');
    await trx('text_messages').whereIn('report_token', due).update({ status: 'sending', next_attempt_at: leaseEnd });
    return due;
  });
  if (claimed.length === 0) return [];
  const rows: Row[] = await acrossTenants(store)('text_messages as m')
    .leftJoin('users as u', (on) => on.on('u.tenant_id', '=', 'm.tenant_id').andOn('u.id', '=', 'm.user_id'))
    .join('tenants as t', 't.id', 'm.tenant_id')
    .whereIn('m.report_token', claimed)
    .orderBy('m.created_at')
    .select('m.*', 'u.phone as own_phone', 'u.language', 't.name as firm_name', 't.portal_url');
  return rows.map((row) => {
    const { language, ...item } = JSON.parse(row.content) as MailItem & { language?: 'sv' | 'en' };
    return {
      tenantId: row.tenant_id,
      key: row.key,
      phone: row.phone ?? row.own_phone,
      language: row.language ?? language ?? 'sv',
      firm: { name: row.firm_name, portalUrl: row.portal_url },
      outside: row.user_id === null,
      item,
      attempts: row.attempts,
      sendAt: row.send_at,
      reportToken: row.report_token,
    };
  });
}

type Named = Pick<DueText, 'tenantId' | 'key'>;
const row = (store: Store, { tenantId, key }: Named) => store.tenant(tenantId).from('text_messages').where({ key });

export async function markTextSent(store: Store, text: Named, sent: { gatewayId: string; now: IsoInstant }) {
  // A report may have come before the gateway's own answer.
  const change = { sent_at: sent.now, gateway_id: sent.gatewayId, last_error: null };
  await row(store, text).update(change);
  await row(store, text).where({ status: 'sending' }).update({ status: 'sent' });
}

/** Tries again at `retryAt`; null gives up. */
export async function markTextFailed(
  store: Store,
  text: Named,
  failure: { reason: string; retryAt: IsoInstant | null },
): Promise<void> {
  const { reason, retryAt } = failure;
  const change = { status: retryAt ? 'sending' : 'failed', last_error: reason.slice(0, 1000) };
  await row(store, text)
    .update(retryAt ? { ...change, next_attempt_at: retryAt } : change)
    .increment('attempts', 1);
}

/** What the gateway reports of the delivery; the same again changes nothing. Null for a token of no message. */
export async function reportText(
  store: Store,
  token: string,
  status: 'delivered' | 'failed',
): Promise<{ tenantId: string; key: string } | null> {
  const found: Row | undefined = await acrossTenants(store)('text_messages')
    .where({ report_token: token })
    .first('tenant_id', 'key');
  if (!found) return null;
  const text = { tenantId: found.tenant_id as string, key: found.key as string };
  const last_error = status === 'failed' ? 'The gateway could not deliver it.' : null;
  // What has arrived has arrived, whatever order the reports come in.
  await row(store, text).whereNot({ status: 'delivered' }).update({ status, last_error });
  return text;
}
