import type { Texts } from '../../base/locale.ts';

const sv = {
  heading: 'Aviseringar',
  intro: 'Välj en kund och vad du vill få i mejl om den, och hur ofta. Allt är av tills du slår på det.',
  ofClient:
    'Du får mejl när något är nytt och när du har något att göra. I mejl som du klarar dig utan finns en länk för att sluta få dem.',
  client: 'Kund',
  personal: 'För dig',
  shared: 'För kunden',
  prepare: 'Ställ in',
  notSet: 'Av',
  nothing: 'Det finns inga aviseringar att ställa in för kunden.',
  bounced: 'Mejl som inte kom fram',
  bouncedText: 'Mottagarens server tog inte emot dem. Rätta adressen på användaren.',
  retry: 'Skicka igen',
  refused: 'Mejl som du har tackat nej till',
  refusedText: 'Det står kvar i portalen; bara mejlet uteblir.',
  mailAgain: 'Mejla mig igen',
  cancel: 'Avbryt',
  saved: 'Sparat.',
  failed: 'Det gick inte',
};

const en: typeof sv = {
  heading: 'Notifications',
  intro:
    'Choose a client and what you want to be mailed about it, and how often. Everything is off until you switch it on.',
  ofClient:
    'You get mails when something is new and when you have something to do. Mails that you can do without have a link to stop them.',
  client: 'Client',
  personal: 'For you',
  shared: 'For the client',
  prepare: 'Set up',
  notSet: 'Off',
  nothing: 'There are no notifications to set for this client.',
  bounced: 'Mails that did not arrive',
  bouncedText: 'The receiving server refused them. Correct the address of the user.',
  retry: 'Send again',
  refused: 'Mails that you have said no to',
  refusedText: 'It still stands in the portal; only the mail does not come.',
  mailAgain: 'Mail me again',
  cancel: 'Cancel',
  saved: 'Saved.',
  failed: 'That did not work',
};

export const noticeTabTexts: Texts<typeof sv> = { sv, en };
