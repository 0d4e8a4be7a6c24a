const key = 'arende-status-board-view';

/** The view that the user chose last. A page that may not store anything (private window, sandboxed frame) has none. */
export function rememberedView(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function rememberView(view: string): void {
  try {
    localStorage.setItem(key, view);
  } catch {
    // See rememberedView.
  }
}
