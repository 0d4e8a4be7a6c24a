import { html, nothing, type TemplateResult } from 'lit';
import type { InstanceView } from '../../server/instances/schema.ts';
import { formatDate, formatDue, formatInstant } from '../base/format.ts';
import type { Language } from '../base/locale.ts';
import { type ProcessTexts, processTexts } from './texts.ts';

/** Open tasks, and what happens by itself, each with why it is that day. */
export function comingUp(instance: InstanceView, language: Language): TemplateResult {
  const t = processTexts[language];
  const next = instance.course?.next ?? [];
  return html`<section class="next" aria-labelledby="next-title">
    <h3 id="next-title">${t.next}</h3>
    <h4>${t.tasks}</h4>
    ${
      instance.tasks.length === 0
        ? html`<p class="muted">${t.noTasks}</p>`
        : html`<ul>
            ${instance.tasks.map(
              ({ title, due, assignee }) =>
                html`<li>
                  <b>${title[language]}</b>
                  ${assignee ? html`<span class="muted">${assignee.name}</span>` : nothing}
                  ${due ? html`<p class="small">${formatDue(due, language)}</p>` : nothing}
                  ${due ? why(due.provenance, language, t) : nothing}
                </li>`,
            )}
          </ul>`
    }
    <h4>${t.byItself}</h4>
    ${
      next.length === 0
        ? html`<p class="muted">${t.nothingByItself}</p>`
        : html`<ul>
            ${next.map(({ kind, at, rule, title }) => {
              const reasons = instance.deadlines.find(({ name }) => name === rule)?.provenance ?? [];
              return html`<li>
                <b>${formatInstant(at, language)}</b> ${t.kinds[kind]}
                <p class="muted small">${title?.[language] ?? rule}</p>
                ${why(reasons, language, t)}
              </li>`;
            })}
          </ul>`
    }
  </section>`;
}

function why(
  steps: InstanceView['deadlines'][number]['provenance'],
  language: Language,
  t: ProcessTexts,
): TemplateResult | typeof nothing {
  if (steps.length === 0) return nothing;
  return html`<details>
    <summary>${t.why}</summary>
    <ol class="why">
      ${steps.map(({ date, text }) => html`<li>${formatDate(date, language)} ${text[language]}</li>`)}
    </ol>
  </details>`;
}

/** Newest first. */
export function historyOf({ history, statuses }: InstanceView, language: Language): TemplateResult {
  const t = processTexts[language];
  return html`<section class="history" aria-labelledby="history-title">
    <h3 id="history-title">${t.history}</h3>
    <ol>
      ${history.toReversed().map((line) => {
        const status = line.toStatus === line.fromStatus ? null : statuses.find(({ key }) => key === line.toStatus);
        return html`<li>
          <span>${line.text[language]}</span>
          ${status ? html`<span class="badge ${status.tone}">${status.label[language]}</span>` : nothing}
          <span class="muted small">${line.actor?.name ?? t.system}, ${formatInstant(line.at, language)}</span>
        </li>`;
      })}
    </ol>
  </section>`;
}

export function settingsOf({ settings }: InstanceView, language: Language): TemplateResult | typeof nothing {
  const t = processTexts[language];
  if (!settings || settings.length === 0) return nothing;
  return html`<details class="settings">
    <summary>${t.settings}</summary>
    <dl>
      ${settings.map(
        ({ title, value, origin }) =>
          html`<dt>${title[language]}</dt>
            <dd>
              ${Array.isArray(value) ? value.join(', ') : String(value)}
              <span class="muted small">${t.origin[origin]}</span>
            </dd>`,
      )}
    </dl>
  </details>`;
}
