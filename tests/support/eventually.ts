import { vi } from 'vitest';
import { PATIENCE_MS } from './patience.ts';

/** Calls until it no longer throws, and gives what it gave then. `expect.poll` is for what is one value. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: PATIENCE_MS, interval: 20 });
}
