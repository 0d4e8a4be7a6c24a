import type { Texts } from '../base/locale.ts';

const sv = {
  name: 'Byråns namn',
  accent: 'Byråns färg',
  accentHint: 'Knappar, länkar och det som är valt. I mörkt läge ljusas den upp av sig själv.',
  pick: 'Välj färg',
  noColour: 'Skriv en färg med sex tecken, till exempel #1d5fc4.',
  good: (ratio: string) => `Lätt att läsa: kontrasten är ${ratio} till 1.`,
  weak: (ratio: string) =>
    `Vit text på färgen, och färgen på vitt, blir svårläst: kontrasten är ${ratio} till 1 och ska vara minst 4,5 (WCAG 2.2 AA).`,
  use: (colour: string) => `Använd ${colour} i stället`,
  logo: 'Logotyp',
  logoHint: 'PNG, JPEG eller WebP, högst 300 kB.',
  logoLarge: (size: number) => `Filen är ${size} kB. Spara logotypen mindre, högst 300 kB.`,
  logoUnreadable: 'Filen är ingen bild som går att visa. Spara logotypen som PNG, JPEG eller WebP.',
  preview: 'Så här ser era kunder inloggningen',
  yourFirm: 'er byrå',
  logInTo: (firm: string) => `Logga in hos ${firm}`,
  logIn: 'Logga in med BankID',
  other: 'Andra sätt att logga in',
};

const en: typeof sv = {
  name: 'Name of the firm',
  accent: 'Colour of the firm',
  accentHint: 'Buttons, links and what is chosen. In dark mode it is made lighter by itself.',
  pick: 'Choose a colour',
  noColour: 'Write a colour of six characters, for example #1d5fc4.',
  good: (ratio) => `Easy to read: the contrast is ${ratio} to 1.`,
  weak: (ratio) =>
    `White text on the colour, and the colour on white, is hard to read: the contrast is ${ratio} to 1 and must be 4.5 at least (WCAG 2.2 AA).`,
  use: (colour) => `Use ${colour} instead`,
  logo: 'Logo',
  logoHint: 'PNG, JPEG or WebP, 300 kB at most.',
  logoLarge: (size) => `The file has ${size} kB. Save the logo smaller, 300 kB at most.`,
  logoUnreadable: 'The file is no picture that can be shown. Save the logo as PNG, JPEG or WebP.',
  preview: 'This is how your clients see the log-in',
  yourFirm: 'your firm',
  logInTo: (firm) => `Log in to ${firm}`,
  logIn: 'Log in with BankID',
  other: 'Other ways to log in',
};

export const lookTexts: Texts<typeof sv> = { sv, en };
