import { check } from '../../definitions/language/check.ts';
import { findingLines, parsed, textOf, UsageError, type Command } from './usage.ts';

export const checkCommand: Command = async (args, print) => {
  const { values, positionals } = parsed(args, {});
  if (positionals.length === 0) throw new UsageError('Name at least one file to check.');
  const files = await Promise.all(positionals.map(async (file) => ({ file, findings: check(await textOf(file)) })));
  const all = files.flatMap(({ findings }) => findings);
  const errors = all.filter(({ severity }) => severity === 'error').length;
  if (values.json) print(JSON.stringify(files, null, 2));
  else {
    for (const { file, findings } of files) for (const found of findings) findingLines(file, found).forEach(print);
    const warnings = all.length - errors;
    const count = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;
    print(`${count(files.length, 'file')}, ${count(errors, 'error')}, ${count(warnings, 'warning')}.`);
  }
  return errors > 0 ? 1 : 0;
};
