import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DeadlineEnv,
  DeadlineError,
  addDays,
  daysBetween,
  dueMoment,
  isBankDay,
  localDate,
  periodFromId,
  startOfDay,
  toInstant,
} from '../../definitions/calendar/index.ts';
import type { DeadlineRule } from '../../definitions/language/types.ts';

type Rule = Omit<DeadlineRule, 'title'>;
const title = { sv: 'Sista inlämningsdag', en: 'Last hand-in day' };

function env(over: Partial<DeadlineEnv> = {}): DeadlineEnv {
  return {
    period: periodFromId('2026-10'),
    openedAt: '2026-10-21T06:00:00.000Z',
    fiscalYearEnd: null,
    number: Number,
    date: String,
    deadline: () => expect.unreachable(),
    ...over,
  };
}
const due = (rule: Rule, over?: Partial<DeadlineEnv>) => dueMoment({ title, ...rule }, env(over));
const dueInMonth = (rule: Rule, id: string) => due(rule, { period: periodFromId(id) }).dueDate;
const cutOffs = (openedAt: string) => due({ from: 'opened', nextCutOff: ['10:00', '08:00'] }, { openedAt });

/** The due dates for the twelve periods whose deadline falls in the year. */
function year(rule: Rule, of: number): string[] {
  const periods = [`${of - 1}-12`, ...Array.from({ length: 11 }, (_, i) => `${of}-${String(i + 1).padStart(2, '0')}`)];
  return periods.map((id) => dueInMonth(rule, id));
}

