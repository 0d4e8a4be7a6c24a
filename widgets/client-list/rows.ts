import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ClientRowView } from '../../server/clients/schema.ts';
import type { Language } from '../base/locale.ts';
import type { Sort } from './data.ts';
import { icons } from './icons.ts';
import type { ListTexts } from './texts.ts';
import { type AreaIcon, iconsOf, monthText } from './words.ts';

export interface RowsModel {
  t: ListTexts;
  language: Language;
  rows: ClientRowView[];
  total: number;
  /** Which rows are drawn; the rest is room above and below. */
  start: number;
  end: number;
  sort: Sort;
  direction: 'asc' | 'desc';
  /** Row and control that Tab comes to. */
  active: { id: string; control: string };
  busy: ReadonlySet<string>;
  sortBy: (sort: Sort) => void;
  open: (row: ClientRowView, tab: string) => void;
  icon: (event: Event, row: ClientRowView, icon: AreaIcon) => void;
  tip: (event: Event, icon: AreaIcon | null, row: ClientRowView) => void;
  menu: (event: Event, row: ClientRowView) => void;
  join: (row: ClientRowView) => void;
}

const sorts: Sort[] = ['name', 'companyForm', 'completed', 'yearEnd', 'responsible'];

/** The clients (X-02) as a grid: one stop for Tab, arrows go from there. */
export function rowsTemplate(model: RowsModel): TemplateResult {
  const { t, rows, start, end, total } = model;
  const drawn = rows.slice(start, end);
  return html`<table role="grid" aria-label=${t.heading} aria-rowcount=${total + 1} aria-colcount="7">
    <thead role="rowgroup">
      <tr role="row" aria-rowindex="1">
        ${sorts.slice(0, 1).map((sort) => head(model, sort))}
        <th role="columnheader" scope="col" class="icons-head">${t.status}</th>
        ${sorts.slice(1).map((sort) => head(model, sort))}
        <th role="columnheader" scope="col" class="menu-head"><span class="sr">${t.menu}</span></th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      <tr class="space above" role="presentation"></tr>
      ${repeat(
        drawn,
        (row) => row.id,
        (row, index) => rowTemplate(model, row, start + index),
      )}
      <tr class="space below" role="presentation"></tr>
    </tbody>
  </table>`;
}

function head({ t, sort: by, direction, sortBy }: RowsModel, sort: Sort): TemplateResult {
  const sorted = by === sort ? (direction === 'asc' ? 'ascending' : 'descending') : 'none';
  return html`<th role="columnheader" scope="col" class=${sort} aria-sort=${sorted}>
    <button type="button" class="bare" title="${t.sortBy} ${t.sorts[sort].toLowerCase()}" @click=${() => sortBy(sort)}>
      ${t.sorts[sort]}<span class="arrow ${sorted}" aria-hidden="true"></span>
    </button>
  </th>`;
}

function rowTemplate(model: RowsModel, row: ClientRowView, index: number): TemplateResult {
  const { t, language, active, busy } = model;
  const stop = (control: string) => (active.id === row.id && active.control === control ? 0 : -1);
  const reduced = row.level === 'reduced';
  const since = row.completed ? monthText(row.completed, language) : '';
  return html`<tr
    role="row"
    class=${reduced ? 'row reduced' : 'row'}
    part="row"
    aria-rowindex=${index + 2}
    aria-busy=${busy.has(row.id) ? 'true' : nothing}
    data-row=${row.id}
  >
    <th role="rowheader" scope="row" class="name">
      <button
        type="button"
        class="bare open"
        data-control="name"
        tabindex=${stop('name')}
        @click=${() => model.open(row, 'overview')}
      >
        ${row.name}
      </button>
      <span class="under">
        <span class="muted small">${row.organisationNumber ?? ''}</span>
        ${badges(row, t)}
      </span>
    </th>
    <td role="gridcell" class="icons">
      ${
        reduced
          ? html`<button
              type="button"
              data-control="join"
              tabindex=${stop('join')}
              aria-label="${t.join}: ${row.name}"
              @click=${() => model.join(row)}
            >
              ${t.join}
            </button>`
          : iconsOf(row, t).map((one) => iconButton(model, row, one, stop(one.area)))
      }
    </td>
    <td role="gridcell" class="companyForm">${row.companyForm?.[language] ?? ''}</td>
    <td role="gridcell" class="completed"><span class="label">${t.sorts.completed}: </span>${since || '–'}</td>
    <td role="gridcell" class="yearEnd">${row.yearEndForm === null ? '' : row.yearEndForm ? t.yes : t.no}</td>
    <td role="gridcell" class="responsible">
      <span class="label">${t.sorts.responsible}: </span
      >${row.responsible?.name ?? html`<span class="muted">${t.nobody}</span>`}
    </td>
    <td role="gridcell" class="menu-cell">
      <button
        type="button"
        class="bare square"
        data-control="menu"
        tabindex=${stop('menu')}
        aria-haspopup="menu"
        aria-label=${t.actionsFor(row.name)}
        @click=${(event: Event) => model.menu(event, row)}
      >
        ${icons.menu}
      </button>
    </td>
  </tr>`;
}

/** What needs attention beside the periods (K-23, X-02). */
function badges(row: ClientRowView, t: ListTexts): unknown {
  const badge = (count: number, icon: string, text: string) =>
    count > 0
      ? html`<span class="attention" title=${text}
          >${icons[icon]}<span aria-hidden="true">${count}</span><span class="sr">${text}</span></span
        >`
      : nothing;
  return html`${badge(row.signings, 'signing', t.signings(row.signings))}
  ${badge(row.unreadMessages, 'messages', t.unread(row.unreadMessages))}
  ${(row.missingReceipts ?? 0) > 0 ? html`<span class="muted small">${t.missing(row.missingReceipts!)}</span>` : nothing}
  ${row.level === 'reduced' ? html`<span class="muted small">${t.reduced}</span>` : nothing}`;
}

function iconButton(model: RowsModel, row: ClientRowView, one: AreaIcon, tabindex: number): TemplateResult {
  const enter = (event: PointerEvent) => event.pointerType === 'mouse' && model.tip(event, one, row);
  const leave = (event: Event) => model.tip(event, null, row);
  return html`<button
    type="button"
    class="bare square ${one.tone}"
    part="icon"
    data-control=${one.area}
    tabindex=${tabindex}
    aria-label=${one.text}
    @pointerenter=${enter}
    @pointerleave=${leave}
    @focus=${(event: Event) => (event.target as Element).matches(':focus-visible') && model.tip(event, one, row)}
    @blur=${leave}
    @click=${(event: Event) => model.icon(event, row, one)}
  >
    ${icons[one.area]}${one.count > 0 ? html`<span class="count" aria-hidden="true">${one.count > 99 ? '99+' : one.count}${one.tone === 'late' ? '!' : ''}</span>` : nothing}
  </button>`;
}
