import { describe, expect, test } from 'vitest';
import { affordances, factsOf } from '../../definitions/index.ts';
import { anna, karin, lars, Run } from './support/run.ts';
import { fixture } from './support/definitions.ts';

/** A process that the code has never seen: two people, an amount, one deadline. */
const approval = fixture('four-eyes-approval');
const amount = { title: 'Ny server', amount: 12_500.5 };
const start = () => new Run(approval, { period: null, input: { reference: 'A-17' }, at: '2026-11-02T08:00:00.000Z' });
const prepared = () => start().act(karin, 'PREPARE', amount);

describe('separation of duties', () => {
  test('who prepared it may not approve it, and is told why; somebody else may', () => {
    const run = prepared();
    expect(run.refused(karin, 'APPROVE')).toBe('separation_of_duties');
    expect(run.refused(lars, 'APPROVE')).toBeNull();
    const shown = affordances(run.compiled, run.state, karin, run.now).filter(({ event }) => event === 'APPROVE');
    expect(shown).toMatchObject([{ allowed: false, refusal: { code: 'separation_of_duties' } }]);
    expect(run.state.tasks).toMatchObject([{ name: 'approve', excludedIds: ['karin'] }]);
  });

  test('nor may they send it back to themselves', () => {
    expect(prepared().refused(karin, 'SEND_BACK', { reason: 'x' })).toBe('separation_of_duties');
  });

  test('sent back and prepared by the other, the duties change places', () => {
    const run = prepared().act(lars, 'SEND_BACK', { reason: 'Fel belopp' }).act(lars, 'PREPARE', amount);
    expect(run.refused(lars, 'APPROVE')).toBe('separation_of_duties');
    expect(run.act(karin, 'APPROVE').state).toMatchObject({ done: true, status: 'approved' });
  });

  test('the client has no part in it', () => {
    expect(start().can(anna)).toEqual([]);
    expect(prepared().refused(anna, 'APPROVE')).toBe('role_missing');
  });
});

describe('the form', () => {
  test.each([
    [{}, 'form_invalid'],
    [{ title: 'x', amount: 0 }, 'form_invalid'],
    [{ title: 'x', amount: '12' }, 'form_invalid'],
    [{ title: 'x', amount: 1, approved: true }, 'form_invalid'],
    [{ title: 'x', amount: 1 }, null],
  ] as const)('%j: %s', (data, code) => {
    expect(start().refused(karin, 'PREPARE', data)).toBe(code);
  });

  test('what was filled in stands in the name, the column and the task', () => {
    const run = prepared();
    expect(run.state.label.sv).toBe('Godkännande A-17: Ny server');
    expect(factsOf(run.compiled, run.state, run.now)).toMatchObject([{ value: 12_500.5 }]);
    expect(run.state.tasks[0]!.title).toEqual({
      sv: 'Godkänn Ny server, 12500,5 kr',
      en: 'Approve Ny server, SEK 12500.5',
    });
  });
});

describe('the deadline', () => {
  test('there is none before it is prepared; then three bank days', () => {
    expect(start().state).toMatchObject({ deadlines: {}, timers: [] });
    expect(prepared().state.deadlines.decisionDay).toMatchObject({ dueDate: '2026-11-05' });
    expect(prepared().state.tasks[0]!.dueDate).toBe('2026-11-05');
  });

  test('it passes by itself, the approver is reminded, and it can still be approved', () => {
    const run = prepared().until('2026-11-06T00:00:00.000Z');
    expect(run.state.status).toBe('overdue');
    expect(run.mails('reminder')).toEqual(['2026-11-05T07:00:00.000Z decide approver']);
    expect(run.act(lars, 'APPROVE').state.status).toBe('approved');
  });

  test('sent back, it is gone, with its timers, and prepared again it begins anew', () => {
    const run = prepared().act(lars, 'SEND_BACK', { reason: 'Fel belopp' });
    expect(run.state).toMatchObject({ status: 'draft', deadlines: {}, timers: [] });
    run.until('2026-11-20T08:00:00.000Z').act(karin, 'PREPARE', amount);
    expect(run.state.deadlines.decisionDay!.dueDate).toBe('2026-11-25');
    expect(run.state.status).toBe('waiting');
  });
});

test('decision 8: the one who prepared it is told why it came back, and nobody else', () => {
  const run = prepared().act(lars, 'SEND_BACK', { reason: 'Fel belopp' });
  expect(run.effects).toMatchObject([
    {
      type: 'notify',
      template: 'sentBack',
      userId: 'karin',
      subject: { sv: 'Tillbaka till dig: Ny server' },
      body: { en: expect.stringContaining('Lars Larsson has sent back Ny server:\n\nFel belopp') },
    },
  ]);
  expect(run.state.tasks[0]!.description!.sv).toBe('Fel belopp');
});
