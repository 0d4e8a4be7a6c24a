/** What the commands that speak to a server share: its address, the firm's key, and what it answers. */
import type { ProblemView } from '../../server/common/schema.ts';
import { UsageError } from './usage.ts';

/** The server said no, or nothing: exit code 1. The message is what it said. */
export class ServerError extends Error {
  override name = 'ServerError';
}

export const SERVER_OPTIONS = { server: { type: 'string' } } as const;
const DEFAULT_SERVER = 'http://127.0.0.1:4000';

export interface Server {
  get<T>(path: string): Promise<T>;
  send<T>(method: 'POST' | 'PUT', path: string, body: object, headers?: Record<string, string>): Promise<T>;
}

export function serverAt(given: string | undefined): Server {
  const address = given ?? process.env.ARENDE_SERVER ?? DEFAULT_SERVER;
  const key = process.env.ARENDE_API_KEY ?? '';
  if (!URL.canParse(address)) throw new UsageError(`--server is an address like ${DEFAULT_SERVER}, not "${address}".`);
  if (key === '') throw new UsageError("Set ARENDE_API_KEY to the firm's secret key.");

  const ask = async <T>(method: string, path: string, body?: object, headers?: object): Promise<T> => {
    const request = {
      method,
      headers: { Authorization: `Bearer ${key}`, ...(body && { 'Content-Type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
    };
    const response = await fetch(new URL(path, address), request).catch((error: Error) => {
      throw new ServerError(
        `${address} does not answer: ${(error.cause as Error | undefined)?.message ?? error.message}`,
      );
    });
    const answer: unknown = await response.json().catch(() => null);
    if (response.ok) return answer as T;
    const {
      code = String(response.status),
      detail = 'The server refused.',
      fields = [],
    } = (answer ?? {}) as Partial<ProblemView>;
    const lines = fields.map(({ pointer, text }) => `    ${pointer || '/'} ${text.en}`);
    throw new ServerError([`${code}: ${detail}`, ...lines].join('\n'));
  };
  return { get: (path) => ask('GET', path), send: ask };
}
