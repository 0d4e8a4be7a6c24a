import { html, nothing, type TemplateResult } from 'lit';
import type { Definition } from '../../../definitions/language/types.ts';
import type { BlastRadiusView } from '../../../server/migrations/schema.ts';
import type { Language } from '../../base/locale.ts';
import { stateCell } from '../states.ts';
import { publishTexts } from './texts.ts';

const SHOWN = 20;

/** Which running instances a text would concern, and whom. */
export function impactOf(impact: BlastRadiusView, running: Definition, language: Language): TemplateResult {
  const t = publishTexts[language];
  const { instances, states, problems, people, deadlines, bounds } = impact;
  if (instances.open === 0) return html`<p>${t.noneOpen}</p>`;
  return html`<p class="sums">
      <b>${t.open(instances.open)}.</b>
      <span class="badge success">${t.move(instances.move)}</span>
      ${instances.refused > 0 ? html`<span class="badge danger">${t.refused(instances.refused)}</span>` : nothing}
    </p>
    <table>
      <thead>
        <tr>
          <th scope="col">${t.inState}</th>
          <th scope="col">${t.count}</th>
        </tr>
      </thead>
      <tbody>
        ${states.map(
          ({ path, exists, instances: count }) =>
            html`<tr>
              <td>
                ${stateCell(running, path, language)}
                ${exists ? nothing : html`<span class="badge danger">${t.gone}</span>`}
              </td>
              <td class="number">${count}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${problems.map(({ text, instances: count }) => html`<p class="failure">${text[language]} (${count})</p>`)}
    ${
      people.length > 0
        ? html`<h4>${t.people}</h4>
            <ul>
              ${people.map(
                ({ title, change, mailsBefore, mailsAfter }) =>
                  html`<li>
                    <b>${title[language]}</b> ${t.peopleChange[change]}
                    <span class="muted small">${t.mails(mailsBefore, mailsAfter)}</span>
                  </li>`,
              )}
            </ul>`
        : nothing
    }
    ${
      deadlines.total > 0
        ? html`<details>
            <summary>${t.dates} (${deadlines.total})</summary>
            <ul class="dates">
              ${deadlines.items
                .slice(0, SHOWN)
                .map(
                  ({ label, title, before, after }) =>
                    html`<li>${label[language]}, ${title[language]}: ${t.moved(before, after)}</li>`,
                )}
            </ul>
          </details>`
        : nothing
    }
    ${bounds.leftOut.map((text) => html`<p class="muted small">${text[language]}</p>`)}`;
}
