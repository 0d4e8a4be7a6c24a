import { css } from 'lit';

export const listStyles = css`
  .clients {
    --_row: 3.6em;
    display: grid;
    gap: 0.75em;
    min-width: 0;
  }
  .tabs {
    display: flex;
    gap: 0.25em;
    border-bottom: 1px solid var(--_border);
    overflow-x: auto;
  }
  .tab {
    flex: none;
    border-radius: 0;
    border-bottom: 2px solid transparent;
    margin-bottom: -1px;
  }
  .tab[aria-selected='true'] {
    border-bottom-color: var(--_accent);
    font-weight: 600;
  }
  .tab:focus-visible {
    outline-offset: -2px;
  }
  .bar,
  .filters,
  .manage {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5em 0.6em;
  }
  .bar .search {
    flex: 1 1 16em;
    max-width: 24em;
  }
  .manage {
    margin-inline-start: auto;
  }
  .filters {
    gap: 0.5em 1.5em;
    padding: 0.5em 0.9em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .filters[hidden] {
    display: none;
  }
  .tick,
  .area,
  .sorting {
    display: flex;
    align-items: center;
    gap: 0.5em;
    min-height: var(--_target);
  }
  .tick input {
    width: 1.15em;
    height: 1.15em;
    accent-color: var(--_accent);
  }
  .sorting {
    display: none;
  }
  .scroller {
    max-height: var(--arende-list-height, 75dvh);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    overflow: auto;
    position: relative;
  }
  .probe {
    position: absolute;
    visibility: hidden;
    width: 1px;
    height: var(--_row);
  }
  table {
    width: 100%;
    table-layout: fixed;
    border-collapse: separate;
    border-spacing: 0;
  }
  thead th {
    position: sticky;
    top: 0;
    z-index: 1;
    padding: 0;
    background: var(--_surface);
    color: var(--_on-surface);
    border-bottom: 1px solid var(--_border);
    text-align: start;
    font-weight: 500;
    font-size: 0.8125em;
  }
  thead button {
    width: 100%;
    border-radius: 0;
    text-align: start;
    padding-inline: 0.8em;
  }
  thead button:focus-visible {
    outline-offset: -2px;
  }
  .icons-head {
    width: 19em;
    padding-inline: 0.8em;
  }
  thead .companyForm,
  thead .completed,
  thead .yearEnd {
    width: 11em;
  }
  thead .responsible {
    width: 13em;
  }
  .menu-head {
    width: 3.6em;
  }
  .arrow::after {
    content: '';
    padding-inline-start: 0.35em;
  }
  .arrow.ascending::after {
    content: '↑';
  }
  .arrow.descending::after {
    content: '↓';
  }
  .space {
    height: 0;
  }
  .row > * {
    height: var(--_row);
    padding: 0 0.65em;
    border-bottom: 1px solid var(--_border);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    text-align: start;
    font-weight: 400;
  }
  .row .icons {
    text-overflow: clip;
  }
  .row:hover > * {
    background: var(--_hover);
  }
  .row[aria-busy='true'] {
    opacity: 0.6;
  }
  .open {
    display: block;
    max-width: 100%;
    min-height: 24px;
    padding: 0;
    border: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-weight: 550;
    text-align: start;
  }
  .open:hover:not(:disabled) {
    background: none;
    text-decoration: underline;
  }
  .open:focus-visible,
  .row .square:focus-visible {
    outline-offset: -2px;
  }
  .under {
    display: flex;
    gap: 0.7em;
    align-items: center;
    overflow: hidden;
  }
  .attention {
    display: inline-flex;
    align-items: center;
    gap: 0.2em;
    color: var(--_warning);
    font-size: 0.8125em;
    font-weight: 600;
  }
  .attention .icon {
    width: 16px;
    height: 16px;
  }
  .icon {
    display: block;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .menu-cell .icon {
    stroke-width: 2.6;
  }
  .square {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.15em;
    min-width: 2.6em;
    padding: 0.2em;
  }
  .square.calm {
    color: var(--_muted);
  }
  .square.waiting {
    color: var(--_info);
  }
  .square.late {
    color: var(--_danger);
  }
  .count {
    font-size: 0.75em;
    font-weight: 650;
  }
  .label {
    display: none;
  }
  .menu,
  .tip {
    position: fixed;
    inset: auto;
    width: max-content;
    max-width: min(24em, calc(100vw - 16px));
    margin: 0;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_on-surface);
    box-shadow: 0 0.7em 2.2em rgb(0 0 0 / 0.18);
  }
  .menu {
    padding: 0.35em;
  }
  .menu > * {
    display: block;
    width: 100%;
    min-height: var(--_target);
    padding: 0.35em 0.7em;
    color: inherit;
    font-weight: 400;
    text-align: start;
    text-decoration: none;
  }
  .menu > :focus-visible {
    outline-offset: -2px;
  }
  .tip {
    padding: 0.4em 0.7em;
    font-size: 0.875em;
  }
  .tip button {
    display: block;
    min-height: 44px;
    color: var(--_accent);
  }
  .bones {
    display: grid;
    gap: 1px;
  }
  .bones-row {
    display: grid;
    grid-template-columns: 2fr 2fr 1fr;
    gap: 2em;
    align-items: center;
    height: 3.6em;
  }
  @container arende (width < 1100px) {
    .row .yearEnd,
    thead .yearEnd,
    .row .companyForm,
    thead .companyForm {
      display: none;
    }
  }
  @container arende (width < 720px) {
    .clients {
      --_row: 9em;
    }
    .sorting {
      display: flex;
    }
    .sorting select,
    .bar .search {
      max-width: 100%;
    }
    .manage {
      margin: 0;
    }
    table,
    tbody,
    .space {
      display: block;
    }
    thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .row {
      position: relative;
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      align-content: center;
      gap: 0 0.75em;
      height: var(--_row);
      padding: 0.4em 0.75em;
      border-bottom: 1px solid var(--_border);
    }
    .row > * {
      height: auto;
      padding: 0;
      border: 0;
    }
    .row .name {
      grid-column: 1;
    }
    .row .menu-cell {
      grid-column: 2;
      grid-row: 1;
      justify-self: end;
    }
    .row .icons {
      grid-column: 1 / -1;
      grid-row: 2;
      display: flex;
      justify-content: space-between;
    }
    .row .icons .square {
      min-width: 44px;
      min-height: 44px;
    }
    .row .completed {
      grid-column: 1;
      grid-row: 3;
    }
    .row .responsible {
      grid-column: 2;
      grid-row: 3;
      max-width: 11em;
    }
    .row .completed,
    .row .responsible {
      font-size: 0.8125em;
    }
    .row .completed .label {
      display: inline;
    }
  }
`;
