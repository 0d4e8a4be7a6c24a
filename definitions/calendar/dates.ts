import type { IsoDate } from '../language/types.ts';
import { CalendarError } from './errors.ts';

export const DAY_MS = 86_400_000;

/** Milliseconds from 1970-01-01 to the civil date, as if the date were in UTC. Throws `invalid_date`. */
export function dateToMs(date: IsoDate): number {
  if (/^\d{4}-\d\d-\d\d$/.test(date)) {
    const [year, month, day] = [yearOf(date), monthOf(date), dayOf(date)];
    if (month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)) {
      return (
        (daysBeforeYear(year) + DAYS_BEFORE_MONTH[month - 1]! + (month > 2 ? leapDay(year) : 0) + day - 1) * DAY_MS
      );
    }
  }
  throw new CalendarError('invalid_date', `"${date}" is not a date. Write it as YYYY-MM-DD, for example 2026-11-05.`);
}

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const leapDay = (year: number): number => (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0);

/** From 1970-01-01 to the first of January. */
function daysBeforeYear(year: number): number {
  const before = year - 1;
  return year * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - 719_527;
}

/** The inverse of `dateToMs`; a time within the day is dropped. Throws `out_of_range` outside the years 0001–9999. */
export function msToDate(ms: number): IsoDate {
  const moment = new Date(ms);
  const year = moment.getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) {
    throw new CalendarError('out_of_range', 'The date lies outside the years 0001 to 9999. Use smaller numbers.');
  }
  return written(year, moment.getUTCMonth() + 1, moment.getUTCDate());
}

const written = (year: number, month: number, day: number): IsoDate =>
  `${year < 1000 ? pad(year, 4) : year}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;

export function isIsoDate(text: string): boolean {
  try {
    dateToMs(text);
    return true;
  } catch {
    return false;
  }
}

export function addDays(date: IsoDate, days: number): IsoDate {
  return msToDate(dateToMs(date) + days * DAY_MS);
}

/** Days from the first date to the second; negative when the second is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return (dateToMs(to) - dateToMs(from)) / DAY_MS;
}

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export function weekday(date: IsoDate): number {
  return new Date(dateToMs(date)).getUTCDay() || 7;
}

export function isWeekend(date: IsoDate): boolean {
  return weekday(date) > 5;
}

export function yearOf(date: IsoDate): number {
  return Number(date.slice(0, 4));
}

/** 1–12. */
export function monthOf(date: IsoDate): number {
  return Number(date.slice(5, 7));
}

export function dayOf(date: IsoDate): number {
  return Number(date.slice(8, 10));
}

/** The date with this year, month (1–12) and day, which must exist. Throws `invalid_date`. */
export function dateOf(year: number, month: number, day: number): IsoDate {
  const date = written(year, month, day);
  dateToMs(date);
  return date;
}

export function firstOfMonth(date: IsoDate): IsoDate {
  return `${date.slice(0, 8)}01`;
}

export function lastOfMonth(date: IsoDate): IsoDate {
  return withDay(date, 31);
}

/** The day of the date's month; a month that is too short gives its last day. */
export function withDay(date: IsoDate, day: number): IsoDate {
  const year = yearOf(date);
  const month = monthOf(date);
  return dateOf(year, month, Math.min(day, daysInMonth(year, month)));
}

/** The same day so many months on; a month that is too short gives its last day (01-31 plus one is 02-28 or 02-29). */
export function addMonths(date: IsoDate, months: number): IsoDate {
  dateToMs(date);
  const index = yearOf(date) * 12 + monthOf(date) - 1 + months;
  const year = Math.floor(index / 12);
  if (!(year >= 1 && year <= 9999)) {
    throw new CalendarError('out_of_range', 'The date lies outside the years 0001 to 9999. Use smaller numbers.');
  }
  const month = index - year * 12 + 1;
  return withDay(dateOf(year, month, 1), dayOf(date));
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return 28 + leapDay(year);
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

export function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
