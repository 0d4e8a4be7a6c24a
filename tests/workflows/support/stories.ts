import { periodFromId, toInstant } from '../../../definitions/calendar/index.ts';
import type { InstanceInput } from '../../../definitions/engine/types.ts';
import type { Definition, Json } from '../../../definitions/language/types.ts';
import type { Scenario, ScenarioFile } from '../../../definitions/simulate/scenario.ts';
import type { Happening, Story } from './side-by-side.ts';

const instant = (moment: string) => toInstant(moment.slice(0, 10), moment.slice(11));

const settingsOf = (values: Record<string, Json> = {}): InstanceInput['settings'] =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, origin: 'client' as const }]));

/** A scenario of the library as a story. */
export function storyOf(definition: Definition, people: ScenarioFile['people'], scenario: Scenario): Story {
  let client: InstanceInput['client'] = { name: 'Demo AB', ...scenario.client, id: 'client' };
  const input: Story['input'] = {
    clientId: 'client',
    client,
    period: scenario.period === undefined ? null : periodFromId(scenario.period),
    input: scenario.input ?? {},
    settings: settingsOf(scenario.settings),
  };
  const happenings = scenario.steps.map((step): Happening => {
    const at = instant(step.at);
    if (step.act !== undefined) {
      return { at, act: step.act, actor: { userId: step.by!, ...people[step.by!]! }, data: step.data ?? {} };
    }
    if (step.system !== undefined) return { at, system: step.system, data: step.data ?? {} };
    if (step.answer !== undefined) return { at, answer: step.answer, outcome: { data: step.data ?? {} } };
    if (step.fails !== undefined) {
      return {
        at,
        answer: step.fails,
        outcome: { code: step.code ?? 'failed', message: step.message ?? 'It failed.' },
      };
    }
    if (!step.change) return { at, wait: true };
    const { settings, client: properties, movedDeadlines } = step.change;
    if (properties) client = { ...client, ...properties };
    return {
      at,
      change: {
        ...(settings && { settings: settingsOf(settings) }),
        ...(properties && { client }),
        ...(movedDeadlines && { movedDeadlines }),
      },
    };
  });
  return { definition, input, opensAt: instant(scenario.opens), happenings };
}
