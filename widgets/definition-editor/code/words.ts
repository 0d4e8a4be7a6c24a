import type { Language } from '../../base/locale.ts';
import type { Schema } from './schema-at.ts';
import { languageSv } from './language-sv.ts';

export interface Words {
  title: string;
  description: string;
  /** As JSON; empty where there is none. */
  example: string;
}

/** What the language says of a place, in the reader's language; in English where nobody has put it into Swedish yet. */
export function wordsOf(key: string, schema: Schema, language: Language): Words {
  const [title, description] = (language === 'sv' ? languageSv[key] : undefined) ?? [];
  const example = (schema.examples as unknown[] | undefined)?.[0];
  return {
    title: title ?? (typeof schema.title === 'string' ? schema.title : ''),
    description: description ?? (typeof schema.description === 'string' ? schema.description : ''),
    example: example === undefined ? '' : short(JSON.stringify(example, null, 1).replace(/\s+/g, ' ')),
  };
}

const MAX_EXAMPLE = 220;
const short = (text: string): string => (text.length > MAX_EXAMPLE ? `${text.slice(0, MAX_EXAMPLE - 1)}…` : text);

/** The card that completion and hover show. Elements, not markup: what an author wrote is never read as HTML. */
export function card({ title, description, example }: Words, exampleLabel: string, name = ''): HTMLElement {
  const root = document.createElement('div');
  root.className = 'doc';
  const add = (tag: string, text: string, className = ''): void => {
    if (text === '') return;
    const element = root.appendChild(document.createElement(tag));
    // What stands in backticks is a word of the language.
    for (const [index, part] of text.split('`').entries()) {
      if (index % 2 === 0) element.append(part);
      else element.appendChild(document.createElement('code')).textContent = part;
    }
    element.className = className;
  };
  add('code', name, 'doc-name');
  add('b', title);
  add('p', description);
  if (example !== '') {
    add('span', exampleLabel, 'doc-label');
    add('samp', example, 'doc-example');
  }
  return root;
}
