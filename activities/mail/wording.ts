/** What every mail says besides the definition's own texts. */
export type Language = 'sv' | 'en';

interface Wording {
  greeting(name: string): string;
  severalSubject(count: number, firm: string): string;
  severalIntro(count: number): string;
  open: string;
  noLink(firm: string): string;
  automatic(firm: string): string;
  noSecrets: string;
}

export const wording: Record<Language, Wording> = {
  sv: {
    greeting: (name) => (name === '' ? 'Hej!' : `Hej ${name}!`),
    severalSubject: (count, firm) => `${count} påminnelser från ${firm}`,
    severalIntro: (count) => `Du har ${count} saker att göra:`,
    open: 'Öppna',
    noLink: (firm) => `Logga in hos ${firm} som du brukar för att se mer.`,
    automatic: (firm) => `Mejlet är skickat automatiskt för ${firm} och går inte att svara på.`,
    noSecrets: 'Av säkerhetsskäl skickar vi inga dokument i mejl. De finns när du har loggat in.',
  },
  en: {
    greeting: (name) => (name === '' ? 'Hello,' : `Hello ${name},`),
    severalSubject: (count, firm) => `${count} reminders from ${firm}`,
    severalIntro: (count) => `You have ${count} things to do:`,
    open: 'Open',
    noLink: (firm) => `Log in at ${firm} as usual to see more.`,
    automatic: (firm) => `This e-mail was sent automatically for ${firm} and cannot be replied to.`,
    noSecrets: 'For your security we send no documents by e-mail. You find them when you have logged in.',
  },
};
