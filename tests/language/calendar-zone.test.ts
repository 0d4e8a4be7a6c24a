import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  addDays,
  daysBetween,
  dueMoment,
  durationFrom,
  localDate,
  localTime,
  startOfDay,
  toInstant,
} from '../../definitions/calendar/index.ts';

const hours = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 3_600_000;
const anyDate = fc
  .integer({ min: 0, max: daysBetween('1996-01-01', '2090-12-31') })
  .map((n) => addDays('1996-01-01', n));
const anyTime = fc
  .integer({ min: 0, max: 1439 })
  .map((n) => `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`);

describe('Europe/Stockholm', () => {
  it('equals Intl at several hours of every day 1981–2050', () => {
    const intl = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/Stockholm',
      dateStyle: 'short',
      timeStyle: 'short',
    });
    const differing: string[] = [];
    for (let ms = Date.UTC(1981, 0, 1); ms < Date.UTC(2051, 0, 1); ms += 86_400_000) {
      for (const minute of [0, 59, 60, 61, 720, 1380]) {
        const instant = new Date(ms + minute * 60_000).toISOString();
        if (`${localDate(instant)} ${localTime(instant)}` !== intl.format(ms + minute * 60_000))
          differing.push(instant);
      }
    }
    expect(differing).toEqual([]);
  });

  it('has a day of 23 hours on 2026-03-29 and one of 25 on 2026-10-25', () => {
    expect(hours(startOfDay('2026-03-29'), toInstant('2026-03-29', '24:00'))).toBe(23);
    expect(hours(startOfDay('2026-10-25'), toInstant('2026-10-25', '24:00'))).toBe(25);
    expect(hours(startOfDay('2026-10-26'), toInstant('2026-10-26', '24:00'))).toBe(24);
  });

  it('moves the hour that does not exist forward and takes the first of the hour that exists twice', () => {
    expect(toInstant('2026-03-29', '01:59')).toBe('2026-03-29T00:59:00.000Z');
    expect(toInstant('2026-03-29', '02:30')).toBe('2026-03-29T01:30:00.000Z');
    expect(localTime(toInstant('2026-03-29', '02:30'))).toBe('03:30');
    expect(toInstant('2026-03-29', '03:00')).toBe('2026-03-29T01:00:00.000Z');
    expect(toInstant('2026-10-25', '02:30')).toBe('2026-10-25T00:30:00.000Z');
    expect(localTime('2026-10-25T01:30:00.000Z')).toBe('02:30');
    expect(toInstant('2026-10-25', '03:00')).toBe('2026-10-25T02:00:00.000Z');
  });

  it('puts 24:00 at the beginning of the next day', () => {
    expect(toInstant('2026-11-05', '24:00')).toBe('2026-11-05T23:00:00.000Z');
    expect(toInstant('2026-07-05', '24:00')).toBe('2026-07-05T22:00:00.000Z');
    expect(toInstant('2026-12-31', '24:00')).toBe(startOfDay('2027-01-01'));
    expect(localDate('2026-07-05T22:00:00.000Z')).toBe('2026-07-06');
    expect(localDate('2026-07-05T21:59:59.999Z')).toBe('2026-07-05');
  });

  it('gives back the date and time that an instant was made from', () => {
    fc.assert(
      fc.property(anyDate, anyTime, (date, time) => {
        const instant = toInstant(date, time);
        expect(localDate(instant)).toBe(date);
        // The skipped hour cannot come back as it was.
        const shown = localTime(instant);
        if (shown !== time) expect([time.slice(0, 2), shown]).toEqual(['02', `03${time.slice(2)}`]);
        expect(toInstant(date, shown)).toBe(instant);
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses what is no time and no instant', () => {
    for (const wrong of ['24:01', '8:00', '25:00', '12:60', '', '12:00:00']) {
      expect(() => toInstant('2026-01-01', wrong)).toThrow(expect.objectContaining({ code: 'invalid_time' }));
    }
    for (const wrong of ['2026-01-01', '2026-01-01T00:00:00', '2026-13-01T00:00:00Z', 'now', '']) {
      expect(() => localDate(wrong)).toThrow(expect.objectContaining({ code: 'invalid_instant' }));
    }
  });
});

describe('durations', () => {
  it('count days and months on the calendar and hours on the clock', () => {
    // 12:00 in Stockholm the day before summer time begins.
    const noon = '2026-03-28T11:00:00.000Z';
    expect(durationFrom(noon, 'P1D')).toBe('2026-03-29T10:00:00.000Z');
    expect(durationFrom(noon, 'PT24H')).toBe('2026-03-29T11:00:00.000Z');
    expect(durationFrom(noon, 'P1DT1H30M')).toBe('2026-03-29T11:30:00.000Z');
    expect(durationFrom('2026-10-24T10:00:00.000Z', 'P1D')).toBe('2026-10-25T11:00:00.000Z');
    expect(durationFrom('2026-01-31T12:34:56.789Z', 'P1M')).toBe('2026-02-28T12:34:56.789Z');
    expect(durationFrom('2024-02-29T08:00:00.000Z', 'P1Y')).toBe('2025-02-28T08:00:00.000Z');
    expect(durationFrom(noon, 'P2W')).toBe('2026-04-11T10:00:00.000Z');
    // 23:30 UTC is already the next day in Stockholm: the 31st, not the 30th.
    expect(durationFrom('2026-01-30T23:30:00.000Z', 'P1M')).toBe('2026-02-27T23:30:00.000Z');
    expect(durationFrom('2026-10-25T01:30:00.000Z', 'PT1S')).toBe('2026-10-25T01:30:01.000Z');
  });

  it('refuse what is no duration of whole numbers', () => {
    for (const wrong of ['', 'P', 'PT', 'P1', '1D', 'P1DT', '-P1D', 'P1.5D', 'P1H', 'p1d', 'P1D ']) {
      expect(() => durationFrom('2026-01-01T00:00:00.000Z', wrong)).toThrow(
        expect.objectContaining({ code: 'invalid_duration' }),
      );
    }
  });
});

describe('the machine that it runs on', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
  });

  it('plays no part: neither its zone nor its clock nor its Intl', () => {
    const moment = () =>
      dueMoment(
        { title: { sv: 'Frist', en: 'Deadline' }, from: 'opened', days: 10, roll: 'next', at: '10:00' },
        {
          period: null,
          openedAt: '2026-03-19T23:30:00.000Z',
          fiscalYearEnd: null,
          number: Number,
          date: String,
          deadline: () => expect.unreachable(),
        },
      );
    const here = moment();
    expect(here).toMatchObject({ dueDate: '2026-03-30', dueAt: '2026-03-30T08:00:00.000Z' });
    vi.stubGlobal('Intl', undefined);
    vi.spyOn(Date, 'now').mockImplementation(() => expect.unreachable());
    for (const zone of ['America/New_York', 'Pacific/Auckland', 'Asia/Kolkata']) {
      vi.stubEnv('TZ', zone);
      expect(moment()).toEqual(here);
    }
    vi.mocked(Date.now).mockRestore();
  });
});
