import { css } from 'lit';

export const styles = css`
  .uploads {
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .uploads-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.5em;
    min-height: 2.75em;
    padding: 0.25em 0.4em 0.25em 1em;
  }
  .uploads h3 {
    font-size: 0.9375em;
    font-weight: 600;
  }
  .uploads ul {
    max-height: 15em;
    overflow: auto;
    border-top: 1px solid var(--_border);
  }
  .uploads li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto auto;
    align-items: center;
    gap: 0 0.6em;
    min-height: max(2.75em, var(--_target));
    padding: 0.3em 0.4em 0.3em 1em;
  }
  .uploads li + li {
    border-top: 1px solid var(--_border);
  }
  .uploads .file {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .uploads .why {
    grid-column: 1 / -1;
    padding-bottom: 0.3em;
    color: var(--_danger);
    font-size: 0.9375em;
  }
  .uploads .ok {
    display: inline-flex;
    align-items: center;
    gap: 0.25em;
    color: var(--_success);
  }
  .uploads .tools {
    display: flex;
  }
  progress {
    width: 7em;
    height: 0.5em;
    border: 0;
    border-radius: 1em;
    background: var(--_border);
    accent-color: var(--_accent);
    appearance: none;
    overflow: hidden;
  }
  progress::-webkit-progress-bar {
    background: var(--_border);
  }
  progress::-webkit-progress-value {
    background: var(--_accent);
  }
  progress::-moz-progress-bar {
    background: var(--_accent);
  }
  @container arende (width < 720px) {
    progress {
      width: 4.5em;
    }
  }
`;
