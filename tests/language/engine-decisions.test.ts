import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DecisionTable } from '../../definitions/index.ts';
import { parseUnaryTests, passes, UnaryTestError } from '../../definitions/engine/unary-tests.ts';
import { check } from '../../definitions/language/check.ts';
import { chart, draft, text } from './support/process.ts';
import { lars, Run } from './support/run.ts';

const at = '2026-11-02T08:00:00.000Z';

describe('the cells of a table are unary tests of DMN', () => {
  test.each([
    ['5', [5], [4, '5', null]],
    ['>= 5', [5, 6], [4.9]],
    ['< 5', [4, -1], [5]],
    ['-5', [-5], [5]],
    ['[1..5]', [1, 3, 5], [0, 6]],
    ['(1..5)', [2], [1, 5]],
    [']1..5[', [2], [1, 5]],
    ['[0.5..1)', [0.5, 0.99], [1]],
    ['1, 3, > 10', [1, 3, 11], [2, 10]],
    ['not(1, 2)', [3, 'x'], [1, 2]],
    ['-', [1, 'x', true, null], []],
    ['"a", "b"', ['a', 'b'], ['c', 1]],
    ['"with \\"quotes\\""', ['with "quotes"'], []],
    ['>= "2026-07-01"', ['2026-07-01', '2027-01-01'], ['2026-06-30']],
    ['true', [true], [false, 1]],
  ])('%s', (source, inside, outside) => {
    const tests = parseUnaryTests(source);
    expect(inside.filter((value) => !passes(tests, value))).toEqual([]);
    expect(outside.filter((value) => passes(tests, value))).toEqual([]);
  });

  test.each(['', 'five', '5 6', '[1..', '[5..1]', '["a"..1]', '>', 'not(1', ',', '"open', '1..2', '== 5'])(
    '%j is refused with its place',
    (source) => {
      expect(() => parseUnaryTests(source)).toThrow(UnaryTestError);
    },
  );

  test('whatever is written, it is read or refused', () => {
    const part = fc.constantFrom(
      '1',
      '"a"',
      '<',
      '>=',
      '[',
      ']',
      '(',
      ')',
      '..',
      ',',
      'not',
      '-',
      ' ',
      'true',
      '\\',
      '"',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        try {
          passes(parseUnaryTests(parts.join('')), 1);
        } catch (error) {
          expect(error).toBeInstanceOf(UnaryTestError);
        }
      }),
    );
  });
});

/** one reminder fee for private persons, a late-payment fee for others. */
const fee: DecisionTable = {
  title: text('Fee'),
  hitPolicy: 'first',
  inputs: { amount: 'context.amount', kind: 'input.kind' },
  outputs: { fee: { type: 'number' }, why: { type: 'string' } },
  rules: [
    { when: { amount: '>= 1000', kind: '"business", "authority"' }, then: { fee: '450', why: '"business"' } },
    { when: { amount: '>= 1000' }, then: { fee: 'settings.fee', why: '"person " + string(context.amount)' } },
  ],
  otherwise: { fee: '0', why: '""' },
};
const kind = { type: 'string', enum: ['person', 'business', 'authority'] };

const asking = (table: Partial<DecisionTable> = {}, guard = 'decisions.fee.fee > 0') => ({
  states: {
    open: {
      status: 'a',
      actions: {
        ASK: {
          for: ['staff'],
          label: text('Ask'),
          form: { type: 'object', properties: { amount: { type: 'number' } }, required: ['amount'] },
        },
      },
      on: { ASK: { actions: { type: 'assign' as const, params: { amount: 'event.data.amount' } } } },
      always: { guard, target: 'charged' },
    },
    charged: {
      type: 'final' as const,
      status: 'c',
      entry: { type: 'record' as const, params: { text: text('${decisions.fee.fee} ${decisions.fee.why}') } },
    },
  },
  more: {
    decisions: { fee: { ...fee, ...table } },
    input: { type: 'object', properties: { kind }, required: ['kind'] },
    context: { amount: 0 },
    settings: { fee: { title: text('Fee'), schema: { type: 'number' }, default: 60 } },
  },
});

