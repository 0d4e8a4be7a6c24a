import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A popover beside what it belongs to: one at a time, kept inside the window. */
export class Popup<T> implements ReactiveController {
  content: { for: T; at: HTMLElement } | null = null;
  readonly #host: ReactiveControllerHost & { readonly renderRoot: ParentNode };
  readonly #selector: string;

  constructor(host: ReactiveControllerHost & { readonly renderRoot: ParentNode }, selector: string) {
    this.#host = host;
    this.#selector = selector;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.content = null;
  }

  get element(): HTMLElement | null {
    return this.#host.renderRoot.querySelector(this.#selector);
  }

  async open(content: T, at: HTMLElement): Promise<void> {
    this.content = { for: content, at };
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    const popover = this.element;
    if (!popover || this.content?.at !== at || !at.isConnected) return;
    if (!popover.matches(':popover-open')) popover.showPopover();
    const { left, top, bottom } = at.getBoundingClientRect();
    const { width, height } = popover.getBoundingClientRect();
    const below = bottom + 4 + height <= innerHeight - 8;
    popover.style.setProperty('left', `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`);
    popover.style.setProperty('top', `${below ? bottom + 4 : Math.max(8, top - height - 4)}px`);
  }

  /** Gives what it belonged to, to move focus back to. */
  close(): HTMLElement | null {
    const at = this.content?.at ?? null;
    this.content = null;
    if (this.element?.matches(':popover-open')) this.element.hidePopover();
    this.#host.requestUpdate();
    return at;
  }
}
