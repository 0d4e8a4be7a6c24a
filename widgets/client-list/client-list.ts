import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { ClientRowView } from '../../server/clients/schema.ts';
import type { ChangeView } from '../../server/events/schema.ts';
import { call } from '../base/client.ts';
import { ArendeElement } from '../base/element.ts';
import { formatCount } from '../base/format.ts';
import { asProblem } from '../base/problem.ts';
import { baseTexts } from '../base/texts.ts';
import { Viewport } from '../base/viewport.ts';
import { ArendeClientOpenedEvent } from '../events/client-opened.ts';
import { ClientData, type Filters, unfiltered } from './data.ts';
import { Popup } from './popup.ts';
import { rowsTemplate } from './rows.ts';
import { listStyles } from './styles.ts';
import { listTexts } from './texts.ts';
import { cleared, toolbarTemplate } from './toolbar.ts';
import type { AreaIcon } from './words.ts';

const typingPauseMs = 250;
/** Rows before the end of what has been fetched at which more is fetched. */
const ahead = 60;
const patchLimit = 20;

/**
 * The firm's clients as the user works with them: tabs by role, search, filters, sorting, an icon for each working area
 * that says how many periods wait, and what needs attention. Smooth with thousands.
 *
 * @tagname arende-client-list
 * @attr {string} client-url - Address of a client's own account, with `{externalId}`; the menu's "Gå till kund" leads there.
 * @fires arende-client-opened - The user wants to see a client or go to its account; cancelable.
 * @fires arende-error - Something that the user was shown went wrong.
 * @fires arende-session-expired - The page gave no new client secret.
 * @csspart tabs - The tabs.
 * @csspart toolbar - Search, filters, sorting, import and export.
 * @csspart row - One client.
 * @csspart icon - The icon of a working area.
 * @csspart menu - The actions of a client.
 * @cssprop --arende-list-height - Largest height before the list scrolls, default `75dvh`.
 */
export class ArendeClientList extends ArendeElement {
  static override styles = [...ArendeElement.styles, [listStyles]];
  static override properties: PropertyDeclarations = {
    clientUrl: { type: String, attribute: 'client-url' },
    filters: { state: true },
    filtersOpen: { state: true },
    data: { state: true },
  };
  /** @internal */
  declare clientUrl: string | null;
  /** @internal */
  declare filters: Filters;
  /** @internal */
  declare filtersOpen: boolean;
  /** @internal */
  declare data: ClientData | null;

  #viewport = new Viewport(this);
  #menu = new Popup<ClientRowView>(this, '.menu');
  #tip = new Popup<{ icon: AreaIcon; row: ClientRowView; touch: boolean }>(this, '.tip');
  #active = { id: '', control: 'name' };
  #focusWanted = false;
  #busy = new Set<string>();
  #paging: AbortController | null = null;
  #typing: ReturnType<typeof setTimeout> | undefined;
  #announceHits = false;
  #touch = false;

  constructor() {
    super();
    this.clientUrl = null;
    this.filters = unfiltered;
    this.filtersOpen = false;
    this.data = null;
  }

