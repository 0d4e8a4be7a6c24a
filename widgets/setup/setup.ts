import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { SetupViewAnswer } from '../../server/setup/schema.ts';
import { ArendeElement } from '../base/element.ts';
import { fieldStyles, field } from '../base/fields.ts';
import { callOwn, ready } from '../base/own.ts';
import { asProblem } from '../base/problem.ts';
import { ArendeEnteredEvent } from '../events/entered.ts';
import { setupTexts } from './texts.ts';

/**
 * The first firm on a new server, from the one-time link that the server prints: its name and colour, and the administrator.
 *
 * @tagname arende-setup
 * @fires arende-entered - The firm is there and its administrator is logged in.
 */
export class ArendeSetup extends ArendeElement {
  static override styles = [...ArendeElement.styles, [fieldStyles]];
  static override properties: PropertyDeclarations = {
    ...ArendeElement.properties,
    view: { state: true },
    over: { state: true },
    byNumber: { state: true },
    mistake: { state: true },
    busy: { state: true },
    done: { state: true },
  };
  /** @internal */
  declare view: SetupViewAnswer | null;
  /** What the server says of the link when it is not good. @internal */
  declare over: string;
  /** @internal */
  declare byNumber: boolean;
  /** @internal */
  declare mistake: string;
  /** @internal */
  declare busy: boolean;
  /** @internal */
  declare done: boolean;
  #token = '';

  constructor() {
    super();
    this.view = null;
    this.over = '';
    this.byNumber = false;
    this.mistake = '';
    this.busy = false;
    this.done = false;
  }

  protected override get hasData(): boolean {
    return this.view !== null || this.over !== '';
  }

  protected override get heading(): string {
    return setupTexts[this.language].heading;
  }

  protected override clear(): void {}

  protected override changed(): void {}

  protected override async load(): Promise<void> {
    await ready(this);
    if (this.view) return;
    const [, token] = /^#(su_.+)$/.exec(location.hash) ?? [];
    if (token) {
      this.#token = token;
      history.replaceState(null, '', location.pathname);
    }
    try {
      this.view = await callOwn<SetupViewAnswer>('/v1/setup/link', { body: { token: this.#token } });
      this.byNumber = this.view.personalNumbers;
    } catch (error) {
      const problem = asProblem(error);
      if (problem.code !== 'setup_over') throw problem;
      this.over = this.sentence(problem);
    }
  }

  protected override content(): TemplateResult {
    const t = setupTexts[this.language];
    if (this.over) return this.message(t.over, this.over);
    if (this.done) return this.message(t.done, '');
    const choice = (byNumber: boolean, label: string) =>
      html`<label class="choice">
        <input
          type="radio"
          name="how"
          .checked=${this.byNumber === byNumber}
          @change=${() => (this.byNumber = byNumber)}
        />
        ${label}
      </label>`;
    return html`<form class="fields narrow" @submit=${(event: SubmitEvent) => void this.#send(event)}>
      <h2>${t.title}</h2>
      <p class="muted">${t.intro}</p>
      ${field(t.firm, html`<input id="firm" name="firm" required maxlength="120" autocomplete="organization" />`, 'firm')}
      ${field(t.accent, html`<input id="accent" name="accent" type="color" value="#1d5fc4" />`, 'accent')}
      <h3>${t.you}</h3>
      ${field(t.name, html`<input id="name" name="name" required maxlength="120" autocomplete="name" />`, 'name')}
      ${field(t.email, html`<input id="email" name="email" type="email" required maxlength="200" autocomplete="email" />`, 'email')}
      ${
        this.view!.personalNumbers
          ? html`<fieldset>
              <legend>${t.how}</legend>
              ${choice(true, t.byNumber)} ${choice(false, t.byPassword)}
            </fieldset>`
          : nothing
      }
      ${
        this.byNumber
          ? field(
              t.number,
              html`<input
                id="number"
                name="personalNumber"
                required
                maxlength="20"
                inputmode="numeric"
                aria-describedby="number-hint"
              />`,
              'number',
              t.numberHint,
            )
          : field(
              t.password,
              html`<input
                id="password"
                name="password"
                type="password"
                required
                maxlength="200"
                autocomplete="new-password"
                aria-describedby="password-hint"
              />`,
              'password',
              t.passwordHint,
            )
      }
      ${this.mistake ? html`<p class="mistake" role="alert">${this.mistake}</p>` : nothing}
      <button class="primary" ?aria-disabled=${this.busy}>${t.start}</button>
    </form>`;
  }

  async #send(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    this.mistake = '';
    const data = Object.fromEntries(new FormData(event.target as HTMLFormElement));
    delete data.how;
    try {
      const body = { ...data, token: this.#token, language: this.language };
      const { next } = await callOwn<{ next: string }>('/v1/setup', { body });
      this.done = true;
      if (this.dispatchEvent(new ArendeEnteredEvent(next))) location.assign(next);
    } catch (error) {
      const problem = asProblem(error);
      this.mistake = problem.fields[0] ? this.say(problem.fields[0].text) : this.sentence(problem);
    } finally {
      this.busy = false;
    }
  }

  protected override skeleton(): TemplateResult {
    return html`<span class="bone"></span><span class="bone"></span>`;
  }
}

if (!customElements.get('arende-setup')) customElements.define('arende-setup', ArendeSetup);

declare global {
  interface HTMLElementTagNameMap {
    'arende-setup': ArendeSetup;
  }
}
