import { describe, expect, test } from 'vitest';
import { duePeriods, factsOf, renderKey } from '../../definitions/index.ts';
import { anna, karin, lars, Run } from './support/run.ts';
import { shipped } from './support/definitions.ts';

const bookkeeping = shipped('period-bookkeeping');
const OPENED = '2026-10-26T06:00:00.000Z';
/** The 5th of November 2026 is a Thursday: the day has passed at midnight in Stockholm. */
const PASSED = '2026-11-05T23:00:00.000Z';
const boxes = { documents: true, statements: true };
const start = (more = {}) => new Run(bookkeeping, { at: OPENED, ...more });
const handedIn = () => start().until('2026-11-01T10:00:00.000Z').act(anna, 'SUBMIT', boxes);
const lateHandIn = () => start().until('2026-11-10T10:00:00.000Z').act(anna, 'SUBMIT', boxes);

describe('opening', () => {
  test('B-14, B-17: each period has a status, out of six in this order', () => {
    const labels = Object.values(bookkeeping.statuses)
      .sort((a, b) => a.order - b.order)
      .map(({ label }) => label.sv);
    expect(labels).toEqual(['Väntar', 'Försenad', 'Ny', 'Pågår', 'Ofullständig', 'Klar']);
  });

  test('B-18, B-36: before it is handed in, the period waits', () => {
    expect(start().state.status).toBe('waiting');
    expect(start().tasks).toEqual(['handIn']);
  });

  test('B-08: no period before the start month of the cooperation, and one per client and month', () => {
    const run = start();
    const client = { id: 'client', name: 'Demo AB', properties: { services: ['bookkeeping'] }, startMonth: '2026-09' };
    const periods = duePeriods(run.compiled, client, {}, '2026-10-26T06:00:00.000Z');
    expect(periods.map(({ id }) => id)).toEqual(['2026-09', '2026-10']);
    expect(duePeriods(run.compiled, { ...client, properties: { services: [] } }, {}, OPENED)).toEqual([]);
    const keys = periods.map((period) => renderKey(run.compiled, { client: { id: 'client' }, period, input: {} }));
    expect(keys).toEqual(['client/2026-09', 'client/2026-10']);
  });
});

describe('handing in', () => {
  test('B-33, B-34, B-35: both boxes must be ticked', () => {
    const run = start();
    expect(run.refused(anna, 'SUBMIT', {})).toBe('form_invalid');
    expect(run.refused(anna, 'SUBMIT', { documents: true })).toBe('form_invalid');
    expect(run.refused(anna, 'SUBMIT', { documents: true, statements: false })).toBe('form_invalid');
    expect(run.refused(anna, 'SUBMIT', boxes)).toBeNull();
    expect(bookkeeping.states.collecting!.tasks!.handIn!.submit!.sv).toBe('Skicka till din ekonom');
  });

  test('B-35: only the company hands in', () => {
    expect(start().refused(karin, 'SUBMIT', boxes)).toBe('role_missing');
  });

  test('B-20, B-37: handed in before the last day, it is new', () => {
    expect(handedIn().state.status).toBe('new');
    expect(handedIn().tasks).toEqual(['start']);
  });

  test('B-30, B-37: the board shows when the company submitted', () => {
    const facts = (run: Run) => factsOf(run.compiled, run.state, run.now);
    expect(facts(start())[0]!.value).toBeNull();
    expect(facts(handedIn())).toMatchObject([
      { title: { sv: 'Uppdaterad av företag' }, value: '2026-11-01T10:00:00.000Z', format: 'dateTime' },
      { title: { sv: 'Rapporter upplagda' }, value: null },
    ]);
  });

  test('B-32: the task knows its last day, for the count of days', () => {
    expect(start().state.tasks[0]).toMatchObject({ dueDate: '2026-11-05', dueAt: PASSED });
  });
});

describe('the last day', () => {
  test('B-19, B-41: on the last day it still waits, at midnight it is late by itself', () => {
    expect(start().until('2026-11-05T22:59:59.999Z').state.status).toBe('waiting');
    const late = start().until(PASSED);
    expect(late.state.status).toBe('late');
    expect(late.log.at(-1)).toMatchObject({ kind: 'timer', at: PASSED, fromStatus: 'waiting', toStatus: 'late' });
  });

  test('B-41: what has been handed in does not turn late', () => {
    expect(handedIn().until('2026-12-01T00:00:00.000Z').state.status).toBe('new');
  });

  test('B-42: the late task keeps its day, to count up from', () => {
    const before = start();
    const id = before.state.tasks[0]!.id;
    const late = before.until('2026-11-20T08:00:00.000Z');
    expect(late.state.tasks).toMatchObject([{ id, dueDate: '2026-11-05' }]);
  });

  test('B-43: late, it can be handed in, and is new', () => {
    expect(lateHandIn().state.status).toBe('new');
  });

  test('decision 5: the 5th, rolled to the next bank day', () => {
    const due = (period: string) => start({ period, at: `${period}-26T06:00:00.000Z` }).state.tasks[0]!.dueDate;
    expect(due('2026-11')).toBe('2026-12-07');
    expect(due('2026-12')).toBe('2027-01-05');
    expect(due('2027-05')).toBe('2027-06-07');
  });

  test('decision 5: the day is a setting of the client', () => {
    const settings = { lastHandInDay: { value: 10, origin: 'client' as const } };
    expect(start({ settings }).state.tasks[0]!.dueDate).toBe('2026-11-10');
  });
});

