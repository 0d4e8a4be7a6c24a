import { css } from 'lit';

export const styles = css`
  .found {
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .found h3 {
    padding: 0.6em 1em;
    font-size: 0.9375em;
    font-weight: 600;
  }
  .found > p {
    padding: 0 1em 0.7em;
  }
  .found ul {
    max-height: 22em;
    overflow: auto;
    border-top: 1px solid var(--_border);
  }
  .found li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 0.8em;
    padding: 0.2em 0.5em;
  }
  .found li + li {
    border-top: 1px solid var(--_border);
  }
  .found .name {
    flex: 1 1 14em;
    justify-content: start;
    min-width: 0;
    min-height: var(--_target);
    overflow-wrap: anywhere;
    text-align: start;
    font-weight: 500;
  }
  .found .place {
    min-height: var(--_target);
    font-weight: 400;
    color: var(--_muted);
    overflow-wrap: anywhere;
    text-align: start;
  }
`;
