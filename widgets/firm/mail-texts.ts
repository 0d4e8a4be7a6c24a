import type { Texts } from '../base/locale.ts';

const sv = {
  sender: 'Avsändare',
  senderHint: 'Namnet som era kunder ser i sin inkorg.',
  portalUrl: 'Sida som mejl länkar till',
  portalHint: (own: string) =>
    `Tomt eller ${own}/portal: portalen här. Har byrån en egen sida med komponenterna skriver du den.`,
  test: 'Skicka ett provmejl till mig',
  asking: 'Mejlet är på väg …',
  serverSaid: (words: string) => `Mejlservern svarade: ${words}`,
  failed: 'Det gick inte',
};

const en: typeof sv = {
  sender: 'Sender',
  senderHint: 'The name that your clients see in their inbox.',
  portalUrl: 'Page that e-mails link to',
  portalHint: (own) =>
    `Empty or ${own}/portal: the portal here. If the firm has a page of its own with the widgets, name that.`,
  test: 'Send me a test e-mail',
  asking: 'The e-mail is on its way …',
  serverSaid: (words) => `The mail server answered: ${words}`,
  failed: 'That did not work',
};

export const mailTexts: Texts<typeof sv> = { sv, en };
