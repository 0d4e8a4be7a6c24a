import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { neighbour } from './moves.ts';

interface Host extends ReactiveControllerHost {
  readonly shadowRoot: ShadowRoot | null;
  readonly dialog: { readonly isOpen: boolean };
}

/**
 * Keeps the keyboard with its card. A card that changes column is another element: focus follows it, or goes to the one
 * beside it.
 */
export class CardFocus implements ReactiveController {
  /** The ids of the cards column by column as they are shown, null where a cell is empty. */
  grid: (string | null)[][] = [];
  /** Each column is a list of its own length. */
  ragged = true;
  #host: Host;
  #had: { id: string; part: 'open' | 'menu'; near: string | null } | null = null;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdate(): void {
    const focused = this.#host.shadowRoot?.activeElement as HTMLElement | null | undefined;
    const id = focused?.dataset.id ?? focused?.dataset.menu;
    const near = (id && (this.beside(id, 'ArrowDown') ?? this.beside(id, 'ArrowUp'))) || null;
    this.#had = id ? { id, part: focused!.dataset.id ? 'open' : 'menu', near } : null;
  }

  hostUpdated(): void {
    const had = this.#had;
    if (!had || !this.#isLost) return;
    // On a phone the card may land screens away: who works through a list stays where they are.
    const options = { preventScroll: this.isList };
    if (!this.on(had.id, had.part, options) && had.near) this.on(had.near, 'open', options);
  }

  /** The browser gives focus back to the element that had it; a card that has moved is another element. */
  giveBack(id: string, part: 'open' | 'menu' = 'open'): void {
    void this.#host.updateComplete.then(() => {
      if (this.#isLost) this.on(id, part);
    });
  }

  get #isLost(): boolean {
    return !this.#host.shadowRoot?.activeElement && !this.#host.dialog.isOpen;
  }

  beside(id: string, key: Parameters<typeof neighbour>[2]): string | null {
    return neighbour(this.grid, id, key, this.ragged);
  }

  /** False when the card is not shown. */
  on(id: string, part: 'open' | 'menu' = 'open', options?: FocusOptions): boolean {
    const name = part === 'open' ? 'data-id' : 'data-menu';
    const element = this.#host.shadowRoot?.querySelector<HTMLElement>(`[${name}="${CSS.escape(id)}"]`);
    element?.focus(options);
    return Boolean(element);
  }

  /** The columns follow each other as one list: on a phone. */
  get isList(): boolean {
    const columns = this.#host.shadowRoot?.querySelector('.columns');
    return columns != null && getComputedStyle(columns).display === 'block';
  }

  /** Brings a card that has moved into sight in its new column. */
  follow(id: string): void {
    const card = this.#host.shadowRoot?.querySelector(`.columns [data-id="${CSS.escape(id)}"]`)?.closest('.card');
    if (!this.isList) card?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
}
