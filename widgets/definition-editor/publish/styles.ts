import { css } from 'lit';

export const publishStyles = css`
  :host {
    display: block;
  }
  .publish {
    display: grid;
    gap: 1.6em;
    padding: 1em 1.1em 2em;
  }
  section {
    display: grid;
    justify-items: start;
    gap: 0.55em;
  }
  section > * {
    max-width: 100%;
  }
  h3 {
    margin: 0;
    font-size: 1.0625em;
    font-weight: 600;
  }
  h4 {
    margin: 0.4em 0 0;
    font-size: 0.9375em;
    font-weight: 600;
  }
  code {
    font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
    font-size: 0.875em;
    overflow-wrap: anywhere;
  }
  .changes {
    display: grid;
    gap: 0.1em;
    width: 100%;
  }
  .changes > li {
    padding-block: 0.25em;
    padding-inline-start: 0.8em;
    border-inline-start: 3px solid color-mix(in srgb, var(--_accent) 45%, transparent);
  }
  li button.bare {
    min-height: 24px;
    padding: 0.15em 0.35em;
    margin-inline-start: -0.35em;
    font-weight: 400;
    text-align: start;
  }
  summary {
    width: fit-content;
    padding-block: 0.25em;
    color: var(--_muted);
    font-size: 0.875em;
    cursor: pointer;
  }
  .expected {
    display: grid;
    gap: 0.7em;
    width: 100%;
  }
  .expected b {
    font-weight: 600;
  }
  .dates,
  .structure {
    padding: 0.3em 0 0.3em 0.9em;
    font-size: 0.875em;
  }
  .reasons {
    padding-inline-start: 1.2em;
    list-style: disc;
  }
  .banner {
    margin: 0;
  }
  .banner.good {
    background: color-mix(in srgb, var(--_success) 12%, transparent);
  }
  .sums,
  .buttons {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5em;
  }
  table {
    border-collapse: collapse;
    width: 100%;
    font-size: 0.9375em;
  }
  th {
    color: var(--_muted);
    font-size: 0.875em;
    font-weight: 500;
    text-align: start;
  }
  th,
  td {
    padding: 0.4em 0.6em 0.4em 0;
    border-bottom: 1px solid var(--_border);
  }
  .number {
    text-align: end;
  }
  .failure {
    padding-inline-start: 0.8em;
    border-inline-start: 3px solid var(--_danger);
    font-size: 0.9375em;
  }
  td {
    vertical-align: top;
  }
  .buttons.end {
    justify-content: flex-end;
  }
  .mapping {
    display: grid;
    gap: 0.4em;
  }
  .moves {
    display: grid;
    gap: 1em;
    width: 100%;
  }
  progress {
    width: 100%;
    accent-color: var(--_accent);
  }
  .comment {
    display: grid;
    gap: 0.25em;
    width: 100%;
    font-size: 0.9375em;
  }
`;
