import { explore } from '../../definitions/explore/explore.ts';
import { parseText } from '../../definitions/language/positions.ts';
import { dayOf } from './periods.ts';
import { assignments, definitionOf, languageOf, one, parsed, textOf, type Command } from './usage.ts';

export const exploreCommand: Command = async (args, print) => {
  const { values, positionals } = parsed(args, {
    from: { type: 'string' },
    client: { type: 'string', multiple: true },
    language: { type: 'string' },
  });
  const language = languageOf(values.language);
  const file = one(positionals, 'file');
  const loaded = await definitionOf(file, print);
  if (!loaded) return 1;
  const { locate } = parseText(await textOf(file));
  const from = dayOf(values.from ?? new Date().toISOString().slice(0, 10));
  const client = assignments(values.client);
  const { findings, covered, stopped } = explore({ definition: loaded.definition, from, client });
  const placed = findings.map((finding) => {
    const { line, column } = locate(finding.pointer, { key: true });
    return { ...finding, line, column };
  });
  if (values.json) print(JSON.stringify({ findings: placed, covered, stopped }, null, 2));
  else {
    for (const { code, message, trace, line, column } of placed) {
      print(`${file}:${line}:${column} ${code} ${message[language]}`);
      trace.forEach((act, index) => print(`    ${index + 1}. ${act[language]}`));
    }
    print(
      `${covered.states} of ${covered.of} states in ${covered.situations} situations, ${findings.length} findings.`,
    );
    if (stopped) print(stopped[language]);
  }
  return findings.length > 0 ? 1 : 0;
};
