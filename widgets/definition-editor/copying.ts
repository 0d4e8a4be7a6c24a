import { applyEdits, modify, parse } from 'jsonc-parser';
import type { JsonSchema } from '../../definitions/language/types.ts';
import type { ScenarioFile } from '../../definitions/simulate/scenario.ts';
import { editorTexts } from './texts.ts';

const { sv, en } = editorTexts;
const both = (key: 'titleSv' | 'titleEn' | 'id' | 'idHint') => ({ sv: sv[key], en: en[key] });

/** What a copy is called. */
export function copyForm(suggested: { id: string; sv: string; en: string }): JsonSchema {
  return {
    type: 'object',
    properties: {
      sv: { type: 'string', title: both('titleSv'), minLength: 1, maxLength: 200, default: suggested.sv },
      en: { type: 'string', title: both('titleEn'), minLength: 1, maxLength: 200, default: suggested.en },
      id: {
        type: 'string',
        title: both('id'),
        description: both('idHint'),
        minLength: 1,
        maxLength: 64,
        pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
        default: suggested.id,
      },
    },
    required: ['sv', 'en', 'id'],
  };
}

/** The text with another name; everything else, also how it is set, stays. */
export function renamed(text: string, { id, sv: swedish, en: english }: Record<'id' | 'sv' | 'en', string>): string {
  const formattingOptions = { tabSize: 2, insertSpaces: true };
  const set = (source: string, path: string[], value: unknown) =>
    applyEdits(source, modify(source, path, value, { formattingOptions }));
  const before = (parse(text) as { id?: unknown }).id;
  // Targets from the top begin with the id: `#period-bookkeeping.late`.
  const aimed =
    typeof before === 'string' ? text.replaceAll(new RegExp(`"#${before}(?=["\\.])`, 'g'), `"#${id}`) : text;
  return set(set(aimed, ['id'], id), ['title'], { sv: swedish, en: english });
}

/** The scenarios of the original for the copy: what is called after the process is called after it still. */
export function renamedScenarios(file: ScenarioFile, before: string, after: string): ScenarioFile {
  const scenarios = file.scenarios.map((scenario) => ({
    ...scenario,
    steps: scenario.steps.map((step) => {
      const label = step.expect?.label;
      if (!label?.startsWith(before)) return step;
      return { ...step, expect: { ...step.expect, label: after + label.slice(before.length) } };
    }),
  }));
  return { ...file, scenarios };
}

/** `period-bookkeeping` → `period-bookkeeping-2`, or the next number that is free. */
export function freeId(id: string, taken: Set<string>): string {
  const stem = id.replace(/-\d+$/, '').slice(0, 58);
  for (let number = 2; ; number += 1) if (!taken.has(`${stem}-${number}`)) return `${stem}-${number}`;
}
