/** Which data people might send in: enough of it to make every guard say yes once and no once. */
import { addDays } from '../calendar/index.ts';
import { formErrors } from '../engine/forms.ts';
import type { InstanceInput } from '../engine/types.ts';
import type { Definition, IsoDate, Json, JsonObject, JsonSchema, Text } from '../language/types.ts';
import { sampleData } from '../simulate/sample.ts';
import type { Influence } from './influence.ts';
import { say } from './say.ts';

const MAX_VARIANTS = 12;

/** What is to be tried for the fields that decide something. */
export interface Trying {
  influence: Influence;
  /** Fields that are varied; others keep their sample. */
  fields: Set<string>;
  today: IsoDate;
  /** What comparisons would be compared with now: amounts that are left, days that are kept. */
  beside: Json[];
  /** Where names are looked up that a field is compared with. */
  among: Json;
}

/** Data that fits a form: a plain one, then each with one field at a value where a guard may turn. */
export function variantsOf(form: JsonSchema | null, trying: Trying): JsonObject[] {
  const plain = sampleData(form, trying.today);
  const found = [plain];
  const seen = new Set([JSON.stringify(plain)]);
  for (const [name, field] of Object.entries((form?.properties ?? {}) as Record<string, JsonSchema>)) {
    if (!trying.fields.has(name)) continue;
    for (const value of candidates(name, field, trying)) {
      const data = { ...plain, [name]: value };
      const key = JSON.stringify(data);
      if (found.length >= MAX_VARIANTS) return found;
      if (seen.has(key) || formErrors(form, data).length > 0) continue;
      seen.add(key);
      found.push(data);
    }
  }
  return found;
}

function candidates(name: string, field: JsonSchema, trying: Trying): Json[] {
  const { influence, today, beside, among } = trying;
  const choices = (field.enum ?? (field.oneOf as JsonSchema[] | undefined)?.map((choice) => choice.const)) as
    Json[] | undefined;
  if (choices) return choices;
  if (field.type === 'boolean') return [true, false];
  if (field.type === 'object') return variantsOf(field, { ...trying, fields: influence.fields });
  const filled = Object.values(sampleData({ type: 'object', properties: { field }, required: ['field'] }, today));
  const linked = [...(influence.links.get(name) ?? [])].flatMap((key) => valuesAt(among, key));
  if (field.type === 'string') {
    if (field.format === 'date') {
      const days = beside.filter((value) => typeof value === 'string' && isDate(value)) as IsoDate[];
      const last = [...days, today].sort().at(-1)!;
      // The day after, and one that leaves time for what is counted from it or compared with it.
      return [
        ...filled,
        addDays(last, 1),
        addDays(today, 92),
        ...(influence.compared.has(name) ? [addDays(today, -1)] : []),
      ];
    }
    return [...linked, ...filled, ...(influence.texts.get(name) ?? [])].filter((value) => typeof value === 'string');
  }
  if (field.type === 'number' || field.type === 'integer') {
    const amounts = beside.filter((value) => typeof value === 'number' && value > 0) as number[];
    const most = Math.max(0, ...amounts);
    const scale = influence.scales.get(name) ?? 1;
    const around = [...new Set(amounts), ...(most > 0 ? [most + 1] : [])].map((value) => value / scale);
    const turning = [...(influence.numbers.get(name) ?? [])].flatMap((n) => [n, n + 1, n - 1]);
    return [...filled, ...linked.filter((value) => typeof value === 'number'), ...turning, ...around];
  }
  return [];
}

const isDate = (value: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(value);

/** Values that items anywhere inside have at a key. */
function valuesAt(value: Json, key: string): Json[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, key));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, child]) => (name === key ? [child] : valuesAt(child, key)));
}

/** Other things that an instance may open with: each value of its input and each setting where something may turn. */
export function otherOpenings(
  { input, settings = {} }: Definition,
  base: InstanceInput,
  trying: Trying,
): { other: InstanceInput; said: Text }[] {
  // An amount that it opens with turns where a setting says.
  const limits = Object.values(settings).map((setting) => setting.default);
  const beside = [...trying.beside, ...limits];
  const inputs = variantsOf(input ?? null, { ...trying, beside, fields: trying.influence.reads.input })
    .slice(1)
    .map((data) => ({ ...base.input, ...changed(data, sampleData(input, trying.today)) }));
  const values = Object.entries(settings).flatMap(([name, { schema, default: preset }]) => {
    // How long a delay is makes no difference; what is chosen or compared does.
    if (!trying.influence.reads.settings.has(name) || (isAmount(schema) && !trying.influence.numbers.has(name)))
      return [];
    const form = { type: 'object', properties: { [name]: { ...schema, default: preset } } };
    return variantsOf(form, { ...trying, fields: new Set([name]) }).slice(1);
  });
  return [
    ...inputs.map((data) => ({
      other: { ...base, input: data },
      said: say.opens({ data: changed(data, base.input) }),
    })),
    ...values.map((data) => {
      const set = Object.entries(data).map(([name, value]) => [name, { value, origin: 'firm' as const }]);
      return { other: { ...base, settings: Object.fromEntries(set) }, said: say.set({ data }) };
    }),
  ];
}

const isAmount = ({ type }: JsonSchema): boolean => type === 'number' || type === 'integer';
const changed = (data: JsonObject, from: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(data).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(from[key])),
  );
