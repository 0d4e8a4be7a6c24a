import { css } from 'lit';
import { columnStyles } from './column-styles.ts';
import { popupStyles } from './popup-styles.ts';

const toolbar = css`
  .board,
  .skeletons {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.9em;
  }
  .toolbar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5em;
  }
  .toolbar select {
    max-width: 14em;
    text-overflow: ellipsis;
  }
  .toolbar .search {
    flex: 0 1 15em;
    min-width: 9em;
  }
  .end {
    display: flex;
    align-items: center;
    gap: 0.6em;
    margin-inline-start: auto;
  }
  .chips {
    display: flex;
    gap: 0.4em;
  }
  .chip {
    min-height: max(var(--_target), 36px);
    white-space: nowrap;
  }
  .statuses .chip {
    min-height: var(--_target);
    border-radius: 2em;
    font-size: 0.9375em;
  }
  .chip[aria-pressed='true'] {
    border-color: color-mix(in srgb, var(--_accent) 55%, transparent);
    background: var(--_selected);
    color: var(--_accent);
  }
  .chip[aria-pressed='true'] .count {
    color: inherit;
  }
  .statuses {
    flex-wrap: wrap;
  }
  .statuses.phone {
    display: none;
  }
  .switch {
    display: flex;
    padding: 2px;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 0.75);
  }
  .switch button {
    display: grid;
    place-items: center;
    min-height: max(calc(var(--_target) - 6px), 28px);
    padding: 0 0.6em;
    border-radius: calc(var(--_radius) * 0.5);
    color: var(--_muted);
  }
  .switch button[aria-pressed='true'] {
    background: var(--_selected);
    color: var(--_accent);
  }
  .icon {
    display: grid;
    place-items: center;
    min-width: var(--_target);
    padding: 0;
    color: var(--_muted);
  }
  .bone.field {
    width: 9em;
    height: 36px;
  }
  .bone.wide {
    width: 15em;
  }
  .bone.chip-bone {
    width: 5.5em;
    height: var(--_target);
    border-radius: 2em;
  }
  .row-bone {
    display: grid;
    grid-template-columns: 1fr 2fr;
    gap: 1.5em;
    padding: 0.55em 0.75em;
  }
  .bone.short {
    width: 55%;
  }
  @container arende (width < 720px) {
    .toolbar {
      display: grid;
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .toolbar select {
      width: 100%;
      max-width: none;
    }
    .toolbar select ~ select ~ .search,
    .toolbar .search:first-child {
      grid-column: 1 / -1;
    }
    .toolbar .search {
      width: 100%;
      min-width: 0;
    }
    .toolbar .chip {
      flex: 1;
    }
    .toolbar .hits {
      display: none;
    }
    .toolbar .bone {
      width: 100%;
      height: 44px;
    }
    .toolbar .bone.wide {
      grid-column: 1 / -1;
    }
    .statuses,
    .statuses.phone {
      display: flex;
      flex-wrap: nowrap;
      overflow-x: auto;
      scrollbar-width: none;
    }
    .statuses .chip:focus-visible {
      outline-offset: -2px;
    }
  }
`;

export const boardStyles = [toolbar, columnStyles, popupStyles];
