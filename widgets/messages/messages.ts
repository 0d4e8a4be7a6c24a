import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ChangeView } from '../../server/events/schema.ts';
import type { ChannelListView, ChannelView, FoundView } from '../../server/messages/schema.ts';
import { callJson } from '../base/client.ts';
import { ArendeElement } from '../base/element.ts';
import { formatCount, formatInstant } from '../base/format.ts';
import { asProblem } from '../base/problem.ts';
import { ArendeSelectedEvent } from '../events/selected.ts';
import { Panes } from '../thread/panes.ts';
import '../thread/thread.ts';
import { styles } from './styles.ts';
import { messageTexts } from './texts.ts';

const typingPauseMs = 250;

/**
 * The channels between firm and clients: each client's general one and one for each of its users, with what has been
 * written in the one that is chosen. Staff see where somebody wrote last, and find clients and words by searching.
 *
 * @tagname arende-messages
 * @attr {string} client - Shows the channels of this client only, by its id.
 * @attr {string} thread-id - Opens this channel, as the links in mails name it.
 * @fires arende-selected - Another channel is shown; `detail.id` is the name of its thread.
 * @csspart list - The pane with the channels.
 * @csspart row - A channel.
 * @csspart detail - The channel that is shown.
 * @csspart layout - Both panes.
 * @cssprop --arende-messages-height - Height on a wide screen, where both panes scroll by themselves.
 */
export class ArendeMessages extends ArendeElement {
  static override styles = [...ArendeElement.styles, [styles]];
  static override properties: PropertyDeclarations = {
    ...ArendeElement.properties,
    client: { type: String },
    threadId: { type: String, attribute: 'thread-id' },
    list: { state: true },
    found: { state: true },
    selected: { state: true },
    unreadOnly: { state: true },
  };
  declare client: string | null;
  declare threadId: string | null;
  /** @internal */
  declare list: ChannelListView | null;
  /** @internal */
  declare found: FoundView['items'];
  /** @internal */
  declare selected: { id: string; title: string } | null;
  /** @internal */
  declare unreadOnly: boolean;

  #query = '';
  #typing: ReturnType<typeof setTimeout> | undefined;
  #followed: string | null = null;
  #panes = new Panes(this, () => this.#rowIds);

  constructor() {
    super();
    this.client = null;
    this.threadId = null;
    this.list = null;
    this.found = [];
    this.selected = null;
    this.unreadOnly = false;
  }

