import { describe, expect, test } from 'vitest';
import { button, chart, text } from './support/process.ts';
import { lars, Run } from './support/run.ts';

const at = '2026-11-02T08:00:00.000Z';
const run = (definition: ReturnType<typeof chart>) => new Run(definition, { at });
const to = (target: string) => ({ target });

describe('history', () => {
  /** Work in two levels that can be paused, and that runs into a deadline wherever it stands. */
  const definition = (history: 'shallow' | 'deep') =>
    chart(
      {
        work: {
          initial: 'first',
          on: { PAUSE: 'paused' },
          after: { lastDay: 'late' },
          actions: button('PAUSE', 'NEXT', 'IN'),
          states: {
            first: { status: 'a', on: { NEXT: 'second' } },
            second: {
              initial: 'outer',
              states: {
                outer: { status: 'a', on: { IN: 'inner' } },
                inner: {
                  status: 'b',
                  tasks: { finish: { for: 'staff', title: text('Finish'), event: 'FINISH' } },
                  on: { FINISH: '#chart.end' },
                },
              },
            },
            back: { type: 'history', history, target: 'first' },
          },
        },
        paused: { status: 'c', actions: button('RESUME'), on: { RESUME: 'work.back' } },
        late: { status: 'c', actions: button('RESUME'), on: { RESUME: 'work.back' } },
        end: { type: 'final', status: 'c' },
      },
      { deadlines: { lastDay: { title: text('Last day'), from: 'opened', days: 3 } } },
    );
  const inside = (history: 'shallow' | 'deep') => run(definition(history)).act(lars, 'NEXT').act(lars, 'IN');

  test('deep goes back to the innermost state, with its task', () => {
    const back = inside('deep').act(lars, 'PAUSE').act(lars, 'RESUME');
    expect(back.state.activeStates).toEqual(['work.second.inner']);
    expect(back.tasks).toEqual(['finish']);
  });

  test('shallow goes back to the state, and begins it anew', () => {
    const back = inside('shallow').act(lars, 'PAUSE').act(lars, 'RESUME');
    expect(back.state.activeStates).toEqual(['work.second.outer']);
    expect(back.tasks).toEqual([]);
  });

  test('is kept where a deadline led away, and through JSON', () => {
    const late = inside('deep').until('2026-11-06T08:00:00.000Z');
    expect(late.state).toMatchObject({ activeStates: ['late'], tasks: [] });
    late.state = JSON.parse(JSON.stringify(late.state));
    expect(late.act(lars, 'RESUME').state.activeStates).toEqual(['work.second.inner']);
  });
});

describe('parallel regions', () => {
  const region = (status: string, event: string, more: object = {}) => ({
    initial: 'open',
    states: {
      open: { status, actions: button(event), on: { [event]: to('done') }, ...more },
      done: { type: 'final' as const, status: 'c' },
    },
  });
  const definition = chart(
    {
      both: {
        type: 'parallel',
        states: {
          money: region('a', 'PAY', {
            after: { P2D: { actions: { type: 'record', params: { text: text('Waiting') } } } },
          }),
          goods: {
            initial: 'packing',
            states: {
              packing: { status: 'b', actions: button('PACK'), on: { PACK: 'sending' } },
              sending: {
                type: 'parallel',
                onDone: 'sent',
                states: { mail: region('b', 'MAIL'), slip: region('b', 'SLIP') },
              },
              sent: { type: 'final', status: 'c' },
            },
          },
        },
        on: { CANCEL: 'cancelled' },
        actions: button('CANCEL'),
        onDone: { target: 'closed', actions: { type: 'assign', params: { closedOn: 'today' } } },
        exit: { type: 'assign', params: { left: 'context.left + 1' } },
      },
      cancelled: { type: 'final', status: 'c' },
      closed: { type: 'final', status: 'c' },
    },
    { context: { closedOn: '', left: 0 } },
  );

  test('the whole is done when every region is, also those that are parallel themselves', () => {
    const one = run(definition).act(lars, 'PACK').act(lars, 'MAIL').act(lars, 'PAY');
    expect(one.state.done).toBe(false);
    expect(one.act(lars, 'SLIP').state).toMatchObject({
      done: true,
      activeStates: ['closed'],
      context: { closedOn: '2026-11-02', left: 1 },
    });
  });

  test('an event of the whole leaves all regions at once', () => {
    const one = run(definition).act(lars, 'PACK').act(lars, 'CANCEL');
    expect(one.state).toMatchObject({ activeStates: ['cancelled'], timers: [], context: { closedOn: '', left: 1 } });
  });

  test('a delay of one region does not touch the others', () => {
    const one = run(definition).act(lars, 'PACK').until('2026-11-05T08:00:00.000Z');
    expect(one.log.at(-1)!.text.en).toBe('Waiting');
    expect(one.state.activeStates).toHaveLength(3);
  });

  test('the column is that of the innermost state, and of two as deep the one further left', () => {
    const one = run(definition);
    expect(one.state.status).toBe('a');
    expect(one.act(lars, 'PACK').state.status).toBe('b');
  });
});

describe('transitions at once', () => {
  test('always, entry, exit and sub-states: in the order of the chart, in one step', () => {
    const definition = chart(
      {
        start: {
          status: 'a',
          actions: button('GO'),
          on: {
            GO: { target: 'middle', actions: { type: 'assign', params: { trail: 'append(context.trail, "go")' } } },
          },
          exit: { type: 'assign', params: { trail: 'append(context.trail, "exit")' } },
        },
        middle: {
          initial: 'one',
          entry: { type: 'assign', params: { trail: 'append(context.trail, "middle")' } },
          onDone: 'end',
          states: {
            one: {
              status: 'b',
              entry: { type: 'assign', params: { trail: 'append(context.trail, "one")' } },
              always: { guard: 'size(context.trail) == 4', target: 'two' },
            },
            two: { type: 'final', status: 'b' },
          },
        },
        end: { type: 'final', status: 'c' },
      },
      { context: { trail: [] } },
    );
    const one = run(definition).act(lars, 'GO');
    expect(one.state).toMatchObject({ done: true, sequence: 2, context: { trail: ['exit', 'go', 'middle', 'one'] } });
  });
});
