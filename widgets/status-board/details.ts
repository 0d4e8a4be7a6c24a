import { html, nothing, type TemplateResult } from 'lit';
import type { BoardItemView } from '../../server/board/schema.ts';
import type { AffordanceView, DueView } from '../../server/common/schema.ts';
import type { InstanceView } from '../../server/instances/schema.ts';
import { factText, formatDate, formatDue, formatInstant } from '../base/format.ts';
import type { Language } from '../base/locale.ts';
import type { BoardTexts } from './texts.ts';
import { dueTone } from './words.ts';

export interface DetailsModel {
  t: BoardTexts;
  language: Language;
  item: BoardItemView;
  /** Null until it has been fetched. */
  instance: InstanceView | null;
  choose: (action: AffordanceView) => void;
}

export { styles } from './details-styles.ts';

/** All about one case: how it stands, its days and why, what may be done, what has happened. */
export function detailsTemplate(model: DetailsModel): TemplateResult {
  const { t, language, item, instance } = model;
  const status = instance?.status;
  const facts = (instance?.facts ?? item.facts).filter((fact) => fact.value !== null);
  const since = formatInstant(instance?.statusSince ?? item.statusSince, language);
  return html`<div class="details" part="details">
    ${item.client ? html`<p class="muted">${item.label[language]}</p>` : nothing}
    <dl class="pairs">
      <dt>${t.status}</dt>
      <dd>
        ${
          status
            ? html`<span class="badge ${status.tone}">${status.label[language]}</span>
                <span class="muted small">${t.since.toLowerCase()} ${since}</span>`
            : bone
        }
      </dd>
      <dt>${t.responsible}</dt>
      <dd>${item.responsible?.name ?? html`<span class="muted">${t.nobody}</span>`}</dd>
      ${facts.map(
        (fact) =>
          html`<dt>${fact.title[language]}</dt>
            <dd>${factText(fact, language)}</dd>`,
      )}
    </dl>
    ${instance ? loaded(model, instance) : nothing}
  </div>`;
}

const bone = html`<span class="bone"></span>`;

function loaded(model: DetailsModel, instance: InstanceView): TemplateResult {
  const { t, language } = model;
  return html`${actionsTemplate(model, instance)}
    <section>
      <h3>${t.deadlines}</h3>
      <ul class="deadlines">
        ${instance.deadlines.map(
          (deadline) =>
            html`<li>
              <div>
                ${deadline.title[language]}
                <span class=${instance.done ? 'due' : dueTone(deadline)}>
                  ${instance.done ? formatDate(deadline.dueDate, language) : formatDue(deadline, language)}
                </span>
              </div>
              ${whyTemplate(t, language, deadline)}
            </li>`,
        )}
      </ul>
    </section>
    <section>
      <h3>${t.history}</h3>
      <ol class="history">
        ${instance.history.toReversed().map((line) => {
          const moved = line.toStatus !== line.fromStatus;
          const status = moved ? instance.statuses.find(({ key }) => key === line.toStatus) : undefined;
          const written = Object.values(line.data ?? {}).filter((value) => typeof value === 'string' && value !== '');
          return html`<li>
            <div>
              ${line.text[language]}
              ${status ? html`<span class="badge ${status.tone}">${status.label[language]}</span>` : nothing}
            </div>
            ${written.map((text) => html`<q>${text}</q>`)}
            <div class="muted small">${line.actor?.name ?? t.system}, ${formatInstant(line.at, language)}</div>
          </li>`;
        })}
      </ol>
    </section>`;
}

function actionsTemplate({ t, language, choose }: DetailsModel, { actions }: InstanceView): TemplateResult {
  if (actions.length === 0) return html`<p class="muted small">${t.nothingToDo}</p>`;
  return html`<section>
    <h3>${t.actions}</h3>
    <ul class="choices">
      ${actions.map((action, index) => {
        const label = action.label[language];
        if (action.allowed) {
          const kind = action.tone === 'danger' ? 'danger' : 'quiet';
          return html`<li>
            <button type="button" class=${kind} part="action" @click=${() => choose(action)}>${label}</button>
          </li>`;
        }
        return html`<li>
          <button type="button" part="action" aria-disabled="true" aria-describedby=${`details-refusal-${index}`}>
            ${label}
          </button>
          <span class="muted small" id=${`details-refusal-${index}`}
            >${action.refusal?.text[language] ?? t.notNow}</span
          >
        </li>`;
      })}
    </ul>
  </section>`;
}

function whyTemplate(t: BoardTexts, language: Language, due: DueView): TemplateResult | typeof nothing {
  if (due.provenance.length === 0) return nothing;
  return html`<details>
    <summary>${t.whyThisDay}</summary>
    <ol>
      ${due.provenance.map(
        (step) => html`<li><span class="date">${formatDate(step.date, language)}</span> ${step.text[language]}</li>`,
      )}
    </ol>
  </details>`;
}
