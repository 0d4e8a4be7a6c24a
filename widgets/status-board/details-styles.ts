import { css } from 'lit';

export const styles = css`
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
  .pairs {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 0.4em 1.25em;
    align-items: baseline;
  }
  .pairs dt {
    color: var(--_muted);
  }
  .pairs .badge + .small {
    display: inline-block;
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
    display: inline-block;
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
  .pairs dd .bone {
    width: 6em;
  }
`;
