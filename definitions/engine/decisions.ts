/** Decision tables: which rules fit, and what they answer. */
import type { DecisionRule, DecisionTable, Json, JsonObject } from '../language/types.ts';
import { parseUnaryTests, passes, type UnaryTests } from './unary-tests.ts';

const parsed = new WeakMap<DecisionRule, [input: string, tests: UnaryTests][]>();

function testsOf(rule: DecisionRule): [string, UnaryTests][] {
  let tests = parsed.get(rule);
  if (!tests) {
    tests = Object.entries(rule.when).map(([input, source]) => [input, parseUnaryTests(source)]);
    parsed.set(rule, tests);
  }
  return tests;
}

/** The outputs of the rule that fits; with `collect`, those of all that fit. Empty where none fits. */
export function decide(table: DecisionTable, evaluate: (source: string) => Json): Json {
  const inputs = new Map<string, Json>();
  const input = (name: string): Json => {
    if (!inputs.has(name)) inputs.set(name, evaluate(table.inputs[name] ?? 'null'));
    return inputs.get(name)!;
  };
  const fits = (rule: DecisionRule) => testsOf(rule).every(([name, tests]) => passes(tests, input(name)));
  const answer = (then: Record<string, string>): JsonObject =>
    Object.fromEntries(Object.entries(then).map(([name, source]) => [name, evaluate(source)]));
  if (table.hitPolicy === 'collect') {
    const found = table.rules.filter(fits);
    if (found.length === 0 && table.otherwise) return [answer(table.otherwise)];
    return found.map(({ then }) => answer(then));
  }
  const rule = table.rules.find(fits);
  return answer(rule?.then ?? table.otherwise ?? {});
}
