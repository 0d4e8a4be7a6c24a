/** Writes docs/language.md: the guide beside this file, with every key of the schema and every code of the catalogue. */
import { readFileSync } from 'node:fs';
import { format } from 'prettier';
import { dueMoment, localTime, periodFromId } from '../../definitions/calendar/index.ts';
import { catalogue } from '../../definitions/language/catalogue.ts';
import type { DeadlineRule } from '../../definitions/language/types.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
/** JSON Schema, as far as the language's own uses it. */
interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  title?: string;
  description?: string;
  examples?: unknown[];
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  required?: string[];
  minimum?: number;
  maximum?: number;
}
const schema = JSON.parse(read('../../definitions/language/definition.schema.json')) as Schema;
const defs = schema.$defs!;

/** The reference as Markdown. */
export async function languageReference(): Promise<string> {
  const parts: Record<string, string> = {
    example: read('./example.json').trim(),
    scenarios: read('./scenarios.json').trim(),
    keys: await keys(),
    findings: findings(),
    'due.fifth': due({ months: 1, day: 5, roll: 'next' }),
    'due.twelfth': due({ months: 1, day: 12, dayInMonth: { '1': 17, '8': 17 }, roll: 'next' }),
    'due.bankDays': due({ bankDays: 3 }),
    'due.cutOff': due({ days: -2, nextCutOff: ['08:00', '10:00'] }),
  };
  return read('./language-guide.md').replaceAll(/\{\{([\w.]+)\}\}/g, (_, name: string) => parts[name]!);
}

function due(rule: Omit<DeadlineRule, 'title'>): string {
  const unknown = () => {
    throw new Error('The examples of the guide count from the period.');
  };
  const env = {
    openedAt: '2026-10-26T06:00:00.000Z',
    fiscalYearEnd: null,
    number: Number,
    date: unknown,
    deadline: unknown,
  };
  const moment = dueMoment({ title: { sv: '', en: '' }, ...rule }, { ...env, period: periodFromId('2026-10') });
  const time = localTime(moment.dueAt);
  return time === '00:00' ? moment.dueDate : `${moment.dueDate} at ${time}`;
}

const refName = (value: Schema): string | null =>
  typeof value.$ref === 'string' ? value.$ref.slice('#/$defs/'.length) : null;
const anchor = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');

/** Definitions that have keys of their own get a section each; the others are described where they are used. */
function sections(): [string, Schema][] {
  return Object.entries(defs).filter(
    ([name, def]) => def.properties && !['title', 'text'].includes(name) && name !== 'effect',
  );
}
const headings = new Map<string, string>(
  sections().map(([name, { title }]): [string, string] => {
    if (name.startsWith('effect-')) return [name, `Effect: ${name.slice(7)}`];
    return [name, name === 'action' ? 'Action of a person' : title!];
  }),
);

async function keys(): Promise<string> {
  const parts = ['### The definition', schema.description, table(schema)];
  for (const [name, def] of sections()) {
    const example = def.examples?.[0];
    parts.push(`### ${headings.get(name)}`, def.description, table(def));
    if (example !== undefined)
      parts.push('```json\n' + (await format(JSON.stringify(example), { parser: 'json', printWidth: 100 })) + '```');
  }
  return parts.join('\n\n');
}

function table(def: Schema): string {
  return ['| Key | Value | What it says |', '| --- | --- | --- |', ...rowsOf(def, '')].join('\n');
}

/** Keys inside an object that has no section of its own, such as the `params` of an effect, follow it. */
function rowsOf(def: Schema, prefix: string): string[] {
  const required = new Set<string>(def.required ?? []);
  return Object.entries(def.properties as Record<string, Schema>).flatMap(([key, value]) => {
    const must = required.has(key) ? ' **(required)**' : '';
    const example = value.examples?.[0] ?? defs[refName(value) ?? '']?.examples?.[0];
    const shown = example === undefined ? '' : ` Example: \`${cell(JSON.stringify(example))}\``;
    const row = `| \`${prefix}${key}\` | ${kindOf(value)} | ${cell(value.description ?? '')}${must}${shown} |`;
    return [row, ...(value.properties ? rowsOf(value, `${prefix}${key}.`) : [])];
  });
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function kindOf(value: Schema): string {
  const name = refName(value);
  if (name === 'effect') return '[effect](#effect-assign)';
  if (name && headings.has(name)) return `[${headings.get(name)!.toLowerCase()}](#${anchor(headings.get(name)!)})`;
  if (name === 'title' || name === 'text') return 'text in `sv` and `en`';
  if (name === 'cel') return 'expression';
  if (name) return kindOf(defs[name]!);
  if (value.const !== undefined) return `\`${JSON.stringify(value.const)}\``;
  if (value.enum) return value.enum.map((one) => `\`${JSON.stringify(one)}\``).join(', ');
  if (value.anyOf) return value.anyOf.map(kindOf).join(' or ');
  switch (value.type) {
    case 'integer':
    case 'number':
      return `${value.type === 'integer' ? 'whole number' : 'number'}${bounds(value)}`;
    case 'boolean':
      return 'true or false';
    case 'string':
      return 'text';
    case 'array':
      return `list: ${value.items ? kindOf(value.items) : 'values'}`;
    case 'object':
      if (typeof value.additionalProperties === 'object') return `by name: ${kindOf(value.additionalProperties)}`;
      if (value.patternProperties) return 'by month: day';
      return 'object';
    default:
      return 'any value';
  }
}

function bounds({ minimum, maximum }: Schema): string {
  if (minimum !== undefined && maximum !== undefined) return `, ${minimum} to ${maximum}`;
  return minimum === undefined ? '' : `, at least ${minimum}`;
}

function findings(): string {
  const rows = Object.entries(catalogue).map(
    ([code, { severity, title, explanation, whatToDo }]) =>
      `| \`${code}\` | ${severity} | **${title}.** ${cell(explanation)} ${cell(whatToDo)} |`,
  );
  const intro =
    'An error keeps a definition from being published; a warning is for you to judge. Warnings about what is not used are shown when there are no errors, since what is misspelt in one place looks unused in another.';
  return [
    intro,
    ['| Code | Severity | What it means, and what to do |', '| --- | --- | --- |', ...rows].join('\n'),
  ].join('\n\n');
}
