import { css } from 'lit';

export const styles = css`
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.2em 0.9em;
    margin-bottom: 0.9em;
  }
  .head h2 {
    font-size: 1.125em;
    font-weight: 600;
  }
  .head p {
    flex-basis: 100%;
  }
  .course {
    display: grid;
    grid-template-columns: minmax(0, 1.6fr) minmax(17em, 1fr);
    gap: 1.25em;
    align-items: start;
  }
  .map {
    height: var(--arende-process-height, clamp(26em, 100dvh - 17em, 60em));
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 1.25);
    overflow: hidden;
  }
  .map .bone {
    width: 60%;
    height: 4em;
    margin: 4em auto;
  }
  .side {
    display: grid;
    gap: 1.4em;
  }
  h3 {
    margin-bottom: 0.4em;
    font-size: 1em;
    font-weight: 600;
  }
  h4 {
    margin: 0.6em 0 0.3em;
    color: var(--_muted);
    font-size: 0.875em;
    font-weight: 500;
  }
  .next li {
    padding: 0.4em 0 0.4em 0.8em;
    border-inline-start: 3px solid color-mix(in srgb, var(--_accent) 45%, transparent);
  }
  .next li + li {
    margin-top: 0.5em;
  }
  .next b {
    font-weight: 600;
  }
  summary {
    width: fit-content;
    padding-block: 0.25em;
    color: var(--_muted);
    font-size: 0.875em;
    cursor: pointer;
  }
  .why {
    padding-inline-start: 1.2em;
    font-size: 0.875em;
    list-style: decimal;
  }
  .history li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.1em 0.6em;
    padding: 0.45em 0;
    border-top: 1px solid var(--_border);
  }
  .history .small {
    flex-basis: 100%;
  }
  dl {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0.3em 1em;
    padding-top: 0.5em;
    font-size: 0.9375em;
  }
  dt {
    color: var(--_muted);
  }
  @container arende (width < 820px) {
    .course {
      grid-template-columns: minmax(0, 1fr);
    }
    .map {
      height: 26em;
    }
  }
`;
