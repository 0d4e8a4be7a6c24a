import type { ExchangeAnswerView } from '../../server/sessions/schema.ts';
import type { Language } from './locale.ts';
import { ArendeProblem, problemFrom } from './problem.ts';

export interface InitOptions {
  /** Asks the page's own backend for a client secret (`POST /v1/widget-sessions` with the firm's secret key). */
  fetchClientSecret: () => Promise<string>;
  /** Where Arende answers, `https://arende.firm.example`. Default: where the loader came from. */
  baseUrl?: string;
  /** Language of all widgets on the page, unless an element has its own `locale`. */
  locale?: Language;
}

export type SessionState = 'waiting' | 'active' | 'expired';

interface Token {
  value: string;
  renewAtMs: number;
  expiresAtMs: number;
}

/** The one session of the page. The bearer lives in a private field and nowhere else. */
class Session {
  state: SessionState = 'waiting';
  online = true;
  locale: Language | null = null;
  baseUrl = globalThis.location?.origin ?? '';
  #fetchClientSecret: (() => Promise<string>) | null = null;
  #token: Token | null = null;
  #renewal: Promise<string> | null = null;
  /** Counts log-outs, so that an answer for the user before is dropped. */
  #user = 0;
  #configured = signal();
  #listeners = new Set<() => void>();

  configure(options: Partial<InitOptions>): void {
    if (options.baseUrl !== undefined) this.baseUrl = options.baseUrl.replace(/\/+$/, '');
    if (options.locale !== undefined) this.locale = options.locale;
    if (options.fetchClientSecret) {
      // A framework gives a new function on every render; it asks for the same user. Another user comes after `end`.
      this.#fetchClientSecret = options.fetchClientSecret;
      if (this.state === 'waiting') this.#set('active');
      this.#configured.resolve();
    }
    this.#tell();
  }

  /** Forgets everything about the user. Widgets fall back to their skeletons until `configure`. */
  end(): void {
    this.#token = null;
    this.#renewal = null;
    this.#user += 1;
    this.#fetchClientSecret = null;
    this.#configured = signal();
    this.#set('waiting');
  }

  /** The page says that the user has logged in again. */
  resume(): void {
    if (this.state === 'expired') this.#set('active');
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  setOnline(online: boolean): void {
    if (this.online === online) return;
    this.online = online;
    this.#tell();
  }

  /** A bearer that is good for the next call. Waits for `init`. @throws ArendeProblem */
  async token(): Promise<string> {
    await this.#configured.promise;
    const token = this.#token;
    if (token && Date.now() < token.renewAtMs) return token.value;
    try {
      if (!this.#renewal) {
        const renewal = this.#renew().finally(() => {
          if (this.#renewal === renewal) this.#renewal = null;
        });
        this.#renewal = renewal;
      }
      return await this.#renewal;
    } catch (error) {
      if (token && token === this.#token && Date.now() < token.expiresAtMs) return token.value;
      throw error;
    }
  }

  /** The server did not take this bearer; the next call gets a new one. */
  reject(value: string): void {
    if (this.#token?.value === value) this.#token = null;
  }

  expire(): void {
    this.#token = null;
    this.#set('expired');
  }

  async #renew(): Promise<string> {
    const user = this.#user;
    let clientSecret: string;
    try {
      clientSecret = await this.#fetchClientSecret!();
    } catch (error) {
      // What `fetch` in the page throws when there is no network; all else is the page saying no.
      if (error instanceof TypeError || navigator.onLine === false) throw offline();
      throw this.#expired();
    }
    if (!clientSecret) throw this.#expired();
    let response: Response;
    try {
      response = await fetch(`${this.baseUrl}/v1/widget-sessions/exchange`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ clientSecret }),
        credentials: 'omit',
      });
    } catch {
      throw offline();
    }
    if (response.status === 400 || response.status === 401 || response.status === 403) throw this.#expired();
    if (!response.ok) throw await problemFrom(response);
    const answer = (await response.json()) as ExchangeAnswerView;
    if (user !== this.#user) return this.token();
    const now = Date.now();
    const expiresAtMs = Date.parse(answer.expiresAt);
    const lifetimeMs = expiresAtMs - now;
    // A lifetime that is over already means that this machine's clock is wrong: use the bearer until a 401.
    const renewAtMs = lifetimeMs > 10_000 ? now + lifetimeMs * 0.8 : Number.POSITIVE_INFINITY;
    this.#token = { value: answer.token, renewAtMs, expiresAtMs };
    this.#set('active');
    return answer.token;
  }

  #expired(): ArendeProblem {
    this.expire();
    return new ArendeProblem('session_expired', 401, 'The session has ended. Log in again.');
  }

  #set(state: SessionState): void {
    if (this.state === state) return;
    this.state = state;
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

function signal(): { promise: Promise<void>; resolve: () => void } {
  let resolve!: () => void;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

function offline(): ArendeProblem {
  return new ArendeProblem('offline', 0, 'No contact with the server.');
}

export const session = new Session();

export interface ArendeHandle {
  /** Changes the language of all widgets at once. */
  update(options: { locale?: Language }): void;
  /** To be called when the user logs out of the page. */
  logout(): void;
}

/** Starts the page's session; every widget on the page shares it. */
export function init(options: InitOptions): ArendeHandle {
  if (typeof options?.fetchClientSecret !== 'function') {
    throw new TypeError('Arende.init needs fetchClientSecret: a function that asks your backend for a client secret.');
  }
  session.configure(options);
  session.resume();
  return { update: (changes) => session.configure(changes), logout: () => session.end() };
}
