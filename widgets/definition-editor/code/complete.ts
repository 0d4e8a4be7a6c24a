import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';
import { getLocation } from 'jsonc-parser';
import type { Language } from '../../base/locale.ts';
import { membersAt } from './expressions.ts';
import { keyKindsOf, kindsOf, namesIn, type Name } from './names.ts';
import { keysAt, schemasAt, type Schema } from './schema-at.ts';
import { card, wordsOf } from './words.ts';

export interface CompletionOptions {
  language: Language;
  exampleLabel: string;
  /** The latest value of the text, as far as it could be read. */
  value: () => unknown;
}

/** Keys, values and names that may stand at the cursor. */
export function complete(context: CompletionContext, options: CompletionOptions): CompletionResult | null {
  const text = context.state.sliceDoc();
  const { pos } = context;
  const location = getLocation(text, pos);
  const path = location.path.filter((step) => step !== '');
  const { from, to, quoted, typed } = wordAround(text, pos);
  if (!context.explicit && !quoted && !/[\w"]/.test(text[pos - 1] ?? '')) return null;
  if (location.isAtPropertyKey) {
    const owner = location.path.slice(0, -1);
    const keys = keyCompletions(text, to, owner, options);
    return keys.length > 0 ? { from, to, filter: false, ...narrowed(keys, typed) } : null;
  }
  const expression = quoted ? expressionAt(text.slice(from + 1, pos)) : null;
  const values = valueCompletions(path, options);
  if (values.length > 0) return { from, to, filter: false, ...narrowed(values, typed) };
  if (!expression || !readsExpressions(path, options.value(), text.slice(from, to))) return null;
  const members = membersAt(options.value(), expression.chain);
  return {
    from: pos - expression.typed.length,
    options: members.map(({ name, type }) => ({ label: name, type: 'variable', detail: type })),
    validFor: /^\w*$/,
  };
}

/** Completions whose name has what is typed in it, those that begin with it first. Labels have quotes, words have none. */
function narrowed(all: Completion[], typed: string): { options: Completion[] } {
  const word = typed.toLowerCase();
  const plain = (completion: Completion) => (completion.displayLabel ?? completion.label).toLowerCase();
  const options = all
    .filter((one) => plain(one).includes(word))
    .map((one) => ({ ...one, boost: (one.boost ?? 0) + (plain(one).startsWith(word) ? 50 : 0) }))
    .sort((a, b) => b.boost - a.boost);
  return { options };
}

function keyCompletions(
  text: string,
  to: number,
  owner: (string | number)[],
  options: CompletionOptions,
): Completion[] {
  const { value, language, exampleLabel } = options;
  const whole = value();
  const parent = at(whole, owner);
  const taken = new Set(parent && typeof parent === 'object' ? Object.keys(parent) : []);
  const rest = /^\s*(:|,|\}|")?/.exec(text.slice(to))?.[1] ?? '';
  const colon = rest === ':';
  const comma = rest === '"' ? ',' : '';
  const entry = (name: string, skeleton: string): Completion['apply'] =>
    colon ? JSON.stringify(name) : inserted(`${JSON.stringify(name)}: ${skeleton}${comma}`, skeleton);
  const keys = keysAt(owner, whole)
    .filter(({ name }) => !taken.has(name))
    .map(({ name, at: place, required }, index): Completion => {
      const words = wordsOf(place.key, place.schema, language);
      return {
        label: name,
        detail: words.title,
        type: 'property',
        // In the order of the language; what must be there first.
        boost: (required ? 20 : 0) - index / 10,
        info: () => card(words, exampleLabel, name),
        apply: entry(name, skeletonOf(place.schema)),
      };
    });
  const names = keyKindsOf(owner).flatMap((kind) => namesIn(whole, kind, owner));
  return [
    ...keys,
    ...names
      .filter(({ name }) => !taken.has(name))
      .map((name) => ({
        ...nameCompletion(name, language),
        apply: entry(name.name, owner.at(-1) === 'actions' ? '{}' : '""'),
      })),
  ];
}

function valueCompletions(
  path: (string | number)[],
  { value, language, exampleLabel }: CompletionOptions,
): Completion[] {
  const whole = value();
  const found: Completion[] = [];
  for (const { schema, key } of schemasAt(path, whole)) {
    for (const kind of kindsOf(key, path)) {
      for (const name of namesIn(whole, kind, path)) {
        found.push({ ...nameCompletion(name, language), apply: JSON.stringify(name.name) });
      }
    }
    const choices = [...((schema.enum as unknown[] | undefined) ?? []), ...('const' in schema ? [schema.const] : [])];
    if (schema.type === 'boolean') choices.push(true, false);
    const words = wordsOf(key, schema, language);
    for (const choice of choices) {
      const label = typeof choice === 'string' ? choice : JSON.stringify(choice);
      const info = () => card(words, exampleLabel, label);
      found.push({ label, type: 'enum', detail: words.title, info, apply: JSON.stringify(choice) });
    }
  }
  return [...new Map(found.map((one) => [one.label, one])).values()];
}

const nameCompletion = ({ name, kind, title }: Name, language: Language): Completion => ({
  label: name,
  detail: title?.[language] ?? kind,
  type: 'constant',
});

/** What a new key's value begins with. */
function skeletonOf(schema: Schema): string {
  const branches = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
  const type = Array.isArray(schema.type) ? schema.type[0] : (schema.type ?? branches?.[0]?.type);
  if (schema.properties && (schema.required as string[] | undefined)?.join() === 'sv,en')
    return '{ "sv": "", "en": "" }';
  if (type === 'object' || (!type && (schema.properties || branches?.some(({ $ref }) => $ref)))) return '{}';
  if (type === 'array') return '[]';
  if (type === 'boolean') return 'true';
  if (type === 'integer' || type === 'number') return '1';
  return '""';
}

/** Inserts and puts the cursor where one goes on writing: in the first empty quotes or brackets. */
function inserted(insert: string, skeleton: string): Completion['apply'] {
  return (view: EditorView, _completion: Completion, from: number, to: number) => {
    const inside = /""|\{\}|\[\]/.exec(skeleton);
    const start = insert.lastIndexOf(skeleton);
    const anchor = from + (inside ? start + inside.index + 1 : insert.length);
    view.dispatch({ changes: { from, to, insert }, selection: { anchor }, userEvent: 'input.complete' });
  };
}

/** The string or bare word at the cursor, with its quotes. */
function wordAround(text: string, pos: number): { from: number; to: number; quoted: boolean; typed: string } {
  const lineStart = text.lastIndexOf('\n', pos - 1) + 1;
  let open = -1;
  for (let index = lineStart; index < pos; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '"') open = open < 0 ? index : -1;
  }
  if (open >= 0) {
    const close = /^(?:[^"\\\n]|\\.)*"/.exec(text.slice(pos));
    const bare = /^[\w#.-]*/.exec(text.slice(pos))![0];
    return {
      from: open,
      to: pos + (close ? close[0].length : bare.length),
      quoted: true,
      typed: text.slice(open + 1, pos),
    };
  }
  const before = /[\w#.-]*$/.exec(text.slice(lineStart, pos))![0];
  const after = /^[\w#.-]*/.exec(text.slice(pos))![0];
  return { from: pos - before.length, to: pos + after.length, quoted: false, typed: before };
}

/** `settings.lastH` → after `settings`, typed `lastH`. In a template only what stands in `${…}`. */
function expressionAt(before: string): { chain: string[]; typed: string } | null {
  const match = /((?:[A-Za-z_]\w*\.)*)([A-Za-z_]\w*)?$/.exec(before);
  return match ? { chain: match[1]!.split('.').filter(Boolean), typed: match[2] ?? '' } : null;
}

/** Whether a text at a place is an expression, or a template that the cursor is inside an expression of. */
function readsExpressions(path: (string | number)[], whole: unknown, literal: string): boolean {
  if (/\$\{[^}]*$/.test(literal) || literal.includes('${')) return true;
  return schemasAt(path, whole).some(
    ({ schema, owner }) => owner === 'cel' || owner === 'celMap' || /expression|uttryck/i.test(String(schema.title)),
  );
}

const at = (value: unknown, path: (string | number)[]): unknown =>
  path.reduce<unknown>((here, step) => (here as Record<string, unknown> | null | undefined)?.[step], value);
