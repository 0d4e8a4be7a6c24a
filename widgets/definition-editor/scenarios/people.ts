import type { ScenarioFile } from '../../../definitions/simulate/scenario.ts';
import type { Language } from '../../base/locale.ts';
import { scenarioTexts } from './texts.ts';

/** Who may be chosen: one for each group, and a second of the firm, so that separated duties find somebody. */
export const people: ScenarioFile['people'] = {
  anna: { name: 'Anna Exempel', groups: ['client'] },
  bo: { name: 'Bo Exempel', groups: ['client'] },
  karin: { name: 'Karin Konsult', groups: ['firm', 'responsible'] },
  lars: { name: 'Lars Konsult', groups: ['firm'] },
  eva: { name: 'Eva Chef', groups: ['firm', 'admin'] },
};

/** With what they are: `Eva Chef (administratör)`. */
export function nameOf(id: string, language: Language): string {
  const { name, groups } = people[id]!;
  const group = (['admin', 'responsible', 'firm', 'client'] as const).find((each) => groups.includes(each))!;
  return `${name} (${scenarioTexts[language].groups[group]})`;
}
