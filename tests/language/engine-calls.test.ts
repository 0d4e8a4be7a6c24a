import { describe, expect, test } from 'vitest';
import type { Definition } from '../../definitions/index.ts';
import { check } from '../../definitions/language/check.ts';
import { button, chart, draft, text } from './support/process.ts';
import { lars, Run } from './support/run.ts';

const at = '2026-11-02T08:00:00.000Z';

/** A payout over an activity: its answer, its failure and its silence each lead somewhere. */
const paying = (more: Partial<Definition> = {}): Definition =>
  chart(
    {
      paying: {
        status: 'a',
        entry: {
          type: 'call',
          params: {
            activity: 'createPayout',
            input: { amount: 'context.amount' },
            done: 'PAID',
            failed: 'NOT_PAID',
            timeout: 'PT2H',
            timedOut: 'NO_ANSWER',
          },
        },
        on: {
          PAID: { target: 'paid', actions: { type: 'assign', params: { reference: 'event.data.reference' } } },
          NOT_PAID: { target: 'failed', actions: { type: 'assign', params: { reference: 'event.data.code' } } },
          NO_ANSWER: 'failed',
          CANCEL: 'failed',
        },
        actions: button('CANCEL'),
      },
      failed: { status: 'b', actions: button('AGAIN'), on: { AGAIN: 'paying' } },
      paid: { type: 'final', status: 'c' },
    },
    {
      activities: {
        createPayout: {
          title: text('Payout'),
          input: { type: 'object', properties: { amount: { type: 'number' } }, required: ['amount'] },
          result: { type: 'object', properties: { reference: { type: 'string' } }, required: ['reference'] },
        },
      },
      context: { amount: 42, reference: '' },
      ...more,
    },
  );

describe('a call', () => {
  test('asks the activity, and is open until it is answered', () => {
    const run = new Run(paying(), { at });
    const [call] = run.state.calls!;
    expect(call).toMatchObject({ activity: 'createPayout', dueAt: '2026-11-02T10:00:00.000Z', done: 'PAID' });
    expect(run.effects).toMatchObject([{ type: 'call', input: { amount: 42 }, callId: call!.id, dueAt: call!.dueAt }]);
    run.system('PAID', { reference: 'R1' }, call!.id);
    expect(run.state).toMatchObject({ done: true, context: { reference: 'R1' } });
    expect(run.state.calls).toBeUndefined();
  });

  test('a failure brings its code', () => {
    const run = new Run(paying(), { at });
    run.system('NOT_PAID', { code: 'no_cover', message: 'No cover.' }, run.state.calls![0]!.id);
    expect(run.state).toMatchObject({ activeStates: ['failed'], context: { reference: 'no_cover' } });
  });

  test('that is not answered in time is given up; a later answer changes nothing', () => {
    const run = new Run(paying(), { at });
    const { id } = run.state.calls![0]!;
    run.until('2026-11-02T10:00:00.000Z');
    expect(run.state.activeStates).toEqual(['failed']);
    expect(run.log.at(-1)!.text.en).toBe('Payout: no answer in time');
    const before = run.state;
    expect(run.system('PAID', { reference: 'R1' }, id).state).toBe(before);
  });

  test('answered in time is not given up as well', () => {
    const run = new Run(paying(), { at });
    run.system('NOT_PAID', { code: 'x', message: 'X.' }, run.state.calls![0]!.id);
    expect(run.state.timers).toEqual([]);
    expect(run.until('2026-11-03T10:00:00.000Z').log.at(-1)!.kind).toBe('system');
  });

  test('an answer is taken once, and one to an earlier call is not taken for one to a later', () => {
    const run = new Run(paying(), { at });
    const first = run.state.calls![0]!.id;
    run.system('NOT_PAID', { code: 'x', message: 'X.' }, first).act(lars, 'AGAIN');
    const second = run.state.calls![0]!.id;
    expect(second).not.toBe(first);
    const before = run.state;
    expect(run.system('PAID', { reference: 'old' }, first).state).toBe(before);
    expect(run.system('PAID', { reference: 'new' }, second).state.context.reference).toBe('new');
  });

  test('an answer that no state waits for any more ends the call and moves nothing', () => {
    const run = new Run(paying(), { at }).act(lars, 'CANCEL');
    const { sequence } = run.state;
    run.system('PAID', { reference: 'R1' }, run.state.calls![0]!.id);
    expect(run.state).toMatchObject({ sequence, activeStates: ['failed'] });
    expect(run.state.calls).toBeUndefined();
    expect(run.state.timers).toEqual([]);
  });

  test('whose answer nothing waits for is not remembered', () => {
    const run = new Run(
      chart({ open: { status: 'a', entry: { type: 'call', params: { activity: 'tell', input: {} } } } }),
      { at },
    );
    expect(run.effects).toMatchObject([{ type: 'call', callId: null, dueAt: null }]);
    expect(run.state.calls).toBeUndefined();
  });

  test('the time-out moves with nothing: it is counted from the call', () => {
    const run = new Run(paying(), { at }).change({ settings: {} });
    expect(run.state.timers).toMatchObject([{ kind: 'call', dueAt: '2026-11-02T10:00:00.000Z' }]);
  });
});

