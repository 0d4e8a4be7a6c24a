import { css } from 'lit';

export const styles = css`
  :host(:not([view='page'])) {
    /* What measures itself by its container has no width of its own in a row of other things. */
    width: 2.75em;
  }
  :host([view='page']) .inside {
    max-width: 56em;
  }
  .bell {
    position: relative;
    display: grid;
    place-items: center;
    width: 2.75em;
    min-height: 2.75em;
    padding: 0;
    border-color: transparent;
    border-radius: 50%;
  }
  .bell svg {
    width: 1.4em;
    height: 1.4em;
  }
  .count {
    position: absolute;
    inset-block-start: 0;
    inset-inline-end: 0;
    min-width: 1.5em;
    padding: 0.1em 0.4em;
    border-radius: 1em;
    background: var(--_accent);
    color: var(--_on-accent);
    font-size: 0.75em;
    font-weight: 650;
    line-height: 1.3;
    text-align: center;
  }
  .popover {
    position: fixed;
    inset: auto;
    width: min(26em, calc(100vw - 16px));
    max-height: min(38em, calc(100dvh - 5em));
    margin: 0;
    padding: 0.75em;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 1.25);
    background: var(--_surface);
    color: var(--_on-surface);
    box-shadow: 0 0.8em 2.5em rgb(0 0 0 / 0.18);
    overflow: auto;
    overscroll-behavior: contain;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4em 0.75em;
    align-items: center;
    justify-content: space-between;
    padding-block-end: 0.5em;
  }
  .head h2 {
    padding-inline-start: 0.4em;
    font-size: 1.0625em;
    font-weight: 620;
  }
  .filters {
    display: flex;
    gap: 0.3em;
  }
  .filters button {
    border-color: transparent;
  }
  .filters button[aria-pressed='true'] {
    border-color: var(--_border);
    background: var(--_hover);
  }
  .day {
    padding: 0.9em 0.4em 0.35em;
    color: var(--_muted);
    font-size: 0.8125em;
    font-weight: 600;
  }
  .item {
    display: grid;
    grid-template-columns: 0.6em minmax(0, 1fr) auto;
    gap: 0 0.6em;
    align-items: start;
    padding: 0.6em 0.4em;
    border-block-start: 1px solid var(--_border);
  }
  ul > li:first-child .item {
    border-block-start: 0;
  }
  .dot {
    width: 0.6em;
    height: 0.6em;
    margin-block-start: 0.45em;
    border-radius: 50%;
  }
  .new .dot {
    background: var(--_dot);
  }
  .subject {
    display: inline-flex;
    align-items: center;
    min-height: 24px;
    color: inherit;
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  .new .subject {
    font-weight: 680;
  }
  a.subject {
    text-underline-offset: 0.15em;
    text-decoration-color: var(--_control);
  }
  .body {
    overflow-wrap: anywhere;
    white-space: pre-line;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    overflow: hidden;
  }
  .square {
    width: var(--_target);
    padding: 0;
    border-color: transparent;
  }
  .foot {
    padding-block-start: 0.6em;
    text-align: center;
  }
  .foot a {
    display: inline-block;
    padding: 0.5em;
    color: inherit;
  }
  .more {
    display: block;
    margin: 0.75em auto 0;
  }
  @media (forced-colors: active) {
    .count,
    .new .dot {
      border: 1px solid CanvasText;
    }
  }
`;
