import { css } from 'lit';

export const stepStyles = css`
  .controls .save {
    margin-inline-start: auto;
  }
  .now {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0.2em 1em;
    padding-top: 0.6em;
    border-top: 1px solid var(--_border);
  }
  .now h3 {
    margin: 0;
    font-size: 1.0625em;
    font-weight: 600;
  }
  .doing {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.6em;
  }
  .who-am-i {
    display: flex;
    align-items: center;
    gap: 0.5em;
    white-space: nowrap;
  }
  .who-am-i select {
    min-width: 0;
  }
  .offers {
    display: grid;
    gap: 0.45em;
  }
  .offer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.3em 0.75em;
  }
  .waits {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4em;
  }
  .asking {
    padding: 0.9em 1em 1em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_on-surface);
  }
  .asking h3 {
    margin: 0 0 0.5em;
    font-size: 1em;
    font-weight: 600;
  }
  .map {
    height: 24em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    overflow: hidden;
  }
`;
