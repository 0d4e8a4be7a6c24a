import { css } from 'lit';

export const columnStyles = css`
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
  .column .title {
    display: grid;
    align-items: center;
    min-height: 1.6em;
  }
  .column h2 {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 0.5em;
    min-height: 1.6em;
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
    margin: 0.3em 0;
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
  .card .open:hover:hover {
    background: none;
  }
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
    /* As high as a line of the name, however large the target. */
    margin-block: calc((1.35em - max(24px, var(--_target) - 6px)) / 2);
    margin-inline-end: -0.3em;
  }
  .card .rest {
    display: grid;
    gap: 0.1em;
    font-size: 0.9333em;
    overflow-wrap: anywhere;
  }
  .card .whole {
    display: inline-block;
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
