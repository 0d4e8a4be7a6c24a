/** What the JSON Schema says of a definition, in sentences; and the definition without what it objects to. */
import type { ErrorObject } from 'ajv/dist/2020.js';
import definitionSchema from '../definition.schema.json' with { type: 'json' };
import type { FindingCode } from '../catalogue.ts';
import { step, type Report } from '../findings.ts';
import { nearest, suggestName } from '../near.ts';
import type { Json, JsonObject } from '../types.ts';
import { durationHint } from './duration.ts';
import { validator } from './validator.ts';

type Schema = Record<string, unknown>;

export interface SchemaFinding extends Report {
  pointer: string;
}

/** A text of nothing but mistakes is not put into words to the end. */
const MAX_SENTENCES = 1000;

/** Findings of the schema, and a copy that fits it: what does not fit is left out, so that the rest can be checked. */
export function checkSchema(value: JsonObject): { findings: SchemaFinding[]; fitting: JsonObject } {
  const findings = problems(value).slice(0, MAX_SENTENCES).map(findingOf);
  const fitting = structuredClone(value);
  // Taking out one thing can make its parent incomplete, so this goes from the inside to the outside.
  for (let round = 0; round < 12; round += 1) {
    const rest = problems(fitting).filter(({ keyword }) => !HARMLESS.has(keyword));
    if (rest.length === 0) return { findings, fitting };
    for (const error of rest) remove(fitting, error);
  }
  return { findings, fitting: structuredClone(EMPTY) };
}

/** Objections to a value whose shape is right: its meaning can still be checked. */
const HARMLESS = new Set([
  'pattern',
  'enum',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'uniqueItems',
]);
for (const kind of ['Length', 'Items', 'Properties']) HARMLESS.add(`min${kind}`).add(`max${kind}`);

const EMPTY = { id: 'empty', title: { sv: '-', en: '-' }, roles: {}, statuses: {}, initial: 'none', states: {} };

function problems(value: Json): ErrorObject[] {
  const validate = validator();
  if (validate(value)) return [];
  const errors = validate.errors ?? [];
  const anyOf = new Map(errors.filter((error) => error.keyword === 'anyOf').map((e) => [e.instancePath, e]));
  return errors.filter((error) => {
    // The reason of a name that is refused stands in the outer error.
    if (error.propertyName !== undefined && error.keyword !== 'propertyNames') return false;
    const choice = anyOf.get(error.instancePath);
    if (!choice) return true;
    // Of alternatives of different types, only the one of the value's own type has something to say.
    const types = alternatives(choice);
    const known = types.includes(typeOf(error.data));
    if (error === choice) return !known;
    const { type } = error.parentSchema as Schema;
    if (error.keyword === 'enum' && type !== undefined && type !== typeOf(error.data)) return false;
    return error.keyword !== 'type' || !types.includes((error.params as { type: string }).type);
  });
}

function alternatives(error: ErrorObject): string[] {
  const branches = (error.parentSchema as Schema).anyOf as Schema[];
  return branches.flatMap((branch) => {
    const target = typeof branch.$ref === 'string' ? defAt(branch.$ref) : branch;
    return target.type === 'integer' ? ['integer', 'number'] : [String(target.type)];
  });
}

const defAt = (ref: string): Schema =>
  (definitionSchema.$defs as Record<string, Schema>)[ref.slice('#/$defs/'.length)] ?? {};

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

