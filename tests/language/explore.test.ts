import { describe, expect, test } from 'vitest';
import type { Definition, StateNode } from '../../definitions/index.ts';
import { explore as search, type ExploreOptions } from '../../definitions/explore/explore.ts';
import { check } from '../../definitions/language/check.ts';
import { fixture, shipped, shippedIds } from './support/definitions.ts';

/** What the search found, in English. */
function explore(options: ExploreOptions) {
  const { findings, covered, stopped } = search(options);
  const inEnglish = findings.map(({ message, trace, ...rest }) => ({
    ...rest,
    message: message.en,
    trace: trace.map(({ en }) => en),
  }));
  return { findings: inEnglish, covered, stopped: stopped?.en ?? null };
}

const text = (en: string) => ({ sv: en, en });
const from = '2026-10-16';

/** A process with no mistake that the text alone could tell. */
function process(states: Record<string, StateNode>, more: Partial<Definition> = {}): Definition {
  const definition: Definition = {
    id: 'tried',
    title: text('Tried'),
    recurrence: { every: 'month', when: 'true', openDaysBeforeEnd: 5 },
    roles: { staff: { title: text('Staff'), members: 'firm' } },
    statuses: { a: { label: text('A'), tone: 'neutral', order: 1 } },
    initial: Object.keys(states)[0]!,
    states,
    ...more,
  };
  expect(check(definition).filter(({ severity }) => severity === 'error')).toEqual([]);
  return definition;
}
const task = (event: string, more = {}) => ({ for: 'staff', title: text(event), event, ...more });
const end: StateNode = { type: 'final', status: 'a' };

/** Those whose every state is met within what is looked at by itself. */
const whole = [
  'invoice',
  'signing-order',
  'payment-approval',
  'payroll-attestation',
  'tax-payment',
  'self-invoice-payout',
];

test.each(whole)('%s: nothing is wrong, and every state is reached', (id) => {
  const { findings, covered } = explore({ definition: shipped(id), from });
  expect(findings).toEqual([]);
  expect(covered.states).toBe(covered.of);
});

const others = shippedIds.filter((id) => !whole.includes(id));
test.each(others)('%s: nothing is wrong, and every state is reached or the search says which are not', (id) => {
  const { findings, covered, stopped } = explore({ definition: shipped(id), from, limit: 2000 });
  expect(findings).toEqual([]);
  // A process with lists and amounts has more situations than anybody looks at.
  if (covered.states < covered.of) expect(stopped).toContain('Not met until then');
});

test('a process that the code has never seen', () => {
  const { findings, covered } = explore({ definition: fixture('four-eyes-approval'), from });
  expect(findings).toEqual([]);
  expect(covered.states).toBe(covered.of);
});

