import type { Json, JsonObject, JsonSchema, Text } from '../../definitions/language/types.ts';

export type FieldKind =
  | 'check'
  | 'text'
  | 'email'
  | 'long'
  | 'number'
  | 'date'
  | 'choice'
  | 'choices'
  | 'lines'
  | 'group'
  | 'file'
  | 'documents';

export interface Field {
  /** JSON pointer in the form's data. */
  pointer: string;
  kind: FieldKind;
  label: Text;
  hint: Text | null;
  required: boolean;
  schema: JsonSchema;
  options: { value: Json; label: Text }[];
  fields: Field[];
}

/** What stands in the inputs, by pointer: text as typed, ticked or not, or the indexes of chosen options. */
export type Values = Map<string, string | boolean | number | number[]>;

/** The fields of a form, in the order of its schema. */
export function fieldsOf(schema: JsonSchema, pointer = ''): Field[] {
  const required = (schema.required as string[] | undefined) ?? [];
  return Object.entries((schema.properties as Record<string, JsonSchema> | undefined) ?? {}).map(([name, property]) => {
    const kind = kindOf(property);
    const at = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return {
      pointer: at,
      kind,
      label: textOf(property.title) ?? { sv: name, en: name },
      hint: textOf(property.description),
      required: required.includes(name),
      schema: property,
      options: optionsOf(kind === 'choices' ? (property.items as JsonSchema) : property),
      fields: kind === 'group' ? fieldsOf(property, at) : [],
    };
  });
}

function kindOf(schema: JsonSchema): FieldKind {
  if (schema.const === true || schema.type === 'boolean') return 'check';
  if (optionsOf(schema).length > 0) return 'choice';
  if (schema.type === 'object') return 'group';
  if (schema.readFrom) return 'file';
  if ((schema.items as JsonSchema | undefined)?.format === 'document') return 'documents';
  if (schema.type === 'array') return optionsOf((schema.items as JsonSchema) ?? {}).length > 0 ? 'choices' : 'lines';
  if (schema.type === 'number' || schema.type === 'integer') return 'number';
  if (schema.format === 'date') return 'date';
  if (schema.format === 'email') return 'email';
  if (schema.format === 'textarea') return 'long';
  // A sentence fits in 200 characters; what may be longer is written in a box that shows more than one line.
  return ((schema.maxLength as number | undefined) ?? 0) > 200 ? 'long' : 'text';
}

function optionsOf(schema: JsonSchema): Field['options'] {
  const alternatives = (schema.oneOf ?? schema.anyOf) as JsonSchema[] | undefined;
  if (alternatives?.every((alternative) => 'const' in alternative)) {
    return alternatives.map((alternative) => option(alternative.const as Json, alternative.title));
  }
  return ((schema.enum as Json[] | undefined) ?? []).map((value) => option(value, undefined));
}

function option(value: Json, title: unknown): Field['options'][number] {
  return { value, label: textOf(title) ?? { sv: String(value), en: String(value) } };
}

function textOf(value: unknown): Text | null {
  if (typeof value === 'string') return { sv: value, en: value };
  return (value as Text | undefined) ?? null;
}

export function initialValues(fields: Field[], values: Values = new Map()): Values {
  for (const field of fields) {
    const preset = field.schema.default as Json | undefined;
    if (field.kind === 'group') initialValues(field.fields, values);
    else if (preset === undefined) continue;
    else if (field.kind === 'check') values.set(field.pointer, preset === true);
    else if (field.kind === 'choice') values.set(field.pointer, indexOf(field, preset));
    else if (field.kind === 'choices')
      values.set(
        field.pointer,
        (preset as Json[]).map((value) => indexOf(field, value)),
      );
    else values.set(field.pointer, Array.isArray(preset) ? preset.join('\n') : String(preset));
  }
  return values;
}

function indexOf(field: Field, value: Json): number {
  return field.options.findIndex((candidate) => candidate.value === value);
}

/** The data as the server wants it. An empty field is left out; text that is no number stays text, for the check. */
export function dataOf(fields: Field[], values: Values): JsonObject {
  const data: JsonObject = {};
  for (const field of fields) {
    const value = valueOf(field, values);
    if (value === undefined) continue;
    data[
      field.pointer
        .slice(field.pointer.lastIndexOf('/') + 1)
        .replaceAll('~1', '/')
        .replaceAll('~0', '~')
    ] = value;
  }
  return data;
}

function valueOf(field: Field, values: Values): Json | undefined {
  const raw = values.get(field.pointer);
  if (field.kind === 'group') {
    const data = dataOf(field.fields, values);
    return field.required || Object.keys(data).length > 0 ? data : undefined;
  }
  if (field.kind === 'check') return raw === true;
  if (field.kind === 'choice') return field.options[raw as number]?.value;
  if (field.kind === 'choices')
    return ((raw as number[] | undefined) ?? []).map((index) => field.options[index]!.value);
  const text = String(raw ?? '').trim();
  if (field.kind === 'lines') {
    const lines = text.split('\n').map((line) => line.trim());
    return text === '' ? (field.required ? [] : undefined) : lines.filter((line) => line !== '');
  }
  if (text === '') return undefined;
  if (field.kind === 'file') return JSON.parse(text) as Json;
  if (field.kind === 'documents') return (JSON.parse(text) as { id: string }[]).map(({ id }) => id);
  if (field.kind !== 'number') return text;
  // Swedes write 1 234,50, with a hard or narrow space when it was pasted.
  const number = Number(text.replace(/\s/g, '').replace(',', '.').replace('\u2212', '-'));
  return Number.isNaN(number) ? text : number;
}
