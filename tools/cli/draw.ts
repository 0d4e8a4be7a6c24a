import { writeFile } from 'node:fs/promises';
import { chartGraph } from '../../definitions/draw/graph.ts';
import { layout } from '../../definitions/draw/layout.ts';
import { toSvg } from '../../definitions/draw/svg.ts';
import { definitionOf, languageOf, one, parsed, UsageError, type Command } from './usage.ts';

export const drawCommand: Command = async (args, print) => {
  const { values, positionals } = parsed(args, {
    out: { type: 'string' },
    language: { type: 'string' },
    theme: { type: 'string', default: 'light' },
  });
  const file = one(positionals, 'file');
  const { theme, out } = values;
  const language = languageOf(values.language);
  if (theme !== 'light' && theme !== 'dark') throw new UsageError('--theme is light or dark.');
  const loaded = await definitionOf(file, print);
  if (!loaded) return 1;
  const chart = await layout(chartGraph(loaded.definition, language));
  if (values.json) {
    print(JSON.stringify(chart, null, 2));
    return 0;
  }
  const svg = toSvg(chart, { theme });
  if (out === undefined) {
    print(svg.trimEnd());
    return 0;
  }
  try {
    await writeFile(out, svg);
  } catch (error) {
    throw new UsageError(`"${out}" cannot be written: ${(error as Error).message}`);
  }
  print(
    `${out}: ${chart.nodes.length - 1} states, ${chart.edges.filter(({ kind }) => kind !== 'initial').length} transitions.`,
  );
  return 0;
};
