import type { Period } from '../engine/types.ts';
import type { IsoDate, PeriodLength, Text } from '../language/types.ts';
import { addDays, addMonths, dateOf, firstOfMonth, isIsoDate, lastOfMonth, monthOf, yearOf } from './dates.ts';
import { CalendarError } from './errors.ts';
import { monthText } from './texts.ts';

export type Every = PeriodLength;

/**
 * The month, quarter or fiscal year that a date lies in. `fiscalYearEnd` is `MM-DD`, the last day of a month, default
 * `12-31`; `02-28` and `02-29` both mean the last of February. Throws `invalid_fiscal_year_end`.
 */
export function periodContaining(every: Every, date: IsoDate, fiscalYearEnd = '12-31'): Period {
  if (every === 'month') return monthsFrom(firstOfMonth(date), 1);
  const lastMonth = every === 'quarter' ? 12 : fiscalYearEndMonth(fiscalYearEnd);
  const length = every === 'quarter' ? 3 : 12;
  // Months since a period of this length last began.
  const into = (monthOf(date) - 1 - lastMonth + 12) % length;
  return monthsFrom(addMonths(firstOfMonth(date), -into), length, every);
}

/** Reads `2026-10`, `2026-Q3` and `2025-05--2026-04` (up to 18 months, an extended fiscal year). Throws `invalid_period`. */
export function periodFromId(id: string): Period {
  const [, year, quarter] = /^(\d{4})-Q([1-4])$/.exec(id) ?? [];
  if (year && quarter) return monthsFrom(dateOf(Number(year), Number(quarter) * 3 - 2, 1), 3, 'quarter');
  const [, from, to] = /^(\d{4}-\d\d)(?:--(\d{4}-\d\d))?$/.exec(id) ?? [];
  const start = `${from}-01`;
  const end = `${to ?? from}-01`;
  if (!isIsoDate(start) || !isIsoDate(end) || end < start || (to && end > addMonths(start, 17))) {
    throw new CalendarError(
      'invalid_period',
      `"${id}" is not a period. Write a month as 2026-10, a quarter as 2026-Q3, a fiscal year as 2025-05--2026-04.`,
    );
  }
  return { id, start, end: lastOfMonth(end) };
}

/** The period that begins the day after; a fiscal year is followed by one of twelve months. */
export function nextPeriod(period: Period, every: Every): Period {
  return periodContaining(every, addDays(period.end, 1), period.end.slice(5));
}

/** The period that ends the day before; a fiscal year is preceded by one of twelve months. */
export function previousPeriod(period: Period, every: Every): Period {
  const end = addDays(period.start, -1);
  return periodContaining(every, end, end.slice(5));
}

/** `oktober 2026`, `kvartal 3 2026`, `räkenskapsåret 2025-05-01–2026-04-30`. */
export function periodLabel(period: Period): Text {
  const { id, start, end } = period;
  if (id.includes('--')) return { sv: `räkenskapsåret ${start}–${end}`, en: `fiscal year ${start}–${end}` };
  const quarter = /-Q(\d)$/.exec(id)?.[1];
  if (quarter) return { sv: `kvartal ${quarter} ${yearOf(start)}`, en: `quarter ${quarter} ${yearOf(start)}` };
  return monthText(start);
}

function monthsFrom(start: IsoDate, months: number, every: Every = 'month'): Period {
  const end = lastOfMonth(addMonths(start, months - 1));
  const id = {
    month: start.slice(0, 7),
    quarter: `${start.slice(0, 4)}-Q${(monthOf(start) + 2) / 3}`,
    fiscalYear: `${start.slice(0, 7)}--${end.slice(0, 7)}`,
  }[every];
  return { id, start, end };
}

/** A fiscal year is whole calendar months: bokföringslagen (1999:1078) 3 kap. 1 §. */
function fiscalYearEndMonth(fiscalYearEnd: string): number {
  // 2000 is a leap year: both ends of February exist in it.
  const date = `2000-${fiscalYearEnd}`;
  const end = fiscalYearEnd === '02-28' ? '2000-02-29' : date;
  if (!isIsoDate(end) || end !== lastOfMonth(end)) {
    throw new CalendarError(
      'invalid_fiscal_year_end',
      `"${fiscalYearEnd}" is not the end of a fiscal year. Write the last day of a month as MM-DD, for example 12-31.`,
    );
  }
  return monthOf(end);
}
