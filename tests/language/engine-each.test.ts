import { describe, expect, test } from 'vitest';
import type { Actor, Definition } from '../../definitions/index.ts';
import { check } from '../../definitions/language/check.ts';
import { chart, draft, text } from './support/process.ts';
import { karin, lars, Run } from './support/run.ts';

const person = (userId: string): Actor => ({ userId, name: userId.toUpperCase(), groups: ['client'] });
const [ada, bea, cia] = [person('ada'), person('bea'), person('cia')] as [Actor, Actor, Actor];
const at = '2026-11-02T08:00:00.000Z';

/** A signing order: the parties of the lowest order number that have not signed sign side by side, then the next. */
const signing = (): Definition =>
  chart(
    {
      preparing: { status: 'a', always: 'signing' },
      signing: {
        status: 'b',
        tasks: {
          sign: {
            each: 'context.parties.filter(p, !p.signed && !context.parties.exists(q, !q.signed && q.order < p.order))',
            for: 'party',
            title: text('Sign, ${item.name}'),
            event: 'SIGN',
            due: 'lastDay',
            reminders: { template: 'sign', daysBefore: [1] },
          },
        },
        on: {
          SIGN: {
            actions: [
              {
                type: 'assign',
                params: {
                  parties: 'context.parties.map(p, p.id == event.item.id ? merge(p, {"signed": true}) : p)',
                },
              },
              { type: 'record', params: { text: text('${event.item.name} has signed') } },
            ],
          },
          CORRECT: {
            actions: {
              type: 'assign',
              params: {
                parties:
                  'context.parties.filter(p, p.id != "ada") + [{"id": "dag", "name": "Dag", "order": 1.0, "signed": false}]',
              },
            },
          },
        },
        actions: { CORRECT: { for: ['staff'], label: text('Correct') } },
        always: { guard: 'context.parties.all(p, p.signed)', target: 'signed' },
      },
      signed: { type: 'final', status: 'c' },
    },
    {
      input: {
        type: 'object',
        properties: {
          parties: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                id: { type: 'string' },
                name: { type: 'string' },
                order: { type: 'integer' },
                signed: { type: 'boolean' },
              },
            },
          },
        },
        required: ['parties'],
      },
      context: { parties: [] },
      entry: { type: 'assign', params: { parties: 'input.parties' } },
      roles: {
        staff: { title: text('Staff'), members: 'firm' },
        party: { title: text('Party'), members: 'person', person: 'item.id' },
      },
      deadlines: { lastDay: { title: text('Last day'), from: 'opened', days: 10 } },
      templates: { sign: { subject: text('${item.name}, please sign'), body: text('Sign.') } },
    },
  );

const parties = [
  { id: 'ada', name: 'Ada', order: 1, signed: false },
  { id: 'bea', name: 'Bea', order: 1, signed: false },
  { id: 'cia', name: 'Cia', order: 2, signed: false },
];
const order = () => new Run(signing(), { at, input: { parties } });
const whose = (run: Run) => run.state.tasks.map(({ itemId, assigneeId, title }) => [itemId, assigneeId, title.en]);

