import { css } from 'lit';

/** Of the list, which is seen first. */
export const styles = css`
  code {
    font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
    font-size: 0.9em;
  }
  .lead {
    margin-bottom: 1.25em;
    max-width: 60ch;
  }
  .processes {
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 1.25);
    overflow: hidden;
  }
  .process {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto auto;
    align-items: center;
    gap: 0.35em 1.5em;
    padding: 0.9em 1.1em;
  }
  .process + .process {
    border-top: 1px solid var(--_border);
  }
  .process:hover {
    background: var(--_hover);
  }
  .process h2 {
    font-size: 1.0625em;
    font-weight: 600;
  }
  .process .buttons {
    display: flex;
    gap: 0.5em;
  }
  .about {
    display: grid;
    gap: 0.15em;
  }
  .about .bone.title {
    width: 12em;
  }
  .about .bone {
    width: 20em;
    max-width: 100%;
    margin: 0.35em 0;
  }
  .drafts {
    grid-column: 1 / -1;
  }
  .draft {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25em 0.75em;
    width: 100%;
    padding-inline: 0.4em;
    margin-inline: -0.4em;
    text-align: start;
  }
  @container arende (width < 720px) {
    .process {
      grid-template-columns: minmax(0, 1fr);
    }
    .process .buttons > button {
      flex: 1;
    }
  }
`;
