import type { DueMail } from '../../server/store/mail.ts';
import { UnsendableError } from './message.ts';

const MINUTE_MS = 60_000;
const FIRST_RETRY_MS = MINUTE_MS;
const LONGEST_RETRY_MS = 60 * MINUTE_MS;
/** A reminder that comes days late says what is no longer so. */
export const GIVE_UP_AFTER_MS = 48 * 60 * MINUTE_MS;

export interface Verdict {
  /** For operators; the server's own words, shortened. */
  reason: string;
  /** Milliseconds from now; null: never again. */
  retryInMs: number | null;
}

/**
 * What a failed attempt means for the mail. Only a 5xx to this recipient or to this message is final
 * (RFC 5321, 4.2.1); a 5xx to the log-in or to the sender is a fault of the set-up and would hit every mail,
 * so those wait until somebody has mended it.
 *
 * @param nowMs milliseconds since 1970
 */
export function verdict(error: unknown, mail: Pick<DueMail, 'attempts' | 'sendAt'>, nowMs: number): Verdict {
  const reason = reasonOf(error);
  if (error instanceof UnsendableError) return { reason, retryInMs: null };
  const { responseCode, command, code } = error as { responseCode?: number; command?: string; code?: string };
  const aboutThisMail = command === 'RCPT TO' || command === 'DATA';
  const refused = aboutThisMail && responseCode !== undefined && responseCode >= 500 && responseCode < 600;
  const invalid = code === 'EENVELOPE' && command === 'API';
  const tooOld = nowMs - Date.parse(mail.sendAt) > GIVE_UP_AFTER_MS;
  if (refused || invalid || tooOld) return { reason, retryInMs: null };
  return { reason, retryInMs: retryInMs(mail.attempts) };
}

/** The pause before the next attempt: a minute at first, twice as long each time, never more than an hour. */
export const retryInMs = (attempts: number): number =>
  Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempts, 10));

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/[\p{Cc}\s]+/gu, ' ').slice(0, 500);
}
