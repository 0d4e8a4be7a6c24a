import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { ClientDetailsView, PeriodsView } from '../../server/clients/schema.ts';
import type { ChangeView } from '../../server/events/schema.ts';
import type { ClientPeopleView } from '../../server/people/schema.ts';
import { callJson, call } from '../base/client.ts';
import { ArendeElement } from '../base/element.ts';
import { asProblem } from '../base/problem.ts';
import { factsTemplate } from './facts.ts';
import { addColleague, editEngagement, peopleTemplate } from './people.ts';
import { changePeriod, periodsTemplate } from './periods.ts';
import { clientStyles } from './styles.ts';
import { clientTexts } from './texts.ts';

const tabs = ['overview', 'bookkeeping', 'payroll', 'vat', 'year-end', 'notes', 'documents', 'board'] as const;
type Tab = (typeof tabs)[number];
/** Tabs that hold an element of its own, whose code is fetched when it is first looked at. */
type Held = 'notes' | 'documents' | 'board';
const held: Record<Held, () => Promise<object>> = {
  notes: () => import('../notes/notes.ts'),
  documents: () => import('../document-tree/document-tree.ts'),
  board: () => import('../status-board/status-board.ts'),
};
const isHeld = (tab: Tab): tab is Held => tab in held;
const areaTabs: readonly string[] = ['bookkeeping', 'payroll', 'vat', 'year-end'];

/**
 * One client: an overview with who works with it, and a tab for each working area with what is known and the table of
 * periods (B-13), notes, and, as far as the session grants them, its documents and its cards on the board.
 *
 * @tagname arende-client
 * @attr {string} client - Id of the client; without it the element asks to choose one.
 * @attr {string} tab - `overview`, `bookkeeping`, `payroll`, `vat`, `year-end`, `notes`, `documents` or `board`.
 * @fires arende-before-act - A user is about to change a period; cancelable.
 * @fires arende-acted - The server has done it.
 * @fires arende-error - Something that the user was shown went wrong.
 * @fires arende-session-expired - The page gave no new client secret.
 * @csspart tabs - The tabs.
 * @csspart facts - What stands above a tab.
 * @csspart badge - A status.
 */
export class ArendeClient extends ArendeElement {
  static override styles = [...ArendeElement.styles, [clientStyles]];
  static override properties: PropertyDeclarations = {
    client: { type: String, reflect: true },
    tab: { type: String, reflect: true },
    details: { state: true },
    people: { state: true },
    periods: { state: true },
    gone: { state: true },
    ready: { state: true },
  };
  /** @internal */
  declare client: string | null;
  /** @internal */
  declare tab: Tab | null;
  /** @internal */
  declare details: ClientDetailsView | null;
  /** @internal */
  declare people: ClientPeopleView | null;
  /** @internal */
  declare periods: { area: string; view: PeriodsView } | null;
  /** @internal */
  declare gone: boolean;
  /** @internal */
  declare ready: readonly Held[];

  constructor() {
    super();
    this.client = null;
    this.tab = null;
    this.details = null;
    this.people = null;
    this.periods = null;
    this.gone = false;
    this.ready = [];
  }

