import { simpleParser } from 'mailparser';

/** What a mail system says of a mail that it had taken already. */
export type DeliveryReport =
  /** It will never arrive: why, in the system's words. */
  | { kind: 'bounced'; reason: string }
  /** It has not arrived yet, or not for a while. */
  | { kind: 'delayed'; reason: string }
  /** The recipient has called it unwanted. */
  | { kind: 'complaint' }
  /** Delivered, an out-of-office answer, or anything else that changes nothing. */
  | { kind: 'other' };

/** Reads a delivery status notification (RFC 3464) or a complaint (RFC 5965) as it comes by mail. Never throws. */
export async function readReport(raw: Buffer): Promise<DeliveryReport> {
  const mail = await simpleParser(raw, { keepDeliveryStatus: true, skipHtmlToText: true, skipTextToHtml: true }).catch(
    () => null,
  );
  const part = (type: string): string | null =>
    mail?.attachments.find(({ contentType }) => contentType === type)?.content.toString('utf8') ?? null;
  if (part('message/feedback-report') !== null) return { kind: 'complaint' };
  const fields = part('message/delivery-status');
  if (fields === null) return { kind: 'other' };
  const field = (name: string): string => {
    const found = new RegExp(`^${name}:[ \\t]*(.*(?:\\r?\\n[ \\t].*)*)`, 'im').exec(fields)?.[1] ?? '';
    return found.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  };
  const [action, status] = [field('Action').toLowerCase(), field('Status')];
  const said = field('Diagnostic-Code').replace(/^smtp;\s*/i, '');
  const reason = (said || `${action} ${status}`).slice(0, 500);
  // A class 4 that was given up is final for this mail and says nothing lasting of the address.
  if (action === 'failed') return status.startsWith('4') ? { kind: 'delayed', reason } : { kind: 'bounced', reason };
  return action === 'delayed' ? { kind: 'delayed', reason } : { kind: 'other' };
}
