import { css } from 'lit';

export const clientStyles = css`
  .client {
    display: grid;
    gap: 1em;
    min-width: 0;
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.25em 1em;
  }
  .top h2 {
    font-size: 1.375em;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .tabs {
    display: flex;
    gap: 0.25em;
    border-bottom: 1px solid var(--_border);
    overflow-x: auto;
  }
  .tab {
    position: relative;
    flex: none;
    margin-bottom: -1px;
    border-radius: 0;
    border-bottom: 2px solid transparent;
  }
  .tab[aria-selected='true'] {
    border-bottom-color: var(--_accent);
    font-weight: 600;
  }
  .tab:focus-visible {
    outline-offset: -2px;
  }
  .count {
    display: inline-block;
    min-width: 1.5em;
    padding: 0 0.4em;
    border-radius: 1em;
    background: color-mix(in srgb, var(--_info) 12%, transparent);
    color: var(--_info);
    font-size: 0.8125em;
    font-weight: 600;
    text-align: center;
  }
  .count.late {
    background: color-mix(in srgb, var(--_danger) 12%, transparent);
    color: var(--_danger);
  }
  /* The ring is what makes the dot stand out from any background (WCAG 1.4.11). */
  .dot {
    display: inline-block;
    width: 0.6em;
    height: 0.6em;
    border-radius: 50%;
    background: var(--_dot);
    box-shadow: 0 0 0 1px var(--_text);
  }
  .panel {
    display: grid;
    gap: 1.25em;
    min-width: 0;
  }
  .facts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(11em, 1fr));
    gap: 0.9em 1.5em;
    padding: 0.9em 1.1em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .facts dt {
    color: var(--_muted);
    font-size: 0.875em;
  }
  .facts dd {
    font-weight: 550;
    overflow-wrap: anywhere;
  }
  .facts dd.unknown {
    color: var(--_muted);
    font-weight: 400;
  }
  .block {
    display: grid;
    gap: 0.6em;
  }
  .block h3 {
    font-size: 1.0625em;
    font-weight: 600;
  }
  .names {
    display: flex;
    flex-wrap: wrap;
    gap: 0.35em 1em;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 0.6em;
  }
  a {
    color: var(--_accent);
  }
  .scroller {
    overflow-x: auto;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding: 0.5em 0.8em;
    border-bottom: 1px solid var(--_border);
    text-align: start;
    font-weight: 400;
  }
  tbody tr:last-child > * {
    border-bottom: 0;
  }
  thead th {
    color: var(--_muted);
    font-size: 0.8125em;
    font-weight: 500;
    white-space: nowrap;
  }
  tbody th {
    font-weight: 550;
    white-space: nowrap;
  }
  .due.late {
    color: var(--_danger);
  }
  .choices {
    display: grid;
    gap: 0.5em;
  }
  .choices .reason {
    color: var(--_muted);
    font-size: 0.875em;
  }
  .fields {
    display: grid;
    gap: 0.9em;
  }
  .fields label {
    display: grid;
    gap: 0.25em;
    font-weight: 550;
  }
  .label {
    display: none;
  }
  @container arende (width < 720px) {
    .periods thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .periods table,
    .periods tbody {
      display: block;
    }
    .periods tr {
      display: grid;
      grid-template-columns: 1fr auto;
      gap: 0.2em 0.75em;
      padding: 0.7em 0.9em;
      border-bottom: 1px solid var(--_border);
    }
    .periods tbody tr > * {
      padding: 0;
      border: 0;
    }
    .periods tbody .fact {
      grid-column: 1 / -1;
    }
    .periods .fact.blank {
      display: none;
    }
    .periods .label {
      display: inline;
      color: var(--_muted);
    }
  }
`;
