/** Forms, inputs and settings: keywords that fit the kind of value, required names that exist, defaults that fit. */
import { formErrors } from '../../engine/forms.ts';
import type { Definition, Json, JsonSchema } from '../types.ts';
import { step, type Reporter } from '../findings.ts';
import { suggestName } from '../near.ts';
import { statesOf } from './walk.ts';

export function checkForms(definition: Definition, report: Reporter): void {
  for (const { node, pointer } of statesOf(definition)) {
    for (const kind of ['tasks', 'actions'] as const) {
      for (const [name, { form }] of Object.entries(node[kind] ?? {})) {
        if (form) checkObject(form, `${pointer}/${kind}${step(name)}/form`, true, report);
      }
    }
  }
  if (definition.input) checkObject(definition.input, '/input', false, report);
  if (definition.client) checkObject(definition.client, '/client', false, report);
  for (const [name, setting] of Object.entries(definition.settings ?? {})) {
    const at = `/settings${step(name)}`;
    checkValue(setting.schema, `${at}/schema`, `The setting "${name}"`, false, report);
    const problem = misfit(setting.schema, setting.default);
    if (problem) {
      const message = `The default of "${name}" does not fit its schema. ${problem}`;
      report(`${at}/default`, { code: 'default_wrong', message });
    }
  }
}

function checkObject(schema: JsonSchema, pointer: string, isForm: boolean, report: Reporter): void {
  const properties = (schema.properties ?? {}) as Record<string, JsonSchema>;
  for (const [index, name] of ((schema.required ?? []) as string[]).entries()) {
    if (Object.hasOwn(properties, name)) continue;
    const message = `"${name}" is required, but there is no such field.`;
    const suggestion = suggestName(name, Object.keys(properties));
    report(`${pointer}/required/${index}`, { code: 'required_unknown', message, suggestion });
  }
  for (const [name, property] of Object.entries(properties)) {
    checkValue(property, `${pointer}/properties${step(name)}`, `"${name}"`, isForm, report);
  }
}

/** Keywords by the types that they say something about. */
const APPLIES: Record<string, string[]> = {
  format: ['string'],
  minLength: ['string'],
  maxLength: ['string'],
  minimum: ['number', 'integer'],
  maximum: ['number', 'integer'],
  exclusiveMinimum: ['number', 'integer'],
  exclusiveMaximum: ['number', 'integer'],
  multipleOf: ['number', 'integer'],
  items: ['array'],
  minItems: ['array'],
  maxItems: ['array'],
  uniqueItems: ['array'],
  properties: ['object'],
  required: ['object'],
  readFrom: ['array'],
  additionalProperties: ['object'],
  enum: ['string', 'number', 'integer'],
  oneOf: ['string', 'number', 'integer'],
};

/** What the files that a form can read hold in each row. */
const COLUMNS: Record<string, string[]> = {
  'pain.001': ['row', 'supplier', 'account', 'reference', 'paymentDate', 'amountMinor'],
};

/** Another kind has a finding of its own. */
const KINDS = ['string', 'number', 'integer', 'boolean', 'array', 'object'];

function checkValue(schema: JsonSchema, pointer: string, what: string, isForm: boolean, report: Reporter): void {
  const wrong = (key: string | null, message: string, suggestion: string | null = null) =>
    report(key === null ? pointer : `${pointer}/${key}`, { code: 'form_field_wrong', message, suggestion, key: true });
  const type = typeof schema.type === 'string' ? schema.type : 'const' in schema ? typeof schema.const : null;
  if (type === null) {
    wrong(null, `${what} does not say what kind of value it is.`, 'Add "type", for example "string".');
    return;
  }
  if (!KINDS.includes(type)) return;
  for (const key of Object.keys(schema)) {
    const types = Object.hasOwn(APPLIES, key) ? APPLIES[key]! : null;
    if (types && !types.includes(type)) wrong(key, `"${key}" says nothing about a value of type "${type}".`);
  }
  const choices = (schema.enum ?? (schema.oneOf as JsonSchema[] | undefined)?.map((choice) => choice.const)) as
    Json[] | undefined;
  const kind = type === 'integer' ? 'number' : type;
  const stray = choices?.findIndex((choice) => typeof choice !== kind) ?? -1;
  if (stray >= 0) wrong(schema.enum ? 'enum' : 'oneOf', `Not every choice of ${what} is of type "${type}".`);
  if (schema.enum && schema.oneOf) wrong('enum', `${what} has both "enum" and "oneOf".`, 'Keep one of them.');
  if (isForm && 'const' in schema && schema.const !== true) {
    wrong('const', `${what} can only be a box that must be ticked: "const": true.`);
  }
  const inner = schema.items as JsonSchema | undefined;
  if (type === 'array' && !inner) wrong(null, `${what} is a list and does not say of what.`, 'Add "items".');
  if (inner) checkValue(inner, `${pointer}/items`, `An item of ${what}`, isForm, report);
  if (isForm && inner?.type === 'object') {
    const columns = COLUMNS[schema.readFrom as string];
    if (!columns) wrong('items', `Nobody can write the rows of ${what} by hand.`, 'Add "readFrom".');
    for (const name of Object.keys((columns && (inner.properties as JsonSchema)) ?? {})) {
      if (!columns!.includes(name)) wrong('items', `The file has no column "${name}".`, suggestName(name, columns!));
    }
  } else if (isForm && type === 'array' && schema.readFrom) {
    wrong('readFrom', `${what} is read from a file, so its items are rows.`, 'Give "items" the "type" "object".');
  }
  if (type === 'object') checkObject(schema, pointer, isForm, report);
  if ('default' in schema) {
    const problem = misfit(schema, schema.default as Json);
    if (problem) wrong('default', `The preset value of ${what} does not fit. ${problem}`);
  }
}

/** Why a value does not fit its schema; null if it does. */
function misfit(schema: JsonSchema, value: Json): string | null {
  const errors = formErrors({ type: 'object', properties: { value: schema }, required: ['value'] }, { value });
  return errors[0]?.text.en ?? null;
}
