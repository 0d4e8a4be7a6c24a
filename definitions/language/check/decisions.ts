/** Decision tables: cells that can be read, columns that exist, cases that no rule covers or that two do. */
import { parseUnaryTests, passes, UnaryTestError, type Literal, type UnaryTests } from '../../engine/unary-tests.ts';
import type { DecisionTable, Definition, Json, JsonSchema } from '../types.ts';
import { step, type Reporter } from '../findings.ts';
import { suggestName } from '../near.ts';

/** More cases than this are not gone through. */
const MAX_CASES = 50_000;

export function checkDecisions(definition: Definition, report: Reporter): void {
  for (const [name, table] of Object.entries(definition.decisions ?? {})) {
    const at = `/decisions${step(name)}`;
    const readable = checkCells(table, at, report);
    checkColumns(table, at, report);
    if (readable) checkCases(definition, name, table, at, report);
  }
  checkCircles(definition, report);
}

function checkCells(table: DecisionTable, at: string, report: Reporter): boolean {
  let readable = true;
  for (const [index, rule] of table.rules.entries()) {
    for (const [input, source] of Object.entries(rule.when)) {
      const pointer = `${at}/rules/${index}/when${step(input)}`;
      if (!Object.hasOwn(table.inputs, input)) {
        const suggestion = suggestName(input, Object.keys(table.inputs));
        report(pointer, {
          code: 'decision_column',
          message: `The table has no input "${input}".`,
          suggestion,
          key: true,
        });
        readable = false;
      }
      try {
        parseUnaryTests(source);
      } catch (error) {
        if (!(error instanceof UnaryTestError)) throw error;
        const range = { start: error.at, end: Math.max(error.at + 1, source.length) };
        const suggestion = 'Write for example >= 1000, "a", "b" or [1..5].';
        report(pointer, { code: 'decision_cell', message: error.message, suggestion, range });
        readable = false;
      }
    }
  }
  return readable;
}

function checkColumns(table: DecisionTable, at: string, report: Reporter): void {
  const outputs = Object.keys(table.outputs);
  const answers = table.rules.map(({ then }, index): [string, Record<string, string>] => [
    `${at}/rules/${index}/then`,
    then,
  ]);
  if (table.otherwise) answers.push([`${at}/otherwise`, table.otherwise]);
  for (const [pointer, then] of answers) {
    for (const output of Object.keys(then).filter((key) => !outputs.includes(key))) {
      const suggestion = suggestName(output, outputs);
      const message = `The table has no output "${output}".`;
      report(pointer + step(output), { code: 'decision_column', message, suggestion, key: true });
    }
    for (const output of outputs.filter((key) => !Object.hasOwn(then, key))) {
      report(pointer, { code: 'decision_column', message: `The output "${output}" is not answered here.`, key: true });
    }
  }
}

/** Values of one input, so many that every test of the column is once passed and once not. */
function valuesOf(columns: UnaryTests[], schema: JsonSchema | undefined): Literal[] {
  if (Array.isArray(schema?.enum)) return schema.enum as Literal[];
  const ranges = columns.flatMap((tests) => tests.ranges);
  const literals = [...new Set(ranges.flatMap(({ from, to }) => [from, to]).filter((value) => value !== null))];
  if (literals.some((value) => typeof value === 'boolean')) return [true, false];
  const texts = literals.filter((value) => typeof value === 'string').sort();
  if (texts.length > 0) {
    const ordered = ranges.some(({ from, to }) => from !== to);
    const others = ordered ? ['', ...texts.map((text) => `${text} `)] : ['other'];
    return [...texts, ...others.filter((text) => !texts.includes(text))];
  }
  const numbers = literals.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  if (numbers.length === 0) return [0];
  const whole = schema?.type === 'integer';
  const between = numbers.slice(1).map((next, index) => (numbers[index]! + next) / 2);
  const values = [numbers[0]! - 1, ...numbers, ...between, numbers.at(-1)! + 1];
  const { minimum = -Infinity, maximum = Infinity } = (schema ?? {}) as { minimum?: number; maximum?: number };
  return [...new Set(whole ? values.map(Math.floor) : values)].filter((value) => value >= minimum && value <= maximum);
}

