import { css } from 'lit';

export const styles = css`
  .layout {
    height: var(--arende-case-height, clamp(30em, 78dvh, 52em));
  }
  .pane {
    display: block;
    padding: 0;
  }
  .pane > .bone {
    margin: 2em;
  }
  .pane > .back {
    margin-bottom: 0.75em;
  }
  .row {
    grid-template-columns: minmax(0, 1fr);
  }
  .toolbar .primary {
    justify-self: start;
  }
  .comments {
    display: grid;
    gap: 0.75em;
    max-width: 46em;
    padding: 0 2em 2em;
  }
  .comments > h3 {
    padding-top: 1.25em;
    border-top: 1px solid var(--_border);
    color: var(--_muted);
    font-size: 0.875em;
    font-weight: 600;
  }
  .comments arende-thread {
    --arende-thread-height: 24em;
  }
  .turn {
    color: var(--_accent);
    font-weight: 600;
  }
  .field {
    display: grid;
    gap: 0.25em;
    max-width: 30em;
    font-weight: 500;
  }
  .second {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25em 0.6em;
    overflow: visible;
    white-space: normal;
  }
  @container arende (width < 720px) {
    .layout {
      height: auto;
    }
    .comments {
      padding-inline: 0;
    }
  }
`;
