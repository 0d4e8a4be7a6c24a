import { css } from 'lit';
import { tableStyles } from './table-styles.ts';

const toolbar = css`
  .board,
  .skeletons {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.9em;
  }
  .toolbar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5em;
  }
  .toolbar select {
    max-width: 14em;
    text-overflow: ellipsis;
  }
  .toolbar .search {
    flex: 0 1 15em;
    min-width: 9em;
  }
  .end {
    display: flex;
    align-items: center;
    gap: 0.6em;
    margin-inline-start: auto;
  }
  .chips {
    display: flex;
    gap: 0.4em;
  }
  .chip {
    min-height: max(var(--_target), 36px);
    white-space: nowrap;
  }
  .statuses .chip {
    min-height: var(--_target);
    border-radius: 2em;
    font-size: 0.9375em;
  }
  .chip[aria-pressed='true'] {
    border-color: color-mix(in srgb, var(--_accent) 55%, transparent);
    background: var(--_selected);
    color: var(--_accent);
  }
  .chip[aria-pressed='true'] .count {
    color: inherit;
  }
  .statuses {
    flex-wrap: wrap;
  }
  .statuses.phone {
    display: none;
  }
  .switch {
    display: flex;
    padding: 2px;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 0.75);
  }
  .switch button {
    display: grid;
    place-items: center;
    min-height: max(calc(var(--_target) - 6px), 28px);
    padding: 0 0.6em;
    border-radius: calc(var(--_radius) * 0.5);
    color: var(--_muted);
  }
  .switch button[aria-pressed='true'] {
    background: var(--_selected);
    color: var(--_accent);
  }
  .icon {
    display: grid;
    place-items: center;
    min-width: var(--_target);
    padding: 0;
    color: var(--_muted);
  }
  .bone.field {
    width: 9em;
    height: 36px;
  }
  .bone.wide {
    width: 15em;
  }
  .bone.short {
    width: 55%;
  }
`;

