import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ChangeView } from '../../server/events/schema.ts';
import type { NoteListView, NoteView } from '../../server/notes/schema.ts';
import { callJson } from '../base/client.ts';
import { ArendeElement } from '../base/element.ts';
import { formatInstant } from '../base/format.ts';
import { asProblem } from '../base/problem.ts';
import { baseTexts } from '../base/texts.ts';
import { styles } from './styles.ts';
import { noteTexts } from './texts.ts';

type Status = NonNullable<NoteView['status']>;
const statuses: Status[] = ['todo', 'doing', 'done'];
const pathOf = (note: NoteView): string => `/v1/notes/${encodeURIComponent(note.id)}`;

/**
 * For the firm's people: comments and to-dos about a client, each with who wrote it and what has been changed since.
 *
 * @tagname arende-notes
 * @attr {string} client - Id of the client that they are about.
 * @csspart form - Where a note is written.
 * @csspart note - One note.
 */
export class ArendeNotes extends ArendeElement {
  static override styles = [...ArendeElement.styles, [styles]];
  static override properties: PropertyDeclarations = {
    ...ArendeElement.properties,
    client: { type: String },
    list: { state: true },
    kind: { state: true },
    editing: { state: true },
    busy: { state: true },
    missing: { state: true },
  };
  declare client: string | null;
  /** @internal */
  declare list: NoteListView | null;
  /** @internal */
  declare kind: NoteView['kind'];
  /** Id of the note whose words are being changed. @internal */
  declare editing: string | null;
  /** @internal */
  declare busy: boolean;
  /** Nothing has been written in the form that was sent. @internal */
  declare missing: boolean;

  #shownClient: string | null = null;
  #text = '';
  #status: Status = 'todo';
  #key = crypto.randomUUID();
  #pages = 1;

  constructor() {
    super();
    this.client = null;
    this.list = null;
    this.kind = 'comment';
    this.editing = null;
    this.busy = false;
    this.missing = false;
  }

