import { type CSSResult, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { ProblemView } from '../../server/common/schema.ts';
import type { ChangeView } from '../../server/events/schema.ts';
import { ArendeErrorEvent } from '../events/error.ts';
import { ArendeSessionExpiredEvent } from '../events/session-expired.ts';
import { DialogController } from './dialog.ts';
import { type Language, languageOf, onLanguageChange } from './locale.ts';
import { ArendeProblem, asProblem } from './problem.ts';
import { type InitOptions, session } from './session.ts';
import { listen } from './stream.ts';
import { baseStyles } from './styles.ts';
import { baseTexts } from './texts.ts';

export type Phase = 'loading' | 'ready' | 'error' | 'expired' | 'offline';

/**
 * What all widgets share: the page's session, the language, loading and its states, live updates, dialogs and
 * announcements. A widget says how to `load`, what it looks like with data (`content`) and while waiting (`skeleton`).
 *
 * @attr {string} locale - `sv` or `en`; otherwise the nearest `lang` attribute decides.
 * @attr {string} base-url - Where Arende answers. Default: where the loader came from.
 * @prop {Function} fetchClientSecret - May be set instead of calling `init`; shared by all widgets on the page.
 * @fires arende-error - Something that the user was shown went wrong; `detail.problem` says what.
 * @fires arende-session-expired - The page gave no new client secret: the user is to log in again.
 * @csspart root - Everything.
 * @csspart message - The empty, error, offline and expired states.
 * @csspart banner - A message above the content.
 * @csspart dialog - The dialog for confirmations and forms.
 * @csspart skeleton - What stands there while loading.
 * @cssprop --arende-font - Font family. Default: the page's.
 * @cssprop --arende-font-size - Size that all others follow. Default: the page's.
 * @cssprop --arende-text - Text colour. Default: the page's.
 * @cssprop --arende-muted - Text of less weight. Default: 72% of the text colour.
 * @cssprop --arende-accent - Primary buttons, focus, what is selected.
 * @cssprop --arende-on-accent - Text on the accent.
 * @cssprop --arende-border - Lines. Default: 16% of the text colour.
 * @cssprop --arende-control - Borders of fields. Default: 58% of the text colour.
 * @cssprop --arende-hover - Behind what the pointer is on.
 * @cssprop --arende-selected - Behind what is selected.
 * @cssprop --arende-surface - Behind dialogs and menus.
 * @cssprop --arende-on-surface - Text in dialogs and menus.
 * @cssprop --arende-neutral - Tone of a status.
 * @cssprop --arende-info - Tone of a status.
 * @cssprop --arende-success - Tone of a status, and what went well.
 * @cssprop --arende-warning - Tone of a status, and what is due soon.
 * @cssprop --arende-danger - Tone of a status, and what is late or wrong.
 * @cssprop --arende-dot - The dot on what has not been seen.
 * @cssprop --arende-radius - Rounding of corners.
 */
export abstract class ArendeElement extends LitElement {
  static override styles = [baseStyles];
  static override properties: PropertyDeclarations = {
    locale: { type: String },
    baseUrl: { type: String, attribute: 'base-url' },
    fetchClientSecret: { attribute: false },
    phase: { state: true },
    problem: { state: true },
  };
  declare locale: Language | null;
  declare baseUrl: string | null;
  declare fetchClientSecret: InitOptions['fetchClientSecret'] | null;
  /** @internal */
  declare phase: Phase;
  /** @internal */
  declare problem: ArendeProblem | null;

  /** @internal */
  readonly dialog = new DialogController(this);
  #announcement = '';
  #unsubscribe: (() => void)[] = [];
  #loading: AbortController | null = null;
  #again = false;
  #sessionState = session.state;
  #online = session.online;

  constructor() {
    super();
    this.locale = null;
    this.baseUrl = null;
    this.fetchClientSecret = null;
    this.phase = 'loading';
    this.problem = null;
  }

  /** Fetches all that is shown and puts it in state properties. Is called again on changes and after errors. */
  protected abstract load(signal: AbortSignal): Promise<void>;
  /** True when there is something to show, if only from before an error. */
  protected abstract get hasData(): boolean;
  /** Name of the region for screen readers. */
  protected abstract get heading(): string;
  protected abstract content(): TemplateResult;
  /** Takes the same room as the content will, so that nothing jumps. */
  protected abstract skeleton(): TemplateResult;

  /** Somebody changed something on the server. Override to ignore what is not shown. */
  protected changed(_changes: ChangeView[]): void {
    this.refresh();
  }

  get language(): Language {
    return languageOf(this);
  }

  /** A text of the server in the language of the widget. @internal */
  say(text: { sv: string; en: string }): string {
    return text[this.language];
  }

  /** What to tell the user about a problem. @internal */
  sentence(problem: ArendeProblem): string {
    const t = baseTexts[this.language];
    if (problem.view?.text) return this.say(problem.view.text);
    if (problem.code === 'outcome_unknown') return t.outcomeUnknown;
    if (problem.code === 'offline') return t.offlineTitle;
    if (problem.code === 'code_not_fetched') return t.notFetched;
    return problem.view ? (problem.view as ProblemView).detail : t.unreadableAnswer;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unsubscribe = [
      session.subscribe(() => this.#sessionChanged()),
      onLanguageChange(() => this.requestUpdate()),
      listen((changes) => (changes ? this.changed(changes) : this.refresh())),
    ];
    void this.reload();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#loading?.abort();
    this.#loading = null;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('baseUrl') && this.baseUrl) session.configure({ baseUrl: this.baseUrl });
    if (changed.has('fetchClientSecret') && this.fetchClientSecret) {
      session.configure({ fetchClientSecret: this.fetchClientSecret });
    }
  }

  /** Drops a load that is under way and loads now; for when the user asked for something else. */
  protected async reload(): Promise<void> {
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    this.#again = false;
    if (!this.hasData) this.phase = 'loading';
    try {
      await this.load(loading.signal);
      if (loading.signal.aborted) return;
      if (this.phase === 'offline') this.announce(baseTexts[this.language].backOnline);
      this.phase = 'ready';
      this.problem = null;
    } catch (error) {
      if (loading.signal.aborted) return;
      this.fail(asProblem(error));
    } finally {
      if (this.#loading === loading) this.#loading = null;
    }
    if (this.#again) void this.reload();
  }

  /** Loads again when the load under way is done, or now; bursts of changes become one. */
  protected refresh(): void {
    if (this.#loading) this.#again = true;
    else void this.reload();
  }

  /** Shows a problem as the state of the whole widget and tells the page. @internal */
  fail(problem: ArendeProblem): void {
    this.problem = problem;
    if (problem.code === 'session_expired') {
      if (this.phase === 'expired') return;
      this.phase = 'expired';
      this.dispatchEvent(new ArendeSessionExpiredEvent());
    } else if (problem.code === 'offline') {
      this.phase = 'offline';
    } else {
      this.phase = 'error';
      this.dispatchEvent(new ArendeErrorEvent(problem));
    }
  }

  /**
   * Code that is fetched when it is first needed, with its styles: `need(import('./details.ts'))`. The next time asks again.
   * @throws ArendeProblem `code_not_fetched`
   * @internal
   */
  async need<T extends object>(code: Promise<T>): Promise<T> {
    let module: T;
    try {
      module = await code;
    } catch {
      throw new ArendeProblem('code_not_fetched', 0, 'A part of the widget could not be fetched.');
    }
    const sheet = (module as { styles?: CSSResult }).styles?.styleSheet;
    const { adoptedStyleSheets } = this.shadowRoot!;
    if (sheet && !adoptedStyleSheets.includes(sheet)) adoptedStyleSheets.push(sheet);
    return module;
  }

  /** Tells of a problem in a dialog; true when the user wants to try again. @internal */
  async tell(title: string, problem: ArendeProblem, mayTryAgain = false): Promise<boolean> {
    const t = baseTexts[this.language];
    if (problem.code === 'session_expired') {
      this.fail(problem);
      return false;
    }
    const answer = await this.dialog.open({
      title,
      body: () => html`<p>${this.sentence(problem)}</p>`,
      buttons: mayTryAgain
        ? [
            { value: '', label: t.cancel },
            { value: 'again', label: t.tryAgain, kind: 'primary' },
          ]
        : [{ value: '', label: 'OK', kind: 'primary' }],
    });
    return answer === 'again';
  }

  /** Says something to screen readers without moving focus. @internal */
  announce(text: string): void {
    // The same text twice is silent in most screen readers; a space that cannot be seen makes it another text.
    this.#announcement = text === this.#announcement ? `${text}\u00a0` : text;
    this.requestUpdate();
  }

  #sessionChanged(): void {
    const { state, online } = session;
    if (state === 'waiting' && this.#sessionState !== 'waiting') this.forget();
    else if (state === 'expired' && this.#sessionState !== 'expired' && !this.#loading) void this.reload();
    else if (state === 'active' && this.#sessionState === 'expired') void this.reload();
    else if (online && !this.#online) this.refresh();
    else if (!online && this.#online && this.phase === 'ready') this.phase = 'offline';
    this.#sessionState = state;
    this.#online = online;
    this.requestUpdate();
  }

  /** The user logged out: nothing of theirs may stay on the screen. */
  protected abstract clear(): void;

  private forget(): void {
    this.clear();
    this.problem = null;
    this.phase = 'loading';
    void this.reload();
  }

  protected override render(): TemplateResult {
    return html`<div class="root" part="root" role="region" lang=${this.language} aria-label=${this.heading}>
      ${this.#body()}
      <div class="sr" role="status" aria-live="polite">${this.#announcement}</div>
      ${this.dialog.template()}
    </div>`;
  }

  #body(): TemplateResult {
    const t = baseTexts[this.language];
    if (this.hasData && this.phase !== 'expired') return html`${this.#banner()}${this.content()}`;
    if (this.phase === 'loading' || this.phase === 'ready') {
      return html`<div class="sr" role="status">${t.loading}</div>
        <div class="skeletons" part="skeleton" aria-hidden="true">${this.skeleton()}</div>`;
    }
    if (this.phase === 'offline') return this.message(t.offlineTitle, t.offlineEmpty);
    if (this.phase === 'expired') return this.message(t.expiredTitle, t.expiredText, this.#retry());
    return this.message(t.errorTitle, this.problem ? this.sentence(this.problem) : '', this.#retry());
  }

  #banner(): TemplateResult | typeof nothing {
    const t = baseTexts[this.language];
    if (this.phase === 'offline') {
      return html`<div class="banner" part="banner" role="status"><b>${t.offlineTitle}.</b> ${t.offlineShown}</div>`;
    }
    if (this.phase !== 'error' || !this.problem) return nothing;
    return html`<div class="banner danger" part="banner" role="alert">
      <span>${this.sentence(this.problem)}</span> ${this.#retry()}
    </div>`;
  }

  #retry(): TemplateResult {
    return html`<button type="button" @click=${() => void this.reload()}>${baseTexts[this.language].tryAgain}</button>`;
  }

  /** The whole widget as one calm message: empty, error, offline, expired. */
  protected message(title: string, text: unknown, more: unknown = nothing): TemplateResult {
    return html`<div class="message" part="message">
      <h2>${title}</h2>
      <p>${text}</p>
      ${more}
    </div>`;
  }
}
