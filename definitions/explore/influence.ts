/**
 * What decides where an instance goes: the parts of context, forms, input and settings that guards, delays, lists of
 * tasks and roles read, by themselves or by way of assignments. What only texts and calls read decides nothing.
 */
import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import { effectsOf, toArray, transitionsOf } from '../engine/walk.ts';
import { statesOf } from '../language/check/walk.ts';
import type { Definition } from '../language/types.ts';

export type Root = 'context' | 'input' | 'settings' | 'client' | 'deadlines' | 'decisions' | 'data';

export interface Influence {
  /** By root, the keys that are read: `context` → `amount`. `data`: of the forms and events. */
  reads: Record<Root, Set<string>>;
  /** Names of the fields of items and nested objects that are read. */
  fields: Set<string>;
  /** It matters who has done what. */
  people: boolean;
  /** It matters what day it is, beside the delays. */
  clock: boolean;
  /** Sides of comparisons that can be worked out from the instance alone, without an event or an item. */
  sides: Set<string>;
  /** Such comparisons themselves. */
  comparisons: Set<string>;
  /** What a name is compared with: a field of a form, a key of the context, a field of an item. */
  numbers: Map<string, Set<number>>;
  texts: Map<string, Set<string>>;
  /** A field of a form to the fields of items that it is compared with: `party` → `id`. */
  links: Map<string, Set<string>>;
  /** Fields of forms that are compared with something that changes. */
  compared: Set<string>;
  /** What a field of a form is multiplied with before it is used: kronor → 100. */
  scales: Map<string, number>;
}

const env = new Environment({ unlistedVariablesAreDyn: true, limits: { maxAstNodes: 2000, maxDepth: 60 } });
const ROOTS = new Set<string>(['context', 'input', 'settings', 'client', 'deadlines', 'decisions']);
const COMPARING = new Set(['==', '!=', '<', '<=', '>', '>=', 'in']);

const parsed = new Map<string, ASTNode | null>();
function astOf(source: string): ASTNode | null {
  let ast = parsed.get(source);
  if (ast === undefined) {
    try {
      ast = env.parse(source).ast;
    } catch {
      ast = null;
    }
    parsed.set(source, ast);
  }
  return ast;
}

const childrenOf = ({ args }: ASTNode): ASTNode[] =>
  (Array.isArray(args) ? (args as unknown[]).flat(3) : [args]).filter(
    (child): child is ASTNode => typeof child === 'object' && child !== null && 'op' in child,
  );

/** `a.b.c` as its names; null for anything else. */
function pathOf(node: ASTNode): string[] | null {
  if (node.op === 'id') return [node.args as string];
  if (node.op !== '.') return null;
  const [owner, name] = node.args as unknown as [ASTNode, string];
  const before = pathOf(owner);
  return before && [...before, name];
}

export function influenceOf(definition: Definition): Influence {
  const found: Influence = {
    reads: {
      context: new Set(),
      input: new Set(),
      settings: new Set(),
      client: new Set(),
      deadlines: new Set(),
      decisions: new Set(),
      data: new Set(),
    },
    fields: new Set(['id']),
    people: false,
    clock: false,
    sides: new Set(),
    comparisons: new Set(),
    numbers: new Map(),
    texts: new Map(),
    links: new Map(),
    compared: new Set(),
    scales: new Map(),
  };
  const { deciding, assigned } = sourcesOf(definition);
  const reader = new Reader(found);
  deciding.forEach((source) => reader.read(source));
  // Whatever is read may be assigned from something that is then read, too.
  for (let before = -1; before !== reader.size();) {
    before = reader.size();
    for (const { key, source } of assigned) if (found.reads.context.has(key)) reader.read(source, key);
    for (const source of readByNames(definition, found)) reader.read(source);
    deciding.forEach((source) => reader.read(source));
  }
  return found;
}

interface Sources {
  deciding: string[];
  assigned: { key: string; source: string }[];
}

function sourcesOf(definition: Definition): Sources {
  const deciding: string[] = [];
  const assigned: Sources['assigned'] = [];
  for (const { person, not } of Object.values(definition.roles)) deciding.push(...toArray(person), ...(not ?? []));
  for (const { node } of statesOf(definition)) {
    const lists = [...Object.values(node.on ?? {}), ...Object.values(node.after ?? {}), node.always, node.onDone];
    for (const { guard } of lists.flatMap(transitionsOf)) if (guard !== undefined) deciding.push(guard);
    for (const { each, escalation } of Object.values(node.tasks ?? {})) {
      deciding.push(...toArray(each));
      if (escalation) deciding.push(`deadlines.${escalation.after}`);
    }
    for (const rule of Object.keys(node.after ?? {})) deciding.push(`deadlines.${rule}`);
    for (const effect of effectsOf(node)) {
      if (effect.type !== 'assign') continue;
      for (const [key, source] of Object.entries(effect.params)) assigned.push({ key, source });
    }
  }
  return { deciding, assigned };
}

/** Expressions behind the deadlines and decision tables that are read. */
function readByNames({ deadlines = {}, decisions = {} }: Definition, { reads }: Influence): string[] {
  const found: string[] = [];
  for (const name of reads.deadlines) {
    const rule = Object.hasOwn(deadlines, name) ? deadlines[name]! : null;
    if (!rule) continue;
    for (const value of [rule.months, rule.day, rule.days, rule.bankDays])
      if (typeof value === 'string') found.push(value);
    if (typeof rule.from !== 'object') continue;
    found.push('cel' in rule.from ? rule.from.cel : `deadlines.${rule.from.deadline}`);
  }
  for (const name of reads.decisions) {
    const table = Object.hasOwn(decisions, name) ? decisions[name]! : null;
    if (!table) continue;
    found.push(...Object.values(table.inputs), ...Object.values(table.otherwise ?? {}));
    for (const { then } of table.rules) found.push(...Object.values(then));
  }
  return found;
}

