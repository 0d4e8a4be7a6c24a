import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { InvitedView } from '../../server/login/invitation-routes.ts';
import type { BankIdStatusView, LoginOptionsView } from '../../server/login/schema.ts';
import { ArendeElement } from '../base/element.ts';
import { callOwn, ready, untilOnline } from '../base/own.ts';
import { asProblem } from '../base/problem.ts';
import { session } from '../base/session.ts';
import { ArendeEnteredEvent } from '../events/entered.ts';
import { appLink, BankIdController, isPhone } from './bankid.ts';
import { styles } from './styles.ts';
import { loginTexts } from './texts.ts';

const forms = () => import('./forms.ts');

type View = 'ways' | 'password' | 'forgot' | 'reset' | 'firm' | 'invitation';

/**
 * Log-in. On a page that Arende serves: BankID on this or another device, an OpenID provider, or e-mail and password. On
 * the firm's own site (or with `mode="button"`): the small button at the top right, which opens that page and comes back.
 *
 * @tagname arende-login
 * @attr {string} firm - Id of the firm whose log-in it is; not needed where there is one.
 * @attr {string} return-to - Where to go afterwards: a page of Arende's or of the firm's own sites. Default: the portal.
 * @attr {string} mode - `button` or `page`. Default: what the page it stands on allows.
 * @fires arende-entered - Somebody has logged in; cancel it to decide oneself where to go.
 * @csspart button - The button on a firm's own site.
 * @csspart qr - The QR code.
 */
export class ArendeLogin extends ArendeElement {
  static override styles = [...ArendeElement.styles, [styles]];
  static override properties: PropertyDeclarations = {
    ...ArendeElement.properties,
    firm: { type: String },
    returnTo: { type: String, attribute: 'return-to' },
    mode: { type: String },
    options: { state: true },
    view: { state: true },
    busy: { state: true },
    notice: { state: true },
    mistake: { state: true },
    entered: { state: true },
    formView: { state: true },
    invited: { state: true },
  };
  declare firm: string | null;
  declare returnTo: string | null;
  declare mode: 'button' | 'page' | null;
  /** @internal */
  declare options: LoginOptionsView | null;
  /** @internal */
  declare view: View;
  /** @internal */
  declare busy: boolean;
  /** @internal */
  declare notice: string;
  /** @internal */
  declare mistake: string;
  /** @internal */
  declare entered: boolean;
  /** @internal */
  declare formView: ((host: ArendeLogin) => TemplateResult) | null;
  /** @internal */
  declare invited: InvitedView | null;
  /** Of the link in a mail, from the fragment, which no server sees. @internal */
  token = '';
  #bankId = new BankIdController(this, (next) => this.enter(next));
  #looked = false;

  constructor() {
    super();
    this.firm = null;
    this.returnTo = null;
    this.mode = null;
    this.options = null;
    this.view = 'ways';
    this.busy = false;
    this.notice = '';
    this.mistake = '';
    this.entered = false;
    this.formView = null;
    this.invited = null;
  }

  protected override get hasData(): boolean {
    return this.#isButton || this.options !== null;
  }

  protected override get heading(): string {
    return loginTexts[this.language].heading;
  }

  /** The way in is the page's, not a user's: it stays when somebody logs out. */
  protected override clear(): void {}

