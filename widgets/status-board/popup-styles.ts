import { css } from 'lit';

export const popupStyles = css`
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
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    gap: 0.1em 1.25em;
    width: 100%;
    padding: 0.4em 0.6em;
    font-weight: 400;
    text-align: start;
  }
  .menu button:focus-visible {
    outline-offset: -2px;
  }
  .menu button[aria-disabled='true'] {
    opacity: 1;
    color: var(--_muted);
  }
  .menu button[aria-disabled='true'] .badge {
    --_tone: currentColor;
  }
  .menu .reason {
    grid-column: 1 / -1;
    font-size: 0.875em;
  }
  .menu-title {
    padding: 0.4em 0.6em;
    font-size: 0.9375em;
    font-weight: 500;
  }
  dialog.wide {
    display: none;
    flex-direction: column;
    width: min(32em, 100vw);
    height: 100dvh;
    max-width: none;
    max-height: none;
    margin: 0 0 0 auto;
    border-width: 0 0 0 1px;
    border-radius: 0;
  }
  dialog.wide[open] {
    display: flex;
  }
  dialog.wide .dialog-body {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    margin-inline: -0.35em;
    padding-inline: 0.35em;
  }
  .dialog-buttons:not(:has(button)) {
    display: none;
  }
  .lead {
    margin-bottom: 1em;
  }
  .bones {
    display: grid;
    gap: 1em;
    margin-top: 1.25em;
  }
  @media (forced-colors: active) {
    .card,
    .menu,
    .ghost .card {
      border: 1px solid CanvasText;
    }
    .chip[aria-pressed='true'],
    .switch button[aria-pressed='true'] {
      border: 2px solid Highlight;
    }
  }
`;