const columns = css`
  .columns {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(13.25em, 1fr);
    align-items: start;
    gap: 0.6em;
    overflow-x: auto;
    overscroll-behavior-x: contain;
  }
  .column {
    position: relative;
    display: flex;
    flex-direction: column;
    min-width: 0;
    max-height: var(--arende-board-height, 80dvh);
    min-height: 12em;
    border: 1px solid transparent;
    border-radius: calc(var(--_radius) * 1.25);
    background: color-mix(in srgb, currentColor 3.5%, transparent);
  }
  .column header {
    padding: 0.7em 0.75em 0.35em;
  }
  .column h2 {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 0.5em;
    font-size: 1em;
    font-weight: 500;
  }
  .column h2 .count {
    font-size: 0.875em;
  }
  .column ul {
    position: relative;
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior-y: contain;
    padding: 0 0.35em 0.35em;
    scrollbar-width: thin;
  }
  .column li {
    padding: 0.2em;
    content-visibility: auto;
    contain-intrinsic-size: auto 7.5em;
  }
  .column li.none,
  .column li.more {
    content-visibility: visible;
    text-align: center;
    font-size: 0.875em;
  }
  .column li.none {
    padding: 1.75em 0.5em;
  }
  .card {
    position: relative;
    display: grid;
    gap: 0.3em;
    padding: 0.6em 0.7em 0.65em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_on-surface);
    font-size: 0.9375em;
    user-select: none;
  }
  .card .bone {
    margin: 0.35em 0;
  }
  .card .first {
    display: flex;
    align-items: start;
    gap: 0.25em;
  }
  .card .open {
    flex: 1;
    min-width: 0;
    min-height: 0;
    padding: 0.1em 0;
    border: 0;
    background: none;
    font-weight: 600;
    line-height: 1.35;
    text-align: start;
    overflow-wrap: anywhere;
  }
  /* The whole card is the target; the menu button and the note lie above. */
  .card .open::after {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: inherit;
  }
  .card .open:focus-visible {
    outline: none;
  }
  .card:has(.open:focus-visible) {
    outline: 2px solid var(--_accent);
    outline-offset: 0;
  }
  .card:hover {
    border-color: color-mix(in srgb, currentColor 30%, transparent);
  }
  .card .actions {
    position: relative;
    z-index: 1;
    min-width: max(24px, calc(var(--_target) - 6px));
    min-height: max(24px, calc(var(--_target) - 6px));
    margin: -0.15em -0.3em 0 0;
  }
  .card .rest {
    display: grid;
    gap: 0.1em;
    font-size: 0.9333em;
    overflow-wrap: anywhere;
  }
  .due.late {
    color: var(--_danger);
    font-weight: 500;
  }
  .due.soon {
    color: var(--_warning);
    font-weight: 500;
  }
  .card .state {
    color: var(--_accent);
    font-size: 0.9333em;
    font-weight: 500;
  }
  .card.pending {
    border-style: dashed;
    border-color: var(--_accent);
  }
  .card.fresh {
    animation: arrived 2.4s ease-out;
  }
  @keyframes arrived {
    from {
      background: color-mix(in srgb, var(--_accent) 18%, var(--_surface));
    }
  }
  .note {
    position: relative;
    z-index: 1;
    display: flex;
    align-items: start;
    gap: 0.25em;
    padding: 0.4em 0.25em 0.4em 0.6em;
    border-radius: calc(var(--_radius) * 0.75);
    background: color-mix(in srgb, var(--_danger) 9%, transparent);
    color: var(--_danger);
    font-size: 0.9333em;
    font-weight: 400;
  }
  .note span {
    flex: 1;
    overflow-wrap: anywhere;
  }
  .note .icon {
    min-width: 24px;
    min-height: 24px;
    color: inherit;
  }
  @media (pointer: fine) {
    .card.movable .open {
      cursor: grab;
    }
  }
  .card.dragged {
    opacity: 0.35;
  }
  .ghost {
    position: fixed;
    margin: 0;
    padding: 0;
    border: 0;
    background: none;
    overflow: visible;
    pointer-events: none;
    cursor: grabbing;
  }
  .ghost .card {
    opacity: 1;
    rotate: 1.5deg;
    box-shadow: 0 0.6em 1.8em rgb(0 0 0 / 0.18);
  }
  .column.target {
    border: 1px dashed color-mix(in srgb, var(--_accent) 60%, transparent);
  }
  .column.target.over {
    border-style: solid;
    background: var(--_selected);
  }
  .column.no-target > ul {
    opacity: 0.45;
  }
  .column.no-target.over {
    border-color: color-mix(in srgb, var(--_danger) 55%, transparent);
  }
  .why-not {
    margin-top: 0.4em;
    color: var(--_danger);
    font-size: 0.875em;
  }
  @container arende (width < 720px) {
    .toolbar {
      display: grid;
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .toolbar select {
      width: 100%;
      max-width: none;
    }
    .toolbar select ~ select ~ .search,
    .toolbar .search:first-child {
      grid-column: 1 / -1;
    }
    .toolbar .search {
      width: 100%;
      min-width: 0;
    }
    .toolbar .chip {
      flex: 1;
    }
    .toolbar .hits {
      display: none;
    }
    .toolbar .bone {
      width: 100%;
      height: 44px;
    }
    .toolbar .bone.wide {
      grid-column: 1 / -1;
    }
    .statuses,
    .statuses.phone {
      display: flex;
      flex-wrap: nowrap;
      overflow-x: auto;
      scrollbar-width: none;
    }
    .statuses .chip:focus-visible {
      outline-offset: -2px;
    }
    .columns {
      display: block;
      overflow: visible;
    }
    .column {
      min-height: 0;
      max-height: none;
      margin-bottom: 0.75em;
      background: none;
      border-radius: 0;
    }
    .column header {
      position: sticky;
      top: var(--arende-sticky-top, 0);
      z-index: 2;
      padding: 0.55em 0.2em;
      background: var(--_surface);
      color: var(--_on-surface);
      border-bottom: 1px solid var(--_border);
    }
    .column ul {
      overflow: visible;
      padding: 0.3em 0;
    }
    .column li {
      padding: 0.2em 0;
    }
    .column li.none {
      padding: 0.6em;
    }
    .card,
    .card .rest {
      font-size: 1em;
    }
  }
`;

