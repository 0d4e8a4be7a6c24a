import type { SendMailOptions } from 'nodemailer';
import { isMailAddress, oneLine } from '../../server/mail/clean.ts';
import type { DueMail } from '../../server/store/mail.ts';
import { renderMail } from '../../server/mail/render.ts';
import { envelopeSender } from './sender.ts';

/** A mail that no retry can help, for example because its address is none. */
export class UnsendableError extends Error {}

/**
 * The message as it goes to the mail server. The same mail gives the same message at every attempt, Message-ID
 * included, so that a mailbox which has it already can tell.
 *
 * @param fromAddress the platform's no-reply address; the sender's name is the firm's (L-15)
 * @param bounceAddress where mail servers send what they could not deliver
 * @param publicUrl origin of Arende's own pages, where somebody says no to more of it
 * @throws UnsendableError when the recipient's address is not exactly one address
 */
export function composeMessage(
  mail: DueMail,
  fromAddress: string,
  publicUrl: string,
  bounceAddress: string | null = null,
): SendMailOptions {
  const { email } = mail.recipient;
  if (!isMailAddress(email)) {
    throw new UnsendableError('The recipient’s e-mail address is not valid. Correct it on the user and send again.');
  }
  if (mail.recipient.bounced !== undefined) {
    throw new UnsendableError(`Mail to this address came back before: ${mail.recipient.bounced}`);
  }
  const unsubscribeUrl = mail.unsubscribeToken && `${publicUrl}/unsubscribe/${mail.unsubscribeToken}`;
  const rendered = renderMail({ ...mail, unsubscribeUrl });
  return {
    messageId: `<${mail.messageId}>`,
    date: new Date(mail.sendAt),
    from: { name: oneLine(mail.firm.name, 100), address: fromAddress },
    to: { name: oneLine(mail.recipient.name, 100), address: email },
    envelope: { from: envelopeSender(fromAddress, bounceAddress, mail.bounceToken), to: [email] },
    subject: rendered.subject,
    text: rendered.text,
    html: rendered.html,
    headers: {
      // RFC 3834: no out-of-office answer to a machine. Exchange wants its own word for it.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': mail.recipient.language,
      // RFC 2369 and RFC 8058: the button that mail programs show, which posts without anybody opening a page.
      ...(unsubscribeUrl && {
        'List-Unsubscribe': { prepared: true, value: `<${unsubscribeUrl}>` },
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
