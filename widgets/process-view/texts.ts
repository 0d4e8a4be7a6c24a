import type { Texts } from '../base/locale.ts';

const sv = {
  heading: 'Ärendets förlopp',
  emptyTitle: 'Inget ärende valt',
  emptyText: 'Öppna ett ärende på tavlan, så visas hur det går här.',
  version: (version: number) => `version ${version}`,
  responsible: 'Ansvarig',
  nobody: 'ingen',
  closed: 'Avslutat',
  next: 'Det som kommer',
  tasks: 'Väntar på någon',
  noTasks: 'Ingen uppgift är öppen.',
  byItself: 'Händer av sig självt',
  nothingByItself: 'Inget händer av sig självt.',
  kinds: {
    after: 'går vidare',
    reminder: 'påminnelse',
    escalation: 'upptrappning',
    call: 'svaret har dröjt för länge',
  },
  why: 'Varför den dagen?',
  history: 'Historik',
  system: 'Automatiskt',
  chart: 'Var ärendet är',
  settings: 'Inställningar',
  origin: { instance: 'ärendet', client: 'kunden', firm: 'byrån', definition: 'processen' },
};

const en: typeof sv = {
  heading: 'Course of the case',
  emptyTitle: 'No case chosen',
  emptyText: 'Open a case on the board, and how it goes is shown here.',
  version: (version) => `version ${version}`,
  responsible: 'Responsible',
  nobody: 'nobody',
  closed: 'Closed',
  next: 'What comes next',
  tasks: 'Waits for somebody',
  noTasks: 'No task is open.',
  byItself: 'Happens by itself',
  nothingByItself: 'Nothing happens by itself.',
  kinds: { after: 'goes on', reminder: 'reminder', escalation: 'escalation', call: 'the answer has taken too long' },
  why: 'Why that day?',
  history: 'History',
  system: 'Automatic',
  chart: 'Where the case is',
  settings: 'Settings',
  origin: { instance: 'the case', client: 'the client', firm: 'the firm', definition: 'the process' },
};

export const processTexts: Texts<typeof sv> = { sv, en };
export type ProcessTexts = typeof sv;
