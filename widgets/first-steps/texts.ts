import type { FirstStepsView } from '../../server/setup/schema.ts';
import type { Texts } from '../base/locale.ts';

type Step = FirstStepsView['items'][number]['id'];
interface StepTexts {
  title: string;
  text: string;
  go: string;
}

const sv = {
  heading: 'Kom igång',
  title: 'Kom igång',
  left: (done: number, of: number) => `${done} av ${of} klara. Ta dem i vilken ordning ni vill.`,
  ready: 'Allt är klart',
  readyText: 'Byrån är igång. Listan visas inte mer, och allt går att ändra i menyn ovanför.',
  toWork: 'Till byråns arbete',
  done: 'Klart',
  skipped: 'Överhoppat',
  open: 'Kvar',
  skip: 'Hoppa över',
  skipNamed: (title: string) => `Hoppa över: ${title}`,
  takeUp: 'Ta upp igen',
  takeUpNamed: (title: string) => `Ta upp igen: ${title}`,
  failed: 'Det gick inte',
  steps: {
    look: {
      title: 'Logotyp och färg',
      text: 'Så att kunderna känner igen er när de loggar in.',
      go: 'Välj utseende',
    },
    mail: {
      title: 'Mejl som kommer fram',
      text: 'Skicka ett provmejl till dig själv. Punkten är klar när mejlservern har tagit emot det.',
      go: 'Prova mejlen',
    },
    clients: {
      title: 'Importera kunderna',
      text: 'En fil från Excel räcker. Ni ser varje rad som inte går att använda, och varför, innan något ändras.',
      go: 'Till kundlistan',
    },
    colleagues: {
      title: 'Bjud in kollegor',
      text: 'De får ett mejl med en länk och loggar in med BankID.',
      go: 'Till inställningarna',
    },
    site: {
      title: 'Komponenterna på er webbplats',
      text: 'Koden är ifylld med byråns adresser. Punkten är klar när en sida har provats utan anmärkning.',
      go: 'Till koden',
    },
  } as Record<Step, StepTexts>,
};

const en: typeof sv = {
  heading: 'Get started',
  title: 'Get started',
  left: (done, of) => `${done} of ${of} done. Take them in any order.`,
  ready: 'All is done',
  readyText: 'The firm is running. This list is not shown again, and everything can be changed in the menu above.',
  toWork: 'To the work of the firm',
  done: 'Done',
  skipped: 'Left out',
  open: 'To do',
  skip: 'Leave out',
  skipNamed: (title) => `Leave out: ${title}`,
  takeUp: 'Take up again',
  takeUpNamed: (title) => `Take up again: ${title}`,
  failed: 'That did not work',
  steps: {
    look: { title: 'Logo and colour', text: 'So that clients recognise you when they log in.', go: 'Choose the look' },
    mail: {
      title: 'E-mail that arrives',
      text: 'Send a test e-mail to yourself. This is done when the mail server has taken it.',
      go: 'Try the e-mail',
    },
    clients: {
      title: 'Import your clients',
      text: 'A file from Excel is enough. You see each row that cannot be used, and why, before anything changes.',
      go: 'To the client list',
    },
    colleagues: {
      title: 'Invite colleagues',
      text: 'They get an e-mail with a link and log in with BankID.',
      go: 'To the settings',
    },
    site: {
      title: 'The widgets on your site',
      text: 'The code has your addresses filled in. This is done when a page has been tried and nothing is wrong.',
      go: 'To the code',
    },
  },
};

export const firstStepTexts: Texts<typeof sv> = { sv, en };
