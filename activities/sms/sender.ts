import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '../../server/store/index.ts';
import { claimDueTexts, type DueText, markTextFailed, markTextSent } from '../../server/store/text-messages.ts';
import type { Log } from '../mail/mailer.ts';
import { GIVE_UP_AFTER_MS, retryInMs } from '../mail/verdict.ts';
import { GatewayRefusal, type TextGateway } from './gateway.ts';
import { textOf } from './text.ts';

export interface TextSenderOptions {
  store: Store;
  gateway: TextGateway;
  /** Origin where the gateway's reports come in. */
  publicUrl: string;
  log: Log;
  /** Milliseconds since 1970. */
  clock?: () => number;
  /** How long to wait when nothing is due. */
  pollMs?: number;
  /** A gateway that takes longer is given up and tried again. */
  sendTimeoutMs?: number;
}

const atATime = 4;

/**
 * Sends what is due by the gateway until the signal says stop. Any number may run beside each other. One that dies between
 * sending and marking leaves a message that goes out again: gateways know no key by which a second one could be told.
 */
export async function sendTexts(options: TextSenderOptions, signal: AbortSignal): Promise<void> {
  const { store, gateway, publicUrl, log, clock = Date.now, pollMs = 1_000, sendTimeoutMs = 20_000 } = options;
  const iso = (ms: number) => new Date(ms).toISOString();

  const deliver = async (text: DueText): Promise<void> => {
    const { tenantId, key, phone } = text;
    try {
      if (phone === null) throw new GatewayRefusal('Nobody has told a telephone number.');
      const reportUrl = `${publicUrl}/v1/sms-reports/${text.reportToken}`;
      const { id } = await gateway.send(
        { to: phone, text: textOf(text), reportUrl },
        AbortSignal.timeout(sendTimeoutMs),
      );
      await markTextSent(store, text, { gatewayId: id, now: iso(clock()) });
      log.info({ tenantId, key }, 'text message sent');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const retryAt = error instanceof GatewayRefusal ? null : iso(clock() + retryInMs(text.attempts));
      log.warn({ tenantId, key, reason, retryAt }, 'text message failed');
      await markTextFailed(store, text, { reason, retryAt });
    }
  };

  while (!signal.aborted) {
    let due: DueText[] = [];
    try {
      const now = clock();
      const oldest = iso(now - GIVE_UP_AFTER_MS);
      // Twice what a message may take: nobody else takes it meanwhile.
      due = await claimDueTexts(store, { now: iso(now), oldest, limit: atATime, leaseMs: 2 * sendTimeoutMs });
      await Promise.all(due.map(deliver));
    } catch (error) {
      log.error({ err: error }, 'text messages could not be read or marked, trying again');
    }
    if (due.length === 0) await sleep(pollMs, undefined, { signal }).catch(() => undefined);
  }
}
