import { describe, expect, test } from 'vitest';
import { factsOf } from '../../definitions/index.ts';
import { anna, karin, lars, Run } from './support/run.ts';
import { shipped } from './support/definitions.ts';

const payroll = shipped('period-payroll');
const start = (period = '2026-10', client = {}) =>
  new Run(payroll, { period, client, at: `${period}-16T06:00:00.000Z` });

describe('B-51: the same statuses, all by hand', () => {
  test('the six of bookkeeping, in the same order', () => {
    const order = (id: string) =>
      Object.values(shipped(id).statuses)
        .sort((a, b) => a.order - b.order)
        .map(({ label }) => label);
    expect(order('period-payroll')).toEqual(order('period-bookkeeping'));
  });

  test('nothing turns late by itself', () => {
    expect(start().until('2027-10-01T00:00:00.000Z').state.status).toBe('waiting');
  });

  test('the consultant goes from every status to every other', () => {
    const events = {
      WAIT: 'waiting',
      LATE: 'late',
      NEW: 'new',
      START: 'working',
      INCOMPLETE: 'incomplete',
      FINISH: 'done',
    };
    for (const [from, status] of Object.entries(events)) {
      for (const [to, next] of Object.entries(events)) {
        const run = start();
        if (from !== 'WAIT') run.act(lars, from);
        expect(run.state.status).toBe(status);
        if (from === to) expect(run.refused(lars, to)).toBe('event_not_now');
        else expect(run.act(lars, to).state.status).toBe(next);
      }
    }
  });

  test('the company has no part in it', () => {
    expect(start().can(anna)).toEqual([]);
    expect(start().refused(anna, 'START')).toBe('role_missing');
    expect(start().can(karin)).toContain('START');
  });
});

describe('the header', () => {
  const facts = (run: Run) =>
    Object.fromEntries(factsOf(run.compiled, run.state, run.now).map((f) => [f.name, f.value]));

  test('B-49, B-50: number of employees and last declaration day', () => {
    expect(facts(start('2026-10', { employees: 7 }))).toEqual({ employees: 7, declarationDay: '2026-11-12' });
  });

  test('B-50: the 17th in January and August, the 26th above SEK 40 m, rolled to a bank day', () => {
    expect(facts(start('2026-12')).declarationDay).toBe('2027-01-18');
    expect(facts(start('2026-07')).declarationDay).toBe('2026-08-17');
    expect(facts(start('2026-10', { largeVatBase: true })).declarationDay).toBe('2026-11-26');
  });

  test('B-50: a client that grows gets the other day, and its task moves along', () => {
    const run = start();
    expect(run.state.tasks[0]!.dueDate).toBe('2026-11-10');
    run.change({ client: { id: 'client', name: 'Demo AB', largeVatBase: true } });
    expect(run.state.tasks[0]!.dueDate).toBe('2026-11-24');
  });
});
