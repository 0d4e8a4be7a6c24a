import { html, nothing, type PropertyDeclarations, type PropertyValues, svg, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ChangeView } from '../../server/events/schema.ts';
import type { NotificationListView, NotificationView } from '../../server/notices/schema.ts';
import { callJson } from '../base/client.ts';
import { ArendeElement } from '../base/element.ts';
import { formatCount, formatInstant } from '../base/format.ts';
import { asProblem } from '../base/problem.ts';
import { byDay } from './days.ts';
import { styles } from './styles.ts';
import { notificationTexts } from './texts.ts';

const bell = svg`<path d="M6 10a6 6 0 0 1 12 0c0 5 2 6 2 7H4c0-1 2-2 2-7m4 10a2 2 0 0 0 4 0"
  fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"/>`;

/**
 * Everything that the user has been told: a bell with the number of what is new, which opens the list (L-19), or, with
 * `view="page"`, the list as a page of its own, by day (I-23). A link leads to what the notice is about, as in mails.
 *
 * @tagname arende-notifications
 * @attr {string} view - `bell` (default), or `page` for the list as a part of the page.
 * @attr {string} page-url - The page with the widgets that links lead to. Default: the page that it stands on.
 * @attr {string} all-href - Where the list stands as a page of its own; the bell's list ends with a link there.
 * @csspart button - The bell.
 * @csspart popover - What the bell opens.
 * @csspart item - A notice.
 */
export class ArendeNotifications extends ArendeElement {
  static override styles = [...ArendeElement.styles, [styles]];
  static override properties: PropertyDeclarations = {
    ...ArendeElement.properties,
    view: { type: String, reflect: true },
    pageUrl: { type: String, attribute: 'page-url' },
    allHref: { type: String, attribute: 'all-href' },
    list: { state: true },
    unseenOnly: { state: true },
    isOpen: { state: true },
  };
  declare view: 'bell' | 'page';
  declare pageUrl: string | null;
  declare allHref: string | null;
  /** @internal */
  declare list: NotificationListView | null;
  /** @internal */
  declare unseenOnly: boolean;
  /** @internal */
  declare isOpen: boolean;

  constructor() {
    super();
    this.view = 'bell';
    this.pageUrl = null;
    this.allHref = null;
    this.list = null;
    this.unseenOnly = false;
    this.isOpen = false;
  }