const TYPES: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};
const a = (type: string): string => TYPES[type] ?? type;
const quoted = (value: unknown): string => JSON.stringify(value) ?? 'nothing';
const short = (value: unknown): string => {
  const text = quoted(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

function findingOf(error: ErrorObject): SchemaFinding {
  const at = error.instancePath;
  const name = at
    .slice(at.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
  const what = at === '' ? 'The definition' : calledAt(at, name);
  const schema = error.parentSchema as Schema;
  const params = error.params as Record<string, unknown>;
  const found = (code: FindingCode, message: string, suggestion: string | null = null, key = false): SchemaFinding => ({
    code,
    pointer: at,
    message,
    suggestion,
    key,
  });
  switch (error.keyword) {
    case 'additionalProperties': {
      const unknown = String(params.additionalProperty);
      const known = Object.keys((schema.properties ?? {}) as object);
      const message =
        at === '' ? `A definition has no key "${unknown}".` : `"${unknown}" is not a key that ${lower(what)} can have.`;
      const months = 'patternProperties' in schema ? 'The keys are months, "1" to "12".' : null;
      return {
        ...found('key_unknown', message, months ?? suggestName(SYNONYMS[unknown] ?? unknown, known), true),
        pointer: at + step(unknown),
      };
    }
    case 'required': {
      const missing = String(params.missingProperty);
      const sub = ((schema.properties ?? {}) as Record<string, Schema>)[missing];
      const example = (sub?.examples as unknown[] | undefined)?.[0];
      const hint = example === undefined ? null : `For example "${missing}": ${short(example)}`;
      return found('key_missing', `${what} lacks "${missing}".`, hint, true);
    }
    case 'propertyNames': {
      const wrong = String(params.propertyName);
      if (name === 'after') {
        const message = `"${wrong}" is neither a deadline nor an ISO 8601 duration such as P7D.`;
        return { ...found('after_unknown', message, durationHint(wrong), true), pointer: at + step(wrong) };
      }
      const hint = 'A name begins with a letter and has letters a–z, digits and underscores, at most 64.';
      return {
        ...found('name_invalid', `"${wrong}" cannot be used as a name here.`, hint, true),
        pointer: at + step(wrong),
      };
    }
    case 'type':
      return found(
        'type_wrong',
        `${what} must be ${a(String(params.type))}, not ${a(typeOf(error.data))}.`,
        writtenAs(String(params.type), error.data, schema),
      );
    case 'anyOf': {
      const types = [
        ...new Set(alternatives(error).filter((type) => type !== 'number' || !alternatives(error).includes('integer'))),
      ];
      return found(
        'type_wrong',
        `${what} must be ${types.map(a).join(' or ')}, not ${a(typeOf(error.data))}.`,
        writtenAs(types[0]!, error.data, schema),
      );
    }
    case 'discriminator': {
      const known = ['assign', 'notify', 'record', 'file', 'start', 'send', 'call'];
      const tag = params.tagValue;
      const message = `There is no effect of type ${short(tag)}.`;
      return { ...found('value_unknown', message, suggestName(String(tag), known)), pointer: `${at}/type` };
    }
    case 'enum': {
      const allowed = (params.allowedValues as unknown[]).map(String);
      const message = `${what} cannot be ${short(error.data)}.`;
      const format = ['date', 'email', 'textarea'].includes(String(error.data)) && allowed.includes('string');
      const hint = format ? `Write "type": "string", "format": ${quoted(error.data)}.` : startHint(at, error.data);
      return found('value_unknown', message, hint ?? suggestName(String(error.data), allowed));
    }
    case 'const':
      return found('value_unknown', `${what} must be ${quoted(params.allowedValue)}.`);
    case 'pattern': {
      const example = (schema.examples as unknown[] | undefined)?.[0];
      const slug = slugOf(error.data);
      const meant = new RegExp(String(schema.pattern), 'u').test(slug) ? slug : example;
      const hint = meant === undefined ? null : `Write it as ${quoted(meant)}.`;
      return found('value_malformed', `${what} is not written right: ${short(error.data)}.`, hint);
    }
    case 'minimum':
    case 'exclusiveMinimum':
      return found(
        'number_out_of_range',
        `${what} is ${short(error.data)}; it must be ${params.comparison === '>' ? 'more than' : 'at least'} ${String(params.limit)}.`,
      );
    case 'maximum':
    case 'exclusiveMaximum':
      return found(
        'number_out_of_range',
        `${what} is ${short(error.data)}; it must be at most ${String(params.limit)}.`,
      );
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return found('size_wrong', `${what} must have at least ${counted(params.limit, error.keyword)}.`);
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
      return found('size_wrong', `${what} may have at most ${counted(params.limit, error.keyword)}.`);
    case 'uniqueItems':
      return found('size_wrong', `${what} has the same item twice.`);
    default:
      return found('value_malformed', `${what} does not fit: ${error.message ?? error.keyword}.`);
  }
}

/** What other languages call things. */
const SYNONYMS: Record<string, string> = { cond: 'guard', if: 'guard', goto: 'target' };

/** An item of a list goes by its number; `dayInMonth` has numbers for keys. */
function calledAt(pointer: string, name: string): string {
  const [list = '', place = ''] = pointer.split('/').slice(-2).map(unescape);
  return /^\d+$/.test(place) && list !== 'dayInMonth' ? `Number ${Number(place) + 1} of "${list}"` : `"${name}"`;
}
const lower = (what: string): string => what.replace(/^Number/, 'number');

/** The same as it should have been written, or an example of the kind. */
function writtenAs(type: string, data: unknown, schema: Schema): string | null {
  const plain = typeof data === 'string' ? data.trim() : null;
  const number = (type === 'number' || type === 'integer') && plain && /^-?\d+(\.\d+)?$/.test(plain);
  if (number || (type === 'boolean' && /^(true|false)$/.test(plain ?? ''))) return `Write ${plain} without quotes.`;
  if (type === 'array' && plain) return `Write ${short(plain.split(/\s*,\s*/))}.`;
  if (type === 'array' && ['number', 'boolean'].includes(typeof data)) return `Write [${quoted(data)}].`;
  const example = (schema.examples as unknown[] | undefined)?.find((one) => typeOf(one) === type);
  if (type === 'object' && plain && Object.hasOwn((schema.properties ?? {}) as object, 'target')) {
    return `Write { "target": ${quoted(plain)} }.`;
  }
  return example === undefined ? null : `For example ${quoted(example)}.`;
}

/** Where a deadline starts is said in three ways, of which a text is one. */
function startHint(pointer: string, data: unknown): string | null {
  if (!/^\/deadlines\/[^/]+\/from$/.test(pointer)) return null;
  if (/^\d{4}-\d{2}-\d{2}$/.test(String(data))) return `Write { "cel": "'${String(data)}'" }.`;
  if (/^(today|now)$/.test(String(data))) return 'Did you mean "opened"?';
  if (/^(context|input|client|settings|dates)\./.test(String(data))) return `Write { "cel": ${quoted(data)} }.`;
  const near = nearest(String(data), ['period.start', 'period.end', 'fiscalYear.end', 'opened']);
  return near ? `Did you mean "${near}"?` : `Another deadline is { "deadline": ${quoted(data)} }.`;
}

const slugOf = (data: unknown): string =>
  String(data)
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');

const counted = (limit: unknown, keyword: string): string => {
  const noun = COUNTED[keyword.slice(3)]!;
  return `${String(limit)} ${limit === 1 ? noun.replace('ies', 'ys').slice(0, -1) : noun}`;
};
const COUNTED: Record<string, string> = { Length: 'characters', Items: 'items', Properties: 'entries' };

const unescape = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

/** Takes out what an error is about. An item of a list takes the list with it, so that pointers stay true. */
function remove(root: JsonObject, error: ErrorObject): void {
  const params = error.params as Record<string, unknown>;
  const inner = params.additionalProperty ?? params.propertyName;
  const path = error.instancePath.split('/').slice(1).map(unescape);
  if (inner !== undefined) path.push(String(inner));
  const owners: Json[] = [root];
  for (const part of path.slice(0, -1)) {
    const next = (owners.at(-1) as Record<string, Json> | undefined)?.[part];
    if (next === undefined || next === null || typeof next !== 'object') return;
    owners.push(next);
  }
  let depth = path.length - 1;
  while (depth > 0 && Array.isArray(owners[depth])) depth -= 1;
  if (depth < 0) {
    // Where no first state is named, any will do for the rest of the check.
    const [initial = 'none'] = Object.keys((root.states ?? {}) as JsonObject);
    const missing = Object.entries({ ...structuredClone(EMPTY), initial }).filter(([key]) => !(key in root));
    Object.assign(root, Object.fromEntries(missing));
  } else delete (owners[depth] as JsonObject)[path[depth]!];
}