  get #t() {
    return clientTexts[this.language];
  }

  get #tab(): Tab {
    return this.#tabsShown.find((tab) => tab === this.tab) ?? 'overview';
  }

  /** What the session does not grant is no tab; before it is known, what was asked for is waited for. */
  get #tabsShown(): readonly Tab[] {
    const { details } = this;
    if (!details) return tabs;
    return tabs.filter((tab) => (tab === 'documents' ? details.documents !== null : tab !== 'board' || details.board));
  }

  protected get heading() {
    return this.details ? this.#t.heading(this.details.name) : this.#t.plainHeading;
  }

  protected get hasData() {
    return !this.client || this.gone || this.details?.id === this.client;
  }

  protected clear() {
    this.dialog.close('');
    this.details = null;
    this.people = null;
    this.periods = null;
    this.gone = false;
    this.ready = [];
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>) {
    super.willUpdate(changed);
    if (!this.hasUpdated) return;
    if (changed.has('client')) {
      this.clear();
      void this.reload();
    } else if (changed.has('tab')) void this.reload();
  }

  protected async load(signal: AbortSignal) {
    const id = this.client;
    if (!id) return;
    const tab = this.#tab;
    const path = encodeURIComponent(id);
    try {
      const [details, people, periods] = await Promise.all([
        callJson<ClientDetailsView>(`/v1/client-list/${path}`, { signal }),
        tab === 'overview' ? callJson<ClientPeopleView>(`/v1/clients/${path}/people`, { signal }) : this.people,
        areaTabs.includes(tab) ? this.#periodsOf(path, tab, signal) : this.periods,
      ]);
      if (id !== this.client) return;
      Object.assign(this, { details, people, periods, gone: false });
      if (isHeld(this.#tab)) await this.#hold(this.#tab);
    } catch (error) {
      const problem = asProblem(error);
      if (problem.status !== 404) throw error;
      this.clear();
      this.gone = true;
    }
  }

  /** A colleague's client has no periods for us: it is shown reduced. */
  async #periodsOf(path: string, area: string, signal: AbortSignal) {
    try {
      const view = await callJson<PeriodsView>(`/v1/client-list/${path}/periods`, { query: { area }, signal });
      return { area, view };
    } catch (error) {
      if (asProblem(error).status !== 404) throw error;
      return null;
    }
  }

  async #hold(tab: Held) {
    if (this.ready.includes(tab)) return;
    await this.need(held[tab]());
    if (!this.ready.includes(tab)) this.ready = [...this.ready, tab];
  }

  protected override changed(changes: ChangeView[]) {
    if (changes.some(({ clientId, topic }) => clientId === this.client || (topic === 'client' && !clientId)))
      this.refresh();
  }

  protected content(): TemplateResult {
    const t = this.#t;
    const { details } = this;
    if (this.gone) return this.message(t.goneTitle, t.goneText);
    if (!details) return this.message(t.noneTitle, t.noneText);
    const { name, organisationNumber, companyForm, responsible } = details;
    return html`<div class="client">
      <div class="top">
        <h2>${name}</h2>
        <span class="muted"
          >${[organisationNumber, companyForm?.[this.language], responsible && `${t.responsible}: ${responsible.name}`].filter(Boolean).join(' · ')}</span
        >
      </div>
      ${details.level === 'reduced' ? this.#reduced(details) : html`${this.#tabs(details)}${this.#panel(details)}`}
    </div>`;
  }

  /** B-07: what there is to see of a colleague's client. */
  #reduced({ may }: ClientDetailsView): TemplateResult {
    const t = this.#t;
    const join = html`<button type="button" class="primary" @click=${() => void this.#join()}>${t.join}</button>`;
    return this.message(t.reducedTitle, t.reducedText, may.join ? join : nothing);
  }

  #tabs(details: ClientDetailsView): TemplateResult {
    const t = this.#t;
    const now = this.#tab;
    const shown = this.#tabsShown;
    const move = (event: KeyboardEvent) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      this.tab = shown[(shown.indexOf(now) + step + shown.length) % shown.length]!;
      void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${this.#tab}`)?.focus());
    };
    const button = (tab: Tab) => {
      const area = details.areas.find((one) => one.area === tab);
      const count = tab === 'notes' ? details.openNotes : (area?.waiting ?? 0);
      return html`<button
        type="button"
        role="tab"
        class="bare tab"
        id="tab-${tab}"
        aria-selected=${tab === now ? 'true' : 'false'}
        aria-controls="panel"
        tabindex=${tab === now ? 0 : -1}
        @click=${() => (this.tab = tab)}
        @keydown=${move}
      >
        ${t.tabs[tab]}
        ${tab === 'documents' && details.documents?.unseen ? html`<span class="dot"></span><span class="sr">${t.hasNew}</span>` : nothing}
        ${count > 0 ? html`<span class="count ${area?.tone ?? ''}">${count}</span>` : nothing}
      </button>`;
    };
    return html`<div role="tablist" class="tabs" part="tabs" aria-label=${this.heading}>${shown.map(button)}</div>`;
  }

  #panel(details: ClientDetailsView): TemplateResult {
    const tab = this.#tab;
    return html`<div id="panel" class="panel" role="tabpanel" aria-labelledby="tab-${tab}" tabindex="0">
      ${tab === 'overview' ? this.#overview(details) : isHeld(tab) ? nothing : this.#area(details, tab)}
      ${this.#held(tab)}
    </div>`;
  }

  #overview(details: ClientDetailsView): TemplateResult {
    const t = this.#t;
    return html`<section class="block">
        ${factsTemplate(details.facts.overview, t, this.language)}
        ${details.may.manage ? html`<div class="buttons"><button type="button" @click=${() => void this.#edit(details)}>${t.edit}</button></div>` : nothing}
      </section>
      ${
        this.people
          ? peopleTemplate(this.people, t, this.language, {
              join: () => void this.#join(),
              leave: () => void this.#leave(),
              addUser: () => void this.#try(() => addColleague(this, details.id)),
              engage: () => void this.#try(() => editEngagement(this, details.id, this.people!)),
            })
          : nothing
      }`;
  }

  #area(details: ClientDetailsView, tab: Exclude<Tab, 'overview' | Held>): TemplateResult {
    const t = this.#t;
    const { periods } = this;
    const shown = periods?.area === tab ? periods.view : null;
    const bone = html`<span class="bone"></span>`;
    return html`${factsTemplate(details.facts[tab], t, this.language)}
    ${
      !shown
        ? html`<div aria-hidden="true" class="block">${bone}${bone}${bone}</div>`
        : shown.items.length === 0
          ? this.message(t.noPeriods, t.noPeriodsText)
          : periodsTemplate(shown, t, this.language, (item) => void this.#change(item))
    }`;
  }

  /** What has been looked at stays beside what is shown: an upload goes on while somebody reads the notes. */
  #held(tab: Tab): unknown {
    const { client, language, ready } = this;
    const away = (one: Held) => one !== tab;
    return html`${ready.includes('notes') ? html`<arende-notes client=${client} locale=${language} ?hidden=${away('notes')}></arende-notes>` : nothing}
    ${ready.includes('documents') ? html`<arende-document-tree client=${client} locale=${language} ?hidden=${away('documents')}></arende-document-tree>` : nothing}
    ${ready.includes('board') ? html`<arende-status-board client=${client} locale=${language} ?hidden=${away('board')}></arende-status-board>` : nothing}
    ${isHeld(tab) && !ready.includes(tab) ? this.skeleton() : nothing}`;
  }

  protected skeleton(): TemplateResult {
    const bone = html`<span class="bone"></span>`;
    return html`<div class="client">${bone}${bone}${bone}${bone}${bone}</div>`;
  }

  async #try(work: () => Promise<boolean | void>) {
    try {
      if ((await work()) !== false) await this.reload();
    } catch (error) {
      await this.tell(this.#t.failed, asProblem(error));
    }
  }

  async #change(item: PeriodsView['items'][number]) {
    await this.#try(() => changePeriod(this, item));
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`[data-change="${item.instanceId}"]`)?.focus();
  }

  #edit(details: ClientDetailsView) {
    return this.#try(async () => {
      const { editClient } = await this.need(import('./edit.ts'));
      return (await editClient(this, details)) !== null;
    });
  }

  #join() {
    return this.#try(async () => void (await call(`/v1/clients/${this.client}/join`, { method: 'POST' })));
  }

  #leave() {
    return this.#try(async () => void (await call(`/v1/clients/${this.client}/leave`, { method: 'POST' })));
  }
}

customElements.define('arende-client', ArendeClient);

declare global {
  interface HTMLElementTagNameMap {
    'arende-client': ArendeClient;
  }
}
