import { css } from 'lit';

const layout = css`
  .layout {
    display: grid;
    grid-template-columns: minmax(20em, 27em) minmax(0, 1fr);
    height: var(--arende-inbox-height, clamp(30em, 78dvh, 52em));
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 1.25);
    overflow: hidden;
  }
  .list {
    position: relative;
    display: flex;
    flex-direction: column;
    min-height: 0;
    border-inline-end: 1px solid var(--_border);
  }
  .skeletons .scroller {
    padding-top: 2.2em;
  }
  .scroller {
    flex: 1;
    min-height: 0;
    overflow: auto;
    overscroll-behavior: contain;
    overflow-anchor: none;
    padding: 0 0.5em 0.75em;
  }
  .pane {
    min-width: 0;
    overflow: auto;
    overscroll-behavior: contain;
  }
  .back {
    display: none;
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
    .pane {
      overflow: visible;
      padding-inline: 0;
    }
    .layout[data-pane='list'] > .pane,
    .layout[data-pane='detail'] > .list {
      display: none;
    }
    .back {
      display: inline-flex;
      align-items: center;
      gap: 0.35em;
      margin-inline-start: -0.85em;
    }
    .help {
      display: none;
    }
  }
`;

const list = css`
  .toolbar {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.6em 0.35em;
    padding: 0.75em;
  }
  /* The button that lists the keys, on the line of the first heading. */
  .toolbar.few {
    position: absolute;
    inset: 0.3em 0.5em auto auto;
    padding: 0;
  }
  .search {
    width: 100%;
  }
  .help {
    min-width: var(--_target);
    padding: 0;
    color: var(--_muted);
  }
  .filters {
    grid-column: 1 / -1;
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
  .count {
    color: var(--_muted);
    font-weight: 400;
  }
  .filters .fresh {
    margin-inline-start: auto;
    background: var(--_selected);
    color: var(--_accent);
  }
  .group {
    padding: 0.9em 0.75em 0.35em;
    color: var(--_muted);
    font-size: 0.8125em;
    font-weight: 600;
  }
  .group.late {
    color: var(--_danger);
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
    content-visibility: auto;
    contain-intrinsic-size: auto 3.5em;
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
  .first,
  .second {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .new {
    margin-inline-end: 0.5em;
    color: var(--_accent);
    font-size: 0.8125em;
  }
  .when {
    text-align: end;
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
  /* A title says what to do and is read whole; the day has a line of its own, as on a phone. */
  .row.titled {
    grid-template-columns: minmax(0, 1fr);
  }
  .row.titled .first {
    white-space: normal;
  }
  .row.titled .when {
    grid-row: 3;
    text-align: start;
  }
  .late {
    color: var(--_danger);
    font-weight: 500;
  }
  .soon {
    color: var(--_warning);
    font-weight: 500;
  }
  .more {
    padding: 0.5em;
    text-align: center;
  }
  .confirmation {
    display: flex;
    align-items: center;
    gap: 0.5em;
    padding: 0.65em 0.9em;
    border-top: 1px solid var(--_border);
    color: var(--_success);
    font-size: 0.875em;
  }
  .confirmation svg {
    flex: none;
  }
  .confirmation.alone {
    justify-content: center;
    border: 0;
  }
  @media (forced-colors: active) {
    .row[aria-current],
    .filters button[aria-pressed='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
  .row .bone {
    margin-block: 0.35em;
  }
  .row .bone.first {
    width: 62%;
  }
  .row .bone.when {
    width: 5em;
  }
  .row .bone.second {
    width: 80%;
  }
  .bone.search {
    height: max(var(--_target), 36px);
    grid-column: 1 / -1;
  }
  .bone.filters {
    width: 55%;
    height: var(--_target);
  }
  @container arende (width < 720px) {
    .toolbar {
      padding: 0 0 0.5em;
    }
    .search {
      grid-column: 1 / -1;
    }
    .row {
      grid-template-columns: minmax(0, 1fr);
      min-height: 5.25em;
      padding-inline: 0.5em;
      contain-intrinsic-size: auto 5.25em;
    }
    .when {
      text-align: start;
      grid-row: 3;
    }
    .group {
      padding-inline: 0.5em;
    }
    li + li .row {
      border-radius: 0;
      border-top: 1px solid var(--_border);
    }
    .confirmation {
      position: sticky;
      bottom: 0;
      background: var(--_surface);
    }
  }
`;

export const styles = css`
  .task {
    display: grid;
    gap: 1.5em;
    align-content: start;
    max-width: 46em;
    padding: 1.75em 2em 2.5em;
  }
  .task header {
    display: grid;
    gap: 0.4em;
  }
  .task h2 {
    font-size: 1.375em;
    font-weight: 620;
    line-height: 1.25;
    text-wrap: balance;
  }
  .task h2:focus {
    outline: none;
  }
  .task h3 {
    margin-bottom: 0.6em;
    font-size: 0.875em;
    font-weight: 600;
    color: var(--_muted);
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.35em 0.75em;
    margin-top: 0.2em;
  }
  .text {
    max-width: 62ch;
    white-space: pre-line;
  }
  details {
    color: var(--_muted);
    font-size: 0.875em;
  }
  summary {
    width: fit-content;
    min-height: 24px;
    cursor: pointer;
  }
  details ol {
    display: grid;
    gap: 0.25em;
    padding: 0.4em 0 0.2em 1em;
  }
  details li {
    display: grid;
    grid-template-columns: 6.5em minmax(0, 1fr);
  }
  .banner {
    margin: 0;
  }
  .others .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 0.6em;
  }
  .others,
  .history {
    padding-top: 1.25em;
    border-top: 1px solid var(--_border);
  }
  .refused {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.3em 0.9em;
    margin-top: 0.6em;
  }
  .known {
    display: flex;
    flex-wrap: wrap;
    gap: 0.35em 1.75em;
    margin-top: 0.4em;
  }
  .known dt {
    color: var(--_muted);
    font-size: 0.8125em;
  }
  .files {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4em;
    min-width: 0;
  }
  .history .files {
    flex-basis: 100%;
  }
  .files li {
    display: block;
    min-width: 0;
  }
  .files button {
    max-width: 100%;
    text-align: start;
    overflow-wrap: anywhere;
  }
  .history ol {
    display: grid;
    gap: 0.9em;
  }
  .history li {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.1em 0.6em;
  }
  .history li > .small {
    flex-basis: 100%;
  }
  .history q {
    flex-basis: 100%;
    padding-inline-start: 0.8em;
    border-inline-start: 2px solid var(--_border);
    quotes: none;
    white-space: pre-line;
  }
  .history .bone {
    width: 60%;
    margin-bottom: 0.8em;
  }
  .bone.short {
    width: 30%;
  }
  .bone.title {
    width: 55%;
    height: 1.4em;
  }
  @container arende (width < 720px) {
    .task {
      padding: 0 0 1.5em;
      gap: 1.25em;
    }
    .others .buttons button {
      flex: 1 1 auto;
    }
  }
`;

export const inboxStyles = [layout, list, styles];