  get #t() {
    return noteTexts[this.language];
  }

  protected get heading() {
    return this.#t.heading;
  }

  protected get hasData() {
    return this.client ? this.list !== null && this.#shownClient === this.client : true;
  }

  protected clear() {
    this.list = null;
    this.#text = '';
    this.#pages = 1;
    this.editing = null;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('client') && changed.get('client') !== undefined && this.client !== this.#shownClient) {
      this.clear();
      void this.reload();
    }
  }

  protected async load(signal: AbortSignal): Promise<void> {
    const { client } = this;
    if (!client) return;
    let list: NoteListView | null = null;
    for (let page = 0; page < this.#pages; page += 1) {
      const query = { client, cursor: list?.nextCursor };
      const next: NoteListView = await callJson('/v1/notes', { query, signal });
      list = list ? { ...next, items: [...list.items, ...next.items] } : next;
      if (!next.nextCursor) break;
    }
    this.#shownClient = client;
    this.list = list;
  }

  protected override changed(changes: ChangeView[]): void {
    if (changes.some(({ topic, clientId }) => topic === 'note' && clientId === this.client)) this.refresh();
  }

  async #add(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    this.missing = this.#text.trim() === '';
    if (this.missing) return this.renderRoot.querySelector<HTMLElement>('#text')!.focus();
    this.busy = true;
    const { client, kind } = this;
    const body = { client, kind, text: this.#text, ...(kind === 'todo' ? { status: this.#status } : {}) };
    const done = await this.#try(() =>
      callJson('/v1/notes', { body, headers: { 'Idempotency-Key': this.#key } }).then(() => undefined),
    );
    this.busy = false;
    if (!done) return;
    this.#text = '';
    this.#key = crypto.randomUUID();
    this.announce(this.#t.added);
    this.refresh();
    this.renderRoot.querySelector<HTMLElement>('#text')?.focus();
  }

  async #change(note: NoteView, body: { text?: string; status?: Status }): Promise<boolean> {
    const done = await this.#try(async () => {
      const fresh = await callJson<NoteView>(pathOf(note), { method: 'PUT', body });
      this.list = { ...this.list!, items: this.list!.items.map((each) => (each.id === fresh.id ? fresh : each)) };
    });
    // What could not be changed shows what it is.
    this.requestUpdate();
    return done;
  }

  async #save(note: NoteView): Promise<void> {
    const text = this.renderRoot.querySelector<HTMLTextAreaElement>('.editing textarea')!.value;
    if (text.trim() === '' || !(await this.#change(note, { text }))) return;
    await this.#endEditing();
  }

  async #edit(note: NoteView): Promise<void> {
    this.editing = note.id;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.editing textarea')?.focus();
  }

  async #endEditing(): Promise<void> {
    const id = this.editing;
    this.editing = null;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`[data-id="${CSS.escape(id ?? '')}"] .tools button`)?.focus();
  }

  async #takeAway(note: NoteView): Promise<void> {
    const t = this.#t;
    const answer = await this.dialog.open({
      title: t.takeAwayTitle,
      body: () => html`<p>${t.takeAwayText}</p>`,
      buttons: [
        { value: '', label: baseTexts[this.language].cancel },
        { value: 'yes', label: t.takeAway, kind: 'danger' },
      ],
    });
    if (answer !== 'yes') return;
    if (!(await this.#try(() => callJson(pathOf(note), { method: 'DELETE' }).then(() => undefined)))) return;
    this.list = { ...this.list!, items: this.list!.items.filter(({ id }) => id !== note.id) };
    this.renderRoot.querySelector<HTMLElement>('#text')?.focus();
  }

  async #try(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      await this.tell(this.#t.notDone, asProblem(error));
      return false;
    }
  }

  protected content(): TemplateResult {
    const t = this.#t;
    const { list } = this;
    if (!this.client || !list) return this.message(t.noClientTitle, t.noClientText);
    return html`${list.mayWrite ? this.#form() : nothing}
    ${
      list.items.length === 0
        ? this.message(t.emptyTitle, t.emptyText)
        : html`<ul class="notes">
            ${repeat(
              list.items,
              ({ id }) => id,
              (note) => this.#note(note, list.mayWrite),
            )}
          </ul>`
    }
    ${
      list.nextCursor
        ? html`<button
            type="button"
            class="more"
            @click=${() => {
              this.#pages += 1;
              this.refresh();
            }}
          >
            ${t.more}
          </button>`
        : nothing
    }`;
  }

  #form(): TemplateResult {
    const t = this.#t;
    return html`<form class="new" part="form" novalidate @submit=${(event: Event) => void this.#add(event)}>
      <div class="choices">
        <label
          >${t.kind}
          <select
            @change=${(event: Event) => {
              this.kind = (event.target as HTMLSelectElement).value as NoteView['kind'];
            }}
          >
            <option value="comment" ?selected=${this.kind === 'comment'}>${t.comment}</option>
            <option value="todo" ?selected=${this.kind === 'todo'}>${t.todo}</option>
          </select></label
        >
        ${
          this.kind === 'todo'
            ? html`<label
                >${t.status} ${this.#statusSelect(this.#status, null, (status) => (this.#status = status))}</label
              >`
            : nothing
        }
      </div>
      <label for="text">${this.kind === 'todo' ? t.description : t.text}</label>
      <textarea
        id="text"
        dir="auto"
        maxlength="10000"
        aria-invalid=${this.missing ? 'true' : 'false'}
        aria-describedby=${this.missing ? 'missing' : 'only-firm'}
        .value=${this.#text}
        @input=${(event: Event) => {
          this.#text = (event.target as HTMLTextAreaElement).value;
          this.missing = false;
        }}
      ></textarea>
      ${this.missing ? html`<p id="missing" class="wrong" role="alert">${t.writeSomething}</p>` : nothing}
      <div class="line">
        <button class="primary" aria-disabled=${this.busy ? 'true' : 'false'}>${this.busy ? t.adding : t.add}</button>
        <span id="only-firm" class="muted small">${t.onlyFirm}</span>
      </div>
    </form>`;
  }

  #statusSelect(value: Status, label: string | null, choose: (status: Status) => void): TemplateResult {
    const t = this.#t;
    return html`<select
      aria-label=${label ?? nothing}
      .value=${value}
      @change=${(event: Event) => choose((event.target as HTMLSelectElement).value as Status)}
    >
      ${statuses.map((status) => html`<option value=${status} ?selected=${status === value}>${t.statuses[status]}</option>`)}
    </select>`;
  }

  #note(note: NoteView, mayWrite: boolean): TemplateResult {
    const t = this.#t;
    const choose = async (status: Status) => {
      if (await this.#change(note, { status })) this.announce(t.statusSaid(t.statuses[status]));
    };
    return html`<li class=${note.status ?? ''} data-id=${note.id} part="note">
      <div class="line">
        <span class="kind">${note.kind === 'todo' ? t.todo : t.comment}</span>
        ${
          note.status === null
            ? nothing
            : mayWrite
              ? this.#statusSelect(
                  note.status,
                  `${t.status}: ${note.text.slice(0, 60)}`,
                  (status) => void choose(status),
                )
              : html`<span class="badge">${t.statuses[note.status]}</span>`
        }
        <span class="muted small"><bdi>${note.author.name}</bdi>, ${formatInstant(note.createdAt, this.language)}</span>
      </div>
      ${this.editing === note.id ? this.#editor(note) : html`<p class="words" dir="auto">${note.text}</p>`}
      ${mayWrite && this.editing !== note.id ? this.#tools(note) : nothing} ${this.#history(note)}
    </li>`;
  }

  #tools(note: NoteView): TemplateResult {
    return html`<div class="line tools">
      <button type="button" @click=${() => void this.#edit(note)}>${this.#t.change}</button>
      <button type="button" @click=${() => void this.#takeAway(note)}>${this.#t.takeAway}</button>
    </div>`;
  }

  #editor(note: NoteView): TemplateResult {
    return html`<div class="editing">
      <textarea
        aria-label=${this.#t.change}
        dir="auto"
        maxlength="10000"
        .value=${note.text}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'Escape') void this.#endEditing();
        }}
      ></textarea>
      <div class="line">
        <button type="button" @click=${() => void this.#endEditing()}>${baseTexts[this.language].cancel}</button>
        <button type="button" class="primary" @click=${() => void this.#save(note)}>${this.#t.save}</button>
      </div>
    </div>`;
  }

  #history({ history }: NoteView): TemplateResult | typeof nothing {
    const t = this.#t;
    if (history.length === 0) return nothing;
    return html`<details>
      <summary>${t.history(history.length)}</summary>
      <ol>
        ${history.map(
          (change) =>
            html`<li>
              <bdi>${change.author.name}</bdi>, ${formatInstant(change.at, this.language)}:
              ${
                change.fromStatus && change.toStatus
                  ? t.moved(t.statuses[change.fromStatus], t.statuses[change.toStatus])
                  : nothing
              }
              ${change.fromText === null ? nothing : t.reworded(change.fromText)}
            </li>`,
        )}
      </ol>
    </details>`;
  }

  protected skeleton(): TemplateResult {
    return html`<span class="bone"></span><span class="bone"></span><span class="bone"></span>`;
  }
}

if (!customElements.get('arende-notes')) customElements.define('arende-notes', ArendeNotes);

declare global {
  interface HTMLElementTagNameMap {
    'arende-notes': ArendeNotes;
  }
}