describe('what it finds, each with the shortest way there', () => {
  test('state_unreachable', () => {
    const definition = process({
      open: { status: 'a', tasks: { go: task('GO') }, on: { GO: 'end' } },
      forgotten: { status: 'a', on: { GO: 'end' } },
      end,
    });
    expect(explore({ definition, from }).findings).toMatchObject([
      { code: 'state_unreachable', pointer: '/states/forgotten' },
    ]);
  });

  test('dead_end: two steps away', () => {
    const definition = process({
      open: { status: 'a', tasks: { go: task('GO'), on: task('ON') }, on: { GO: 'middle', ON: 'end' } },
      middle: { status: 'a', tasks: { stop: task('STOP'), on: task('ON') }, on: { STOP: 'stuck', ON: 'end' } },
      stuck: { status: 'a' },
      end,
    });
    expect(explore({ definition, from }).findings).toEqual([
      {
        code: 'dead_end',
        pointer: '/states/stuck',
        message: expect.stringContaining('"stuck"'),
        trace: ['Karin does GO', 'Karin does STOP'],
      },
    ]);
  });

  test('dead_end: only with data that a guard turns on', () => {
    const form = { type: 'object', properties: { days: { type: 'integer', minimum: 1 } }, required: ['days'] };
    const definition = process({
      open: {
        status: 'a',
        tasks: { ask: task('ASK', { form }) },
        on: { ASK: [{ guard: 'event.data.days > 20', target: 'stuck' }, { target: 'end' }] },
      },
      stuck: { status: 'a' },
      end,
    });
    expect(explore({ definition, from }).findings).toMatchObject([
      { code: 'dead_end', trace: ['Karin does ASK with {"days":21}'] },
    ]);
  });

  test('task_for_nobody: who is kept out is everybody there is', () => {
    const definition = process(
      {
        open: {
          status: 'a',
          tasks: { first: task('FIRST') },
          on: { FIRST: { target: 'second', actions: { type: 'assign', params: { by: 'event.actor.id' } } } },
        },
        second: { status: 'a', tasks: { second: task('SECOND', { for: 'same' }) }, on: { SECOND: 'end' } },
        end,
      },
      {
        context: { by: '' },
        roles: {
          staff: { title: text('Staff'), members: 'firm' },
          same: { title: text('Same'), members: 'person', person: 'context.by', not: ['context.by'] },
        },
      },
    );
    expect(explore({ definition, from }).findings[0]).toMatchObject({
      code: 'task_for_nobody',
      pointer: '/states/second/tasks/second',
      trace: ['Karin does FIRST'],
    });
  });

  test('duties_not_separated: on one of two paths nobody was remembered', () => {
    const definition = process(
      {
        open: {
          status: 'a',
          tasks: { prepare: task('PREPARE'), copy: task('COPY') },
          on: {
            PREPARE: { target: 'approving', actions: { type: 'assign', params: { by: 'event.actor.id' } } },
            COPY: 'approving',
          },
        },
        approving: { status: 'a', tasks: { approve: task('APPROVE', { for: 'other' }) }, on: { APPROVE: 'end' } },
        end,
      },
      {
        context: { by: '' },
        roles: {
          staff: { title: text('Staff'), members: 'firm' },
          other: { title: text('Other'), members: 'firm', not: ['context.by'] },
        },
      },
    );
    expect(explore({ definition, from }).findings).toMatchObject([
      { code: 'duties_not_separated', pointer: '/states/approving/tasks/approve', trace: ['Karin does COPY'] },
    ]);
  });

  test('deadline_before_opening and delay_never_fires', () => {
    const deadlines = {
      early: { title: text('Early'), from: 'period.start' as const, days: -30 },
      unknown: { title: text('Unknown'), from: { cel: 'context.day' } },
    };
    const definition = process(
      { open: { status: 'a', tasks: { go: task('GO') }, on: { GO: 'end' }, after: { unknown: 'end' } }, end },
      { deadlines, context: { day: '' } },
    );
    expect(explore({ definition, from }).findings.map(({ code, pointer }) => [code, pointer])).toEqual([
      ['deadline_before_opening', '/deadlines/early'],
      ['delay_never_fires', '/states/open/after/unknown'],
    ]);
  });

  test('time_stands_still', () => {
    const definition = process({
      ping: { status: 'a', after: { PT0S: 'pong' } },
      pong: { status: 'a', after: { PT0S: 'ping' } },
    });
    expect(explore({ definition, from }).findings).toMatchObject([{ code: 'time_stands_still' }]);
  });

  test('mail_storm: ten tasks are passed on to the same people on the same day; ten reminders are one mail', () => {
    const withTasks = (more: object) =>
      process(
        {
          open: {
            status: 'a',
            tasks: Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`t${i}`, task('GO', more)])),
            on: { GO: 'end' },
          },
          end,
        },
        {
          deadlines: { day: { title: text('Day'), from: 'opened', days: 3 } },
          templates: { nudge: { subject: text('Nudge'), body: text('Nudge') } },
        },
      );
    const escalating = withTasks({ escalation: { after: 'P3D', to: 'staff', template: 'nudge' } });
    expect(explore({ definition: escalating, from }).findings).toMatchObject([
      { code: 'mail_storm', pointer: '/templates/nudge', trace: ['wait until 2026-10-29 (P3D)'] },
    ]);
    const reminding = withTasks({ due: 'day', reminders: { template: 'nudge', daysBefore: [0] } });
    expect(explore({ definition: reminding, from }).findings).toEqual([]);
  });

  test('what is decided by a setting or by what an instance opens with is found, too', () => {
    const definition = process(
      {
        open: {
          status: 'a',
          tasks: { go: task('GO') },
          on: {
            GO: [
              { guard: 'settings.strict', target: 'asked' },
              { guard: "input.kind == 'b'", target: 'asked' },
              { target: 'end' },
            ],
          },
        },
        asked: { status: 'a' },
        end,
      },
      {
        input: {
          type: 'object',
          properties: { kind: { type: 'string', title: text('Kind') } },
          required: ['kind'],
        },
        settings: { strict: { title: text('Strict'), schema: { type: 'boolean' }, default: false } },
      },
    );
    const { findings, covered } = explore({ definition, from });
    expect(covered).toMatchObject({ states: 3, of: 3 });
    expect(findings).toMatchObject([
      {
        code: 'dead_end',
        trace: ['opens with {"kind":"b"}', 'Karin does GO'],
      },
    ]);
  });

  test('a system is tried with those whom the instance knows, and an activity with the failures that are told apart', () => {
    const definition = process(
      {
        asking: {
          status: 'a',
          entry: [
            { type: 'assign', params: { parties: '[{"id": "p-1"}]' } },
            { type: 'call', params: { activity: 'ask', done: 'ASKED', failed: 'NOT_ASKED' } },
          ],
          on: {
            ASKED: 'asked',
            NOT_ASKED: [{ guard: "event.data.code == 'empty'", target: 'empty' }, { target: 'end' }],
          },
        },
        asked: {
          status: 'a',
          on: { SAID: { guard: 'context.parties.exists(p, p.id == event.data.party)', target: 'end' } },
        },
        empty: { status: 'a', tasks: { go: task('GO') }, on: { GO: 'end' } },
        end,
      },
      {
        context: { parties: [] },
        activities: { ask: { title: text('Ask') } },
        events: { SAID: { title: text('Said'), data: { type: 'object', properties: { party: { type: 'string' } } } } },
      },
    );
    const { findings, covered } = explore({ definition, from });
    expect(findings).toEqual([]);
    expect(covered).toMatchObject({ states: 4, of: 4 });
  });

  test('a search without an end says where it had to stop', () => {
    const definition = process(
      {
        open: {
          status: 'a',
          tasks: { count: task('COUNT') },
          on: {
            COUNT: [
              { guard: 'context.n > 1000000', target: 'end' },
              { actions: { type: 'assign', params: { n: 'context.n + 1' } } },
            ],
          },
        },
        end,
      },
      { context: { n: 0 } },
    );
    const { stopped, covered, findings } = explore({ definition, from, limit: 20 });
    expect(stopped).toMatch(
      /^Stopped after 20 situations; 1 more were waiting\. Everything within fewer than 10 acts and waits .* Not met until then: "end"\.$/,
    );
    expect(covered).toEqual({ situations: 20, states: 1, of: 2 });
    // What a longer search might have met is no mistake.
    expect(findings).toEqual([]);
  });

  test('in Swedish as well', () => {
    const definition = process({
      open: { status: 'a', tasks: { go: task('GO') }, on: { GO: 'stuck' } },
      stuck: { status: 'a' },
    });
    const [found] = search({ definition, from }).findings;
    expect(found!.message.sv).toBe('I "stuck" kan ingen göra något mer, inget väntas in och ärendet är inte avslutat.');
    expect(found!.trace.map(({ sv }) => sv)).toEqual(['Karin gör GO']);
  });
});

