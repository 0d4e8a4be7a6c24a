/** Which data people might send in: enough of it to make every guard say yes once and no once. */
import { formErrors } from '../engine/forms.ts';
import type { InstanceInput } from '../engine/types.ts';
import type { Definition, Json, JsonObject, JsonSchema } from '../language/types.ts';
import { sampleData } from '../simulate/sample.ts';

const MAX_VARIANTS = 16;

/** What the definition's expressions compare with, by the names that stand beside it. */
export interface Literals {
  numbers: Map<string, number[]>;
  texts: Map<string, string[]>;
}

const NUMBER = /\.(\w+)\s*(?:[<>]=?|[!=]=)\s*(-?\d+(?:\.\d+)?)/g;
const TEXT = /\.(\w+)\s*[!=]=\s*(["'])([^"']{0,100})\2/g;
const SETTING = /\.(\w+)\s*(?:[<>]=?|[!=]=)\s*settings\.(\w+)/g;

/** A field is known by its own name, and by that of the key of the context that keeps it. */
export function literalsOf(definition: Definition): Literals {
  const found: Literals = { numbers: new Map(), texts: new Map() };
  const kept: [field: string, key: string][] = [];
  JSON.stringify(definition, (key, value: unknown) => {
    if (typeof value !== 'string') return value;
    for (const [, name, number] of value.matchAll(NUMBER)) add(found.numbers, name!, [Number(number)]);
    for (const [, name, , text] of value.matchAll(TEXT)) add(found.texts, name!, [text!]);
    for (const [, name, setting] of value.matchAll(SETTING)) {
      const preset = definition.settings?.[setting!]?.default;
      if (typeof preset === 'number') add(found.numbers, name!, [preset]);
    }
    const field = /^event\.data\.(\w+)$/.exec(value)?.[1];
    if (field) kept.push([field, key]);
    return value;
  });
  for (const { inputs, rules } of Object.values(definition.decisions ?? {})) {
    for (const [input, source] of Object.entries(inputs)) {
      const name = /(\w+)$/.exec(source)?.[1] ?? input;
      for (const { when } of rules) {
        const cell = when[input] ?? '-';
        add(
          found.texts,
          name,
          [...cell.matchAll(/"([^"]*)"/g)].map((match) => match[1]!),
        );
        add(found.numbers, name, [...cell.replaceAll(/"[^"]*"/g, '').matchAll(/-?\d+(?:\.\d+)?/g)].map(Number));
      }
    }
  }
  for (const [field, key] of kept) {
    add(found.numbers, field, found.numbers.get(key) ?? []);
    add(found.texts, field, found.texts.get(key) ?? []);
  }
  return found;
}

function add<T>(all: Map<string, T[]>, name: string, values: T[]): void {
  if (values.length > 0) all.set(name, [...new Set([...(all.get(name) ?? []), ...values])]);
}

/**
 * Data that fits a form: a plain one, then each with one field at a value where a guard may turn. `known`: what texts
 * may name, such as the ids of those who are waited for.
 */
export function variantsOf(
  form: JsonSchema | null,
  literals: Literals,
  today: string,
  known: string[] = [],
): JsonObject[] {
  const plain = sampleData(form, today);
  const found = [plain];
  for (const [name, field] of Object.entries((form?.properties ?? {}) as Record<string, JsonSchema>)) {
    for (const value of candidates(name, field, literals, { today, known })) {
      const data = { ...plain, [name]: value };
      if (found.length >= MAX_VARIANTS) return found;
      if (JSON.stringify(data) !== JSON.stringify(plain) && formErrors(form, data).length === 0) found.push(data);
    }
  }
  return found;
}

function candidates(
  name: string,
  field: JsonSchema,
  literals: Literals,
  { today, known }: { today: string; known: string[] },
): Json[] {
  const { numbers, texts } = literals;
  const choices = (field.enum ?? (field.oneOf as JsonSchema[] | undefined)?.map((choice) => choice.const)) as
    Json[] | undefined;
  if (choices) return choices;
  if (field.type === 'boolean') return [true, false];
  if (field.type === 'object') return variantsOf(field, literals, today);
  const filled = Object.values(sampleData({ type: 'object', properties: { field }, required: ['field'] }, today));
  if (field.type === 'string') {
    const compared = texts.get(name);
    const said = (compared ?? []).filter((text) => text !== '');
    return [...known, ...(compared || field.format === 'date' ? [...filled, ...said] : [])];
  }
  if (field.type === 'number' || field.type === 'integer') {
    const more = filled.map((n) => Number(n) + 1);
    return [...filled, ...more, ...(numbers.get(name) ?? []).flatMap((n) => [n, n + 1, n - 1])];
  }
  return [];
}

/** Other things that an instance may open with: each value of its input and each setting where something may turn. */
export function otherOpenings(
  { input, settings = {} }: Definition,
  base: InstanceInput,
  literals: Literals,
  today: string,
): { other: InstanceInput; said: string }[] {
  const inputs = variantsOf(input ?? null, literals, today).slice(1);
  const values = Object.entries(settings).flatMap(([name, { schema, default: preset }]) => {
    // How long a delay is makes no difference; what is chosen or compared does.
    const amount = schema.type === 'number' || schema.type === 'integer';
    if (amount && !literals.numbers.has(name)) return [];
    const form = { type: 'object', properties: { [name]: { ...schema, default: preset } } };
    return variantsOf(form, literals, today).slice(1);
  });
  return [
    ...inputs.map((data) => ({ other: { ...base, input: data }, said: `opens with ${JSON.stringify(data)}` })),
    ...values.map((data) => {
      const set = Object.entries(data).map(([name, value]) => [name, { value, origin: 'firm' as const }]);
      return { other: { ...base, settings: Object.fromEntries(set) }, said: `is set to ${JSON.stringify(data)}` };
    }),
  ];
}

/** A value as far as the definition can tell it from others. `personal`: who did what counts. */
export function blurred(name: string, value: Json, literals: Literals, personal: boolean): Json {
  if (Array.isArray(value)) return value.map((item) => blurred(name, item, literals, personal));
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).map(([key, child]) => [key, blurred(key, child, literals, personal)]);
    return Object.fromEntries(entries);
  }
  if (typeof value === 'number') {
    const known = literals.numbers.get(name) ?? [0];
    const [low, high] = [Math.min(0, ...known) - 1, Math.max(...known) + 1];
    return value < low ? '<' : value > high ? '>' : value;
  }
  if (typeof value !== 'string' || value === '' || literals.texts.get(name)?.includes(value)) return value;
  if (/^\d{4}-\d{2}-\d{2}/.test(value)) return 'date';
  return personal ? value : literals.texts.has(name) ? 'text' : '';
}
