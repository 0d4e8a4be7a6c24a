/**
 * Europe/Stockholm without `Intl`: a workflow that is replayed next year must get the instants that it got today,
 * and `Intl` answers from the machine's ICU data, which changes with the Node version and is not there to pin.
 * A new rule of law is a new row in the table.
 */
import type { IsoDate, IsoInstant, WallTime } from '../language/types.ts';
import { DAY_MS, dateToMs, msToDate, pad } from './dates.ts';
import { CalendarError } from './errors.ts';

const HOUR_MS = 3_600_000;
const STANDARD_MS = HOUR_MS;
const SUMMER_MS = 2 * HOUR_MS;

/**
 * Summer time runs from the last Sunday of one month to the last Sunday of another, both at 01:00 UTC.
 * From 1996 by directive 94/21/EC, then 97/44/EC, since 2002 by 2000/84/EC. Before 1981 the year counts as standard time.
 */
const summerTimes = [
  { fromYear: 1996, startMonth: 3, endMonth: 10 },
  { fromYear: 1981, startMonth: 3, endMonth: 9 },
];

interface SummerTime {
  fromMs: number;
  toMs: number;
}
const summerOf = new Map<number, SummerTime | null>();

function summerIn(year: number): SummerTime | null {
  let summer = summerOf.get(year);
  if (summer === undefined) {
    const rule = summerTimes.find((row) => year >= row.fromYear);
    summer = rule ? { fromMs: changeMs(year, rule.startMonth), toMs: changeMs(year, rule.endMonth) } : null;
    summerOf.set(year, summer);
  }
  return summer;
}

/** Milliseconds that the wall clock is ahead of UTC at an instant. */
function offsetMs(instantMs: number): number {
  const summer = summerIn(new Date(instantMs).getUTCFullYear());
  return summer && instantMs >= summer.fromMs && instantMs < summer.toMs ? SUMMER_MS : STANDARD_MS;
}

function changeMs(year: number, month: number): number {
  const lastDayMs = Date.UTC(year, month, 0);
  return lastDayMs - new Date(lastDayMs).getUTCDay() * DAY_MS + HOUR_MS;
}

/** Milliseconds since 1970 of an ISO 8601 instant with `Z` or an offset. Throws `invalid_instant`. */
export function instantToMs(instant: IsoInstant): number {
  // Without a zone Date.parse would answer by the machine's own.
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(instant)
    ? Date.parse(instant)
    : Number.NaN;
  if (Number.isNaN(ms)) {
    throw new CalendarError(
      'invalid_instant',
      `"${instant}" is not an instant. Write it in UTC, for example 2026-11-05T23:00:00.000Z.`,
    );
  }
  return ms;
}

/** The inverse of `instantToMs`, in UTC with milliseconds. Throws `out_of_range` outside the years 0001–9999. */
export function msToInstant(ms: number): IsoInstant {
  msToDate(ms);
  return new Date(ms).toISOString();
}

/** Minutes since midnight, 0–1440. Throws `invalid_time`. */
export function wallTimeToMinutes(time: WallTime): number {
  const match = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/.exec(time);
  if (!match) {
    throw new CalendarError('invalid_time', `"${time}" is not a time of day. Write it as HH:MM, 00:00 to 24:00.`);
  }
  return match[1] === undefined ? 24 * 60 : Number(match[1]) * 60 + Number(match[2]);
}

/**
 * The instant at which a clock in Stockholm shows the time. An hour that the clock skips (March) moves forward by an
 * hour; of an hour that it shows twice (October) it is the first.
 */
export function toInstant(date: IsoDate, time: WallTime): IsoInstant {
  return fromLocalMs(dateToMs(date) + wallTimeToMinutes(time) * 60_000);
}

/** Midnight at the beginning of the date. */
export function startOfDay(date: IsoDate): IsoInstant {
  return toInstant(date, '00:00');
}

export function localDate(instant: IsoInstant): IsoDate {
  return msToDate(toLocalMs(instant));
}

/** Hours and minutes, `08:00`; midnight is `00:00`. */
export function localTime(instant: IsoInstant): WallTime {
  const local = new Date(toLocalMs(instant));
  return `${pad(local.getUTCHours(), 2)}:${pad(local.getUTCMinutes(), 2)}`;
}

/** What the clock in Stockholm shows, as milliseconds as if that were UTC. */
export function toLocalMs(instant: IsoInstant): number {
  const ms = instantToMs(instant);
  return ms + offsetMs(ms);
}

/** The inverse of `toLocalMs`, with gap and overlap as `toInstant` says. */
export function fromLocalMs(localMs: number): IsoInstant {
  const ifSummer = localMs - SUMMER_MS;
  return msToInstant(offsetMs(ifSummer) === SUMMER_MS ? ifSummer : localMs - STANDARD_MS);
}