/** What an input is declared as, where it is read as it is. */
function schemaOf(definition: Definition, source: string): JsonSchema | undefined {
  const [, root, key] = /^\s*(input|client|settings)\.(\w+)\s*$/.exec(source) ?? [];
  if (key === undefined) return undefined;
  if (root === 'settings') return definition.settings?.[key]?.schema;
  const owner = root === 'input' ? definition.input : definition.client;
  return (owner?.properties as Record<string, JsonSchema> | undefined)?.[key];
}

function checkCases(definition: Definition, name: string, table: DecisionTable, at: string, report: Reporter): void {
  const any = parseUnaryTests('-');
  const columns = Object.entries(table.inputs).map(([input, source]) => {
    const tests = table.rules.map(({ when }) => (when[input] === undefined ? any : parseUnaryTests(when[input])));
    const values = valuesOf(tests, schemaOf(definition, source));
    return { input, values, fits: tests.map((test) => values.map((value) => passes(test, value as Json))) };
  });
  const cases = columns.reduce((product, { values }) => product * values.length, 1);
  if (cases > MAX_CASES) {
    const message = `The table "${name}" has too many cases to look for gaps and overlaps.`;
    const suggestion = 'Split it in two tables.';
    report(at, { code: 'decision_unchecked', message, suggestion, key: true });
    return;
  }
  const used = new Set<number>();
  const overlaps = new Map<string, [number, number, string]>();
  let gap: string | null = null;
  for (let number = 0; number < cases; number += 1) {
    let rest = number;
    const place = columns.map(({ values }) => {
      const index = rest % values.length;
      rest = Math.floor(rest / values.length);
      return index;
    });
    const said = () =>
      columns.map(({ input, values }, index) => `${input} = ${JSON.stringify(values[place[index]!])}`).join(', ');
    const hits: number[] = [];
    for (let rule = 0; rule < table.rules.length; rule += 1) {
      if (!columns.every(({ fits }, index) => fits[rule]![place[index]!])) continue;
      hits.push(rule);
      if (table.hitPolicy === 'first') break;
    }
    for (const hit of hits) used.add(hit);
    if (hits.length === 0) gap ??= said();
    const [one, two] = hits;
    if (one !== undefined && two !== undefined && !overlaps.has(`${one} ${two}`))
      overlaps.set(`${one} ${two}`, [one, two, said()]);
  }
  if (gap !== null && !table.otherwise && table.hitPolicy !== 'collect') {
    const message = `No rule of "${name}" says what happens when ${gap}.`;
    report(`${at}/rules`, { code: 'decision_gap', message, suggestion: 'Add a rule, or "otherwise".', key: true });
  }
  if (table.hitPolicy === 'unique') {
    for (const [one, two, when] of overlaps.values()) {
      const message = `Rules ${one + 1} and ${two + 1} of "${name}" both fit when ${when}.`;
      const suggestion = 'Narrow one of them, or choose another "hitPolicy".';
      report(`${at}/rules/${two}`, { code: 'decision_overlap', message, suggestion });
    }
  }
  for (const index of table.rules.keys()) {
    if (used.has(index)) continue;
    const message = `Rule ${index + 1} of "${name}" never decides.`;
    report(`${at}/rules/${index}`, { code: 'decision_rule_unreachable', message });
  }
}

/** Tables that a table reads. */
function readBy(table: DecisionTable): string[] {
  const sources = [
    ...Object.values(table.inputs),
    ...table.rules.flatMap(({ then }) => Object.values(then)),
    ...Object.values(table.otherwise ?? {}),
  ];
  return sources.flatMap((source) => [...source.matchAll(/\bdecisions\s*\.\s*(\w+)/g)].map((match) => match[1]!));
}

function checkCircles(definition: Definition, report: Reporter): void {
  const tables = definition.decisions ?? {};
  for (const start of Object.keys(tables)) {
    const seen = new Set<string>();
    const open = readBy(tables[start]!);
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (seen.has(name) || !Object.hasOwn(tables, name)) continue;
      seen.add(name);
      open.push(...readBy(tables[name]!));
    }
    if (!seen.has(start)) continue;
    const message = `The table "${start}" depends on its own answer.`;
    report(`/decisions${step(start)}`, { code: 'decision_circle', message, key: true });
  }
}
