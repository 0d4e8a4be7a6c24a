import { css } from 'lit';

export const workbenchStyles = css`
  .bench {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr);
    height: var(--arende-editor-height, clamp(34em, 100dvh - 9em, 70em));
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 1.25);
    overflow: hidden;
  }
  .bench > .banner {
    margin: 0;
    border-radius: 0;
  }
  .bench-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.35em 0.9em;
    padding: 0.6em 0.9em;
    border-bottom: 1px solid var(--_border);
  }
  .back {
    display: flex;
    align-items: center;
    gap: 0.3em;
    padding-inline: 0.4em 0.7em;
  }
  .names {
    min-width: 0;
    flex: 1;
  }
  .names h2 {
    overflow: hidden;
    font-size: 1.0625em;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .bench-head .buttons {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.3em;
  }
  .to-problem {
    padding-inline: 0.3em;
  }
  .sides {
    display: grid;
    grid-row: 3;
    grid-template-columns: minmax(0, var(--_text-part)) 9px minmax(0, 1fr);
    min-height: 0;
  }
  .text,
  .beside {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    min-width: 0;
    min-height: 0;
  }
  .text {
    grid-template-rows: minmax(0, 1fr) auto minmax(7em, 24%);
  }
  .beside {
    grid-template-rows: auto minmax(0, 1fr);
  }
  .splitter {
    border-inline: 1px solid var(--_border);
    background: color-mix(in srgb, currentColor 4%, transparent);
    cursor: col-resize;
    touch-action: none;
  }
  .splitter:hover,
  .splitter:focus-visible {
    background: color-mix(in srgb, var(--_accent) 35%, transparent);
    outline: none;
  }
  .tabs {
    display: flex;
    gap: 0.15em;
    padding: 0 0.6em;
    border-block: 1px solid var(--_border);
    overflow-x: auto;
    scrollbar-width: none;
  }
  .beside > .tabs {
    border-top: 0;
  }
  .tabs > button {
    flex: none;
    min-height: max(var(--_target), 38px);
    padding: 0.25em 0.7em;
    border: 0;
    border-bottom: 2px solid transparent;
    border-radius: 0;
    color: var(--_muted);
    font-size: 0.9375em;
  }
  .tabs > button[aria-selected='true'] {
    border-bottom-color: var(--_accent);
    color: inherit;
  }
  .tabs > button:focus-visible {
    outline-offset: -3px;
  }
  .count {
    padding: 0 0.45em;
    border-radius: 1em;
    background: color-mix(in srgb, currentColor 12%, transparent);
    font-size: 0.8125em;
  }
  .lower,
  .panel {
    overflow: auto;
  }
  .panel {
    display: flex;
    flex-direction: column;
  }
  .panel > :last-child {
    flex: 1;
    min-height: 0;
  }
  .panel > .note {
    padding: 2.5em 1.5em;
    color: var(--_muted);
    text-align: center;
  }
  .stale {
    padding: 0.45em 1em;
    background: color-mix(in srgb, var(--_warning) 10%, transparent);
    font-size: 0.875em;
  }
  .lower:focus-visible,
  .panel:focus-visible {
    outline-offset: -3px;
  }
  .calm {
    padding: 0.9em 1em;
    font-size: 0.9375em;
  }
  .problems button {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 0.7em;
    width: 100%;
    padding: 0.5em 1em;
    border-radius: 0;
    font-weight: 400;
    text-align: start;
  }
  .problems .muted {
    grid-column: 2;
  }
  .problems button:focus-visible,
  .outline button:focus-visible {
    outline-offset: -2px;
  }
  .mark {
    width: 0.6em;
    height: 0.6em;
    margin-top: 0.4em;
    border-radius: 50%;
    background: var(--_danger);
  }
  .mark.warning {
    border-radius: 2px;
    background: var(--_warning);
  }
  .outline {
    columns: 15em auto;
    padding: 0.6em;
    font-size: 0.9375em;
  }
  .outline > li {
    break-inside: avoid;
    margin-bottom: 0.5em;
  }
  .outline ul {
    padding-inline-start: 0.9em;
  }
  .outline button {
    width: 100%;
    min-height: max(26px, calc(var(--_target) - 8px));
    padding: 0.1em 0.4em;
    font-weight: inherit;
    text-align: start;
  }
  .outline ul button {
    font-weight: 400;
  }
  @container arende (width < 900px) {
    .bench {
      display: block;
      height: auto;
    }
    .sides {
      display: block;
    }
    .splitter {
      display: none;
    }
    .text {
      grid-template-rows: 58dvh auto auto;
    }
    .lower {
      max-height: 18em;
    }
    .panel {
      min-height: 24em;
      overflow: visible;
    }
    .panel.chart {
      height: 75dvh;
    }
    .bench-head .names {
      flex-basis: 60%;
    }
  }
`;
