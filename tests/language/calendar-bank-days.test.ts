import Holidays from 'date-holidays';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as calendar from '../../definitions/calendar/index.ts';

const { addBankDays, addDays, addMonths, daysBetween, holidaysOf, isBankDay, isWeekend, nextBankDay, previousBankDay } =
  calendar;

const anyDate = fc
  .integer({ min: 0, max: daysBetween('1990-01-01', '2090-12-31') })
  .map((n) => addDays('1990-01-01', n));

/** Public holidays and the three eves as the npm package date-holidays has them. */
function oracle(year: number): string[] {
  const holidays = new Holidays('SE').getHolidays(year);
  const free = holidays.filter(({ type }) => type === 'public' || type === 'bank').map(({ date }) => date.slice(0, 10));
  return [...new Set(free)].toSorted();
}

describe('Swedish holidays and bank days', () => {
  it('equal date-holidays on every day 2005–2050', () => {
    const differing: string[] = [];
    for (let year = 2005; year <= 2050; year++) {
      const free = new Set(oracle(year));
      expect([...new Set(holidaysOf(year).map(({ date }) => date))]).toEqual([...free]);
      for (let date = `${year}-01-01`; date <= `${year}-12-31`; date = addDays(date, 1)) {
        const day = new Date(`${date}T12:00:00Z`).getUTCDay();
        if (isBankDay(date) !== (day !== 0 && day !== 6 && !free.has(date))) differing.push(date);
      }
    }
    expect(differing).toEqual([]);
  });

  it('have annandag pingst until 2004 and nationaldagen from 2005', () => {
    for (let year = 1990; year <= 2004; year++) {
      const whitMonday = new Holidays('SE').getHolidays(year).find(({ name }) => name === 'annandag pingst')!;
      const expected = [...new Set([...oracle(year), whitMonday.date.slice(0, 10)])].toSorted();
      expect([...new Set(holidaysOf(year).map(({ date }) => date))]).toEqual(expected);
    }
    expect(isBankDay('2004-05-31')).toBe(false);
    expect(isBankDay('2003-06-06')).toBe(true);
    expect(isBankDay('2005-05-16')).toBe(true);
    expect(isBankDay('2005-06-06')).toBe(false);
  });

  it('have names in both languages and say which are eves', () => {
    const of2026 = holidaysOf(2026);
    expect(of2026).toHaveLength(16);
    expect(of2026).toContainEqual({
      date: '2026-05-14',
      name: { sv: 'Kristi himmelsfärdsdag', en: 'Ascension Day' },
      kind: 'public',
    });
    expect(of2026.filter(({ kind }) => kind === 'eve').map(({ date, name }) => [date, name.sv])).toEqual([
      ['2026-06-19', 'midsommarafton'],
      ['2026-12-24', 'julafton'],
      ['2026-12-31', 'nyårsafton'],
    ]);
    expect(calendar.holidayOn('2026-10-31')?.name.sv).toBe('alla helgons dag');
    expect(calendar.holidayOn('2026-11-01')).toBeNull();
    // Two holidays on one day: both are listed.
    expect(holidaysOf(2008).filter(({ date }) => date === '2008-05-01')).toHaveLength(2);
    expect(calendar.calendarVersion).toMatch(/^SE-/);
  });

  it('count over Christmas and Easter (I-80: the next bank day)', () => {
    expect(nextBankDay('2026-12-24')).toBe('2026-12-28');
    expect(previousBankDay('2026-12-27')).toBe('2026-12-23');
    expect(nextBankDay('2026-12-23')).toBe('2026-12-23');
    expect(addBankDays('2026-04-02', 1)).toBe('2026-04-07');
    expect(addBankDays('2026-04-07', -1)).toBe('2026-04-02');
    expect(addBankDays('2026-12-30', 1)).toBe('2027-01-04');
    expect(addBankDays('2026-12-25', 0)).toBe('2026-12-25');
    expect(addBankDays('2026-12-25', 1)).toBe('2026-12-28');
  });

  it('adding bank days and taking them away again comes back', () => {
    fc.assert(
      fc.property(anyDate.map(nextBankDay), fc.integer({ min: -300, max: 300 }), (date, n) => {
        const there = addBankDays(date, n);
        expect(isBankDay(there)).toBe(true);
        expect(addBankDays(there, -n)).toBe(date);
      }),
    );
  });

  it('rolling twice is rolling once, and skips only days that are no bank days', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        for (const [roll, direction] of [[nextBankDay, 1] as const, [previousBankDay, -1] as const]) {
          const rolled = roll(date);
          expect(roll(rolled)).toBe(rolled);
          for (let day = date; day !== rolled; day = addDays(day, direction)) expect(isBankDay(day)).toBe(false);
        }
      }),
    );
  });
});

describe('civil dates', () => {
  it('add months by clamping to the month’s last day', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonths('2100-01-31', 1)).toBe('2100-02-28');
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
    expect(addMonths('2026-10-31', 3)).toBe('2027-01-31');
    expect(addMonths('2026-01-15', -13)).toBe('2024-12-15');
  });

  it('agree with each other', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -20_000, max: 20_000 }), (date, n) => {
        const there = addDays(date, n);
        expect(daysBetween(date, there)).toBe(n);
        expect(calendar.weekday(there)).toBe(new Date(`${there}T00:00:00Z`).getUTCDay() || 7);
        expect(isWeekend(there)).toBe(calendar.weekday(there) > 5);
      }),
    );
  });

  it('refuse what is no date with a stable code', () => {
    for (const wrong of [
      '2026-02-29',
      '2026-02-30',
      '2026-13-01',
      '2026-1-1',
      '',
      '2026-01-01T00:00:00Z',
      '10000-01-01',
    ]) {
      expect(calendar.isIsoDate(wrong)).toBe(false);
      expect(() => addDays(wrong, 1)).toThrow(expect.objectContaining({ code: 'invalid_date' }));
      expect(() => addMonths(wrong, 1)).toThrow(expect.objectContaining({ code: 'invalid_date' }));
      expect(() => isBankDay(wrong)).toThrow(expect.objectContaining({ code: 'invalid_date' }));
    }
    for (const wrong of [Number.NaN, Infinity, 9e9]) {
      expect(() => addDays('2026-01-01', wrong)).toThrow(expect.objectContaining({ code: 'out_of_range' }));
      expect(() => addMonths('2026-01-01', wrong)).toThrow(expect.objectContaining({ code: 'out_of_range' }));
    }
  });
});
