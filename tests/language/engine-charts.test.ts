import { describe, expect, test } from 'vitest';
import type { Definition, StateNode } from '../../definitions/index.ts';
import { check } from '../../definitions/language/check.ts';
import { anna, karin, lars, Run } from './support/run.ts';

const text = (en: string) => ({ sv: en, en });
const button = (...events: string[]) =>
  Object.fromEntries(events.map((event) => [event, { for: ['staff'], label: text(event) }]));

/** A process of states only, in which the staff press buttons. */
function chart(states: Record<string, StateNode>, more: Partial<Definition> = {}): Definition {
  const definition: Definition = {
    id: 'chart',
    title: text('Chart'),
    roles: {
      staff: { title: text('Staff'), members: 'firm' },
      boss: { title: text('Boss'), members: 'responsible' },
    },
    statuses: {
      a: { label: text('A'), tone: 'neutral', order: 1 },
      b: { label: text('B'), tone: 'info', order: 2 },
      c: { label: text('C'), tone: 'success', order: 3 },
    },
    initial: Object.keys(states)[0]!,
    states,
    ...more,
  };
  expect(check(definition).filter(({ severity }) => severity === 'error')).toEqual([]);
  return definition;
}

const at = '2026-11-02T08:00:00.000Z';
const run = (definition: Definition) => new Run(definition, { at });

describe('parallel states', () => {
  const definition = chart({
    signing: {
      type: 'parallel',
      onDone: 'signed',
      states: {
        one: {
          initial: 'open',
          states: {
            open: {
              status: 'b',
              tasks: { sign: { for: 'staff', title: text('Sign'), event: 'SIGN_ONE' } },
              on: { SIGN_ONE: 'done' },
            },
            done: { type: 'final', status: 'c' },
          },
        },
        two: {
          initial: 'open',
          states: {
            open: {
              status: 'a',
              tasks: { sign: { for: 'boss', title: text('Sign'), event: 'SIGN_TWO' } },
              on: { SIGN_TWO: 'done' },
            },
            done: { type: 'final' },
          },
        },
      },
    },
    signed: { type: 'final', status: 'c' },
  });

  test('each region has its task; the last one done goes on', () => {
    const both = run(definition);
    expect(both.state.tasks.map(({ statePath }) => statePath)).toEqual(['signing.one.open', 'signing.two.open']);
    expect(both.act(karin, 'SIGN_TWO').state.tasks.map(({ statePath }) => statePath)).toEqual(['signing.one.open']);
    expect(both.act(lars, 'SIGN_ONE').state).toMatchObject({ done: true, status: 'c' });
  });

  test('of two statuses as deep, the column further left is shown', () => {
    expect(run(definition).state.status).toBe('a');
  });
});

test('history goes back to where it was left, with its tasks', () => {
  const paused = run(
    chart({
      work: {
        initial: 'first',
        on: { PAUSE: 'paused' },
        actions: button('PAUSE', 'NEXT'),
        states: {
          first: { status: 'a', on: { NEXT: 'second' } },
          second: {
            status: 'b',
            tasks: { finish: { for: 'staff', title: text('Finish'), event: 'FINISH' } },
            on: { FINISH: '#chart.end' },
          },
          back: { type: 'history', target: 'first' },
        },
      },
      paused: { status: 'c', actions: button('RESUME'), on: { RESUME: 'work.back' } },
      end: { type: 'final', status: 'c' },
    }),
  )
    .act(lars, 'NEXT')
    .act(lars, 'PAUSE');
  expect(paused.tasks).toEqual([]);
  const back = paused.act(lars, 'RESUME');
  expect(back.state).toMatchObject({ status: 'b', activeStates: ['work.second'] });
  expect(back.tasks).toEqual(['finish']);
});

