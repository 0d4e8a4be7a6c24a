import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterQuietHours,
  localDate,
  localTime,
  nextDigest,
  toInstant,
  weekday,
} from '../../definitions/calendar/index.ts';

const night = { from: '20:00', to: '07:00' };
const local = (instant: string) => `${localDate(instant)} ${localTime(instant)}`;
const at = (moment: string) => toInstant(moment.slice(0, 10), moment.slice(11));
const after = (moment: string, quiet: Parameters<typeof afterQuietHours>[1]) =>
  local(afterQuietHours(at(moment), quiet));
const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

const anyInstant = fc
  .integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2028, 0, 1) })
  .map((ms) => new Date(ms).toISOString());
const anyTime = fc
  .integer({ min: 0, max: 1440 })
  .map((n) => `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`);

describe('quiet hours', () => {
  it.each([
    ['19:59 is not quiet', '2026-11-05 19:59', '2026-11-05 19:59'],
    ['20:00 is', '2026-11-05 20:00', '2026-11-06 07:00'],
    ['22:00 waits for the morning', '2026-11-05 22:00', '2026-11-06 07:00'],
    ['06:59 waits a minute', '2026-11-05 06:59', '2026-11-05 07:00'],
    ['07:00 goes out', '2026-11-05 07:00', '2026-11-05 07:00'],
    ['the night that loses an hour', '2027-03-27 22:00', '2027-03-28 07:00'],
    ['the night that has one more', '2026-10-24 22:00', '2026-10-25 07:00'],
  ])('over midnight: %s', (_, moment, expected) => expect(after(moment, night)).toBe(expected));

  it('over a weekend: Friday 22:00 and Sunday noon go out on Monday at 07:00', () => {
    for (const moment of ['2026-11-06 22:00', '2026-11-07 12:00', '2026-11-08 12:00', '2026-11-08 23:59'])
      expect(after(moment, { ...night, weekends: true })).toBe('2026-11-09 07:00');
    expect(after('2026-11-07 12:00', night)).toBe('2026-11-07 12:00');
    expect(after('2026-11-07 12:00', { from: '12:00', to: '13:00', weekends: true })).toBe('2026-11-09 00:00');
  });

  it('within a day, and to midnight', () => {
    expect(after('2026-11-05 12:30', { from: '12:00', to: '13:00' })).toBe('2026-11-05 13:00');
    expect(after('2026-11-05 13:00', { from: '12:00', to: '13:00' })).toBe('2026-11-05 13:00');
    expect(after('2026-11-05 21:00', { from: '20:00', to: '24:00' })).toBe('2026-11-06 00:00');
  });

  it('end in the hour that October has twice, and in the one that March has not', () => {
    const quiet = { from: '01:00', to: '02:30' };
    expect(afterQuietHours('2026-10-24T23:30:00.000Z', quiet)).toBe('2026-10-25T00:30:00.000Z');
    expect(afterQuietHours('2026-10-25T01:10:20.000Z', quiet)).toBe('2026-10-25T01:30:00.000Z');
    expect(after('2027-03-28 01:30', quiet)).toBe('2027-03-28 03:30');
  });

  it('whatever they are: never earlier, never in them, and what is outside is left as it is', () => {
    fc.assert(
      fc.property(anyInstant, anyTime, anyTime, fc.boolean(), (instant, from, to, weekends) => {
        const quiet = { from, to, weekends };
        const sent = afterQuietHours(instant, quiet);
        expect(sent >= instant).toBe(true);
        expect(afterQuietHours(sent, quiet)).toBe(sent);
        const [start, end] = [minutes(from) % 1440, minutes(to) % 1440];
        const inside = (of: string) => {
          const now = minutes(localTime(of));
          const hushed = start < end ? now >= start && now < end : start > end && (now >= start || now < end);
          return hushed || (weekends && weekday(localDate(of)) > 5);
        };
        expect(inside(sent)).toBe(false);
        if (!inside(instant)) expect(sent).toBe(instant);
      }),
    );
  });
});

describe('digests (P-16, P-22, decision 6)', () => {
  it.each([
    ['daily', '2026-11-05 09:59', '2026-11-05 10:00'],
    ['daily', '2026-11-05 10:00', '2026-11-05 10:00'],
    ['daily', '2026-11-05 10:01', '2026-11-06 10:00'],
    ['daily', '2026-11-06 12:00', '2026-11-09 10:00'],
    ['weekly', '2026-11-03 12:00', '2026-11-09 10:00'],
    ['weekly', '2026-11-09 10:01', '2026-11-16 10:00'],
    ['monthly', '2026-11-03 12:00', '2026-12-07 10:00'],
    ['monthly', '2026-11-02 09:00', '2026-11-02 10:00'],
    ['monthly', '2026-12-31 09:00', '2027-01-04 10:00'],
  ] as const)('%s, from %s: %s', (frequency, moment, expected) =>
    expect(local(nextDigest(at(moment), frequency))).toBe(expected),
  );

  it('10:00 is 10:00 by the clock on the wall, in summer time and in winter time', () => {
    expect(nextDigest('2026-10-23T12:00:00.000Z', 'weekly')).toBe('2026-10-26T09:00:00.000Z');
    expect(nextDigest('2026-10-16T12:00:00.000Z', 'weekly')).toBe('2026-10-19T08:00:00.000Z');
    expect(nextDigest('2027-03-26T12:00:00.000Z', 'weekly')).toBe('2027-03-29T08:00:00.000Z');
  });
});
