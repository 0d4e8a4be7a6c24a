import { html, nothing, type TemplateResult } from 'lit';
import type { DefinitionDiff } from '../../../definitions/diff/diff.ts';
import type { Language } from '../../base/locale.ts';
import { publishTexts } from './texts.ts';

const TONES = { compatible: 'success', needs_mapping: 'warning', breaking: 'danger' } as const;

/** What differs: for people first, then in the text, and whether what runs can follow. */
export function changes(diff: DefinitionDiff, language: Language, goTo: (pointer: string) => void): TemplateResult {
  const t = publishTexts[language];
  const { people, structure, safety } = diff;
  if (structure.length === 0) return html`<p class="muted">${t.nothing}</p>`;
  const reasons = [...safety.everywhere, ...safety.states.flatMap((state) => state.reasons)].filter(
    ({ weight }) => weight !== ('none' as string),
  );
  const told = [...new Set(reasons.map(({ text }) => text[language]))];
  return html`<ul class="changes">
      ${people.map(
        ({ text, newPointer, dates }) =>
          html`<li>
            ${
              newPointer
                ? html`<button type="button" class="bare" @click=${() => goTo(newPointer)}>${text[language]}</button>`
                : html`<span>${text[language]}</span>`
            }
            ${
              dates && dates.length > 0
                ? html`<details>
                    <summary>${t.dates}</summary>
                    <ul class="dates">
                      ${dates.map(({ period, oldDate, newDate }) => html`<li>${period}: ${t.moved(oldDate, newDate)}</li>`)}
                    </ul>
                  </details>`
                : nothing
            }
          </li>`,
      )}
    </ul>
    <details>
      <summary>${t.inText(structure.length)}</summary>
      <ul class="structure">
        ${structure.map(({ change, part, newPointer, oldPointer }) => {
          const where = newPointer ?? oldPointer ?? '';
          const words = html`<span class="muted">${t.change[change]}</span> <code>${where || part}</code>`;
          return html`<li>
            ${newPointer === null ? words : html`<button type="button" class="bare" @click=${() => goTo(newPointer)}>${words}</button>`}
          </li>`;
        })}
      </ul>
    </details>
    <p><span class="badge ${TONES[safety.class]}">${t.safety[safety.class]}</span></p>
    ${
      told.length > 0
        ? html`<ul class="reasons small">
            ${told.map((text) => html`<li>${text}</li>`)}
          </ul>`
        : nothing
    }`;
}
