import type { IsoDate } from '../language/types.ts';
import { addDays, isWeekend } from './dates.ts';
import { holidayOn } from './holidays.ts';

/** A weekday that is neither a public holiday nor one of the three eves of lag (1930:173) 2 §. */
export function isBankDay(date: IsoDate): boolean {
  return !isWeekend(date) && holidayOn(date) === null;
}

/** The date itself when it is a bank day, else the first one after it. */
export function nextBankDay(date: IsoDate): IsoDate {
  return seek(date, 1);
}

/** The date itself when it is a bank day, else the last one before it. */
export function previousBankDay(date: IsoDate): IsoDate {
  return seek(date, -1);
}

/** The n-th bank day after the date (before it when negative); 0 gives the date itself, bank day or not. */
export function addBankDays(date: IsoDate, bankDays: number): IsoDate {
  const direction = bankDays < 0 ? -1 : 1;
  let result = date;
  for (let left = Math.abs(bankDays); left > 0; left--) result = seek(addDays(result, direction), direction);
  return result;
}

function seek(date: IsoDate, direction: 1 | -1): IsoDate {
  let result = date;
  while (!isBankDay(result)) result = addDays(result, direction);
  return result;
}
