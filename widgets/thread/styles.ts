import { css } from 'lit';

export const styles = css`
  .thread {
    display: flex;
    flex-direction: column;
    gap: 0.75em;
    height: 100%;
    min-height: 0;
  }
  .scroller {
    flex: 1;
    min-height: 8em;
    max-height: var(--arende-thread-height, 60dvh);
    overflow: auto;
    overscroll-behavior: contain;
    padding: 0.25em;
  }
  .messages {
    display: grid;
    gap: 0.75em;
  }
  .messages > li {
    display: grid;
    gap: 0.15em;
    justify-items: start;
    min-width: 0;
  }
  .messages > .own {
    justify-items: end;
  }
  .messages > .mark {
    justify-items: center;
    color: var(--_muted);
    font-size: 0.8125em;
    font-weight: 600;
  }
  .messages > .mark.fresh {
    color: var(--_accent);
  }
  .meta {
    color: var(--_muted);
    font-size: 0.8125em;
  }
  .bubble {
    display: grid;
    gap: 0.4em;
    max-width: min(36em, 88%);
    padding: 0.5em 0.8em;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 1.25);
    overflow-wrap: anywhere;
  }
  .own > .bubble {
    border-color: transparent;
    background: var(--_selected);
  }
  .bubble.editing {
    width: 100%;
    max-width: 100%;
  }
  .words {
    white-space: pre-wrap;
    unicode-bidi: plaintext;
  }
  .files {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4em;
  }
  .files button {
    max-width: 100%;
    font-size: 0.875em;
    overflow-wrap: anywhere;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 0.35em;
    max-width: 100%;
    padding-inline-start: 0.7em;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 0.75);
    font-size: 0.875em;
    overflow-wrap: anywhere;
  }
  .tools {
    display: flex;
    gap: 0.25em;
  }
  .tools button {
    min-height: 24px;
    padding: 0 0.4em;
    border-color: transparent;
    color: var(--_muted);
    font-size: 0.8125em;
  }
  textarea {
    display: block;
    width: 100%;
    min-height: 4.2em;
    max-height: 14em;
    field-sizing: content;
    resize: vertical;
  }
  .composer {
    display: grid;
    gap: 0.5em;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5em;
  }
  .line .primary {
    margin-inline-start: auto;
  }
  .older {
    display: block;
    margin: 0 auto 0.75em;
  }
  .quiet-text {
    color: var(--_muted);
    font-size: 0.875em;
  }
  .nothing {
    padding: 1.5em 0;
    color: var(--_muted);
    text-align: center;
  }
  .thread .banner {
    margin: 0;
  }
  .bone {
    margin-block: 0.8em;
  }
`;