class Reader {
  readonly #found: Influence;
  constructor(found: Influence) {
    this.#found = found;
  }

  /** Grows with everything that is found. */
  size(): number {
    const { reads, fields, people, clock } = this.#found;
    const sets = [...Object.values(reads), fields].map((set) => set.size);
    return sets.reduce((sum, size) => sum + size, Number(people) + Number(clock));
  }

  /** `into`: the key of the context that the value is kept in. */
  read(source: string, into: string | null = null): void {
    const ast = astOf(source);
    if (!ast) return;
    if (into !== null) this.#same(ast, into);
    this.#visit(ast, source);
  }

  #visit(node: ASTNode, source: string): void {
    const path = pathOf(node);
    if (path) {
      this.#path(path);
      return;
    }
    if (node.op === '.') this.#found.fields.add((node.args as unknown as [ASTNode, string])[1]);
    if (node.op === 'map') {
      // What is written to a field that nobody reads decides nothing.
      for (const [key, value] of node.args as unknown as [ASTNode, ASTNode][]) {
        if (key.op === 'value' && typeof key.args === 'string' && !this.#found.fields.has(key.args)) continue;
        this.#visit(value, source);
      }
      return;
    }
    if (COMPARING.has(node.op)) this.#compared(node, source);
    if (node.op === '*') this.#scaled(node);
    for (const child of childrenOf(node)) this.#visit(child, source);
  }

  #path([root = '', ...rest]: string[]): void {
    const { reads, fields } = this.#found;
    const [first, ...more] = rest;
    if (root === 'event') {
      if (first === 'actor') this.#found.people = true;
      else if (first === 'data' && more[0] !== undefined) reads.data.add(more[0]);
      for (const name of more.slice(1)) fields.add(name);
    } else if (root === 'now' || root === 'today') this.#found.clock = true;
    else if (root === 'dates' || root === 'deadlines') {
      if (first === undefined) return;
      reads.deadlines.add(first);
    } else if (ROOTS.has(root)) {
      if (first !== undefined) reads[root as Root].add(first);
      for (const name of more) fields.add(name);
    } else for (const name of rest) fields.add(name);
  }

  #compared(node: ASTNode, source: string): void {
    const [left, right] = node.args as unknown as [ASTNode, ASTNode];
    const text = ({ start, end }: ASTNode) => source.slice(start, end);
    const alone = [left, right].map((side) => isAlone(side));
    if (alone[0] && alone[1] && readsContext(node)) this.#found.comparisons.add(text(node));
    for (const [one, other, own] of [
      [left, right, alone[1]],
      [right, left, alone[0]],
    ] as const) {
      const name = nameOf(one);
      if (own && readsContext(other)) this.#found.sides.add(text(other));
      if (name === null) continue;
      for (const { args } of literalsIn(other)) {
        if (typeof args === 'string') addTo(this.#found.texts, name, args);
        else if (typeof args === 'bigint' || typeof args === 'number') addTo(this.#found.numbers, name, Number(args));
      }
      if (isData(one) && other.op !== 'value') this.#found.compared.add(name);
      const linked = nameOf(other);
      if (linked !== null && isData(one)) addTo(this.#found.links, name, linked);
    }
  }

  /** What the key is compared with is of interest for the field that it is kept from. */
  #same(ast: ASTNode, into: string): void {
    const name = isData(ast) ? nameOf(ast) : null;
    if (name === null) return;
    for (const value of this.#found.texts.get(into) ?? []) addTo(this.#found.texts, name, value);
    for (const value of this.#found.numbers.get(into) ?? []) addTo(this.#found.numbers, name, value);
  }

  #scaled(node: ASTNode): void {
    const [left, right] = node.args as unknown as [ASTNode, ASTNode];
    for (const [one, other] of [
      [left, right],
      [right, left],
    ] as const) {
      if (!isData(one) || other.op !== 'value') continue;
      this.#found.scales.set(nameOf(one)!, Number(other.args));
    }
  }
}

const addTo = <T>(all: Map<string, Set<T>>, name: string, value: T): void =>
  void all.set(name, (all.get(name) ?? new Set<T>()).add(value));

const nameOf = (node: ASTNode): string | null => {
  const path = pathOf(node);
  return path && path.length > 1 ? path.at(-1)! : null;
};
const isData = (node: ASTNode): boolean => /^event\.data\.\w+$/.test(pathOf(node)?.join('.') ?? '');

const literalsIn = (node: ASTNode): ASTNode[] =>
  node.op === 'value' ? [node] : node.op === '-_' || node.op === 'list' ? childrenOf(node).flatMap(literalsIn) : [];

/** Names that are always there, so that an expression of them can be worked out at any time. */
const AMBIENT = new Set([...ROOTS, 'dates', 'period', 'now', 'today', 'opened', 'instance', 'firm']);
function isAlone(node: ASTNode): boolean {
  if (node.op === 'id') return AMBIENT.has(node.args as string);
  // The names that a comprehension gives its items mean nothing outside it.
  return childrenOf(node).every((child) => isAlone(child));
}

const readsContext = (node: ASTNode): boolean =>
  (node.op === 'id' && node.args === 'context') || childrenOf(node).some(readsContext);