describe('a deadline rule', () => {
  it('gives the golden tax dates of 2022: the 12th, 17th in January and August, rolled (L-43, B-50)', () => {
    expect(year({ months: 1, day: 12, dayInMonth: { 1: 17, 8: 17 }, roll: 'next' }, 2022)).toEqual([
      '2022-01-17',
      '2022-02-14',
      '2022-03-14',
      '2022-04-12',
      '2022-05-12',
      '2022-06-13',
      '2022-07-12',
      '2022-08-17',
      '2022-09-12',
      '2022-10-12',
      '2022-11-14',
      '2022-12-12',
    ]);
  });

  // Worked out by hand from a wall calendar: 2026-04-05 is Easter Sunday, 2027-06-06 the National Day on a Sunday.
  it.each([
    [2026, '01-05 02-05 03-05 04-07 05-05 06-05 07-06 08-05 09-07 10-05 11-05 12-07'],
    [2027, '01-05 02-05 03-05 04-05 05-05 06-07 07-05 08-05 09-06 10-05 11-05 12-06'],
    [2028, '01-05 02-07 03-06 04-05 05-05 06-05 07-05 08-07 09-05 10-05 11-06 12-05'],
  ])('puts the last hand-in day on the 5th or the next bank day, %i (B-32, B-41)', (of, expected) => {
    expect(year({ months: 1, day: 5, roll: 'next' }, of)).toEqual(expected.split(' ').map((day) => `${of}-${day}`));
  });

  it('has passed at midnight at the end of the day that people see (B-37, B-41)', () => {
    expect(due({ months: 1, day: 5, roll: 'next' })).toMatchObject({
      dueDate: '2026-11-05',
      dueAt: '2026-11-05T23:00:00.000Z',
    });
    expect(due({ day: 25 })).toMatchObject({ dueDate: '2026-10-25', dueAt: '2026-10-25T23:00:00.000Z' });
    expect(due({ from: { cel: '2026-03-29' } }).dueAt).toBe('2026-03-29T22:00:00.000Z');
    expect(due({ months: 1, day: 5, at: '16:00' })).toMatchObject({
      dueDate: '2026-11-05',
      dueAt: '2026-11-05T15:00:00.000Z',
    });
  });

  it('starts from the period, the opening, the fiscal year, an expression or another deadline', () => {
    expect(due({}).dueDate).toBe('2026-10-31');
    expect(due({ from: 'period.start', days: 9 }).dueDate).toBe('2026-10-10');
    expect(due({ from: 'opened', days: 10 }).dueDate).toBe('2026-10-31');
    // 23:30 UTC is the next day in Stockholm.
    expect(due({ from: 'opened' }, { openedAt: '2026-10-21T23:30:00.000Z' }).dueDate).toBe('2026-10-22');
    // B-55: the day after the last date of the fiscal year.
    expect(due({ from: 'fiscalYear.end', days: 1, at: '00:00' }, { fiscalYearEnd: '2026-04-30' })).toMatchObject({
      dueDate: '2026-05-01',
      dueAt: '2026-04-30T22:00:00.000Z',
    });
    expect(due({ from: { cel: 'input.from' }, days: 8 }, { date: () => '2026-12-20' }).dueDate).toBe('2026-12-28');
    const before = due(
      { from: { deadline: 'handIn' }, bankDays: -3 },
      { deadline: (name) => due({ months: 1, day: name === 'handIn' ? 5 : 1 }) },
    );
    expect(before.dueDate).toBe('2026-11-02');
  });

  it('takes its numbers from settings', () => {
    const number = (value: number | string) => (value === 'settings.day' ? 31 : Number(value));
    expect(due({ months: 1, day: 'settings.day' }, { number }).dueDate).toBe('2026-11-30');
    expect(due({ day: 'settings.day', roll: 'previous' }, { number }).dueDate).toBe('2026-10-30');
  });

  it('applies roll before bank days, and bank days skip holidays', () => {
    expect(due({ from: { cel: '2026-12-24' }, roll: 'next', bankDays: 1 }).dueDate).toBe('2026-12-29');
    expect(due({ from: { cel: '2026-12-24' }, bankDays: 1 }).dueDate).toBe('2026-12-28');
    expect(due({ from: { cel: '2026-12-24' }, roll: 'previous', bankDays: -1 }).dueDate).toBe('2026-12-22');
    expect(due({ from: { cel: '2026-12-26' } }).dueDate).toBe('2026-12-26');
  });

  it('rolls to the bank day next to the date, whatever the date', () => {
    const anyDate = fc.integer({ min: 0, max: 20_000 }).map((n) => addDays('1996-01-01', n));
    fc.assert(
      fc.property(anyDate, fc.constantFrom('next' as const, 'previous' as const), (date, roll) => {
        const once = due({ from: { cel: date }, roll });
        expect(isBankDay(once.dueDate)).toBe(true);
        expect(Math.abs(daysBetween(date, once.dueDate))).toBeLessThan(7);
        expect(due({ from: { cel: once.dueDate }, roll }).dueDate).toBe(once.dueDate);
        expect(once.dueAt).toBe(startOfDay(addDays(once.dueDate, 1)));
        expect(once.provenance.at(-1)!.date).toBe(once.dueDate);
      }),
    );
  });
});

