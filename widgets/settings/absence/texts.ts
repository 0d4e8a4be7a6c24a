import type { Texts } from '../../base/locale.ts';

const sv = {
  heading: 'Min frånvaro',
  intro:
    'Medan du är borta får din ersättare uppgifterna och påminnelserna för de kunder som du är ansvarig för. Du kan fortfarande arbeta med dem, och allt kommer tillbaka till dig av sig självt.',
  add: 'Lägg till frånvaro',
  who: 'Vem',
  me: 'Jag',
  from: 'Första dagen',
  to: 'Sista dagen',
  substitute: 'Ersättare',
  save: 'Spara',
  cancel: 'Avbryt',
  chooseSubstitute: 'Välj en ersättare.',
  chooseWho: 'Välj vem som är borta.',
  none: 'Ingen frånvaro är inlagd.',
  running: 'Nu',
  standsIn: (name: string) => `${name} ersätter`,
  until: (from: string, to: string) => (from === to ? from : `${from} – ${to}`),
  remove: 'Ta bort',
  end: 'Avsluta',
  removeOf: (name: string, days: string) => `Ta bort frånvaron för ${name}, ${days}`,
  endOf: (name: string) => `Avsluta frånvaron för ${name}`,
  saved: 'Frånvaron är sparad.',
  removed: 'Frånvaron är borttagen.',
  failed: 'Det gick inte',
};

const en: typeof sv = {
  heading: 'My absence',
  intro:
    'While you are away, your substitute has the tasks and reminders of the clients that you are responsible for. You can still work on them, and everything comes back to you by itself.',
  add: 'Add absence',
  who: 'Who',
  me: 'Me',
  from: 'First day',
  to: 'Last day',
  substitute: 'Substitute',
  save: 'Save',
  cancel: 'Cancel',
  chooseSubstitute: 'Choose a substitute.',
  chooseWho: 'Choose who is away.',
  none: 'No absence has been added.',
  running: 'Now',
  standsIn: (name) => `${name} stands in`,
  until: (from, to) => (from === to ? from : `${from} – ${to}`),
  remove: 'Remove',
  end: 'End',
  removeOf: (name, days) => `Remove the absence of ${name}, ${days}`,
  endOf: (name) => `End the absence of ${name}`,
  saved: 'The absence is saved.',
  removed: 'The absence is removed.',
  failed: 'That did not work',
};

export const absenceTexts: Texts<typeof sv> = { sv, en };
export type AbsenceTexts = typeof sv;
