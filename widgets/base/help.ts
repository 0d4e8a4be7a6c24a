import { css, html } from 'lit';
import type { ArendeElement } from './element.ts';
import type { Texts } from './locale.ts';
import { baseTexts } from './texts.ts';

/** Keys, separated by spaces, and what they do. */
export type KeyTexts = Texts<[keys: string, text: string][]>;

/** Lists the keys of a widget in its dialog. */
export async function openHelp(host: ArendeElement, title: string, keys: KeyTexts): Promise<void> {
  await host.dialog.open({
    title,
    body: () =>
      html`<dl class="keys">
        ${keys[host.language].map(
          ([names, text]) =>
            html`<dt>${names.split(' ').map((name) => html`<kbd>${name}</kbd> `)}</dt>
              <dd>${text}</dd>`,
        )}
      </dl>`,
    buttons: [{ value: '', label: baseTexts[host.language].close }],
  });
}

export const styles = css`
  .keys {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 0.5em 1.25em;
    align-items: baseline;
  }
  kbd {
    display: inline-block;
    min-width: 1.9em;
    padding: 0.05em 0.45em;
    border: 1px solid var(--_border);
    border-radius: 0.35em;
    font: inherit;
    font-size: 0.875em;
    text-align: center;
  }
`;
