import type { Scenario, ScenarioFile } from '../../../definitions/simulate/scenario.ts';
import { people } from './people.ts';

const key = (definitionId: string): string => `arende-scenarios:${definitionId}`;

/** The scenarios of a process that were recorded in this browser; null where there are none. */
export function keptScenarios(definitionId: string): ScenarioFile | null {
  try {
    return JSON.parse(localStorage.getItem(key(definitionId)) ?? 'null') as ScenarioFile | null;
  } catch {
    // A page that may not store, or something else stands there.
    return null;
  }
}

export function keepScenarios(definitionId: string, file: ScenarioFile | null): void {
  try {
    if (file) localStorage.setItem(key(definitionId), JSON.stringify(file));
    else localStorage.removeItem(key(definitionId));
  } catch {
    // A page that may not store: they are there until it is closed.
  }
}

/** A file with one more scenario that was recorded. Its people keep their groups, beside others of the same name. */
export function withScenario(file: ScenarioFile | null, scenario: Scenario): ScenarioFile {
  const known = file?.people ?? {};
  const idOf = (id: string): string => {
    const other = known[id];
    return other && other.groups.join() !== people[id]?.groups.join() ? `${id}-2` : id;
  };
  const steps = scenario.steps.map((step) => (step.by === undefined ? step : { ...step, by: idOf(step.by) }));
  const recorded = Object.fromEntries(Object.entries(people).map(([id, person]) => [idOf(id), person]));
  const others = (file?.scenarios ?? []).filter(({ title }) => title !== scenario.title);
  return { people: { ...recorded, ...known }, scenarios: [...others, { ...scenario, steps }] };
}
