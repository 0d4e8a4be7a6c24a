import { check } from '../../definitions/language/check.ts';
import { findingLines, languageOf, parsed, textOf, UsageError, type Command } from './usage.ts';

export const checkCommand: Command = async (args, print) => {
  const { values, positionals } = parsed(args, { language: { type: 'string' } });
  const language = languageOf(values.language);
  if (positionals.length === 0) throw new UsageError('Name at least one file to check.');
  const files = await Promise.all(positionals.map(async (file) => ({ file, findings: check(await textOf(file)) })));
  const all = files.flatMap(({ findings }) => findings);
  const errors = all.filter(({ severity }) => severity === 'error').length;
  if (values.json) print(JSON.stringify(files, null, 2));
  else {
    for (const { file, findings } of files)
      for (const found of findings) findingLines(file, found, language).forEach(print);
    const warnings = all.length - errors;
    const count = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;
    print(
      language === 'en'
        ? `${count(files.length, 'file')}, ${count(errors, 'error')}, ${count(warnings, 'warning')}.`
        : `${files.length} ${files.length === 1 ? 'fil' : 'filer'}, ${errors} fel, ${warnings} ${warnings === 1 ? 'varning' : 'varningar'}.`,
    );
  }
  return errors > 0 ? 1 : 0;
};
