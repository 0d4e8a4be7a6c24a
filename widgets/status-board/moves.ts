import type { BoardItemView } from '../../server/board/schema.ts';
import type { AffordanceView } from '../../server/common/schema.ts';

/** What dropping a card on a column would do: the allowed actions that lead there, or why there is none. */
export interface Move {
  actions: AffordanceView[];
  /** The server's reason, where it gave one. */
  refusal: AffordanceView['refusal'];
}

export function moveTo(item: BoardItemView, status: string): Move {
  const leading = item.actions.filter((action) => action.toStatus === status);
  const allowed = leading.filter((action) => action.allowed);
  // A task's button and the action outside tasks may raise the same event; that is one way to go, not two.
  const actions = allowed.filter((action, index) => allowed.findIndex(({ event }) => event === action.event) === index);
  return { actions, refusal: leading.find((action) => !action.allowed)?.refusal ?? null };
}

export function canMove(item: BoardItemView): boolean {
  return item.actions.some((action) => action.allowed && action.toStatus && action.toStatus !== item.status);
}

/** A form without fields is no form to show. */
export function hasForm(action: AffordanceView): boolean {
  return Object.keys((action.form?.properties as object | undefined) ?? {}).length > 0;
}

/**
 * The id that an arrow key leads to. `grid` holds the columns as they are shown, null where a cell is empty; `ragged`
 * columns are lists of their own length, so that a step to the side lands on their last card at most.
 */
export function neighbour(
  grid: (string | null)[][],
  id: string,
  key: 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight' | 'Home' | 'End',
  ragged: boolean,
): string | null {
  const column = grid.findIndex((ids) => ids.includes(id));
  if (column === -1) return null;
  const ids = grid[column]!;
  const row = ids.indexOf(id);
  if (key === 'Home') return ids.find((other) => other !== null) ?? null;
  if (key === 'End') return ids.findLast((other) => other !== null) ?? null;
  if (key === 'ArrowUp') return ids.slice(0, row).findLast((other) => other !== null) ?? null;
  if (key === 'ArrowDown') return ids.slice(row + 1).find((other) => other !== null) ?? null;
  const aside = key === 'ArrowLeft' ? grid.slice(0, column).toReversed() : grid.slice(column + 1);
  for (const candidates of aside) {
    const found = candidates[ragged ? Math.min(row, candidates.length - 1) : row];
    if (found) return found;
  }
  return null;
}