describe('escalation', () => {
  const definition = chart(
    {
      open: {
        status: 'a',
        tasks: {
          answer: {
            for: 'staff',
            title: text('Answer'),
            event: 'ANSWER',
            escalation: { after: 'P2D', to: 'boss', template: 'stuck' },
          },
        },
        on: { ANSWER: 'end' },
      },
      end: { type: 'final', status: 'b' },
    },
    {
      roles: {
        staff: { title: text('Staff'), members: 'client' },
        boss: { title: text('Boss'), members: 'responsible' },
      },
      templates: { stuck: { subject: text('Stuck'), body: text('Please answer.') } },
    },
  );

  test('tells the other role once, which may perform the task from then on', () => {
    const open = run(definition);
    expect(open.refused(karin, 'ANSWER')).toBe('role_missing');
    open.until('2026-11-04T08:00:00.000Z');
    expect(open.mails()).toEqual(['2026-11-04T08:00:00.000Z stuck boss']);
    expect(open.state.tasks).toMatchObject([{ role: 'staff', escalatedTo: 'boss' }]);
    expect(open.refused(karin, 'ANSWER')).toBeNull();
    expect(open.refused(anna, 'ANSWER')).toBeNull();
    expect(open.until('2027-02-01T08:00:00.000Z').mails()).toHaveLength(1);
  });

  test('does not happen to a task that is done', () => {
    expect(run(definition).act(anna, 'ANSWER').until('2027-02-01T08:00:00.000Z').mails()).toEqual([]);
  });
});

describe('closing', () => {
  test('ends tasks, timers and acts, and keeps the status', () => {
    const ended = run(
      chart({
        open: {
          status: 'a',
          tasks: { close: { for: 'staff', title: text('Close'), event: 'CLOSE' } },
          on: { CLOSE: 'end' },
          after: { P10D: 'end' },
        },
        end: { type: 'final', status: 'c' },
      }),
    ).act(lars, 'CLOSE');
    expect(ended.state).toMatchObject({ done: true, closedAt: at, status: 'c', tasks: [], timers: [] });
    expect(ended.refused(lars, 'CLOSE')).toBe('instance_closed');
    expect(ended.can(lars)).toEqual([]);
    const { sequence } = ended.state;
    expect(ended.system('CLOSE').change({ settings: {} }).state.sequence).toBe(sequence);
  });
});

describe('transitions of their own', () => {
  test('always: the first guard that holds, asked again after each act', () => {
    const counted = run(
      chart(
        {
          open: {
            status: 'a',
            actions: button('COUNT'),
            on: { COUNT: { actions: { type: 'assign', params: { count: 'context.count + 1' } } } },
            always: [{ guard: 'context.count >= 2', target: 'end' }],
          },
          end: { type: 'final', status: 'c' },
        },
        { context: { count: 0 } },
      ),
    ).act(lars, 'COUNT');
    expect(counted.state.done).toBe(false);
    expect(counted.act(lars, 'COUNT').state.done).toBe(true);
  });

  test('the answer of a call comes back as an event, with its data', () => {
    const called = run(
      chart(
        {
          paying: {
            status: 'a',
            entry: {
              type: 'call',
              params: { activity: 'pay', input: { sum: 'context.sum' }, done: 'PAID', failed: 'NOT_PAID' },
            },
            on: {
              PAID: { target: 'end', actions: { type: 'assign', params: { receipt: 'event.data.receipt' } } },
              NOT_PAID: 'failed',
            },
          },
          failed: { status: 'b' },
          end: { type: 'final', status: 'c' },
        },
        { context: { sum: 5, receipt: '' } },
      ),
    );
    expect(called.effects).toMatchObject([
      { type: 'call', activity: 'pay', input: { sum: 5 }, done: 'PAID', failed: 'NOT_PAID' },
    ]);
    expect(called.system('SOMETHING_ELSE').state.sequence).toBe(1);
    expect(called.system('PAID', { receipt: 'R1' }).state).toMatchObject({ done: true, context: { receipt: 'R1' } });
  });

  test('an expression of an entry does not fail where another event came without the field', () => {
    const definition = chart(
      {
        open: {
          status: 'a',
          actions: {
            WITH: {
              for: ['staff'],
              label: text('With'),
              form: { type: 'object', properties: { note: { type: 'string' } }, required: ['note'] },
            },
            ...button('WITHOUT'),
          },
          on: { WITH: 'noted', WITHOUT: 'noted', FROM_A_SYSTEM: 'noted' },
        },
        noted: { status: 'b', entry: { type: 'assign', params: { note: 'event.data.note' } } },
      },
      { context: { note: '-' } },
    );
    expect(run(definition).act(lars, 'WITH', { note: 'hello' }).state.context.note).toBe('hello');
    expect(run(definition).act(lars, 'WITHOUT').state.context.note).toBe('');
    expect(run(definition).system('FROM_A_SYSTEM', { other: 1 }).state.context.note).toBe('');
    expect(run(definition).system('FROM_A_SYSTEM', { note: 'there' }).state.context.note).toBe('there');
  });
});
