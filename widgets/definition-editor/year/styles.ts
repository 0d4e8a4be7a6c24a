import { css } from 'lit';

export const yearStyles = css`
  :host {
    display: block;
  }
  .year {
    container: year / inline-size;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75em;
    padding: 0.9em 1.1em 2em;
  }
  .controls,
  .filters {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 0.6em 0.9em;
  }
  .filters {
    align-items: center;
    gap: 0.4em;
  }
  .hint .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4em;
    margin-top: 0.5em;
  }
  label {
    display: grid;
    gap: 0.2em;
    font-size: 0.875em;
  }
  label.inline {
    display: flex;
    align-items: center;
    gap: 0.4em;
    margin-inline-start: auto;
  }
  label > * {
    font-size: 1.06em;
  }
  .chip {
    padding: 0.1em 0.8em;
    border-radius: 2em;
    font-size: 0.875em;
  }
  .chip[aria-pressed='true'] {
    border-color: color-mix(in srgb, var(--_accent) 45%, transparent);
    background: var(--_selected);
  }
  .chip[aria-pressed='false'] {
    color: var(--_muted);
    text-decoration: line-through;
  }
  .values > summary,
  details > summary {
    width: fit-content;
    /* 24 px to press (WCAG 2.5.8), also where two stand below each other. */
    padding-block: 0.25em;
    color: var(--_muted);
    font-size: 0.875em;
    cursor: pointer;
  }
  .values[open] {
    padding: 0.6em 0.9em 0.9em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .total {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3em 0.6em;
    padding-top: 0.6em;
    border-top: 1px solid var(--_border);
  }
  .ends {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4em;
  }
  .month h3 {
    position: sticky;
    z-index: 1;
    top: 0;
    display: flex;
    align-items: baseline;
    gap: 0.7em;
    padding: 0.5em 0 0.35em;
    border-bottom: 1px solid var(--_border);
    background: var(--_surface);
    color: var(--_on-surface);
    font-size: 1em;
    font-weight: 600;
  }
  .month h3::first-letter {
    text-transform: uppercase;
  }
  .month {
    padding-inline: 0.75em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_on-surface);
    overflow: clip;
  }
  .day {
    display: grid;
    grid-template-columns: 7.2em minmax(0, 1fr);
    gap: 0.5em;
    padding: 0.55em 0;
  }
  .day + .day {
    border-top: 1px solid color-mix(in srgb, currentColor 8%, transparent);
  }
  .day h4 {
    margin: 0;
    font-size: 0.9375em;
    font-weight: 500;
  }
  .day ul {
    display: grid;
    gap: 0.5em;
  }
  .entry {
    display: grid;
    grid-template-columns: 16px minmax(0, 1fr);
    gap: 0.6em;
    font-size: 0.9375em;
  }
  .entry > svg {
    margin-top: 0.2em;
    color: var(--_muted);
  }
  .entry.task > svg {
    color: var(--_info);
  }
  .entry.mail > svg {
    color: var(--_success);
  }
  .entry.reminder > svg {
    color: var(--_warning);
  }
  .entry.escalation > svg {
    color: var(--_danger);
  }
  .entry p:first-child {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 0.55em;
  }
  .entry.course b {
    font-weight: 400;
  }
  .entry b {
    font-weight: 600;
  }
  .merged b {
    font-weight: 400;
  }
  .time,
  .label {
    font-size: 0.875em;
  }
  .label {
    color: var(--_muted);
  }
  .who {
    padding: 0 0.5em;
    border-radius: 1em;
    background: color-mix(in srgb, currentColor 7%, transparent);
    font-size: 0.875em;
  }
  .due {
    font-size: 0.875em;
  }
  .why {
    padding-inline-start: 1.2em;
    font-size: 0.875em;
    list-style: decimal;
  }
  .letter {
    padding: 0.6em 0.8em;
    border-inline-start: 3px solid var(--_border);
    font-size: 0.9375em;
    white-space: pre-line;
  }
  .bones {
    display: grid;
    gap: 1.4em;
    padding: 1em 0;
  }
  @container year (width < 460px) {
    .day {
      grid-template-columns: minmax(0, 1fr);
      gap: 0.3em;
    }
    label.inline {
      margin-inline-start: 0;
    }
    .controls > label {
      flex: 1 1 45%;
    }
  }
`;
