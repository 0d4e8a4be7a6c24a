/** Checks what a person sent in against a form. No code generation, so it runs under a strict CSP and in the sandbox. */
import { Validator, type OutputUnit } from '@cfworker/json-schema';
import type { JsonObject, JsonSchema, Text } from '../language/types.ts';

export interface FieldError {
  /** JSON pointer in the form's data: `/documents`. */
  pointer: string;
  text: Text;
}

const NO_FORM: JsonSchema = { type: 'object', properties: {}, additionalProperties: false };

/** Everything that is wrong, one sentence a field; empty when the data fits. */
export function formErrors(form: JsonSchema | undefined | null, data: JsonObject): FieldError[] {
  const schema = { additionalProperties: false, ...(form ?? NO_FORM) };
  const result = new Validator(schema as never, '2020-12', false).validate(data);
  if (result.valid) return [];
  const byField = new Map<string, FieldError>();
  // The validator lists an outer "properties does not match" before the inner reason; the innermost one is of use.
  for (const unit of result.errors.filter((error) => !WRAPPERS.has(error.keyword))) {
    const pointer = pointerOf(unit);
    if (!byField.has(pointer)) byField.set(pointer, { pointer, text: sentence(unit, schemaAt(schema, pointer)) });
  }
  return [...byField.values()];
}

const WRAPPERS = new Set(['properties', 'items', 'allOf', 'anyOf', 'oneOf', '$ref', 'if', 'then', 'else', 'false']);

function pointerOf(unit: OutputUnit): string {
  const base = unit.instanceLocation.replace(/^#/, '');
  const named = /"([^"]+)"/.exec(unit.error)?.[1];
  return unit.keyword === 'required' || unit.keyword === 'additionalProperties' ? `${base}/${named ?? ''}` : base;
}

function schemaAt(schema: JsonSchema, pointer: string): JsonSchema {
  let at: JsonSchema = schema;
  for (const part of pointer.split('/').slice(1)) {
    const properties = at.properties as Record<string, JsonSchema> | undefined;
    at = properties?.[part] ?? (at.items as JsonSchema | undefined) ?? {};
  }
  return at;
}

/** Plain sentences after the GOV.UK pattern: what to do, not what failed. */
function sentence(unit: OutputUnit, schema: JsonSchema): Text {
  const bound = (keyword: string) => String(schema[keyword] ?? '');
  switch (unit.keyword) {
    case 'required':
      return { sv: 'Fyll i fältet.', en: 'Fill in this field.' };
    case 'const':
      return schema.const === true
        ? { sv: 'Kryssa i rutan för att gå vidare.', en: 'Tick the box to continue.' }
        : { sv: 'Värdet är inte det som väntas.', en: 'The value is not the expected one.' };
    case 'enum':
      return { sv: 'Välj ett av alternativen.', en: 'Choose one of the options.' };
    case 'minLength':
      return schema.minLength === 1
        ? { sv: 'Fyll i fältet.', en: 'Fill in this field.' }
        : { sv: `Skriv minst ${bound('minLength')} tecken.`, en: `Write at least ${bound('minLength')} characters.` };
    case 'maxLength':
      return { sv: `Skriv högst ${bound('maxLength')} tecken.`, en: `Write at most ${bound('maxLength')} characters.` };
    case 'minimum':
    case 'exclusiveMinimum':
      return { sv: `Ange minst ${bound(unit.keyword)}.`, en: `Enter at least ${bound(unit.keyword)}.` };
    case 'maximum':
    case 'exclusiveMaximum':
      return { sv: `Ange högst ${bound(unit.keyword)}.`, en: `Enter at most ${bound(unit.keyword)}.` };
    case 'format':
      return schema.format === 'date'
        ? { sv: 'Ange ett datum, till exempel 2026-10-05.', en: 'Enter a date, for example 2026-10-05.' }
        : { sv: 'Kontrollera hur värdet är skrivet.', en: 'Check how the value is written.' };
    case 'pattern':
      return { sv: 'Kontrollera hur värdet är skrivet.', en: 'Check how the value is written.' };
    case 'additionalProperties':
      return { sv: 'Fältet finns inte i formuläret.', en: 'The form has no such field.' };
    case 'type':
      return { sv: 'Värdet har fel slag.', en: 'The value is of the wrong kind.' };
    default:
      return { sv: 'Kontrollera fältet.', en: 'Check this field.' };
  }
}

/** Data that a form would have with every "must be ticked" box ticked: to foresee where an act leads. */
export function foreseenData(form: JsonSchema | undefined | null): JsonObject {
  const properties = (form?.properties ?? {}) as Record<string, JsonSchema>;
  const entries = Object.entries(properties).filter(([, field]) => 'const' in field || 'default' in field);
  return Object.fromEntries(
    entries.map(([name, field]) => [name, ('const' in field ? field.const : field.default) as never]),
  );
}
