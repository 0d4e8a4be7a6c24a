import type { FindingCode } from './catalogue.ts';
import type { Text } from './types.ts';

export type Severity = 'error' | 'warning';

/** Something to say about a definition's text, and where. Lines and columns count from 1; the end is exclusive. */
export interface Finding {
  /** Stable; explained in the catalogue. */
  code: FindingCode;
  /** A definition with an error is not published; a warning is for the author to judge. */
  severity: Severity;
  /** A sentence. */
  message: Text;
  /** JSON pointer to the value, `/states/waiting/status`; empty for the whole text. */
  pointer: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  /** What to do; null where the message says it. */
  suggestion: Text | null;
}

/** What is known of a finding before it has a place in the text, in English; `swedish.ts` has the other language. */
export interface Report {
  code: FindingCode;
  message: string;
  suggestion?: string | null;
  /** Point at the key instead of the value. */
  key?: boolean;
  /** Point at a part of a text value, in offsets of the text. */
  range?: { start: number; end: number };
}
export type Reporter = (pointer: string, report: Report) => void;

/** Escapes one step of a JSON pointer (RFC 6901). */
export const step = (name: string | number): string => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
