import { html, nothing, type TemplateResult } from 'lit';
import type { DefinitionListView } from '../../server/definitions/schema.ts';
import type { DraftListView } from '../../server/drafts/schema.ts';
import { formatInstant } from '../base/format.ts';
import type { Language } from '../base/locale.ts';
import { editorTexts } from './texts.ts';

export type ProcessItem = DefinitionListView['items'][number];
export type DraftItem = DraftListView['items'][number];

export interface ProcessesModel {
  language: Language;
  items: ProcessItem[];
  drafts: DraftItem[];
  /** Null when the session may not write. */
  copy: ((item: ProcessItem) => void) | null;
  open: (definitionId: string, draft: DraftItem | null) => void;
}

/** What there is to choose from: the processes in use, each with its drafts, and drafts of new ones. */
export function processes({ language, items, drafts, copy, open }: ProcessesModel): TemplateResult {
  const t = editorTexts[language];
  const known = new Set(items.map(({ id }) => id));
  const fresh = drafts.filter(({ definitionId }) => !known.has(definitionId));
  const draftLine = (draft: DraftItem): TemplateResult =>
    html`<li>
      <button type="button" class="bare draft" @click=${() => open(draft.definitionId, draft)}>
        <span class="badge ${draft.status === 'draft' ? 'neutral' : 'info'}">${t.status[draft.status]}</span>
        <span class="muted small"
          >${t.draftBy(draft.updatedBy.name, formatInstant(draft.updatedAt, language))}${
            draft.comment ? html` · ${draft.comment}` : nothing
          }</span
        >
      </button>
    </li>`;
  return html`<p class="lead muted">${t.lead}</p>
    <ul class="processes" part="list">
      ${fresh.map(
        (draft) =>
          html`<li class="process" part="process">
            <div class="about">
              <h2>${draft.definitionId}</h2>
              <p class="muted small">${t.newProcess}</p>
            </div>
            <ul class="drafts" aria-label=${t.drafts}>
              ${draftLine(draft)}
            </ul>
          </li>`,
      )}
      ${items.map((item) => {
        const own = drafts.filter(({ definitionId }) => definitionId === item.id);
        return html`<li class="process" part="process">
          <div class="about">
            <h2>${item.title[language]}</h2>
            <p class="muted small">
              <code>${item.id}</code> · ${t.version(item.running.version)} ·
              ${item.running.origin === 'shipped' ? t.shipped : t.own}
            </p>
          </div>
          <p class="load small">
            ${t.running(item.openInstances)}${
              item.openElsewhere > 0
                ? html`, <span class="muted">${t.olderVersion(item.openElsewhere)}</span>`
                : nothing
            }
          </p>
          <div class="buttons">
            <button type="button" aria-label=${`${t.open} ${item.title[language]}`} @click=${() => open(item.id, null)}>
              ${t.open}
            </button>
            ${
              copy
                ? html`<button type="button" aria-label=${t.copyOf(item.title[language])} @click=${() => copy(item)}>
                    ${t.copy}
                  </button>`
                : nothing
            }
          </div>
          ${
            own.length > 0
              ? html`<ul class="drafts" aria-label=${t.drafts}>
                  ${own.map(draftLine)}
                </ul>`
              : nothing
          }
        </li>`;
      })}
    </ul>`;
}
