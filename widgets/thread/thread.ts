import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ChangeView } from '../../server/events/schema.ts';
import type { MessagePageView, MessageView } from '../../server/messages/schema.ts';
import { ArendeElement } from '../base/element.ts';
import { formatDate, formatInstant, formatSize, formatToday } from '../base/format.ts';
import { asProblem } from '../base/problem.ts';
import { baseTexts } from '../base/texts.ts';
import { changeMessage, deleteMessage, downloadFile, markRead, readPage } from './api.ts';
import { Composer } from './composer.ts';
import { styles } from './styles.ts';
import { threadTexts } from './texts.ts';

/**
 * One channel between firm and client, or the comments on a case: what has been written, and a field to write in.
 *
 * @tagname arende-thread
 * @attr {string} thread-id - `general-<client>`, `user-<client>-<user>`, `shared-<case>` or `firm-<case>`.
 * @attr {string} label - Name of the region for screen readers.
 * @csspart thread - What has been written and the field.
 * @cssprop --arende-thread-height - How high what has been written is at most. Default: 60% of the window.
 */
export class ArendeThread extends ArendeElement {
  static override styles = [...ArendeElement.styles, [styles]];
  static override properties: PropertyDeclarations = {
    ...ArendeElement.properties,
    threadId: { type: String, attribute: 'thread-id' },
    label: { type: String },
    page: { state: true },
    editing: { state: true },
  };
  declare threadId: string | null;
  declare label: string | null;
  /** @internal */
  declare page: MessagePageView | null;
  /** Id of the message whose words are being changed. @internal */
  declare editing: string | null;

