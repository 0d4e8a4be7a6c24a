import { html, nothing, type PropertyDeclarations } from 'lit';
import type { AffordanceView } from '../../server/common/schema.ts';
import type { ChangeView } from '../../server/events/schema.ts';
import type { InstanceView } from '../../server/instances/schema.ts';
import type { TaskItemView, TaskListView } from '../../server/tasks/schema.ts';
import { listTasks, readInstance } from '../base/client.ts';
import { ArendeElement } from '../base/element.ts';
import { asProblem } from '../base/problem.ts';
import { ArendeSelectedEvent } from '../events/selected.ts';
import type { ArendeForm } from '../form/form.ts';
import { Acting } from './acting.ts';
import { detailSkeleton, openFileOf, primaryOf, taskDetail, taskOf } from './detail.ts';
import { groupsOf } from './groups.ts';
import { listSkeleton, taskList } from './list.ts';
import { focusOn, type Place, placeOf, restorePlace, rowSelector } from './place.ts';
import { inboxStyles } from './styles.ts';
import { inboxTexts } from './texts.ts';
import { type Filter, toolbar } from './toolbar.ts';

/** For elements that show a case as the inbox does; `styles` are those of a task. */
export { Acting } from './acting.ts';
export { openFileOf, taskDetail, taskOf } from './detail.ts';
export { styles } from './styles.ts';
export { inboxTexts } from './texts.ts';

const phonePx = 720;
const pageSize = 50;
const largestPage = 200;
/** So many are seen at a glance: nobody needs to search or filter them. */
const few = 5;
const typingPauseMs = 200;
const browsingPauseMs = 150;

/**
 * The tasks that the user may perform, late ones first, with the form of each and what else can be done with it.
 *
 * Keys while focus is inside: j/k or arrows move, Enter opens, e performs, / searches, Escape goes back, ? lists the keys.
 *
 * @tagname arende-inbox
 * @attr {string} filter - `all` (default), `mine` or `late`: what is shown first.
 * @attr {string} client - Shows the tasks of this client only, by its id.
 * @attr {string} instance-id - Opens the task of this case, as the links in mails name it.
 * @fires arende-selected - Another task is shown; `detail.id` is its id.
 * @fires arende-before-act - The user is about to perform an event; cancelable.
 * @fires arende-acted - The server has performed it.
 * @csspart list - The pane with the list.
 * @csspart row - A task in the list.
 * @csspart detail - The task that is shown.
 * @csspart badge - The status.
 * @csspart field - A field of the form.
 * @csspart submit - The button that performs the task.
 * @csspart action - A button of another action.
 * @csspart error-summary - What is wrong in the form.
 * @csspart layout - Both panes.
 * @cssprop --arende-inbox-height - Height on a wide screen, where list and task scroll by themselves.
 */
export class ArendeInbox extends ArendeElement {
  static override styles = [...ArendeElement.styles, inboxStyles];
  static override properties: PropertyDeclarations = {
    filter: { type: String },
    client: { type: String },
    instanceId: { type: String, attribute: 'instance-id' },
    list: { state: true },
    selectedId: { state: true },
    instance: { state: true },
  };
  declare filter: Filter;
  declare client: string | null;
  declare instanceId: string | null;
  /** @internal */
  declare list: TaskListView | null;
  /** @internal */
  declare selectedId: string | null;
  /** @internal */
  declare instance: InstanceView | null;

