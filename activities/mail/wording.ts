import type { DueMail } from '../../server/store/mail.ts';

export type Language = DueMail['recipient']['language'];

/** What every mail says besides the definition's own texts. */
interface Wording {
  greeting(name: string): string;
  /** Subject of several items in one mail. */
  several: Record<DueMail['category'], (count: number, firm: string) => string>;
  severalIntro(count: number): string;
  open: string;
  noLink(firm: string): string;
  automatic(firm: string): string;
  noDocuments: string;
}

export const wording: Record<Language, Wording> = {
  sv: {
    greeting: (name) => (name === '' ? 'Hej!' : `Hej ${name}!`),
    several: {
      reminder: (count, firm) => `${count} påminnelser från ${firm}`,
      upload: (count, firm) => `${count} nya dokument hos ${firm}`,
      notice: (count, firm) => `${count} meddelanden från ${firm}`,
      escalation: (count, firm) => `${count} meddelanden från ${firm}`,
    },
    severalIntro: (count) => `Du har ${count} saker att göra:`,
    open: 'Öppna',
    noLink: (firm) => `Logga in hos ${firm} som du brukar för att se mer.`,
    automatic: (firm) => `Mejlet är skickat automatiskt för ${firm} och går inte att svara på.`,
    noDocuments: 'Av säkerhetsskäl skickar vi inga dokument i mejl. De finns när du har loggat in.',
  },
  en: {
    greeting: (name) => (name === '' ? 'Hello,' : `Hello ${name},`),
    several: {
      reminder: (count, firm) => `${count} reminders from ${firm}`,
      upload: (count, firm) => `${count} new documents at ${firm}`,
      notice: (count, firm) => `${count} messages from ${firm}`,
      escalation: (count, firm) => `${count} messages from ${firm}`,
    },
    severalIntro: (count) => `You have ${count} things to do:`,
    open: 'Open',
    noLink: (firm) => `Log in at ${firm} as usual to see more.`,
    automatic: (firm) => `This e-mail was sent automatically for ${firm} and cannot be replied to.`,
    noDocuments: 'For your security we send no documents by e-mail. You find them when you have logged in.',
  },
};
