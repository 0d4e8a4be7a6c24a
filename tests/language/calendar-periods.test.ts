import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  daysBetween,
  nextPeriod,
  periodContaining,
  periodFromId,
  periodLabel,
  previousPeriod,
} from '../../definitions/calendar/index.ts';

const every = fc.constantFrom('month' as const, 'quarter' as const, 'fiscalYear' as const);
const fiscalYearEnd = fc.constantFrom('12-31', '04-30', '02-28', '02-29', '06-30', '08-31');
const anyDate = fc
  .integer({ min: 0, max: daysBetween('1996-01-01', '2090-12-31') })
  .map((n) => addDays('1996-01-01', n));

describe('periods', () => {
  it('are the month, quarter or fiscal year that a date lies in', () => {
    expect(periodContaining('month', '2026-10-31')).toEqual({ id: '2026-10', start: '2026-10-01', end: '2026-10-31' });
    expect(periodContaining('month', '2024-02-01')).toEqual({ id: '2024-02', start: '2024-02-01', end: '2024-02-29' });
    expect(periodContaining('quarter', '2026-09-30')).toEqual({
      id: '2026-Q3',
      start: '2026-07-01',
      end: '2026-09-30',
    });
    expect(periodContaining('quarter', '2026-10-01').id).toBe('2026-Q4');
    expect(periodContaining('fiscalYear', '2026-06-15').id).toBe('2026-01--2026-12');
    expect(periodContaining('fiscalYear', '2026-04-30', '04-30')).toEqual({
      id: '2025-05--2026-04',
      start: '2025-05-01',
      end: '2026-04-30',
    });
    expect(periodContaining('fiscalYear', '2026-05-01', '04-30').id).toBe('2026-05--2027-04');
  });

  it('end on the last of February whichever way that is written', () => {
    const ending = { id: '2023-03--2024-02', start: '2023-03-01', end: '2024-02-29' };
    expect(periodContaining('fiscalYear', '2024-02-29', '02-28')).toEqual(ending);
    expect(periodContaining('fiscalYear', '2024-02-29', '02-29')).toEqual(ending);
    expect(periodContaining('fiscalYear', '2025-02-28', '02-29').end).toBe('2025-02-28');
  });

  it('follow each other without gap or overlap and are found again by id', () => {
    fc.assert(
      fc.property(every, anyDate, fiscalYearEnd, (kind, date, end) => {
        const period = periodContaining(kind, date, end);
        expect(period.start <= date && date <= period.end).toBe(true);
        expect(periodFromId(period.id)).toEqual(period);
        const next = nextPeriod(period, kind);
        expect(next).toEqual(periodContaining(kind, addDays(period.end, 1), end));
        expect(next.start).toBe(addDays(period.end, 1));
        expect(previousPeriod(next, kind)).toEqual(period);
      }),
    );
  });

  it('may be an extended fiscal year, after which years of twelve months follow', () => {
    const extended = periodFromId('2025-01--2026-06');
    expect(extended).toEqual({ id: '2025-01--2026-06', start: '2025-01-01', end: '2026-06-30' });
    expect(nextPeriod(extended, 'fiscalYear').id).toBe('2026-07--2027-06');
    expect(previousPeriod(extended, 'fiscalYear').id).toBe('2024-01--2024-12');
  });

  it('have a name that people know', () => {
    const label = (id: string) => periodLabel(periodFromId(id));
    expect(label('2026-10')).toEqual({ sv: 'oktober 2026', en: 'October 2026' });
    expect(label('2026-Q3')).toEqual({ sv: 'kvartal 3 2026', en: 'quarter 3 2026' });
    expect(label('2025-05--2026-04')).toEqual({
      sv: 'räkenskapsåret 2025-05-01–2026-04-30',
      en: 'fiscal year 2025-05-01–2026-04-30',
    });
  });

  it('refuse ids and fiscal year ends that mean nothing', () => {
    for (const wrong of [
      '',
      '2026',
      '2026-13',
      '2026-00',
      '2026-Q5',
      '2026-04--2025-05',
      '2025-01--2026-07',
      '2026-1',
    ]) {
      expect(() => periodFromId(wrong)).toThrow(expect.objectContaining({ code: 'invalid_period' }));
    }
    // Bokföringslagen 3 kap. 1 §: a fiscal year is whole calendar months.
    for (const wrong of ['06-15', '13-31', '04-31', '02-27', '', '2026-12-31']) {
      expect(() => periodContaining('fiscalYear', '2026-01-01', wrong)).toThrow(
        expect.objectContaining({ code: 'invalid_fiscal_year_end' }),
      );
    }
  });
});
