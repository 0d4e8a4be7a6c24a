import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { type LoginConfig, SHIPPED_LIBRARY } from '../../../server/config.ts';
import { startServer, type RunningServer } from '../../../server/server.ts';
import type { ServerSettings } from '../../../server/services.ts';
import type { Engine } from '../../../server/engine/port.ts';
import type { Store } from '../../../server/store/index.ts';
import { expectContract } from './contract.ts';
import { StepEngine } from './engine.ts';
import { demoFirm, type Firm, now } from './firm.ts';
import { type Database, freshStore } from './stores.ts';

export const origin = 'https://www.firm.example';
export const all = {
  inbox: { read: true, act: true },
  'status-board': { read: true, act: true },
  'document-tree': { read: true, upload: true },
  'process-view': { read: true },
  'client-list': { read: true, act: true },
  client: { read: true, act: true },
  messages: { read: true, act: true, upload: true },
  case: { read: true, act: true, upload: true },
  notifications: { read: true, act: true },
  settings: { read: true, act: true },
};

export interface Answer {
  status: number;
  headers: Headers;
  json: any;
  text: string;
}

/** A server with a firm, a clock that stands still until it is moved, and an engine that runs the pure step. */
export class TestServer {
  readonly store: Store;
  readonly server: RunningServer;
  readonly engine: StepEngine;
  readonly firm: Firm;
  readonly logged: string[];
  readonly folder: string;
  readonly clock: { ms: number };

  constructor(parts: Pick<TestServer, 'store' | 'server' | 'engine' | 'firm' | 'logged' | 'folder' | 'clock'>) {
    this.store = parts.store;
    this.server = parts.server;
    this.engine = parts.engine;
    this.firm = parts.firm;
    this.logged = parts.logged;
    this.folder = parts.folder;
    this.clock = parts.clock;
  }

  pass(ms: number): void {
    this.clock.ms += ms;
  }

  async fetch(method: string, path: string, options: Call = {}): Promise<Answer> {
    const { headers, body, raw } = options;
    const response = await fetch(this.server.address + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      ...(raw === undefined ? {} : { body: raw, duplex: 'half' as never }),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json') && !text.includes('\n{');
    const json = isJson && text ? JSON.parse(text) : null;
    if (response.ok && json) expectContract(method, path, json);
    return { status: response.status, headers: response.headers, text, json };
  }

  /** As the firm's backend. */
  byKey(method: string, path: string, body?: unknown, secretKey = this.firm.secretKey): Promise<Answer> {
    return this.fetch(method, path, { body, headers: { Authorization: `Bearer ${secretKey}` } });
  }

  async secretFor(user: string, session: object = {}, secretKey = this.firm.secretKey): Promise<string> {
    const body = { user, origin, components: all, ...session };
    const answer = await this.byKey('POST', '/v1/widget-sessions', body, secretKey);
    if (answer.status !== 201) throw new Error(answer.text);
    return answer.json.clientSecret;
  }

  exchange(clientSecret: string, from = origin): Promise<Answer> {
    return this.fetch('POST', '/v1/widget-sessions/exchange', { body: { clientSecret }, headers: { Origin: from } });
  }

  /** As a page with a widget session of this user. */
  async page(user: string, session: object = {}, secretKey = this.firm.secretKey): Promise<Page> {
    const answer = await this.exchange(await this.secretFor(user, session, secretKey));
    return new Page(this, answer.json.token);
  }

  /** Starts an instance of the hand-in as the firm's backend; its id. */
  async start(client: string, period = '2026-10', secretKey = this.firm.secretKey): Promise<string> {
    const answer = await this.byKey('POST', '/v1/instances', { definition: 'hand-in', client, period }, secretKey);
    if (answer.status >= 300) throw new Error(answer.text);
    return answer.json.id;
  }
}

interface Call {
  headers?: Record<string, string>;
  body?: unknown;
  raw?: BodyInit;
}

export class Page {
  readonly server: TestServer;
  readonly token: string;
  constructor(server: TestServer, token: string) {
    this.server = server;
    this.token = token;
  }

  headers(more: Record<string, string> = {}): Record<string, string> {
    return { Authorization: `Bearer ${this.token}`, Origin: origin, ...more };
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.server.fetch('GET', path, { headers: this.headers(headers) });
  }

  send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.server.fetch(method, path, { body, headers: this.headers(headers) });
  }

  post(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.server.fetch('POST', path, { body, headers: this.headers(headers) });
  }

  act(instanceId: string, body: object, key = `key-${Math.random()}`): Promise<Answer> {
    return this.post(`/v1/instances/${instanceId}/acts`, body, { 'Idempotency-Key': key });
  }

  attach(thread: string, name: string, raw: BodyInit): Promise<Answer> {
    const path = `/v1/threads/${thread}/files?name=${encodeURIComponent(name)}`;
    return this.server.fetch('POST', path, { raw, headers: this.headers() });
  }

  upload(folderId: string, name: string, raw: BodyInit, headers: Record<string, string> = {}): Promise<Answer> {
    const path = `/v1/folders/${folderId}/documents?name=${encodeURIComponent(name)}`;
    return this.server.fetch('POST', path, { raw, headers: this.headers(headers) });
  }
}

export async function testServer(
  database: Database,
  options: {
    settings?: Partial<ServerSettings>;
    login?: LoginConfig;
    engine?: (store: Store) => Engine;
    url?: string;
  } = {},
): Promise<TestServer> {
  const { store, folder } = await freshStore(database, options.url);
  const firm = await demoFirm(store);
  const clock = { ms: Date.parse(now) };
  const engine = new StepEngine(store, () => new Date(clock.ms).toISOString());
  const logged: string[] = [];
  const server = await startServer({
    store,
    engine: options.engine?.(store) ?? engine,
    log: pino({ level: 'warn' }, { write: (line) => void logged.push(line) }),
    dataDir: folder,
    host: '127.0.0.1',
    port: 0,
    clock: () => clock.ms,
    ...(options.login && { login: options.login }),
    settings: {
      publicUrl: 'https://arende.example',
      maxUploadBytes: 1_000_000,
      rateLimitPerSecond: 100_000,
      trustedProxies: 0,
      widgetsDir: folder,
      libraryDir: SHIPPED_LIBRARY,
      ...options.settings,
    },
  });
  onTestFinished(() => server.stop(0));
  return new TestServer({ store, server, engine, firm, logged, folder, clock });
}
