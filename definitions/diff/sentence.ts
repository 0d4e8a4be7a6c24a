/** What the sentences about a change are made of. */
import type { Definition, Text } from '../language/types.ts';
import { both, isText, keyWords, valueWords } from './say.ts';
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

/** `X, new: v`, `X, taken away: v`, `X: a → b`. */
export function plain(what: Text, { change }: Pick<Context, 'change'>): Text {
  const { oldValue, newValue } = change;
  const [was, is] = [valueWords(oldValue), valueWords(newValue)];
  if (change.change === 'added') return { sv: `${what.sv}, nytt: ${is.sv}.`, en: `${what.en}, new: ${is.en}.` };
  if (change.change === 'removed')
    return { sv: `${what.sv}, tas bort: ${was.sv}.`, en: `${what.en}, taken away: ${was.en}.` };
  return both((language) => {
    // A text that was changed in the other language only: the change is shown as it is read there.
    const other = language === 'sv' ? 'en' : 'sv';
    const elsewhere = isText(oldValue) && isText(newValue) && oldValue[language] === newValue[language];
    const shown = elsewhere ? other : language;
    const mark = elsewhere ? { sv: ' (på engelska)', en: ' (in Swedish)' }[language] : '';
    return `${what[language]}${mark}: ${was[shown]} → ${is[shown]}.`;
  });
}

export const withKeys = (what: Text, keys: (string | number)[]): Text => {
  const last = keys.map(keyWords);
  return both((language) => `${what[language]}, ${last.map((text) => text[language]).join(' ')}`);
};
