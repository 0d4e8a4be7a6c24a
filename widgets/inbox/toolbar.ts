import { html, nothing, type TemplateResult } from 'lit';
import type { TaskListView } from '../../server/tasks/schema.ts';
import { formatCount } from '../base/format.ts';
import type { Language } from '../base/locale.ts';
import type { InboxTexts } from './texts.ts';

export type Filter = 'all' | 'mine' | 'late';

export interface ToolbarModel {
  t: InboxTexts;
  language: Language;
  /** False where there is so little that search and filters would be in the way. */
  searchable: boolean;
  query: string;
  filter: Filter;
  counts: TaskListView['counts'];
  newCount: number;
  search: (query: string) => void;
  toList: () => void;
  choose: (filter: Filter) => void;
  help: () => void;
  toNew: () => void;
}

export function toolbar(model: ToolbarModel): TemplateResult {
  const { t, counts, language } = model;
  const helpButton = html`<button type="button" class="help bare" aria-label=${t.help} @click=${model.help}>?</button>`;
  if (!model.searchable) return html`<div class="toolbar few">${helpButton}</div>`;
  const filters: [Filter, string, number][] = [
    ['all', t.all, counts.open],
    ['mine', t.mine, counts.mine],
    ['late', t.late, counts.late],
  ];
  return html`<div class="toolbar" role="search" aria-label=${t.tasks}>
    <input
      class="search"
      type="search"
      aria-label=${t.search}
      placeholder=${t.search}
      autocomplete="off"
      maxlength="100"
      .value=${model.query}
      @input=${(event: Event) => model.search((event.target as HTMLInputElement).value)}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== 'ArrowDown') return;
        event.preventDefault();
        model.toList();
      }}
    />
    ${helpButton}
    <div class="filters" role="group" aria-label=${t.show}>
      ${filters.map(
        ([filter, label, count]) =>
          html`<button
            type="button"
            aria-pressed=${model.filter === filter ? 'true' : 'false'}
            @click=${() => model.choose(filter)}
          >
            ${label} <span class="count">${formatCount(count, language)}</span>
          </button>`,
      )}
      ${
        model.newCount > 0
          ? html`<button type="button" class="fresh" @click=${model.toNew}>${t.newTasks(model.newCount)}</button>`
          : nothing
      }
    </div>
  </div>`;
}