describe('what tells situations apart', () => {
  const counted = (definition: Definition) => search({ definition, from }).covered.situations;
  const noting = (params: Record<string, string>, form: object, more: Partial<Definition>, guard = 'true') =>
    process(
      {
        open: {
          status: 'a',
          tasks: { note: task('NOTE', { form }), go: task('GO') },
          on: { NOTE: { actions: { type: 'assign', params } }, GO: { guard, target: 'end' } },
        },
        end,
      },
      more,
    );
  const form = {
    type: 'object',
    properties: { text: { type: 'string' }, days: { type: 'integer' } },
    required: ['text'],
  };

  test('not what only texts read, however often it changes', () => {
    const params = { last: 'event.data.text', times: 'context.times + 1' };
    expect(counted(noting(params, form, { context: { last: '', times: 0 } }))).toBe(1);
  });

  test('what a guard reads, by way of what it is compared with', () => {
    const params = { days: 'event.data.days' };
    const definition = noting(params, form, { context: { days: 0 } }, 'context.days > 5');
    expect(counted(definition)).toBeGreaterThan(2);
    expect(counted(definition)).toBeLessThan(9);
  });

  test('not which of two people who stand alike it was, but whether it was the same', () => {
    const once = noting({ by: 'event.actor.id' }, form, {
      context: { by: '' },
      roles: {
        staff: { title: text('Staff'), members: 'firm' },
        other: { title: text('Other'), members: 'firm', not: ['context.by'] },
      },
    });
    once.states.open!.tasks!.go!.for = 'other';
    const { findings } = search({ definition: once, from });
    expect(findings.map(({ code }) => code)).toEqual(['duties_not_separated']);
    expect(counted(once)).toBe(2);
  });
});