  get #t() {
    return listTexts[this.language];
  }

  protected get heading() {
    return this.#t.heading;
  }

  protected get hasData() {
    return this.data !== null;
  }

  protected clear() {
    this.#paging?.abort();
    this.#menu.close();
    this.#tip.close();
    this.dialog.close('');
    this.data = null;
    this.filters = unfiltered;
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#paging?.abort();
    clearTimeout(this.#typing);
  }

  protected async load(signal: AbortSignal) {
    this.#paging?.abort();
    this.#paging = new AbortController();
    const { filters } = this;
    const same = JSON.stringify(this.data?.filters) === JSON.stringify(filters);
    const data = await ClientData.load(filters, signal, same ? this.data!.rows.length : 0);
    if (filters !== this.filters) return;
    this.data = data;
    if (!same) this.#viewport.toTop();
    if (this.#announceHits) this.announce(this.#t.hits(formatCount(data.head.total, this.language)));
    this.#announceHits = false;
  }

  protected override changed(changes: ChangeView[]) {
    const mine = changes.filter(({ topic }) => ['client', 'instance', 'message', 'note', 'people'].includes(topic));
    const ids = [...new Set(mine.map(({ clientId }) => clientId))];
    if (ids.length === 0 && this.data) return;
    if (!this.data || ids.length > patchLimit || ids.includes(null) || mine.some(({ topic }) => topic === 'client')) {
      return this.refresh();
    }
    void this.#patch(ids as string[]);
  }

  async #patch(ids: string[]) {
    const { data } = this;
    const signal = this.#paging!.signal;
    try {
      if (!(await data!.patch(ids, signal))) this.refresh();
      else this.requestUpdate();
    } catch {
      if (!signal.aborted) this.refresh();
    }
  }

  #set(change: Partial<Filters>) {
    this.filters = { ...this.filters, ...change };
    this.#announceHits = !('tab' in change || 'sort' in change);
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.reload(), change.q ? typingPauseMs : 0);
  }

  protected override updated() {
    const scroller = this.renderRoot.querySelector<HTMLElement>('.scroller');
    this.#viewport.attach(scroller, this.renderRoot.querySelector('.probe'));
    const { data } = this;
    if (!data) return;
    const space = (name: string, rows: number) =>
      this.renderRoot
        .querySelector<HTMLElement>(`.space.${name}`)
        ?.style.setProperty('height', `${Math.max(0, rows) * this.#viewport.rowHeight}px`);
    space('above', Math.min(this.#viewport.start, data.rows.length));
    space('below', data.rows.length - this.#viewport.end);
    if (this.#focusWanted) this.#focus();
    if (data.hasMore && this.#viewport.end + ahead > data.rows.length) void this.#more(data);
  }

  async #more(data: ClientData) {
    const signal = this.#paging!.signal;
    try {
      await data.more(signal);
      if (data === this.data) this.requestUpdate();
    } catch (error) {
      if (!signal.aborted) this.fail(asProblem(error));
    }
  }

  protected content(): TemplateResult {
    const t = this.#t;
    const data = this.data!;
    const { tabs, may, total, tab } = data.head;
    return html`<div class="clients" @keydown=${this.#key} @pointerdown=${this.#pressed}>
      ${toolbarTemplate({
        t,
        language: this.language,
        head: data.head,
        filters: this.filters,
        filtersOpen: this.filtersOpen,
        set: (change) => this.#set(change),
        toggleFilters: () => (this.filtersOpen = !this.filtersOpen),
        add: () => void this.#add(),
        transfer: (what) => void this.#transfer(what),
      })}
      <div
        id="list"
        role=${tabs.length > 1 ? 'tabpanel' : nothing}
        aria-labelledby=${tabs.length > 1 ? `tab-${this.filters.tab ?? tab}` : nothing}
      >
        ${data.rows.length === 0 ? this.#empty(may.manage) : this.#list(data, total)}
      </div>
      ${this.#menuTemplate()} ${this.#tipTemplate()}
    </div>`;
  }

  #list(data: ClientData, total: number): TemplateResult {
    const { rows } = data;
    if (!rows.some(({ id }) => id === this.#active.id)) this.#active = { id: rows[0]!.id, control: 'name' };
    return html`<div class="scroller">
      <div class="probe" aria-hidden="true"></div>
      ${rowsTemplate({
        t: this.#t,
        language: this.language,
        rows,
        total,
        start: this.#viewport.start,
        end: this.#viewport.end,
        sort: this.filters.sort,
        direction: this.filters.direction,
        active: this.#active,
        busy: this.#busy,
        sortBy: (sort) =>
          this.#set({
            sort,
            direction: this.filters.sort === sort && this.filters.direction === 'asc' ? 'desc' : 'asc',
          }),
        open: (row, tab) => this.#open(row, 'details', tab),
        icon: (event, row, icon) => {
          const { area } = icon;
          if (this.#touch) void this.#tip.open({ icon, row, touch: true }, event.currentTarget as HTMLElement);
          else this.#open(row, 'details', area);
        },
        tip: (event, icon, row) => {
          if (icon) void this.#tip.open({ icon, row, touch: false }, event.currentTarget as HTMLElement);
          else if (this.#tip.content && !this.#tip.content.for.touch) this.#tip.close();
        },
        menu: (event, row) => void this.#openMenu(event.currentTarget as HTMLElement, row),
        join: (row) => void this.#join(row),
      })}
    </div>`;
  }

  #empty(mayManage: boolean): TemplateResult {
    const t = this.#t;
    const { q, responsible, area, missingReceipts, others, ended } = this.filters;
    const { tab, tabs } = this.data!.head;
    if (!q && !responsible && !area && !missingReceipts && !others && !ended) {
      if (tab === 'mine' && tabs.some((one) => one.tab === 'all' && one.count > 0)) {
        const all = html`<button type="button" @click=${() => this.#set({ tab: 'all' })}>${t.showAll}</button>`;
        return this.message(t.noneMineTitle, t.noneMineText, all);
      }
      return this.message(t.emptyTitle, mayManage ? t.emptyManage : t.emptyText);
    }
    const clear = html`<button type="button" @click=${() => this.#set(cleared)}>${t.clear}</button>`;
    return this.message(t.noMatchTitle, t.noMatchText, clear);
  }

  protected skeleton(): TemplateResult {
    const bone = html`<span class="bone"></span>`;
    return html`<div class="bones">
      ${Array.from({ length: 8 }, () => html`<div class="bones-row">${bone}${bone}${bone}</div>`)}
    </div>`;
  }

  #menuTemplate(): TemplateResult {
    const t = this.#t;
    const row = this.#menu.content?.for;
    const { manage: mayManage, notify } = this.data!.head.may;
    const item = (label: string, run: () => void) =>
      html`<button type="button" role="menuitem" class="bare" tabindex="-1" @click=${() => this.#choose(run)}>
        ${label}
      </button>`;
    const link =
      this.clientUrl && row ? this.clientUrl.replace('{externalId}', encodeURIComponent(row.externalId)) : null;
    return html`<div
      popover="auto"
      class="menu"
      part="menu"
      role=${row ? 'menu' : nothing}
      aria-label=${row ? t.actionsFor(row.name) : nothing}
      @toggle=${(event: ToggleEvent) => event.newState === 'closed' && this.#menu.content && this.#giveBack()}
      @keydown=${this.#menuKey}
    >
      ${
        row
          ? html`${
              row.level === 'reduced'
                ? item(t.join, () => void this.#join(row))
                : link
                  ? html`<a role="menuitem" tabindex="-1" href=${link} @click=${() => this.#menu.close()}>${t.goTo}</a>`
                  : item(t.goTo, () => this.#open(row, 'account', 'overview'))
            }
            ${item(t.details, () => this.#open(row, 'details', 'overview'))}
            ${notify && row.level === 'full' ? item(t.notify, () => void this.#notify(row)) : nothing}
            ${
              mayManage && row.stage === 'invitation'
                ? html`${item(t.accept, () => void this.#stage(row, 'active'))}
                  ${item(t.decline, () => void this.#stage(row, 'declined'))}`
                : nothing
            }
            ${mayManage && row.stage === 'verification' ? item(t.verified, () => void this.#stage(row, 'active')) : nothing}`
          : nothing
      }
    </div>`;
  }

  #tipTemplate(): TemplateResult {
    const content = this.#tip.content?.for;
    const go = () => {
      this.#tip.close();
      if (content) this.#open(content.row, 'details', content.icon.area);
    };
    // Not inside the tooltip's own hover: WCAG 1.4.13 lets the pointer come to it and Escape take it away.
    return html`<div
      popover=${content?.touch ? 'auto' : 'manual'}
      class="tip"
      role=${content?.touch ? 'dialog' : 'tooltip'}
      aria-label=${content?.touch ? content.icon.text : nothing}
    >
      ${content?.icon.text ?? nothing}
      ${content?.touch ? html`<button type="button" class="bare" @click=${go}>${this.#t.open(this.#t.areas[content.icon.area])}</button>` : nothing}
    </div>`;
  }

  #pressed = (event: PointerEvent) => {
    this.#touch = event.pointerType === 'touch';
    // A tooltip that was opened by touch stays until something else is touched.
    if (this.#tip.content?.for.touch && !event.composedPath().includes(this.#tip.element!)) this.#tip.close();
  };

  #openMenu(at: HTMLElement, row: ClientRowView) {
    this.#tip.close();
    if (this.#menu.content?.for.id === row.id) return void this.#giveBack();
    return this.#menu.open(row, at).then(() => this.#menuItems[0]?.focus());
  }

  get #menuItems(): HTMLElement[] {
    return [...(this.#menu.element?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  }

  #menuKey = (event: KeyboardEvent) => {
    const items = this.#menuItems;
    const at = items.indexOf(event.target as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    event.stopPropagation();
    if (event.key === 'Tab' || event.key === 'Escape') {
      event.preventDefault();
      return void this.#giveBack();
    }
    if (to === undefined) return;
    event.preventDefault();
    items[(to + items.length) % items.length]?.focus();
  };

  #choose(run: () => void) {
    this.#giveBack();
    run();
  }

  #giveBack() {
    this.#menu.close()?.focus();
  }

  #open(row: ClientRowView, action: 'details' | 'account', tab: string) {
    this.#tip.close();
    const { id, externalId, name } = row;
    this.dispatchEvent(new ArendeClientOpenedEvent({ id, externalId, name, action, tab }));
  }

  /** Does something with a client that the list must show afterwards. */
  async #change(row: ClientRowView, work: () => Promise<unknown>, done?: string) {
    this.#busy.add(row.id);
    this.requestUpdate();
    try {
      await work();
      if (done) this.announce(done);
      await this.reload();
    } catch (error) {
      await this.tell(this.#t.failed, asProblem(error));
    } finally {
      this.#busy.delete(row.id);
      this.requestUpdate();
    }
  }

  async #notify({ id }: ClientRowView) {
    try {
      const { notifyColleagues } = await this.need(import('../notices/notify-colleagues.ts'));
      const said = await notifyColleagues(this, id);
      if (said) this.announce(said);
    } catch (error) {
      await this.tell(this.#t.failed, asProblem(error));
    }
  }

  /** "Lägg till mig" (B-04). */
  #join(row: ClientRowView) {
    const join = () => call(`/v1/clients/${row.id}/join`, { method: 'POST' });
    return this.#change(row, join, this.#t.joined(row.name));
  }

  async #stage(row: ClientRowView, stage: 'active' | 'declined') {
    const t = this.#t;
    const sure = async () =>
      this.dialog.open({
        title: `${t.decline}: ${row.name}?`,
        body: () => html`<p>${t.declineAsk}</p>`,
        buttons: [
          { value: '', label: baseTexts[this.language].cancel },
          { value: 'yes', label: t.decline, kind: 'danger' },
        ],
      });
    if (stage === 'declined' && (await sure()) !== 'yes') return;
    await this.#change(row, () => call(`/v1/client-list/${row.id}/stage`, { body: { stage } }));
  }

  async #add() {
    try {
      const { editClient } = await this.need(import('../client/edit.ts'));
      const made = await editClient(this, null);
      if (made) await this.reload();
    } catch (error) {
      await this.tell(this.#t.failed, asProblem(error));
    }
  }

  async #transfer(what: 'import' | 'csv' | 'xlsx') {
    try {
      const { importClients, exportClients } = await this.need(import('./transfer.ts'));
      if (what !== 'import') return await exportClients(what);
      if (await importClients(this)) await this.reload();
    } catch (error) {
      await this.tell(this.#t.failed, asProblem(error));
    }
  }

  #key = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    const { key } = event;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || this.dialog.isOpen) return;
    if (key === 'Escape' && this.#tip.content) {
      this.#tip.close();
    } else if (target.matches('input, select')) {
      return;
    } else if (key === '/') {
      this.renderRoot.querySelector<HTMLElement>('.search')?.focus();
    } else {
      const { control } = target.dataset;
      const id = target.closest<HTMLElement>('[data-row]')?.dataset.row;
      if (!control || !id || !this.#move(id, control, key)) return;
    }
    event.preventDefault();
  };

  /** Arrows in the grid; true when the key was one of them. */
  #move(id: string, control: string, key: string): boolean {
    const { rows } = this.data!;
    const index = rows.findIndex((row) => row.id === id);
    const page = this.#viewport.rowsInView;
    const to = {
      ArrowDown: index + 1,
      j: index + 1,
      ArrowUp: index - 1,
      k: index - 1,
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: rows.length - 1,
    }[key];
    if (to !== undefined) {
      const row = rows[Math.max(0, Math.min(rows.length - 1, to))]!;
      this.#active = { id: row.id, control };
      this.#viewport.reveal(rows.indexOf(row));
      this.#focusWanted = true;
    } else if (key === 'ArrowLeft' || key === 'ArrowRight') {
      const row = this.renderRoot.querySelector(`[data-row="${id}"]`)!;
      const controls = [...row.querySelectorAll<HTMLElement>('[data-control]')].map((one) => one.dataset.control!);
      const next = controls[controls.indexOf(control) + (key === 'ArrowRight' ? 1 : -1)];
      if (!next) return true;
      this.#active = { id, control: next };
      this.#focusWanted = true;
    } else return false;
    this.requestUpdate();
    return true;
  }

  #focus() {
    const row = this.renderRoot.querySelector(`[data-row="${this.#active.id}"]`);
    if (!row) return;
    this.#focusWanted = false;
    const wanted = row.querySelector<HTMLElement>(`[data-control="${this.#active.control}"]`);
    (wanted ?? row.querySelector<HTMLElement>('[data-control=name]'))?.focus();
  }
}

customElements.define('arende-client-list', ArendeClientList);

declare global {
  interface HTMLElementTagNameMap {
    'arende-client-list': ArendeClientList;
  }
}
