import { html, nothing, type TemplateResult } from 'lit';
import type { ClientListView } from '../../server/clients/schema.ts';
import { formatCount } from '../base/format.ts';
import type { Language } from '../base/locale.ts';
import type { Filters, Sort, Tab } from './data.ts';
import type { ListTexts } from './texts.ts';

export interface ToolbarModel {
  t: ListTexts;
  language: Language;
  head: ClientListView;
  filters: Filters;
  filtersOpen: boolean;
  set: (change: Partial<Filters>) => void;
  toggleFilters: () => void;
  add: () => void;
  transfer: (what: 'import' | 'csv' | 'xlsx') => void;
}

const areaNames = ['bookkeeping', 'year-end', 'vat', 'payroll', 'signing', 'messages'] as const;

export function toolbarTemplate(model: ToolbarModel): TemplateResult {
  const { t, head, filters, set } = model;
  const on = [filters.responsible, filters.area !== '', filters.missingReceipts, filters.others, filters.ended];
  const count = on.filter(Boolean).length;
  return html`${tabsTemplate(model)}
    <div class="bar" part="toolbar">
      <input
        type="search"
        class="search"
        aria-label=${t.search}
        placeholder=${t.search}
        maxlength="100"
        .value=${filters.q}
        @input=${(event: Event) => set({ q: (event.target as HTMLInputElement).value })}
      />
      <button
        type="button"
        aria-expanded=${model.filtersOpen ? 'true' : 'false'}
        aria-controls="filters"
        @click=${model.toggleFilters}
      >
        ${count > 0 ? t.filtersOn(count) : t.filters}
      </button>
      <label class="sorting">
        <span>${t.sortBy}</span>
        <select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value, set)}>
          ${(Object.keys(t.sorts) as Sort[]).flatMap((sort) =>
            (['asc', 'desc'] as const).map(
              (direction) =>
                html`<option
                  value="${sort} ${direction}"
                  ?selected=${filters.sort === sort && filters.direction === direction}
                >
                  ${t.sorts[sort]}, ${direction === 'asc' ? t.ascending : t.descending}
                </option>`,
            ),
          )}
        </select>
      </label>
      ${head.may.manage ? manageTemplate(model) : nothing}
    </div>
    <div id="filters" class="filters" ?hidden=${!model.filtersOpen}>
      ${model.filtersOpen ? filtersTemplate(model) : nothing}
    </div>`;
}

function choose(value: string, set: ToolbarModel['set']): void {
  const [sort, direction] = value.split(' ') as [Sort, 'asc' | 'desc'];
  set({ sort, direction });
}

/** P-04 to P-11: who sees which tabs, the server says. */
function tabsTemplate({ t, head, filters, language, set }: ToolbarModel): TemplateResult | typeof nothing {
  if (head.tabs.length < 2) return nothing;
  const chosen = filters.tab ?? head.tab;
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = head.tabs.findIndex(({ tab }) => tab === chosen);
    const { tab } = head.tabs[(at + step + head.tabs.length) % head.tabs.length]!;
    set({ tab });
    const root = (event.currentTarget as HTMLElement).parentElement!;
    root.querySelector<HTMLElement>(`[data-tab=${tab}]`)?.focus();
  };
  const button = ({ tab, count }: { tab: Tab; count: number }) =>
    html`<button
      type="button"
      role="tab"
      class="bare tab"
      data-tab=${tab}
      id="tab-${tab}"
      aria-selected=${tab === chosen ? 'true' : 'false'}
      aria-controls="list"
      tabindex=${tab === chosen ? 0 : -1}
      @click=${() => set({ tab })}
      @keydown=${move}
    >
      ${t.tabs[tab]} <span class="muted">${formatCount(count, language)}</span>
    </button>`;
  return html`<div role="tablist" class="tabs" part="tabs" aria-label=${t.heading}>${head.tabs.map(button)}</div>`;
}

function filtersTemplate({ t, head, filters, set }: ToolbarModel): TemplateResult {
  const tick = (name: 'responsible' | 'missingReceipts' | 'others' | 'ended', label: string) =>
    html`<label class="tick">
      <input
        type="checkbox"
        name=${name}
        .checked=${filters[name]}
        @change=${(event: Event) => set({ [name]: (event.target as HTMLInputElement).checked })}
      />
      <span>${label}</span>
    </label>`;
  return html`${tick('responsible', t.responsible)} ${tick('missingReceipts', t.missingReceipts)}
    ${head.may.join && !head.tabs.some(({ tab }) => tab === 'all') ? tick('others', t.others) : nothing}
    ${tick('ended', t.ended)}
    <label class="area">
      <span>${t.area}</span>
      <select name="area" @change=${(event: Event) => set({ area: (event.target as HTMLSelectElement).value })}>
        <option value="" ?selected=${filters.area === ''}>${t.anyArea}</option>
        ${areaNames.map((area) => html`<option value=${area} ?selected=${filters.area === area}>${t.areas[area]}</option>`)}
      </select>
    </label>
    <button type="button" class="bare" @click=${() => set(cleared)}>${t.clear}</button>`;
}

export const cleared: Partial<Filters> = {
  q: '',
  responsible: false,
  area: '',
  missingReceipts: false,
  others: false,
  ended: false,
};

function manageTemplate({ t, add, transfer }: ToolbarModel): TemplateResult {
  return html`<span class="manage">
    <button type="button" @click=${() => transfer('import')}>${t.import}</button>
    <button type="button" @click=${() => transfer('csv')}>${t.export} CSV</button>
    <button type="button" @click=${() => transfer('xlsx')}>${t.export} XLSX</button>
    <button type="button" class="primary" @click=${add}>${t.add}</button>
  </span>`;
}
