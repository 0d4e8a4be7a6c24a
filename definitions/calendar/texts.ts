import type { IsoDate, Text } from '../language/types.ts';
import { dayOf, monthOf, weekday, yearOf } from './dates.ts';

const months = {
  sv: 'januari februari mars april maj juni juli augusti september oktober november december'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
};
const weekdays = {
  sv: 'måndag tisdag onsdag torsdag fredag lördag söndag'.split(' '),
  en: 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' '),
};

/** `oktober` / `October`, by number 1–12. */
export function monthName(month: number): Text {
  return { sv: months.sv[month - 1]!, en: months.en[month - 1]! };
}

/** `måndag` / `Monday`. */
export function weekdayName(date: IsoDate): Text {
  return { sv: weekdays.sv[weekday(date) - 1]!, en: weekdays.en[weekday(date) - 1]! };
}

/** `oktober 2026` / `October 2026`. */
export function monthText(date: IsoDate): Text {
  const month = monthName(monthOf(date));
  return { sv: `${month.sv} ${yearOf(date)}`, en: `${month.en} ${yearOf(date)}` };
}

/** `måndag 5 oktober 2026` / `Monday 5 October 2026`. */
export function dateText(date: IsoDate): Text {
  const day = weekdayName(date);
  const month = monthText(date);
  return { sv: `${day.sv} ${dayOf(date)} ${month.sv}`, en: `${day.en} ${dayOf(date)} ${month.en}` };
}

/** `den 25:e` / `the 25th`. */
export function ordinal(day: number): Text {
  const last = day % 10;
  const teen = day > 10 && day < 14;
  const sv = !teen && (last === 1 || last === 2) ? 'a' : 'e';
  const en = teen ? 'th' : (['th', 'st', 'nd', 'rd'][last] ?? 'th');
  return { sv: `den ${day}:${sv}`, en: `the ${day}${en}` };
}
