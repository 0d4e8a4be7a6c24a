import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { TaskItemView } from '../../server/tasks/schema.ts';
import { formatDate, formatDaysLeft } from '../base/format.ts';
import type { Language } from '../base/locale.ts';
import { groupsOf } from './groups.ts';
import type { InboxTexts } from './texts.ts';

export interface ListModel {
  t: InboxTexts;
  language: Language;
  tasks: TaskItemView[];
  selectedId: string | null;
  /** The one row that Tab reaches. */
  activeId: string | null;
  sendingIds: ReadonlySet<string>;
  failedIds: ReadonlySet<string>;
  newIds: ReadonlySet<string>;
  /** Several companies are in the list, so that the company tells the rows apart. */
  clientFirst: boolean;
  select: (task: TaskItemView, byKeyboard: boolean) => void;
}

export function taskList(model: ListModel): TemplateResult {
  return html`${repeat(
    groupsOf(model.tasks),
    (group) => group.name,
    (group) =>
      html`<section aria-labelledby=${`group-${group.name}`}>
        <h2 id=${`group-${group.name}`} class="group ${group.name}">${model.t.groups[group.name]}</h2>
        <ul>
          ${repeat(
            group.tasks,
            (task) => task.id,
            (task) => row(model, task),
          )}
        </ul>
      </section>`,
  )}`;
}

function row(model: ListModel, task: TaskItemView): TemplateResult {
  const { language, t } = model;
  const title = task.title[language];
  const label = task.label[language];
  const client = task.client?.name;
  const [first, ...second] = model.clientFirst && client ? [client, title, label] : [title, label, client];
  return html`<li>
    <button
      type="button"
      class=${model.clientFirst ? 'row' : 'row titled'}
      part="row"
      data-id=${task.id}
      tabindex=${task.id === model.activeId ? 0 : -1}
      aria-current=${task.id === model.selectedId ? 'true' : nothing}
      @click=${(event: MouseEvent) => model.select(task, event.detail === 0)}
    >
      <span class="first">${model.newIds.has(task.id) ? html`<b class="new">${t.isNew}</b>` : nothing}${first}</span>
      <span class="when">${mark(model, task)}</span>
      <span class="second">${second.filter(Boolean).join(' · ')}</span>
    </button>
  </li>`;
}

function mark({ t, language, sendingIds, failedIds }: ListModel, { id, due }: TaskItemView): TemplateResult | string {
  if (sendingIds.has(id)) return t.sending;
  if (failedIds.has(id)) return html`<span class="late">${t.notSent}</span>`;
  if (!due) return '';
  return html`${formatDate(due.dueDate, language)},
    <span class=${dueTone(due)}>${formatDaysLeft(due, language)}</span>`;
}

export function dueTone(due: { late: boolean; daysLeft: number }): string {
  if (due.late) return 'late';
  return due.daysLeft <= 1 ? 'soon' : '';
}

export function listSkeleton(): TemplateResult {
  return html`${Array.from(
    { length: 7 },
    () =>
      html`<div class="row">
        <span class="bone first"></span><span class="bone when"></span><span class="bone second"></span>
      </div>`,
  )}`;
}
