import { css } from 'lit';

export const codeStyles = css`
  :host {
    display: block;
    min-width: 0;
    min-height: 0;
    --_code-key: light-dark(#0b5394, #8fc1ff);
    --_code-string: light-dark(#2d5a1b, #a8d68c);
    --_code-value: light-dark(#8a3b00, #f0b48a);
  }
  .code {
    height: 100%;
  }
  .code button,
  .code input {
    min-height: 0;
  }
  .doc {
    display: grid;
    gap: 0.35em;
    padding: 0.65em 0.85em;
    font-family: inherit;
    font-size: 13px;
    line-height: 1.45;
    white-space: normal;
    overflow-wrap: anywhere;
  }
  .doc-name {
    color: var(--_muted);
    font-size: 12px;
  }
  .doc-label {
    color: var(--_muted);
    font-size: 11.5px;
  }
  .doc-refers {
    font-weight: 600;
  }
  .doc code,
  .doc-example {
    font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
    font-size: 12px;
  }
  .doc-example {
    padding: 0.35em 0.55em;
    border-radius: 4px;
    background: color-mix(in srgb, currentColor 6%, transparent);
  }
`;
