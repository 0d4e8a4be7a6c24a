import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildWidgets } from '../../widgets/build.ts';
import { findTemporal } from '../temporal/binary.ts';
import { ensureChromium } from './chromium.ts';
import { stream } from './stream.ts';

/**
 * `npm test`: the checks, then the tests from the smallest level to the largest, one after the other. Names of parts as
 * arguments run only those: `npm test -- lint language`. Ends with the line that continuous integration counts.
 */

interface Counts {
  passed: number;
  failed: number;
}

type Need = 'temporal' | 'chromium' | 'widgets';

interface Part {
  name: string;
  needs?: Need[];
  run: () => Promise<Counts>;
}

const bin = (file: string) => path.join('node_modules', file);

/** A check counts as one test. */
function check(name: string, file: string, ...args: string[]): Part {
  return {
    name,
    run: async () => ((await stream([bin(file), ...args])) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }),
  };
}

/** The tests of one project of vitest.config.ts. */
function project(name: string, ...needs: Need[]): Part {
  return { name, needs, run: () => vitest(name) };
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

async function vitest(name: string): Promise<Counts> {
  const folder = await mkdtemp(path.join(tmpdir(), 'arende-test-'));
  const file = path.join(folder, 'results.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const code = await stream([bin('vitest/vitest.mjs'), 'run', '--project', name, '--passWithNoTests', ...reporters]);
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

async function runPart(part: Part, needs: Map<Need, Promise<unknown>>): Promise<Counts> {
  try {
    await Promise.all((part.needs ?? []).map((need) => needs.get(need)));
  } catch (error) {
    console.error((error as Error).message);
    return { passed: 0, failed: 1 };
  }
  return part.run();
}

async function main(names: string[]): Promise<number> {
  const unknown = names.filter((name) => !PARTS.some((part) => part.name === name));
  if (unknown.length > 0) {
    console.error(`There is no part ${unknown.join(', ')}; there are ${PARTS.map((part) => part.name).join(', ')}.`);
    return 1;
  }
  const parts = PARTS.filter((part) => names.length === 0 || names.includes(part.name));
  const needs = prepare(parts);
  const rows: (Counts & { name: string; seconds: number })[] = [];
  for (const part of parts) {
    console.log(`\n── ${part.name} ──`);
    const startedAt = Date.now();
    rows.push({
      name: part.name,
      ...(await runPart(part, needs)),
      seconds: Math.round((Date.now() - startedAt) / 1000),
    });
  }

  console.log('');
  for (const { name, passed, failed, seconds } of rows)
    console.log(`${failed ? '✗' : '✓'} ${name.padEnd(12)} ${passed} passed, ${failed} failed (${seconds} s)`);
  const passed = rows.reduce((sum, row) => sum + row.passed, 0);
  const failed = rows.reduce((sum, row) => sum + row.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

process.exit(await main(process.argv.slice(2)));
