import schema from '../../../definitions/language/definition.schema.json' with { type: 'json' };

export type Schema = Record<string, unknown>;

/** A part of the language that may stand at a place of the text. */
export interface SchemaAt {
  schema: Schema;
  /** Where the language says it: `task.for`, `deadlines`, `role.members`. */
  key: string;
}

const definitions = schema.$defs as unknown as Record<string, Schema>;
const root: SchemaAt = { schema: schema as unknown as Schema, key: '' };

/** What stands behind references, with the words of the place that refers. */
function resolved({ schema: at, key }: SchemaAt): SchemaAt & { owner: string } {
  let owner = key;
  let found = at;
  while (typeof found.$ref === 'string') {
    owner = found.$ref.slice('#/$defs/'.length);
    const { $ref: _, ...words } = found;
    found = { ...definitions[owner], ...words };
  }
  return { schema: found, key, owner };
}

/** Each shape that a value may have here. Of effects only those of the value's own type, where it says one. */
function shapes(at: SchemaAt, value: unknown): (SchemaAt & { owner: string })[] {
  const one = resolved(at);
  const branches = (one.schema.anyOf ?? one.schema.oneOf) as Schema[] | undefined;
  if (!branches) return [one];
  const inner = branches.flatMap((branch) => shapes({ schema: branch, key: one.key }, value));
  const type = (value as { type?: unknown } | null)?.type;
  const fitting = inner.filter(({ schema: { properties } }) => {
    const tag = (properties as Record<string, Schema> | undefined)?.type;
    return tag?.const !== undefined && tag.const === type;
  });
  return fitting.length > 0 ? fitting : inner;
}

function child(at: SchemaAt & { owner: string }, step: string | number): SchemaAt | null {
  const { properties, patternProperties, additionalProperties, items } = at.schema as Record<
    string,
    Record<string, Schema> | undefined
  >;
  if (typeof step === 'number') return items ? { schema: items as Schema, key: at.key } : null;
  if (properties && Object.hasOwn(properties, step)) {
    return { schema: properties[step]!, key: at.owner ? `${at.owner}.${step}` : step };
  }
  for (const [pattern, inner] of Object.entries(patternProperties ?? {})) {
    if (new RegExp(pattern).test(step)) return { schema: inner, key: `${at.key}.*` };
  }
  return additionalProperties && typeof additionalProperties === 'object'
    ? { schema: additionalProperties as Schema, key: `${at.key}.*` }
    : null;
}

/** Every part of the language that a place may be; empty where the language knows no such place. */
export function schemasAt(path: (string | number)[], value: unknown): (SchemaAt & { owner: string })[] {
  let [found, here] = [shapes(root, value), value];
  for (const step of path) {
    here = (here as Record<string, unknown> | null | undefined)?.[step];
    const inner = found.flatMap((at) => child(at, step) ?? []);
    found = inner.flatMap((at) => shapes(at, here));
  }
  return found;
}

/** The words for a place itself, without what its shapes add. */
export function wordsAt(path: (string | number)[], value: unknown): SchemaAt | null {
  if (path.length === 0) return root;
  const owners = schemasAt(path.slice(0, -1), value);
  for (const owner of owners) {
    const at = child(owner, path.at(-1)!);
    if (at) return { schema: resolved(at).schema, key: at.key };
  }
  return null;
}

export interface KeyAt {
  name: string;
  at: SchemaAt;
  required: boolean;
}

/** The keys that an object at a place may have. */
export function keysAt(path: (string | number)[], value: unknown): KeyAt[] {
  const keys = new Map<string, KeyAt>();
  for (const owner of schemasAt(path, value)) {
    const required = (owner.schema.required ?? []) as string[];
    for (const name of Object.keys((owner.schema.properties ?? {}) as object)) {
      const at = child(owner, name)!;
      if (!keys.has(name))
        keys.set(name, { name, at: { ...at, schema: resolved(at).schema }, required: required.includes(name) });
    }
  }
  return [...keys.values()];
}
