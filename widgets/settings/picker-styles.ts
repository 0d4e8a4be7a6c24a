import { css } from 'lit';

export const pickerStyles = css`
  input {
    width: 100%;
  }
  .chosen {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4em;
    margin-bottom: 0.5em;
  }
  .chosen li {
    display: flex;
    align-items: center;
    gap: 0.25em;
    padding-inline-start: 0.75em;
    border-radius: 1.5em;
    background: var(--_selected);
  }
  .chosen button {
    min-width: var(--_target);
    padding: 0;
    border-radius: 50%;
  }
  .hits {
    max-height: 13em;
    margin-top: 0.25em;
    overflow: auto;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 0.75);
  }
  .hits button {
    width: 100%;
    border-radius: 0;
    text-align: start;
  }
  .hits .muted {
    padding: 0.4em 0.85em;
  }
`;
