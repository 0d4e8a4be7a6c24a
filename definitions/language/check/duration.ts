/** Why a text is no duration, and how it is written. */
import { durationFrom } from '../../calendar/index.ts';

const UNITS: [RegExp, (n: string) => string][] = [
  [/^(s|sec|sek|second|sekund)/, (n) => `PT${n}S`],
  [/^(mo|mån)/, (n) => `P${n}M`],
  [/^(m|min)/, (n) => `PT${n}M`],
  [/^(h|t|hour|tim)/, (n) => `PT${n}H`],
  [/^(d|day|dag|dygn)/, (n) => `P${n}D`],
  [/^(w|v|week|veck)/, (n) => `P${n}W`],
  [/^(y|å)/, (n) => `P${n}Y`],
];

/** Null if it is a duration of at most so many years. */
export function durationProblem(text: string, years: number): string | null {
  try {
    const end = durationFrom('2026-01-01T00:00:00.000Z', text);
    return end <= `${2026 + years}-01-01T00:00:00.000Z` ? null : `"${text}" is longer than ${years} years.`;
  } catch {
    return `"${text}" is not a duration. Write it in ISO 8601 with whole numbers, for example P7D, P1M or PT36H.`;
  }
}

/** `Write "P14D".` for `14 days`, `p14d`, `P14d` and `-P14D`; null where nobody can tell what is meant. */
export function durationHint(text: string): string | null {
  const plain = text.trim().replace(/^-/, '');
  const [, count = '', unit = ''] = /^(\d{1,5})\s*(\p{L}+)$/u.exec(plain) ?? [];
  const meant = UNITS.find(([pattern]) => pattern.test(unit.toLowerCase()))?.[1](count) ?? plain.toUpperCase();
  const written = /^P(\d+D)?(\d+[HMS].*)$/.test(meant) ? meant.replace(/^P(\d+D)?/, 'P$1T') : meant;
  for (const candidate of [meant, written]) if (durationProblem(candidate, 50) === null) return `Write "${candidate}".`;
  return null;
}
