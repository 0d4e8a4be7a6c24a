import { css } from 'lit';

export const styles = css`
  .tabs {
    display: flex;
    gap: 0.25em;
    margin-bottom: 1.25em;
    border-bottom: 1px solid var(--_border);
    overflow-x: auto;
  }
  .tabs button {
    border: 0;
    border-bottom: 2px solid transparent;
    border-radius: 0;
    white-space: nowrap;
    color: var(--_muted);
  }
  .tabs button[aria-selected='true'] {
    border-bottom-color: var(--_accent);
    color: inherit;
  }
  .tabs button:focus-visible {
    outline-offset: -2px;
  }
`;

/** What the tabs have in common. */
export const tabStyles = css`
  .letter {
    margin: 1em 0 0;
    padding: 1em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    font: inherit;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 0.6em 1em;
    margin-bottom: 1em;
  }
  .bar .grow {
    flex: 1 1 14em;
  }
  .bar input[type='search'] {
    width: 100%;
  }
  label.over,
  .over {
    display: grid;
    gap: 0.25em;
    font-weight: 500;
  }
  .over > :is(input, select) {
    font-weight: 400;
  }
  h3 {
    margin: 1.25em 0 0.4em;
    font-size: 1em;
    font-weight: 600;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th {
    padding: 0.4em 0.75em;
    border-bottom: 1px solid var(--_border);
    color: var(--_muted);
    font-size: 0.8125em;
    font-weight: 500;
    text-align: start;
  }
  td {
    padding: 0.55em 0.75em;
    border-bottom: 1px solid var(--_border);
    vertical-align: top;
  }
  td.end {
    text-align: end;
    white-space: nowrap;
  }
  .name {
    font-weight: 500;
  }
  .name,
  .email {
    overflow-wrap: anywhere;
  }
  .email {
    color: var(--_muted);
    font-size: 0.875em;
  }
  .plain {
    display: grid;
    gap: 0.5em;
  }
  .plain > li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.4em 1em;
    padding: 0.6em 0.9em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
  }
  .tick {
    display: flex;
    gap: 0.6em;
    align-items: start;
    min-height: var(--_target);
    padding-block: 0.25em;
  }
  .tick input {
    flex: none;
    width: 1.2em;
    height: 1.2em;
    margin: 0.15em 0 0;
  }
  .tick small {
    display: block;
    color: var(--_muted);
  }
  fieldset {
    margin: 0 0 1em;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0;
    margin-bottom: 0.3em;
    font-weight: 600;
  }
  .fields {
    display: grid;
    gap: 0.9em;
    margin-bottom: 1em;
  }
  .fields input {
    width: 100%;
  }
  .door {
    margin-top: 1.25em;
    padding-top: 1em;
    border-top: 1px solid var(--_border);
  }
  .wrong {
    padding: 0.6em 0.9em;
    border-inline-start: 4px solid var(--_danger);
    color: var(--_danger);
  }
  @container arende (width < 720px) {
    thead {
      position: absolute;
      clip-path: inset(50%);
    }
    table,
    tbody,
    tr,
    td {
      display: block;
    }
    tr {
      padding: 0.6em 0;
      border-bottom: 1px solid var(--_border);
    }
    td,
    td.end {
      padding: 0.1em 0;
      border: 0;
      text-align: start;
    }
    td[data-label]::before {
      content: attr(data-label) ': ';
      color: var(--_muted);
      font-size: 0.9em;
    }
    td.small {
      font-size: inherit;
    }
  }
`;
