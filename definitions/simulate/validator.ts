import { Ajv2020, type Options, type ValidateFunction } from 'ajv/dist/2020.js';
import schema from './scenario.schema.json' with { type: 'json' };

/** The widgets' build puts the function that these make in place of this file, so that a browser compiles nothing. */
export const made: { schema: object; options: Options } = {
  schema,
  options: { strict: true, strictRequired: false, allErrors: true, verbose: true },
};

let compiled: ValidateFunction | undefined;

export const validator = (): ValidateFunction => (compiled ??= new Ajv2020(made.options).compile(made.schema));
