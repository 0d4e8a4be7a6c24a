import { describe, expect, test } from 'vitest';
import { nextTimer } from '../../definitions/index.ts';
import { anna, karin, Run } from './support/run.ts';
import { fixture, shipped } from './support/definitions.ts';

const start = (definition = shipped('period-bookkeeping')) => new Run(definition, { at: '2026-10-26T06:00:00.000Z' });
const day = (value: number) => ({ settings: { lastHandInDay: { value, origin: 'client' as const } } });

describe('a due date that changes takes everything along', () => {
  test('task, timer, reminders and what is counted from it', () => {
    const run = start();
    expect(run.state.deadlines.booksDone!.dueDate).toBe('2026-11-19');
    run.change(day(12));
    expect(run.state.tasks[0]!.dueDate).toBe('2026-11-12');
    expect(run.state.timers.find(({ kind }) => kind === 'after')!.dueAt).toBe('2026-11-12T23:00:00.000Z');
    expect(nextTimer(run.state)).toMatchObject({ kind: 'reminder', dueAt: '2026-11-09T07:00:00.000Z' });
    expect(run.state.deadlines.booksDone!.dueDate).toBe('2026-11-26');
    expect(run.log.at(-1)!.text.en).toContain('Last hand-in day moved to 2026-11-12');
  });

  test('moved into the past, it has passed at once', () => {
    const run = start().until('2026-11-04T08:00:00.000Z').change(day(2));
    expect(nextTimer(run.state)!.kind).toBe('after');
    expect(run.until('2026-11-04T08:00:00.000Z').state.status).toBe('late');
  });

  test('one that is moved by hand stays where it was put, until that is taken back', () => {
    const run = start().change({ movedDeadlines: { lastDay: '2026-11-20' } });
    expect(run.state.deadlines.lastDay).toMatchObject({ dueDate: '2026-11-20', dueAt: '2026-11-20T23:00:00.000Z' });
    expect(run.change(day(9)).state.tasks[0]!.dueDate).toBe('2026-11-20');
    expect(run.change({ movedDeadlines: { lastDay: null } }).state.tasks[0]!.dueDate).toBe('2026-11-09');
  });

  test('an act by somebody who has not seen the change is refused', () => {
    const run = start();
    const expectedSequence = run.state.sequence;
    run.change(day(12));
    const boxes = { documents: true, statements: true };
    expect(run.refused(anna, 'SUBMIT', boxes, { expectedSequence })).toBe('stale');
    expect(run.refused(anna, 'SUBMIT', boxes, { expectedSequence: run.state.sequence })).toBeNull();
  });

  test('a reminder in between does not make an act stale', () => {
    const run = start();
    const expectedSequence = run.state.sequence;
    run.until('2026-11-03T08:00:00.000Z');
    expect(run.mails('reminder')).toHaveLength(1);
    expect(run.refused(anna, 'SUBMIT', { documents: true, statements: true }, { expectedSequence })).toBeNull();
  });
});

test('a delay that waits for a deadline without a date begins when the date is known, and ends when it goes', () => {
  const definition = structuredClone(fixture('four-eyes-approval'));
  definition.deadlines = { Payday: { title: { sv: 'Dag', en: 'Day' }, from: { cel: 'context.preparedOn' } } };
  definition.states = {
    open: {
      status: 'draft',
      actions: {
        SET: { for: ['preparer'], label: { sv: 'Ange', en: 'Set' } },
        CLEAR: { for: ['preparer'], label: { sv: 'Töm', en: 'Clear' } },
      },
      on: {
        SET: { actions: { type: 'assign', params: { preparedOn: 'today' } } },
        CLEAR: { actions: { type: 'assign', params: { preparedOn: '""' } } },
      },
      after: { Payday: 'closed' },
    },
    closed: { type: 'final', status: 'approved' },
  };
  definition.initial = 'open';
  const run = new Run(definition, { period: null, input: { reference: 'x' }, at: '2026-11-02T08:00:00.000Z' });
  expect(run.state.timers).toEqual([]);
  expect(run.act(karin, 'SET').state.timers).toMatchObject([{ rule: 'Payday', dueAt: '2026-11-02T23:00:00.000Z' }]);
  expect(run.act(karin, 'CLEAR').state.timers).toEqual([]);
  expect(run.act(karin, 'SET').until('2026-11-03T00:00:00.000Z').state.done).toBe(true);
});

test('each due date says how it was worked out', () => {
  const texts = start().state.deadlines.lastDay!.provenance.map(({ rule, date }) => `${rule} ${date}`);
  expect(texts).toEqual(['base 2026-10-31', 'months 2026-11-30', 'day 2026-11-05']);
});

test('of two timers at the same instant, the one that changes state comes first', () => {
  const run = start().until('2026-11-05T22:00:00.000Z');
  const after = run.state.timers.find(({ kind }) => kind === 'after')!;
  const reminder = { ...after, id: 'aaa', kind: 'reminder' as const };
  expect(nextTimer({ ...run.state, timers: [reminder, after] })).toBe(after);
});