describe('a task for each item of a list', () => {
  test('K-09 K-10 a round has a task for each of its parties, with what the item says', () => {
    const run = order();
    expect(whose(run)).toEqual([
      ['ada', 'ada', 'Sign, Ada'],
      ['bea', 'bea', 'Sign, Bea'],
    ]);
    expect(run.can(ada)).toEqual(['SIGN']);
    expect(run.can(cia)).toEqual([]);
    expect(run.refused(cia, 'SIGN')).toBe('role_missing');
  });

  test('K-10 the order is enforced: whoever comes later gets a task when those before have signed', () => {
    const run = order();
    const kept = run.state.tasks[0]!.id;
    run.act(bea, 'SIGN');
    expect(run.state.tasks.map(({ id }) => id)).toEqual([kept]);
    expect(run.refused(bea, 'SIGN')).toBe('role_missing');
    run.act(ada, 'SIGN');
    expect(whose(run)).toEqual([['cia', 'cia', 'Sign, Cia']]);
    run.act(cia, 'SIGN');
    expect(run.state).toMatchObject({ done: true, status: 'c', tasks: [] });
    expect(run.log.filter(({ kind }) => kind === 'record').map((line) => line.text.en)).toEqual([
      'Bea has signed',
      'Ada has signed',
      'Cia has signed',
    ]);
  });

  test('the event knows the item of the task that is named, and nobody performs another one', () => {
    const run = order();
    const [first, second] = run.state.tasks;
    expect(run.refused(bea, 'SIGN', {}, { taskId: first!.id })).toBe('role_missing');
    expect(run.refused(bea, 'SIGN', {}, { taskId: second!.id })).toBeNull();
  });

  test('reminders go to the person of the item, in the words of the item', () => {
    const run = order().act(ada, 'SIGN').until('2026-11-13T08:00:00.000Z');
    const told = run.effects.flatMap((effect) =>
      effect.type === 'notify' ? [[effect.userId, effect.subject.en]] : [],
    );
    expect(told).toEqual([['bea', 'Bea, please sign']]);
  });

  test('a list that changes takes the tasks of what left, and keeps those of what stays', () => {
    const run = order();
    const kept = run.state.tasks[1]!.id;
    run.act(lars, 'CORRECT');
    expect(run.state.tasks.map(({ itemId }) => itemId)).toEqual(['bea', 'dag']);
    expect(run.state.tasks[0]!.id).toBe(kept);
  });

  test('a task survives continue-as-new: the state is plain JSON', () => {
    const run = order();
    run.state = JSON.parse(JSON.stringify(run.state));
    expect(run.act(ada, 'SIGN').state.tasks.map(({ itemId }) => itemId)).toEqual(['bea']);
  });

  test('items without a name of their own, or with the same, each have a task all the same', () => {
    const run = new Run(signing(), {
      at,
      input: { parties: [{ order: 1 }, { id: 'x', order: 1 }, { id: 'x', order: 1 }] },
    });
    expect(run.state.tasks).toHaveLength(3);
    expect(new Set(run.state.tasks.map(({ id }) => id)).size).toBe(3);
  });

  test('texts make a list of their own', () => {
    const run = new Run(
      chart(
        {
          open: {
            status: 'a',
            tasks: { visit: { each: 'settings.towns', for: 'staff', title: text('Visit ${item}'), event: 'VISIT' } },
            on: { VISIT: 'end' },
          },
          end: { type: 'final', status: 'c' },
        },
        {
          settings: {
            towns: {
              title: text('Towns'),
              schema: { type: 'array', items: { type: 'string' } },
              default: ['Umeå', 'Lund'],
            },
          },
        },
      ),
      { at },
    );
    expect(run.state.tasks.map(({ title }) => title.sv)).toEqual(['Visit Umeå', 'Visit Lund']);
    run.change({ settings: { towns: { value: ['Lund'], origin: 'client' } } });
    expect(run.state.tasks.map(({ title }) => title.sv)).toEqual(['Visit Lund']);
    expect(run.act(karin, 'VISIT').state.done).toBe(true);
  });
});

test('what is no list, and an item where there is none, are refused', () => {
  const open = (task: object) =>
    draft(
      {
        open: {
          status: 'a',
          tasks: { one: { title: text('One'), event: 'GO', for: 'one', ...task } },
          on: { GO: 'end' },
        },
        end: { type: 'final', status: 'c' },
      },
      { roles: { one: { title: text('One'), members: 'person', person: 'item.id' } }, context: { n: 0, list: [] } },
    );
  const found = (task: object) =>
    check(open(task))
      .filter(({ severity }) => severity === 'error')
      .map(({ code, pointer }) => [code, pointer]);
  expect(found({ each: 'context.list' })).toEqual([]);
  expect(found({ each: 'context.n' })).toEqual([['expression_result', '/states/open/tasks/one/each']]);
  expect(found({})).toEqual([['item_missing', '/states/open/tasks/one/for']]);
  expect(found({ title: text('${item.x}') }).map(([code]) => code)).toContain('expression_unknown_name');
});