describe('the next cut-off (I-98)', () => {
  it.each([
    ['before the first', '2026-10-21T05:59:00.000Z', '2026-10-21', '2026-10-21T06:00:00.000Z'],
    ['exactly at the first', '2026-10-21T06:00:00.000Z', '2026-10-21', '2026-10-21T06:00:00.000Z'],
    ['just after the first', '2026-10-21T06:00:00.001Z', '2026-10-21', '2026-10-21T08:00:00.000Z'],
    ['after the last', '2026-10-21T08:00:01.000Z', '2026-10-22', '2026-10-22T06:00:00.000Z'],
    [
      'after the last on the Friday before winter time',
      '2026-10-23T09:00:00.000Z',
      '2026-10-26',
      '2026-10-26T07:00:00.000Z',
    ],
    ['on Maundy Thursday evening', '2026-04-02T16:00:00.000Z', '2026-04-07', '2026-04-07T06:00:00.000Z'],
    ['on Christmas Eve', '2026-12-24T05:00:00.000Z', '2026-12-28', '2026-12-28T07:00:00.000Z'],
  ])('%s', (_, openedAt, dueDate, dueAt) => {
    expect(cutOffs(openedAt)).toMatchObject({ dueDate, dueAt });
  });

  it('counts from the hour of a time stamp or another deadline, and from midnight once the day has moved', () => {
    const nextCutOff = ['08:00', '10:00'];
    const sentAt = { date: () => '2026-10-21T07:30:00.000Z' };
    expect(due({ from: { cel: 'sentAt' }, nextCutOff }, sentAt).dueAt).toBe(toInstant('2026-10-21', '10:00'));
    expect(due({ from: { cel: 'sentAt' }, bankDays: 1, nextCutOff }, sentAt).dueAt).toBe(
      toInstant('2026-10-22', '08:00'),
    );
    expect(due({ from: { cel: 'sentAt' }, bankDays: -1, nextCutOff }, sentAt).dueAt).toBe(
      toInstant('2026-10-20', '08:00'),
    );
    const deadline = () => due({ from: { cel: '2026-10-21' } });
    expect(due({ from: { deadline: 'x' }, nextCutOff }, { deadline }).dueAt).toBe(toInstant('2026-10-22', '08:00'));
    expect(due({ nextCutOff }).dueAt).toBe(toInstant('2026-11-02', '08:00'));
  });

  it('is the first cut-off on a bank day at or after the moment', () => {
    const anyInstant = fc
      .integer({ min: 0, max: 20_000 * 1440 })
      .map((n) => new Date(n * 60_000 + 820e9).toISOString());
    fc.assert(
      fc.property(anyInstant, (openedAt) => {
        const { dueAt, dueDate } = cutOffs(openedAt);
        expect(dueAt >= openedAt && isBankDay(dueDate)).toBe(true);
        for (let date = localDate(openedAt); date <= dueDate; date = addDays(date, 1)) {
          for (const cutOff of ['08:00', '10:00'].map((time) => toInstant(date, time))) {
            expect(isBankDay(date) && cutOff >= openedAt && cutOff < dueAt).toBe(false);
          }
        }
      }),
    );
  });
});

