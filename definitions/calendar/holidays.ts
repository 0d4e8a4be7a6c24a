import type { IsoDate, Text } from '../language/types.ts';
import { addDays, dateOf, weekday, yearOf } from './dates.ts';

/** Names the data below. A change of law is a new version: what was worked out with the old one can be told apart. */
export const calendarVersion = 'SE-2005.1';

export interface Holiday {
  date: IsoDate;
  name: Text;
  /** `public`: lag (1989:253). `eve`: equal to a Saturday for deadlines, lag (1930:173) 2 §. */
  kind: 'public' | 'eve';
}

type Occurs =
  | { month: number; day: number }
  /** Days from Easter Sunday. */
  | { easter: number }
  /** The first such weekday on or after the day. */
  | { weekday: number; month: number; day: number };

interface HolidayRule {
  name: Text;
  kind: Holiday['kind'];
  on: Occurs;
  fromYear?: number;
  untilYear?: number;
}

const FRIDAY = 5;
const SATURDAY = 6;

/** As the law reads from 1990 on. Sundays are holidays too, by the same law, and need no line here. */
const rules: HolidayRule[] = [
  { name: { sv: 'nyårsdagen', en: 'New Year’s Day' }, kind: 'public', on: { month: 1, day: 1 } },
  { name: { sv: 'trettondedag jul', en: 'Epiphany' }, kind: 'public', on: { month: 1, day: 6 } },
  { name: { sv: 'långfredagen', en: 'Good Friday' }, kind: 'public', on: { easter: -2 } },
  { name: { sv: 'påskdagen', en: 'Easter Sunday' }, kind: 'public', on: { easter: 0 } },
  { name: { sv: 'annandag påsk', en: 'Easter Monday' }, kind: 'public', on: { easter: 1 } },
  { name: { sv: 'första maj', en: 'May Day' }, kind: 'public', on: { month: 5, day: 1 } },
  { name: { sv: 'Kristi himmelsfärdsdag', en: 'Ascension Day' }, kind: 'public', on: { easter: 39 } },
  { name: { sv: 'pingstdagen', en: 'Whit Sunday' }, kind: 'public', on: { easter: 49 } },
  // Lag (2004:1320) gave Whit Monday up for the National Day.
  { name: { sv: 'annandag pingst', en: 'Whit Monday' }, kind: 'public', on: { easter: 50 }, untilYear: 2004 },
  { name: { sv: 'nationaldagen', en: 'National Day' }, kind: 'public', on: { month: 6, day: 6 }, fromYear: 2005 },
  {
    name: { sv: 'midsommarafton', en: 'Midsummer Eve' },
    kind: 'eve',
    on: { weekday: FRIDAY, month: 6, day: 19 },
  },
  {
    name: { sv: 'midsommardagen', en: 'Midsummer Day' },
    kind: 'public',
    on: { weekday: SATURDAY, month: 6, day: 20 },
  },
  {
    name: { sv: 'alla helgons dag', en: 'All Saints’ Day' },
    kind: 'public',
    on: { weekday: SATURDAY, month: 10, day: 31 },
  },
  { name: { sv: 'julafton', en: 'Christmas Eve' }, kind: 'eve', on: { month: 12, day: 24 } },
  { name: { sv: 'juldagen', en: 'Christmas Day' }, kind: 'public', on: { month: 12, day: 25 } },
  { name: { sv: 'annandag jul', en: 'Boxing Day' }, kind: 'public', on: { month: 12, day: 26 } },
  { name: { sv: 'nyårsafton', en: 'New Year’s Eve' }, kind: 'eve', on: { month: 12, day: 31 } },
];

/** Public holidays and the three eves of a year, by date. Two may fall on one day (2008-05-01). */
export function holidaysOf(year: number): Holiday[] {
  return rules
    .filter((rule) => year >= (rule.fromYear ?? year) && year <= (rule.untilYear ?? year))
    .map((rule) => ({ date: dateIn(year, rule.on), name: rule.name, kind: rule.kind }))
    .sort((a, b) => (a.date < b.date ? -1 : Number(a.date > b.date)));
}

const byYear = new Map<number, Map<IsoDate, Holiday>>();

/** The holiday or eve on a date; null on other days, also on ordinary Sundays. */
export function holidayOn(date: IsoDate): Holiday | null {
  const year = yearOf(date);
  let holidays = byYear.get(year);
  if (!holidays) {
    holidays = new Map(holidaysOf(year).map((holiday) => [holiday.date, holiday]));
    byYear.set(year, holidays);
  }
  return holidays.get(date) ?? null;
}

function dateIn(year: number, on: Occurs): IsoDate {
  if ('easter' in on) return addDays(easterSunday(year), on.easter);
  const date = dateOf(year, on.month, on.day);
  return 'weekday' in on ? addDays(date, (on.weekday - weekday(date) + 7) % 7) : date;
}

/** Gregorian computus (Meeus, Astronomical Algorithms, ch. 8). */
function easterSunday(year: number): IsoDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3);
  const h = (19 * a + b - Math.floor(b / 4) - d + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return dateOf(year, Math.floor(n / 31), (n % 31) + 1);
}
