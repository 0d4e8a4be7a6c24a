import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { LoginSessionsView, PortalSessionView } from '../../server/portal/schema.ts';
import { ArendeElement } from '../base/element.ts';
import { formatInstant } from '../base/format.ts';
import { callOwn, ready, untilOnline } from '../base/own.ts';
import { asProblem } from '../base/problem.ts';
import { ArendeEnteredEvent } from '../events/entered.ts';
import { accountTexts } from './texts.ts';

/**
 * Whoever is logged in, on the pages that Arende serves: the firms that know them, one of which they work in, where they
 * are logged in, and the way out.
 *
 * @tagname arende-account
 * @fires arende-entered - The person works in another firm now, or has logged out; cancel it to decide where to go.
 * @csspart button - The button that opens the menu.
 */
export class ArendeAccount extends ArendeElement {
  static override styles = [
    ...ArendeElement.styles,
    [
      css`
        /* What measures itself by its container has no width of its own in a row of other things. */
        :host {
          width: 10em;
          max-width: 34vw;
        }
        .name {
          display: block;
          max-width: 100%;
          margin-inline-start: auto;
          overflow: hidden;
          text-overflow: ellipsis;
          white-space: nowrap;
        }
        .list {
          display: grid;
          gap: 0.25em;
          margin: 0.5em 0 1em;
        }
        .list li {
          display: flex;
          flex-wrap: wrap;
          align-items: center;
          justify-content: space-between;
          gap: 0.25em 1em;
          min-height: var(--_target);
        }
        summary {
          display: flex;
          align-items: center;
          min-height: var(--_target);
          width: fit-content;
          color: var(--_muted);
          cursor: pointer;
        }
        summary::before {
          content: '+';
          margin-inline-end: 0.5em;
        }
        .new {
          display: flex;
          flex-wrap: wrap;
          gap: 0.5em;
          align-items: end;
          margin-top: 0.5em;
        }
        .new label {
          display: grid;
          gap: 0.25em;
          flex: 1 1 14em;
        }
        h3 {
          margin-top: 0.75em;
          font-size: 1em;
        }
      `,
    ],
  ];
  static override properties: PropertyDeclarations = {
    ...ArendeElement.properties,
    account: { state: true },
    sessions: { state: true },
  };
  /** @internal */
  declare account: PortalSessionView | null;
  /** @internal */
  declare sessions: LoginSessionsView['items'];

  constructor() {
    super();
    this.account = null;
    this.sessions = [];
  }

  protected override get hasData(): boolean {
    return this.account !== null;
  }

  protected override get heading(): string {
    return accountTexts[this.language].heading;
  }

  protected override clear(): void {
    this.account = null;
    this.sessions = [];
  }

  protected override changed(): void {}

  protected override async load(signal: AbortSignal): Promise<void> {
    await ready(this);
    try {
      this.account = await untilOnline(this, () => callOwn<PortalSessionView>('/v1/portal/session', { signal }));
    } catch (error) {
      // The page says that one is logged out; the menu stays until somebody is known again.
      if (!this.account || asProblem(error).status !== 401) throw error;
    }
  }

  protected override content(): TemplateResult {
    const t = accountTexts[this.language];
    const { person } = this.account!;
    return html`<button
      type="button"
      part="button"
      class="name"
      aria-haspopup="dialog"
      aria-label="${t.menu}: ${person.name}"
      @click=${() => void this.#open()}
    >
      ${person.name}
    </button>`;
  }

  protected override skeleton(): TemplateResult {
    return html`<span class="bone"></span>`;
  }

  async #open(): Promise<void> {
    const t = accountTexts[this.language];
    try {
      this.sessions = (await callOwn<LoginSessionsView>('/v1/portal/sessions')).items;
    } catch (error) {
      return void (await this.tell(t.failed, asProblem(error)));
    }
    const answer = await this.dialog.open({
      title: this.account!.person.name,
      body: () => this.#menu(),
      wide: true,
      buttons: [
        { value: '', label: t.cancel },
        { value: 'out', label: t.logOut, kind: 'primary' },
      ],
    });
    if (answer === 'out') await this.#do('/v1/portal/logout', { method: 'POST' }, '/login');
  }

  #menu(): TemplateResult {
    const t = accountTexts[this.language];
    const { firms, mayStartFirm } = this.account!;
    return html`${
        firms.length > 1
          ? html`<h3>${t.firms}</h3>
              <p class="muted small">${t.firmsText}</p>
              <ul class="list">
                ${firms.map(
                  ({ id, name, role, active }) =>
                    html`<li>
                      <span>${name} <span class="muted small">${t.roles[role]}</span></span>
                      ${
                        active
                          ? html`<span class="badge success">${t.active}</span>`
                          : html`<button type="button" @click=${() => void this.#change(id)}>${t.choose(name)}</button>`
                      }
                    </li>`,
                )}
              </ul>`
          : nothing
      }
      <h3>${t.sessions}</h3>
      <ul class="list">
        ${this.sessions.map(
          ({ id, browser, createdAt, current }) =>
            html`<li>
              <span>
                ${browser || t.unknownBrowser}
                <span class="muted small">${current ? t.here : t.since(formatInstant(createdAt, this.language))}</span>
              </span>
              ${current ? nothing : html`<button type="button" @click=${() => void this.#end(`/${id}`)}>${t.end}</button>`}
            </li>`,
        )}
      </ul>
      ${
        this.sessions.length > 2
          ? html`<button type="button" @click=${() => void this.#end('')}>${t.endOthers}</button>`
          : nothing
      }
      ${mayStartFirm ? this.#newFirm() : nothing}`;
  }

  #newFirm(): TemplateResult {
    const t = accountTexts[this.language];
    const send = (event: SubmitEvent) => {
      event.preventDefault();
      const name = String(new FormData(event.target as HTMLFormElement).get('name')).trim();
      if (name) void this.#do('/v1/portal/firms', { body: { name } });
    };
    // Few ever need it: whoever opens the menu to log out finds no field to fill in.
    return html`<details>
      <summary>${t.newFirm}</summary>
      <form class="new" @submit=${send}>
        <label>${t.firmName}<input name="name" required maxlength="120" /></label>
        <button>${t.create}</button>
      </form>
    </details>`;
  }

  #change(firm: string): Promise<void> {
    return this.#do('/v1/portal/firm', { body: { firm } });
  }

  /** Everything on the page is another user's from then on: the page is opened anew. */
  async #do(path: string, options: Parameters<typeof callOwn>[1], to?: string): Promise<void> {
    this.dialog.close('');
    try {
      const { next = '/' } = await callOwn<{ next?: string }>(path, options);
      const where = to ?? next;
      if (this.dispatchEvent(new ArendeEnteredEvent(where))) location.assign(where);
    } catch (error) {
      await this.tell(accountTexts[this.language].failed, asProblem(error));
    }
  }

  async #end(which: string): Promise<void> {
    try {
      await callOwn(`/v1/portal/sessions${which}`, { method: 'DELETE' });
      this.sessions = (await callOwn<LoginSessionsView>('/v1/portal/sessions')).items;
    } catch (error) {
      await this.tell(accountTexts[this.language].failed, asProblem(error));
    }
  }
}

if (!customElements.get('arende-account')) customElements.define('arende-account', ArendeAccount);

declare global {
  interface HTMLElementTagNameMap {
    'arende-account': ArendeAccount;
  }
}