  #query = '';
  #typing: ReturnType<typeof setTimeout> | undefined;
  #browsing: ReturnType<typeof setTimeout> | undefined;
  #activeId: string | null = null;
  #paneShown: 'list' | 'detail' = 'list';
  #newIds = new Set<string>();
  #clientFirst = false;
  /** Once there was more than a few it stays, so that nothing jumps while they are worked through. */
  #searchable = false;
  #loadingMore = false;
  #confirmation = '';
  #shownQuery: string | null = null;
  #place: Place | null = null;
  #followedId: string | null = null;
  #missingId: string | null = null;
  #acting = new Acting(this, {
    acted: (task, instance, action) => {
      this.#acted(task, instance, action);
      this.refresh();
    },
    notActed: (task) => {
      void this.#notActed(task);
      this.refresh();
    },
  });
  #observer = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) void this.#more();
  });

  constructor() {
    super();
    this.filter = 'all';
    this.client = null;
    this.instanceId = null;
    this.list = null;
    this.selectedId = null;
    this.instance = null;
    this.addEventListener('keydown', (event) => this.#key(event));
  }

  get #t() {
    return inboxTexts[this.language];
  }

  protected get heading() {
    return this.#t.heading;
  }

  protected get hasData() {
    return this.list !== null;
  }

  protected clear() {
    this.list = null;
    this.selectedId = null;
    this.instance = null;
    this.#acting.clear();
    this.#newIds.clear();
    this.#searchable = false;
    this.#query = '';
    this.#shownQuery = null;
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#observer.disconnect();
    clearTimeout(this.#typing);
    clearTimeout(this.#browsing);
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>) {
    super.willUpdate(changed);
    const asked = changed.has('filter') || changed.has('client') || changed.has('instanceId');
    if (asked && this.hasUpdated) void this.reload();
    if (changed.has('list') && this.hasUpdated) this.#place = placeOf(this.shadowRoot!);
  }

  protected override updated() {
    if (this.#place && !this.dialog.isOpen) restorePlace(this.shadowRoot!, this.#place, this.#activeId);
    this.#place = null;
    this.#observer.disconnect();
    const end = this.renderRoot.querySelector('.more');
    if (end) this.#observer.observe(end);
  }

  // --- What is shown -------------------------------------------------------------------------------------------------

  protected async load(signal: AbortSignal) {
    const asked = JSON.stringify([this.filter, this.client, this.#query]);
    const same = asked === this.#shownQuery;
    const wanted = this.#linkedId ? largestPage : same ? (this.list?.items.length ?? 0) : 0;
    const items: TaskItemView[] = [];
    let page: TaskListView | null = null;
    do {
      const limit = Math.min(largestPage, Math.max(pageSize, wanted - items.length));
      page = await listTasks({ ...this.#ask(), limit, cursor: page?.nextCursor ?? null }, signal);
      items.push(...page.items);
    } while (page.nextCursor && items.length < wanted);
    const list = { ...page, items: this.#acting.truthful(items, this.list?.items ?? []) };
    if (same) this.#noticeNew(list);
    else if (this.#shownQuery !== null) this.announce(this.#t.listSaid(list.items.length));
    this.#shownQuery = asked;
    this.#show(list, same);
  }

  #ask() {
    return { filter: this.filter, client: this.client, q: this.#query.trim() };
  }

  #show(list: TaskListView, same: boolean) {
    if (new Set(list.items.map((task) => task.client?.id)).size > 1) this.#clientFirst = true;
    this.#searchable ||= list.counts.open > few || this.filter !== 'all' || this.#query !== '';
    const before = inShownOrder(this.list?.items ?? []).findIndex((task) => task.id === this.#activeId);
    const order = inShownOrder(list.items);
    this.list = list;
    if (!order.some((task) => task.id === this.#activeId)) {
      this.#activeId = (order[before] ?? order.at(before < 0 ? 0 : -1))?.id ?? null;
    }
    const selected = order.find((task) => task.id === this.selectedId);
    if (this.#linkedId) {
      this.#follow(order);
    } else if (selected) {
      if (this.instance && this.instance.sequence < selected.sequence) this.#fetchInstance(selected);
    } else if (this.#showsLinked) {
      void this.#fetchLinked(this.selectedId!);
    } else if (!same || this.selectedId === null) {
      this.#select(this.#isPhone ? null : (order[0] ?? null));
    }
  }

  /** The case that a link asked for and that has not been shown yet. */
  get #linkedId(): string | null {
    return this.instanceId === this.#followedId ? null : this.instanceId;
  }

  /** What a link asked for is shown although it is no task in the list. */
  get #showsLinked(): boolean {
    return this.selectedId !== null && this.selectedId === this.#followedId;
  }

  #follow(order: TaskItemView[]) {
    const id = this.#linkedId!;
    const task = order.find((each) => each.instanceId === id);
    this.#followedId = id;
    this.#paneShown = 'detail';
    if (task) return this.#open(task);
    // Nothing of that name is in the list, so it is done or another's: the pane shows how the case stands.
    this.selectedId = id;
    this.instance = null;
    void this.#fetchLinked(id);
  }

  async #fetchLinked(id: string) {
    try {
      const instance = await readInstance(id);
      if (this.selectedId === id) this.instance = instance;
    } catch (error) {
      const problem = asProblem(error);
      if (problem.status !== 404) return this.fail(problem);
      // Then the pane says that the task is not there any more.
      this.#missingId = id;
      this.requestUpdate();
    }
  }

  #noticeNew(list: TaskListView) {
    const known = new Set(this.list!.items.map((task) => task.id));
    // What slides in from below when rows leave is not new; what stands before a row that was there is.
    const until = this.list!.nextCursor ? list.items.findLastIndex((task) => known.has(task.id)) : Infinity;
    const fresh = list.items.filter((task, index) => index < until && !known.has(task.id));
    for (const task of fresh) this.#newIds.add(task.id);
    if (fresh.length > 0) this.announce(this.#t.newTasksSaid(fresh.length));
  }

  protected override changed(changes: ChangeView[]) {
    if (changes.some((change) => change.topic === 'instance')) this.refresh();
  }

  async #more() {
    const list = this.list;
    if (this.#loadingMore || this.phase !== 'ready' || !list?.nextCursor) return;
    this.#loadingMore = true;
    try {
      const page = await listTasks({ ...this.#ask(), limit: pageSize, cursor: list.nextCursor });
      if (this.list === list) this.list = { ...page, items: [...list.items, ...page.items] };
    } catch (error) {
      this.fail(asProblem(error));
    } finally {
      this.#loadingMore = false;
    }
  }

  #select(task: TaskItemView | null) {
    if (task) this.#activeId = task.id;
    if (this.selectedId === (task?.id ?? null)) return;
    this.selectedId = task?.id ?? null;
    if (task) this.#newIds.delete(task.id);
    this.#confirmation = '';
    this.dispatchEvent(new ArendeSelectedEvent('task', this.selectedId));
    if (task && this.instance?.id !== task.instanceId) {
      this.instance = null;
      this.#fetchInstance(task);
    }
  }

  /** Waits a moment, so that a key held down does not ask for every task on the way. */
  #fetchInstance(task: TaskItemView) {
    clearTimeout(this.#browsing);
    this.#browsing = setTimeout(async () => {
      try {
        const instance = await readInstance(task.instanceId);
        if (this.#selected?.instanceId === instance.id) this.instance = instance;
      } catch (error) {
        const problem = asProblem(error);
        if (!problem.isOffline && problem.status !== 404) this.fail(problem);
      }
    }, browsingPauseMs);
  }

  get #selected(): TaskItemView | null {
    return this.list?.items.find((task) => task.id === this.selectedId) ?? null;
  }

  get #isPhone() {
    return this.offsetWidth < phonePx;
  }

  // --- Acting --------------------------------------------------------------------------------------------------------

  /** Only now does the row leave: the server has said so. */
  #acted(task: TaskItemView, instance: InstanceView, action: AffordanceView) {
    const asked = action.taskId === task.taskId;
    const done = asked ? this.#t.done(this.#nameOf(task)) : this.#t.did(this.say(action.label), this.#nameOf(task));
    const watching = this.selectedId === task.id;
    if (this.#showsLinked && this.selectedId === instance.id) this.instance = instance;
    if (instance.tasks.some(({ id }) => id === task.id) || !this.list) {
      if (watching) this.instance = instance;
      return this.#confirm(done);
    }
    const order = inShownOrder(this.list.items);
    const place = order.findIndex(({ id }) => id === task.id);
    const next = order[place + 1] ?? order[place - 1] ?? null;
    const { counts } = this.list;
    this.list = {
      ...this.list,
      items: this.list.items.filter(({ id }) => id !== task.id),
      counts: { ...counts, open: counts.open - 1, late: counts.late - (task.due?.late ? 1 : 0) },
    };
    if (this.#activeId === task.id) this.#activeId = next?.id ?? null;
    if (!watching) return this.#confirm(done);
    this.#select(this.#isPhone ? null : next);
    this.#paneShown = 'list';
    void this.#focusRow(next);
    this.#confirm(done, next ? this.#t.doneNext(this.#nameOf(next)) : this.#t.doneAll);
  }

  #confirm(text: string, more = '') {
    this.#confirmation = text;
    this.announce(`${text} ${more}`.trim());
  }

  async #notActed(task: TaskItemView) {
    const problem = this.#acting.problems.get(task.id)!;
    this.requestUpdate();
    await this.updateComplete;
    if (this.selectedId !== task.id) {
      this.announce(`${this.#t.notSent}: ${this.#nameOf(task)}. ${this.sentence(problem)}`);
    } else if (problem.fields.length === 0) {
      this.renderRoot.querySelector<HTMLElement>('.task .banner')?.focus();
    }
  }

  #nameOf(task: TaskItemView) {
    return [this.say(task.title), this.#clientFirst ? task.client?.name : this.say(task.label)]
      .filter(Boolean)
      .join(', ');
  }

  // --- Keyboard and focus --------------------------------------------------------------------------------------------

  #key(event: KeyboardEvent) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || this.dialog.isOpen) return;
    const target = event.composedPath()[0] as HTMLElement;
    const writing = target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select');
    if (event.key === 'Escape') return this.#escape(event, target);
    if (writing) return;
    const inList = target.matches('.row');
    const keys: Record<string, () => void> = {
      j: () => this.#move(1),
      k: () => this.#move(-1),
      e: () => this.#performSelected(),
      '/': () => this.#searchInput?.focus(),
      '?': () => void this.#help(),
      ...(inList && {
        ArrowDown: () => this.#move(1),
        ArrowUp: () => this.#move(-1),
        Home: () => this.#move(-Infinity),
        End: () => this.#move(Infinity),
      }),
    };
    const perform = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!perform) return;
    event.preventDefault();
    perform();
  }

  #escape(event: KeyboardEvent, target: HTMLElement) {
    if (target.matches('.search')) {
      if (this.#query) this.#search('');
      else void this.#focusRow(this.#active);
    } else if (!target.matches('.row')) this.#back();
    else return;
    event.preventDefault();
  }

  get #active(): TaskItemView | null {
    return this.list?.items.find((task) => task.id === this.#activeId) ?? null;
  }

  get #searchInput() {
    return this.renderRoot.querySelector<HTMLInputElement>('.search');
  }

  #move(by: number) {
    const order = inShownOrder(this.list?.items ?? []);
    const from = order.findIndex((task) => task.id === this.#activeId);
    const task = order[Math.max(0, Math.min(order.length - 1, from + by))];
    if (!task) return;
    this.#activeId = task.id;
    if (!this.#isPhone) this.#select(task);
    else if (this.#paneShown === 'detail') return this.#open(task);
    this.requestUpdate();
    void this.#focusRow(task);
  }

  async #focusRow(task: TaskItemView | null) {
    await this.updateComplete;
    const row = task && this.renderRoot.querySelector<HTMLElement>(rowSelector(task.id));
    focusOn(row ?? this.renderRoot.querySelector<HTMLElement>('.message h2, .search'));
    row?.scrollIntoView({ block: 'nearest' });
  }

  #open(task: TaskItemView) {
    this.#select(task);
    this.#paneShown = 'detail';
    this.requestUpdate();
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>('#task-title')?.focus();
      if (this.#isPhone) this.scrollIntoView({ block: 'start' });
    });
  }

  #back() {
    this.#paneShown = 'list';
    this.requestUpdate();
    void this.#focusRow(this.#active);
    if (this.#isPhone) this.#select(null);
  }

  #performSelected() {
    const task = this.#selected;
    const action = task && primaryOf(task);
    if (!action?.allowed) return;
    if (this.#isPhone && this.#paneShown === 'list') return this.#open(task!);
    this.renderRoot.querySelector<ArendeForm>('.primary-form')?.submit();
  }

  async #help() {
    try {
      const { openHelp, keys } = await this.need(import('./keys.ts'));
      await openHelp(this, this.#t.help, keys);
    } catch (error) {
      if (await this.tell(this.#t.help, asProblem(error), true)) await this.#help();
    }
  }

  #search(query: string) {
    this.#query = query;
    this.requestUpdate();
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.reload(), query ? typingPauseMs : 0);
  }

  // --- Templates -----------------------------------------------------------------------------------------------------

  protected content() {
    const { items, counts } = this.list!;
    const none = items.length === 0 && counts.open === 0 && !this.#query;
    if (none && !this.#showsLinked)
      return html`${
        this.#confirmation ? html`<p class="confirmation alone">${check} ${this.#confirmation}</p>` : nothing
      }${this.#empty()}`;
    return html`<div class="layout" part="layout" data-pane=${this.#paneShown}>
      <div class="list" part="list">
        ${this.#toolbar()}
        <div class="scroller">${none ? this.#empty() : items.length === 0 ? this.#noMatch() : this.#rows()}</div>
        ${this.#confirmation ? html`<p class="confirmation">${check} ${this.#confirmation}</p>` : nothing}
      </div>
      <div class="pane">${this.#pane()}</div>
    </div>`;
  }

  #empty() {
    const next = this.list!.next;
    return this.message(
      this.#t.emptyTitle,
      next ? this.#t.emptyNext(this.say(next.label), next.opensDate) : this.#t.emptyText,
    );
  }

  #toolbar() {
    const fresh = inShownOrder(this.list!.items).filter((task) => this.#newIds.has(task.id));
    return toolbar({
      t: this.#t,
      language: this.language,
      searchable: this.#searchable,
      query: this.#query,
      filter: this.filter,
      counts: this.list!.counts,
      newCount: fresh.length,
      search: (query) => this.#search(query),
      toList: () => void this.#focusRow(this.#active),
      choose: (filter) => (this.filter = filter),
      help: () => void this.#help(),
      toNew: () => {
        this.#activeId = fresh[0]!.id;
        this.requestUpdate();
        void this.#focusRow(fresh[0]!);
      },
    });
  }

  #rows() {
    return html`${taskList({
      t: this.#t,
      language: this.language,
      tasks: this.list!.items,
      selectedId: this.selectedId,
      activeId: this.#activeId,
      sendingIds: this.#acting.sendingIds,
      failedIds: new Set(this.#acting.problems.keys()),
      newIds: this.#newIds,
      clientFirst: this.#clientFirst,
      select: (task, byKeyboard) => (byKeyboard || this.#isPhone ? this.#open(task) : this.#select(task)),
    })}
    ${
      this.list!.nextCursor
        ? html`<p class="more">
            <button type="button" class="bare" @click=${() => void this.#more()}>${this.#t.more}</button>
          </p>`
        : nothing
    }`;
  }

  #noMatch() {
    const t = this.#t;
    const all = () => {
      this.#search('');
      this.filter = 'all';
      this.#searchInput?.focus();
    };
    const button = html`<button type="button" @click=${all}>${t.showAll}</button>`;
    if (this.#query.trim()) return this.message(t.noMatchTitle, t.noMatchText(this.#query.trim()), button);
    if (this.filter === 'late') return this.message(t.noneLateTitle, t.noneLateText, button);
    return this.message(t.noneMineTitle, t.noneMineText, button);
  }

  #pane() {
    const task = this.#selected;
    const t = this.#t;
    if (!task) {
      if (this.selectedId === null) return this.message(t.chooseTitle, t.chooseText);
      const { instance } = this;
      if (instance?.id === this.selectedId) {
        const open = taskOf(instance);
        return this.#detail(open, open.taskId === instance.id ? t.linkedDone : undefined);
      }
      if (this.#showsLinked && this.#missingId !== this.selectedId) return detailSkeleton();
      const problem = this.#acting.problems.get(this.selectedId);
      const next = this.#active;
      const button = next
        ? html`<button type="button" @click=${() => this.#open(next)}>${t.nextTask}</button>`
        : html`<button type="button" @click=${() => this.#back()}>${t.back}</button>`;
      return this.message(t.goneTitle, problem?.isConflict ? this.sentence(problem) : t.goneText, button);
    }
    return this.#detail(task);
  }

  #detail(task: TaskItemView, notice?: string) {
    return taskDetail({
      t: this.#t,
      language: this.language,
      task,
      notice,
      instance: this.instance?.id === task.instanceId ? this.instance : null,
      sending: this.#acting.sendingIds.has(task.id),
      problem: this.#acting.problems.get(task.id) ?? null,
      sentence: (problem) => this.sentence(problem),
      draft: this.#acting.draft(task),
      back: () => this.#back(),
      perform: (action, data) => void this.#acting.perform(task, action, data),
      choose: (action) => void this.#acting.choose(task, action),
      openFile: (file, all) => void openFileOf(this, file, all),
    });
  }

  protected skeleton() {
    return html`<div class="layout" data-pane="list">
      <div class="list">
        <div class="toolbar"><span class="bone search"></span><span class="bone filters"></span></div>
        <div class="scroller">${listSkeleton()}</div>
      </div>
      <div class="pane">${detailSkeleton()}</div>
    </div>`;
  }
}

function inShownOrder(tasks: TaskItemView[]): TaskItemView[] {
  return groupsOf(tasks).flatMap((group) => group.tasks);
}

const check = html`<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
  <path d="m3.5 8.5 3 3 6-7" fill="none" stroke="currentColor" stroke-width="1.75" />
</svg>`;

if (!customElements.get('arende-inbox')) customElements.define('arende-inbox', ArendeInbox);

declare global {
  interface HTMLElementTagNameMap {
    'arende-inbox': ArendeInbox;
  }
}
