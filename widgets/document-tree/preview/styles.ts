import { css } from 'lit';

export const previewStyles = css`
  :host {
    display: contents;
  }
  dialog.preview {
    width: min(64em, calc(100vw - 2em));
    max-width: none;
    height: calc(100dvh - 2em);
    max-height: none;
    padding: 0;
    overflow: hidden;
  }
  dialog.preview[open] {
    display: flex;
    flex-direction: column;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25em 1em;
    padding: 0.5em 0.5em 0.5em 1.1em;
    border-bottom: 1px solid var(--_border);
  }
  h2 {
    flex: 1 1 12em;
    min-width: 0;
    overflow: hidden;
    font-size: 1em;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .tools {
    display: flex;
    align-items: center;
  }
  .tool {
    display: grid;
    place-items: center;
    min-width: max(var(--_target), 36px);
    min-height: max(var(--_target), 36px);
    padding: 0;
  }
  .tool:focus-visible {
    outline-offset: -3px;
  }
  .gap {
    width: 0.6em;
  }
  .position {
    min-width: 4.5em;
    text-align: center;
    white-space: nowrap;
  }
  .percent {
    min-width: 3.4em;
    text-align: center;
  }
  .icon {
    display: block;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .body {
    position: relative;
    flex: 1;
    min-height: 0;
    background: color-mix(in srgb, var(--_on-surface) 7%, var(--_surface));
  }
  .stage {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column;
    align-items: safe center;
    gap: 16px;
    padding: 16px;
    overflow: auto;
  }
  .stage:focus-visible {
    outline-offset: -3px;
  }
  .page {
    position: relative;
    flex: none;
    background: #fff;
    box-shadow: 0 1px 4px rgb(0 0 0 / 0.2);
  }
  .page canvas {
    display: block;
    width: 100%;
    height: 100%;
  }
  .image {
    flex: none;
    max-width: 100%;
    max-height: 100%;
    margin-block: auto;
    object-fit: contain;
  }
  .over {
    position: absolute;
    inset: 0;
    align-content: center;
  }
  .over .sheet {
    width: min(46em, calc(100% - 32px));
    height: calc(100% - 32px);
    margin: 16px auto;
    border-radius: 4px;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 0.6em;
  }
  @media (width < 720px) {
    dialog.preview {
      width: 100vw;
      height: 100dvh;
      border: 0;
      border-radius: 0;
    }
    header {
      padding: 0.4em 0.4em 0 0.9em;
    }
    h2,
    .tools {
      flex-basis: 100%;
    }
    .tools {
      justify-content: space-between;
    }
    .tool {
      min-width: 44px;
      min-height: 44px;
    }
    .gap,
    .percent {
      display: none;
    }
  }
`;
