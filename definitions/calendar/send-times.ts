/** When a notice goes out: not in the quiet hours, and with the digest that it waits for. */
import type { DigestFrequency, IsoInstant, QuietHours } from '../language/types.ts';
import { addDays, firstOfMonth, isWeekend, weekday } from './dates.ts';
import { localDate, startOfDay, toInstant, toLocalMs, wallTimeToMinutes } from './zone.ts';

const DAY_MINUTES = 24 * 60;
const MINUTE_MS = 60_000;
/** P-22, decision 6: local time all year. */
const DIGEST_TIME = '10:00';
const MONDAY = 1;

/** The instant itself, or the end of the quiet hours that it falls in. Those of no length are none. */
export function afterQuietHours(instant: IsoInstant, quiet: QuietHours): IsoInstant {
  const from = wallTimeToMinutes(quiet.from) % DAY_MINUTES;
  const to = wallTimeToMinutes(quiet.to) % DAY_MINUTES;
  let at = instant;
  // A weekend ends at midnight, and what ends there may be followed by the rest of a night.
  for (;;) {
    const date = localDate(at);
    const minutes = Math.floor(toLocalMs(at) / MINUTE_MS) % DAY_MINUTES;
    if (quiet.weekends && isWeekend(date)) at = startOfDay(addDays(date, 1));
    else if (from < to ? minutes >= from && minutes < to : from > to && (minutes >= from || minutes < to)) {
      const end = toInstant(minutes < to ? date : addDays(date, 1), clock(to));
      // In October's second 02:10 the first 02:30 has passed; the quiet lasts until the second.
      at = end > at ? end : laterBy(at, to - minutes);
    } else return at;
  }
}

/** The next digest at or after an instant: weekdays, Mondays or the month's first Monday at 10:00. */
export function nextDigest(instant: IsoInstant, frequency: DigestFrequency): IsoInstant {
  for (let date = localDate(instant); ; date = addDays(date, 1)) {
    const at = toInstant(date, DIGEST_TIME);
    if (at < instant || !isDigestDay(date, frequency)) continue;
    return at;
  }
}

function isDigestDay(date: string, frequency: DigestFrequency): boolean {
  if (frequency === 'daily') return !isWeekend(date);
  const firstWeek = date < addDays(firstOfMonth(date), 7);
  return weekday(date) === MONDAY && (frequency === 'weekly' || firstWeek);
}

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

const laterBy = (instant: IsoInstant, minutes: number): IsoInstant =>
  new Date(Math.floor(Date.parse(instant) / MINUTE_MS) * MINUTE_MS + minutes * MINUTE_MS).toISOString();
