/**
 * CEL as Arende uses it: typed by JSON Schemas, integers and decimals mix, no regular expressions (JavaScript's
 * backtrack), bank-day functions registered, cost bounded by structure.
 */
import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import { registerFunctions } from './functions.ts';
import { bounded, childrenOf, count, COUNTED, nestedTooDeep, withCounting } from './limits.ts';
import type { Json, JsonSchema } from '../language/types.ts';

export const TIMESTAMP = 'google.protobuf.Timestamp';
/** A type: a name of CEL's, the fields of an object, or a list whose items have fields. */
export type CelType = string | CelFields | CelItems;
export interface CelFields {
  [field: string]: CelType;
}
export type CelItems = [item: CelFields];
export type CelValue = unknown;

const LIMITS = { maxAstNodes: 400, maxDepth: 24, maxListElements: 100, maxMapEntries: 50, maxCallArguments: 8 };

function baseEnvironment(): Environment {
  const env = new Environment({
    unlistedVariablesAreDyn: false,
    homogeneousAggregateLiterals: false,
    limits: LIMITS,
  });
  const numeric = {
    '+': (a: number, b: number) => a + b,
    '-': (a: number, b: number) => a - b,
    '*': (a: number, b: number) => a * b,
    '/': (a: number, b: number) => a / b,
    '%': (a: number, b: number) => a % b,
  };
  for (const [operator, apply] of Object.entries(numeric)) {
    const handler = (a: number | bigint, b: number | bigint) => apply(Number(a), Number(b));
    env.registerOperator(`double ${operator} int: double`, handler);
    env.registerOperator(`int ${operator} double: double`, handler);
  }
  env.registerOperator('double % double: double', (a: number, b: number) => a % b);
  // Registering `==` gives `!=` too, and both orders of the operands.
  env.registerOperator('double == int: bool', (a: number | bigint, b: number | bigint) => Number(a) === Number(b));
  // A whole number written in a list is an int, what it is looked for in may hold doubles, and the other way round.
  const within = (value: number | bigint, list: (number | bigint)[]) =>
    list.some((one) => Number(one) === Number(value));
  env.registerOperator('int in list<double>: bool', within);
  env.registerOperator('double in list<int>: bool', within);
  registerFunctions(env);
  return env;
}

const base = baseEnvironment();

/** The CEL type of a JSON Schema. Integers are doubles, so that a layman's arithmetic mixes. */
export function celTypeOf(schema: JsonSchema | undefined): CelType {
  if (!schema) return 'dyn';
  if ('const' in schema) return celTypeOfValue(schema.const as Json);
  if (Array.isArray(schema.enum)) return celTypeOfValue(schema.enum[0] as Json);
  switch (schema.type) {
    case 'string':
      return 'string';
    case 'integer':
    case 'number':
      return 'double';
    case 'boolean':
      return 'bool';
    case 'array': {
      const items = celTypeOf(schema.items as JsonSchema | undefined);
      if (typeof items === 'string') return `list<${items}>`;
      return Array.isArray(items) ? 'list<dyn>' : [items];
    }
    case 'object': {
      const properties = schema.properties as Record<string, JsonSchema> | undefined;
      if (!properties) return 'map<string, dyn>';
      return fieldsOr(properties, celTypeOf);
    }
    default:
      return 'dyn';
  }
}

/** The CEL type that an initial value implies; null may become anything. */
export function celTypeOfValue(value: Json): CelType {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return 'double';
  if (typeof value === 'boolean') return 'bool';
  if (Array.isArray(value)) {
    const kinds = new Set(value.map((item) => JSON.stringify(celTypeOfValue(item))));
    const only = kinds.size === 1 ? celTypeOfValue(value[0] as Json) : 'dyn';
    if (typeof only === 'string') return `list<${only}>`;
    return Array.isArray(only) ? 'list<dyn>' : [only];
  }
  if (value && typeof value === 'object') {
    // An object that begins empty is filled later, with whatever keys.
    const typeOf = (child: Json) =>
      child && typeof child === 'object' && !Array.isArray(child) && Object.keys(child).length === 0
        ? 'map<string, dyn>'
        : celTypeOfValue(child);
    return fieldsOr(value, typeOf);
  }
  return 'dyn';
}

const NAME = /^[A-Za-z_]\w*$/;

/** An object whose keys CEL can read as fields has typed fields; one with other keys is a map, read by `value["key"]`. */
function fieldsOr<T>(value: Record<string, T>, typeOf: (child: T) => CelType): CelType {
  const entries = Object.entries(value);
  if (!entries.every(([name]) => NAME.test(name))) return 'map<string, dyn>';
  return Object.fromEntries(entries.map(([name, child]) => [name, typeOf(child)]));
}

/**
 * A value that has every field of its type: what is absent gets the type's zero, as unset fields do in CEL over
 * protocol buffers, so that an expression that type-checks cannot fail on a missing key. What lacks nothing is given
 * back as it is.
 */
