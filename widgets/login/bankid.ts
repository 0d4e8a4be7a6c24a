import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { BankIdStatusView } from '../../server/login/schema.ts';
import { callOwn } from '../base/own.ts';
import { asProblem } from '../base/problem.ts';

const pollMs = 1_000;
/** An order waits half a minute for the app; a code that is looked at for longer is exchanged for a new one, so often. */
const mostRestarts = 5;

export interface Begin {
  device: 'this' | 'other';
  firm?: string;
  returnTo?: string;
  invitation?: string;
}

/** A log-in with BankID as the browser follows it: begins, asks each second, tells the element. */
export class BankIdController implements ReactiveController {
  status: BankIdStatusView | null = null;
  /** The last question got no answer; the next one may. */
  away = false;
  #host: ReactiveControllerHost;
  #entered: (next: string) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #begun: Begin | null = null;
  #restarts = 0;
  /** Counts what was begun, so that a late answer to an earlier one is dropped. */
  #turn = 0;
  #look = () => {
    if (document.visibilityState === 'visible' && this.status?.status === 'pending') void this.#ask(this.#turn);
  };

  constructor(host: ReactiveControllerHost, entered: (next: string) => void) {
    this.#host = host;
    this.#entered = entered;
    host.addController(this);
  }

  hostConnected(): void {
    // Back from the app: what was decided there is asked for at once.
    document.addEventListener('visibilitychange', this.#look);
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#look);
    this.#stop();
  }

  async begin(begin: Begin): Promise<void> {
    this.#restarts = 0;
    await this.#start(begin);
  }

  /** Goes on with a log-in that this browser began before the page was left for the app. */
  resume(): Promise<void> {
    return this.#ask(++this.#turn);
  }

  async cancel(): Promise<void> {
    this.#stop();
    this.status = null;
    this.#host.requestUpdate();
    await callOwn('/v1/login/bankid/cancel', { method: 'POST' }).catch(() => undefined);
  }

  async #start(begin: Begin): Promise<void> {
    this.#stop();
    const turn = this.#turn;
    this.#begun = begin;
    const status = await callOwn<BankIdStatusView>('/v1/login/bankid', { body: begin });
    if (turn === this.#turn) this.#take(status, turn);
  }

  async #ask(turn: number): Promise<void> {
    clearTimeout(this.#timer);
    try {
      const status = await callOwn<BankIdStatusView>('/v1/login/bankid/status', { method: 'POST' });
      if (turn !== this.#turn) return;
      this.away = false;
      const unopened = status.hint === 'startFailed' && this.#begun?.device === 'other';
      if (unopened && this.#restarts++ < mostRestarts) return void (await this.#start(this.#begun!));
      this.#take(status, turn);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.away = true;
      this.#host.requestUpdate();
      const { isOffline, status } = asProblem(error);
      if (isOffline || status >= 500 || status === 429) this.#later(turn);
      else this.status = null;
    }
  }

  #take(status: BankIdStatusView, turn: number): void {
    this.status = status.status === 'none' ? null : status;
    this.#host.requestUpdate();
    if (status.status === 'pending') this.#later(turn);
    if (status.status === 'complete' && status.next) this.#entered(status.next);
  }

  #later(turn: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(turn), pollMs);
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.#begun = null;
    this.away = false;
  }
}

/**
 * What opens the app on this device. An iPhone comes back to where the app is told to, Android to where it was; on a
 * computer the app has an address scheme of its own.
 */
export function appLink({ token, appUrl }: NonNullable<BankIdStatusView['autoStart']>, back: string): string {
  const { userAgent } = navigator;
  const apple = /iPhone|iPad/.test(userAgent) || (/Macintosh/.test(userAgent) && navigator.maxTouchPoints > 1);
  const redirect = appUrl !== null || apple ? encodeURIComponent(back) : 'null';
  const query = `?autostarttoken=${encodeURIComponent(token)}&redirect=${redirect}`;
  if (appUrl !== null) return `${appUrl.replace(/\/$/, '')}/${query}`;
  return apple || /Android/.test(userAgent) ? `https://app.bankid.com/${query}` : `bankid:///${query}`;
}

export function isPhone(): boolean {
  return matchMedia('(pointer: coarse)').matches;
}
