import type { Texts } from '../base/locale.ts';

const sv = {
  title: 'Meddela redovisningskonsulter',
  which: 'Vilka uppgifter gäller det?',
  comment: 'Kommentar',
  optional: '(frivillig)',
  to: 'Mejlet går till',
  send: 'Skicka e-post',
  cancel: 'Avbryt',
  close: 'Stäng',
  chooseOne: 'Kryssa i minst en uppgift.',
  noTasks: 'Byrån har inget kvar att göra för kunden just nu.',
  nobody: 'Ingen arbetar med kunden. Välj vem som är ansvarig först.',
  sent: (names: string) => `Påminnelsen är skickad till ${names}.`,
  failed: 'Det gick inte att påminna',
};

const en: typeof sv = {
  title: 'Notify consultants',
  which: 'Which tasks is it about?',
  comment: 'Comment',
  optional: '(optional)',
  to: 'The mail goes to',
  send: 'Send e-mail',
  cancel: 'Cancel',
  close: 'Close',
  chooseOne: 'Tick at least one task.',
  noTasks: 'The firm has nothing left to do for this client right now.',
  nobody: 'Nobody works with this client. Choose who is responsible first.',
  sent: (names) => `The reminder has been sent to ${names}.`,
  failed: 'The reminder could not be sent',
};

export const notifyTexts: Texts<typeof sv> = { sv, en };
