import type { ScenarioFile } from '../../../definitions/simulate/scenario.ts';

/** Who may be chosen: one for each group, and a second of the firm, so that separated duties find somebody. */
export const people: ScenarioFile['people'] = {
  anna: { name: 'Anna Exempel', groups: ['client'] },
  bo: { name: 'Bo Exempel', groups: ['client'] },
  karin: { name: 'Karin Konsult', groups: ['firm', 'responsible'] },
  lars: { name: 'Lars Konsult', groups: ['firm'] },
  eva: { name: 'Eva Chef', groups: ['firm', 'admin'] },
};
