import { css } from 'lit';

export const styles = css`
  /* What measures itself by its container has no width of its own in a row of other things. */
  :host {
    min-width: 7em;
  }
  .card {
    display: grid;
    gap: 1.1em;
    max-width: 24em;
    margin: 0 auto;
  }
  h2 {
    font-size: 1.375em;
    font-weight: 600;
    text-wrap: balance;
  }
  .face {
    display: grid;
    gap: 0.75em;
  }
  .face img {
    max-width: 12em;
    max-height: 4.5em;
    object-fit: contain;
    object-position: left;
  }
  .ways {
    display: grid;
    gap: 0.6em;
  }
  .ways button,
  .ways a,
  .form button,
  a.primary {
    min-height: 44px;
  }
  a.button,
  a.primary {
    display: inline-grid;
    place-items: center;
    min-height: 44px;
    padding: 0.25em 0.85em;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 0.75);
    color: inherit;
    font-weight: 500;
    text-align: center;
    text-decoration: none;
  }
  a.primary {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  a.small-button {
    min-height: var(--_target);
  }
  .order {
    display: grid;
    justify-items: center;
    gap: 1em;
    text-align: center;
  }
  .order p {
    min-height: 3em;
    max-width: 34ch;
    text-wrap: balance;
  }
  /* Black on white also on a dark page: a camera reads nothing else. */
  .qr {
    width: min(15em, 80vw);
    height: auto;
    border-radius: var(--_radius);
    background: #fff;
    color: #000;
  }
`;
