import { css } from 'lit';

export const scenarioStyles = css`
  .file span {
    display: inline-flex;
    align-items: center;
    min-height: var(--_target);
    padding: 0.25em 0.85em;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 0.75);
    font-weight: 500;
    cursor: pointer;
  }
  .file {
    font-size: inherit;
  }
  .file span {
    font-size: 1em;
  }
  .file span:hover {
    background: var(--_hover);
  }
  .file :focus-visible + span {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  h3 {
    margin: 1em 0 0;
    font-size: 1em;
    font-weight: 600;
  }
  .scenarios > li {
    display: grid;
    gap: 0.35em;
    padding: 0.7em 0;
    border-top: 1px solid var(--_border);
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.2em 0.7em;
  }
  .head b {
    flex: 1 1 11em;
    font-weight: 600;
  }
  .scenarios > li > button {
    justify-self: start;
  }
  .failure {
    padding-inline-start: 0.9em;
    border-inline-start: 3px solid var(--_danger);
    font-size: 0.9375em;
    overflow-wrap: anywhere;
  }
  .failure + .failure {
    margin-top: 0.35em;
  }
`;
