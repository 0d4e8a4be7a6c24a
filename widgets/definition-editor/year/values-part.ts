import { html, nothing, type TemplateResult } from 'lit';
import type { Definition, JsonObject } from '../../../definitions/language/types.ts';
import type { Language } from '../../base/locale.ts';
import '../../form/form.ts';
import { yearTexts } from './texts.ts';
import { type TriedValues, valuesForm, valuesOf } from './values.ts';

/** What a simulation is tried with, to be opened and changed. */
export function valuesPart(options: {
  definition: Definition;
  language: Language;
  from: string;
  values: TriedValues;
  apply: string;
  open?: boolean;
  take: (values: TriedValues) => void;
}): TemplateResult | typeof nothing {
  const { definition, language, from, values, apply, open = false, take } = options;
  const t = yearTexts[language];
  const form = valuesForm(definition, from, values);
  if (!form) return nothing;
  return html`<details class="values" ?open=${open}>
    <summary>${definition.input ? t.valuesWithInput : t.values}</summary>
    <arende-form
      .schema=${form}
      .language=${language}
      .submitLabel=${apply}
      .send=${(data: JsonObject) => take(valuesOf(definition, data))}
    ></arende-form>
  </details>`;
}
