import { html, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { BoardDefinitionView, BoardItemView } from '../../server/board/schema.ts';
import type { ChangeView } from '../../server/events/schema.ts';
import { listBoardDefinitions } from '../base/client.ts';
import { ArendeElement } from '../base/element.ts';
import { asProblem } from '../base/problem.ts';
import { Acting } from './acting.ts';
import { CardFocus } from './card-focus.ts';
import { changesBetween } from './changes.ts';
import { cardsByStatus, columnsTemplate, drawnCards } from './columns.ts';
import { BoardData, type BoardFilters } from './data.ts';
import type { DragController } from './drag.ts';
import type { MenuController } from './menu.ts';
import type { BoardModel } from './model.ts';
import { moveTo, type neighbour } from './moves.ts';
import { openCard } from './opened.ts';
import { rememberedView, rememberView } from './remembered.ts';
import type { Sorting } from './rows.ts';
import type * as tableModule from './table.ts';
import { skeletonTemplate } from './skeleton.ts';
import { boardStyles } from './styles.ts';
import { boardTexts } from './texts.ts';
import { toolbarTemplate } from './toolbar.ts';
import { countText, nameOf } from './words.ts';

type View = 'columns' | 'table';

const typingPauseMs = 250;
const drawStep = 50;
/** Beyond this many changed clients at once, everything is fetched anew. */
const patchLimit = 6;
const filterNames = ['definition', 'period', 'mine', 'late', 'status', 'search', 'client'] as const;

/**
 * The cases of a process by status: as columns with cards that can be moved, or as the table of periods.
 *
 * @tagname arende-status-board
 * @attr {string} definition - Which process; without it the first one that the user may see.
 * @attr {string} period - Only this period, `2026-10`, `2026-Q3` or `2025-05--2026-04`.
 * @attr {string} view - `columns` or `table`; without it what the user chose last.
 * @attr {string} client - Shows the cases of this client only, by its id.
 * @attr {boolean} mine - Only clients that the user is responsible for.
 * @attr {boolean} late - Only what is late.
 * @attr {string} status - Only this status.
 * @attr {string} search - Part of a client's name.
 * @fires arende-before-act - A user is about to move a card or do something else; cancelable.
 * @fires arende-acted - The server has done it.
 * @fires arende-selected - A card was opened (`kind: 'instance'`), or closed (`id: null`).
 * @fires arende-error - Something that the user was shown went wrong.
 * @fires arende-session-expired - The page gave no new client secret.
 * @csspart root - Everything.
 * @csspart toolbar - Filters and the switch between the views.
 * @csspart columns - All columns.
 * @csspart column - One status.
 * @csspart card - One case.
 * @csspart badge - A status.
 * @csspart table - What the table scrolls in.
 * @csspart menu - The actions of a card.
 * @csspart details - What the dialog says of a case.
 * @csspart action - A button for an action in the details.
 * @csspart dialog - The dialog.
 * @csspart message - Empty, error, offline, expired.
 * @csspart banner - A problem above what is still shown.
 * @csspart skeleton - While waiting.
 * @cssprop --arende-board-height - Largest height of a column, default `80dvh`.
 * @cssprop --arende-sticky-top - On a phone: height of the page's own header that stays, default `0`.
 */
export class ArendeStatusBoard extends ArendeElement {
  static override styles = [...ArendeElement.styles, boardStyles];
  static override properties: PropertyDeclarations = {
    definition: { type: String, reflect: true },
    period: { type: String, reflect: true },
    view: { type: String, reflect: true },
    mine: { type: Boolean, reflect: true },
    late: { type: Boolean, reflect: true },
    status: { type: String, reflect: true },
    search: { type: String, reflect: true },
    client: { type: String },
    data: { state: true },
    definitions: { state: true },
    sorting: { state: true },
  };
  declare definition: string | null;
  declare period: string | null;
  declare view: View | null;
  declare mine: boolean;
  declare late: boolean;
  declare status: string | null;
  declare search: string | null;
  declare client: string | null;
  /** @internal */
  declare data: BoardData | null;
  /** @internal */
  declare definitions: BoardDefinitionView[] | null;
  /** @internal */
  declare sorting: Sorting | null;

  #acted = new Map<string, BoardItemView>();
  #table: typeof tableModule | null = null;
  /** Cards that the user has moved; they are drawn however far down they belong. */
  #moved = new Set<string>();
  #fresh = new Set<string>();
  #drawn = new Map<string, number>();
  #active: string | null = null;
  #announceHits = false;
  #announceChanges = false;
  #paging: AbortController | null = null;
  #loadingMore = new Set<string>();
  #typing: ReturnType<typeof setTimeout> | undefined;
  #focus = new CardFocus(this);
  #menuFrom: 'open' | 'menu' = 'open';
  #menu: MenuController | null = null;
  #acting = new Acting(this, {
    sent: ({ instanceId }) => {
      this.#moved.add(instanceId);
      void this.updateComplete.then(() => this.#focus.follow(instanceId));
    },
    acted: (after) => {
      this.#acted.set(after.instanceId, after);
      this.data?.replace(after);
    },
    stale: () => this.refresh(),
    returnFocus: (id) => this.#focus.giveBack(id),
  });
  #drag: DragController | null = null;
  #seeMore = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) this.#reached(target as HTMLElement);
  });

  constructor() {
    super();
    this.definition = null;
    this.period = null;
    this.view = null;
    this.mine = false;
    this.late = false;
    this.status = null;
    this.search = null;
    this.client = null;
    this.data = null;
    this.definitions = null;
    this.sorting = null;
  }

  get #t() {
    return boardTexts[this.language];
  }

  get #view(): View {
    const view = this.view ?? rememberedView();
    return view === 'table' ? 'table' : 'columns';
  }

  get #filters(): BoardFilters {
    const { period, mine, late, status, search, client } = this;
    // Not all processes of a firm have anything running: the first that has says more than an empty board.
    const first = this.definitions?.find(({ periods }) => periods.length > 0) ?? this.definitions?.[0];
    const definition = this.definition ?? first?.id ?? '';
    return { definition, period: period || null, mine, late, status: status || null, q: search?.trim() ?? '', client };
  }

  protected get heading() {
    return this.#t.heading;
  }

  protected get hasData() {
    return this.data !== null || this.definitions?.length === 0;
  }

  protected clear() {
    this.#paging?.abort();
    this.#menu?.close();
    this.dialog.close('');
    this.data = null;
    this.definitions = null;
    this.#acting.clear();
    this.#acted.clear();
    this.#moved.clear();
    this.#fresh.clear();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#paging?.abort();
    this.#seeMore.disconnect();
    clearTimeout(this.#typing);
  }

  protected async load(signal: AbortSignal) {
    this.#paging?.abort();
    this.#loadingMore.clear();
    if (this.#view === 'table') await this.#needTable();
    if (!this.definitions?.length) this.definitions = (await listBoardDefinitions(signal)).items;
    const filters = this.#filters;
    if (!filters.definition) {
      this.data = null;
      return;
    }
    const before = this.data;
    const same = before !== null && JSON.stringify(before.filters) === JSON.stringify(filters);
    const [data] = await Promise.all([BoardData.load(filters, signal, same ? before : null), this.#needDrag()]);
    if (!same) this.#drawn.clear();
    this.#take(data, same ? [...before.items.values()] : null);
    if (this.#announceHits) this.announce(this.#t.hits(countText(data.total, this.language)));
    this.#announceHits = false;
  }

  #take(data: BoardData, before: BoardItemView[] | null) {
    this.data = data;
    for (const [id, item] of this.#acted) {
      // An answer that was on its way while the user acted must not take back what they have seen happen.
      if ((data.items.get(id)?.sequence ?? Infinity) < item.sequence) data.replace(item);
      else this.#acted.delete(id);
    }
    if (before && this.#announceChanges) this.#tellChanges(before, data);
    this.#announceChanges = false;
    this.requestUpdate();
    if (this.#view === 'table') void this.#loadRest();
  }

  protected override changed(changes: ChangeView[]) {
    const known = new Set(this.definitions?.map(({ id }) => id));
    if (this.data && changes.some(({ definition }) => definition && !known.has(definition))) {
      void this.#refreshDefinitions();
    }
    const shown = changes.filter(
      ({ topic, definition, clientId }) =>
        topic === 'instance' && definition === this.#filters.definition && (!this.client || clientId === this.client),
    );
    if (shown.length === 0 && this.data) return;
    this.#announceChanges = true;
    const clients = [...new Set(shown.map(({ clientId }) => clientId))];
    const few = clients.length <= patchLimit && !clients.includes(null);
    if (few && this.data?.isLarge) void this.#patch(clients as string[]);
    else this.refresh();
  }

  /** Most people stay with the columns: the table is code of its own, fetched when it is first shown. */
  async #needTable() {
    if (this.#table) return;
    this.#table = await this.need(import('./table.ts'));
    this.requestUpdate();
  }

  /** A finger scrolls and has the menu: only where there is a mouse or a pen is dragging fetched. */
  async #needDrag() {
    if (this.#drag || !matchMedia('(any-pointer: fine)').matches) return;
    try {
      const { DragController: Drag } = await this.need(import('./drag.ts'));
      this.#drag ??= new Drag(this);
    } catch {
      // The menu does the same.
    }
  }

  async #refreshDefinitions() {
    try {
      this.definitions = (await listBoardDefinitions()).items;
    } catch {
      // The list is shown as it was; the next load says what is wrong.
    }
  }

  async #patch(clients: string[]) {
    const { data } = this;
    const signal = this.#pagingSignal();
    const before = [...data!.items.values()];
    try {
      await data!.patch(clients, signal);
      if (this.data === data) this.#take(data!, before);
    } catch {
      if (!signal.aborted) this.refresh();
    }
  }

  /** Tells, without moving focus, what others have changed; what the user did has been told already. */
  #tellChanges(before: BoardItemView[], data: BoardData) {
    const { moved, sentence } = changesBetween(before, data, this.language);
    this.#fresh.clear();
    for (const { instanceId } of moved) this.#fresh.add(instanceId);
    if (sentence) this.announce(sentence);
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>) {
    super.willUpdate(changed);
    if (this.hasUpdated && filterNames.some((name) => changed.has(name))) {
      this.#announceHits = true;
      this.#acting.notes.clear();
      const typed = changed.has('search') && this.search;
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => void this.reload(), typed ? typingPauseMs : 0);
    }
    if (changed.has('view') && this.hasUpdated && this.#view === 'table') {
      this.#needTable().then(
        () => this.#loadRest(),
        (error: unknown) => this.fail(asProblem(error)),
      );
    }
  }

  protected override updated() {
    this.#seeMore.disconnect();
    for (const end of this.renderRoot.querySelectorAll('[data-more]')) this.#seeMore.observe(end);
  }

  protected content(): TemplateResult {
    const { data } = this;
    if (!data) return this.message(this.#t.noProcessTitle, this.#t.noProcessText);
    const toolbar = toolbarTemplate({
      t: this.#t,
      language: this.language,
      definitions: this.definitions ?? [],
      data,
      filters: this.#filters,
      view: this.#view,
      filter: (change) => this.#filter(change),
      show: (view) => this.#show(view),
      help: () => void this.#help(),
    });
    return html`<div class="board" @keydown=${this.#key} @focusin=${this.#focused}>
      ${toolbar}${this.#strayNotes(data)}${this.#body(data)}
      ${this.#menu?.template({
        t: this.#t,
        language: this.language,
        statuses: data.definition.statuses,
        choose: (item, action) => void this.#acting.choose(item, action),
      })}
    </div>`;
  }

  #body(data: BoardData): TemplateResult {
    if (data.items.size === 0) return this.#empty();
    const model = this.#model(data);
    this.#focus.ragged = this.#view === 'columns';
    if (this.#view === 'columns') {
      const cards = cardsByStatus(model);
      const drawn = cards.map((items, index) => drawnCards(model, model.statuses[index]!.key, items));
      this.#focus.grid = drawn.map((items) => items.map(({ instanceId }) => instanceId));
      return columnsTemplate(model, cards, drawn);
    }
    if (!this.#table) return html`<div class="skeletons" aria-hidden="true">${skeletonTemplate('table')}</div>`;
    const table = this.#table.tableOf(data, this.#t, this.language);
    const rows = this.#table.sorted(table, this.sorting, data.definition.statuses, this.language);
    const drawn = rows.slice(0, model.drawn('table'));
    this.#focus.grid = table.columns.map((_, index) => drawn.map((row) => row.cells[index]?.[0]?.instanceId ?? null));
    return this.#table.tableTemplate({
      ...model,
      columns: table.columns,
      rows,
      sorting: this.sorting,
      sort: (key) => this.#sort(key),
    });
  }

  #model(data: BoardData): BoardModel {
    const { statuses } = data.definition;
    return {
      t: this.#t,
      language: this.language,
      data,
      statuses: this.#filters.status ? statuses.filter(({ key }) => key === this.#filters.status) : statuses,
      items: [...data.items.values()],
      pending: this.#acting.pending,
      notes: this.#acting.notes,
      fresh: this.#fresh,
      drag: this.#drag?.item ? { item: this.#drag.item, over: this.#drag.over } : null,
      menuFor: this.#menu?.openFor ?? null,
      moved: this.#moved,
      drawn: (key) => this.#drawn.get(key) ?? drawStep,
      tabStop: (ids) => (ids.includes(this.#active) ? this.#active : (ids.find((id) => id !== null) ?? null)),
      more: (key) => void this.#more(key),
      press: (event, item) => {
        if (!this.#acting.pending.has(item.instanceId)) this.#drag?.press(event, item);
      },
      open: (item) => void this.#open(item),
      menu: (event, item) => this.#openMenu(event.currentTarget as HTMLElement, item),
      dismiss: (id) => {
        this.#acting.notes.delete(id);
        this.requestUpdate();
        this.#focus.on(id);
      },
    };
  }

  #empty(): TemplateResult {
    const { period, mine, late, status, q } = this.#filters;
    if (!period && !mine && !late && !status && !q) return this.message(this.#t.emptyTitle, this.#t.emptyText);
    const clear = () => this.#filter({ period: null, mine: false, late: false, status: null, q: '' });
    return this.message(
      this.#t.noMatchTitle,
      this.#t.noMatchText,
      html`<button type="button" @click=${clear}>${this.#t.clearFilters}</button>`,
    );
  }

  /** What happened to cards that are no longer shown must be told somewhere. */
  #strayNotes(data: BoardData): unknown {
    const stray = [...this.#acting.notes].filter(([id]) => !data.items.has(id));
    return stray.map(
      ([id, { name, text }]) =>
        html`<div class="banner danger">
          <span><b>${name}.</b> ${text}</span>
          <button
            type="button"
            @click=${() => {
              this.#acting.notes.delete(id);
              this.requestUpdate();
            }}
          >
            ${this.#t.close}
          </button>
        </div>`,
    );
  }

  protected skeleton(): TemplateResult {
    return skeletonTemplate(this.#view);
  }

  #filter({ q, ...change }: Partial<BoardFilters>) {
    Object.assign(this, change);
    if (q !== undefined) this.search = q || null;
  }

  #show(view: View) {
    this.view = view;
    rememberView(view);
  }

  #sort(key: string) {
    const again = this.sorting?.key === key && this.sorting.direction === 'ascending';
    this.sorting = { key, direction: again ? 'descending' : 'ascending' };
  }

  #reached(end: HTMLElement) {
    // On a phone the lists follow each other: growing by itself would keep the next status out of reach.
    if (this.#focus.isList) return;
    void this.#more(end.dataset.more!);
  }

  /** Draws more of a list, and fetches more when all that is there has been drawn. */
  async #more(key: string) {
    const { data } = this;
    if (!data) return;
    const drawn = (this.#drawn.get(key) ?? drawStep) + drawStep;
    const there =
      key === 'table' ? data.items.size : [...data.items.values()].filter(({ status }) => status === key).length;
    if (key === 'table' || drawn <= there || !data.hasMore(key) || (await this.#fetchMore(data, key))) {
      this.#drawn.set(key, drawn);
      this.requestUpdate();
    }
  }

  async #loadRest() {
    const { data } = this;
    while (data && data === this.data && !data.isWhole && this.#view === 'table') {
      if (!(await this.#fetchMore(data, '', 500))) return;
      this.requestUpdate();
    }
  }

  /** Ends with the next full load. */
  #pagingSignal(): AbortSignal {
    if (!this.#paging || this.#paging.signal.aborted) this.#paging = new AbortController();
    return this.#paging.signal;
  }

  async #fetchMore(data: BoardData, key: string, limit?: number): Promise<boolean> {
    if (this.#loadingMore.has(key)) return false;
    this.#loadingMore.add(key);
    const signal = this.#pagingSignal();
    try {
      await data.more(key, signal, limit);
      return true;
    } catch (error) {
      if (!signal.aborted) this.fail(asProblem(error));
      return false;
    } finally {
      if (!signal.aborted) this.#loadingMore.delete(key);
    }
  }

  #focused = (event: FocusEvent) => {
    const { id, menu } = (event.target as HTMLElement).dataset;
    const active = id ?? menu;
    if (!active) return;
    this.#fresh.delete(active);
    if (active === this.#active) return;
    this.#active = active;
    this.requestUpdate();
  };

  #key = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || this.dialog.isOpen) return;
    const typing = target.matches('input, select, textarea');
    const id = target.dataset.id ?? target.dataset.menu;
    const { key } = event;
    if (key === 'Escape' && target.matches('.search')) {
      if (!this.search) return;
      this.#filter({ q: '' });
    } else if (typing) return;
    else if (key === '/') this.renderRoot.querySelector<HTMLElement>('.search')?.focus();
    else if (key === '?') void this.#help();
    else if (id && key.toLowerCase() === 'm') {
      const item = this.data?.items.get(id);
      if (item) this.#openMenu(target, item);
    } else if (id && isArrow(key)) {
      const next = this.#focus.beside(id, key);
      if (next) this.#focus.on(next);
    } else return;
    event.preventDefault();
  };

  /** Its code is fetched when somebody presses for it, as the table's. */
  async #showMenu(content: Parameters<MenuController['open']>[0]) {
    try {
      const { MenuController: Menu } = await this.need(import('./menu.ts'));
      this.#menu ??= new Menu(this, (id) => this.#focus.giveBack(id, this.#menuFrom));
      await this.#menu.open(content);
    } catch (error) {
      this.fail(asProblem(error));
    }
  }

  #openMenu(trigger: HTMLElement, item: BoardItemView) {
    if (this.#acting.pending.has(item.instanceId)) return;
    if (trigger.dataset.menu && this.#menu?.wasJustClosedFor(item.instanceId)) return;
    this.#menuFrom = trigger.dataset.menu ? 'menu' : 'open';
    const { left, top, bottom } = trigger.getBoundingClientRect();
    void this.#showMenu({ item, actions: item.actions, at: { left, top, bottom }, title: null });
  }

  /** @internal A card was let go over a column. */
  dropped(item: BoardItemView, status: string, at: { left: number; top: number; bottom: number }) {
    if (status === item.status) return;
    const { actions, refusal } = moveTo(item, status);
    if (actions.length === 1) void this.#acting.choose(item, actions[0]!);
    else if (actions.length > 1) {
      // The browser closes popovers beside the pointer once it has been let go; this one comes after that.
      setTimeout(() => void this.#showMenu({ item, actions, at, title: this.#t.dropWhich }));
    } else this.#acting.note(item, this.#t.notMoved(refusal ? this.say(refusal.text) : this.#t.notHere));
  }

  /** @internal */
  announceDrag(item: BoardItemView) {
    this.#menu?.close();
    this.announce(this.#t.whileDragging(nameOf(item, this.language)));
  }

  async #open(item: BoardItemView) {
    this.#menu?.close();
    const chosen = await openCard(this, item);
    this.#focus.giveBack(item.instanceId);
    if (chosen) await this.#acting.choose(chosen.item, chosen.action);
  }

  async #help() {
    try {
      const { openHelp, keys } = await this.need(import('./keys.ts'));
      await openHelp(this, this.#t.help, keys);
    } catch (error) {
      if (await this.tell(this.#t.help, asProblem(error), true)) await this.#help();
    }
  }
}

function isArrow(key: string): key is Parameters<typeof neighbour>[2] {
  return ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(key);
}

customElements.define('arende-status-board', ArendeStatusBoard);

declare global {
  interface HTMLElementTagNameMap {
    'arende-status-board': ArendeStatusBoard;
  }
}