describe('sending back', () => {
  const reason = { reason: 'Fakturan från Telia saknas' };

  test('B-38, B-39: before the last day it waits again, with a new task and empty boxes', () => {
    const run = handedIn();
    const back = run.act(karin, 'REOPEN', reason);
    expect(back.state.status).toBe('waiting');
    expect(back.tasks).toEqual(['handIn']);
    expect(back.state.tasks[0]!.description!.sv).toBe('Skickades tillbaka: Fakturan från Telia saknas');
    expect(back.refused(anna, 'SUBMIT', {})).toBe('form_invalid');
    expect(back.until(PASSED).state.status).toBe('late');
  });

  test('B-44: after the last day it is late again, and the reminders come back', () => {
    const back = lateHandIn().act(karin, 'REOPEN', reason);
    expect(back.state.status).toBe('late');
    expect(back.tasks).toEqual(['handIn']);
    const before = back.mails('reminder').length;
    expect(back.until('2026-11-20T00:00:00.000Z').mails('reminder').length).toBeGreaterThan(before);
  });

  test('B-40, B-44, decision 8: the company is told by itself, with the reason', () => {
    for (const run of [handedIn(), lateHandIn()]) {
      run.act(karin, 'REOPEN', reason);
      const mail = run.effects.find((effect) => effect.type === 'notify' && effect.template === 'reopened');
      expect(mail).toMatchObject({ role: 'client', body: { sv: expect.stringContaining('Telia') } });
    }
  });

  test('B-38: without a reason it is not sent back, and not by the company', () => {
    expect(handedIn().refused(karin, 'REOPEN', {})).toBe('form_invalid');
    expect(handedIn().refused(karin, 'REOPEN', { reason: '' })).toBe('form_invalid');
    expect(handedIn().refused(anna, 'REOPEN', reason)).toBe('role_missing');
  });
});

describe('working', () => {
  test('B-15, B-21, B-22, B-23, B-45: the consultant goes from any of them to any other by hand', () => {
    const events = { NEW: 'new', START: 'working', INCOMPLETE: 'incomplete', FINISH: 'done' };
    for (const [from, status] of Object.entries(events)) {
      for (const [to, next] of Object.entries(events)) {
        const run = handedIn();
        if (from !== 'NEW') run.act(lars, from);
        expect(run.state.status).toBe(status);
        expect(run.refused(lars, to)).toBe(from === to ? 'event_not_now' : null);
        if (from !== to) expect(run.act(lars, to).state.status).toBe(next);
      }
    }
  });

  test('B-15: the company does not set the status', () => {
    expect(handedIn().can(anna)).toEqual([]);
    expect(handedIn().refused(anna, 'START')).toBe('role_missing');
  });

  test('B-18: nothing is worked on before it is handed in', () => {
    expect(start().refused(lars, 'START')).toBe('event_not_now');
  });

  test('B-23, L-38: done, it can be taken up for a month; then it is closed, with reports or without', () => {
    const done = handedIn().act(karin, 'FINISH');
    expect(done.tasks).toEqual(['reports']);
    expect(done.can(karin).sort()).toEqual(['INCOMPLETE', 'NEW', 'NO_REPORTS', 'REOPEN', 'REPORTS', 'START']);
    const closed = done.until('2026-12-01T10:00:00.000Z');
    expect(closed.state).toMatchObject({ done: true, status: 'done', tasks: [], timers: [] });
    expect(closed.state.closedAt).toBe('2026-12-01T10:00:00.000Z');
    expect(closed.refused(karin, 'START')).toBe('instance_closed');
  });

  test('who has no responsible consultant yet is worked on by the firm', () => {
    const run = handedIn();
    expect(run.state.tasks[0]!.role).toBe('responsible');
    expect(run.can(karin)).toContain('START');
    const task = { taskId: run.state.tasks[0]!.id };
    expect(run.refused(lars, 'START', {}, task)).toBe('role_missing');
    expect(run.refused({ ...lars, vacant: ['responsible'] }, 'START', {}, task)).toBeNull();
  });
});

describe('decision 4: reminders', () => {
  test('3 days before, on the day, then every third, and none on a weekend', () => {
    const reminders = start().until('2026-11-20T12:00:00.000Z').mails('reminder');
    expect(reminders.map((line) => line.slice(0, 16))).toEqual([
      '2026-11-02T07:00',
      '2026-11-05T07:00',
      '2026-11-09T07:00',
      '2026-11-12T07:00',
      '2026-11-16T07:00',
      '2026-11-19T07:00',
    ]);
    expect(reminders.every((line) => line.endsWith('reminder client'))).toBe(true);
  });

  test('none once it is handed in', () => {
    expect(handedIn().until('2026-12-01T00:00:00.000Z').mails('reminder')).toEqual([]);
  });

  test('their days are settings', () => {
    const settings = {
      reminderDaysBefore: { value: [1], origin: 'firm' as const },
      reminderEveryDays: { value: 0, origin: 'client' as const },
    };
    const reminders = start({ settings }).until('2026-12-24T00:00:00.000Z').mails('reminder');
    expect(reminders.map((line) => line.slice(0, 10))).toEqual(['2026-11-04']);
  });
});
