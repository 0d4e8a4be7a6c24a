import type { Texts } from '../base/locale.ts';

const sv = {
  heading: 'Inställningar',
  nothingTitle: 'Inget att ställa in',
  nothingText: 'Det finns inga inställningar som du kan ändra här.',
  notFetched: 'Fliken gick inte att hämta. Kontrollera uppkopplingen och försök igen.',
  tryAgain: 'Försök igen',
  search: 'Sök',
  add: (name: string) => `Lägg till ${name}`,
  remove: (name: string) => `Ta bort ${name}`,
  noHits: 'Inga träffar',
  chosen: 'Valda',
};

const en: typeof sv = {
  heading: 'Settings',
  nothingTitle: 'Nothing to set',
  nothingText: 'There are no settings that you can change here.',
  notFetched: 'The tab could not be fetched. Check your connection and try again.',
  tryAgain: 'Try again',
  search: 'Search',
  add: (name) => `Add ${name}`,
  remove: (name) => `Remove ${name}`,
  noHits: 'Nothing found',
  chosen: 'Chosen',
};

export const settingsTexts: Texts<typeof sv> = { sv, en };