describe('the provenance of a moment', () => {
  const told = (rule: Rule, over?: Partial<DeadlineEnv>, language: 'sv' | 'en' = 'sv') =>
    due(rule, over).provenance.map(({ rule: name, date, text }) => `${name} ${date} ${text[language]}`);

  it('tells a layman in Swedish and English why the day is that day', () => {
    const rule: Rule = { months: 1, day: 25, roll: 'next' };
    const period = { period: periodFromId('2026-11') };
    expect(told(rule, period)).toEqual([
      'base 2026-11-30 november 2026 slutar måndag 30 november 2026',
      'months 2026-12-30 1 månad senare: december 2026',
      'day 2026-12-25 den 25:e är fredag 25 december 2026',
      'roll 2026-12-25 den 25:e är juldagen',
      'roll 2026-12-26 den 26:e är annandag jul',
      'roll 2026-12-27 den 27:e är en söndag',
      'roll 2026-12-28 nästa bankdag är måndag 28 december 2026',
    ]);
    expect(told(rule, period, 'en').slice(-2)).toEqual([
      'roll 2026-12-27 the 27th is a Sunday',
      'roll 2026-12-28 the next bank day is Monday 28 December 2026',
    ]);
  });

  it('names exceptions, short months, counted days, times and cut-offs', () => {
    expect(
      told({ months: 3, dayInMonth: { 1: 17 }, days: -1, roll: 'previous', bankDays: 2, at: '12:00' }).slice(1),
    ).toEqual([
      'months 2027-01-31 3 månader senare: januari 2027',
      'dayInMonth 2027-01-17 i januari gäller den 17:e: söndag 17 januari 2027',
      'days 2027-01-16 1 dag tidigare: lördag 16 januari 2027',
      'roll 2027-01-16 den 16:e är en lördag',
      'roll 2027-01-15 föregående bankdag är fredag 15 januari 2027',
      'bankDays 2027-01-19 2 bankdagar senare: tisdag 19 januari 2027',
      'at 2027-01-19 klockan 12:00',
    ]);
    expect(told({ months: 4, day: 31 }, {}, 'en').at(-1)).toBe(
      'day 2027-02-28 February has no 31st, its last day is Sunday 28 February 2027',
    );
    expect(told({ from: { cel: '2026-03-29' }, at: '02:30' }).at(-1)).toContain('finns inte den dagen');
    expect(told({ from: 'opened', nextCutOff: ['08:00'] }, { openedAt: '2026-10-31T06:00:00.000Z' })).toEqual([
      'base 2026-10-31 öppnades lördag 31 oktober 2026',
      'cutOff 2026-10-31 den 31:a är alla helgons dag',
      'cutOff 2026-11-01 den 1:a är en söndag',
      'cutOff 2026-11-02 nästa stopptid är måndag 2 november 2026 klockan 08:00',
    ]);
  });

  it('counts days of the month as each language does', () => {
    const on = (day: number, language: 'sv' | 'en') =>
      told({ day }, {}, language).at(-1)!.split(' ').slice(2, 4).join(' ');
    expect([1, 2, 3, 11, 12, 13, 21, 22, 31].map((day) => on(day, 'sv'))).toEqual(
      ['1:a', '2:a', '3:e', '11:e', '12:e', '13:e', '21:a', '22:a', '31:a'].map((day) => `den ${day}`),
    );
    expect([1, 2, 3, 11, 12, 13, 21, 22, 23, 31].map((day) => on(day, 'en'))).toEqual(
      ['1st', '2nd', '3rd', '11th', '12th', '13th', '21st', '22nd', '23rd', '31st'].map((day) => `the ${day}`),
    );
  });

  it('says nothing of steps that did nothing', () => {
    expect(told({ months: 0, days: 0, bankDays: 0, roll: 'next', from: { cel: '2026-10-21' } })).toEqual([
      'base 2026-10-21 räknas från onsdag 21 oktober 2026',
    ]);
  });

  it('begins with that of the deadline it is counted from', () => {
    const lines = told({ from: { deadline: 'x' }, days: 1 }, { deadline: () => due({ day: 5 }) });
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['base', 'day', 'base', 'days']);
  });
});

describe('a rule that cannot be worked out', () => {
  it.each<[string, Rule, Partial<DeadlineEnv>]>([
    ['no_period', {}, { period: null }],
    ['no_period', { from: 'period.start' }, { period: null }],
    ['no_fiscal_year', { from: 'fiscalYear.end' }, {}],
    ['unknown_base', { from: 'period.middle' as 'period.end' }, {}],
    ['out_of_range', { day: 0 }, {}],
    ['out_of_range', { day: 32 }, {}],
    ['out_of_range', { dayInMonth: { 10: 40 } }, {}],
    ['out_of_range', { days: 1.5 }, {}],
    ['out_of_range', { bankDays: 1e9 }, {}],
    ['out_of_range', { months: 'settings.none' }, {}],
    ['out_of_range', { from: { cel: '9999-12-31' }, days: 1 }, {}],
    ['invalid_date', { from: { cel: '2026-02-30' } }, {}],
    ['invalid_instant', { from: { cel: 'Tomorrow' } }, {}],
    ['invalid_time', { at: '25:00' }, {}],
    ['invalid_time', { nextCutOff: ['8'] }, {}],
    ['at_with_cut_off', { at: '08:00', nextCutOff: ['10:00'] }, {}],
    ['cut_off_empty', { nextCutOff: [] }, {}],
  ])('says so as %s for %j', (code, rule, over) => {
    const error = (() => {
      try {
        return due(rule, over);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(DeadlineError);
    expect(error).toMatchObject({ code });
    expect((error as Error).message).toContain('The deadline "Last hand-in day"');
  });
});
