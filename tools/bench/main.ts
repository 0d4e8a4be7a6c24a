/**
 * `npm run bench`: starts its own Temporal, server and worker, measures, and prints ratios of figures of this one run.
 * `--json` prints them as JSON. Ends with 1 when a promised bound does not hold.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Definition } from '../../definitions/index.ts';
import { backend } from '../../tests/support/api.ts';
import { openHouse } from '../../tests/support/house.ts';
import { startSite } from '../demo/site/server.ts';
import { seedDemo } from '../demo/seed/seed.ts';
import { clientFigures } from './clients.ts';
import { definitionFigures } from './definitions.ts';
import { engineFigures } from './engine.ts';
import { held, type Figure } from './measure.ts';
import { queryFigures } from './queries.ts';
import { treeFigures } from './tree.ts';
import { renderFigures, sizeFigures } from './widgets.ts';

const asJson = process.argv.includes('--json');
const say = (line: string) => (asJson ? undefined : console.error(line));
const json = async (file: string) => JSON.parse(await readFile(new URL(file, import.meta.url), 'utf8')) as Definition;

const folder = await mkdtemp(path.join(tmpdir(), 'arende-bench-'));
try {
  const figures: Figure[] = [];
  say('Building the widgets …');
  figures.push(...(await sizeFigures()));
  figures.push(...(await withHouse()));
  say('Checking and simulating definitions …');
  figures.push(...(await definitionFigures()));
  say('Filling lists with 1,000 and 100,000 open tasks …');
  figures.push(...(await queryFigures(folder, await json('../../definitions/library/period-payroll/definition.json'))));
  say('Importing 1,000 and 10,000 clients …');
  figures.push(
    ...(await clientFigures(folder, await json('../../definitions/library/period-payroll/definition.json'))),
  );
  say('Filling trees with 1,000 and 100,000 documents …');
  figures.push(...(await treeFigures(folder)));
  if (asJson) console.log(JSON.stringify(figures, null, 2));
  else print(figures);
  process.exitCode = figures.every(held) ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function withHouse(): Promise<Figure[]> {
  say('Starting Temporal, server and worker …');
  const house = await openHouse({
    env: { ARENDE_RATE_LIMIT: '100000', ARENDE_IDENTITY_KEY: randomBytes(32).toString('base64') },
  });
  const baseline = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('baseline/worker.ts', import.meta.url))],
    {
      env: { ...process.env, TEMPORAL_ADDRESS: house.temporalAddress, TEMPORAL_CONFIG_FILE: '/dev/null' },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  try {
    const call = backend(house.url, house.secretKey);
    await call('PUT', '/v1/clients/bench', { name: 'Demoföretaget AB' });
    await call('PUT', '/v1/users/bench-client', {
      name: 'Kund Exempel',
      email: 'kund@client.example',
      role: 'client',
      clients: ['bench'],
    });
    await call('PUT', '/v1/definitions/bench', await json('definition.json'));
    say('Measuring the engine …');
    const figures = await engineFigures(house);
    say('Measuring the demo pages …');
    const site = await startSite({ port: 0, arendeUrl: house.url, secretKey: house.secretKey });
    const today = new Date().toISOString().slice(0, 10);
    const firm = { url: house.url, secretKey: house.secretKey, origin: site.url };
    await seedDemo(firm, { folder, today, signal: new AbortController().signal, say: () => {} });
    figures.push(...(await renderFigures(site.url)));
    await site.close();
    return figures;
  } finally {
    baseline.kill('SIGTERM');
    await once(baseline, 'exit');
    await house.close();
  }
}

function print(figures: Figure[]): void {
  const number = (value: number | null) =>
    value === null ? '' : value.toLocaleString('en', { maximumFractionDigits: 2 });
  const rows = figures.map((each) => [
    each.name,
    number(each.ours),
    number(each.bare),
    each.unit,
    number(each.ratio),
    each.bound ? `${each.bound.kind} ${each.bound.value}${held(each) ? '' : '  ✗'}` : '',
  ]);
  const head = ['', 'ours', 'against', 'unit', 'ratio', 'bound'];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  for (const row of [head, ...rows]) {
    console.log(
      row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  '),
    );
  }
}