describe('a port is typed', () => {
  const withGuard = (guard: string, event = 'PAID') => {
    const definition = paying();
    definition.states.paying!.on![event] = { target: 'paid', guard };
    return check(definition)
      .filter(({ severity }) => severity === 'error')
      .map(({ code }) => code);
  };
  test.each([
    ['event.data.reference != ""', []],
    ['event.data.refrence != ""', ['expression_unknown_name']],
    ['event.data.reference > 5', ['expression_type']],
  ])('the answer: %s', (guard, codes) => expect(withGuard(guard)).toEqual(codes));
  test('a failure has a code and a message', () => {
    expect(withGuard('event.data.code == "no_cover" && event.data.message != ""', 'NOT_PAID')).toEqual([]);
    expect(withGuard('event.data.reference == ""', 'NOT_PAID')).toEqual(['expression_unknown_name']);
  });
  test('silence has nothing', () => {
    expect(withGuard('event.data.code == ""', 'NO_ANSWER')).toEqual(['expression_unknown_name']);
  });
});

test('the input of a call has the kind that the port says', () => {
  const definition = draft(paying().states, { ...paying(), context: { amount: 'much', reference: '' } });
  expect(check(definition).map(({ code, pointer }) => [code, pointer])).toEqual([
    ['expression_result', '/states/paying/entry/params/input/amount'],
  ]);
});

describe('events of systems', () => {
  const definition = () =>
    chart(
      {
        open: {
          status: 'a',
          on: {
            PAYMENT: {
              actions: [
                { type: 'assign', params: { paid: 'context.paid + event.data.amount' } },
                { type: 'record', params: { text: text('${event.data.amount} kr') } },
              ],
            },
          },
          always: { guard: 'context.paid >= 100', target: 'end' },
        },
        end: { type: 'final', status: 'c' },
      },
      {
        events: {
          PAYMENT: {
            title: text('Payment'),
            data: { type: 'object', properties: { amount: { type: 'number' } }, required: ['amount'] },
          },
        },
        context: { paid: 0 },
      },
    );

  test('bring what they are declared to bring, and are called by their title', () => {
    const run = new Run(definition(), { at }).system('PAYMENT', { amount: 40 });
    expect(run.log.map((line) => line.text.en)).toEqual(['Opened', 'Payment', '40 kr']);
    expect(run.system('PAYMENT', { amount: 60 }).state.done).toBe(true);
  });

  test('a field that is missing or of another kind is empty, and stops nothing', () => {
    const run = new Run(definition(), { at }).system('PAYMENT', {}).system('PAYMENT', { amount: 'much' });
    expect(run.state.context.paid).toBe(0);
  });

  test('what they do not bring cannot be named', () => {
    const wrong = definition();
    wrong.states.open!.on!.PAYMENT = { guard: 'event.data.sum > 1', target: 'end' };
    expect(check(wrong).map(({ code, suggestion }) => [code, suggestion?.en ?? null])).toContainEqual([
      'expression_unknown_name',
      'There is "amount".',
    ]);
  });

  test('a declared event is not said to be raised by nobody', () => {
    expect(check(definition()).map(({ code }) => code)).not.toContain('event_never_raised');
  });
});

describe('one instance tells another', () => {
  const sending = (params: object) =>
    chart({
      open: {
        status: 'a',
        entry: [
          {
            type: 'start',
            params: { definition: 'child', input: { parentId: 'instance.id' } },
          },
          { type: 'send', params: { event: 'READY', ...params } },
        ],
      },
    });

  test('a child is given the id of its parent, to answer to', () => {
    const run = new Run(sending({ to: 'instance.id', data: { n: '1' } }), { at });
    expect(run.effects).toMatchObject([
      { type: 'start', input: { parentId: 'one' } },
      { type: 'send', to: 'one', target: null, event: 'READY', data: { n: 1 } },
    ]);
  });

  test('by process and key', () => {
    const run = new Run(sending({ definition: 'invoice', key: '${client.id}/7' }), { at });
    expect(run.effects[1]).toMatchObject({
      type: 'send',
      to: null,
      target: { definition: 'invoice', key: 'client/7' },
    });
  });

  test.each([[{}], [{ to: 'instance.id', key: 'x' }], [{ key: 'x' }], [{ definition: 'invoice' }]])(
    '%j leaves open who is meant',
    (params) => {
      const definition = draft({
        open: { status: 'a', entry: { type: 'send', params: { event: 'READY', ...params } } },
      });
      expect(check(definition).map(({ code }) => code)).toContain('send_target_wrong');
    },
  );
});
