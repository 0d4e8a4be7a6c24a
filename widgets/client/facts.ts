import { html, type TemplateResult } from 'lit';
import type { HeaderFactView } from '../../server/clients/schema.ts';
import { monthText } from '../client-list/words.ts';
import { formatCount, formatDate, formatInstant } from '../base/format.ts';
import type { Language } from '../base/locale.ts';
import type { ClientTexts } from './texts.ts';

/** What stands above a tab of a client. */
export function factsTemplate(facts: HeaderFactView[], t: ClientTexts, language: Language): TemplateResult {
  return html`<dl class="facts" part="facts">
    ${facts.map((fact) => {
      const value = factValue(fact, t, language);
      return html`<div>
        <dt>${fact.title[language]}</dt>
        <dd class=${value === null ? 'unknown' : ''}>${value ?? t.unknown}</dd>
      </div>`;
    })}
  </dl>`;
}

function factValue({ value, format }: HeaderFactView, t: ClientTexts, language: Language): unknown {
  if (value === null) return null;
  if (typeof value === 'object') return value[language];
  if (typeof value === 'number') return formatCount(value, language);
  if (format === 'date') return formatDate(value, language);
  if (format === 'dateTime') return formatInstant(value, language);
  if (format === 'month') return monthText(value, language);
  return linked(value, t);
}

/** An address becomes a link (B-58); other text stays text. */
export const linked = (value: string, t: ClientTexts): unknown =>
  value.startsWith('https://') && URL.canParse(value)
    ? html`<a href=${value} target="_blank" rel="noopener noreferrer">${t.openLink} ${new URL(value).host}</a>`
    : value;