function complete(type: CelType, value: unknown): CelValue {
  if (Array.isArray(type)) return Array.isArray(value) ? completeItems(type[0], value) : [];
  if (typeof type === 'object') return completeFields(type, value);
  if (type === TIMESTAMP) return value instanceof Date ? value : new Date(typeof value === 'string' ? value : 0);
  if (type === 'string') return typeof value === 'string' ? value : '';
  if (type === 'double') return typeof value === 'number' ? value : 0;
  if (type === 'bool') return typeof value === 'boolean' ? value : false;
  if (type.startsWith('list')) return Array.isArray(value) ? value : [];
  if (type.startsWith('map')) return value && typeof value === 'object' ? value : {};
  return value ?? null;
}

function completeItems(type: CelFields, items: unknown[]): unknown[] {
  const whole = items.map((item) => complete(type, item));
  return whole.every((item, index) => item === items[index]) ? items : whole;
}

function completeFields(type: CelFields, value: unknown): Record<string, unknown> {
  const source = (value && typeof value === 'object' ? value : {}) as Record<string, unknown>;
  let whole = source;
  for (const name in type) {
    const field = complete(type[name]!, source[name]);
    if (field === source[name]) continue;
    if (whole === source) whole = { ...source };
    whole[name] = field;
  }
  return whole;
}

function toJson(value: unknown): Json {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return (value ?? null) as Json;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(toJson);
  const fields = value instanceof Map ? [...value] : Object.entries(value);
  return Object.fromEntries(fields.map(([key, child]) => [String(key), toJson(child)]));
}

export interface CelProblem {
  code: string;
  message: string;
  /** Offsets in the expression. */
  start: number;
  end: number;
}

/**
 * `named`: filled with the types of items by the names that they get, for the check. Null at run time, where the items
 * of lists are plain maps, since cel-js takes only instances of its own for items of a named type.
 */
function environmentOf(types: Record<string, CelType>, named: Map<string, CelFields> | null): Environment {
  // What counts the items at run time makes an expression larger than the author wrote it.
  const env = named ? base.clone() : base.clone({ limits: { maxAstNodes: 1000, maxDepth: 60 } });
  if (!named) env.registerFunction(`${COUNTED}(V): V`, count);
  const declared = (type: CelType): string | { [field: string]: unknown } => {
    if (typeof type === 'string') return type;
    if (!Array.isArray(type)) {
      const entries = Object.entries(type);
      // cel-js wants at least one field in a declared object; of an object without fields none can be named.
      if (entries.length === 0) return { '-': 'dyn' };
      return Object.fromEntries(entries.map(([name, child]) => [name, declared(child)]));
    }
    if (!named) return 'list<dyn>';
    const name = `Item${named.size}`;
    named.set(name, type[0]);
    env.registerType({ name, schema: declared(type[0]) } as never);
    // An item is changed with a map of what is new, a list is added to with a map; what they lack is completed.
    env.registerFunction(`merge(${name}, map<string, dyn>): ${name}`, () => null);
    env.registerFunction(`append(list<${name}>, map<string, dyn>): list<${name}>`, () => null);
    env.registerFunction(`append(list<${name}>, ${name}): list<${name}>`, () => null);
    return `list<${name}>`;
  };
  for (const [name, type] of Object.entries(types)) {
    const shape = declared(type);
    if (typeof shape === 'string') env.registerVariable(name, shape);
    else env.registerVariable({ name, schema: shape as never });
  }
  return env;
}

type Variables = Record<string, unknown>;
type Decide = (table: string, variables: Variables, own: Variables) => Json;

interface RunTime {
  running?: Record<string, CelType>;
  whole?: Record<string, CelType>;
  decide?: Decide;
}

interface Parsed {
  run: (values: Record<string, unknown>) => unknown;
  named: [string, (value: unknown) => CelValue][];
  tables: [string, CelType][];
}

/** The fields of variables that an expression reads; null: it takes the value whole. */
type Reads = Map<string, Reads> | null;

function readsOf(root: ASTNode): Map<string, Reads> {
  const reads = new Map<string, Reads>();
  const visit = (node: ASTNode): void => {
    const path = pathOf(node);
    if (!path) return childrenOf(node).forEach(visit);
    let at = reads;
    for (const [index, name] of path.entries()) {
      const known = at.get(name);
      if (known === null) return;
      const below: Reads = index === path.length - 1 ? null : (known ?? new Map<string, Reads>());
      at.set(name, below);
      if (below === null) return;
      at = below;
    }
  };
  visit(root);
  return reads;
}

/** Of `event.data.amount`: the three names. Null for what is no name with fields. */
function pathOf(node: ASTNode): string[] | null {
  if (node.op === 'id') return [node.args];
  if (node.op !== '.') return null;
  const [of, field] = node.args;
  const path = pathOf(of);
  return path && [...path, field];
}