  #shownId: string | null = null;
  /** What stood there when the thread was opened; what comes after is marked as new. */
  #readBefore = 0;
  #atEnd = true;
  #composer = new Composer(this, (message) => {
    this.#merge([message]);
    this.#atEnd = true;
  });

  constructor() {
    super();
    this.threadId = null;
    this.label = null;
    this.page = null;
    this.editing = null;
  }

  get #t() {
    return threadTexts[this.language];
  }

  protected get heading() {
    return this.label ?? this.#t.heading;
  }

  protected get hasData() {
    return this.threadId ? this.page?.thread.id === this.threadId : true;
  }

  protected clear() {
    this.page = null;
    this.editing = null;
    this.#composer.clear();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    const scroller = this.renderRoot?.querySelector('.scroller');
    if (scroller) this.#atEnd ||= scroller.scrollTop + scroller.clientHeight > scroller.scrollHeight - 40;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('threadId') && this.threadId !== this.#shownId) {
      this.#shownId = this.threadId;
      this.#atEnd = true;
      this.editing = null;
      if (changed.get('threadId') !== undefined) void this.reload();
    }
    if (!changed.has('page') || !this.#atEnd) return;
    const scroller = this.renderRoot.querySelector('.scroller');
    if (scroller) scroller.scrollTop = scroller.scrollHeight;
    this.#atEnd = false;
  }

  protected async load(signal: AbortSignal): Promise<void> {
    const { threadId } = this;
    if (!threadId) return;
    const before = this.page?.thread.id === threadId ? this.page : null;
    const page = await readPage(threadId, null, signal);
    if (!before) this.#readBefore = page.thread.readNumber;
    else this.#announceNew(before, page);
    // What was fetched further back stays, as long as nothing is missing in between.
    const first = page.items[0]?.number ?? 0;
    const kept = before?.items.filter(({ number }) => number < first) ?? [];
    const joined = kept.length > 0 && kept.at(-1)!.number === first - 1;
    this.page = joined ? { ...page, items: [...kept, ...page.items], before: before!.before } : page;
    void this.#seen();
  }

  /** Read is what has been on the screen. */
  async #seen(): Promise<void> {
    const { thread } = this.page!;
    if (thread.readNumber >= thread.lastNumber || document.visibilityState === 'hidden' || !this.checkVisibility())
      return;
    await markRead(thread.id, thread.lastNumber).catch(() => undefined);
  }

  #announceNew(before: MessagePageView, page: MessagePageView): void {
    const fresh = page.items.find(({ number, own }) => number > before.thread.lastNumber && !own);
    if (fresh) this.announce(this.#t.arrived(fresh.author.name));
  }

  protected override changed(changes: ChangeView[]): void {
    const thread = this.page?.thread;
    const concerned = changes.some(({ topic, clientId, instanceId }) =>
      thread?.instanceId
        ? topic === 'comment' && instanceId === thread.instanceId
        : topic === 'message' && clientId === thread?.client?.id,
    );
    if (concerned) this.refresh();
  }

  #merge(messages: MessageView[]): void {
    const { page } = this;
    if (!page) return;
    const items = new Map([...page.items, ...messages].map((message) => [message.number, message]));
    const sorted = [...items.values()].toSorted((a, b) => a.number - b.number);
    const lastNumber = Math.max(page.thread.lastNumber, sorted.at(-1)?.number ?? 0);
    this.page = { ...page, thread: { ...page.thread, lastNumber }, items: sorted };
  }

  async #older(): Promise<void> {
    const { page } = this;
    if (!page?.before) return;
    const scroller = this.renderRoot.querySelector('.scroller')!;
    const fromEnd = scroller.scrollHeight - scroller.scrollTop;
    await this.#try(async () => {
      const older = await readPage(page.thread.id, page.before);
      if (this.page?.thread.id !== page.thread.id) return;
      this.page = { ...this.page, items: [...older.items, ...this.page.items], before: older.before };
      await this.updateComplete;
      scroller.scrollTop = scroller.scrollHeight - fromEnd;
      this.renderRoot.querySelector<HTMLElement>('.scroller')?.focus();
    });
  }

  async #try(work: () => Promise<void>, failed = this.#t.notSent): Promise<void> {
    try {
      await work();
    } catch (error) {
      await this.tell(failed, asProblem(error));
    }
  }

  async #edit(message: MessageView): Promise<void> {
    this.editing = message.id;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.editing textarea')?.focus();
  }

  async #save(message: MessageView): Promise<void> {
    const text = this.renderRoot.querySelector<HTMLTextAreaElement>('.editing textarea')!.value;
    if (text.trim() === '') return;
    await this.#try(async () => {
      this.#merge([await changeMessage(message.id, text)]);
      await this.#endEditing();
    });
  }

  async #endEditing(): Promise<void> {
    this.editing = null;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('#words')?.focus();
  }

  async #takeBack(message: MessageView): Promise<void> {
    const t = this.#t;
    const answer = await this.dialog.open({
      title: t.takeBackTitle,
      body: () => html`<p>${t.takeBackText}</p>`,
      buttons: [
        { value: '', label: baseTexts[this.language].cancel },
        { value: 'yes', label: t.takeBack, kind: 'danger' },
      ],
    });
    if (answer !== 'yes') return;
    await this.#try(async () => this.#merge([await deleteMessage(message.id)]));
    this.renderRoot.querySelector<HTMLElement>('#words')?.focus();
  }

  protected content(): TemplateResult {
    const t = this.#t;
    const { page, threadId } = this;
    if (!threadId || !page) return this.message(t.notChosenTitle, t.notChosenText);
    return html`<div class="thread" part="thread">
      <div class="scroller" tabindex="0" role="group" aria-label=${this.heading}>
        ${
          page.before
            ? html`<button type="button" class="older" @click=${() => void this.#older()}>${t.older}</button>`
            : nothing
        }
        ${
          page.items.length === 0
            ? html`<p class="nothing"><b>${t.emptyTitle}.</b> ${t.emptyText}</p>`
            : html`<ol class="messages">
                ${repeat(
                  page.items,
                  ({ number }) => number,
                  (message, index) => this.#message(message, page.items[index - 1]),
                )}
              </ol>`
        }
      </div>
      <p class="quiet-text">${this.#readers(page)}</p>
      ${page.thread.mayWrite ? this.#composer.template(threadId, page.thread.mayAttach) : nothing}
    </div>`;
  }

  #readers({ thread }: MessagePageView): string {
    const t = this.#t;
    if (thread.kind === 'firm') return t.firmReads;
    if (thread.readers.length > 0) return t.readers(thread.readers.map(({ name }) => name).join(', '));
    return thread.kind === 'user' ? t.gone : thread.kind === 'general' ? t.nobodyReads : t.firmReads;
  }

  #message(message: MessageView, before: MessageView | undefined): TemplateResult {
    const t = this.#t;
    const day = localDay(message.at);
    const fresh = message.number > this.#readBefore && !message.own && (before?.number ?? 0) <= this.#readBefore;
    return html`${
        before && localDay(before.at) === day ? nothing : html`<li class="mark">${formatDate(day, this.language)}</li>`
      }
      ${fresh ? html`<li class="mark fresh">${t.fresh}</li>` : nothing}
      <li class=${message.own ? 'own' : 'other'}>
        <p class="meta">
          <b><bdi>${message.own ? t.you : message.author.name}</bdi></b
          >,
          ${formatInstant(message.at, this.language)}${message.editedAt && !message.deleted ? `, ${t.edited}` : nothing}
        </p>
        ${this.#bubble(message)}
      </li>`;
  }

  #bubble(message: MessageView): TemplateResult {
    const t = this.#t;
    if (message.deleted) return html`<p class="bubble muted">${t.deleted}</p>`;
    if (this.editing === message.id) {
      return html`<div class="bubble editing">
        <textarea
          aria-label=${t.change}
          dir="auto"
          maxlength="10000"
          .value=${message.text}
          @keydown=${(event: KeyboardEvent) => {
            if (event.key === 'Escape') void this.#endEditing();
          }}
        ></textarea>
        <div class="line">
          <button type="button" @click=${() => void this.#endEditing()}>${baseTexts[this.language].cancel}</button>
          <button type="button" class="primary" @click=${() => void this.#save(message)}>${t.save}</button>
        </div>
      </div>`;
    }
    const changeable = message.changeableUntil !== null && Date.parse(message.changeableUntil) > Date.now();
    return html`<div class="bubble">
        ${message.text ? html`<p class="words" dir="auto">${message.text}</p>` : nothing}
        ${
          message.files.length > 0
            ? html`<div class="files">
                ${message.files.map(
                  (file) =>
                    html`<button
                      type="button"
                      title=${t.download(file.name)}
                      @click=${() => void this.#try(() => downloadFile(file), t.notDownloaded)}
                    >
                      <bdi>${file.name}</bdi> <span class="muted">${formatSize(file.sizeBytes, this.language)}</span>
                    </button>`,
                )}
              </div>`
            : nothing
        }
      </div>
      ${
        changeable
          ? html`<div class="tools">
              <button type="button" @click=${() => void this.#edit(message)}>${t.change}</button>
              <button type="button" @click=${() => void this.#takeBack(message)}>${t.takeBack}</button>
            </div>`
          : nothing
      }`;
  }

  protected skeleton(): TemplateResult {
    if (!this.threadId) return html``;
    return html`<div class="thread">
      <span class="bone"></span><span class="bone"></span><span class="bone"></span>
    </div>`;
  }
}

const localDay = (instant: string): string => formatToday(new Date(instant));

if (!customElements.get('arende-thread')) customElements.define('arende-thread', ArendeThread);

declare global {
  interface HTMLElementTagNameMap {
    'arende-thread': ArendeThread;
  }
}