  get #t() {
    return messageTexts[this.language];
  }

  get #rowIds(): string[] {
    return [...(this.list?.items ?? []).map(({ id }) => id), ...this.found.map(({ message }) => message.id)];
  }

  protected get heading() {
    return this.#t.heading;
  }

  protected get hasData() {
    return this.list !== null;
  }

  protected clear() {
    this.list = null;
    this.found = [];
    this.selected = null;
    this.#query = '';
    this.unreadOnly = false;
    this.#panes.shown = 'list';
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
  }

  protected override updated(changed: PropertyValues): void {
    const asked = ['client', 'threadId', 'unreadOnly'].some((name) => changed.get(name) !== undefined);
    if (asked) void this.reload();
    else if (changed.has('threadId') && this.threadId) this.#follow();
  }

  protected async load(signal: AbortSignal): Promise<void> {
    const q = this.#query.trim();
    const { client } = this;
    const [list, found] = await Promise.all([
      callJson<ChannelListView>('/v1/channels', { query: { client, q, unread: this.unreadOnly || null }, signal }),
      q.length < 2 ? null : callJson<FoundView>('/v1/messages', { query: { q, client }, signal }),
    ]);
    this.list = list;
    this.found = found?.items ?? [];
    this.#follow();
    const first = list.items[0];
    if (!this.selected && first && !this.#panes.isPhone) this.#select(first.id, this.#titleOf(first));
  }

  /** A link names a channel that need not be among those that are listed. */
  #follow(): void {
    const { threadId } = this;
    if (!threadId || threadId === this.#followed || !this.list) return;
    this.#followed = threadId;
    const channel = this.list.items.find(({ id }) => id === threadId);
    this.#open(threadId, channel ? this.#titleOf(channel) : this.#t.heading);
  }

  protected override changed(changes: ChangeView[]): void {
    if (changes.some(({ topic }) => topic === 'message')) this.refresh();
  }

  #select(id: string, title: string): void {
    if (this.selected?.id === id) return;
    this.selected = { id, title };
    this.dispatchEvent(new ArendeSelectedEvent('thread', id));
  }

  #open(id: string, title: string): void {
    this.#select(id, title);
    this.#panes.open(id);
  }

  #search(query: string): void {
    this.#query = query;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.reload(), typingPauseMs);
  }

  async #more(): Promise<void> {
    const { list } = this;
    if (!list?.nextCursor) return;
    try {
      const query = { cursor: list.nextCursor, unread: this.unreadOnly || null };
      const next = await callJson<ChannelListView>('/v1/channels', { query });
      if (this.list === list) this.list = { ...next, items: [...list.items, ...next.items] };
    } catch (error) {
      this.fail(asProblem(error));
    }
  }

  /** One's own channel is named by whom it is with; the client comes first, but for users who have one only. */
  #titleOf({ kind, client, user, own }: ChannelView): string {
    const channel = kind === 'general' ? this.#t.general : own ? this.#t.own : user!.name;
    const { items } = this.list!;
    const known = items.some((one) => one.own) && items.every((one) => one.client.id === client.id);
    return known ? channel : [client.name, channel].join(' · ');
  }

  protected content(): TemplateResult {
    const { selected } = this;
    const t = this.#t;
    return html`<div class="layout" part="layout" data-pane=${this.#panes.shown}>
      <div class="list" part="list">${this.#toolbar()} ${this.#rows()}</div>
      <div class="pane" part="detail">
        <button type="button" class="back bare" @click=${() => this.#panes.back()}>‹ ${t.back}</button>
        ${
          selected
            ? html`<h2 tabindex="-1"><bdi>${selected.title}</bdi></h2>
                <arende-thread
                  locale=${this.language}
                  thread-id=${selected.id}
                  label=${selected.title}
                ></arende-thread>`
            : this.message(t.chooseTitle, t.chooseText)
        }
      </div>
    </div>`;
  }

  #toolbar(): TemplateResult {
    const t = this.#t;
    const label = this.client ? t.searchWords : t.search;
    return html`<div class="toolbar" role="search" aria-label=${t.channels}>
      <input
        class="search"
        type="search"
        aria-label=${label}
        placeholder=${label}
        autocomplete="off"
        maxlength="100"
        .value=${this.#query}
        @input=${(event: Event) => this.#search((event.target as HTMLInputElement).value)}
      />
      <div class="filters" role="group" aria-label=${t.show}>
        ${[false, true].map(
          (unread) =>
            html`<button
              type="button"
              aria-pressed=${this.unreadOnly === unread ? 'true' : 'false'}
              @click=${() => (this.unreadOnly = unread)}
            >
              ${unread ? t.onlyUnread : t.all}
            </button>`,
        )}
      </div>
    </div>`;
  }

  #rows(): TemplateResult {
    const t = this.#t;
    const { items, nextCursor } = this.list!;
    if (items.length === 0 && this.found.length === 0) {
      const query = this.#query.trim();
      if (query) return this.message(t.noMatchTitle, t.noMatchText(query));
      if (this.unreadOnly) return this.message(t.noneUnreadTitle, t.noneUnreadText);
      return this.message(t.emptyTitle, this.client ? t.emptyClient : t.emptyText);
    }
    return html`<div class="scroller">
      <ul aria-label=${t.channels}>
        ${repeat(
          items,
          ({ id }) => id,
          (channel) => html`<li>${this.#channel(channel)}</li>`,
        )}
      </ul>
      ${
        nextCursor
          ? html`<button type="button" class="more" @click=${() => void this.#more()}>${t.more}</button>`
          : nothing
      }
      ${
        this.found.length > 0
          ? html`<h3 class="group" id="found">${t.found}</h3>
              <ul aria-labelledby="found">
                ${this.found.map((hit) => html`<li>${this.#hit(hit)}</li>`)}
              </ul>`
          : nothing
      }
    </div>`;
  }

  #channel(channel: ChannelView): TemplateResult {
    const t = this.#t;
    const { id, last, lastAt, unread } = channel;
    const text = last === null ? t.nothing : last.deleted ? t.deleted : last.text || t.attached;
    return html`<button
      type="button"
      class=${unread > 0 ? 'row fresh' : 'row'}
      part="row"
      data-id=${id}
      tabindex=${this.#panes.tabIndexOf(id)}
      aria-current=${this.selected?.id === id ? 'true' : nothing}
      @click=${() => this.#open(id, this.#titleOf(channel))}
    >
      <span class="first"><bdi>${this.#titleOf(channel)}</bdi></span>
      <span class="when">
        ${
          unread > 0
            ? html`<span class="count" aria-hidden="true">${formatCount(unread, this.language)}</span
                ><span class="sr">${t.unread(unread)}</span>`
            : nothing
        }
        ${lastAt ? formatInstant(lastAt, this.language) : nothing}
      </span>
      <span class="second">${last ? html`<bdi>${last.author}</bdi>: ` : nothing}<bdi>${text}</bdi></span>
    </button>`;
  }

  #hit({ message, client }: FoundView['items'][number]): TemplateResult {
    return html`<button
      type="button"
      class="row"
      part="row"
      data-id=${message.id}
      tabindex=${this.#panes.tabIndexOf(message.id)}
      @click=${() => {
        this.#select(message.threadId, client.name);
        this.#panes.open(message.id);
      }}
    >
      <span class="first"><bdi>${client.name}</bdi></span>
      <span class="when">${formatInstant(message.at, this.language)}</span>
      <span class="second"><bdi>${message.author.name}</bdi>: <bdi>${message.text}</bdi></span>
    </button>`;
  }

  protected skeleton(): TemplateResult {
    const row = html`<div class="row"><span class="bone"></span><span></span><span class="bone second"></span></div>`;
    return html`<div class="layout" data-pane="list">
      <div class="list">
        <div class="toolbar"><span class="bone"></span></div>
        <div class="scroller">${row}${row}${row}${row}</div>
      </div>
      <div class="pane"><span class="bone"></span></div>
    </div>`;
  }
}

if (!customElements.get('arende-messages')) customElements.define('arende-messages', ArendeMessages);

declare global {
  interface HTMLElementTagNameMap {
    'arende-messages': ArendeMessages;
  }
}
