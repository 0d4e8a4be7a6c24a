/** The dates of sweden.md, "Tax dates", as the shipped definitions give them: 2022 as published, 2027 from the statutes. */
import { describe, expect, test } from 'vitest';
import { isBankDay, periodContaining, periodFromId } from '../../definitions/calendar/index.ts';
import { compile, duePeriods, type JsonObject, type Period } from '../../definitions/index.ts';
import { dueDates } from '../../definitions/simulate/dates.ts';
import { shipped } from './support/definitions.ts';

const monthsOf = (year: number): Period[] =>
  Array.from({ length: 12 }, (_, index) => periodFromId(`${year}-${String(index + 1).padStart(2, '0')}`));
const quartersOf = (year: number): Period[] => [1, 2, 3, 4].map((quarter) => periodFromId(`${year}-Q${quarter}`));

/** Due dates in the order of the periods, without their year. */
function datesOf(id: string, deadline: string, periods: Period[], client: JsonObject = {}): string[] {
  return dueDates({ definition: shipped(id), deadline, periods, client }).map(({ moment }) => moment!.dueDate);
}
const monthDay = (dates: string[]): string => dates.map((date) => date.slice(5)).join(' ');

describe('tax-payment: paid by the 12th, in January and August by the 17th, rolled', () => {
  const paid = (year: number, client = {}) => monthDay(datesOf('tax-payment', 'payDay', monthsOf(year), client));

  test('L-43: 2022, as Fortnox published it', () => {
    expect(paid(2022)).toBe('01-17 02-14 03-14 04-12 05-12 06-13 07-12 08-17 09-12 10-12 11-14 12-12');
  });

  // 17 January 2027 is a Sunday; 12 June a Saturday, 12 September and 12 December Sundays.
  test('L-43: 2027, from the statutes', () => {
    expect(paid(2027)).toBe('01-18 02-12 03-12 04-12 05-12 06-14 07-12 08-17 09-13 10-12 11-12 12-13');
  });

  test('L-43: above SEK 40 m only January has the 17th', () => {
    const small = paid(2027).split(' ');
    expect(paid(2027, { largeVatBase: true })).toBe(small.with(7, '08-12').join(' '));
  });

  test('L-45: it opens before it falls due, and falls due in its own month, in every month of ten years', () => {
    for (let year = 2022; year < 2032; year += 1) {
      for (const date of datesOf('tax-payment', 'payDay', monthsOf(year))) expect(isBankDay(date)).toBe(true);
      const months = datesOf('tax-payment', 'payDay', monthsOf(year)).map((date) => date.slice(0, 7));
      expect(months).toEqual(monthsOf(year).map(({ id }) => id));
    }
  });
});

