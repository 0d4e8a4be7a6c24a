import { periodContaining } from '../../definitions/calendar/index.ts';
import type { Place } from './folder-places.ts';

/** Bokföringslagen (1999:1078) 7 kap. 2 §: to the end of the seventh year after the calendar year in which the fiscal year ended. */
export const statutoryYears = 7;

/**
 * The calendar year in which the fiscal year ends that a place in the archive belongs to; null outside the years, where
 * nothing is accounting material. A whole year counts as its December, the latest that can lie in it.
 */
export function materialYear(place: Pick<Place, 'year' | 'month'>, fiscalYearEnd: unknown): number | null {
  if (place.year === null) return null;
  const end = typeof fiscalYearEnd === 'string' ? fiscalYearEnd : undefined;
  try {
    return Number(
      periodContaining('fiscalYear', `${place.year}-${String(place.month ?? 12).padStart(2, '0')}-01`, end).end.slice(
        0,
        4,
      ),
    );
  } catch {
    // A fiscal year that nobody can read must not shorten what the law asks.
    return place.year + 1;
  }
}

/** The last day until which a document is kept; null where nothing holds it. */
export function lockedUntil(materialEnds: number | null, retentionYears: number | null): string | null {
  const years = retentionYears ?? statutoryYears;
  return materialEnds === null || years === 0 ? null : `${materialEnds + years}-12-31`;
}
