/** One semantics: what the simulator shows before a definition is published is what the real server does afterwards. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Definition } from '../../definitions/language/types.ts';
import type { ScenarioFile } from '../../definitions/simulate/scenario.ts';
import { titleOf } from '../../definitions/simulate/title.ts';
import { story } from './support/arbitraries.ts';
import { openHouse, type House } from './support/house.ts';
import { differences, lived, OvershotError, simulated, type Story } from './support/side-by-side.ts';
import { storyOf } from './support/stories.ts';

let house: House;
beforeAll(async () => void (house = await openHouse()));
afterAll(() => house.close());

const library = new URL('../../definitions/library/', import.meta.url);
/** Stories that were once told differently, as small as they could be made. */
const kept = new URL('../fixtures/stories/', import.meta.url);
const read = <T>(url: URL): T => JSON.parse(readFileSync(url, 'utf8')) as T;

/** Where simulator and server differ; empty when they tell the same. */
async function told(each: Story, again = 3): Promise<string[]> {
  const input = house.input(each.definition, each.input);
  try {
    return differences(simulated(each, input), await lived(house, each, input));
  } catch (error) {
    if (again === 0 || !(error instanceof OvershotError)) throw error;
    return told(each, again - 1);
  }
}

/** So many at once that none has to wait for its turn for virtual hours. */
const AT_ONCE = 12;

const processes = readdirSync(library, { withFileTypes: true }).filter((entry) => entry.isDirectory());

it.for(processes.map(({ name }) => name))('every scenario of %s: step by step, to the minute', async (process) => {
  const definition = read<Definition>(new URL(`${process}/definition.json`, library));
  const { people, scenarios } = read<ScenarioFile>(new URL(`${process}/scenarios.json`, library));
  const found: { title: string; differences: string[] }[] = [];
  const left = [...scenarios];
  const work = async (): Promise<void> => {
    for (let scenario = left.shift(); scenario; scenario = left.shift()) {
      found.push({
        title: titleOf(scenario).en,
        differences: await told(storyOf(definition, people, scenario)),
      });
    }
  };
  await house.running(() => Promise.all(Array.from({ length: AT_ONCE }, work)));
  expect(found).toHaveLength(scenarios.length);
  expect(found.filter((result) => result.differences.length > 0)).toEqual([]);
});

it.for(readdirSync(kept).filter((name) => name.endsWith('.json')))('the kept story %s', async (name) => {
  expect(await house.running(() => told(read<Story>(new URL(name, kept))))).toEqual([]);
});

it('definitions and events that nobody thought of: the same states, effects and refusals', async () => {
  const stories = fc.array(story, { minLength: 1, maxLength: 8, size: 'max' });
  const property = fc.asyncProperty(stories, async (all) => {
    const results = await Promise.all(all.map(told));
    const found = results.flat();
    if (found.length > 0) throw new Error(found.join('\n'));
  });
  const run = await house.running(() => fc.check(property, { numRuns: 5, interruptAfterTimeLimit: 60_000 }));
  if (!run.failed) return;
  const [smallest] = run.counterexample ?? [];
  for (const each of smallest ?? []) {
    const content = JSON.stringify(each, null, 2);
    const name = `${createHash('sha256').update(content).digest('hex').slice(0, 12)}.json`;
    mkdirSync(kept, { recursive: true });
    writeFileSync(new URL(name, kept), `${content}\n`);
    console.error(`Kept as ${fileURLToPath(new URL(name, kept))}; commit it with what mends it.`);
  }
  expect.fail(`Seed ${run.seed}, path ${run.counterexamplePath}: ${String(run.errorInstance ?? 'interrupted')}`);
});
