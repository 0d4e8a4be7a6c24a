import type { BoardDefinitionView, BoardView } from '../../server/board/schema.ts';
import type { ActAnswerView, ActRequest, InstanceView } from '../../server/instances/schema.ts';
import type { TaskListView } from '../../server/tasks/schema.ts';
import { ArendeProblem, problemFrom } from './problem.ts';
import { session } from './session.ts';

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface CallOptions {
  method?: string;
  query?: Query;
  /** Sent as JSON unless it is a Blob or FormData. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** One call with the page's bearer; renews it once on 401. @throws ArendeProblem for every answer that is not 2xx */
export async function call(path: string, options: CallOptions = {}): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const token = await session.token();
    const response = await send(path, options, token);
    if (response.ok) return response;
    if (response.status !== 401) throw await problemFrom(response);
    session.reject(token);
    if (attempt === 2) {
      session.expire();
      throw new ArendeProblem('session_expired', 401, 'The session has ended. Log in again.');
    }
  }
}

async function send(path: string, options: CallOptions, token: string): Promise<Response> {
  const { body } = options;
  const raw = body === undefined || body instanceof Blob || body instanceof FormData;
  try {
    const response = await fetch(address(path, options.query), {
      method: options.method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(raw ? {} : { 'Content-Type': 'application/json' }),
        ...options.headers,
        Authorization: `Bearer ${token}`,
      },
      ...(body === undefined ? {} : { body: raw ? (body as Blob) : JSON.stringify(body) }),
      ...(options.signal ? { signal: options.signal } : {}),
      credentials: 'omit',
      cache: 'no-store',
    });
    session.setOnline(true);
    return response;
  } catch (error) {
    if (options.signal?.aborted) throw error;
    session.setOnline(false);
    throw new ArendeProblem('offline', 0, 'No contact with the server.');
  }
}

export function address(path: string, query: Query = {}): string {
  const values = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const search = new URLSearchParams(values.map(([key, value]) => [key, String(value)])).toString();
  return `${session.baseUrl}${path}${search ? `?${search}` : ''}`;
}

export async function callJson<T>(path: string, options: CallOptions = {}): Promise<T> {
  const response = await call(path, { ...options, headers: { Accept: 'application/json', ...options.headers } });
  return (await response.json()) as T;
}

/** Keys of acts whose outcome is not known, by what was asked: the same act tried again must not count twice. */
const openActs = new Map<string, string>();
const retryAfterMs = [400, 1500, 4000];

/**
 * Performs an event on an instance. Asks again by itself with the same key while nothing comes back, then throws
 * `outcome_unknown`; calling once more with the same request continues with that key.
 */
export async function act(instanceId: string, request: ActRequest, signal?: AbortSignal): Promise<ActAnswerView> {
  const identity = JSON.stringify([instanceId, request]);
  const key = openActs.get(identity) ?? crypto.randomUUID();
  openActs.set(identity, key);
  const path = `/v1/instances/${encodeURIComponent(instanceId)}/acts`;
  const options = { body: request, headers: { 'Idempotency-Key': key }, ...(signal ? { signal } : {}) };
  for (let attempt = 0; ; attempt += 1) {
    try {
      const answer = await callJson<ActAnswerView>(path, options);
      openActs.delete(identity);
      return answer;
    } catch (error) {
      if (!(error instanceof ArendeProblem) || !mayHaveArrived(error)) {
        openActs.delete(identity);
        throw error;
      }
      const waitMs = retryAfterMs[attempt];
      if (waitMs === undefined) throw new ArendeProblem('outcome_unknown', error.status, error.message, error.view);
      await new Promise((resolve) => setTimeout(resolve, waitMs * (0.75 + Math.random() / 2)));
    }
  }
}

function mayHaveArrived(problem: ArendeProblem): boolean {
  return problem.isOffline || [502, 503, 504].includes(problem.status);
}

export const listTasks = (query: Query, signal?: AbortSignal) =>
  callJson<TaskListView>('/v1/tasks', { query, ...(signal && { signal }) });
export const readInstance = (id: string, signal?: AbortSignal) =>
  callJson<InstanceView>(`/v1/instances/${encodeURIComponent(id)}`, { ...(signal && { signal }) });
export const readBoard = (query: Query, signal?: AbortSignal) =>
  callJson<BoardView>('/v1/board', { query, ...(signal && { signal }) });
export const listBoardDefinitions = (signal?: AbortSignal) =>
  callJson<{ items: BoardDefinitionView[] }>('/v1/board/definitions', { ...(signal && { signal }) });
