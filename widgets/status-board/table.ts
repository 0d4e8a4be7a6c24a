import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { BoardItemView } from '../../server/board/schema.ts';
import { factText, formatDate, formatDaysLeft, formatDue, formatInstant } from '../base/format.ts';
import { menuButton, noteTemplate } from './card.ts';
import type { BoardModel } from './model.ts';
import type { Column, Row, Sorting } from './rows.ts';
import { countText, dueTone, statusOf } from './words.ts';

export { sorted, tableOf } from './rows.ts';
export { styles } from './table-styles.ts';

export interface TableModel extends BoardModel {
  columns: Column[];
  rows: Row[];
  sorting: Sorting | null;
  sort: (key: string) => void;
}

/** The table of periods (B-29), or of one period with what is known of each case (B-30). On a phone: stacked rows. */
export function tableTemplate(model: TableModel): TemplateResult {
  const { t, language, columns, rows, data } = model;
  const drawn = rows.slice(0, model.drawn('table'));
  const cells = drawn.flatMap((row) => row.cells.flat());
  const tabStop = model.tabStop(cells.map(({ instanceId }) => instanceId));
  const rest = !data.isWhole;
  return html`<div class="scroller" part="table">
    <table
      role="table"
      class=${columns.length > 8 ? 'long' : ''}
      aria-label=${t.heading}
      aria-busy=${rest ? 'true' : 'false'}
    >
      <thead role="rowgroup">
        <tr role="row" data-sort=${t.sort}>
          ${columns.map((column) => headTemplate(model, column))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${repeat(
          drawn,
          (row) => row.key,
          (row) => rowTemplate(model, row, tabStop),
        )}
      </tbody>
    </table>
    ${
      rest
        ? html`<p class="rest muted">
            ${t.loadingRest(countText(data.items.size, language), countText(data.total, language))}
          </p>`
        : nothing
    }
    ${
      drawn.length < rows.length
        ? html`<div class="more" data-more="table">
            <button type="button" class="bare" @click=${() => model.more('table')}>${t.more}</button>
          </div>`
        : nothing
    }
  </div>`;
}

function headTemplate({ sorting, sort, t }: TableModel, column: Column): TemplateResult {
  if (column.kind === 'actions') return html`<td role="cell" class="actions-cell"></td>`;
  const sorted = sorting?.key === column.key ? sorting.direction : null;
  return html`<th
    role="columnheader"
    scope="col"
    class=${column.kind === 'period' ? 'period' : ''}
    aria-sort=${sorted ?? 'none'}
  >
    <button type="button" class="bare" title="${t.sort} ${column.label}" @click=${() => sort(column.key)}>
      ${column.label}<svg class="arrow ${sorted ?? ''}" viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
        <path d="M8 13V3M4 7l4-4 4 4" fill="none" stroke="currentColor" stroke-width="1.75" />
      </svg>
    </button>
  </th>`;
}

function rowTemplate(model: TableModel, row: Row, tabStop: string | null): TemplateResult {
  return html`<tr role="row">
    ${model.columns.map((column, index) => cellTemplate(model, row, column, row.cells[index] ?? [], tabStop))}
  </tr>`;
}

function cellTemplate(
  model: TableModel,
  row: Row,
  column: Column,
  items: BoardItemView[],
  tabStop: string | null,
): TemplateResult {
  if (column.kind === 'period') {
    return html`<td role="cell" class=${items.length === 0 ? 'period blank' : 'period'}>
      <span class="label" aria-hidden="true">${column.label}</span>
      ${items.map((item) => periodCell(model, row, column, item, item.instanceId === tabStop))}
    </td>`;
  }
  if (column.key === 'client' && !row.item) {
    return html`<th role="rowheader" scope="row" class="client">${row.title}</th>`;
  }
  const item = row.item!;
  if (column.key === 'client') {
    return html`<th role="rowheader" scope="row" class="client">
      ${openButton(model, item, row.title, item.instanceId === tabStop)} ${noteTemplate(model, item.instanceId)}
    </th>`;
  }
  if (column.kind === 'actions') {
    return html`<td role="cell" class="actions-cell">${menuButton(model, item, item.instanceId === tabStop)}</td>`;
  }
  const value = valueTemplate(model, item, column);
  return html`<td role="cell" class=${value === nothing ? 'blank' : ''}>
    <span class="label" aria-hidden="true">${column.label}</span><span>${value}</span>
  </td>`;
}

function openButton(model: TableModel, item: BoardItemView, text: string, isTabStop: boolean): TemplateResult {
  return html`<button
    type="button"
    class="open"
    data-id=${item.instanceId}
    tabindex=${isTabStop ? 0 : -1}
    @click=${() => model.open(item)}
  >
    ${text}
  </button>`;
}

function periodCell(model: TableModel, row: Row, column: Column, item: BoardItemView, isTabStop: boolean) {
  const { language } = model;
  return html`<button
      type="button"
      class="open bare"
      data-id=${item.instanceId}
      tabindex=${isTabStop ? 0 : -1}
      aria-haspopup="dialog"
      title=${item.due ? formatDate(item.due.dueDate, language) : nothing}
      @click=${() => model.open(item)}
    >
      <span class="sr">${row.title}, ${column.label}:</span>
      ${statusBadge(model, item)}
      ${
        item.due ? html`<span class="${dueTone(item.due)} small">${formatDaysLeft(item.due, language)}</span>` : nothing
      }
    </button>
    ${noteTemplate(model, item.instanceId)}`;
}

function statusBadge({ pending, statuses, data, language, t }: TableModel, item: BoardItemView): TemplateResult {
  const act = pending.get(item.instanceId);
  const status = statusOf(data.definition.statuses ?? statuses, act?.toStatus ?? item.status);
  return html`<span class="badge ${status.tone}" part="badge">${status.label[language]}</span>
    ${act ? html`<span class="muted small">${act.toStatus ? t.moving : t.sending}</span>` : nothing}`;
}

function valueTemplate(model: TableModel, item: BoardItemView, { key }: Column): unknown {
  const { language, t } = model;
  if (key === 'status') return statusBadge(model, item);
  if (key === 'label') return item.label[language];
  if (key === 'since') return formatInstant(item.statusSince, language);
  if (key === 'responsible') return item.responsible?.name ?? html`<span class="muted">${t.nobody}</span>`;
  if (key === 'due') {
    return item.due ? html`<span class=${dueTone(item.due)}>${formatDue(item.due, language)}</span>` : nothing;
  }
  const fact = item.facts.find(({ name }) => `fact:${name}` === key);
  return fact && fact.value !== null ? factText(fact, language) : nothing;
}
