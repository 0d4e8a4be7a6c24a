import { css } from 'lit';

/**
 * `--arende-*` is what a page may set; inside, styles use only the `--_*` names. Colours that sit on the page are mixed
 * from the page's own text colour, so that they hold on any background; `light-dark()` follows the page's `color-scheme`.
 */
const tokens = css`
  :host {
    --_accent: var(--arende-accent, light-dark(#1d5fc4, #8fb8ff));
    --_on-accent: var(--arende-on-accent, light-dark(#fff, #0b1a33));
    --_muted: var(--arende-muted, color-mix(in srgb, currentColor 72%, transparent));
    --_border: var(--arende-border, color-mix(in srgb, currentColor 16%, transparent));
    --_control: var(--arende-control, color-mix(in srgb, currentColor 58%, transparent));
    --_hover: var(--arende-hover, color-mix(in srgb, currentColor 5%, transparent));
    --_selected: var(--arende-selected, color-mix(in srgb, var(--_accent) 11%, transparent));
    --_surface: var(--arende-surface, light-dark(#fff, #1e2024));
    --_on-surface: var(--arende-on-surface, light-dark(#1b1d21, #eceef1));
    --_info: var(--arende-info, light-dark(#1d5fc4, #8fb8ff));
    --_success: var(--arende-success, light-dark(#16693a, #7bd29b));
    --_warning: var(--arende-warning, light-dark(#855300, #f0bd66));
    --_danger: var(--arende-danger, light-dark(#b3261e, #ff9d94));
    --_neutral: var(--arende-neutral, light-dark(#4d535c, #b8bec8));
    --_dot: var(--arende-dot, #e8b400);
    --_radius: var(--arende-radius, 8px);
    --_target: 32px;
    display: block;
    font-family: var(--arende-font, inherit);
    font-size: var(--arende-font-size, inherit);
    color: var(--arende-text, inherit);
    font-variant-numeric: tabular-nums;
    line-height: 1.45;
    text-align: start;
  }
  :host([hidden]) {
    display: none;
  }
  .root {
    container: arende / inline-size;
  }
  @media (pointer: coarse) {
    :host {
      --_target: 44px;
    }
  }
  @container arende (width < 720px) {
    .root > * {
      --_target: 44px;
    }
  }
`;

const controls = css`
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  /* A word may be longer than the line: a file's name, an address, a row of signs. */
  h2,
  h3,
  p,
  q,
  label {
    overflow-wrap: anywhere;
  }
  ul,
  ol {
    list-style: none;
  }
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }
  button {
    min-height: var(--_target);
    padding: 0.25em 0.85em;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 0.75);
    background: transparent;
    font-weight: 500;
    cursor: pointer;
    touch-action: manipulation;
  }
  button:hover:not(:disabled, [aria-disabled='true']) {
    background: var(--_hover);
  }
  button.primary {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  button.primary:hover:not(:disabled, [aria-disabled='true']) {
    background: color-mix(in srgb, var(--_accent) 88%, light-dark(#000, #fff));
  }
  button.danger {
    border-color: color-mix(in srgb, var(--_danger) 45%, transparent);
    color: var(--_danger);
  }
  button.bare {
    border-color: transparent;
  }
  button:disabled,
  button[aria-disabled='true'] {
    cursor: default;
    opacity: 0.6;
  }
  input:not([type='checkbox'], [type='radio']),
  select,
  textarea {
    min-height: max(var(--_target), 36px);
    max-width: 100%;
    padding: 0.3em 0.65em;
    border: 1px solid var(--_control);
    border-radius: calc(var(--_radius) * 0.75);
    background: transparent;
  }
  select {
    background: var(--_surface);
    color: var(--_on-surface);
  }
  ::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .muted {
    color: var(--_muted);
  }
  .small {
    font-size: 0.875em;
  }
  .sr {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  /* Tone of a status: neutral, info, success, warning, danger. */
  .badge {
    --_tone: var(--_neutral);
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    padding: 0.1em 0.55em;
    border-radius: 1em;
    background: color-mix(in srgb, var(--_tone) 11%, transparent);
    color: var(--_tone);
    font-size: 0.8125em;
    font-weight: 500;
    white-space: nowrap;
  }
  .badge::before {
    content: '';
    width: 0.5em;
    height: 0.5em;
    border-radius: 50%;
    background: currentColor;
  }
  .badge.info {
    --_tone: var(--_info);
  }
  .badge.success {
    --_tone: var(--_success);
  }
  .badge.warning {
    --_tone: var(--_warning);
  }
  .badge.danger {
    --_tone: var(--_danger);
  }
`;

const states = css`
  .message {
    display: grid;
    justify-items: center;
    gap: 0.5em;
    padding: 3.5em 1.25em;
    text-align: center;
    text-wrap: balance;
  }
  .message h2 {
    font-size: 1.0625em;
    font-weight: 600;
  }
  .message p {
    max-width: 46ch;
    color: var(--_muted);
  }
  .message button {
    margin-top: 0.5em;
  }
  .banner {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.35em 0.75em;
    padding: 0.6em 0.9em;
    margin-bottom: 0.75em;
    border-radius: var(--_radius);
    background: color-mix(in srgb, var(--_warning) 10%, transparent);
    font-size: 0.9375em;
  }
  .banner.danger {
    background: color-mix(in srgb, var(--_danger) 9%, transparent);
  }
  .bone {
    display: block;
    height: 0.8em;
    border-radius: 0.4em;
    background: color-mix(in srgb, currentColor 9%, transparent);
    animation: breathe 1.8s ease-in-out infinite;
  }
  @keyframes breathe {
    50% {
      opacity: 0.45;
    }
  }
  dialog {
    width: min(30em, calc(100vw - 2em));
    max-height: calc(100dvh - 2em);
    padding: 1.25em 1.4em;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 1.5);
    background: var(--_surface);
    color: var(--_on-surface);
    box-shadow: 0 1.2em 3.5em rgb(0 0 0 / 0.22);
    overflow: auto;
  }
  dialog.wide {
    width: min(44em, calc(100vw - 2em));
  }
  dialog::backdrop {
    background: rgb(10 14 20 / 0.35);
  }
  .dialog-title {
    margin-bottom: 0.5em;
    font-size: 1.125em;
    font-weight: 600;
  }
  .dialog-buttons {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 0.6em;
    margin-top: 1.25em;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation: none !important;
      transition: none !important;
      scroll-behavior: auto !important;
    }
  }
  @media (forced-colors: active) {
    .badge,
    dialog {
      border: 1px solid CanvasText;
    }
    .badge::before {
      forced-color-adjust: none;
    }
  }
`;

export const baseStyles = [tokens, controls, states];
