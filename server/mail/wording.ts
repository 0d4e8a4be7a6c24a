import type { DigestFrequency } from '../../definitions/language/types.ts';
import type { DueMail } from '../store/mail.ts';

export type Language = DueMail['recipient']['language'];

/** What every mail says besides the definition's own texts. */
export interface Wording {
  greeting(name: string): string;
  /** Subject of several items in one mail. */
  several: Record<DueMail['category'], (count: number, firm: string) => string>;
  severalIntro(count: number): string;
  /** Subject of a digest of several. */
  digest: Record<DigestFrequency, (count: number, firm: string) => string>;
  digestIntro: Record<DigestFrequency, string>;
  open: string;
  noLink(firm: string): string;
  automatic(firm: string): string;
  noDocuments: string;
  unsubscribe: string;
}

export const wording: Record<Language, Wording> = {
  sv: {
    greeting: (name) => (name === '' ? 'Hej!' : `Hej ${name}!`),
    several: {
      reminder: (count, firm) => `${count} påminnelser från ${firm}`,
      upload: (count, firm) => `${count} nya dokument hos ${firm}`,
      message: (count, firm) => `${count} nya meddelanden hos ${firm}`,
      notice: (count, firm) => `${count} meddelanden från ${firm}`,
      escalation: (count, firm) => `${count} meddelanden från ${firm}`,
    },
    severalIntro: (count) => `Du har ${count} saker att göra:`,
    digest: {
      daily: (count, firm) => `Dagens ${count} meddelanden från ${firm}`,
      weekly: (count, firm) => `Veckans ${count} meddelanden från ${firm}`,
      monthly: (count, firm) => `Månadens ${count} meddelanden från ${firm}`,
    },
    digestIntro: {
      daily: 'Det här har hänt sedan förra vardagens sammanställning:',
      weekly: 'Det här har hänt sedan förra måndagens sammanställning:',
      monthly: 'Det här har hänt sedan förra månadens sammanställning:',
    },
    open: 'Öppna',
    noLink: (firm) => `Logga in hos ${firm} som du brukar för att se mer.`,
    automatic: (firm) => `Mejlet är skickat automatiskt för ${firm} och går inte att svara på.`,
    noDocuments: 'Av säkerhetsskäl skickar vi inga dokument i mejl. De finns när du har loggat in.',
    unsubscribe: 'Sluta få sådana här mejl',
  },
  en: {
    greeting: (name) => (name === '' ? 'Hello,' : `Hello ${name},`),
    several: {
      reminder: (count, firm) => `${count} reminders from ${firm}`,
      upload: (count, firm) => `${count} new documents at ${firm}`,
      message: (count, firm) => `${count} new messages at ${firm}`,
      notice: (count, firm) => `${count} messages from ${firm}`,
      escalation: (count, firm) => `${count} messages from ${firm}`,
    },
    severalIntro: (count) => `You have ${count} things to do:`,
    digest: {
      daily: (count, firm) => `Today’s ${count} messages from ${firm}`,
      weekly: (count, firm) => `This week’s ${count} messages from ${firm}`,
      monthly: (count, firm) => `This month’s ${count} messages from ${firm}`,
    },
    digestIntro: {
      daily: 'This has happened since the last weekday’s summary:',
      weekly: 'This has happened since last Monday’s summary:',
      monthly: 'This has happened since last month’s summary:',
    },
    open: 'Open',
    noLink: (firm) => `Log in at ${firm} as usual to see more.`,
    automatic: (firm) => `This e-mail was sent automatically for ${firm} and cannot be replied to.`,
    noDocuments: 'For your security we send no documents by e-mail. You find them when you have logged in.',
    unsubscribe: 'Stop getting mails like this',
  },
};
