import type { TSchema } from '@sinclair/typebox';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Text } from '../../definitions/language/types.ts';
import { type FieldProblem, Problem } from './problem.ts';

const addFormats = formats as unknown as typeof formats.default;
// Undefined is no error here: strict mode checks the schemas themselves when the server starts.
const bodies = addFormats(new Ajv2020({ strict: true, strictTypes: false, allErrors: true }));
const queries = addFormats(
  new Ajv2020({ strict: true, strictTypes: false, allErrors: true, coerceTypes: true, useDefaults: true }),
);

const mostFields = 20;

/** A check of a body against its schema; every mistake is named with its JSON pointer. */
export function bodyCheck(schema: TSchema): (value: unknown) => void {
  const validate = bodies.compile(schema);
  return (value) => {
    if (validate(value)) return;
    throw new Problem(422, 'body_invalid', `The body is not valid: ${sentence(validate)}.`, {
      fields: fields(validate),
    });
  };
}

/** A check of query parameters, which arrive as text; answers them typed and with defaults. */
export function queryCheck(schema: TSchema): (value: Record<string, unknown>) => unknown {
  const validate = queries.compile(schema);
  return (value) => {
    const copy = { ...value };
    for (const [name, text] of Object.entries(copy)) {
      if (typeof text !== 'string') throw new Problem(400, 'query_invalid', `The parameter ${name} is given twice.`);
      if (text.includes('\0'))
        throw new Problem(400, 'query_invalid', `The parameter ${name} contains the character NUL.`);
    }
    if (validate(copy)) return copy;
    throw new Problem(400, 'query_invalid', `The query is not valid: ${sentence(validate)}.`, {
      fields: fields(validate),
    });
  };
}

const sentence = (validate: ValidateFunction): string => {
  const first = validate.errors![0]!;
  return `${pointerOf(first) || 'it'} ${first.message ?? 'is wrong'}`;
};

const fields = (validate: ValidateFunction): FieldProblem[] =>
  validate.errors!.slice(0, mostFields).map((error) => ({ pointer: pointerOf(error), text: textOf(error) }));

function pointerOf(error: ErrorObject): string {
  const name = error.params.missingProperty ?? error.params.additionalProperty;
  if (typeof name !== 'string') return error.instancePath;
  return `${error.instancePath}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

const swedish: Record<string, string> = {
  required: 'måste anges',
  additionalProperties: 'finns inte',
  type: 'har fel typ',
  format: 'har fel format',
  pattern: 'har fel format',
  minLength: 'är för kort',
  maxLength: 'är för lång',
  minimum: 'är för litet',
  maximum: 'är för stort',
  enum: 'är inte ett av de tillåtna värdena',
  const: 'är inte ett av de tillåtna värdena',
  anyOf: 'är inte ett av de tillåtna värdena',
};

const textOf = (error: ErrorObject): Text => ({
  sv: swedish[error.keyword] ?? 'är inte giltigt',
  en: error.message ?? 'is not valid',
});
