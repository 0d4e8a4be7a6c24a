import type { Text } from '../../../definitions/language/types.ts';

/** What each hint code means for the person, in our own words; BankID's guidelines say which codes there are. */
const hints: Record<string, Text> = {
  outstandingTransaction: { sv: 'Öppna BankID-appen.', en: 'Open the BankID app.' },
  noClient: { sv: 'Öppna BankID-appen.', en: 'Open the BankID app.' },
  started: {
    sv: 'BankID-appen letar efter ditt BankID. Dröjer det saknas kanske ett giltigt BankID på enheten.',
    en: 'The app is looking for your BankID. If it takes long, the device may have no valid one.',
  },
  userMrtd: {
    sv: 'Läs av ditt pass eller id-kort i BankID-appen för att gå vidare.',
    en: 'Scan your passport or identity card in the BankID app to go on.',
  },
  userCallConfirm: { sv: 'Svara på frågan i BankID-appen.', en: 'Answer the question in the BankID app.' },
  userSign: { sv: 'Skriv din säkerhetskod i BankID-appen.', en: 'Enter your security code in the BankID app.' },
  expiredTransaction: {
    sv: 'Det tog för lång tid. Börja om när du vill.',
    en: 'It took too long. Start again whenever you like.',
  },
  certificateErr: {
    sv: 'Ditt BankID är spärrat eller för gammalt. Hämta ett nytt hos din bank.',
    en: 'Your BankID is blocked or too old. Get a new one from your bank.',
  },
  userCancel: { sv: 'Du avbröt i BankID-appen.', en: 'You cancelled in the BankID app.' },
  cancelled: { sv: 'Inloggningen avbröts. Börja om när du vill.', en: 'The log-in was cancelled. Start again.' },
  startFailed: {
    sv: 'BankID-appen öppnades inte i tid. Kontrollera att den finns på enheten och börja om.',
    en: 'The BankID app was not opened in time. Check that it is installed, and start again.',
  },
  alreadyInProgress: {
    sv: 'En inloggning för dig pågick redan och har avbrutits. Börja om.',
    en: 'Another log-in of yours was under way and has been cancelled. Start again.',
  },
  unknownPerson: {
    sv: 'Ditt BankID fungerar, men ingen byrå här känner dig än. Be din redovisningsbyrå om en inbjudan.',
    en: 'Your BankID works, but no firm here knows you yet. Ask your accounting firm for an invitation.',
  },
  unavailable: {
    sv: 'BankID svarar inte just nu. Försök igen om en stund.',
    en: 'BankID does not answer right now. Try again in a while.',
  },
  pendingOther: { sv: 'Inloggningen pågår i BankID-appen.', en: 'The log-in goes on in the BankID app.' },
  failedOther: { sv: 'Det gick inte. Börja om.', en: 'That did not work. Start again.' },
};

const scan: Text = {
  sv: 'Öppna BankID-appen i mobilen, tryck på ”Skanna QR-kod” och rikta den mot koden.',
  en: 'Open the BankID app on your phone, choose “Scan QR code” and point it at the code.',
};

export function hintText(status: 'pending' | 'failed', hint: string, device: 'this' | 'other'): Text {
  if (status === 'pending' && device === 'other' && ['outstandingTransaction', 'noClient'].includes(hint)) return scan;
  return hints[hint] ?? hints[status === 'pending' ? 'pendingOther' : 'failedOther']!;
}
