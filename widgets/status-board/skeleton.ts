import { html, type TemplateResult } from 'lit';

const bone = html`<span class="bone"></span>`;
const short = html`<span class="bone short"></span>`;

/** Where things will be, with the measures that they will have. */
export function skeletonTemplate(view: 'columns' | 'table'): TemplateResult {
  return html`<div class="toolbar">
      <span class="bone field"></span><span class="bone field"></span><span class="bone field wide"></span>
    </div>
    <div class=${view === 'table' ? 'chips statuses' : 'chips statuses phone'}>
      ${[1, 2, 3].map(() => html`<span class="bone chip-bone"></span>`)}
    </div>
    ${view === 'table' ? Array.from({ length: 8 }, () => html`<div class="row-bone">${bone}${short}</div>`) : columns()}`;
}

function columns(): TemplateResult {
  const card = html`<li><div class="card">${bone}${short}${short}</div></li>`;
  return html`<div class="columns">
    ${[3, 1, 2, 2, 1, 3].map(
      (cards) =>
        html`<div class="column">
          <header><div class="title">${short}</div></header>
          <ul>
            ${Array.from({ length: cards }, () => card)}
          </ul>
        </div>`,
    )}
  </div>`;
}
