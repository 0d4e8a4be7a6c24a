/** What definitions cost before they run, on one core: the check while somebody writes, and a year in virtual time. */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Definition } from '../../definitions/index.ts';
import { check } from '../../definitions/language/check.ts';
import { sampleData } from '../../definitions/simulate/sample.ts';
import { simulateYear } from '../../definitions/simulate/year.ts';
import { figure, median, type Figure } from './measure.ts';

const LIBRARY = fileURLToPath(new URL('../../definitions/library/', import.meta.url));
const FROM = '2026-01-01';
const WARM_UP = 5;
const ROUNDS = 15;
const CLIENTS = 100;

/** Every definition of the library is measured; the figure is that of the slowest. */
export async function definitionFigures(): Promise<Figure[]> {
  const folders = await readdir(LIBRARY, { withFileTypes: true });
  const texts = await Promise.all(
    folders
      .filter((each) => each.isDirectory())
      .map((each) => readFile(`${LIBRARY}${each.name}/definition.json`, 'utf8')),
  );
  const definitions = texts.map((text) => JSON.parse(text) as Definition);
  const slowestCheck = Math.max(...texts.map((text) => milliseconds(() => check(text))));
  const years = definitions.map((definition) => ({ definition, ms: milliseconds(() => year(definition)) }));
  const { definition, ms } = years.reduce((slowest, each) => (each.ms > slowest.ms ? each : slowest));
  const many = cpuMs(() => {
    for (let client = 0; client < CLIENTS; client += 1) year(definition);
  });
  return [
    figure('check of the slowest definition', 'CPU ms', slowestCheck, null, { kind: 'at most', value: 100 }),
    figure(`a year in virtual time, ${definition.id}`, 'CPU ms', ms, null, { kind: 'at most', value: 50 }),
    figure(`the same for 1,000 clients, from ${CLIENTS}`, 'CPU s', many / CLIENTS, null, {
      kind: 'at most',
      value: 60,
    }),
  ];
}

const year = (definition: Definition) =>
  simulateYear({
    definition,
    from: FROM,
    months: 12,
    client: sampleData(definition.client, FROM),
    answerAfterDays: 2,
  });

function milliseconds(run: () => unknown): number {
  const times: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const ms = cpuMs(run);
    if (round >= 0) times.push(ms);
  }
  return median(times);
}

/** What one core spends, whatever else the machine does. */
function cpuMs(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
