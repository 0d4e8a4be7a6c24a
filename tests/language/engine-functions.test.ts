import { describe, expect, test } from 'vitest';
import { Scope } from '../../definitions/engine/cel.ts';
import { renderTemplate } from '../../definitions/engine/template.ts';

const scope = new Scope({
  n: 'double',
  day: 'string',
  none: 'string',
  rows: [{ amount: 'double', open: 'bool' }],
  rates: [{ from: 'string', percent: 'double' }],
  some: 'list<dyn>',
});
/** Reference rates as the Riksbank sets them: each holds from its half-year on. */
const rates = [
  { from: '2025-07-01', percent: 2 },
  { from: '2026-01-01', percent: 4 },
];
const variables = { n: 2.5, day: '2026-01-31', none: '', rows: [{ amount: 10 }, { amount: 5.5, open: true }], rates };

const value = (source: string) => {
  expect(scope.check(source)).not.toHaveProperty('problem');
  return scope.evaluate(source, { ...variables, some: [1, 2] });
};

describe('what expressions can call', () => {
  test.each([
    ['min(n, 2)', 2],
    ['max(1, 2)', 2],
    ['max(n, 3.5)', 3.5],
    ['round(n)', 3],
    ['floor(n)', 2],
    ['ceil(2.1)', 3],
    ['sum(rows.map(row, row.amount))', 15.5],
    ['sum(some)', 3],
    ['sum([])', 0],
    ['month(day)', 1],
    ['year(day)', 2026],
    ['weekday(day)', 6],
    ['addMonths(day, 1)', '2026-02-28'],
    ['endOfMonth("2028-02-01")', '2028-02-29'],
    ['addDays(day, -1.0)', '2026-01-30'],
    ['size(append(some, 3))', 3],
    ['merge({"a": 1, "b": 1}, {"b": 2})', { a: 1, b: 2 }],
    ['rows.map(row, merge(row, {"open": true})).all(row, row.open)', true],
    ['append(rows, {"amount": 4.0})[2].amount', 4],
    ['rows.filter(row, !row.open)[0].amount', 10],
    ['["a", "b"].join(", ")', 'a, b'],
  ])('%s', (source, result) => expect(value(source)).toEqual(result));

  test.each([
    ['month(none)', 0],
    ['endOfMonth(none)', ''],
    ['addMonths(none, 1)', ''],
    ['addDays(none, 1)', ''],
    ['addBankDays(none, 1)', ''],
    ['daysBetween(none, day)', 0],
    ['isBankDay(none)', false],
    ['lateInterest(100, none, day, rates, 8)', 0],
  ])('a date that is not known yet stops nothing: %s', (source, result) => expect(value(source)).toBe(result));

  test('the items of a declared list are typed: what they do not have cannot be named', () => {
    expect(scope.check('rows.filter(row, row.opne)')).toMatchObject({ problem: { code: 'no_such_key' } });
    expect(scope.check('rows.map(row, row.amount + "kr")')).toMatchObject({ problem: { code: 'no_such_overload' } });
  });
});

describe('late interest, räntelagen 6 §', () => {
  test('the reference rate of the half-year and eight percentage points, for the days after the due date', () => {
    // 30 days of January and February 2026 at 12 %, of a year of 365 days.
    expect(value('lateInterest(100000, "2026-01-10", "2026-02-09", rates, 8)')).toBe(986);
  });
  test('a running debt changes rate with the half-year', () => {
    const before = (1_000_000 * 10 * 21) / 36_500;
    const after = (1_000_000 * 12 * 19) / 36_500;
    expect(value('lateInterest(1000000, "2025-12-10", "2026-01-19", rates, 8)')).toBe(Math.round(before + after));
  });
  test('a whole year is the whole percentage, also a leap year', () => {
    expect(value('lateInterest(1000000, "2026-12-31", "2027-12-31", rates, 8)')).toBe(120_000);
    expect(value('lateInterest(1000000, "2027-12-31", "2028-12-31", rates, 8)')).toBe(120_000);
  });
  test('nothing before the debt is late, nor where no rate is known', () => {
    expect(value('lateInterest(100000, "2026-02-10", "2026-02-10", rates, 8)')).toBe(0);
    expect(value('lateInterest(100000, "2020-01-01", "2020-12-31", rates, 8)')).toBe(0);
  });
});

test('amounts are written as each language writes them', () => {
  const text = (language: 'sv' | 'en', source: string) => renderTemplate(`\${${source}}`, language, scope, variables);
  expect(text('sv', 'money(123450)')).toBe('1\u00a0234,50\u00a0kr');
  expect(text('en', 'money(123450)')).toBe('SEK\u00a01,234.50');
  expect(text('sv', 'money(-5)')).toBe('−0,05\u00a0kr');
  expect(text('en', 'money(123456789012.0)')).toBe('SEK\u00a01,234,567,890.12');
  expect(scope.evaluate('money(100)', variables)).toBe('1,00\u00a0kr');
});
