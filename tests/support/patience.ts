/**
 * How long a test waits for what must come, wherever it waits. What comes comes early: only a test that fails waits so
 * long, and a machine ten times as slow, or busy with something else, fails none.
 */
export const PATIENCE_MS = 60_000;
