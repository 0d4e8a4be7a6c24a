import type { Texts } from '../base/locale.ts';

const sv = {
  heading: 'Ditt konto',
  menu: 'Konto',
  firms: 'Alla fakturaavsändare',
  firmsText: 'Du arbetar i en åt gången. Inget delas mellan dem.',
  active: 'aktiv',
  choose: (name: string) => `Byt till ${name}`,
  newFirm: 'Ny fakturaavsändare',
  firmName: 'Företagets namn',
  create: 'Skapa',
  sessions: 'Var du är inloggad',
  here: 'den här webbläsaren',
  since: (when: string) => `sedan ${when}`,
  end: 'Logga ut där',
  endOthers: 'Logga ut överallt utom här',
  logOut: 'Logga ut',
  cancel: 'Avbryt',
  unknownBrowser: 'Okänd webbläsare',
  failed: 'Det gick inte',
  roles: { admin: 'administratör', consultant: 'konsult', client: 'kund' },
};

const en: typeof sv = {
  heading: 'Your account',
  menu: 'Account',
  firms: 'All invoice senders',
  firmsText: 'You work in one at a time. Nothing is shared between them.',
  active: 'active',
  choose: (name) => `Change to ${name}`,
  newFirm: 'New invoice sender',
  firmName: 'Name of the company',
  create: 'Create',
  sessions: 'Where you are logged in',
  here: 'this browser',
  since: (when) => `since ${when}`,
  end: 'Log out there',
  endOthers: 'Log out everywhere but here',
  logOut: 'Log out',
  cancel: 'Cancel',
  unknownBrowser: 'Unknown browser',
  failed: 'That did not work',
  roles: { admin: 'administrator', consultant: 'consultant', client: 'client' },
};

export const accountTexts: Texts<typeof sv> = { sv, en };
