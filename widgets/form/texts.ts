import type { Texts } from '../base/locale.ts';

const sv = {
  summary: 'Rätta det här för att gå vidare',
  optional: 'frivilligt',
  choose: 'Välj',
  sending: 'Skickar…',
  number: 'Ange ett tal.',
  integer: 'Ange ett heltal.',
  errorPrefix: 'Fel:',
  onePerLine: 'En per rad.',
};

const en: typeof sv = {
  summary: 'Correct this to continue',
  optional: 'optional',
  choose: 'Choose',
  sending: 'Sending…',
  number: 'Enter a number.',
  integer: 'Enter a whole number.',
  errorPrefix: 'Error:',
  onePerLine: 'One per line.',
};

export const formTexts: Texts<typeof sv> = { sv, en };