describe('a table decides', () => {
  const run = (of: string, amount: number) => {
    const { states, more } = asking();
    const one = new Run(chart(states, more), { at, input: { kind: of } }).act(lars, 'ASK', { amount });
    return one.state.done ? one.log.at(-1)!.text.en : null;
  };
  test.each([
    ['business', 1000, '450 business'],
    ['authority', 2000, '450 business'],
    ['person', 1000, '60 person 1000'],
    ['person', 999, null],
  ])('X-05 %s, %d kr: %s', (of, amount, charged) => expect(run(of, amount)).toBe(charged));

  test('all rules that fit, in their order', () => {
    const { states, more } = asking(
      { hitPolicy: 'collect' },
      'decisions.fee.exists(one, one.fee == 450) && size(decisions.fee) == 2',
    );
    states.charged.entry.params.text = text('${decisions.fee.map(one, string(one.fee)).join("+")}');
    const one = new Run(chart(states, more), { at, input: { kind: 'business' } }).act(lars, 'ASK', { amount: 5000 });
    expect(one.log.at(-1)!.text.en).toBe('450+60');
  });

  test('an expression that reads no table works none out', () => {
    const { states, more } = asking({ inputs: { amount: 'size(context.list[5]) > 0 ? 1 : 0', kind: 'input.kind' } });
    const definition = draft(states, { ...more, context: { amount: 0, list: [] } });
    definition.states.open!.always = { guard: 'context.amount > 5', target: 'charged' };
    definition.states.charged!.entry = [];
    const one = new Run(definition, { at, input: { kind: 'person' } });
    expect(one.act(lars, 'ASK', { amount: 6 }).state.done).toBe(true);
  });
});

describe('a table is looked through before it is published', () => {
  const found = (table: Partial<DecisionTable>) => {
    const { states, more } = asking(table);
    return check(draft(states, more)).map(({ code, message }) => [code, message.en]);
  };
  const rule = (amount: string, of?: string) => ({
    when: { amount, ...(of && { kind: of }) },
    then: { fee: '1', why: '""' },
  });
  const { otherwise: _, ...bare } = fee;
  const rules = (hitPolicy: 'first' | 'unique', ...list: DecisionTable['rules']) => {
    const { states, more } = asking();
    const table: DecisionTable = { ...bare, hitPolicy, rules: list };
    return check(draft(states, { ...more, decisions: { fee: table } }))
      .filter(({ code }) => code.startsWith('decision'))
      .map(({ code, message }) => `${code}: ${message.en}`);
  };

  test('nothing is said of one that covers every case', () => {
    expect(rules('unique', rule('< 10'), rule('[10..20)'), rule('>= 20'))).toEqual([]);
    expect(rules('unique', rule('-', '"person"'), rule('-', '"business", "authority"'))).toEqual([]);
  });

  test('a case between two rules is found, with the value', () => {
    expect(rules('first', rule('< 10'), rule('> 10'))).toEqual([
      'decision_gap: No rule of "fee" says what happens when amount = 10, kind = "person".',
    ]);
    expect(rules('first', rule('-', '"person"'))).toEqual([
      'decision_gap: No rule of "fee" says what happens when amount = 0, kind = "business".',
    ]);
  });

  test('a case of two rules is found, with the value', () => {
    expect(rules('unique', rule('<= 10'), rule('>= 10'))).toEqual([
      'decision_overlap: Rules 1 and 2 of "fee" both fit when amount = 10, kind = "person".',
    ]);
  });

  test('a rule under one that takes all is never reached', () => {
    expect(rules('first', rule('-'), rule('> 5'))).toEqual([
      'decision_rule_unreachable: Rule 2 of "fee" never decides.',
    ]);
  });

  test('what a rule answers has the kind that the table says', () => {
    expect(found({ otherwise: { fee: '"much"', why: '""' } }).map(([code]) => code)).toEqual(['expression_result']);
    expect(found({ otherwise: { fee: '1' } })).toEqual([['decision_column', 'The output "why" is not answered here.']]);
  });
});
