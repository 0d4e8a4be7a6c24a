import { css } from 'lit';

export const styles = css`
  .new {
    display: grid;
    gap: 0.75em;
    max-width: 46em;
    padding-bottom: 1.25em;
    border-bottom: 1px solid var(--_border);
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75em 1.25em;
  }
  .choices label,
  .new label {
    display: grid;
    gap: 0.25em;
    font-weight: 500;
  }
  textarea {
    width: 100%;
    min-height: 4.2em;
    max-height: 20em;
    field-sizing: content;
    resize: vertical;
    font-weight: 400;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5em 0.75em;
  }
  .wrong {
    color: var(--_danger);
    font-size: 0.9375em;
  }
  .notes {
    display: grid;
    max-width: 46em;
  }
  .notes > li {
    display: grid;
    gap: 0.4em;
    padding: 1em 0;
    border-bottom: 1px solid var(--_border);
  }
  .words {
    overflow-wrap: anywhere;
    white-space: pre-wrap;
    unicode-bidi: plaintext;
  }
  .done .words {
    color: var(--_muted);
  }
  .tools button {
    min-height: 24px;
    padding: 0 0.4em;
    border-color: transparent;
    color: var(--_muted);
    font-size: 0.8125em;
  }
  .kind {
    font-weight: 600;
    font-size: 0.8125em;
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
    padding: 0.25em 0 0 1em;
    overflow-wrap: anywhere;
  }
  .bone {
    margin-block: 1em;
  }
  .more {
    margin: 1em auto;
  }
`;
