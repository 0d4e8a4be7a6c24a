/**
 * The cells of a decision table: DMN's unary tests, as far as they are values, comparisons and ranges.
 * Source: OMG DMN 1.5, section 10.3.1.2, grammar rules 7 to 18.
 */
import type { Json } from '../language/types.ts';

export type Literal = number | string | boolean;

/** A range; `null`: open at that end. A single value is a range from it to it. */
export interface Range {
  from: Literal | null;
  fromIncluded: boolean;
  to: Literal | null;
  toIncluded: boolean;
}

/** Any of the ranges, or none of them; no ranges and `negated`: anything. */
export interface UnaryTests {
  negated: boolean;
  ranges: Range[];
}

/** Thrown for a cell that cannot be read. `at`: offset in the source. */
export class UnaryTestError extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.name = 'UnaryTestError';
    this.at = at;
  }
}

const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?)|(true|false|not)\b|(\.\.|<=|>=|[<>=,()[\]-]))/y;

interface Token {
  text: string;
  literal: Literal | null;
  at: number;
}

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (source.slice(at).trim() !== '') {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    if (!match) {
      const start = at + (source.slice(at).length - source.slice(at).trimStart().length);
      throw new UnaryTestError(`"${source.slice(start, start + 20)}" is not a test.`, start);
    }
    const text = match[1] ?? match[2] ?? match[3] ?? match[4]!;
    at = TOKEN.lastIndex;
    tokens.push({ text, literal: literalOf(match), at: at - text.length });
  }
  return tokens;
}

function literalOf([, text, number, word]: RegExpExecArray): Literal | null {
  if (text !== undefined) return text.slice(1, -1).replaceAll(/\\(.)/g, '$1');
  if (number !== undefined) return Number(number);
  return word === 'true' ? true : word === 'false' ? false : null;
}

/** Throws UnaryTestError. */
export function parseUnaryTests(source: string): UnaryTests {
  const tokens = tokensOf(source);
  let next = 0;
  const peek = () => tokens[next]?.text;
  const end = source.length;
  const fail = (message: string): never => {
    throw new UnaryTestError(message, tokens[next]?.at ?? end);
  };
  const take = (...texts: string[]): string => {
    if (peek() === undefined || !texts.includes(peek()!)) fail(`Here ${texts.join(' or ')} is expected.`);
    return tokens[next++]!.text;
  };
  const literal = (): Literal => {
    const value = tokens[next]?.literal ?? null;
    if (value === null) fail('Here a number, a text in double quotes, true or false is expected.');
    next += 1;
    return value!;
  };
  const range = (): Range => {
    const first = peek();
    if (first === '<' || first === '<=') {
      next += 1;
      return { from: null, fromIncluded: false, to: literal(), toIncluded: first === '<=' };
    }
    if (first === '>' || first === '>=') {
      next += 1;
      return { from: literal(), fromIncluded: first === '>=', to: null, toIncluded: false };
    }
    if (first === '[' || first === '(' || first === ']') {
      next += 1;
      const from = literal();
      take('..');
      const at = tokens[next]?.at ?? end;
      const to = literal();
      if (typeof from !== typeof to) throw new UnaryTestError('Both ends of a range are of the same kind.', at);
      if (from > to) throw new UnaryTestError('The range ends before it begins.', at);
      return { from, fromIncluded: first === '[', to, toIncluded: take(']', ')', '[') === ']' };
    }
    if (first === '=') next += 1;
    const value = literal();
    return { from: value, fromIncluded: true, to: value, toIncluded: true };
  };
  const list = (): Range[] => {
    const ranges = [range()];
    while (peek() === ',') {
      next += 1;
      ranges.push(range());
    }
    return ranges;
  };
  let tests: UnaryTests;
  if (tokens.length === 1 && peek() === '-') {
    next += 1;
    tests = { negated: true, ranges: [] };
  } else if (peek() === 'not') {
    next += 1;
    take('(');
    tests = { negated: true, ranges: list() };
    take(')');
  } else tests = { negated: false, ranges: list() };
  if (next < tokens.length) fail('Here the test should end; several are separated by commas.');
  return tests;
}

export const passes = ({ negated, ranges }: UnaryTests, value: Json): boolean =>
  ranges.some((range) => within(range, value)) !== negated;

/** A value of another kind than the range is outside it. */
function within({ from, fromIncluded, to, toIncluded }: Range, value: Json): boolean {
  if (value === null || typeof value !== typeof (from ?? to)) return false;
  const given = value as Literal;
  if (from !== null && (given < from || (given === from && !fromIncluded))) return false;
  return to === null || given < to || (given === to && toIncluded);
}
