import { describe, expect, test } from 'vitest';
import { Scope } from '../../definitions/engine/cel.ts';
import { LimitError, MAX_CONTEXT, MAX_STEPS, MAX_TASKS } from '../../definitions/engine/limits.ts';
import { check, MAX_DEFINITION_BYTES } from '../../definitions/language/check.ts';
import { button, chart, draft, text } from './support/process.ts';
import { lars, Run } from './support/run.ts';

const at = '2026-11-02T08:00:00.000Z';
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
const scope = new Scope({ xs: 'list<double>', rows: 'list<dyn>', m: 'map<string, dyn>', on: 'bool' });
const value = (source: string, xs: number[], rows: unknown[] = [], more = {}) =>
  scope.evaluate(source, { xs, rows, ...more });

describe('an expression that would be slow', () => {
  test('three lists inside each other are refused before they run', () => {
    const source = 'xs.exists(a, xs.exists(b, xs.exists(c, a + b + c < 0.0)))';
    expect(scope.check(source)).toMatchObject({ problem: { code: 'nested_too_deep', start: 26 } });
    expect(scope.check('xs.map(a, xs.map(b, a * b))')).toMatchObject({ type: 'list<list<double>>' });
    expect(scope.check('xs.filter(a, a > 1.0).map(b, b).filter(c, c > 2.0).exists(d, d == 3.0)')).toEqual({
      type: 'bool',
    });
  });

  test('the finding stands at the third, and says what to do', () => {
    const definition = draft(
      {
        open: {
          status: 'a',
          always: { guard: 'context.l.all(a, context.l.all(b, context.l.all(c, a == c)))', target: 'end' },
        },
        end: { type: 'final', status: 'c' },
      },
      { context: { l: [1] } },
    );
    expect(check(definition).map(({ code, suggestion }) => [code, suggestion?.en ?? null])).toEqual([
      ['expression_too_complex', 'Keep a part of the result in the context.'],
    ]);
  });

  test('100 in 100 is worked out; one more is stopped, wherever it runs, at the same item', () => {
    const pairs = 'size(xs.filter(a, xs.exists(b, b == a + 1000.0)))';
    expect(value(pairs, numbers(99))).toBe(0);
    expect(() => value(pairs, numbers(101))).toThrow(LimitError);
  });

  test.each([
    ['rows.exists(a, xs.exists(b, b < 0.0))'],
    ['on || rows.exists(a, xs.exists(b, b < 0.0))'],
    ['rows.all(a, xs.exists(b, b < 0.0) || true)'],
    ['rows.map(a, xs.map(b, b))[0][0] == 0.0'],
  ])('being stopped is no error that an expression can go on after: %s', (source) => {
    expect(() => value(source, numbers(200), numbers(200), { on: false })).toThrow(LimitError);
  });

  test('a long list that is gone through once is no trouble, also with brackets and maps', () => {
    expect(value('size((xs + xs).map(a, a + 1.0))', numbers(MAX_STEPS / 2))).toBe(MAX_STEPS);
    expect(value('m.all(key, key != "x")', [], [], { m: { a: 1, b: 2 } })).toBe(true);
    expect(() => value('xs.map(a, a)', numbers(MAX_STEPS + 1))).toThrow(LimitError);
  });

  test('each evaluation has its own steps', () => {
    for (let round = 0; round < 5; round += 1) expect(value('size(xs.map(a, a))', numbers(MAX_STEPS))).toBe(MAX_STEPS);
  });

  test('what is stopped has looked at no more than it may', () => {
    let looks = 0;
    const counted = new Proxy(numbers(5000), {
      get(target, key) {
        if (typeof key === 'string' && /^\d+$/.test(key)) looks += 1;
        return Reflect.get(target, key);
      },
    });
    expect(() => value('xs.exists(a, xs.exists(b, a + b < 0.0))', counted)).toThrow(LimitError);
    expect(looks).toBeLessThanOrEqual(MAX_STEPS);
  });
});

describe('an instance that would grow without end', () => {
  const growing = () =>
    chart(
      {
        open: {
          status: 'a',
          actions: button('DOUBLE'),
          on: { DOUBLE: { actions: { type: 'assign', params: { text: 'context.text + context.text' } } } },
        },
      },
      { context: { text: 'x' } },
    );

  test('is stopped: the act is refused, and nothing has changed', () => {
    const run = new Run(growing(), { at });
    for (let length = 1; length * 2 < MAX_CONTEXT - 100; length *= 2) run.act(lars, 'DOUBLE');
    const before = run.state;
    expect(() => run.act(lars, 'DOUBLE')).toThrow(
      expect.objectContaining({ refusal: expect.objectContaining({ code: 'limit_exceeded' }) }),
    );
    expect(run.state).toBe(before);
  });

  test('a list opens at most 500 tasks', () => {
    const list = (count: number) =>
      new Run(
        chart(
          {
            open: {
              status: 'a',
              tasks: { one: { each: 'input.list', for: 'staff', title: text('One'), event: 'GO' } },
              on: { GO: 'end' },
            },
            end: { type: 'final', status: 'c' },
          },
          { input: { type: 'object', properties: { list: { type: 'array', items: { type: 'string' } } } } },
        ),
        { at, input: { list: numbers(count).map(String) } },
      );
    expect(list(MAX_TASKS).state.tasks).toHaveLength(MAX_TASKS);
    expect(() => list(MAX_TASKS + 1)).toThrow(LimitError);
  });

  test('transitions that lead in a circle are stopped, and the instance stays where it was', () => {
    const run = new Run(
      chart({
        open: { status: 'a', actions: button('GO'), on: { GO: 'one' } },
        one: { status: 'b', always: { guard: 'today != ""', target: 'two' } },
        two: { status: 'c', always: { guard: 'today != ""', target: 'one' } },
      }),
      { at },
    );
    const before = run.state;
    expect(() => run.act(lars, 'GO')).toThrow();
    expect(run.state).toBe(before);
  });
});

describe('a definition that is too large or too deep', () => {
  test('5 MB, 101 brackets and states in states in states are refused', () => {
    const codes = (source: string | object) => check(source).map(({ code }) => code);
    expect(codes(`{"id":"${'x'.repeat(5 * 1024 * 1024)}"}`)).toEqual(['too_large']);
    expect(codes(`{"id":"${'x'.repeat(MAX_DEFINITION_BYTES)}"}`)).toEqual(['too_large']);
    expect(codes('{"a":'.repeat(101) + '1' + '}'.repeat(101))).toEqual(['nesting_too_deep']);
    let state: object = { status: 'a' };
    for (let depth = 0; depth < 9; depth += 1) state = { initial: 'in', states: { in: state } };
    expect(codes(draft({ open: state }))).toContain('states_too_deep');
  });
});
