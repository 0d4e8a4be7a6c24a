import { css } from 'lit';

export const styles = css`
  .layout {
    display: grid;
    grid-template-columns: minmax(17em, 24em) minmax(0, 1fr);
    height: var(--arende-messages-height, clamp(30em, 78dvh, 52em));
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 1.25);
    overflow: hidden;
  }
  .list {
    display: flex;
    flex-direction: column;
    min-height: 0;
    border-inline-end: 1px solid var(--_border);
  }
  .scroller {
    flex: 1;
    min-height: 0;
    overflow: auto;
    overscroll-behavior: contain;
    padding: 0 0.5em 0.75em;
  }
  .pane {
    display: flex;
    flex-direction: column;
    gap: 0.75em;
    min-width: 0;
    min-height: 0;
    padding: 1em 1.25em;
    overflow: auto;
  }
  .pane arende-thread {
    --arende-thread-height: none;
    flex: 1;
    min-height: 0;
  }
  .pane arende-thread::part(root) {
    height: 100%;
  }
  .pane h2 {
    font-size: 1.125em;
    font-weight: 620;
  }
  .pane h2:focus {
    outline: none;
  }
  .toolbar {
    display: grid;
    gap: 0.6em;
    padding: 0.75em;
  }
  .search {
    width: 100%;
  }
  .filters {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3em;
  }
  .filters button {
    padding-inline: 0.7em;
    border-color: transparent;
    font-size: 0.9375em;
  }
  .filters button[aria-pressed='true'] {
    border-color: var(--_border);
    background: var(--_hover);
  }
  .group {
    padding: 0.9em 0.75em 0.35em;
    color: var(--_muted);
    font-size: 0.8125em;
    font-weight: 600;
  }
  .row {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.1em 0.9em;
    align-content: center;
    width: 100%;
    min-height: 3.5em;
    padding: 0.5em 0.75em;
    border: 0;
    border-radius: var(--_radius);
    font-weight: 400;
    text-align: start;
  }
  .row[aria-current] {
    background: var(--_selected);
  }
  .row:focus-visible {
    outline-offset: -2px;
  }
  .first {
    font-weight: 550;
  }
  .fresh .first {
    font-weight: 700;
  }
  .first,
  .second {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .second {
    grid-column: 1 / -1;
  }
  .second,
  .when {
    color: var(--_muted);
    font-size: 0.875em;
  }
  .count {
    color: var(--_accent);
    font-weight: 600;
  }
  .back {
    display: none;
  }
  .more {
    display: block;
    margin: 0.5em auto;
  }
  .row .bone {
    margin-block: 0.35em;
  }
  @media (forced-colors: active) {
    .row[aria-current] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
  @container arende (width < 720px) {
    .layout {
      display: block;
      height: auto;
      border: 0;
      border-radius: 0;
      overflow: visible;
    }
    .list {
      display: block;
      border: 0;
    }
    .scroller,
    .pane,
    .toolbar {
      overflow: visible;
      padding-inline: 0;
    }
    .pane arende-thread {
      --arende-thread-height: 55dvh;
    }
    .layout[data-pane='list'] > .pane,
    .layout[data-pane='detail'] > .list {
      display: none;
    }
    .back {
      display: block;
      align-self: start;
      margin-inline-start: -0.85em;
    }
    li + li .row {
      border-radius: 0;
      border-top: 1px solid var(--_border);
    }
  }
`;
