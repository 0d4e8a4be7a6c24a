/** What expressions can call beside CEL's own: numbers, dates, lists, money. None of them fails on an empty value. */
import type { Environment } from '@marcbachmann/cel-js';
import {
  addBankDays,
  addDays,
  addMonths,
  monthOf,
  yearOf,
  daysBetween,
  lastOfMonth,
  isBankDay,
  isIsoDate,
  localDate,
  weekday,
} from '../calendar/index.ts';
import type { Json, Text } from '../language/types.ts';

const TIMESTAMP = 'google.protobuf.Timestamp';
type Numeric = number | bigint;

/** Names for suggestions where one is mistyped. */
export const FUNCTION_NAMES = [
  'addBankDays',
  'addDays',
  'addMonths',
  'append',
  'ceil',
  'date',
  'daysBetween',
  'endOfMonth',
  'floor',
  'isBankDay',
  'lateInterest',
  'max',
  'merge',
  'min',
  'money',
  'month',
  'round',
  'sum',
  'weekday',
  'year',
];

export function registerFunctions(env: Environment): void {
  const onDate =
    <T>(empty: T, run: (date: string) => T) =>
    (date: string): T =>
      isIsoDate(date) ? run(date) : empty;
  env.registerFunction(`date(${TIMESTAMP}): string`, (at: Date) => localDate(at.toISOString()));
  env.registerFunction('isBankDay(string): bool', onDate(false, isBankDay));
  env.registerFunction('month(string): double', onDate(0, monthOf));
  env.registerFunction('year(string): double', onDate(0, yearOf));
  env.registerFunction('weekday(string): double', onDate(0, weekday));
  env.registerFunction('endOfMonth(string): string', onDate('', lastOfMonth));
  env.registerFunction('daysBetween(string, string): double', (from: string, to: string) =>
    isIsoDate(from) && isIsoDate(to) ? daysBetween(from, to) : 0,
  );
  const moves = { addDays, addBankDays, addMonths };
  for (const type of ['int', 'double']) {
    for (const [name, move] of Object.entries(moves)) {
      env.registerFunction(`${name}(string, ${type}): string`, (date: string, count: Numeric) =>
        isIsoDate(date) ? move(date, Math.trunc(Number(count))) : '',
      );
    }
    for (const name of ['round', 'floor', 'ceil'] as const) {
      env.registerFunction(`${name}(${type}): double`, (value: Numeric) => Math[name](Number(value)));
    }
    for (const other of ['int', 'double']) {
      for (const name of ['min', 'max'] as const) {
        env.registerFunction(`${name}(${type}, ${other}): double`, (a: Numeric, b: Numeric) =>
          Math[name](Number(a), Number(b)),
        );
      }
    }
    env.registerFunction(`money(${type}): string`, (amountMinor: Numeric) => money(Number(amountMinor)));
  }
  env.registerFunction('sum(list<dyn>): double', (list: Numeric[]) =>
    list.reduce<number>((all, n) => all + Number(n), 0),
  );
  env.registerFunction('append(list<dyn>, dyn): list<dyn>', (list: unknown[], item: unknown) => [...list, item]);
  env.registerFunction('merge(map<string, dyn>, map<string, dyn>): map<string, dyn>', (a: object, b: object) => ({
    ...plain(a),
    ...plain(b),
  }));
  for (const amount of ['int', 'double']) {
    for (const add of ['int', 'double']) {
      env.registerFunction(
        `lateInterest(${amount}, string, string, list<dyn>, ${add}): double`,
        (minor: Numeric, from: string, to: string, rates: unknown[], percent: Numeric) =>
          lateInterest(Number(minor), from, to, rates.map(rateOf), Number(percent)),
      );
    }
  }
}

const plain = (map: object): object => (map instanceof Map ? Object.fromEntries(map) : map);

interface Rate {
  from: string;
  percent: number;
}
const rateOf = (value: unknown): Rate => {
  const { from, percent } = plain((value ?? {}) as object) as { from?: unknown; percent?: unknown };
  return { from: typeof from === 'string' ? from : '', percent: Number(percent ?? 0) };
};

/**
 * Late interest in öre, rounded, for the days after `from` up to and including `to`. Räntelagen (1975:635) 6 §: the
 * reference rate of each half-year plus an addition, so that a running debt changes rate with it. `rates`: from which
 * day each holds. A year counts its own days, 365 or 366, so that a whole year is the whole percentage.
 */
function lateInterest(amountMinor: number, from: string, to: string, rates: Rate[], addPercent: number): number {
  if (!isIsoDate(from) || !isIsoDate(to)) return 0;
  const known = rates.filter((rate) => isIsoDate(rate.from)).sort((a, b) => (a.from < b.from ? -1 : 1));
  let interest = 0;
  // Stretches within one half-year: no rate and no length of the year changes inside.
  for (let start = from; start < to;) {
    const first = addDays(start, 1);
    const half = `${first.slice(0, 4)}-${first.slice(5, 7) <= '06' ? '06-30' : '12-31'}`;
    const next = known.find((rate) => rate.from > first)?.from;
    const ends = [to, half, ...(next ? [addDays(next, -1)] : [])].sort();
    const rate = known.findLast((one) => one.from <= first);
    const end = ends[0]!;
    if (rate) {
      const year = yearOf(first);
      const days = daysBetween(`${year}-01-01`, `${year + 1}-01-01`);
      interest += (amountMinor * (rate.percent + addPercent) * daysBetween(start, end)) / (100 * days);
    }
    start = end;
  }
  return Math.round(interest);
}

let language: keyof Text = 'sv';

/** Evaluates for a text in a language: amounts are written as it writes them. */
export function speaking(spoken: keyof Text | null, evaluate: () => Json): Json {
  const before = language;
  language = spoken ?? 'sv';
  try {
    return evaluate();
  } finally {
    language = before;
  }
}

/** `1 234,50 kr`, in English `SEK 1,234.50`. Without Intl, whose data differs between machines. */
function money(amountMinor: number): string {
  const minor = Math.round(Math.abs(amountMinor));
  const [group, point] = language === 'sv' ? ['\u00a0', ','] : [',', '.'];
  const whole = String(Math.floor(minor / 100)).replaceAll(/\B(?=(\d{3})+$)/g, group!);
  const sign = amountMinor < 0 && minor > 0 ? (language === 'sv' ? '\u2212' : '-') : '';
  const amount = `${whole}${point}${String(minor % 100).padStart(2, '0')}`;
  return language === 'sv' ? `${sign}${amount}\u00a0kr` : `${sign}SEK\u00a0${amount}`;
}
