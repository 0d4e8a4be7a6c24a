import { createTransport } from 'nodemailer';
import { audit } from '../../server/store/audit.ts';
import { claimDueMails, markFailed, markSent, renewLeases } from '../../server/store/mail.ts';
import type { DueMail } from '../../server/store/mail.ts';
import type { Store } from '../../server/store/index.ts';
import { withInvitationLinks } from './invitations.ts';
import { composeMessage } from './message.ts';
import { verdict } from './verdict.ts';

export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface MailerOptions {
  store: Store;
  /** `smtp://user:password@host:587` or `smtps://…` */
  smtpUrl: string;
  /** The platform's no-reply address. */
  from: string;
  /** The mailbox for what mail servers could not deliver. */
  bounceAddress?: string | null;
  /** Origin of Arende's own pages, where invitations lead. */
  publicUrl: string;
  log: Log;
  /** Milliseconds since 1970. */
  clock?: () => number;
  /** How long to wait when nothing is due. */
  pollMs?: number;
  /** Mails under way at once. */
  connections?: number;
  /** A conversation that takes longer is given up and tried again. */
  sendTimeoutMs?: number;
  /** What a sender that died had taken waits so long; one that lives renews well before that. */
  leaseMs?: number;
  /** What a stop waits for mails that are under way. */
  stopTimeoutMs?: number;
}

/**
 * Sends what is due in the outbox by SMTP until the signal says stop. Any number may run beside each other.
 * A worker that dies between sending and marking leaves a mail that goes out again, with the same Message-ID.
 */
export function createMailer(options: MailerOptions): { run(signal: AbortSignal): Promise<void> } {
  const { store, log } = options;
  const clock = options.clock ?? Date.now;
  const pollMs = options.pollMs ?? 1_000;
  const connections = options.connections ?? 4;
  const sendTimeoutMs = options.sendTimeoutMs ?? 120_000;
  const leaseMs = options.leaseMs ?? 30_000;
  const stopTimeoutMs = options.stopTimeoutMs ?? 5_000;
  const iso = (ms: number) => new Date(ms).toISOString();

  async function deliver(
    mail: DueMail,
    send: (message: ReturnType<typeof composeMessage>) => Promise<unknown>,
  ): Promise<void> {
    const { tenantId, mailId } = mail;
    const about = { tenantId, mailId, messageId: mail.messageId };
    try {
      const ready = await withInvitationLinks(store, mail, { publicUrl: options.publicUrl, now: iso(clock()) });
      await send(composeMessage(ready, options.from, options.publicUrl, options.bounceAddress));
    } catch (error) {
      const now = clock();
      const { reason, retryInMs } = verdict(error, mail, now);
      const retryAt = retryInMs === null ? null : iso(now + retryInMs);
      if (retryAt === null) log.error({ ...about, reason }, 'mail failed for good');
      else log.warn({ ...about, reason, retryAt }, 'mail failed, will be tried again');
      await markFailed(store, { tenantId, mailId, error: reason, retryAt });
      if (retryAt === null) {
        const details = { userId: mail.recipient.userId, reason };
        const entry = { actor: 'system', action: 'mail.failed', target: mailId, details };
        await audit(store.tenant(tenantId), iso(now), entry);
      }
      return;
    }
    await markSent(store, { tenantId, mailId, now: iso(clock()) });
    log.info(about, 'mail sent');
  }

  async function run(signal: AbortSignal): Promise<void> {
    // One message per claim: the pool must not try again by itself, the outbox counts the attempts.
    const transport = createTransport({
      url: options.smtpUrl,
      pool: true,
      maxConnections: connections,
      maxRequeues: 0,
      connectionTimeout: Math.min(30_000, sendTimeoutMs),
      greetingTimeout: Math.min(30_000, sendTimeoutMs),
      socketTimeout: Math.min(60_000, sendTimeoutMs),
    });
    const giveUp = new AbortController();
    const underway = new Set<Promise<void>>();
    const taken = new Set<string>();
    const renewing = setInterval(() => {
      if (taken.size === 0) return;
      renewLeases(store, { messageIds: [...taken], leaseEnd: iso(clock() + leaseMs) }).catch((error: unknown) => {
        log.error({ err: error }, 'the outbox did not hear that mails are under way');
      });
    }, leaseMs / 4);
    const start = (mail: DueMail): void => {
      const promise: Promise<void> = deliver(mail, (message) => {
        taken.add(mail.messageId);
        const tooLong = AbortSignal.any([giveUp.signal, AbortSignal.timeout(sendTimeoutMs)]);
        return transport.sendMail({ ...message, signal: tooLong }).finally(() => taken.delete(mail.messageId));
      })
        .catch((error: unknown) => {
          // The lease runs out and the mail is claimed again.
          log.error({ mailId: mail.mailId, err: error }, 'the outbox did not take the outcome of a mail');
        })
        .finally(() => underway.delete(promise));
      underway.add(promise);
    };
    while (!signal.aborted) {
      const room = connections - underway.size;
      let claimed: DueMail[] = [];
      try {
        const now = iso(clock());
        if (room > 0) claimed = await claimDueMails(store, { limit: room, now, leaseMs });
      } catch (error) {
        log.error({ err: error }, 'the outbox could not be read, trying again');
      }
      claimed.forEach(start);
      if (claimed.length === 0 || underway.size >= connections) await pause(pollMs, signal, underway);
    }
    const timer = setTimeout(() => giveUp.abort(), stopTimeoutMs);
    await Promise.allSettled(underway);
    clearTimeout(timer);
    clearInterval(renewing);
    transport.close();
  }

  return { run };
}

/** Until the time has passed, the signal says stop, or one of those under way is done. */
async function pause(ms: number, signal: AbortSignal, underway: Set<Promise<void>>): Promise<void> {
  if (signal.aborted) return;
  let done = (): void => undefined;
  const stopped = new Promise<void>((resolve) => (done = resolve));
  const timer = setTimeout(done, ms);
  signal.addEventListener('abort', done, { once: true });
  await Promise.race([stopped, ...underway]);
  clearTimeout(timer);
  signal.removeEventListener('abort', done);
}
