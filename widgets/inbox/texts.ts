import type { Texts } from '../base/locale.ts';

const sv = {
  heading: 'Inkorg',
  emptyTitle: 'Inget att göra just nu',
  emptyText: 'Nya uppgifter dyker upp här av sig själva.',
};

const en: typeof sv = {
  heading: 'Inbox',
  emptyTitle: 'Nothing to do right now',
  emptyText: 'New tasks appear here by themselves.',
};

export const inboxTexts: Texts<typeof sv> = { sv, en };
