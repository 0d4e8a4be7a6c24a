/** The HTTP API as the firm's backend and its users' pages call it. */
export interface Arende {
  url: string;
  secretKey: string;
  /** Origin of the firm's site, which the sessions are for. */
  origin: string;
}

export class CallFailed extends Error {
  readonly status: number;
  constructor(what: string, status: number, text: string) {
    super(`${what} was answered with ${status}: ${text.slice(0, 300)}`);
    this.status = status;
  }
}

interface Request {
  headers?: Record<string, string>;
  json?: unknown;
  bytes?: Buffer;
}

async function send<T>(url: string, method: string, { headers, json, bytes }: Request): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await fetch(url, {
      method,
      headers: { ...(json !== undefined && { 'Content-Type': 'application/json' }), ...headers },
      body: json === undefined ? (bytes as BodyInit | undefined) : JSON.stringify(json),
    });
    if (answer.ok) return (answer.status === 204 ? undefined : await answer.json()) as T;
    // A limit on calls, or a server that is just coming up: the same call is right a moment later.
    if (attempt > 30 || (answer.status !== 429 && answer.status < 500))
      throw new CallFailed(`${method} ${new URL(url).pathname}`, answer.status, await answer.text());
    const seconds = Number(answer.headers.get('retry-after')) || 1;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}

/** A call with the firm's secret key. */
export function asFirm<T>(arende: Arende, method: string, path: string, json: unknown): Promise<T> {
  return send(arende.url + path, method, { json, headers: { Authorization: `Bearer ${arende.secretKey}` } });
}

export interface Visitor {
  get<T>(path: string): Promise<T>;
  act(instanceId: string, body: object, key: string): Promise<void>;
  upload(folderId: string, name: string, bytes: Buffer, key: string): Promise<void>;
}

/** Calls as one of the firm's users, with a session as a page would have it. */
export async function asUser(arende: Arende, user: string): Promise<Visitor> {
  const components = {
    inbox: { read: true, act: true },
    'status-board': { read: true, act: true },
    'document-tree': { read: true, upload: true },
  };
  let token = '';
  const logIn = async (): Promise<void> => {
    const session = { user, origin: arende.origin, components };
    const { clientSecret } = await asFirm<{ clientSecret: string }>(arende, 'POST', '/v1/widget-sessions', session);
    const exchange = { json: { clientSecret }, headers: { Origin: arende.origin } };
    ({ token } = await send<{ token: string }>(`${arende.url}/v1/widget-sessions/exchange`, 'POST', exchange));
  };
  await logIn();
  const call = async <T>(method: string, path: string, request: Request = {}): Promise<T> => {
    const once = () => {
      const headers = { ...request.headers, Origin: arende.origin, Authorization: `Bearer ${token}` };
      return send<T>(arende.url + path, method, { ...request, headers });
    };
    try {
      return await once();
    } catch (error) {
      if (!(error instanceof CallFailed) || error.status !== 401) throw error;
      await logIn();
      return once();
    }
  };
  return {
    get: (path) => call('GET', path),
    async act(instanceId, json, key) {
      await call('POST', `/v1/instances/${instanceId}/acts`, { json, headers: { 'Idempotency-Key': key } });
    },
    async upload(folderId, name, bytes, key) {
      const headers = { 'Content-Type': 'application/octet-stream', 'Idempotency-Key': key };
      await call('POST', `/v1/folders/${folderId}/documents?${new URLSearchParams({ name })}`, { bytes, headers });
    },
  };
}
