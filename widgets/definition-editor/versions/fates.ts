import { html, nothing, type TemplateResult } from 'lit';
import type { Definition } from '../../../definitions/language/types.ts';
import type { FateView } from '../../../server/migrations/schema.ts';
import type { Language } from '../../base/locale.ts';
import { stateCell } from '../states.ts';
import { versionTexts } from './texts.ts';

const TONES = { moves: 'success', refused: 'danger', stays: 'neutral' } as const;

/** What would become of each running case. `definitionOf`: of a version; null for the one that cases are moved to. */
export function fateTable(
  fates: FateView[],
  definitionOf: (version: number | null) => Definition,
  language: Language,
): TemplateResult {
  const t = versionTexts[language];
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${t.case}</th>
        <th scope="col">${t.fate}</th>
      </tr>
    </thead>
    <tbody>
      ${fates.map(
        (fate) =>
          html`<tr>
            <td>
              ${fate.client ? html`${fate.client.name}<br />` : nothing}
              <span class="muted small">${fate.label[language]} · ${t.version(fate.fromVersion)}</span>
            </td>
            <td>
              <span class="badge ${TONES[fate.outcome]}">${t.outcome[fate.outcome]}</span>
              ${fate.states.map((path) => stateCell(definitionOf(fate.fromVersion), path, language))}
              ${
                fate.toStates.length > 0 && fate.toStates.join() !== fate.states.join()
                  ? html`→ ${fate.toStates.map((path) => stateCell(definitionOf(null), path, language))}`
                  : nothing
              }
              <span class="small">${said(fate, language)}</span>
              ${fate.problems.map(({ text }) => html`<p class="failure">${text[language]}</p>`)}
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function said(fate: FateView, language: Language): string {
  const t = versionTexts[language];
  const { tasksAppearing, tasksDisappearing, mailsAppearing, mailsDisappearing, deadlines } = fate;
  return [
    tasksDisappearing.length > 0 ? t.tasksGone(tasksDisappearing.length) : '',
    tasksAppearing.length > 0 ? t.tasksNew(tasksAppearing.length) : '',
    mailsDisappearing.length > 0 ? t.mailsGone(mailsDisappearing.length) : '',
    mailsAppearing.length > 0 ? t.mailsNew(mailsAppearing.length) : '',
    ...deadlines.map(({ title, before, after }) => t.moved(title[language], before, after)),
  ]
    .filter(Boolean)
    .join('; ');
}
