import type { Scenario, ScenarioFile } from '../../../definitions/simulate/scenario.ts';
import { titleOf } from '../../../definitions/simulate/title.ts';
import { people } from './people.ts';

/** The same scenarios; null for a file without any. */
export const filled = (file: ScenarioFile | null): ScenarioFile | null =>
  file && file.scenarios.length > 0 ? file : null;

/** Those of both; of two with the same title the later. People keep their groups, beside others of the same name. */
export function together(file: ScenarioFile | null, more: ScenarioFile): ScenarioFile {
  const known = file?.people ?? {};
  const idOf = (id: string): string => {
    const other = known[id];
    return other && other.groups.join() !== more.people[id]?.groups.join() ? `${id}-2` : id;
  };
  const added = more.scenarios.map((scenario) => ({
    ...scenario,
    steps: scenario.steps.map((step) => (step.by === undefined ? step : { ...step, by: idOf(step.by) })),
  }));
  const theirs = Object.fromEntries(Object.entries(more.people).map(([id, person]) => [idOf(id), person]));
  const titles = new Set(added.map((scenario) => titleOf(scenario).en));
  const others = (file?.scenarios ?? []).filter((scenario) => !titles.has(titleOf(scenario).en));
  return { people: { ...theirs, ...known }, scenarios: [...others, ...added] };
}

/** A file with one more scenario that was recorded. */
export const withScenario = (file: ScenarioFile | null, scenario: Scenario): ScenarioFile =>
  together(file, { people, scenarios: [scenario] });
