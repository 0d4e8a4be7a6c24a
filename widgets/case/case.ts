import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { CaseListView, CaseView } from '../../server/cases/schema.ts';
import type { ChangeView } from '../../server/events/schema.ts';
import type { InstanceView } from '../../server/instances/schema.ts';
import { callJson, readInstance } from '../base/client.ts';
import { ArendeElement } from '../base/element.ts';
import { formatDate, formatInstant } from '../base/format.ts';
import { asProblem } from '../base/problem.ts';
import { ArendeSelectedEvent } from '../events/selected.ts';
import type { Acting } from '../inbox/acting.ts';
import type * as Inbox from '../inbox/inbox.ts';
import { styles as layoutStyles } from '../messages/styles.ts';
import { Panes } from '../thread/panes.ts';
import '../thread/thread.ts';
import { Starting } from './starting.ts';
import { styles } from './styles.ts';
import { caseTexts } from './texts.ts';

type Show = 'open' | 'closed' | 'all';
const typingPauseMs = 250;

/**
 * Cases: what people have opened by hand, one with its forms, history and comments, and a form to open a new one. Shows any
 * other case, too, when its id is given.
 *
 * @tagname arende-case
 * @attr {string} client - Shows the cases of this client only, by its id.
 * @attr {string} instance-id - Opens this case, as the links in mails name it.
 * @attr {string} show - `open` (default), `closed` or `all`: what is shown first.
 * @fires arende-selected - Another case is shown; `detail.id` is its id.
 * @fires arende-before-act - The user is about to perform an event; cancelable.
 * @fires arende-acted - The server has performed it.
 * @csspart list - The pane with the list.
 * @csspart row - A case in the list.
 * @csspart detail - The case that is shown.
 * @csspart badge - The status.
 * @csspart layout - Both panes.
 * @cssprop --arende-case-height - Height on a wide screen, where both panes scroll by themselves.
 */
export class ArendeCase extends ArendeElement {
  static override styles = [...ArendeElement.styles, [layoutStyles, styles]];
  static override properties: PropertyDeclarations = {
    ...ArendeElement.properties,
    client: { type: String },
    instanceId: { type: String, attribute: 'instance-id' },
    show: { type: String },
    list: { state: true },
    instance: { state: true },
    selectedId: { state: true },
    missing: { state: true },
  };
  declare client: string | null;
  declare instanceId: string | null;
  declare show: Show;
  /** @internal */
  declare list: CaseListView | null;
  /** @internal */
  declare instance: InstanceView | null;
  /** @internal */
  declare selectedId: string | null;
  /** The one that was asked for is not there. @internal */
  declare missing: boolean;