const popups = css`
  .menu {
    position: fixed;
    inset: auto;
    width: max-content;
    max-width: min(24em, calc(100vw - 16px));
    max-height: calc(100dvh - 16px);
    margin: 0;
    padding: 0.35em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_on-surface);
    box-shadow: 0 0.7em 2.2em rgb(0 0 0 / 0.18);
    overflow-y: auto;
  }
  .menu button {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    gap: 0.1em 1.25em;
    width: 100%;
    padding: 0.4em 0.6em;
    font-weight: 400;
    text-align: start;
  }
  .menu button:focus-visible {
    outline-offset: -2px;
  }
  .menu button[aria-disabled='true'] {
    opacity: 1;
    color: var(--_muted);
  }
  .menu button[aria-disabled='true'] .badge {
    --_tone: currentColor;
  }
  .menu .reason {
    grid-column: 1 / -1;
    font-size: 0.875em;
  }
  .menu-title {
    padding: 0.4em 0.6em;
    font-size: 0.9375em;
    font-weight: 500;
  }
  dialog.wide {
    display: none;
    flex-direction: column;
    width: min(32em, 100vw);
    height: 100dvh;
    max-width: none;
    max-height: none;
    margin: 0 0 0 auto;
    border-width: 0 0 0 1px;
    border-radius: 0;
  }
  dialog.wide[open] {
    display: flex;
  }
  dialog.wide .dialog-body {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    margin-inline: -0.35em;
    padding-inline: 0.35em;
  }
  .dialog-buttons:not(:has(button)) {
    display: none;
  }
  .lead {
    margin-bottom: 1em;
  }
  .details,
  .details section {
    display: grid;
    gap: 1.25em;
  }
  .details section {
    gap: 0.5em;
  }
  .details h3 {
    font-size: 0.9375em;
    font-weight: 600;
  }
  .details > p {
    margin-top: -0.4em;
  }
  .pairs,
  .keys {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 0.4em 1.25em;
    align-items: baseline;
  }
  .pairs dt {
    color: var(--_muted);
  }
  .pairs .badge + .small {
    margin-inline-start: 0.4em;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
  }
  .choices li:has([aria-disabled]) {
    flex: 1 0 100%;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.3em 0.75em;
  }
  .deadlines,
  .history {
    display: grid;
    gap: 0.7em;
  }
  .deadlines .due {
    margin-inline-start: 0.4em;
  }
  .deadlines .due:not(.late, .soon) {
    color: var(--_muted);
  }
  summary {
    width: max-content;
    padding: 0.2em 0;
    color: var(--_accent);
    font-size: 0.9375em;
    cursor: pointer;
  }
  details ol {
    display: grid;
    gap: 0.3em;
    padding: 0.4em 0 0.2em 0.9em;
    border-inline-start: 2px solid var(--_border);
    font-size: 0.9375em;
  }
  details .date {
    font-weight: 500;
  }
  .history li {
    padding-inline-start: 0.9em;
    border-inline-start: 2px solid var(--_border);
  }
  .history q {
    display: block;
    white-space: pre-line;
    overflow-wrap: anywhere;
  }
  .bones {
    display: grid;
    gap: 1em;
  }
  .pairs dd .bone {
    width: 6em;
  }
  kbd {
    display: inline-block;
    min-width: 1.8em;
    padding: 0.05em 0.4em;
    border: 1px solid var(--_border);
    border-radius: 0.35em;
    font: inherit;
    font-size: 0.875em;
    text-align: center;
  }
  @media (forced-colors: active) {
    .card,
    .menu,
    .ghost .card {
      border: 1px solid CanvasText;
    }
    .chip[aria-pressed='true'],
    .switch button[aria-pressed='true'] {
      border: 2px solid Highlight;
    }
  }
`;

export const boardStyles = [toolbar, columns, tableStyles, popups];
