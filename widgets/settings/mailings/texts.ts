import type { Texts } from '../../base/locale.ts';

const sv = {
  heading: 'Utskick',
  intro: 'Så här ser mejlen ut för den som får dem. Processernas mejl visas med det senaste ärendet.',
  processes: 'Processernas mejl',
  noCase: 'Inget ärende än: mejlet kan visas när processen har ett.',
  recent: 'De senaste mejlen',
  none: 'Inga mejl har gått ut än.',
  show: 'Visa',
  sendMe: 'Skicka till mig',
  save: 'Spara som HTML',
  from: 'Från',
  to: 'Till',
  subject: 'Ämne',
  close: 'Stäng',
  sent: 'Mejlet är på väg till dig.',
  failed: 'Det gick inte',
  and: (more: number) => `och ${more} till`,
  status: {
    pending: 'Väntar',
    sending: 'Skickas',
    sent: 'Skickat',
    failed: 'Kom inte fram',
    declined: 'Mottagaren har tackat nej',
  } as Record<string, string>,
};

const en: typeof sv = {
  heading: 'Mailings',
  intro: 'This is how mails look to whoever gets them. The mails of processes are shown with the newest case.',
  processes: 'The mails of processes',
  noCase: 'No case yet: the mail can be shown when the process has one.',
  recent: 'The latest mails',
  none: 'No mails have gone out yet.',
  show: 'Show',
  sendMe: 'Send it to me',
  save: 'Save as HTML',
  from: 'From',
  to: 'To',
  subject: 'Subject',
  close: 'Close',
  sent: 'The mail is on its way to you.',
  failed: 'That did not work',
  and: (more) => `and ${more} more`,
  status: {
    pending: 'Waiting',
    sending: 'Being sent',
    sent: 'Sent',
    failed: 'Did not arrive',
    declined: 'The recipient has said no',
  },
};

export const mailingTexts: Texts<typeof sv> = { sv, en };
