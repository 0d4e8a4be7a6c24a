/** The provenance lines of a deadline: short fragments that a layman can read in a row. */
import type { Period } from '../engine/types.ts';
import type { IsoDate, Text, WallTime } from '../language/types.ts';
import { dayOf, monthOf } from './dates.ts';
import { holidayOn } from './holidays.ts';
import { periodLabel } from './periods.ts';
import { dateText, monthName, monthText, ordinal, weekdayName } from './texts.ts';

export function period(of: Period, start: boolean): Text {
  const label = periodLabel(of);
  const day = dateText(start ? of.start : of.end);
  return start
    ? { sv: `${label.sv} börjar ${day.sv}`, en: `${label.en} starts on ${day.en}` }
    : { sv: `${label.sv} slutar ${day.sv}`, en: `${label.en} ends on ${day.en}` };
}

export function fiscalYearEnd(date: IsoDate): Text {
  const day = dateText(date);
  return { sv: `räkenskapsåret slutar ${day.sv}`, en: `the fiscal year ends on ${day.en}` };
}

export function opened(date: IsoDate): Text {
  const day = dateText(date);
  return { sv: `öppnades ${day.sv}`, en: `opened on ${day.en}` };
}

export function counted(date: IsoDate): Text {
  const day = dateText(date);
  return { sv: `räknas från ${day.sv}`, en: `counted from ${day.en}` };
}

/** Where a day of the month follows, the day that adding months gave would only confuse. */
export function months(count: number, to: IsoDate, dayFollows: boolean): Text {
  return shifted(count, ['månad', 'månader'], ['month', 'months'], dayFollows ? monthText(to) : dateText(to));
}

export function day(wanted: number, to: IsoDate, exception: boolean): Text {
  const date = dateText(to);
  const month = monthName(monthOf(to));
  if (dayOf(to) !== wanted) {
    return {
      sv: `${month.sv} har ingen ${wanted}:${ordinal(wanted).sv.at(-1)}, sista dagen är ${date.sv}`,
      en: `${month.en} has no ${ordinal(wanted).en.slice(4)}, its last day is ${date.en}`,
    };
  }
  const the = ordinal(wanted);
  return exception
    ? { sv: `i ${month.sv} gäller ${the.sv}: ${date.sv}`, en: `in ${month.en} it is ${the.en}: ${date.en}` }
    : { sv: `${the.sv} är ${date.sv}`, en: `${the.en} is ${date.en}` };
}

export function days(count: number, to: IsoDate): Text {
  return shifted(count, ['dag', 'dagar'], ['day', 'days'], dateText(to));
}

export function bankDays(count: number, to: IsoDate): Text {
  return shifted(count, ['bankdag', 'bankdagar'], ['bank day', 'bank days'], dateText(to));
}

/** `den 25:e är en söndag`, `den 24:e är julafton`. */
export function noBankDay(date: IsoDate): Text {
  const the = ordinal(dayOf(date));
  const holiday = holidayOn(date)?.name;
  const named = weekdayName(date);
  return {
    sv: `${the.sv} är ${holiday?.sv ?? `en ${named.sv}`}`,
    en: `${the.en} is ${holiday?.en ?? `a ${named.en}`}`,
  };
}

export function rolled(direction: 1 | -1, to: IsoDate): Text {
  const date = dateText(to);
  return direction === 1
    ? { sv: `nästa bankdag är ${date.sv}`, en: `the next bank day is ${date.en}` }
    : { sv: `föregående bankdag är ${date.sv}`, en: `the previous bank day is ${date.en}` };
}

/** `shown` differs from the rule's time in the hour that summer time skips. */
export function at(time: WallTime, shown: WallTime): Text {
  if (shown === time) return { sv: `klockan ${time}`, en: `at ${time}` };
  return {
    sv: `klockan ${time} finns inte den dagen (sommartiden börjar), det blir ${shown}`,
    en: `${time} does not exist on that day (summer time starts), it becomes ${shown}`,
  };
}

export function cutOff(date: IsoDate, time: WallTime): Text {
  const day = dateText(date);
  return { sv: `nästa stopptid är ${day.sv} klockan ${time}`, en: `the next cut-off is ${day.en} at ${time}` };
}

function shifted(count: number, sv: [string, string], en: [string, string], to: Text): Text {
  const size = Math.abs(count);
  const plural = size === 1 ? 0 : 1;
  return {
    sv: `${size} ${sv[plural]} ${count > 0 ? 'senare' : 'tidigare'}: ${to.sv}`,
    en: `${size} ${en[plural]} ${count > 0 ? 'later' : 'earlier'}: ${to.en}`,
  };
}
