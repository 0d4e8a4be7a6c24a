/** Which data people might send in: enough of it to make every guard say yes once and no once. */
import { formErrors } from '../engine/forms.ts';
import type { Definition, Json, JsonObject, JsonSchema } from '../language/types.ts';
import { sampleData } from '../simulate/sample.ts';

const MAX_VARIANTS = 16;

/** Numbers and texts that the definition's expressions compare with. */
export function literalsOf(definition: Definition): { numbers: number[]; texts: string[] } {
  const source = JSON.stringify(definition, (_, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('"', "'") : value,
  );
  const defaults = Object.values(definition.settings ?? {}).map((setting) => setting.default);
  const numbers = [...source.matchAll(/(?:[<>=]=?|!=)\s*(-?\d+(?:\.\d+)?)/g)].map((match) => Number(match[1]));
  const texts = [...source.matchAll(/(?:==|!=)\s*'([^']{1,100})'/g)].map((match) => match[1]!);
  return {
    numbers: [...new Set([...numbers, ...defaults.filter((value) => typeof value === 'number')])],
    texts: [...new Set(texts)],
  };
}

/** Data that fits a form: a plain one, then each with one field at a value where a guard may turn. */
export function variantsOf(
  form: JsonSchema | null,
  literals: { numbers: number[]; texts: string[] },
  today: string,
): JsonObject[] {
  const plain = sampleData(form, today);
  const found = [plain];
  for (const [name, field] of Object.entries((form?.properties ?? {}) as Record<string, JsonSchema>)) {
    for (const value of candidates(field, literals)) {
      const data = { ...plain, [name]: value };
      if (found.length >= MAX_VARIANTS) return found;
      if (JSON.stringify(data) !== JSON.stringify(plain) && formErrors(form, data).length === 0) found.push(data);
    }
  }
  return found;
}

function candidates(field: JsonSchema, { numbers, texts }: { numbers: number[]; texts: string[] }): Json[] {
  const choices = (field.enum ?? (field.oneOf as JsonSchema[] | undefined)?.map((choice) => choice.const)) as
    Json[] | undefined;
  if (choices) return choices;
  if (field.type === 'boolean') return [true, false];
  if (field.type === 'string') return texts;
  if (field.type === 'number' || field.type === 'integer') return numbers.flatMap((n) => [n, n + 1, n - 1]);
  return [];
}
