/**
 * What one instance may cost. Counted in steps and characters, never in time: the same on every machine and in every
 * replay.
 */
import type { ASTNode } from '@marcbachmann/cel-js';
import type { JsonObject } from '../language/types.ts';

/** Items that one evaluation may go through in its comprehensions, all together. */
export const MAX_STEPS = 10_000;
/** Comprehensions inside each other: a list of 100 in a list of 100 fits the steps, a third does not. */
export const MAX_NESTED = 2;
/** Characters of the context as JSON. */
export const MAX_CONTEXT = 200_000;
/** Tasks that a list may open. */
export const MAX_TASKS = 500;

/** Thrown where an instance would cost more than it may. Nothing has changed then. */
export class LimitError extends Error {
  readonly code = 'limit_exceeded';
  constructor(message: string) {
    super(message);
    this.name = 'LimitError';
  }
}

const COMPREHENSIONS = new Set(['map', 'filter', 'all', 'exists', 'exists_one']);

/** The parts of an expression. */
export function childrenOf(node: ASTNode): ASTNode[] {
  const args: unknown[] = Array.isArray(node.args) ? node.args.flat(2) : [node.args];
  return args.filter((child): child is ASTNode => typeof child === 'object' && child !== null && 'op' in child);
}

const isComprehension = (node: ASTNode): boolean => node.op === 'rcall' && COMPREHENSIONS.has(node.args[0] as string);

/** The comprehension that is nested too deep, if there is one. */
export function nestedTooDeep(node: ASTNode, depth = 0): ASTNode | null {
  if (isComprehension(node)) {
    if (depth === MAX_NESTED) return node;
    const [, receiver, args] = node.args as [string, ASTNode, ASTNode[]];
    return [nestedTooDeep(receiver, depth), ...args.map((arg) => nestedTooDeep(arg, depth + 1))].find(Boolean) ?? null;
  }
  return (
    childrenOf(node)
      .map((child) => nestedTooDeep(child, depth))
      .find(Boolean) ?? null
  );
}

/** Name under which `count` is registered where expressions run; no author can write it, since the check knows no such function. */
export const COUNTED = 'counted__';

/** The source with `count` around everything that a comprehension goes through. */
export function withCounting(source: string, root: ASTNode): string {
  const marks: [at: number, text: string][] = [];
  const visit = (node: ASTNode): void => {
    if (isComprehension(node)) {
      const { start, end } = (node.args as [string, ASTNode])[1];
      marks.push([start, `${COUNTED}(`], [end, ')']);
    }
    childrenOf(node).forEach(visit);
  };
  visit(root);
  return marks
    .sort(([a, text], [b]) => b - a || (text === ')' ? -1 : 1))
    .reduce((text, [at, mark]) => text.slice(0, at) + mark + text.slice(at), source);
}

let left = 0;
let depth = 0;

/** Counts what a comprehension is about to go through. */
export function count<T>(items: T): T {
  left -= Array.isArray(items) ? items.length : Object.keys((items ?? {}) as object).length;
  if (left < 0) throw overspent();
  return items;
}

const overspent = () =>
  new LimitError(`An expression goes through more than ${MAX_STEPS} items and is stopped. Shorten its lists.`);

/** Runs one evaluation, with those that it brings about, within its steps. */
export function bounded<T>(run: () => T): T {
  if (depth === 0) left = MAX_STEPS;
  depth += 1;
  try {
    const value = run();
    // `a || b` and `exists` go on after an error of one side; being stopped is no such error.
    if (left < 0) throw overspent();
    return value;
  } catch (error) {
    throw left < 0 ? overspent() : error;
  } finally {
    depth -= 1;
  }
}

export function checkContext(context: JsonObject): void {
  if (JSON.stringify(context).length <= MAX_CONTEXT) return;
  throw new LimitError(`The instance would remember more than ${MAX_CONTEXT} characters.`);
}
