import { createHmac } from 'node:crypto';
import type { Logger } from 'pino';
import type { JsonObject } from '../../../definitions/language/types.ts';
import {
  attemptById,
  beginAttempt,
  type IdentityKeys,
  type LoginAttempt,
  mayCollect,
  noteAttemptHint,
  concludeAttempt,
  type Store,
} from '../../store/index.ts';
import type { BankIdConfig } from '../../config.ts';
import { personalNumberOf } from '../personal-number.ts';
import { BankIdClient, BankIdError, type Order } from './client.ts';

/** What the browser was doing when it began: kept with the order, on the server. */
export interface Begun {
  device: 'this' | 'other';
  firm: string | null;
  returnTo: string | null;
  /** Token of an invitation that is accepted by logging in. */
  invitation: string | null;
}

type Content = Order & Begun;
export type BankIdAttempt = LoginAttempt<Content>;

export type OrderStatus =
  | { status: 'pending'; hint: string }
  | { status: 'failed'; hint: string }
  | { status: 'complete'; personalNumber: string; name: string };

const lifetimeMs = 5 * 60_000;
/** BankID wants to be asked every two seconds, and not more often. */
const collectEveryMs = 2_000;

/** BankID orders. Each is followed here until it ends, also while the browser is away in the app. */
export class BankIdOrders {
  readonly appUrl: string | null;
  readonly #client: BankIdClient;
  readonly #store: Store;
  readonly #keys: IdentityKeys;
  readonly #log: Logger;
  readonly #clock: () => number;
  readonly #timers = new Set<NodeJS.Timeout>();
  #closed = false;

  constructor(
    config: BankIdConfig,
    { store, keys, log, clock }: { store: Store; keys: IdentityKeys; log: Logger; clock: () => number },
  ) {
    this.appUrl = config.appUrl;
    this.#client = new BankIdClient(config);
    this.#store = store;
    this.#keys = keys;
    this.#log = log;
    this.#clock = clock;
  }

  /** Throws BankIdError, or what the network throws. */
  async begin(endUserIp: string, begun: Begun): Promise<{ secret: string; attempt: BankIdAttempt }> {
    const order = await this.#client.auth(endUserIp);
    const now = this.#now();
    const content: Content = { ...order, ...begun };
    const { id, secret } = await beginAttempt(this.#store, { kind: 'bankid', content, now, lifetimeMs });
    this.#follow(id, now);
    return { secret, attempt: { id, kind: 'bankid', content, hint: null, outcome: null, createdAt: now } };
  }

  /** How it stands; asks BankID when it is time to, whichever server is asked. */
  async status(attempt: BankIdAttempt): Promise<OrderStatus> {
    await this.#collect(attempt);
    const { outcome, hint } = (await attemptById<Content>(this.#store, attempt.id)) ?? attempt;
    if (!outcome) return { status: 'pending', hint: hint ?? 'outstandingTransaction' };
    if (outcome.status !== 'complete') return { status: 'failed', hint: String(outcome.hint) };
    const personalNumber = this.#keys.decrypt(String(outcome.sealed));
    return { status: 'complete', personalNumber, name: String(outcome.name) };
  }

  /** The text of the QR code of this second: whoever photographs it has a second to use it. */
  qrText({ content, createdAt }: BankIdAttempt): string {
    const seconds = String(Math.max(0, Math.floor((this.#clock() - Date.parse(createdAt)) / 1000)));
    const proof = createHmac('sha256', content.qrStartSecret).update(seconds).digest('hex');
    return `bankid.${content.qrStartToken}.${seconds}.${proof}`;
  }

  async cancel(attempt: BankIdAttempt): Promise<void> {
    await concludeAttempt(this.#store, attempt.id, { status: 'failed', hint: 'cancelled' });
    // An order that has just ended cannot be cancelled any more, and need not be.
    await this.#client.cancel(attempt.content.orderRef).catch(() => undefined);
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#client.close();
  }

  #now(): string {
    return new Date(this.#clock()).toISOString();
  }

  #follow(id: string, since: string): void {
    if (this.#closed) return;
    const timer = setTimeout(async () => {
      this.#timers.delete(timer);
      if (this.#clock() - Date.parse(since) > lifetimeMs) return;
      try {
        const attempt = await attemptById<Content>(this.#store, id);
        if (!attempt || attempt.outcome) return;
        await this.#collect(attempt);
        this.#follow(id, since);
      } catch (error) {
        // The store is closing, or the network is gone: whoever asks for the status asks BankID.
        if (!this.#closed) this.#log.warn({ err: error }, 'a BankID order is not followed any more');
      }
    }, collectEveryMs);
    timer.unref();
    this.#timers.add(timer);
  }

  async #collect(attempt: BankIdAttempt): Promise<void> {
    if (attempt.outcome || !(await mayCollect(this.#store, attempt.id, this.#now(), collectEveryMs))) return;
    try {
      const { status, hintCode = 'unknown', completionData } = await this.#client.collect(attempt.content.orderRef);
      if (status === 'pending') await noteAttemptHint(this.#store, attempt.id, hintCode);
      else if (status === 'failed') await concludeAttempt(this.#store, attempt.id, { status, hint: hintCode });
      else {
        const number = personalNumberOf(completionData?.user.personalNumber ?? '');
        const sealed = number && this.#keys.encrypt(number);
        const name = completionData?.user.name ?? '';
        const failed: JsonObject = { status: 'failed', hint: 'failedOther' };
        await concludeAttempt(this.#store, attempt.id, sealed ? { status, sealed, name } : failed);
      }
    } catch (error) {
      if (error instanceof BankIdError && error.code === 'invalidParameters') {
        // BankID has forgotten the order.
        await concludeAttempt(this.#store, attempt.id, { status: 'failed', hint: 'expiredTransaction' });
        return;
      }
      this.#log.warn({ err: error }, 'BankID cannot be asked how a log-in goes');
      await noteAttemptHint(this.#store, attempt.id, 'unavailable');
    }
  }
}
