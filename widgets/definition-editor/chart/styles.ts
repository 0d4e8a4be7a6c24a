import { css } from 'lit';

export const chartStyles = css`
  :host {
    display: block;
    height: 100%;
    min-height: 18em;
  }
  .chart {
    position: relative;
    height: 100%;
  }
  .room {
    height: 100%;
    min-height: inherit;
    overflow: auto;
    /* States are painted in it, and what they say must be read on it, whatever the page is like. */
    background: var(--_surface);
    color: var(--_on-surface);
  }
  .room > svg {
    display: block;
    margin: auto;
  }
  .room [role='button'] {
    cursor: pointer;
  }
  .room [role='button']:hover > rect,
  .room [role='button']:focus-visible > rect {
    stroke: var(--_accent);
    stroke-width: 2;
  }
  .room [role='button']:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 4px;
    border-radius: 6px;
  }
  .zoom {
    position: absolute;
    z-index: 1;
    right: 0.75em;
    bottom: 0.75em;
    display: flex;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_surface);
    color: var(--_on-surface);
    overflow: hidden;
  }
  .zoom button {
    min-width: var(--_target);
    padding: 0.1em 0.6em;
    border: 0;
    border-radius: 0;
    font-size: 0.875em;
  }
  .zoom button:focus-visible {
    outline-offset: -3px;
  }
  .zoom button[aria-pressed='true'] {
    background: var(--_selected);
  }
  .waiting {
    position: absolute;
    inset: 0;
    display: grid;
    align-content: center;
    justify-items: center;
    gap: 2.5em;
  }
  .waiting .bone {
    width: 12em;
    height: 3.2em;
    border-radius: 10px;
  }
  .note {
    padding: 2em;
    color: var(--_muted);
    text-align: center;
  }
`;
