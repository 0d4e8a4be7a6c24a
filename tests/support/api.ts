import { randomUUID } from 'node:crypto';
import type { ActAnswerView, ActRequest } from '../../server/instances/schema.ts';

/** The firm's website in a test: an origin that is not Arende's. */
export const ORIGIN = 'http://firm.localhost:4999';

export interface Answer<T = any> {
  status: number;
  body: T;
}

/** What the firm's backend does with its secret key. */
export function backend(url: string, secretKey: string) {
  return async <T = any>(method: string, route: string, body?: unknown): Promise<Answer<T>> => {
    const response = await fetch(`${url}${route}`, {
      method,
      headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json().catch(() => null)) as T };
  };
}

const ALL = {
  inbox: { read: true, act: true },
  'status-board': { read: true, act: true },
  'document-tree': { read: true, act: true, upload: true },
};

/** What a page with widgets does for one user: a session by the firm's backend, a bearer, calls; renewed on 401. */
export class Visitor {
  #token: string | null = null;
  readonly #url: string;
  readonly #secretKey: string;
  readonly user: string;

  constructor(url: string, secretKey: string, user: string) {
    this.#url = url;
    this.#secretKey = secretKey;
    this.user = user;
  }

  /** Throws what fetch throws when nobody answers. */
  async call<T = any>(
    method: string,
    route: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const token = await this.bearer();
    const response = await fetch(`${this.#url}${route}`, {
      method,
      headers: {
        origin: ORIGIN,
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (response.status === 401) {
      this.#token = null;
      return this.call(method, route, body, headers);
    }
    return { status: response.status, body: (await response.json().catch(() => null)) as T };
  }

  act(instanceId: string, act: ActRequest, key: string = randomUUID()): Promise<Answer<ActAnswerView>> {
    return this.call('POST', `/v1/instances/${instanceId}/acts`, act, { 'idempotency-key': key });
  }

  /** The bearer of the session, opened where there is none. */
  async bearer(): Promise<string> {
    return (this.#token ??= await this.#open());
  }

  async #open(): Promise<string> {
    const session = await backend(this.#url, this.#secretKey)('POST', '/v1/widget-sessions', {
      user: this.user,
      origin: ORIGIN,
      components: ALL,
    });
    const response = await fetch(`${this.#url}/v1/widget-sessions/exchange`, {
      method: 'POST',
      headers: { origin: ORIGIN, 'content-type': 'application/json' },
      body: JSON.stringify({ clientSecret: session.body.clientSecret }),
    });
    if (!response.ok) throw new Error(`No bearer for ${this.user}: ${response.status} ${await response.text()}`);
    return ((await response.json()) as { token: string }).token;
  }
}
