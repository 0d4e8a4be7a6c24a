import { html, nothing } from 'lit';
import { callJson } from '../../base/client.ts';
import type { ArendeElement } from '../../base/element.ts';
import type { FolderNode } from '../tree.ts';
import { ask } from './asking.ts';
import { arrangingTexts } from './texts.ts';

type Choice = 'law' | 'longer' | 'none';
const mostYears = 50;

/** For how long a client's accounting material is kept, with what that means; true when it was changed. */
export async function askRetention(element: ArendeElement, { id, name, view }: FolderNode): Promise<boolean> {
  const t = arrangingTexts[element.language];
  const { years: before, lawYears } = view!.retention!;
  let chosen: Choice = before === null || before === lawYears ? 'law' : before === 0 ? 'none' : 'longer';
  let years = before !== null && before > 0 ? before : lawYears + 3;
  const year = new Date().getFullYear();
  const kept = () => ({ law: null, longer: years, none: 0 })[chosen];
  const choice = (value: Choice, label: string) =>
    html`<label class="choice">
      <input
        type="radio"
        name="retention"
        .checked=${chosen === value}
        @change=${() => {
          chosen = value;
          element.requestUpdate();
        }}
      />
      ${label}
    </label>`;
  return ask(element, {
    title: t.retention,
    body: () =>
      html`<p class="muted">${name}</p>
        <p>${t.retentionText(lawYears)}</p>
        <div class="ask" role="radiogroup" aria-label=${t.retention}>
          ${choice('law', t.retentionLaw(lawYears))} ${choice('longer', t.retentionLonger)}
          ${
            chosen === 'longer'
              ? html`<label>
                  ${t.retentionYears}
                  <input
                    type="number"
                    .value=${String(years)}
                    min="1"
                    max=${mostYears}
                    @input=${(event: Event) => {
                      years = Math.trunc(Number((event.target as HTMLInputElement).value));
                      element.requestUpdate();
                    }}
                  />
                </label>`
              : nothing
          }
          ${choice('none', t.retentionNone)}
        </div>
        <p class="small muted" role="status">
          ${chosen === 'none' ? t.retentionNoneNote : t.retentionExample(year, year + (kept() ?? lawYears))}
        </p>`,
    submit: t.save,
    work: async () => {
      const path = `/v1/folders/${encodeURIComponent(id)}/retention`;
      await callJson(path, { method: 'PUT', body: { years: kept() } });
    },
  });
}
