import { simulateYearInParts, type SimulatedYear, type YearOptions } from '../../../definitions/simulate/year.ts';

/** As long as a page may be busy before somebody notices. */
const PART_MS = 12;

/**
 * A year in virtual time without the page standing still. A page of another origin cannot start a worker of ours, so the
 * parts run in between what the browser has to do. Gives null when it was aborted. @throws EndlessError
 */
export async function runYear(options: YearOptions, signal: AbortSignal): Promise<SimulatedYear | null> {
  const parts = simulateYearInParts(options);
  for (;;) {
    const startMs = performance.now();
    while (performance.now() - startMs < PART_MS) {
      const part = parts.next();
      if (part.done) return part.value;
    }
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return null;
  }
}
