import { css } from 'lit';

export const styles = css`
  .menu {
    position: fixed;
    inset: auto;
    width: max-content;
    max-width: min(24em, calc(100vw - 16px));
    max-height: calc(100dvh - 16px);
    margin: 0;
    padding: 0.35em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_on-surface);
    box-shadow: 0 0.7em 2.2em rgb(0 0 0 / 0.18);
    overflow-y: auto;
  }
  .menu button {
    display: block;
    width: 100%;
    min-height: max(2.25em, var(--_target));
    padding: 0.4em 0.8em;
    font-weight: 400;
    text-align: start;
  }
  .menu button:focus-visible {
    outline-offset: -2px;
  }
  .toast {
    position: sticky;
    bottom: 0.6em;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4em 1em;
    width: fit-content;
    max-width: 100%;
    padding: 0.4em 0.5em 0.4em 1em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_on-surface);
    box-shadow: 0 0.5em 1.6em rgb(0 0 0 / 0.16);
  }
  .toast span {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .toast .bare {
    display: grid;
    place-items: center;
    min-width: var(--_target);
    padding: 0;
  }
  .ask {
    display: grid;
    gap: 0.75em;
  }
  .ask label {
    display: grid;
    gap: 0.3em;
    font-weight: 500;
  }
  .ask label.choice {
    grid-template-columns: auto 1fr;
    align-items: center;
    min-height: var(--_target);
    font-weight: 400;
  }
  .ask .wrong {
    color: var(--_danger);
  }
  .ask .trail {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.2em;
  }
  .ask .places,
  .lines {
    max-height: min(40vh, 22em);
    overflow: auto;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .ask .places button {
    display: flex;
    align-items: center;
    gap: 0.6em;
    width: 100%;
    min-height: max(2.5em, var(--_target));
    padding: 0.3em 0.8em;
    font-weight: 400;
    text-align: start;
  }
  .ask .places p {
    padding: 0.7em 0.8em;
  }
  .lines li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.2em 0.8em;
    padding: 0.45em 0.8em;
  }
  .lines li + li {
    border-top: 1px solid var(--_border);
  }
  .lines .what {
    flex: 1 1 12em;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .lines .what small {
    display: block;
    color: var(--_muted);
    font-size: 0.875em;
  }
  @media (forced-colors: active) {
    .menu,
    .toast {
      border: 1px solid CanvasText;
    }
  }
`;
