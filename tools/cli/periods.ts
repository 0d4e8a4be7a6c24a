import { addDays, addMonths, isIsoDate, nextPeriod, periodContaining } from '../../definitions/calendar/index.ts';
import type { IsoDate, Period, PeriodLength } from '../../definitions/index.ts';
import { UsageError } from './usage.ts';

export function dayOf(text: string): IsoDate {
  if (!isIsoDate(text)) throw new UsageError(`"${text}" is not a date. Write it as 2026-01-31.`);
  return text;
}

const monthOf = (first: string): IsoDate => {
  if (!isIsoDate(first)) throw new UsageError(`"${first.slice(0, -3)}" is not a month. Write it as 2026-01.`);
  return first;
};

/** The last day of a month, `2026-12`. */
export const lastDayOf = (month: string): IsoDate => addDays(addMonths(monthOf(`${month}-01`), 1), -1);

/** Every period that ends between two days. */
export function periodsBetween(every: PeriodLength, from: IsoDate, to: IsoDate, fiscalYearEnd?: string): Period[] {
  const periods: Period[] = [];
  let period = periodContaining(every, monthOf(from), fiscalYearEnd);
  for (; period.end <= to; period = nextPeriod(period, every)) periods.push(period);
  return periods;
}
