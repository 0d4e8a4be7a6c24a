/** The names that people know a definition's parts by, and values as they are read, in both languages. */
import { durationWords, humanName, readable } from '../draw/words.ts';
import { statesOf } from '../language/check/walk.ts';
import type { Definition, StateNode, Text } from '../language/types.ts';

export const both = (say: (language: keyof Text) => string): Text => ({ sv: say('sv'), en: say('en') });

export const quoted = (text: Text): Text => ({ sv: `”${text.sv}”`, en: `“${text.en}”` });

export const isText = (value: unknown): value is Text => {
  const text = (value ?? {}) as Partial<Text>;
  return typeof text.sv === 'string' && typeof text.en === 'string';
};

/** The `title` or `label` of a declared thing, else its name as words. */
export function titleOf(declared: unknown, name: string): Text {
  const { title, label, subject } = (declared ?? {}) as Record<string, unknown>;
  return both((language) => {
    for (const text of [title, label, subject]) {
      const said = readable(text as Text | string | undefined, language);
      if (said) return said;
    }
    return humanName(name);
  });
}

/** A state by its status, else by its name. */
export function stateTitle(definition: Definition, path: string): Text {
  if (path === '') return titleOf(definition, definition.id);
  const node = statesOf(definition).find((state) => state.path.join('.') === path)?.node;
  const status = node?.status === undefined ? undefined : definition.statuses[node.status];
  return titleOf(status, path.split('.').at(-1)!);
}

export const roleTitle = (definition: Definition, role: unknown): Text =>
  titleOf(definition.roles[String(role)], String(role));

/** The value at some keys of a state in its written form. */
export function at(node: StateNode | undefined, keys: (string | number)[]): unknown {
  let value: unknown = node;
  for (const key of keys) {
    if (typeof key === 'number' && !Array.isArray(value)) continue;
    value = (value as Record<string | number, unknown> | undefined)?.[key];
  }
  return value;
}

const MAX_VALUE = 160;
const WORDS: Record<string, Text> = {
  true: { sv: 'ja', en: 'yes' },
  false: { sv: 'nej', en: 'no' },
  undefined: { sv: 'ingenting', en: 'nothing' },
  null: { sv: 'ingenting', en: 'nothing' },
};

export function valueWords(value: unknown): Text {
  if (isText(value)) return quoted(both((language) => short(value[language])));
  if (typeof value === 'string') {
    return both(
      (language) => durationWords(value, language) ?? quoted({ sv: short(value), en: short(value) })[language],
    );
  }
  if (typeof value === 'number') return { sv: String(value), en: String(value) };
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) {
    const text = short(value.join(', '));
    return text === '' ? WORDS.null! : { sv: text, en: text };
  }
  const word = WORDS[String(value)];
  if (word) return word;
  const entries = Object.entries(value as object);
  if (entries.some(([, part]) => typeof part === 'object')) {
    const text = short(JSON.stringify(value));
    return { sv: text, en: text };
  }
  return both((language) =>
    entries.map(([key, part]) => `${keyWords(key)[language]} ${valueWords(part)[language]}`).join(', '),
  );
}

const short = (text: string) => {
  const line = text.replaceAll(/\s*\n\s*/g, ' ¶ ');
  return line.length > MAX_VALUE ? `${line.slice(0, MAX_VALUE - 1)}…` : line;
};

export const listOf = (value: unknown): unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** Keys as people call them; what is not here is said as it stands. */
const KEYS: Record<string, Text> = {
  title: { sv: 'namnet', en: 'the name' },
  label: { sv: 'namnet', en: 'the name' },
  subject: { sv: 'ämnesraden', en: 'the subject' },
  body: { sv: 'texten', en: 'the text' },
  link: { sv: 'länkens text', en: 'the text of the link' },
  url: { sv: 'länkens adress', en: 'the address of the link' },
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
  when: { sv: 'villkoret', en: 'the condition' },
  every: { sv: 'hur ofta det öppnas', en: 'how often it opens' },
  daysBefore: { sv: 'dagar före', en: 'days before' },
  thenEvery: { sv: 'därefter var så många dagar', en: 'then every so many days' },
  at: { sv: 'klockslaget', en: 'the time of day' },
  to: { sv: 'till', en: 'to' },
  after: { sv: 'efter', en: 'after' },
  then: { sv: 'då', en: 'then' },
  template: { sv: 'meddelandet', en: 'the message' },
  reminders: { sv: 'påminnelser:', en: 'reminders:' },
  escalation: { sv: 'eskalering:', en: 'escalation:' },
  form: { sv: 'formuläret', en: 'the form' },
  from: { sv: 'från', en: 'from' },
  bankDays: { sv: 'bankdagar', en: 'bank days' },
  days: { sv: 'dagar', en: 'days' },
  months: { sv: 'månader', en: 'months' },
  day: { sv: 'dag i månaden', en: 'day of the month' },
  dayInMonth: { sv: 'dag i vissa månader', en: 'day in some months' },
  roll: { sv: 'flyttning från helg', en: 'what a holiday does' },
  nextCutOff: { sv: 'stopptider', en: 'cut-off times' },
  each: { sv: 'en för var och en av', en: 'one for each of' },
  digest: { sv: 'samlas ihop', en: 'gathered' },
  channels: { sv: 'kanaler', en: 'channels' },
  timeout: { sv: 'väntar på svar', en: 'waits for an answer' },
  rules: { sv: 'regel', en: 'rule' },
  inputs: { sv: 'indata', en: 'inputs' },
  outputs: { sv: 'resultat', en: 'outputs' },
  otherwise: { sv: 'annars', en: 'otherwise' },
  hitPolicy: { sv: 'vilken regel som gäller', en: 'which rule holds' },
  schema: { sv: 'tillåtna värden', en: 'values allowed' },
  weekdaysOnly: { sv: 'bara vardagar', en: 'weekdays only' },
  quietHours: { sv: 'tysta timmar', en: 'quiet hours' },
  fill: { sv: 'fylls i av sig självt', en: 'filled in' },
  catchUpPeriods: { sv: 'perioder som tas igen', en: 'periods to catch up' },
  person: { sv: 'personen', en: 'the person' },
  guard: { sv: 'villkoret', en: 'the condition' },
  event: { sv: 'händelsen', en: 'the event' },
  refusedBecause: { sv: 'skälet när det inte går', en: 'the reason when refused' },
  value: { sv: 'värdet', en: 'the value' },
  format: { sv: 'formatet', en: 'the format' },
  type: { sv: 'typen', en: 'the type' },
  status: { sv: 'kolumnen', en: 'the column' },
};

/** A key as people call it; places in a list count from 1. */
export function keyWords(key: string | number): Text {
  if (typeof key === 'number') return { sv: String(key + 1), en: String(key + 1) };
  return KEYS[key] ?? { sv: key, en: key };
}
