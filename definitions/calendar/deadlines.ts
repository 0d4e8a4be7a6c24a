import type { DueMoment, Period, Provenance } from '../engine/types.ts';
import type { Cel, DeadlineRule, IsoDate, IsoInstant, WallTime } from '../language/types.ts';
import { addBankDays, isBankDay } from './bank-days.ts';
import { addDays, addMonths, dateToMs, monthOf, withDay } from './dates.ts';
import * as texts from './deadline-texts.ts';
import { CalendarError, DeadlineError } from './errors.ts';
import { instantToMs, localDate, localTime, startOfDay, toInstant } from './zone.ts';

/** What a rule is worked out from. */
export interface DeadlineEnv {
  period: Period | null;
  openedAt: IsoInstant;
  /** Last day of the fiscal year that is meant. */
  fiscalYearEnd: IsoDate | null;
  /** The number itself, or the value of CEL source. */
  number(value: number | Cel): number;
  /** A civil date, or an instant, whose time counts for `nextCutOff`. */
  date(source: Cel): IsoDate | IsoInstant;
  /** Another deadline of the definition. The caller refuses unknown names and cycles. */
  deadline(name: string): DueMoment;
}

/**
 * The moment that a rule gives, with one provenance line for each step that had something to say; a deadline that is
 * counted from another carries that one's lines first. `dueDate` is the day that people see: with `at: '24:00'` (the
 * default) `dueAt` is midnight at its end. Throws `DeadlineError`.
 */
export function dueMoment(rule: DeadlineRule, env: DeadlineEnv): DueMoment {
  try {
    return workOut(rule, env);
  } catch (error) {
    if (error instanceof DeadlineError || !(error instanceof CalendarError)) throw error;
    throw new DeadlineError(error.code, `${about(rule)}: ${error.message}`);
  }
}

function workOut(rule: DeadlineRule, env: DeadlineEnv): DueMoment {
  const base = baseOf(rule, env);
  const lines = [...base.provenance];
  let date = base.date;
  const step = (name: string, to: IsoDate, text: Provenance['text']): void => {
    date = to;
    lines.push({ rule: name, date, text });
  };
  const whole = (key: string, value: number | Cel | undefined, min: number, max: number): number | undefined => {
    const number = value === undefined ? undefined : env.number(value);
    if (number === undefined || (Number.isInteger(number) && number >= min && number <= max)) return number;
    throw new DeadlineError(
      'out_of_range',
      `${about(rule)}: "${key}" came out as ${number}. It must be a whole number from ${min} to ${max}.`,
    );
  };

  const months = whole('months', rule.months, -1200, 1200);
  const monthly = months ? addMonths(date, months) : date;
  const exception = whole('dayInMonth', rule.dayInMonth?.[String(monthOf(monthly))], 1, 31);
  const day = exception ?? whole('day', rule.day, 1, 31);
  if (months) step('months', monthly, texts.months(months, monthly, day !== undefined));
  if (day !== undefined) {
    const to = withDay(date, day);
    step(exception === undefined ? 'day' : 'dayInMonth', to, texts.day(day, to, exception !== undefined));
  }
  const days = whole('days', rule.days, -36_600, 36_600);
  if (days) {
    const to = addDays(date, days);
    step('days', to, texts.days(days, to));
  }
  if (rule.roll === 'next' || rule.roll === 'previous') {
    const direction = rule.roll === 'next' ? 1 : -1;
    const start = date;
    while (!isBankDay(date)) {
      lines.push({ rule: 'roll', date, text: texts.noBankDay(date) });
      date = addDays(date, direction);
    }
    if (date !== start) step('roll', date, texts.rolled(direction, date));
  }
  const bankDays = whole('bankDays', rule.bankDays, -2600, 2600);
  if (bankDays) {
    const to = addBankDays(date, bankDays);
    step('bankDays', to, texts.bankDays(bankDays, to));
  }

  if (rule.nextCutOff) {
    const from = (date === base.date && base.moment) || startOfDay(date);
    return cutOff(rule, date, from, lines);
  }
  const at = rule.at ?? '24:00';
  const dueAt = toInstant(date, at);
  if (at !== '24:00') step('at', date, texts.at(at, localTime(dueAt)));
  return { dueDate: date, dueAt, provenance: lines };
}

interface Base {
  date: IsoDate;
  /** The instant at which the base falls, for cut-offs; of a bare date none, it begins at midnight. */
  moment?: IsoInstant;
  provenance: Provenance[];
}

function baseOf(rule: DeadlineRule, env: DeadlineEnv): Base {
  const from = rule.from ?? 'period.end';
  if (typeof from === 'object' && 'deadline' in from) {
    const { dueDate, dueAt, provenance } = env.deadline(from.deadline);
    const line = { rule: 'base', date: dueDate, text: texts.counted(dueDate) };
    return { date: dueDate, moment: dueAt, provenance: [...provenance, line] };
  }
  if (typeof from === 'object') {
    const value = env.date(from.cel);
    if (!value.includes('T')) return baseOn(value, texts.counted);
    return { ...baseOn(localDate(value), texts.counted), moment: value };
  }
  switch (from) {
    case 'opened':
      return { ...baseOn(localDate(env.openedAt), texts.opened), moment: env.openedAt };
    case 'fiscalYear.end':
      if (env.fiscalYearEnd) return baseOn(env.fiscalYearEnd, texts.fiscalYearEnd);
      throw new DeadlineError(
        'no_fiscal_year',
        `${about(rule)} starts from the fiscal year's end, which this client does not have. Give the client one.`,
      );
    case 'period.start':
    case 'period.end': {
      const { period } = env;
      if (!period) {
        throw new DeadlineError(
          'no_period',
          `${about(rule)} starts from "${from}", but this instance has no period. Start it with one, or change "from".`,
        );
      }
      const start = from === 'period.start';
      return baseOn(start ? period.start : period.end, () => texts.period(period, start));
    }
    default:
      throw new DeadlineError('unknown_base', `${about(rule)} starts from "${String(from)}", which is not known.`);
  }
}

function baseOn(date: IsoDate, text: (date: IsoDate) => Provenance['text']): Base {
  dateToMs(date);
  return { date, provenance: [{ rule: 'base', date, text: text(date) }] };
}

function cutOff(rule: DeadlineRule, start: IsoDate, from: IsoInstant, lines: Provenance[]): DueMoment {
  if (rule.at) throw new DeadlineError('at_with_cut_off', `${about(rule)} has both "at" and "nextCutOff". Keep one.`);
  const times: WallTime[] = (rule.nextCutOff ?? []).toSorted();
  if (times.length === 0) {
    throw new DeadlineError('cut_off_empty', `${about(rule)} has no times in "nextCutOff". Name at least one.`);
  }
  const fromMs = instantToMs(from);
  for (let date = start; ; date = addDays(date, 1)) {
    if (!isBankDay(date)) {
      lines.push({ rule: 'cutOff', date, text: texts.noBankDay(date) });
      continue;
    }
    const time = times.find((candidate) => instantToMs(toInstant(date, candidate)) >= fromMs);
    if (time === undefined) continue;
    lines.push({ rule: 'cutOff', date, text: texts.cutOff(date, time) });
    return { dueDate: date, dueAt: toInstant(date, time), provenance: lines };
  }
}

function about(rule: DeadlineRule): string {
  return `The deadline "${rule.title.en}"`;
}
