/** Where a list stood before its rows changed. */
export interface Place {
  row: { id: string; top: number } | null;
  focusIn: 'row' | 'pane' | null;
}

export function rowSelector(id: string): string {
  return `.row[data-id="${CSS.escape(id)}"]`;
}

export function placeOf(root: ShadowRoot): Place {
  const focused = root.activeElement;
  const focusIn = focused?.matches('.row') ? 'row' : focused?.closest('.pane, .scroller') ? 'pane' : null;
  const scroller = root.querySelector('.scroller');
  if (!scroller) return { row: null, focusIn };
  // On a phone it is the page that scrolls, and the list stands above the window's edge.
  const listTop = scroller.getBoundingClientRect().top;
  if (scroller.scrollTop === 0 && listTop >= 0) return { row: null, focusIn };
  const top = Math.max(listTop, 0);
  for (const row of scroller.querySelectorAll<HTMLElement>('.row')) {
    const box = row.getBoundingClientRect();
    if (box.bottom > top) return { row: { id: row.dataset.id!, top: box.top }, focusIn };
  }
  return { row: null, focusIn };
}

/**
 * Rows that come and go above must not move what the user looks at (Safari has no scroll anchoring of its own), and a
 * row that is taken away, or moved by the browser's insertBefore, must not lose focus to the page.
 */
export function restorePlace(root: ShadowRoot, place: Place, activeId: string | null): void {
  const row = place.row && root.querySelector(rowSelector(place.row.id));
  if (row) {
    const moved = row.getBoundingClientRect().top - place.row!.top;
    const scroller = root.querySelector('.scroller')!;
    if (getComputedStyle(scroller).overflowY === 'visible') window.scrollBy({ top: moved, behavior: 'instant' });
    else scroller.scrollTop += moved;
  }
  if (!place.focusIn || root.activeElement) return;
  const active = place.focusIn === 'row' && activeId ? root.querySelector<HTMLElement>(rowSelector(activeId)) : null;
  focusOn(active ?? root.querySelector<HTMLElement>('.pane h2, .message h2'), { preventScroll: true });
}

export function focusOn(target: HTMLElement | null, options?: FocusOptions): void {
  if (target?.matches('h2')) target.tabIndex = -1;
  target?.focus(options);
}
