import { address } from './client.ts';
import type { ArendeElement } from './element.ts';
import { ArendeProblem, problemFrom } from './problem.ts';

/**
 * A call of a page that Arende itself serves, with the page's cookie instead of a bearer.
 * @throws ArendeProblem for every answer that is not 2xx
 */
export async function callOwn<T>(
  path: string,
  options: { method?: string; body?: unknown; raw?: Blob; query?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<T> {
  const { body, raw, signal } = options;
  let response: Response;
  try {
    response = await fetch(address(path, options.query), {
      method: options.method ?? (body === undefined && !raw ? 'GET' : 'POST'),
      credentials: 'same-origin',
      cache: 'no-store',
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
      ...(raw && { body: raw, headers: { 'Content-Type': raw.type } }),
      ...(signal && { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ArendeProblem('offline', 0, 'No contact with the server.');
  }
  if (!response.ok) throw await problemFrom(response);
  return (await response.json()) as T;
}

/** Where Arende answers may still be told while an element is put on the page. */
export async function ready(element: ArendeElement): Promise<void> {
  await element.updateComplete;
}

const retryMs = 3_000;

/** Without contact the element says so and asks again: there is no stream here that would tell when it is back. */
export async function untilOnline<T>(element: ArendeElement, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ArendeProblem) || !error.isOffline) throw error;
      element.fail(error);
      await new Promise((resolve) => setTimeout(resolve, retryMs));
      if (!element.isConnected) throw error;
    }
  }
}
