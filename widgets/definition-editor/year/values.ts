import type { Definition, Json, JsonObject, JsonSchema } from '../../../definitions/language/types.ts';
import { sampleData } from '../../../definitions/simulate/sample.ts';
import { yearTexts } from './texts.ts';

/** What a simulation is tried with. */
export interface TriedValues {
  settings: Record<string, Json>;
  client: JsonObject;
  /** What a case is started with. */
  input: JsonObject;
}

export const asTheyAre: TriedValues = { settings: {}, client: {}, input: {} };

/** A client that has every property that the process reads. */
export function triedClient(definition: Definition, from: string, values: TriedValues): JsonObject {
  const schema = definition.client ?? {};
  const every = { ...schema, required: Object.keys((schema.properties ?? {}) as object) };
  return { ...sampleData(every, from), ...values.client };
}

/** What a case is started with: made up, where nobody has said anything. */
export const triedInput = (definition: Definition, from: string, values: TriedValues): JsonObject => ({
  ...sampleData(definition.input, from),
  ...values.input,
});

const isNumbers = ({ type, items }: JsonSchema): boolean =>
  type === 'array' && ['integer', 'number'].includes(String((items as JsonSchema | undefined)?.type));
const isPlain = ({ type, properties, items }: JsonSchema): boolean =>
  !properties && (!items || isNumbers({ type, items }) || (items as JsonSchema).enum !== undefined);

/** One form for what a case is started with, the settings, and what the client is like. Lists of numbers are written as a text. */
export function valuesForm(definition: Definition, from: string, values: TriedValues): JsonSchema | null {
  const settings = Object.entries(definition.settings ?? {}).map(
    ([name, { title, description, schema, default: value }]) =>
      fieldOf(
        `settings.${name}`,
        { ...schema, title, ...(description && { description }) },
        values.settings[name] ?? value,
      ),
  );
  const client = triedClient(definition, from, values);
  const properties = Object.entries((definition.client?.properties ?? {}) as Record<string, JsonSchema>).map(
    ([name, schema]) => fieldOf(`client.${name}`, { title: name, ...schema }, client[name]),
  );
  const given = triedInput(definition, from, values);
  const input = Object.entries((definition.input?.properties ?? {}) as Record<string, JsonSchema>).map(
    ([name, schema]) => fieldOf(`input.${name}`, { title: name, ...schema }, given[name]),
  );
  const fields = [...input, ...settings, ...properties].filter((field) => field !== null);
  if (fields.length === 0) return null;
  // What has a value keeps one; a list may be empty.
  const required = fields.flatMap(([key, { type, default: value }, isList]) =>
    !isList && type !== 'boolean' && value !== undefined && value !== '' ? [key] : [],
  );
  return { type: 'object', properties: Object.fromEntries(fields.map(([key, schema]) => [key, schema])), required };
}

type ValueField = [key: string, schema: JsonSchema, isList: boolean];

function fieldOf(key: string, schema: JsonSchema, value: Json | undefined): ValueField | null {
  if (!isPlain(schema) && !isTexts(schema)) return null;
  const shown = isNumbers(schema) || isTexts(schema);
  const { title, description } = schema;
  if (shown) {
    const hint = { sv: yearTexts.sv.listHint, en: yearTexts.en.listHint };
    const text = Array.isArray(value) ? value.join(', ') : '';
    return [key, { type: 'string', title, description: description ?? hint, default: text }, true];
  }
  const { const: _, ...rest } = schema;
  return [key, value === undefined || value === null ? rest : { ...rest, default: value }, schema.type === 'array'];
}

const isTexts = ({ type, items }: JsonSchema): boolean =>
  type === 'array' && (items as JsonSchema | undefined)?.type === 'string' && !(items as JsonSchema).enum;

/** What the form gave, as the simulation takes it. */
export function valuesOf(definition: Definition, data: JsonObject): TriedValues {
  const values: TriedValues = { settings: {}, client: {}, input: {} };
  for (const [key, given] of Object.entries(data)) {
    const [section, name] = [key.slice(0, key.indexOf('.')), key.slice(key.indexOf('.') + 1)];
    const declared = section === 'input' ? definition.input : definition.client;
    const schema =
      section === 'settings'
        ? definition.settings![name]!.schema
        : (declared!.properties as Record<string, JsonSchema>)[name]!;
    const parts = typeof given === 'string' ? given.split(',').map((part) => part.trim()) : [];
    const list = parts.filter((part) => part !== '');
    const value = isNumbers(schema)
      ? list.map((part) => Number(part)).filter((number) => !Number.isNaN(number))
      : isTexts(schema)
        ? list
        : given;
    if (section === 'settings') values.settings[name] = value;
    else if (section === 'input') values.input[name] = value;
    else values.client[name] = value;
  }
  return values;
}
