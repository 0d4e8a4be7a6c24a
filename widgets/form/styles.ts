import { css } from 'lit';

export const formStyles = css`
  :host {
    --_target: inherit;
    display: block;
    font: inherit;
    color: inherit;
  }
  form {
    display: grid;
    gap: 1.1em;
  }
  .field {
    display: grid;
    gap: 0.25em;
    min-width: 0;
    padding: 0;
    margin: 0;
    border: 0;
  }
  .field.wrong {
    padding-inline-start: 0.8em;
    border-inline-start: 3px solid var(--_danger);
  }
  label,
  legend {
    padding: 0;
    font-weight: 550;
  }
  .optional {
    font-weight: 400;
    color: var(--_muted);
  }
  .hint {
    color: var(--_muted);
    font-size: 0.9375em;
  }
  .error {
    color: var(--_danger);
    font-size: 0.9375em;
    font-weight: 500;
  }
  input[type='text'],
  input[type='email'],
  textarea {
    width: 100%;
    max-width: 36em;
  }
  textarea {
    min-height: 5.5em;
    resize: vertical;
    field-sizing: content;
    max-height: 50dvh;
  }
  input.short {
    max-width: 12em;
  }
  select {
    justify-self: start;
  }
  .wrong :is(input, textarea, select) {
    border-color: var(--_danger);
  }
  .group {
    display: grid;
    gap: 1em;
    padding-inline-start: 0.9em;
    border-inline-start: 1px solid var(--_border);
  }
  .tick {
    display: flex;
    align-items: center;
    gap: 0.7em;
    min-height: var(--_target);
    padding: 0.15em 0;
    font-weight: 400;
    cursor: pointer;
  }
  .tick input {
    flex: none;
    width: 1.25em;
    height: 1.25em;
    margin: 0;
    accent-color: var(--_accent);
    cursor: pointer;
  }
  .field:has(> .tick) + .field:has(> .tick) {
    margin-top: -0.6em;
  }
  .indent {
    padding-inline-start: 1.95em;
  }
  .summary {
    padding: 0.8em 1em;
    border: 2px solid var(--_danger);
    border-radius: var(--_radius);
  }
  .summary h3 {
    margin-bottom: 0.25em;
    font-size: 1em;
    font-weight: 600;
  }
  .summary a {
    display: inline-block;
    min-height: 24px;
    color: var(--_danger);
    font-weight: 500;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.6em;
  }
`;
