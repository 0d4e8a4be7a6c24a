/** Made-up values that fit a schema, for people who are simulated. */
import type { Json, JsonObject, JsonSchema } from '../language/types.ts';

/** Data with every required field, and every field that has a preset. `today`: `2026-11-05`. */
export function sampleData(schema: JsonSchema | null | undefined, today: string, place = 0): JsonObject {
  const properties = (schema?.properties ?? {}) as Record<string, JsonSchema>;
  const required = (schema?.required ?? []) as string[];
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([name, property]) => required.includes(name) || 'default' in property || 'const' in property)
      .map(([name, property]) => [name, sampleValue(property, today, place)]),
  );
}

/** `place`: of the item in its list, from 1, so that its texts differ from those of the others. */
function sampleValue(schema: JsonSchema, today: string, place = 0): Json {
  if ('default' in schema) return schema.default as Json;
  if ('const' in schema) return schema.const as Json;
  const choices = (schema.enum ?? (schema.oneOf as JsonSchema[] | undefined)?.map((choice) => choice.const)) as
    Json[] | undefined;
  if (choices) return choices[0]!;
  switch (schema.type) {
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return sampleNumber(schema);
    case 'array': {
      const items = (schema.items ?? { type: 'string' }) as JsonSchema;
      // Tasks for each item of a list need items; of plain texts and numbers nothing is to be seen.
      const few = items.type === 'object' ? 2 : 0;
      const length = Math.min(
        Math.max((schema.minItems as number | undefined) ?? 0, few),
        (schema.maxItems as number) ?? Infinity,
      );
      return Array.from({ length }, (_, index) => sampleValue(items, today, index + 1));
    }
    case 'object':
      return sampleData(schema, today, place);
    default:
      return sampleText(schema, today, place);
  }
}

function sampleNumber(schema: JsonSchema): number {
  const step = (schema.multipleOf as number | undefined) ?? 1;
  const above = schema.exclusiveMinimum as number | undefined;
  if (schema.minimum !== undefined) return Math.ceil((schema.minimum as number) / step) * step;
  if (above !== undefined) return (Math.floor(above / step) + 1) * step;
  const below = (schema.maximum ?? schema.exclusiveMaximum) as number | undefined;
  return below !== undefined && below < 1 ? Math.floor(below - 1) : step;
}

function sampleText(schema: JsonSchema, today: string, place: number): string {
  if (schema.format === 'date') return today;
  if (schema.format === 'email') return 'anna@example.com';
  const text = 'Exempel '.repeat(Math.ceil(((schema.minLength as number | undefined) ?? 1) / 8)).trim();
  const named = place > 0 ? `${text} ${place}` : text;
  const padded = named.padEnd((schema.minLength as number | undefined) ?? 0, '.');
  return padded.slice(0, (schema.maxLength as number | undefined) ?? padded.length);
}
