/** The names that people know a definition's parts by, and values as they are read, in both languages. */
import { humanName, readable } from '../draw/words.ts';
import { statesOf } from '../language/check/walk.ts';
import type { Definition, StateNode, Text } from '../language/types.ts';

export const both = (say: (language: keyof Text) => string): Text => ({ sv: say('sv'), en: say('en') });

export const quoted = (text: Text): Text => ({ sv: `”${text.sv}”`, en: `“${text.en}”` });

const isText = (value: unknown): value is Text =>
  typeof value === 'object' && value !== null && 'sv' in value && 'en' in value;

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
  if (typeof value === 'string') return quoted({ sv: short(value), en: short(value) });
  if (typeof value === 'number') return { sv: String(value), en: String(value) };
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) {
    const text = short(value.join(', '));
    return text === '' ? WORDS.null! : { sv: text, en: text };
  }
  const word = WORDS[String(value)];
  if (word) return word;
  const text = short(JSON.stringify(value));
  return { sv: text, en: text };
}

const short = (text: string) => {
  const line = text.replaceAll(/\s*\n\s*/g, ' ¶ ');
  return line.length > MAX_VALUE ? `${line.slice(0, MAX_VALUE - 1)}…` : line;
};

export const listOf = (value: unknown): unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