  get #t() {
    return notificationTexts[this.language];
  }

  protected get heading() {
    return this.#t.heading;
  }

  protected get hasData() {
    return this.list !== null;
  }

  protected clear() {
    this.list = null;
    this.unseenOnly = false;
    this.#popover?.hidePopover();
  }

  get #popover(): HTMLElement | null {
    return this.renderRoot?.querySelector<HTMLElement>('.popover') ?? null;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.get('unseenOnly') !== undefined) void this.reload();
  }

  protected async load(signal: AbortSignal): Promise<void> {
    const query = { unseen: this.unseenOnly || null };
    this.list = await callJson<NotificationListView>('/v1/notifications', { query, signal });
  }

  protected override changed(changes: ChangeView[]): void {
    if (changes.some(({ topic }) => topic === 'notification')) this.refresh();
  }

  async #more(): Promise<void> {
    const { list } = this;
    if (!list?.nextCursor) return;
    try {
      const query = { cursor: list.nextCursor, unseen: this.unseenOnly || null };
      const next = await callJson<NotificationListView>('/v1/notifications', { query });
      if (this.list === list) this.list = { ...next, items: [...list.items, ...next.items] };
    } catch (error) {
      this.fail(asProblem(error));
    }
  }

  /** Shown as seen at once; the server is told meanwhile, and what it refuses is shown as it was. */
  async #see(body: { ids: string[] } | { until: string }): Promise<boolean> {
    const { list } = this;
    if (!list) return false;
    const isMeant = ({ id }: NotificationView) => !('ids' in body) || body.ids.includes(id);
    const items = list.items.map((item) => (isMeant(item) ? { ...item, seen: true } : item));
    const fewer = 'ids' in body ? list.items.filter((item) => isMeant(item) && !item.seen).length : list.unseen;
    const shown = { ...list, items, unseen: Math.max(0, list.unseen - fewer) };
    this.list = shown;
    try {
      const { unseen } = await callJson<{ unseen: number }>('/v1/notifications/seen', { body });
      if (this.list === shown) this.list = { ...shown, unseen };
      return true;
    } catch (error) {
      if (this.list === shown) this.list = list;
      await this.tell(this.#t.failed, asProblem(error));
      return false;
    }
  }

  async #seeAll(event: Event): Promise<void> {
    const newest = this.list?.items[0];
    if (!newest) return;
    // The button goes; who pressed it stays where they were.
    const root = (event.currentTarget as HTMLElement).closest<HTMLElement>('.inside');
    if (!(await this.#see({ until: newest.createdAt }))) return;
    this.announce(this.#t.marked);
    await this.updateComplete;
    root?.querySelector<HTMLElement>('h2')?.focus();
  }

  async #seeOne(id: string, event: Event): Promise<void> {
    const item = (event.currentTarget as HTMLElement).closest<HTMLElement>('.item');
    await this.#see({ ids: [id] });
    await this.updateComplete;
    item?.querySelector<HTMLElement>('.subject')?.focus();
  }

  /** In bell view the list with all its states stands in a popover; the bell itself is always there. */
  protected override render(): TemplateResult {
    if (this.view === 'page') return super.render();
    const t = this.#t;
    const unseen = this.list?.unseen ?? 0;
    return html`<button
        type="button"
        part="button"
        class="bell"
        aria-haspopup="dialog"
        aria-expanded=${this.isOpen ? 'true' : 'false'}
        aria-label=${t.bell(unseen)}
        title=${t.heading}
        lang=${this.language}
        popovertarget="list"
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">${bell}</svg>
        ${
          unseen > 0
            ? html`<span class="count" aria-hidden="true"
                >${unseen > 99 ? '99+' : formatCount(unseen, this.language)}</span
              >`
            : nothing
        }
      </button>
      <div
        popover
        id="list"
        class="popover"
        part="popover"
        role="dialog"
        tabindex="-1"
        lang=${this.language}
        aria-label=${t.heading}
        @beforetoggle=${(event: ToggleEvent) => this.#place(event)}
        @toggle=${(event: ToggleEvent) => this.#toggled(event.newState === 'open')}
      >
        ${super.render()}
      </div>`;
  }

  /** Closed by Escape, focus goes back to the bell; who has pressed something else meanwhile keeps it. */
  #toggled(isOpen: boolean): void {
    this.isOpen = isOpen;
    const lost = document.activeElement === document.body || document.activeElement === this;
    if (!isOpen && lost) this.renderRoot.querySelector<HTMLElement>('.bell')!.focus({ preventScroll: true });
  }

  /** Below the bell, inside the window. */
  #place(event: ToggleEvent): void {
    if (event.newState !== 'open') return;
    const popover = event.target as HTMLElement;
    const { right, bottom } = this.renderRoot.querySelector('.bell')!.getBoundingClientRect();
    popover.style.setProperty('top', `${bottom + 6}px`);
    popover.style.setProperty('right', `${Math.max(8, document.documentElement.clientWidth - right)}px`);
    requestAnimationFrame(() => {
      const { left } = popover.getBoundingClientRect();
      if (left < 8) popover.style.setProperty('right', '8px');
      popover.focus();
    });
  }

  protected content(): TemplateResult {
    const t = this.#t;
    const { items, nextCursor, unseen } = this.list!;
    return html`<div class="inside">
      <div class="head">
        ${
          this.view === 'page'
            ? html`<div class="filters" role="group" aria-label=${t.show}>
                ${[false, true].map(
                  (only) =>
                    html`<button
                      type="button"
                      aria-pressed=${this.unseenOnly === only ? 'true' : 'false'}
                      @click=${() => (this.unseenOnly = only)}
                    >
                      ${only ? t.onlyUnseen : t.all}
                    </button>`,
                )}
              </div>`
            : html`<h2 tabindex="-1">${t.heading}</h2>`
        }
        ${
          unseen > 0
            ? html`<button type="button" class="bare" @click=${(event: Event) => void this.#seeAll(event)}>
                ${t.markAll}
              </button>`
            : nothing
        }
      </div>
      ${items.length === 0 ? this.#empty() : this.#days()}
      ${
        nextCursor
          ? html`<button type="button" class="more" @click=${() => void this.#more()}>${t.more}</button>`
          : nothing
      }
      ${
        this.view !== 'page' && this.allHref
          ? html`<p class="foot">
              <a href=${this.allHref} @click=${() => this.#popover?.hidePopover()}>${t.toAll}</a>
            </p>`
          : nothing
      }
    </div>`;
  }

  #empty(): TemplateResult {
    const t = this.#t;
    return this.unseenOnly
      ? this.message(t.noneUnseenTitle, t.noneUnseenText)
      : this.message(t.emptyTitle, t.emptyText);
  }

  #days(): TemplateResult[] {
    return byDay(this.list!.items, this.language, this.#t).map(
      ({ day, items }) =>
        html`<h3 class="day">${day}</h3>
          <ul>
            ${repeat(
              items,
              ({ id }) => id,
              (item) => html`<li>${this.#item(item)}</li>`,
            )}
          </ul>`,
    );
  }

  #item(item: NotificationView): TemplateResult {
    const t = this.#t;
    const { id, subject, body, client, fragment, createdAt, seen } = item;
    const title = this.say(subject);
    const marked = seen ? nothing : html`<span class="sr">${t.unseen}: </span>`;
    const target =
      fragment === null ? this.pageUrl : `${this.pageUrl || location.href.replace(/#.*/s, '')}#${fragment}`;
    const follow = () => {
      if (!seen) void this.#see({ ids: [id] });
      this.#popover?.hidePopover();
    };
    return html`<div class=${seen ? 'item' : 'item new'} part="item">
      <span class="dot"></span>
      <div>
        ${
          !target
            ? html`<span class="subject" tabindex="-1"><bdi>${marked}${title}</bdi></span>`
            : html`<a class="subject" href=${target} @click=${follow}><bdi>${marked}${title}</bdi></a>`
        }
        <p class="body small">${this.say(body).replace(/\n\s*\n/g, '\n')}</p>
        <p class="muted small">
          ${client ? html`<bdi>${client.name}</bdi> · ` : nothing}<time datetime=${createdAt}
            >${formatInstant(createdAt, this.language)}</time
          >
        </p>
      </div>
      ${
        seen
          ? nothing
          : html`<button
              type="button"
              class="square"
              aria-label=${t.markOne(title)}
              title=${t.markOne(title)}
              @click=${(event: Event) => void this.#seeOne(id, event)}
            >
              <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
                <path d="M5 13l4 4 10-11" fill="none" stroke="currentColor" stroke-width="2" />
              </svg>
            </button>`
      }
    </div>`;
  }

  protected skeleton(): TemplateResult {
    const row = html`<div class="item"><span></span><span class="bone"></span><span></span></div>`;
    return html`<div class="inside">${row}${row}${row}</div>`;
  }
}

if (!customElements.get('arende-notifications')) customElements.define('arende-notifications', ArendeNotifications);

declare global {
  interface HTMLElementTagNameMap {
    'arende-notifications': ArendeNotifications;
  }
}
