/** Comparisons with a value that a choice never has: a slip of the pen that would make a guard never hold. */
import { suggestName } from '../near.ts';
import type { Report } from '../findings.ts';
import type { Definition, Json, JsonSchema } from '../types.ts';
import { statesOf } from './walk.ts';

/** Name in an expression to its choices; null where anything may stand. */
export type Choices = Map<string, Json[] | null>;

export function choicesOf(definition: Definition): Choices {
  const found: Choices = new Map();
  const add = (name: string, schema: JsonSchema): void => {
    const listed = (schema.enum ?? (schema.oneOf as JsonSchema[] | undefined)?.map((one) => one.const)) as
      Json[] | undefined;
    const before = found.get(name) ?? (found.has(name) ? null : []);
    found.set(name, listed && before ? [...before, ...listed] : null);
  };
  const each = (owner: string, schema: JsonSchema | undefined): void => {
    const properties = (schema?.properties ?? {}) as Record<string, JsonSchema>;
    for (const [name, property] of Object.entries(properties)) add(`${owner}.${name}`, property);
  };
  each('input', definition.input);
  each('client', definition.client);
  for (const [name, { schema }] of Object.entries(definition.settings ?? {})) add(`settings.${name}`, schema);
  for (const [name, { outputs }] of Object.entries(definition.decisions ?? {})) {
    for (const [output, schema] of Object.entries(outputs)) add(`decisions.${name}.${output}`, schema);
  }
  for (const { node } of statesOf(definition)) {
    for (const { form } of [...Object.values(node.tasks ?? {}), ...Object.values(node.actions ?? {})]) {
      each('event.data', form);
    }
  }
  for (const { data } of Object.values(definition.events ?? {})) each('event.data', data);
  for (const { result } of Object.values(definition.activities ?? {})) each('event.data', result);
  return found;
}

const COMPARED = /(?<![\w.])([a-z]\w*(?:\.\w+)+)\s*[!=]=\s*(?:"([^"\\]+)"|'([^'\\]+)')/g;

/** Nothing is said of what is empty: that is how a value which is not set is known. */
export function strayChoices(source: string, choices: Choices): Report[] {
  return [...source.matchAll(COMPARED)].flatMap(({ 0: whole, 1: name = '', 2: double, 3: single, index }): Report[] => {
    const value = double ?? single ?? '';
    const known = choices.get(name);
    if (!known || known.includes(value)) return [];
    const start = index + whole.length - value.length - 2;
    const message = `"${name}" is never "${value}".`;
    const range = { start, end: start + value.length + 2 };
    return [{ code: 'value_unknown', message, suggestion: suggestName(value, known.map(String)), range }];
  });
}
