import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { validator } from '../../definitions/language/check/validator.ts';
import { standaloneValidator } from '../../widgets/build/standalone.ts';

const broken = new URL('../fixtures/broken/', import.meta.url);

test('the check that the browser runs without eval objects to the same as the one that the server compiles', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'arende-standalone-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = fileURLToPath(new URL('../../definitions/language/check/validator.ts', import.meta.url));
  const code = await standaloneValidator(file);
  expect(/\bnew Function\(|\beval\(/.test(code)).toBe(false);
  await writeFile(path.join(folder, 'validator.mjs'), code);
  const made = (await import(pathToFileURL(path.join(folder, 'validator.mjs')).href)) as {
    validator: typeof validator;
  };
  const names = (await readdir(broken)).filter((name) => name !== 'expected.json' && name !== 'syntax.json');
  let objections = 0;
  for (const name of names) {
    const value = JSON.parse(await readFile(new URL(name, broken), 'utf8')) as unknown;
    const [compiled, standalone] = [validator(), made.validator()];
    expect(standalone(value), name).toBe(compiled(value));
    expect(standalone.errors, name).toEqual(compiled.errors);
    objections += compiled.errors?.length ?? 0;
  }
  expect(objections).toBeGreaterThan(10);
});
