import { css } from 'lit';

export const styles = css`
  .scroller {
    position: relative;
    overflow-x: auto;
    overscroll-behavior-x: contain;
  }
  table {
    width: 100%;
    border-collapse: separate;
    border-spacing: 0;
    font-size: 0.9375em;
  }
  th,
  td {
    position: relative;
    padding: 0.45em 0.75em;
    border-bottom: 1px solid var(--_border);
    text-align: start;
    vertical-align: middle;
    font-weight: 400;
  }
  thead th,
  thead td {
    padding: 0.15em 0;
    white-space: nowrap;
  }
  thead button {
    display: inline-flex;
    align-items: center;
    gap: 0.35em;
    padding: 0.25em 0.75em;
    color: var(--_muted);
    font-size: 0.9333em;
    font-weight: 500;
  }
  thead button:focus-visible,
  td .open:focus-visible,
  th .open:focus-visible {
    outline-offset: -2px;
  }
  .arrow {
    visibility: hidden;
  }
  .arrow.ascending,
  .arrow.descending {
    visibility: visible;
  }
  .arrow.descending {
    rotate: 180deg;
  }
  tbody tr:hover {
    background: var(--_hover);
  }
  tbody .client {
    min-width: 11em;
    font-weight: 500;
  }
  tbody .client .open {
    min-height: 0;
    padding: 0.2em 0.3em;
    margin-inline-start: -0.3em;
    border: 0;
    font-weight: inherit;
    text-align: start;
  }
  tbody .client .open:hover {
    text-decoration: underline;
  }
  td.period {
    min-width: 8.5em;
    padding: 0.2em 0.35em;
  }
  td.period .open {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.1em 0.5em;
    padding: 0.25em 0.4em;
    font-weight: 400;
    text-align: start;
    white-space: nowrap;
  }
  td.period .open > .due:not(.late, .soon) {
    color: var(--_muted);
  }
  .actions-cell {
    width: 1%;
  }
  .label {
    display: none;
  }
  p.rest,
  div.more {
    padding: 0.75em;
    text-align: center;
  }
  /* Only where there is something to scroll: its own surface would show on a page of another colour. */
  @container arende (width >= 720px) {
    .long thead th:first-child,
    .long tbody .client {
      position: sticky;
      inset-inline-start: 0;
      z-index: 1;
      background: var(--_surface);
      color: var(--_on-surface);
    }
  }
  @container arende (width < 720px) {
    .scroller {
      overflow: visible;
    }
    table,
    thead,
    tbody,
    tr,
    th,
    td {
      display: block;
    }
    thead tr {
      display: flex;
      gap: 0.4em;
      overflow-x: auto;
      scrollbar-width: none;
      padding: 3px;
    }
    thead th {
      flex: none;
      padding: 0;
      border: 0;
    }
    thead th.period,
    thead td {
      display: none;
    }
    thead tr::before {
      content: attr(data-sort) / '';
      white-space: nowrap;
      align-self: center;
      color: var(--_muted);
      font-size: 0.9333em;
    }
    thead button {
      padding-inline: 0.5em;
      color: inherit;
    }
    thead th[aria-sort='none'] svg {
      display: none;
    }
    tbody tr {
      position: relative;
      display: grid;
      gap: 0.15em;
      padding: 0.75em 0;
      border-bottom: 1px solid var(--_border);
    }
    tbody tr:hover {
      background: none;
    }
    tbody th,
    tbody td,
    td.period {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 0.1em 0.75em;
      padding: 0.1em 0;
      border: 0;
    }
    td.period {
      align-items: center;
    }
    tbody .client {
      padding-inline-end: 3em;
      font-weight: 600;
    }
    tbody .client .open {
      min-height: var(--_target);
    }
    .label {
      display: block;
      flex: 0 0 9.5em;
      color: var(--_muted);
    }
    td.blank {
      display: none;
    }
    td.actions-cell {
      position: absolute;
      inset-block-start: 0.75em;
      inset-inline-end: 0;
      width: auto;
    }
  }
`;
