import { css } from 'lit';

export const treeStyles = css`
  .tree {
    position: relative;
    display: grid;
    gap: 0.6em;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.6em;
    min-height: max(var(--_target), 36px);
  }
  .bar input[type='search'] {
    flex: 0 1 20em;
    min-width: 9em;
  }
  .bar .primary {
    display: inline-flex;
    align-items: center;
    gap: 0.45em;
    min-height: max(var(--_target), 36px);
    max-width: 100%;
    margin-inline-start: auto;
  }
  .bar .primary span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
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
  .grid {
    position: relative;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    overflow: hidden;
  }
  .head {
    padding-inline: 0.4em;
    border-bottom: 1px solid var(--_border);
    overflow: hidden;
    scrollbar-gutter: stable;
    color: var(--_muted);
    font-weight: 500;
  }
  .head .line > * {
    font-size: 0.8125em;
  }
  .head .line {
    display: grid;
    align-items: center;
    min-height: 2.25em;
  }
  .head .name {
    padding-inline-start: 0.5em;
  }
  .scroller {
    position: relative;
    max-height: var(--arende-tree-height, min(70vh, 46em));
    padding-inline: 0.4em;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-gutter: stable;
    contain: content;
  }
  .all {
    position: relative;
  }
  .probe {
    position: absolute;
    visibility: hidden;
    width: 1px;
  }
  .row,
  .probe {
    height: max(2.5em, calc(var(--_target) + 4px));
  }
  .row {
    position: absolute;
    inset-inline: 0;
    top: 0;
    display: grid;
    align-items: center;
    border-radius: calc(var(--_radius) * 0.75);
    contain: layout style;
    cursor: pointer;
    scroll-margin: 0;
  }
  .row,
  .head .line {
    grid-template-columns: minmax(0, 1fr) 5.5em 9.5em 11em 7.5em;
    column-gap: 1.1em;
  }
  .row:hover {
    background: var(--_hover);
  }
  .row.active {
    background: var(--_selected);
  }
  .row:focus-visible {
    outline-offset: -2px;
  }
  .row.drop {
    background: color-mix(in srgb, var(--_accent) 18%, transparent);
    outline: 2px dashed var(--_accent);
    outline-offset: -2px;
  }
  .row .name {
    display: flex;
    align-items: center;
    gap: 0.4em;
    min-width: 0;
    padding-inline-start: calc(var(--_level, 0) * 1.35em);
  }
  .label {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .unseen .label {
    font-weight: 600;
  }
  .twist {
    display: grid;
    place-items: center;
    flex: none;
    width: 1.35em;
    color: var(--_muted);
  }
  .row[aria-expanded='true'] .twist .icon {
    transform: rotate(90deg);
  }
  .twist .icon {
    transition: transform 0.12s;
  }
  .type {
    flex: none;
    width: 1.35em;
    color: var(--_muted);
  }
  .folder .type {
    color: var(--_accent);
  }
  .folder .fill {
    fill: color-mix(in srgb, currentColor 16%, transparent);
  }
  .note {
    cursor: default;
  }
  .note .type {
    color: var(--_danger);
  }
  .note .label .bone {
    width: 14em;
  }
  .note .type .bone {
    width: 1.1em;
  }
  .size,
  .date,
  .by {
    overflow: hidden;
    font-size: 0.9375em;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  /* The heads are muted already; twice is too pale to read. */
  .row > .size,
  .row > .date,
  .row > .by {
    color: var(--_muted);
  }
  .size {
    text-align: end;
  }
  .do {
    display: flex;
    justify-content: flex-end;
  }
  .tool {
    display: grid;
    place-items: center;
    min-width: var(--_target);
    padding: 0;
    color: var(--_muted);
  }
  .tool:hover {
    color: inherit;
  }
  @media (hover: hover) {
    .row:not(:hover, :focus-within, .active) .tool.upload {
      opacity: 0;
    }
  }
  /* The ring is what makes the dot stand out from any background (WCAG 1.4.11); yellow alone does not. */
  .dot {
    flex: none;
    width: 0.75em;
    height: 0.75em;
    margin-inline: 0.15em;
    border: 1.5px solid color-mix(in srgb, currentColor 75%, transparent);
    border-radius: 50%;
    background: var(--_dot);
    forced-color-adjust: none;
  }
  .row[aria-level='2'] {
    --_level: 1;
  }
  .row[aria-level='3'] {
    --_level: 2;
  }
  .row[aria-level='4'] {
    --_level: 3;
  }
  .row[aria-level='5'] {
    --_level: 4;
  }
  .row[aria-level='6'] {
    --_level: 5;
  }
  .row[aria-level='7'] {
    --_level: 6;
  }
  .hint {
    position: absolute;
    inset: auto 0 0.8em;
    width: fit-content;
    max-width: calc(100% - 2em);
    margin: auto;
    padding: 0.5em 1em;
    border-radius: 2em;
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 500;
    pointer-events: none;
  }
  .hint.not {
    background: var(--_surface);
    color: var(--_on-surface);
    border: 1px solid var(--_border);
  }
  .sk {
    display: flex;
    align-items: center;
    gap: 0.7em;
    height: max(2.5em, calc(var(--_target) + 4px));
    padding-inline: 0.8em;
  }
  .sk .bone:first-child {
    width: 1.2em;
  }
  .sk .bone:last-child {
    width: 34%;
  }
  .sk.in {
    padding-inline-start: 2.4em;
  }
  @container arende (width < 720px) {
    .head {
      position: absolute;
      clip-path: inset(50%);
      height: 1px;
    }
    .row,
    .probe,
    .sk {
      height: max(3.75em, 60px);
    }
    .row {
      grid-template-columns: auto auto minmax(0, 1fr) auto;
      grid-template-rows: auto auto;
      align-content: center;
      column-gap: 0;
    }
    .row .name {
      grid-area: 1 / 1 / 2 / 4;
      align-self: end;
      padding-inline-start: calc(var(--_level, 0) * 0.7em);
    }
    .document .twist {
      width: 0;
      margin-inline-end: -0.4em;
    }
    .row.folder .name,
    .row.note .name {
      grid-row: 1 / 3;
      align-self: center;
    }
    .row.folder .size,
    .row.folder .date,
    .row.folder .by {
      display: none;
    }
    .row .size,
    .row .date,
    .row .by {
      grid-row: 2;
      align-self: start;
      font-size: 0.8125em;
    }
    .row .size {
      grid-column: 1;
      padding-inline-start: calc((var(--_level, 0) * 0.7em + 1.75em) / 0.8125);
    }
    .row .date {
      grid-column: 2;
    }
    .row .by {
      grid-column: 3;
    }
    .row .date::before,
    .row .by:not(:empty)::before {
      content: '·';
      margin-inline: 0.4em;
    }
    .row .do {
      grid-area: 1 / 4 / 3 / 5;
    }
    .tool {
      min-width: 44px;
      min-height: 44px;
    }
    /* The button above the tree uploads to the folder that is chosen; one in every row is too much for a small screen. */
    .tool.upload {
      display: none;
    }
    .bar {
      min-height: 44px;
    }
    .bar input[type='search'],
    .bar .room,
    .bar .primary {
      flex: 1 1 100%;
      justify-content: center;
      min-height: 44px;
    }
  }
`;
