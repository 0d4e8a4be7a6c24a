/** A JSON text as a value and a way back from any part of the value to its line and column. */
import { createScanner, parseTree, type Node, type ParseError } from 'jsonc-parser';
import type { Json, JsonObject } from './types.ts';
import { step } from './findings.ts';
import { syntaxFaults, unreadable } from './syntax.ts';

/** Deepest nesting of brackets that is read; deeper ones could exhaust the stack. */
const MAX_NESTING = 100;
/** As own keys of a plain object these would change what every other object is. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Keys whose objects have names that the author gives. */
const COLLECTIONS = new Set([
  ...['roles', 'statuses', 'deadlines', 'templates', 'settings', 'context', 'events', 'activities', 'decisions'],
  ...['facts', 'states', 'on', 'after', 'tasks', 'actions', 'properties'],
]);

export interface Place {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

export interface SyntaxProblem {
  kind: 'syntax' | 'nesting' | 'duplicate' | 'forbidden';
  message: string;
  pointer: string;
  place: Place;
}

export interface ParsedText {
  /** Undefined when there is no value at all. Forbidden keys are left out; of a key that stands twice the last one counts. */
  value: Json | undefined;
  problems: SyntaxProblem[];
  /** The place of a value, of its key, or of a part of a text value. A pointer to nothing gives the nearest parent. */
  locate(pointer: string, part?: { key?: boolean; range?: { start: number; end: number } }): Place;
}

export function parseText(source: string): ParsedText {
  // An editor does not count the mark of a byte order.
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  const lineStarts = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((match) => match.index + match[0].length)];
  const place = (start: number, end: number): Place => {
    const from = position(lineStarts, start);
    const to = position(lineStarts, Math.max(start, end));
    return { ...from, endLine: to.line, endColumn: to.column };
  };
  const problems: SyntaxProblem[] = [];
  const useless = unreadable(text);
  if (useless) {
    const where = place(useless.start, useless.end);
    problems.push({ kind: 'syntax', message: useless.message, pointer: '', place: where });
    return { value: undefined, problems, locate: () => where };
  }
  const tooDeep = deepBracket(text);
  if (tooDeep !== null) {
    const message = `Brackets are nested more than ${MAX_NESTING} deep here.`;
    problems.push({ kind: 'nesting', message, pointer: '', place: place(tooDeep, tooDeep + 1) });
    return { value: undefined, problems, locate: () => place(tooDeep, tooDeep + 1) };
  }

  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const lineOf = (offset: number): number => position(lineStarts, offset).line;
  const faults = syntaxFaults(text, errors, lineOf);
  const trusted = faults[0]?.start ?? Infinity;
  for (const { message, start, end } of faults) {
    problems.push({ kind: 'syntax', message, pointer: '', place: place(start, end) });
  }

  const values = new Map<string, Node>();
  const keys = new Map<string, Node>();
  const forget = (pointer: string): void => {
    for (const places of [values, keys])
      for (const at of places.keys()) if (at.startsWith(`${pointer}/`)) places.delete(at);
  };
  /** `onto`: the collection that the same key had before. */
  const build = (node: Node, pointer: string, onto?: Json): Json => {
    values.set(pointer, node);
    if (node.type === 'array') return (node.children ?? []).map((child, index) => build(child, pointer + step(index)));
    if (node.type !== 'object') return (node.value ?? null) as Json;
    const object: JsonObject = isObject(onto) ? { ...onto } : {};
    const written = new Set<string>();
    for (const property of node.children ?? []) {
      const [key, value] = property.children ?? [];
      if (!key) continue;
      const name = String(key.value);
      const at = pointer + step(name);
      const where = place(key.offset, key.offset + key.length);
      if (FORBIDDEN_KEYS.has(name)) {
        problems.push({ kind: 'forbidden', message: `"${name}" cannot be used as a name.`, pointer: at, place: where });
        continue;
      }
      // After a fault it may be that what looks like one object is two.
      if (written.has(name) && key.offset < trusted) {
        const message = `"${name}" stands twice in the same object; only the last one would count.`;
        problems.push({ kind: 'duplicate', message, pointer: at, place: where });
      }
      written.add(name);
      keys.set(at, key);
      // As JSON.parse has it, the last one counts; of two collections both, so that no name is missed everywhere.
      const both = COLLECTIONS.has(name) ? object[name] : undefined;
      if (!both && Object.hasOwn(object, name)) forget(at);
      if (value) object[name] = build(value, at, both);
    }
    return object;
  };
  const value = root ? build(root, '') : undefined;

  return {
    value,
    problems,
    locate(pointer, part = {}) {
      let at = pointer;
      while (!values.has(at) && at !== '') at = at.slice(0, at.lastIndexOf('/'));
      const node = values.get(at);
      if (!node) return place(0, 0);
      const key = keys.get(at);
      const exact = at === pointer;
      if (exact && part.range && node.type === 'string') {
        const raw = text.slice(node.offset, node.offset + node.length);
        const start = node.offset + rawOffset(raw, part.range.start);
        return place(start, Math.max(start + 1, node.offset + rawOffset(raw, part.range.end)));
      }
      if (key && (part.key || node.type === 'object' || node.type === 'array')) {
        return place(key.offset, key.offset + key.length);
      }
      const whole = node.type !== 'object' && node.type !== 'array';
      return place(node.offset, node.offset + (whole ? node.length : 1));
    },
  };
}

const isObject = (value: Json | undefined): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

function position(lineStarts: number[], offset: number): { line: number; column: number } {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lineStarts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - lineStarts[low]! + 1 };
}

/** Offset of the first bracket that is nested too deep; null if there is none. */
function deepBracket(text: string): number | null {
  const scanner = createScanner(text, true);
  let depth = 0;
  // SyntaxKind: 1 "{", 2 "}", 3 "[", 4 "]", 17 end of file.
  for (let kind: number = scanner.scan(); kind !== 17; kind = scanner.scan()) {
    if (kind === 1 || kind === 3) depth += 1;
    else if (kind === 2 || kind === 4) depth -= 1;
    if (depth > MAX_NESTING) return scanner.getTokenOffset();
  }
  return null;
}

/** Where the n-th character of a JSON text stands in its literal, whose first character is the quote. */
function rawOffset(literal: string, offset: number): number {
  let at = 1;
  for (let seen = 0; seen < offset && at < literal.length - 1; seen += 1) {
    at += literal[at] === '\\' ? (literal[at + 1] === 'u' ? 6 : 2) : 1;
  }
  return at;
}
