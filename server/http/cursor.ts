import { Problem } from './problem.ts';

/** Where the next page begins, opaque to callers. */
export function cursorOf(values: string[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** The values of a cursor of this length; null without one. Throws a 400 for what we did not make. */
export function cursorFrom(cursor: string | undefined, length: number): string[] | null {
  if (cursor === undefined) return null;
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const ours = (value: unknown) => typeof value === 'string' && value.length < 600 && !value.includes('\0');
    if (Array.isArray(values) && values.length === length && values.every(ours)) return values;
  } catch {
    // Answered below, like everything else that is no cursor.
  }
  throw new Problem(400, 'cursor_invalid', 'The cursor is not one of this list. Begin without one.');
}

/** The rows of this page and the cursor of the next, from one row more than the limit. */
export function pageOf<Row>(
  rows: Row[],
  limit: number,
  key: (row: Row) => string[],
): { rows: Row[]; nextCursor: string | null } {
  if (rows.length <= limit) return { rows, nextCursor: null };
  const shown = rows.slice(0, limit);
  return { rows: shown, nextCursor: cursorOf(key(shown.at(-1)!)) };
}
