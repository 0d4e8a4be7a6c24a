import type { ProblemView } from '../../../server/common/schema.ts';
import type { ChangeView } from '../../../server/events/schema.ts';

export interface FakeRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Headers;
  /** Parsed JSON, or the Blob or FormData as sent. */
  body: unknown;
  params: string[];
}
type Handler = (request: FakeRequest) => unknown;

/** Thrown by a handler: the server's answer is this problem. */
export class FakeProblem extends Error {
  readonly view: ProblemView;
  constructor(status: number, code: string, detail: string, more: Partial<ProblemView> = {}) {
    super(detail);
    this.view = { type: `https://arende.example/problems/${code}`, title: code, status, code, detail, ...more };
  }
}

/**
 * A server in the page: answers what widgets fetch from `baseUrl` in the shapes of the schemas of the server, with sessions
 * and a change stream, and can be offline, slow, or refuse. Everything else goes to the real `fetch`.
 */
export class FakeServer {
  readonly baseUrl = 'https://arende.test';
  readonly requests: FakeRequest[] = [];
  offline = false;
  /** Bearers that are good now; empty it to expire everybody. */
  readonly tokens = new Set<string>();
  /** What the page's own backend answers; an Error is thrown, '' means logged out. */
  secret: string | Error = 'secret';
  tokenLifetimeMs = 600_000;
  #routes: { method: string; pattern: RegExp; handler: Handler }[] = [];
  #streams = new Set<ReadableStreamDefaultController<Uint8Array>>();
  #eventId = 0;
  #gates = new Map<RegExp, Promise<void>>();
  #realFetch = globalThis.fetch;

  constructor() {
    this.on('POST', /^\/v1\/widget-sessions\/exchange$/, ({ body }) => {
      if (!(body as { clientSecret: string }).clientSecret) throw new FakeProblem(401, 'secret_unknown', 'No.');
      const token = `token-${crypto.randomUUID()}`;
      this.tokens.add(token);
      return { token, expiresAt: new Date(Date.now() + this.tokenLifetimeMs).toISOString() };
    });
  }

  fetchClientSecret = async (): Promise<string> => {
    if (this.offline) throw new TypeError('Failed to fetch');
    if (this.secret instanceof Error) throw this.secret;
    return this.secret;
  };

  /** The latest handler for a path wins. The answer is sent as JSON unless it is a Response. */
  on(method: string, pattern: RegExp, handler: Handler): this {
    this.#routes.unshift({ method, pattern, handler });
    return this;
  }

  /** What answers a path now, to wrap it in another handler. */
  handlerOf(method: string, path: string): Handler {
    const route = this.#routes.find((candidate) => candidate.method === method && candidate.pattern.test(path));
    if (!route) throw new Error(`Nothing answers ${method} ${path}.`);
    return route.handler;
  }

  /** Holds back answers to matching paths until the function given back is called. */
  hold(pattern: RegExp): () => void {
    let release!: () => void;
    this.#gates.set(pattern, new Promise((resolve) => (release = resolve)));
    return () => {
      this.#gates.delete(pattern);
      release();
    };
  }

  count(method: string, pattern: RegExp): number {
    return this.requests.filter((request) => request.method === method && pattern.test(request.path)).length;
  }

  install(): this {
    globalThis.fetch = (input, init) => this.#fetch(input, init);
    return this;
  }

  uninstall(): void {
    for (const stream of this.#streams) stream.close();
    this.#streams.clear();
    globalThis.fetch = this.#realFetch;
  }

  goOffline(): void {
    this.offline = true;
    for (const stream of this.#streams) stream.error(new TypeError('network error'));
    this.#streams.clear();
  }

  goOnline(): void {
    this.offline = false;
    window.dispatchEvent(new Event('online'));
  }

  get openStreams(): number {
    return this.#streams.size;
  }

  push(change: Partial<ChangeView>): void {
    const full = {
      topic: 'instance',
      definition: null,
      instanceId: null,
      clientId: null,
      folderId: null,
      sequence: null,
    };
    this.#send('change', JSON.stringify({ ...full, ...change }));
  }

  reset(): void {
    this.#send('reset', '{}');
  }

  #send(event: string, data: string): void {
    this.#eventId += 1;
    const bytes = new TextEncoder().encode(`id: ${this.#eventId}\nevent: ${event}\ndata: ${data}\n\n`);
    for (const stream of this.#streams) stream.enqueue(bytes);
  }

  async #fetch(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
    const url = new URL(input instanceof Request ? input.url : input, location.href);
    if (url.origin !== this.baseUrl) return this.#realFetch(input, init);
    const method = init.method ?? 'GET';
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : init.body;
    const headers = new Headers(init.headers);
    const request: FakeRequest = { method, path: url.pathname, query: url.searchParams, headers, body, params: [] };
    this.requests.push(request);
    for (const [pattern, gate] of this.#gates) if (pattern.test(url.pathname)) await gate;
    init.signal?.throwIfAborted();
    if (this.offline) throw new TypeError('Failed to fetch');
    // The pages that Arende serves call these with their cookie.
    const open = /^\/v1\/(widget-sessions\/exchange$|login\/|portal\/|setup)/.test(url.pathname);
    if (!open && !this.tokens.has(headers.get('Authorization')?.slice('Bearer '.length) ?? '')) {
      return problem(new FakeProblem(401, 'token_invalid', 'The bearer is not valid.').view);
    }
    if (url.pathname === '/v1/events') return this.#stream(init.signal ?? null);
    const route = this.#routes.find((candidate) => candidate.method === method && candidate.pattern.test(url.pathname));
    if (!route) return problem(new FakeProblem(404, 'not_found', `Nothing at ${method} ${url.pathname}.`).view);
    request.params = (route.pattern.exec(url.pathname) ?? []).slice(1).map(decodeURIComponent);
    try {
      const answer = await route.handler(request);
      return answer instanceof Response ? answer : Response.json(answer);
    } catch (error) {
      if (error instanceof FakeProblem) return problem(error.view);
      throw error;
    }
  }

  #stream(signal: AbortSignal | null): Response {
    let own: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        own = controller;
        this.#streams.add(controller);
        controller.enqueue(new TextEncoder().encode(`id: ${this.#eventId}\nevent: ready\ndata: {}\n\n`));
      },
      cancel: () => void this.#streams.delete(own),
    });
    signal?.addEventListener('abort', () => {
      if (this.#streams.delete(own)) own.error(new DOMException('Aborted', 'AbortError'));
    });
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
  }
}

function problem(view: ProblemView): Response {
  return Response.json(view, { status: view.status, headers: { 'Content-Type': 'application/problem+json' } });
}
