import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildWidgets } from '../../widgets/build.ts';
import { findTemporal } from '../temporal/binary.ts';
import { ensureChromium } from './chromium.ts';
import { named, type Output, stream } from './stream.ts';

/**
 * `npm test`: the checks, then the tests from the smallest level to the largest, one after the other; the end-to-end
 * tests, which take the longest and mostly wait, run beside all others, with their name before each of their lines. Names
 * of parts as arguments run only those: `npm test -- lint language`. Ends with the line that continuous integration counts.
 */

interface Counts {
  passed: number;
  failed: number;
}

type Need = 'temporal' | 'chromium' | 'widgets';

interface Part {
  name: string;
  needs?: Need[];
  run: (output: Output) => Promise<Counts>;
}

interface Row extends Counts {
  name: string;
  seconds: number;
}

const bin = (file: string) => path.join('node_modules', file);

/** A check counts as one test. */
function check(name: string, file: string, ...args: string[]): Part {
  return {
    name,
    run: async (output) => {
      const code = await stream([bin(file), ...args], output);
      return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
    },
  };
}

/** The tests of one project of vitest.config.ts. */
function project(name: string, ...needs: Need[]): Part {
  return { name, needs, run: (output) => vitest(name, output) };
}

const PARTS: Part[] = [
  check('typecheck', 'typescript/bin/tsc', '-p', '.'),
  check('lint', 'oxlint/bin/oxlint', '--deny-warnings'),
  check('format', 'prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'),
  check('deadcode', 'knip/bin/knip.js', '--no-progress'),
  check('budgets', 'tsx/dist/cli.mjs', 'widgets/build.ts'),
  project('language'),
  project('server', 'temporal', 'widgets'),
  project('workflows', 'temporal'),
  project('widgets', 'chromium'),
  project('e2e', 'temporal', 'chromium', 'widgets'),
];
const BESIDE = 'e2e';

async function vitest(name: string, output: Output): Promise<Counts> {
  const folder = await mkdtemp(path.join(tmpdir(), 'arende-test-'));
  const file = path.join(folder, 'results.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const args = [bin('vitest/vitest.mjs'), 'run', '--project', name, '--passWithNoTests', ...reporters];
    const code = await stream(args, output);
    const results = JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as Record<string, number>;
    const counts = { passed: results.numPassedTests ?? 0, failed: results.numFailedTests ?? 0 };
    // A file that does not load or an error outside of any test fails the run without failing a test.
    if (code !== 0 && counts.failed === 0) counts.failed = 1;
    return counts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Begins to fetch what the parts need, while the first of them run already. */
function prepare(parts: Part[]): Map<Need, Promise<unknown>> {
  const say = (line: string) => console.log(line);
  const fetch: Record<Need, () => Promise<unknown>> = {
    temporal: async () => process.env.TEMPORAL_ADDRESS || findTemporal(say),
    widgets: () => buildWidgets(),
    chromium: async () => (process.env.ARENDE_CHROMIUM = await ensureChromium(say)),
  };
  const needed = new Set(parts.flatMap((part) => part.needs ?? []));
  return new Map(
    [...needed].map((need) => {
      const fetched = fetch[need]();
      // A failure is told by the first part that needs it.
      fetched.catch(() => {});
      return [need, fetched];
    }),
  );
}

async function runPart(part: Part, needs: Map<Need, Promise<unknown>>, output: Output): Promise<Row> {
  output.write(`\n── ${part.name} ──\n`);
  const { name } = part;
  let startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  try {
    await Promise.all((part.needs ?? []).map((need) => needs.get(need)));
  } catch (error) {
    output.write(`${(error as Error).message}\n`);
    return { name, passed: 0, failed: 1, seconds: seconds() };
  }
  startedAt = Date.now();
  return { name, ...(await part.run(output)), seconds: seconds() };
}

async function inTurn(parts: Part[], needs: Map<Need, Promise<unknown>>, output: Output): Promise<Row[]> {
  const rows: Row[] = [];
  for (const part of parts) rows.push(await runPart(part, needs, output));
  return rows;
}

async function main(names: string[]): Promise<number> {
  const unknown = names.filter((name) => !PARTS.some((part) => part.name === name));
  if (unknown.length > 0) {
    console.error(`There is no part ${unknown.join(', ')}; there are ${PARTS.map((part) => part.name).join(', ')}.`);
    return 1;
  }
  const parts = PARTS.filter((part) => names.length === 0 || names.includes(part.name));
  const needs = prepare(parts);
  const others = parts.filter(({ name }) => name !== BESIDE);
  const beside = parts.filter(({ name }) => name === BESIDE);
  const output = others.length > 0 ? named(BESIDE) : process.stdout;
  const lanes = [inTurn(others, needs, process.stdout), inTurn(beside, needs, output)];
  const rows = (await Promise.all(lanes)).flat();

  console.log('');
  for (const { name, passed, failed, seconds } of rows)
    console.log(`${failed ? '✗' : '✓'} ${name.padEnd(12)} ${passed} passed, ${failed} failed (${seconds} s)`);
  const passed = rows.reduce((sum, row) => sum + row.passed, 0);
  const failed = rows.reduce((sum, row) => sum + row.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

process.exit(await main(process.argv.slice(2)));
