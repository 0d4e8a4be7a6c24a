import type { Texts } from '../../base/locale.ts';

const sv = {
  title: 'Prova ett år',
  lead: 'Så blir det för en kund, dag för dag, med helger och allt. Inget av det här händer på riktigt.',
  from: 'Från och med',
  months: 'Månader',
  people: 'Människorna',
  nobody: 'ingen svarar',
  after: (days: number) =>
    days === 0 ? 'alla svarar samma dag' : days === 1 ? 'alla svarar efter en dag' : `alla svarar efter ${days} dagar`,
  absent: 'Frånvarande',
  nobodyAbsent: 'ingen',
  groups: { client: 'kunden', responsible: 'konsulterna', admin: 'administratörerna' },
  values: 'Inställningar och kund',
  valuesWithInput: 'Vad ärendet startas med, inställningar och kund',
  startedByHand: (when: string) =>
    `Den här processen öppnas inte av sig själv; någon startar den. Här startas ett ärende ${when}, och ingen svarar.`,
  whatToDo: (hasInput: boolean): string =>
    hasInput
      ? 'Välj vad det startas med ovanför, låt människorna svara, eller gå igenom det steg för steg.'
      : 'Låt människorna svara, eller gå igenom det steg för steg.',
  letAnswer: 'Låt alla svara efter en dag',
  stepThrough: 'Kör själv',
  apply: 'Räkna om',
  listHint: 'Flera tal skrivs med komma emellan.',
  show: 'Visa',
  kinds: { task: 'Uppgifter', mail: 'Brev', course: 'Förlopp', effect: 'Annat' },
  who: 'Vem',
  everybody: 'alla',
  counting: 'Räknar…',
  total: (cases: number, tasks: number, mails: number) =>
    `${cases} ${cases === 1 ? 'ärende öppnas' : 'ärenden öppnas'}, ${tasks} ${tasks === 1 ? 'uppgift' : 'uppgifter'}, ${mails} brev`,
  monthTotal: (tasks: number, mails: number) =>
    [tasks > 0 ? `${tasks} ${tasks === 1 ? 'uppgift' : 'uppgifter'}` : '', mails > 0 ? `${mails} brev` : '']
      .filter(Boolean)
      .join(', '),
  atEnd: 'I slutet',
  closed: 'avslutade',
  opened: 'Öppnas',
  newTask: 'Ny uppgift',
  mail: { notice: 'Brev', reminder: 'Påminnelse', escalation: 'Upptrappning' },
  merged: 'i samma brev som ovan',
  sentAt: (when: string) => `går ut ${when}`,
  due: (date: string) => `senast ${date}`,
  why: 'Varför den dagen?',
  read: 'Läs brevet',
  nothingTitle: 'Inget händer',
  nothingText: 'Inget öppnas under den här tiden, eller så är allt bortvalt.',
  endless: 'Tiden skulle aldrig gå: ett steg leder till nästa i en cirkel. Se efter bland fördröjningarna.',
  failed: 'Det går inte att räkna ut med de här värdena.',
};

const en: typeof sv = {
  title: 'Try a year',
  lead: 'This is how it will be for one client, day by day, holidays and all. None of it really happens.',
  from: 'From',
  months: 'Months',
  people: 'The people',
  nobody: 'nobody answers',
  after: (days) =>
    days === 0
      ? 'everybody answers the same day'
      : days === 1
        ? 'everybody answers after a day'
        : `everybody answers after ${days} days`,
  absent: 'Absent',
  nobodyAbsent: 'nobody',
  groups: { client: 'the client', responsible: 'the consultants', admin: 'the administrators' },
  values: 'Settings and client',
  valuesWithInput: 'What the case is started with, settings and client',
  startedByHand: (when) =>
    `This process does not open by itself; somebody starts it. Here a case is started on ${when}, and nobody answers.`,
  whatToDo: (hasInput) =>
    hasInput
      ? 'Choose above what it is started with, let the people answer, or go through it step by step.'
      : 'Let the people answer, or go through it step by step.',
  letAnswer: 'Let everybody answer after a day',
  stepThrough: 'Step through',
  apply: 'Work out again',
  listHint: 'Several numbers are written with commas between.',
  show: 'Show',
  kinds: { task: 'Tasks', mail: 'Letters', course: 'Course', effect: 'Other' },
  who: 'Who',
  everybody: 'everybody',
  counting: 'Working out…',
  total: (cases, tasks, mails) =>
    `${cases} ${cases === 1 ? 'case opens' : 'cases open'}, ${tasks} ${tasks === 1 ? 'task' : 'tasks'}, ${mails} ${mails === 1 ? 'letter' : 'letters'}`,
  monthTotal: (tasks, mails) =>
    [
      tasks > 0 ? `${tasks} ${tasks === 1 ? 'task' : 'tasks'}` : '',
      mails > 0 ? `${mails} ${mails === 1 ? 'letter' : 'letters'}` : '',
    ]
      .filter(Boolean)
      .join(', '),
  atEnd: 'At the end',
  closed: 'closed',
  opened: 'Opens',
  newTask: 'New task',
  mail: { notice: 'Letter', reminder: 'Reminder', escalation: 'Escalation' },
  merged: 'in the same letter as above',
  sentAt: (when) => `goes out ${when}`,
  due: (date) => `due ${date}`,
  why: 'Why that day?',
  read: 'Read the letter',
  nothingTitle: 'Nothing happens',
  nothingText: 'Nothing opens in this time, or everything is filtered out.',
  endless: 'Time would never pass: step follows step in a circle. Look at the delays.',
  failed: 'It cannot be worked out with these values.',
};

export const yearTexts: Texts<typeof sv> = { sv, en };
export type YearTexts = typeof sv;
