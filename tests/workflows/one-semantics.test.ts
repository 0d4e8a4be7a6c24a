/** One semantics: what the simulator shows before a definition is published is what the real server does afterwards. */
import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compile, renderKey } from '../../definitions/index.ts';
import type { InstanceInput } from '../../definitions/engine/types.ts';
import type { Definition } from '../../definitions/language/types.ts';
import type { ScenarioFile } from '../../definitions/simulate/scenario.ts';
import { openHouse, type House } from './support/house.ts';
import { differences, lived, simulated, type Story } from './support/side-by-side.ts';
import { storyOf } from './support/stories.ts';

let house: House;
beforeAll(async () => void (house = await openHouse()));
afterAll(() => house.close());

const library = new URL('../../definitions/library/', import.meta.url);
const read = <T>(path: string): T => JSON.parse(readFileSync(new URL(path, library), 'utf8')) as T;

const processes = readdirSync(library, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  // What is called answers at once there, not when the scenario says so.
  .filter(({ name }) => !read<Definition>(`${name}/definition.json`).activities);

it.for(processes.map(({ name }) => name))('every scenario of %s: step by step, to the minute', async (process) => {
  const definition = read<Definition>(`${process}/definition.json`);
  const { people, scenarios } = read<ScenarioFile>(`${process}/scenarios.json`);
  await house.running(async () => {
    await Promise.all(scenarios.map((scenario) => bothTell(storyOf(definition, people, scenario), scenario.title)));
  });
});

async function bothTell(story: Story, title: string): Promise<void> {
  const input = house.input(story.definition, story.input);
  const key = renderKey(compile(story.definition), input);
  const own: InstanceInput = { ...input, key: `${key}/${input.instanceId}` };
  const before = simulated(story, own);
  const after = await lived(house, story, own);
  expect(differences(before, after), title).toEqual([]);
}
