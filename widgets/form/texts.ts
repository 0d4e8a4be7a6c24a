import type { Texts } from '../base/locale.ts';

const sv = {
  summary: 'Rätta det här för att gå vidare',
  optional: 'frivilligt',
  choose: 'Välj',
  sending: 'Skickar…',
  number: 'Ange ett tal.',
  integer: 'Ange ett heltal.',
  waiting: 'Vänta tills alla filer är uppladdade, eller ta bort dem som inte gick.',
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
  waiting: 'Wait until all files are uploaded, or remove those that failed.',
  errorPrefix: 'Error:',
  onePerLine: 'One per line.',
};

export const formTexts: Texts<typeof sv> = { sv, en };
