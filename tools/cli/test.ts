import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CalendarError } from '../../definitions/calendar/index.ts';
import { EndlessError } from '../../definitions/simulate/instance.ts';
import {
  runScenario,
  scenarioFindings,
  type ScenarioFile,
  type ScenarioResult,
} from '../../definitions/simulate/scenario.ts';
import { titleOf } from '../../definitions/simulate/title.ts';
import { parseText } from '../../definitions/language/positions.ts';
import { definitionOf, parsed, textOf, UsageError, type Command } from './usage.ts';

const LIBRARY = fileURLToPath(new URL('../../definitions/library', import.meta.url));

interface FileResult {
  file: string;
  problems: string[];
  results: ScenarioResult[];
}

export const testCommand: Command = async (args, print) => {
  const { values, positionals } = parsed(args, {});
  const files: string[] = [];
  for (const place of positionals.length > 0 ? positionals : [LIBRARY]) files.push(...(await scenarioFiles(place)));
  if (files.length === 0) throw new UsageError('There is no scenarios.json there.');
  const all: FileResult[] = [];
  for (const file of files) all.push(await resultOf(file));
  const wrong = all.reduce(
    (sum, { problems, results }) => sum + problems.length + results.filter((r) => r.failures.length).length,
    0,
  );
  if (values.json) {
    const brief = all.map(({ results, ...rest }) => ({
      ...rest,
      results: results.map(({ title, rules, failures }) => ({
        title: title.en,
        rules,
        failures: failures.map(({ en }) => en),
      })),
    }));
    print(JSON.stringify(brief, null, 2));
    return wrong > 0 ? 1 : 0;
  }
  for (const { file, problems, results } of all) {
    print(path.relative(process.cwd(), file) || file);
    for (const problem of problems) print(`  ✗ ${problem}`);
    for (const { title, rules, failures } of results) {
      print(`  ${failures.length === 0 ? '✓' : '✗'} ${title.en}${rules.length > 0 ? ` (${rules.join(', ')})` : ''}`);
      for (const { en } of failures) print(`      ${en}`);
    }
  }
  print(`${all.reduce((sum, { results }) => sum + results.length, 0)} scenarios, ${wrong} wrong.`);
  return wrong > 0 ? 1 : 0;
};

async function scenarioFiles(place: string): Promise<string[]> {
  const found = await stat(place).catch(() => null);
  if (!found) throw new UsageError(`"${place}" does not exist.`);
  if (found.isFile()) return [place];
  const entries = await readdir(place, { withFileTypes: true });
  const nested = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((entry) => scenarioFiles(path.join(place, entry.name))),
  );
  const here = entries.some((entry) => entry.isFile() && entry.name === 'scenarios.json');
  return [...(here ? [path.join(place, 'scenarios.json')] : []), ...nested.flat()];
}

/** The definition stands beside its scenarios. */
async function resultOf(file: string): Promise<FileResult> {
  const problems: string[] = [];
  const loaded = await definitionOf(path.join(path.dirname(file), 'definition.json'), (line) => problems.push(line));
  const scenarios = await readScenarios(file, problems);
  if (!loaded || !scenarios) return { file, problems, results: [] };
  const results: ScenarioResult[] = [];
  for (const one of scenarios.scenarios) {
    try {
      results.push(runScenario(loaded.definition, scenarios.people, one));
    } catch (error) {
      if (!(error instanceof CalendarError) && !(error instanceof EndlessError)) throw error;
      results.push({
        title: titleOf(one),
        rules: one.rules ?? [],
        failures: [{ sv: error.message, en: error.message }],
        accepted: null,
        timeline: [],
      });
    }
  }
  return { file, problems, results };
}

/** Null, with the reasons in `problems`, each with its place, when the file does not hold scenarios. */
export async function readScenarios(file: string, problems: string[]): Promise<ScenarioFile | null> {
  const { value, problems: faults, locate } = parseText(await textOf(file));
  const at = ({ line, column }: { line: number; column: number }): string => `${file}:${line}:${column}`;
  problems.push(...faults.map(({ message, place }) => `${at(place)} ${message}`));
  if (faults.length > 0) return null;
  const found = scenarioFindings(value);
  problems.push(...found.map(({ pointer, message }) => `${at(locate(pointer, { key: true }))} ${message.en}`));
  return found.length === 0 ? (value as unknown as ScenarioFile) : null;
}
