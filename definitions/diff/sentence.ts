/** What the sentences about a change are made of. */
import type { Definition, Text } from '../language/types.ts';
import { both, valueWords } from './say.ts';
import type { StructuralChange } from './structure.ts';

export type Area =
  | 'deadline'
  | 'task'
  | 'reminder'
  | 'escalation'
  | 'notice'
  | 'action'
  | 'flow'
  | 'status'
  | 'role'
  | 'setting'
  | 'recurrence'
  | 'other';

export type Sentence = { area: Area; text: Text };
export interface Context {
  before: Definition;
  after: Definition;
  change: StructuralChange;
}

export const AREAS: Record<string, Area> = {
  deadline: 'deadline',
  task: 'task',
  action: 'action',
  state: 'flow',
  transition: 'flow',
  guard: 'flow',
  initial: 'flow',
  effect: 'notice',
  template: 'notice',
  quietHours: 'notice',
  status: 'status',
  role: 'role',
  setting: 'setting',
  recurrence: 'recurrence',
};
export const PARTS: Record<string, Text> = {
  deadline: { sv: 'Tidsfristen', en: 'The deadline' },
  setting: { sv: 'Inställningen', en: 'The setting' },
  role: { sv: 'Rollen', en: 'The role' },
  status: { sv: 'Kolumnen', en: 'The column' },
  template: { sv: 'Meddelandet', en: 'The message' },
  fact: { sv: 'Uppgiften i listan', en: 'The list column' },
  event: { sv: 'Händelsen', en: 'The event' },
  activity: { sv: 'Aktiviteten', en: 'The activity' },
  decision: { sv: 'Beslutstabellen', en: 'The decision table' },
  task: { sv: 'Uppgiften', en: 'The task' },
  action: { sv: 'Åtgärden', en: 'The action' },
};
/** Keys as people call them; what is not here is said as it stands. */
export const KEYS: Record<string, Text> = {
  title: { sv: 'namnet', en: 'the name' },
  label: { sv: 'namnet', en: 'the name' },
  subject: { sv: 'ämnesraden', en: 'the subject' },
  body: { sv: 'texten', en: 'the text' },
  link: { sv: 'länkens text', en: 'the text of the link' },
  description: { sv: 'beskrivningen', en: 'the description' },
  default: { sv: 'förvalet', en: 'the default' },
  submit: { sv: 'knappens text', en: 'the text of the button' },
  confirm: { sv: 'frågan innan', en: 'the question before it' },
  for: { sv: 'vem den är för', en: 'who it is for' },
  due: { sv: 'när den ska vara klar', en: 'when it is due' },
  members: { sv: 'vilka som ingår', en: 'who is in it' },
  substitutes: { sv: 'vem som går in i stället', en: 'who stands in' },
  not: { sv: 'vilka som inte får', en: 'who may not' },
  tone: { sv: 'färgen', en: 'the colour' },
  order: { sv: 'platsen på tavlan', en: 'the place on the board' },
  openDaysBeforeEnd: {
    sv: 'antal dagar före periodens slut som det öppnas',
    en: 'how many days before the period ends it opens',
  },
  when: { sv: 'vilka kunder som har det', en: 'which clients have it' },
  every: { sv: 'hur ofta det öppnas', en: 'how often it opens' },
  daysBefore: { sv: 'dagar före', en: 'days before' },
  thenEvery: { sv: 'därefter var så många dagar', en: 'then every so many days' },
  at: { sv: 'klockslaget', en: 'the time of day' },
  to: { sv: 'mottagaren', en: 'the recipient' },
  after: { sv: 'tiden', en: 'the time' },
  template: { sv: 'meddelandet', en: 'the message' },
  reminders: { sv: 'påminnelser:', en: 'reminders:' },
  escalation: { sv: 'eskalering:', en: 'escalation:' },
  form: { sv: 'formuläret', en: 'the form' },
};

/** `X: is new (v)`, `X: is gone (was v)`, `X: a → b`. */
export function plain(what: Text, { change }: Pick<Context, 'change'>): Text {
  const [was, is] = [valueWords(change.oldValue), valueWords(change.newValue)];
  return both((language) => {
    if (change.change === 'added')
      return { sv: `${what.sv} är nytt: ${is.sv}.`, en: `${what.en} is new: ${is.en}.` }[language];
    if (change.change === 'removed')
      return { sv: `${what.sv} tas bort (var ${was.sv}).`, en: `${what.en} is taken away (was ${was.en}).` }[language];
    return { sv: `${what.sv}: ${was.sv} → ${is.sv}.`, en: `${what.en}: ${was.en} → ${is.en}.` }[language];
  });
}

export const withKeys = (what: Text, keys: (string | number)[]): Text => {
  const last = keys.map((key) => KEYS[String(key)] ?? { sv: String(key), en: String(key) });
  return both((language) => `${what[language]}, ${last.map((text) => text[language]).join(' ')}`);
};
