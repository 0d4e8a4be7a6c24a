import { html, nothing, type TemplateResult } from 'lit';
import type { BoardDefinitionView } from '../../server/board/schema.ts';
import type { Language } from '../base/locale.ts';
import type { BoardData, BoardFilters } from './data.ts';
import type { BoardTexts } from './texts.ts';
import { countText, periodText } from './words.ts';

export interface ToolbarModel {
  t: BoardTexts;
  language: Language;
  definitions: BoardDefinitionView[];
  data: BoardData;
  filters: BoardFilters;
  view: 'columns' | 'table';
  filter: (change: Partial<BoardFilters>) => void;
  show: (view: 'columns' | 'table') => void;
  help: () => void;
}

export function toolbarTemplate(model: ToolbarModel): TemplateResult {
  const { t, language, definitions, data, filters, view, filter } = model;
  const value = (event: Event) => (event.target as HTMLInputElement | HTMLSelectElement).value;
  const { periods } = data.definition;
  return html`<div class="toolbar" part="toolbar">
      ${
        definitions.length > 1
          ? html`<select
              aria-label=${t.process}
              .value=${filters.definition}
              @change=${(event: Event) => filter({ definition: value(event), period: null, status: null })}
            >
              ${definitions.map(
                ({ id, title }) =>
                  html`<option value=${id} ?selected=${id === filters.definition}>${title[language]}</option>`,
              )}
            </select>`
          : nothing
      }
      ${
        periods.length > 0
          ? html`<select
              aria-label=${t.period}
              .value=${filters.period ?? ''}
              @change=${(event: Event) => filter({ period: value(event) || null })}
            >
              <option value="" ?selected=${!filters.period}>${t.allPeriods}</option>
              ${periods.map(
                (id) =>
                  html`<option value=${id} ?selected=${id === filters.period}>${periodText(id, language)}</option>`,
              )}
            </select>`
          : nothing
      }
      ${
        filters.client
          ? nothing
          : html`<input
              type="search"
              class="search"
              maxlength="100"
              aria-label=${t.search}
              placeholder=${t.search}
              aria-keyshortcuts="/"
              .value=${filters.q}
              @input=${(event: Event) => filter({ q: value(event) })}
            />`
      }
      <div class="chips">
        ${filters.client ? nothing : chip(t.mine, filters.mine, () => filter({ mine: !filters.mine }))}
        ${chip(t.late, filters.late, () => filter({ late: !filters.late }))}
      </div>
      <div class="end">
        <span class="hits muted small">${t.hits(countText(data.total, language))}</span>
        <div class="switch" role="group" aria-label=${t.view}>
          ${viewButton(t.columns, view === 'columns', columnsIcon, () => model.show('columns'))}
          ${viewButton(t.table, view === 'table', tableIcon, () => model.show('table'))}
        </div>
        <button type="button" class="bare icon help" aria-label=${t.help} @click=${model.help}>?</button>
      </div>
    </div>
    ${statusChips(model)}`;
}

/** On a phone the way to a column; on a desk only for the table, or to get out of it again. */
function statusChips({ t, language, data, filters, view, filter }: ToolbarModel): TemplateResult {
  const classes = view === 'columns' && !filters.status ? 'chips statuses phone' : 'chips statuses';
  return html`<div class=${classes} role="group" aria-label=${t.status}>
    ${chip(withCount(t.allStatuses, filters.status ? null : data.total, language), !filters.status, () => filter({ status: null }))}
    ${data.definition.statuses.map(({ key, label }) => {
      const known = !filters.status || filters.status === key;
      const count = known ? countText(data.counts[key] ?? 0, language) : '';
      return chip(html`${label[language]} <span class="count muted">${count}</span>`, filters.status === key, () =>
        filter({ status: filters.status === key ? null : key }),
      );
    })}
  </div>`;
}

function withCount(label: string, count: number | null, language: Language): TemplateResult {
  return html`${label}
  ${count === null ? nothing : html`<span class="count muted">${countText(count, language)}</span>`}`;
}

function chip(label: unknown, pressed: boolean, press: () => void): TemplateResult {
  return html`<button type="button" class="chip" aria-pressed=${pressed ? 'true' : 'false'} @click=${press}>
    ${label}
  </button>`;
}

function viewButton(label: string, pressed: boolean, icon: TemplateResult, press: () => void): TemplateResult {
  return html`<button
    type="button"
    class="bare"
    aria-pressed=${pressed ? 'true' : 'false'}
    aria-label=${label}
    title=${label}
    @click=${press}
  >
    ${icon}
  </button>`;
}

const columnsIcon = html`<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
  <path d="M2 2.5h3v11H2zm4.5 0h3v7h-3zm4.5 0h3v9h-3z" fill="none" stroke="currentColor" stroke-width="1.25" />
</svg>`;
const tableIcon = html`<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
  <path d="M2 3h12v10H2zm0 3.5h12M2 10h12M6.5 3v10" fill="none" stroke="currentColor" stroke-width="1.25" />
</svg>`;