/** Completes a value as far as it is read: variables hold much more than one expression looks at. */
function completion(type: CelType, reads: Reads): (value: unknown) => CelValue {
  if (reads === null || typeof type === 'string' || Array.isArray(type)) return (value) => complete(type, value);
  const known = Object.keys(type).flatMap((name) => {
    const below = reads.get(name);
    return below === undefined ? [] : [[name, completion(type[name]!, below)] as const];
  });
  const more = [...reads.keys()].filter((name) => !Object.hasOwn(type, name));
  return (value) => {
    const source = (value && typeof value === 'object' ? value : {}) as Record<string, unknown>;
    const read: Record<string, unknown> = {};
    for (const [name, completed] of known) read[name] = completed(source[name]);
    for (const name of more) if (Object.hasOwn(source, name)) read[name] = source[name];
    return read;
  };
}

/** The decision tables that a source reads; all of them where it reads one by index. */
function tablesIn(source: string, types: Record<string, CelType>): [string, CelType][] {
  if (!/\bdecisions\b/.test(source)) return [];
  const read = new Set([...source.matchAll(/\bdecisions\s*\.\s*(\w+)/g)].map((match) => match[1]));
  const all = Object.entries((types.decisions ?? {}) as Record<string, CelType>);
  return /\bdecisions\s*\[/.test(source) ? all : all.filter(([name]) => read.has(name));
}

const NOTHING: Variables = {};

/** Expressions over one set of typed variables. Parses each source once. */
export class Scope {
  readonly types: Record<string, CelType>;
  readonly #whole: Record<string, CelType>;
  readonly #runningTypes: Record<string, CelType>;
  #checking: Environment | undefined;
  #running: Environment | undefined;
  readonly #decide: Decide | undefined;
  readonly #named = new Map<string, CelFields>();
  readonly #parsed = new Map<string, Parsed>();

  /**
   * `running`: the types that values have at run time, where those are more than an expression may name; `whole`: what
   * values are completed to; `decide`: works out a decision table, when an expression reads it.
   */
  constructor(types: Record<string, CelType>, more: RunTime = {}) {
    const running = more.running ?? types;
    this.types = types;
    this.#whole = more.whole ?? running;
    this.#decide = more.decide;
    this.#runningTypes = running;
  }

  /** The type of the items of a list, of which `check` gave the type. */
  itemType(list: string): CelType {
    const item = /^list<(.*)>$/.exec(list)?.[1] ?? 'dyn';
    return this.#named.get(item) ?? (/^[$A-Z]/.test(item) ? 'dyn' : item);
  }

  /** What is wrong with an expression, before it ever runs; its type when nothing is. */
  check(source: string): { type: string } | { problem: CelProblem } {
    // Made when the first expression is checked: what runs has been.
    const env = (this.#checking ??= environmentOf(this.types, this.#named));
    const result = env.check(source);
    if (!result.valid) {
      const error = result.error!;
      const { start, end } = error.range ?? { start: 0, end: source.length };
      return { problem: { code: error.code ?? 'invalid', message: error.summary ?? error.message, start, end } };
    }
    const regex = findCall(env.parse(source).ast, 'matches');
    if (regex) {
      const message = 'Regular expressions are not part of the language; use startsWith, endsWith or contains.';
      return { problem: { code: 'matches_forbidden', message, start: regex.start, end: regex.end } };
    }
    const nested = nestedTooDeep(env.parse(source).ast);
    if (nested) {
      const message = 'Lists are gone through inside lists inside lists; two are taken.';
      return { problem: { code: 'nested_too_deep', message, start: nested.start, end: nested.end } };
    }
    return { type: result.type ?? 'dyn' };
  }

  /**
   * The value as JSON. Variables are completed to their types first; one in `own` hides that of the same name in
   * `variables`. Throws what cel-js throws.
   */
  evaluate(source: string, variables: Variables, own: Variables = NOTHING): Json {
    let parsed = this.#parsed.get(source);
    if (!parsed) {
      // Made when the first expression runs: a check of a definition never does.
      const running = (this.#running ??= environmentOf(this.#runningTypes, null));
      const plain = running.parse(source);
      const named = [...readsOf(plain.ast)]
        .filter(([name]) => name !== 'decisions' && Object.hasOwn(this.#whole, name))
        .map(([name, reads]): Parsed['named'][number] => [name, completion(this.#whole[name]!, reads)]);
      const counting = withCounting(source, plain.ast);
      const run = counting === source ? plain : running.parse(counting);
      parsed = { run, named, tables: this.#decide ? tablesIn(source, this.#whole) : [] };
      this.#parsed.set(source, parsed);
    }
    const { run, named, tables } = parsed;
    return bounded(() => {
      const values: Record<string, unknown> = {};
      for (const [name, completed] of named) values[name] = completed(name in own ? own[name] : variables[name]);
      if (tables.length > 0) {
        const decided = tables.map(([name, type]) => [name, complete(type, this.#decide!(name, variables, own))]);
        values.decisions = Object.fromEntries(decided);
      }
      return toJson(run(values));
    });
  }
}

function findCall(node: ASTNode, name: string): ASTNode | null {
  if (node.op === 'rcall' && node.args[0] === name) return node;
  for (const child of childrenOf(node)) {
    const found = findCall(child, name);
    if (found) return found;
  }
  return null;
}
