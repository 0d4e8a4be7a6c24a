import type { Definition, Text } from '../../../definitions/language/types.ts';
import { EndlessError } from '../../../definitions/simulate/instance.ts';
import { runScenario, type ScenarioFile, type ScenarioResult } from '../../../definitions/simulate/scenario.ts';
import { titleOf } from '../../../definitions/simulate/title.ts';
import type { Language } from '../../base/locale.ts';
import { scenarioTexts } from './texts.ts';

export interface Outcome {
  title: Text;
  /** Null when it could not be run at all. */
  result: ScenarioResult | null;
  /** Sentences, by language; empty when everything happened as it must. */
  failures: (language: Language) => string[];
}

export const holds = ({ failures }: Outcome): boolean => failures('en').length === 0;

/** All scenarios on a text, one after the other, so that the page stays alive in between. Null when it was aborted. */
export async function play(
  definition: Definition,
  file: ScenarioFile | null,
  signal: AbortSignal,
): Promise<Outcome[] | null> {
  const outcomes: Outcome[] = [];
  for (const scenario of file?.scenarios ?? []) {
    outcomes.push(outcomeOf(definition, file!, scenario));
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return null;
  }
  return outcomes;
}

function outcomeOf(
  definition: Definition,
  { people }: ScenarioFile,
  scenario: ScenarioFile['scenarios'][number],
): Outcome {
  const title = titleOf(scenario);
  try {
    const result = runScenario(definition, people, scenario);
    return { title, result, failures: (language) => result.failures.map((failure) => failure[language]) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const why = (language: Language) => (error instanceof EndlessError ? scenarioTexts[language].endless : message);
    return { title, result: null, failures: (language) => [`${scenarioTexts[language].broken} ${why(language)}`] };
  }
}