  #query = '';
  #typing: ReturnType<typeof setTimeout> | undefined;
  #followed: string | null = null;
  #panes = new Panes(this, () => this.list?.items.map(({ instanceId }) => instanceId) ?? []);
  #starting = new Starting(this, (id) => {
    this.#open(id);
    this.refresh();
  });
  /** How the inbox shows a task and performs it. */
  #inbox: typeof Inbox | null = null;
  #acting: Acting | null = null;

  constructor() {
    super();
    this.client = null;
    this.instanceId = null;
    this.show = 'open';
    this.list = null;
    this.instance = null;
    this.selectedId = null;
    this.missing = false;
  }

  get #t() {
    return caseTexts[this.language];
  }

  protected get heading() {
    return this.#t.heading;
  }

  protected get hasData() {
    return this.list !== null;
  }

  protected clear() {
    this.list = null;
    this.instance = null;
    this.selectedId = null;
    this.#query = '';
    this.#panes.shown = 'list';
    this.#starting.clear();
    this.#acting?.clear();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
  }

  protected override updated(changed: PropertyValues): void {
    if (['client', 'instanceId', 'show'].some((name) => changed.get(name) !== undefined)) void this.reload();
  }

  protected async load(signal: AbortSignal): Promise<void> {
    const query = { client: this.client, q: this.#query.trim(), show: this.show };
    // Fetched as a whole: parts of it in a file of their own would be one more for the pages that have the inbox only.
    this.#inbox ??= await this.need(import('../inbox/inbox.ts'));
    this.#acting ??= this.#actingWith(this.#inbox);
    this.list = await callJson<CaseListView>('/v1/cases', { query, signal });
    const { instanceId } = this;
    if (instanceId && instanceId !== this.#followed) {
      this.#followed = instanceId;
      return this.#open(instanceId);
    }
    const first = this.list.items[0];
    if (this.selectedId) await this.#fetch(this.selectedId, signal);
    else if (first && !this.#panes.isPhone && !this.#starting.active) this.#select(first.instanceId);
  }

  #actingWith({ Acting }: typeof Inbox): Acting {
    return new Acting(this, {
      acted: (_task, instance, action) => {
        if (this.selectedId === instance.id) this.instance = instance;
        this.announce(this.#t.done(this.say(action.label)));
        this.refresh();
      },
      notActed: () => {
        this.requestUpdate();
        this.refresh();
      },
    });
  }

  async #fetch(id: string, signal?: AbortSignal): Promise<void> {
    try {
      const instance = await readInstance(id, signal);
      if (this.selectedId !== id) return;
      this.instance = instance;
      this.missing = false;
    } catch (error) {
      const problem = asProblem(error);
      if (problem.status !== 404) throw error;
      if (this.selectedId === id) this.missing = true;
    }
  }

  protected override changed(changes: ChangeView[]): void {
    if (changes.some(({ topic }) => topic === 'instance' || topic === 'comment')) this.refresh();
  }

  #select(id: string): void {
    this.#starting.clear();
    if (this.selectedId === id) return this.requestUpdate();
    this.selectedId = id;
    this.instance = null;
    this.missing = false;
    this.dispatchEvent(new ArendeSelectedEvent('instance', id));
    void this.#fetch(id).catch((error: unknown) => this.fail(asProblem(error)));
  }

  #open(id: string): void {
    this.#select(id);
    this.#panes.open(id);
  }

  #search(query: string): void {
    this.#query = query;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.reload(), typingPauseMs);
  }

  async #begin(): Promise<void> {
    this.selectedId = null;
    this.instance = null;
    this.#panes.open(null);
    await this.#starting.begin(this.client);
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('#new-title')?.focus();
  }

  async #more(): Promise<void> {
    const { list } = this;
    if (!list?.nextCursor) return;
    try {
      const query = { client: this.client, q: this.#query.trim(), show: this.show, cursor: list.nextCursor };
      const next = await callJson<CaseListView>('/v1/cases', { query });
      if (this.list === list) this.list = { ...next, items: [...list.items, ...next.items] };
    } catch (error) {
      this.fail(asProblem(error));
    }
  }

  protected content(): TemplateResult {
    return html`<div class="layout" part="layout" data-pane=${this.#panes.shown}>
      <div class="list" part="list">${this.#toolbar()} ${this.#rows()}</div>
      <div class="pane" part="detail">${this.#pane()}</div>
    </div>`;
  }

  #toolbar(): TemplateResult {
    const t = this.#t;
    const shows: [Show, string][] = [
      ['open', t.open],
      ['closed', t.closed],
      ['all', t.all],
    ];
    return html`<div class="toolbar" role="search" aria-label=${t.heading}>
      <button type="button" class="primary" @click=${() => void this.#begin()}>${t.fresh}</button>
      <input
        class="search"
        type="search"
        aria-label=${t.search}
        placeholder=${t.search}
        autocomplete="off"
        maxlength="100"
        .value=${this.#query}
        @input=${(event: Event) => this.#search((event.target as HTMLInputElement).value)}
      />
      <div class="filters" role="group" aria-label=${t.show}>
        ${shows.map(
          ([show, label]) =>
            html`<button
              type="button"
              aria-pressed=${this.show === show ? 'true' : 'false'}
              @click=${() => (this.show = show)}
            >
              ${label}
            </button>`,
        )}
      </div>
    </div>`;
  }

  #rows(): TemplateResult {
    const t = this.#t;
    const { items, nextCursor } = this.list!;
    if (items.length === 0) {
      const query = this.#query.trim();
      return query ? this.message(t.noMatchTitle, t.noMatchText(query)) : this.message(t.emptyTitle, t.emptyText);
    }
    return html`<div class="scroller">
      <ul aria-label=${t.heading}>
        ${repeat(
          items,
          ({ instanceId }) => instanceId,
          (one) => html`<li>${this.#row(one)}</li>`,
        )}
      </ul>
      ${
        nextCursor
          ? html`<div class="more"><button type="button" @click=${() => void this.#more()}>${t.more}</button></div>`
          : nothing
      }
    </div>`;
  }

  #row(one: CaseView): TemplateResult {
    const t = this.#t;
    const { language } = this;
    return html`<button
      type="button"
      class="row titled"
      part="row"
      data-id=${one.instanceId}
      tabindex=${this.#panes.tabIndexOf(one.instanceId)}
      aria-current=${this.selectedId === one.instanceId ? 'true' : nothing}
      @click=${() => this.#open(one.instanceId)}
    >
      <span class="first"><bdi>${this.say(one.label)}</bdi></span>
      <span class="second">
        ${one.client && !this.client ? html`<bdi>${one.client.name}</bdi>` : nothing}
        ${one.status ? html`<span class="badge ${one.status.tone}">${this.say(one.status.label)}</span>` : nothing}
        ${one.yourTurn ? html`<span class="turn">${t.yourTurn}</span>` : nothing}
        ${one.unread > 0 ? html`<span class="turn">${t.unread(one.unread)}</span>` : nothing}
      </span>
      <span class="when">
        ${one.due ? formatDate(one.due.dueDate, language) : formatInstant(one.statusSince, language)}
      </span>
    </button>`;
  }

  #pane(): TemplateResult {
    const t = this.#t;
    const back = html`<button type="button" class="back bare" @click=${() => this.#panes.back()}>‹ ${t.back}</button>`;
    if (this.#starting.active) return html`${back} ${this.#starting.template()}`;
    if (!this.selectedId) return this.message(t.chooseTitle, t.chooseText);
    if (this.missing) return html`${back} ${this.message(t.goneTitle, t.goneText)}`;
    const { instance } = this;
    if (!instance) return html`${back} ${bones}`;
    const { inboxTexts, openFileOf, taskDetail, taskOf } = this.#inbox!;
    const acting = this.#acting!;
    const task = taskOf(instance);
    return html`${taskDetail({
      t: { ...inboxTexts[this.language], back: t.back },
      language: this.language,
      task,
      instance,
      sending: acting.sendingIds.has(task.id),
      problem: acting.problems.get(task.id) ?? null,
      sentence: (problem) => this.sentence(problem),
      draft: acting.draft(task),
      back: () => this.#panes.back(),
      perform: (action, data) => void acting.perform(task, action, data),
      choose: (action) => void acting.choose(task, action),
      openFile: (file, all) => void openFileOf(this, file, all),
    })}
    ${this.#comments(instance)}`;
  }

  /** Settings are for staff, who see the firm's own comments, too. */
  #comments({ id, settings }: InstanceView): TemplateResult {
    const t = this.#t;
    const thread = (kind: string, label: string) =>
      html`<arende-thread locale=${this.language} thread-id=${`${kind}-${id}`} label=${label}></arende-thread>`;
    return html`<div class="comments">
        <h3>${t.comments}</h3>
        ${thread('shared', t.comments)}
      </div>
      ${
        settings
          ? html`<div class="comments">
              <h3>${t.ofFirm}</h3>
              ${thread('firm', t.ofFirm)}
            </div>`
          : nothing
      }`;
  }

  protected skeleton(): TemplateResult {
    const row = html`<div class="row"><span class="bone first"></span><span class="bone second"></span></div>`;
    return html`<div class="layout" data-pane="list">
      <div class="list">
        <div class="toolbar"><span class="bone search"></span><span class="bone filters"></span></div>
        <div class="scroller">${row}${row}${row}${row}</div>
      </div>
      <div class="pane">${bones}</div>
    </div>`;
  }
}

const bones = html`<span class="bone"></span><span class="bone"></span><span class="bone"></span>`;

if (!customElements.get('arende-case')) customElements.define('arende-case', ArendeCase);

declare global {
  interface HTMLElementTagNameMap {
    'arende-case': ArendeCase;
  }
}
