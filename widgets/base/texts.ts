import type { Texts } from './locale.ts';

const sv = {
  cancel: 'Avbryt',
  close: 'Stäng',
  tryAgain: 'Försök igen',
  loading: 'Hämtar',
  errorTitle: 'Det gick inte att hämta',
  offlineTitle: 'Ingen kontakt med servern',
  offlineEmpty: 'Vi försöker igen av oss själva så snart det går.',
  offlineShown: 'Du ser det som hämtades senast. Vi försöker igen av oss själva.',
  backOnline: 'Kontakten är tillbaka.',
  expiredTitle: 'Du har blivit utloggad',
  expiredText: 'Logga in igen för att fortsätta. Inget som du har skickat går förlorat.',
  unreadableAnswer: 'Servern svarade inte som den ska. Försök igen om en stund.',
  outcomeUnknown: 'Vi fick inget svar och vet inte om det kom fram. Försök igen: samma sak räknas bara en gång.',
  notFetched: 'En del av programmet gick inte att hämta. Kontrollera uppkopplingen och försök igen.',
};

const en: typeof sv = {
  cancel: 'Cancel',
  close: 'Close',
  tryAgain: 'Try again',
  loading: 'Loading',
  errorTitle: 'This could not be loaded',
  offlineTitle: 'No contact with the server',
  offlineEmpty: 'We try again by ourselves as soon as we can.',
  offlineShown: 'You see what was loaded last. We keep trying by ourselves.',
  backOnline: 'Contact is back.',
  expiredTitle: 'You have been logged out',
  expiredText: 'Log in again to continue. Nothing that you have sent is lost.',
  unreadableAnswer: 'The server did not answer as it should. Try again in a while.',
  outcomeUnknown: 'No answer came, so we do not know whether it arrived. Try again: the same act counts only once.',
  notFetched: 'A part of the program could not be loaded. Check your connection and try again.',
};

export const baseTexts: Texts<typeof sv> = { sv, en };