describe('vat-return: the last day by period, size, form and trade', () => {
  const vat = (periods: Period[], client: JsonObject) => datesOf('vat-return', 'lastDay', periods, client);

  test('B-16: months of 2022, the 12th of the second month after', () => {
    const dates = vat([...monthsOf(2021).slice(-2), ...monthsOf(2022).slice(0, 10)], { vatPeriod: 'month' });
    expect(monthDay(dates)).toBe('01-17 02-14 03-14 04-12 05-12 06-13 07-12 08-17 09-12 10-12 11-14 12-12');
  });

  test('B-16: months and quarters of 2027', () => {
    expect(vat(monthsOf(2027), { vatPeriod: 'month' })).toEqual([
      ...['2027-03-12', '2027-04-12', '2027-05-12', '2027-06-14', '2027-07-12', '2027-08-17'],
      ...['2027-09-13', '2027-10-12', '2027-11-12', '2027-12-13', '2028-01-17', '2028-02-14'],
    ]);
    const quarters = vat(quartersOf(2027), { vatPeriod: 'quarter' });
    expect(quarters).toEqual(['2027-05-12', '2027-08-17', '2027-11-12', '2028-02-14']);
  });

  test('B-16: above SEK 40 m, the 26th of the next month', () => {
    expect(vat(monthsOf(2027), { vatPeriod: 'month', largeVatBase: true })).toEqual([
      ...['2027-02-26', '2027-03-30', '2027-04-26', '2027-05-26', '2027-06-28', '2027-07-26'],
      ...['2027-08-26', '2027-09-27', '2027-10-26', '2027-11-26', '2027-12-27', '2028-01-26'],
    ]);
  });

  test('B-16: 26 December is a holiday, so that the 26th and the 27th are the same last day in every year', () => {
    const november = Array.from({ length: 28 }, (_, index) => periodFromId(`${2022 + index}-11`));
    for (const date of vat(november, { vatPeriod: 'month', largeVatBase: true })) {
      expect(date.slice(5, 8)).toBe('12-');
      expect(Number(date.slice(8))).toBeGreaterThanOrEqual(27);
      for (let day = 27; day < Number(date.slice(8)); day += 1)
        expect(isBankDay(`${date.slice(0, 8)}${day}`)).toBe(false);
    }
  });

  test.each([
    ['01-31', '2027-12-13'],
    ['04-30', '2027-12-13'],
    ['05-31', '2028-01-17'],
    ['06-30', '2028-01-17'],
    ['07-31', '2028-04-12'],
    ['08-31', '2028-04-12'],
    ['09-30', '2028-08-17'],
    ['12-31', '2028-08-17'],
  ])('B-16: a year of a limited company that ends on %s in 2027: %s', (fiscalYearEnd, lastDay) => {
    const year = periodContaining('fiscalYear', `2027-${fiscalYearEnd}`, fiscalYearEnd);
    const client = { vatPeriod: 'year', companyForm: 'limitedCompany', fiscalYearEnd };
    expect(vat([year], client)).toEqual([lastDay]);
  });

  test('B-16: a year with trade in the EU, of a partnership, of a sole trader', () => {
    const year = [periodFromId('2026-01--2026-12')];
    const of = (companyForm: string, more = {}) =>
      vat(year, { vatPeriod: 'year', companyForm, fiscalYearEnd: '12-31', ...more })[0];
    expect(of('limitedCompany', { euTrade: true })).toBe('2027-02-26');
    expect(of('partnership')).toBe('2027-02-26');
    expect(of('soleTrader')).toBe('2027-05-12');
    expect(of('soleTrader', { euTrade: true })).toBe('2027-02-26');
  });

  test('B-27, B-53: periods are as long as the client’s, and a client without VAT has none', () => {
    const compiled = compile(shipped('vat-return'));
    const due = (properties: JsonObject) =>
      duePeriods(
        compiled,
        { id: 'c', name: 'C', properties, startMonth: '2026-01' },
        {},
        '2027-01-02T08:00:00.000Z',
      ).map(({ id }) => id);
    const services = ['vat'];
    expect(due({ services, vatPeriod: 'month' })).toHaveLength(12);
    expect(due({ services, vatPeriod: 'quarter' })).toEqual(['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4']);
    expect(due({ services, vatPeriod: 'year', fiscalYearEnd: '06-30' })).toEqual(['2025-07--2026-06']);
    expect(due({ services, vatPeriod: 'none' })).toEqual([]);
    expect(due({ services: [], vatPeriod: 'month' })).toEqual([]);
  });
});

describe('year-end', () => {
  const opened = (fiscalYearEnd: string, now: string) =>
    duePeriods(
      compile(shipped('year-end')),
      { id: 'c', name: 'C', properties: { services: ['year-end'], fiscalYearEnd }, startMonth: '2026-01' },
      {},
      now,
    ).map(({ id }) => id);

  test('B-55: opens the day after the last day of the fiscal year, at midnight in Stockholm', () => {
    expect(opened('12-31', '2026-12-31T22:59:59.000Z')).toEqual([]);
    expect(opened('12-31', '2026-12-31T23:00:00.000Z')).toEqual(['2026-01--2026-12']);
    expect(opened('06-30', '2026-06-30T22:00:00.000Z')).toEqual(['2025-07--2026-06']);
    expect(opened('02-28', '2028-02-29T12:00:00.000Z')).toEqual(['2025-03--2026-02', '2026-03--2027-02']);
    expect(opened('02-28', '2028-03-01T00:00:00.000Z').at(-1)).toBe('2027-03--2028-02');
  });
});

test('L-29: payout days of 2027, on the 25th or the bank day before', () => {
  const dates = monthDay(datesOf('payroll-attestation', 'payout', monthsOf(2027)));
  expect(dates).toBe('01-25 02-25 03-25 04-23 05-25 06-24 07-23 08-25 09-24 10-25 11-25 12-23');
});
