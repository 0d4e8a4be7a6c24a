import { html, nothing, type TemplateResult } from 'lit';
import type { ArendeElement } from '../../base/element.ts';

export interface MenuItem {
  label: string;
  danger?: boolean;
  run(): void;
}

interface Content {
  title: string;
  items: MenuItem[];
}

/** What can be done with a row, as a popover: also the way to move something without dragging it (WCAG 2.5.7). */
export class Menu {
  #element: ArendeElement;
  #content: Content | null = null;
  #returnFocus: () => void;

  constructor(element: ArendeElement, returnFocus: () => void) {
    this.#element = element;
    this.#returnFocus = returnFocus;
  }

  get #popover(): HTMLElement | null {
    return this.#element.renderRoot.querySelector('.menu');
  }

  async open(content: Content, at: DOMRect): Promise<void> {
    this.#content = content;
    this.#element.requestUpdate();
    await this.#element.updateComplete;
    const popover = this.#popover;
    if (!popover) return;
    popover.showPopover();
    const { width, height } = popover.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.right - width, innerWidth - width - 8));
    const top = at.bottom + 4 + height <= innerHeight - 8 ? at.bottom + 4 : Math.max(8, at.top - height - 4);
    popover.style.setProperty('left', `${left}px`);
    popover.style.setProperty('top', `${top}px`);
    this.#items[0]?.focus();
  }

  close(): void {
    if (this.#popover?.matches(':popover-open')) this.#popover.hidePopover();
  }

  get #items(): HTMLElement[] {
    return [...(this.#popover?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  }

  #toggled(event: ToggleEvent): void {
    if (event.newState !== 'closed') return;
    this.#content = null;
    this.#element.requestUpdate();
    // Also when something was chosen: a dialog that opens now gives the focus back to where it was.
    this.#returnFocus();
  }

  #choose(item: MenuItem): void {
    this.close();
    item.run();
  }

  #key(event: KeyboardEvent): void {
    const items = this.#items;
    const index = items.indexOf(event.target as HTMLElement);
    const steps: Record<string, number> = {
      ArrowDown: (index + 1) % items.length,
      ArrowUp: (index - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    };
    event.stopPropagation();
    if (event.key === 'Tab') this.close();
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    items[next]?.focus();
  }

  template(): TemplateResult {
    const content = this.#content;
    return html`<div
      popover="auto"
      class="menu"
      part="menu"
      role=${content ? 'menu' : nothing}
      aria-label=${content?.title ?? nothing}
      @toggle=${(event: ToggleEvent) => this.#toggled(event)}
      @keydown=${(event: KeyboardEvent) => this.#key(event)}
    >
      ${content?.items.map(
        (item) =>
          html`<button
            type="button"
            role="menuitem"
            tabindex="-1"
            class=${item.danger ? 'bare danger' : 'bare'}
            @click=${() => this.#choose(item)}
          >
            ${item.label}
          </button>`,
      )}
    </div>`;
  }
}
