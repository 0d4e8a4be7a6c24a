/** Guards, or sides of `&&` and `||` in them, that come out the same whatever happens: `1 > 2`, `x && false`. */
import { parse, type ASTNode } from '@marcbachmann/cel-js';
import { Scope } from '../../engine/cel.ts';
import { childrenOf } from '../../engine/limits.ts';
import type { Report } from '../findings.ts';

const nothing = new Scope({});

/** `source` has passed the check. A bare `true` is how people write that there is no guard. */
export function constantPart(source: string): Report | null {
  if (source.trim() === 'true') return null;
  const part = partOf(parse(source).ast, source);
  if (!part) return null;
  const { value, ...range } = part;
  const message = value ? 'This is always true.' : 'This is never true.';
  return { code: 'guard_constant', message, suggestion: 'Compare with something that changes, or remove it.', range };
}

interface Part {
  start: number;
  end: number;
  value: boolean;
}

function partOf(node: ASTNode, source: string): Part | null {
  const { start, end } = node;
  if (!namesSomething(node)) {
    const value = valueOf(source.slice(start, end));
    return value === null ? null : { start, end, value };
  }
  if (node.op !== '&&' && node.op !== '||') return null;
  const [left, right] = node.args;
  return partOf(left, source) ?? partOf(right, source);
}

const namesSomething = (node: ASTNode): boolean => node.op === 'id' || childrenOf(node).some(namesSomething);

function valueOf(text: string): boolean | null {
  try {
    return nothing.evaluate(text, {}) === true;
  } catch {
    return null;
  }
}
