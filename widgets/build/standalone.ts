import { Ajv2020, type Options } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { build, type Plugin } from 'esbuild';
import { made as definitions } from '../../definitions/language/check/validator.ts';
import { made as scenarios } from '../../definitions/simulate/validator.ts';

interface Made {
  schema: object;
  options: Options;
}

const all: Record<string, Made> = { check: definitions, simulate: scenarios };

/** Files whose `validator()` compiles a JSON Schema where they run, which a page without 'unsafe-eval' refuses. */
export const validators = /[/\\]definitions[/\\](?:[\w-]+[/\\])*(check|simulate)[/\\]validator\.ts$/;

/** The same module with the check already compiled: what ajv would have made from `made`, as plain functions. */
export async function standaloneValidator(file: string): Promise<string> {
  const made = all[validators.exec(file)![1]!]!;
  const code = { source: true, esm: true };
  const ajv = new Ajv2020({ ...made.options, code });
  const contents = `${standalone(ajv, ajv.compile(made.schema))}\nexport const validator = () => validate;\n`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: process.cwd(), loader: 'js' },
    bundle: true,
    format: 'esm',
    write: false,
  });
  return outputFiles[0]!.text;
}

export const noCompiling: Plugin = {
  name: 'no-compiling',
  setup({ onLoad }) {
    onLoad({ filter: validators }, async ({ path }) => ({ contents: await standaloneValidator(path), loader: 'js' }));
  },
};
