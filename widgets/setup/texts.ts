import type { Texts } from '../base/locale.ts';

const sv = {
  heading: 'Kom igång',
  title: 'Starta er byrå',
  intro: 'Fyll i det här en gång. Allt går att ändra sedan.',
  over: 'Länken gäller inte',
  firm: 'Byråns namn',
  accent: 'Byråns färg',
  you: 'Du blir byråns administratör',
  name: 'Ditt namn',
  email: 'Din e-post',
  how: 'Hur loggar du in?',
  byNumber: 'Med BankID',
  byPassword: 'Med lösenord, utan svenskt personnummer',
  number: 'Ditt personnummer',
  numberHint: 'Tolv siffror, eller tio med bindestreck. Det sparas krypterat.',
  password: 'Lösenord',
  passwordHint: 'Minst tolv tecken. En mening som du kommer ihåg är bra.',
  start: 'Starta byrån',
  done: 'Byrån finns. Sidan öppnas.',
};

const en: typeof sv = {
  heading: 'Get started',
  title: 'Start your firm',
  intro: 'Fill this in once. Everything can be changed later.',
  over: 'The link is not good',
  firm: 'Name of the firm',
  accent: 'Colour of the firm',
  you: 'You become the administrator of the firm',
  name: 'Your name',
  email: 'Your e-mail',
  how: 'How do you log in?',
  byNumber: 'With BankID',
  byPassword: 'With a password, without a Swedish personal number',
  number: 'Your personal number',
  numberHint: 'Twelve digits, or ten with a hyphen. It is kept encrypted.',
  password: 'Password',
  passwordHint: 'At least twelve characters. A sentence that you remember is good.',
  start: 'Start the firm',
  done: 'The firm is there. The page opens.',
};

export const setupTexts: Texts<typeof sv> = { sv, en };
