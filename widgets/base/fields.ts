import { css, html, nothing, type TemplateResult } from 'lit';

/** A label above its input, with a hint in between. The input has the id and, with a hint, `aria-describedby="<id>-hint"`. */
export function field(label: string, input: TemplateResult, id: string, hint = ''): TemplateResult {
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${hint ? html`<p class="muted small" id="${id}-hint">${hint}</p>` : nothing} ${input}
  </div>`;
}

export const fieldStyles = css`
  .fields {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.9em;
    justify-items: stretch;
  }
  .narrow {
    max-width: 26em;
    margin: 0 auto;
  }
  .fields h2 {
    font-size: 1.375em;
    font-weight: 600;
  }
  .field {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.25em;
  }
  .field > label,
  legend {
    font-weight: 500;
  }
  fieldset {
    display: grid;
    gap: 0.25em;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .choice {
    display: flex;
    gap: 0.6em;
    align-items: center;
    min-height: var(--_target);
  }
  .field input[type='color'] {
    width: 6em;
    padding: 0.15em;
  }
  .fields button {
    min-height: 44px;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 0.6em;
    align-items: center;
  }
  .notice,
  .mistake {
    padding: 0.6em 0.9em;
    border-radius: var(--_radius);
    background: color-mix(in srgb, var(--_info) 9%, transparent);
    overflow-wrap: anywhere;
  }
  .mistake {
    background: color-mix(in srgb, var(--_danger) 9%, transparent);
  }
`;
