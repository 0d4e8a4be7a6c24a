import { describe, expect, test } from 'vitest';
import { explore } from '../../definitions/explore/explore.ts';
import { runScenario, scenarioFindings, type ScenarioStep } from '../../definitions/simulate/scenario.ts';
import { simulateYear } from '../../definitions/simulate/year.ts';
import { button, chart, text } from './support/process.ts';

const definition = chart(
  {
    paying: {
      status: 'a',
      entry: {
        type: 'call',
        params: { activity: 'pay', done: 'PAID', failed: 'NOT_PAID', timeout: 'P1D', timedOut: 'SILENT' },
      },
      on: {
        PAID: [
          { guard: 'event.data.partly', target: 'partly' },
          {
            target: 'paid',
            actions: { type: 'send', params: { to: 'instance.id', event: 'THANK', data: { n: '1' } } },
          },
        ],
        NOT_PAID: 'failed',
        SILENT: 'silent',
      },
    },
    partly: { status: 'b', actions: button('AGAIN'), on: { AGAIN: 'paying' } },
    failed: { status: 'b', actions: button('AGAIN'), on: { AGAIN: 'paying' } },
    silent: { status: 'b', actions: button('AGAIN'), on: { AGAIN: 'paying' } },
    paid: { status: 'c', on: { THANK: 'thanked' } },
    thanked: { type: 'final', status: 'c' },
  },
  {
    activities: {
      pay: {
        title: text('Pay'),
        result: { type: 'object', properties: { partly: { type: 'boolean' } }, required: ['partly'] },
      },
    },
  },
);
const people = { lars: { name: 'Lars', groups: ['firm' as const] } };
const play = (...steps: ScenarioStep[]) => {
  const file = { people, scenarios: [{ title: 'One', opens: '2026-11-02 09:00', steps }] };
  expect(scenarioFindings(file)).toEqual([]);
  return runScenario(definition, people, file.scenarios[0]!);
};

describe('the answer of a call in a scenario', () => {
  test('comes with its data, and what an instance sends to itself arrives', () => {
    const { failures, timeline } = play(
      { at: '2026-11-02 10:00', answer: 'pay', data: { partly: false } },
      { at: '2026-11-02 10:00', expect: { closed: true, status: 'c' } },
    );
    expect(failures).toEqual([]);
    expect(timeline.map(({ kind }) => kind)).toEqual(['opened', 'effect', 'system', 'effect', 'system']);
  });

  test('can be a failure, or silence', () => {
    const failed = play(
      { at: '2026-11-02 10:00', fails: 'pay', code: 'no_cover', message: 'No cover.' },
      { at: '2026-11-02 10:00', expect: { status: 'b', tasks: {} } },
      { at: '2026-11-02 11:00', act: 'AGAIN', by: 'lars' },
      { at: '2026-11-03 11:00', expect: { status: 'b' } },
      { at: '2026-11-03 12:00', answer: 'pay', data: { partly: false } },
    );
    expect(failed.failures).toEqual([
      {
        sv: 'Steg 5, 2026-11-03 12:00: inget anrop av "pay" väntar.',
        en: 'Step 5, 2026-11-03 12:00: no call of "pay" is open.',
      },
    ]);
  });
});

test('a year without answers shows the time-out, one with answers what follows from them', () => {
  const year = { definition, from: '2026-11-02', months: 1 };
  const silent = simulateYear({ ...year, answerAfterDays: null });
  expect(silent.timeline.map((entry) => entry.text.en)).toContain('Pay: no answer in time');
  const answered = simulateYear({ ...year, answerAfterDays: 0 });
  expect(answered.instances).toMatchObject([{ status: 'b', done: false }]);
});

test('the explorer lets calls be answered with either value, fail and be silent', () => {
  const { findings, covered } = explore({ definition, from: '2026-11-02' });
  expect(findings).toEqual([]);
  expect(covered).toMatchObject({ states: 6, of: 6 });
});

test('the explorer performs the tasks of parties that only the list knows', () => {
  const signing = chart(
    {
      signing: {
        status: 'a',
        tasks: {
          sign: {
            each: 'context.parties.filter(p, !(p.id in context.signed))',
            for: 'party',
            title: text('Sign'),
            event: 'SIGN',
          },
        },
        on: { SIGN: { actions: { type: 'assign', params: { signed: 'append(context.signed, event.item.id)' } } } },
        always: { guard: 'size(context.parties) > 0 && size(context.signed) == size(context.parties)', target: 'end' },
      },
      end: { type: 'final', status: 'c' },
    },
    {
      entry: { type: 'assign', params: { parties: 'input.parties' } },
      context: { parties: [], signed: [] },
      input: {
        type: 'object',
        properties: {
          parties: {
            type: 'array',
            items: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
          },
        },
        required: ['parties'],
      },
      roles: {
        staff: { title: text('Staff'), members: 'firm' },
        party: { title: text('Party'), members: 'person', person: 'item.id' },
      },
    },
  );
  expect(explore({ definition: signing, from: '2026-11-02' })).toMatchObject({
    findings: [],
    covered: { states: 2, of: 2 },
  });
});
