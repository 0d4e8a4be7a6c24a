import { expect, test } from 'vitest';
import { formatDate, formatDaysLeft, formatInstant, formatSize, formatToday } from '../../../widgets/base/format.ts';

test('a date is written out, with the year when it is another one', () => {
  expect(formatDate('2031-10-06', 'sv')).toBe('mån 6 okt 2031');
  expect(formatDate('2031-10-06', 'en')).toBe('Mon 6 Oct 2031');
  expect(formatDate(formatToday(), 'sv')).not.toContain(formatToday().slice(0, 4));
});

test('an instant is shown as the clock in Stockholm says, also across the change to winter time', () => {
  expect(formatInstant('2031-07-01T10:03:00.000Z', 'sv')).toBe('1 juli 2031 12:03');
  expect(formatInstant('2031-10-26T00:30:00.000Z', 'sv')).toBe('26 okt 2031 02:30');
  expect(formatInstant('2031-10-26T01:30:00.000Z', 'en')).toBe('26 Oct 2031 02:30');
});

test('today is today in Stockholm', () => {
  expect(formatToday(new Date('2026-12-31T23:30:00Z'))).toBe('2027-01-01');
});

test('B-32 B-42: days left and days late are whole words', () => {
  const say = (daysLeft: number, language: 'sv' | 'en' = 'sv') =>
    formatDaysLeft({ daysLeft, late: daysLeft < 0 }, language);
  expect([-12, -1, 0, 1, 3].map((days) => say(days))).toEqual([
    '12 dagar sen',
    '1 dag sen',
    'sista dagen i dag',
    '1 dag kvar',
    '3 dagar kvar',
  ]);
  expect([-1, 0, 2].map((days) => say(days, 'en'))).toEqual(['1 day late', 'due today', '2 days left']);
  expect(formatDaysLeft({ daysLeft: 0, late: true }, 'sv')).toBe('sen i dag');
});

test('sizes are in the units that people know', () => {
  expect([0, 999, 1000, 1_440_000, 25_000_000].map((size) => formatSize(size, 'sv'))).toEqual([
    '0 B',
    '999 B',
    '1 kB',
    '1,4 MB',
    '25 MB',
  ]);
});
