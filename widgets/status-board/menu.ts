import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { BoardItemView } from '../../server/board/schema.ts';
import type { AffordanceView, StatusView } from '../../server/common/schema.ts';
import type { Language } from '../base/locale.ts';
import type { BoardTexts } from './texts.ts';
import { nameOf, statusOf } from './words.ts';

interface MenuContent {
  item: BoardItemView;
  actions: AffordanceView[];
  /** Where it opens, in the window's coordinates. */
  at: { left: number; top: number; bottom: number };
  /** A drop that could mean several things asks which. */
  title: string | null;
}

/**
 * The actions of one card, as a popover: the way to move a card without dragging it (WCAG 2.5.7). What the server
 * refuses stays readable, with its reason.
 */
export class MenuController implements ReactiveController {
  #host: ReactiveControllerHost & { readonly renderRoot: ParentNode };
  #content: MenuContent | null = null;
  #closedAtMs = 0;
  #closedFor: string | null = null;

  #returnFocus: (id: string) => void;

  /** `returnFocus`: the menu has closed; the card that it belonged to may be another element by now. */
  constructor(host: ReactiveControllerHost & { readonly renderRoot: ParentNode }, returnFocus: (id: string) => void) {
    this.#host = host;
    this.#returnFocus = returnFocus;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#content = null;
  }

  get #popover(): HTMLElement | null {
    return this.#host.renderRoot.querySelector('.menu');
  }

  get openFor(): string | null {
    return this.#content?.item.instanceId ?? null;
  }

  /** The press that closed the menu by pressing beside it is also the click that would open it again. */
  wasJustClosedFor(id: string): boolean {
    return this.#closedFor === id && performance.now() - this.#closedAtMs < 250;
  }

  async open(content: MenuContent): Promise<void> {
    this.#content = content;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    const popover = this.#popover;
    if (!popover) return;
    popover.showPopover();
    this.#place(popover, content.at);
    this.#items[0]?.focus();
  }

  close(): void {
    if (this.#popover?.matches(':popover-open')) this.#popover.hidePopover();
  }

  #place(popover: HTMLElement, at: MenuContent['at']): void {
    const { width, height } = popover.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left, innerWidth - width - 8));
    const below = at.bottom + 4;
    const top = below + height <= innerHeight - 8 ? below : Math.max(8, at.top - height - 4);
    popover.style.setProperty('left', `${left}px`);
    popover.style.setProperty('top', `${top}px`);
  }

  get #items(): HTMLElement[] {
    return [...(this.#popover?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  }

  #toggled(event: ToggleEvent): void {
    if (event.newState !== 'closed') return;
    this.#closedFor = this.openFor;
    this.#closedAtMs = performance.now();
    this.#content = null;
    this.#host.requestUpdate();
    if (this.#closedFor) this.#returnFocus(this.#closedFor);
  }

  #key(event: KeyboardEvent): void {
    const items = this.#items;
    const index = items.indexOf(event.target as HTMLElement);
    const next = {
      ArrowDown: (index + 1) % items.length,
      ArrowUp: (index - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    }[event.key];
    event.stopPropagation();
    if (event.key === 'Tab') this.close();
    if (next === undefined) return;
    event.preventDefault();
    items[next]?.focus();
  }

  template(model: {
    t: BoardTexts;
    language: Language;
    statuses: StatusView[];
    choose: (item: BoardItemView, action: AffordanceView) => void;
  }): TemplateResult {
    const { t, language } = model;
    const content = this.#content;
    return html`<div
      popover="auto"
      class="menu"
      part="menu"
      role=${content && content.actions.length > 0 ? 'menu' : 'group'}
      aria-label=${content ? (content.title ?? t.actionsFor(nameOf(content.item, language))) : t.actions}
      @toggle=${(event: ToggleEvent) => this.#toggled(event)}
      @keydown=${(event: KeyboardEvent) => this.#key(event)}
    >
      ${content?.title ? html`<p class="menu-title" role="presentation">${content.title}</p>` : nothing}
      ${content && content.actions.length === 0 ? html`<p class="menu-title">${t.nothingToDo}</p>` : nothing}
      ${content?.actions.map((action, index) => {
        const status = action.toStatus ? statusOf(model.statuses, action.toStatus) : null;
        const choose = () => {
          if (!action.allowed) return;
          this.close();
          model.choose(content.item, action);
        };
        return html`<button
          type="button"
          role="menuitem"
          tabindex="-1"
          class=${action.tone === 'danger' ? 'bare danger' : 'bare'}
          aria-disabled=${action.allowed ? nothing : 'true'}
          aria-describedby=${action.allowed ? nothing : `refusal-${index}`}
          @click=${choose}
        >
          <span>${action.label[language]}</span>
          ${status ? html`<span class="badge ${status.tone}">${status.label[language]}</span>` : nothing}
          ${
            action.allowed
              ? nothing
              : html`<span class="reason" id=${`refusal-${index}`}>${action.refusal?.text[language] ?? t.notNow}</span>`
          }
        </button>`;
      })}
    </div>`;
  }
}
