import type { IsoInstant } from '../language/types.ts';
import { DAY_MS, addDays, addMonths, dateToMs, msToDate } from './dates.ts';
import { CalendarError } from './errors.ts';
import { fromLocalMs, instantToMs, msToInstant, toLocalMs } from './zone.ts';

/**
 * The instant an ISO 8601 duration after another, `P1M`, `P7D`, `PT36H`, `P1DT12H`. Years to days are civil days in
 * Stockholm (the same time on the clock); hours, minutes and seconds are exact. Throws `invalid_duration`.
 */
export function durationFrom(instant: IsoInstant, duration: string): IsoInstant {
  const match = /^P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(
    duration,
  );
  if (!match) {
    throw new CalendarError(
      'invalid_duration',
      `"${duration}" is not a duration. Write it in ISO 8601 with whole numbers, for example P7D, P1M or PT36H.`,
    );
  }
  const [years, months, weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const exactMs = ((hours * 60 + minutes) * 60 + seconds) * 1000;
  return msToInstant(instantToMs(civilFrom(instant, years * 12 + months, weeks * 7 + days)) + exactMs);
}

function civilFrom(instant: IsoInstant, months: number, days: number): IsoInstant {
  // Of the hour that October's clock shows twice, the second would otherwise become the first.
  if (months === 0 && days === 0) return instant;
  const localMs = toLocalMs(instant);
  const timeOfDayMs = ((localMs % DAY_MS) + DAY_MS) % DAY_MS;
  return fromLocalMs(dateToMs(addDays(addMonths(msToDate(localMs), months), days)) + timeOfDayMs);
}