  get #isButton(): boolean {
    if (this.mode) return this.mode === 'button';
    return new URL(session.baseUrl).origin !== location.origin;
  }

  protected override changed(): void {}

  protected override async load(signal: AbortSignal): Promise<void> {
    await ready(this);
    if (this.#isButton) return;
    const query: Record<string, string> = this.firm ? { firm: this.firm } : {};
    const options = await untilOnline(this, () => callOwn<LoginOptionsView>('/v1/login/options', { query, signal }));
    this.options = options;
    if (this.#looked) return;
    this.#looked = true;
    const [, kind, token] = /^#(reset=|(?=iv_))(.+)$/.exec(location.hash) ?? [];
    if (token) {
      this.token = token;
      history.replaceState(null, '', location.pathname + location.search);
    }
    const failed = new URLSearchParams(location.search).get('failed');
    if (failed) this.mistake = loginTexts[this.language][failed === 'unknown' ? 'tooLate' : 'refused'];
    if (kind) await this.show('reset');
    else if (token) await this.#invite();
    if (token || failed) return;
    if (new URLSearchParams(location.search).get('start') === 'firm' && options.loggedIn) {
      await this.show('firm');
    } else if (options.bankId) await this.#bankId.resume();
  }

  /** What goes along with every way in. @internal */
  where(): { firm?: string; returnTo?: string; invitation?: string } {
    if (this.invited) return { firm: this.invited.firmId, invitation: this.token };
    // A link in a mail names what it is about in the fragment, which comes along through every redirect.
    const returnTo = this.returnTo ? this.returnTo + location.hash : null;
    return { ...(this.firm && { firm: this.firm }), ...(returnTo && { returnTo }) };
  }

  async #invite(): Promise<void> {
    try {
      this.invited = await callOwn<InvitedView>('/v1/login/invitation', { body: { token: this.token } });
    } catch (error) {
      this.mistake = this.sentence(asProblem(error));
    }
  }

  /** @internal */
  enter(next: string): void {
    this.entered = true;
    this.announce(loginTexts[this.language].entering);
    if (this.dispatchEvent(new ArendeEnteredEvent(next))) location.assign(next);
  }

  /** @internal */
  async show(view: View): Promise<void> {
    this.mistake = '';
    this.notice = '';
    try {
      if (view !== 'ways') this.formView ??= (await this.need(forms())).formView;
      this.view = view;
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>('input, .ways button')?.focus();
    } catch (error) {
      this.mistake = this.sentence(asProblem(error));
    }
  }

  protected override content(): TemplateResult {
    const t = loginTexts[this.language];
    if (this.#isButton) return html`<a class="button" part="button" href=${this.#address()}>${t.logIn}</a>`;
    if (this.entered) return this.message(t.entering, '');
    return html`<div class="card">${this.#face()} ${this.#body()}</div>`;
  }

  #address(): string {
    const url = new URL('/login', session.baseUrl);
    if (this.firm) url.searchParams.set('firm', this.firm);
    if (this.returnTo) url.searchParams.set('returnTo', new URL(this.returnTo, location.href).href);
    return url.href;
  }

  #face(): TemplateResult | typeof nothing {
    const firm = this.options?.firm;
    if (!firm) return nothing;
    const logo = firm.logoUrl && html`<img src=${session.baseUrl + firm.logoUrl} alt=${firm.name} />`;
    return html`<div class="face">
      ${logo ?? nothing} ${firm.greeting ? html`<p>${this.say(firm.greeting)}</p>` : nothing}
    </div>`;
  }

  #body(): TemplateResult {
    if (this.view !== 'ways' && this.formView) return this.formView(this);
    const { status } = this.#bankId;
    return status ? this.#order(status) : this.#ways(this.options!);
  }

  #ways({ firm, bankId, oidc, loggedIn }: LoginOptionsView): TemplateResult {
    const t = loginTexts[this.language];
    const phone = isPhone();
    const by = (device: 'this' | 'other') =>
      html`<button
        type="button"
        class=${(device === 'this') === phone ? 'primary' : ''}
        ?aria-disabled=${this.busy}
        @click=${() => void this.#begin(device)}
      >
        ${device === 'this' ? t.bankIdHere : t.bankIdOther}
      </button>`;
    const provider =
      oidc &&
      html`<button type="button" class=${bankId ? '' : 'primary'} @click=${() => void this.#visit()}>
        ${t.with(oidc.label)}
      </button>`;
    const { invited } = this;
    const title = invited ? t.welcome(invited.firm) : firm ? t.at(firm.name) : t.logIn;
    return html`<h2>${title}</h2>
      ${invited ? html`<p>${t.invited(invited.name)} ${invited.clients.length > 0 ? t.invitedTo(invited.clients.join(', ')) : ''}</p>` : nothing}
      ${this.mistake ? html`<p role="alert">${this.mistake}</p>` : nothing}
      ${loggedIn && !invited ? html`<p>${t.already} <a href=${this.returnTo ?? '/portal'}>${t.goOn}</a></p>` : nothing}
      <div class="ways">
        ${bankId ? [by(phone ? 'this' : 'other'), by(phone ? 'other' : 'this')] : nothing} ${provider ?? nothing}
        <button type="button" class="bare" @click=${() => void this.show(invited ? 'invitation' : 'password')}>
          ${invited ? t.withoutNumber : t.byPassword}
        </button>
      </div>`;
  }

  async #visit(): Promise<void> {
    this.mistake = '';
    try {
      const { next } = await callOwn<{ next: string }>('/v1/login/oidc', { body: this.where() });
      location.assign(next);
    } catch (error) {
      this.mistake = this.sentence(asProblem(error));
    }
  }

  async #begin(device: 'this' | 'other'): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.mistake = '';
    try {
      await this.#bankId.begin({ device, ...this.where() });
      const { status } = this.#bankId;
      if (status?.autoStart) location.assign(this.#app(status.autoStart));
    } catch (error) {
      this.mistake = this.sentence(asProblem(error));
    } finally {
      this.busy = false;
    }
  }

  #app(autoStart: NonNullable<BankIdStatusView['autoStart']>): string {
    return appLink(autoStart, location.href);
  }

  #order({ status, text, qr, autoStart, device }: BankIdStatusView): TemplateResult {
    const t = loginTexts[this.language];
    const away = this.#bankId.away ? html`<p class="muted small" role="status">${t.noContact}</p>` : nothing;
    const said = html`<p role=${status === 'failed' ? 'alert' : 'status'}>${text ? this.say(text) : t.waiting}</p>`;
    const margin = 3;
    const code = qr
      ? html`<svg
          class="qr"
          part="qr"
          role="img"
          aria-label=${t.code}
          data-text=${qr.text}
          viewBox="${-margin} ${-margin} ${qr.size + 2 * margin} ${qr.size + 2 * margin}"
          shape-rendering="crispEdges"
        >
          <path fill="currentColor" d=${qr.path} />
        </svg>`
      : nothing;
    const app = autoStart ? html`<a class="primary" href=${this.#app(autoStart)}>${t.openApp}</a>` : nothing;
    const again = html`<button type="button" class="primary" @click=${() => void this.#begin(device ?? 'other')}>
      ${t.again}
    </button>`;
    return html`<div class="order">
      ${code} ${said} ${app} ${away} ${status === 'failed' ? again : nothing}
      <button type="button" class="bare" @click=${() => void this.#bankId.cancel()}>
        ${status === 'failed' ? t.others : t.cancel}
      </button>
    </div>`;
  }

  protected override skeleton(): TemplateResult {
    return html`<div class="card"><span class="bone"></span><span class="bone"></span><span class="bone"></span></div>`;
  }
}

if (!customElements.get('arende-login')) customElements.define('arende-login', ArendeLogin);

declare global {
  interface HTMLElementTagNameMap {
    'arende-login': ArendeLogin;
  }
}
