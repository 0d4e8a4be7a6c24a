import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { ProfileView, SetupViewAnswer } from '../../server/setup/schema.ts';
import { ArendeElement } from '../base/element.ts';
import { fieldStyles, field } from '../base/fields.ts';
import { callOwn, ready } from '../base/own.ts';
import { asProblem, type ArendeProblem } from '../base/problem.ts';
import { ArendeEnteredEvent } from '../events/entered.ts';
import { Look, lookStyles } from '../firm/look.ts';
import { lookTexts } from '../firm/look-texts.ts';
import { MailFields } from '../firm/mail.ts';
import { dropDraft, keepDraft, readDraft } from './draft.ts';
import { setupTexts } from './texts.ts';

const steps = ['firm', 'you', 'mail'] as const;
const next = '/admin#start';

/**
 * The first firm on a new server, from the one-time link that the server prints, in three steps: how the firm looks, who
 * administers it, and its mail. What was typed is still there after a reload; who comes back when the firm has been made
 * goes on with its mail.
 *
 * @tagname arende-setup
 * @fires arende-entered - The firm is set up and its administrator is logged in.
 */
export class ArendeSetup extends ArendeElement {
  static override styles = [
    ...ArendeElement.styles,
    [
      fieldStyles,
      lookStyles,
      css`
        .setup {
          display: grid;
          grid-template-columns: minmax(0, 1fr);
          gap: 2.5em;
          align-items: start;
          max-width: 60em;
          margin: 0 auto;
        }
        .setup.two {
          grid-template-columns: minmax(0, 26em) minmax(0, 1fr);
        }
        .setup:not(.two) {
          max-width: 30em;
        }
        h2:focus {
          outline: none;
        }
        @container arende (width < 720px) {
          .setup.two {
            grid-template-columns: minmax(0, 1fr);
          }
        }
      `,
    ],
  ];
  static override properties: PropertyDeclarations = {
    ...ArendeElement.properties,
    step: { state: true },
    view: { state: true },
    profile: { state: true },
    over: { state: true },
    byNumber: { state: true },
    mistake: { state: true },
    busy: { state: true },
  };
  /** @internal */
  declare step: (typeof steps)[number];
  /** @internal */
  declare view: SetupViewAnswer | null;
  /** The firm that was made. @internal */
  declare profile: ProfileView | null;
  /** What the server says of the link when it is not good. @internal */
  declare over: string;
  /** @internal */
  declare byNumber: boolean;
  /** @internal */
  declare mistake: string;
  /** @internal */
  declare busy: boolean;
  #token = '';
  #logo: File | null = null;
  readonly #look = new Look(this, () => this.#keep());
  readonly #mail = new MailFields(this);

  constructor() {
    super();
    this.step = 'firm';
    this.view = null;
    this.profile = null;
    this.over = '';
    this.byNumber = false;
    this.mistake = '';
    this.busy = false;
  }

  protected override get hasData(): boolean {
    return this.view !== null || this.profile !== null || this.over !== '';
  }

  protected override get heading(): string {
    return setupTexts[this.language].heading;
  }

  protected override clear(): void {}

  protected override changed(): void {}

  protected override async load(): Promise<void> {
    await ready(this);
    if (this.view || this.profile) return;
    const [, token] = /^#(su_.+)$/.exec(location.hash) ?? [];
    if (token) {
      keepDraft({ token });
      history.replaceState(null, '', location.pathname);
    }
    const { firm = '', accent, greeting = '' } = readDraft();
    this.#look.set({ name: firm, greeting: { sv: greeting, en: greeting }, ...(accent && { accent }) });
    this.#token = readDraft().token ?? '';
    try {
      this.view = await callOwn<SetupViewAnswer>('/v1/setup/link', { body: { token: this.#token } });
      this.byNumber = this.view.personalNumbers;
    } catch (error) {
      const problem = asProblem(error);
      if (problem.code !== 'setup_over') throw problem;
      await this.#goOn(problem);
    }
  }

  /** The link has served: whoever administers the firm goes on with its mail. */
  async #goOn(over: ArendeProblem): Promise<void> {
    try {
      this.profile = await callOwn<ProfileView>('/v1/portal/profile');
      this.step = 'mail';
    } catch {
      this.over = this.sentence(over);
    }
  }

  protected override content(): TemplateResult {
    const t = setupTexts[this.language];
    if (this.over) return this.message(t.over, this.over);
    const number = steps.indexOf(this.step) + 1;
    const body = { firm: () => this.#firm(), you: () => this.#you(), mail: () => this.#mailStep() }[this.step]();
    return html`<div class="setup ${this.step === 'firm' ? 'two' : ''}">
      <form class="fields" @submit=${(event: SubmitEvent) => void this.#send(event)}>
        <p class="muted small">${t.step(number, steps.length)}</p>
        ${body} ${this.mistake ? html`<p class="mistake" role="alert">${this.mistake}</p>` : nothing}
        <div class="buttons">${this.#buttons()}</div>
      </form>
      ${this.step === 'firm' ? this.#look.preview() : nothing}
    </div>`;
  }

  #buttons(): TemplateResult {
    const t = setupTexts[this.language];
    const go = (label: string) =>
      html`<button class="primary" aria-disabled=${this.busy ? 'true' : 'false'}>${label}</button>`;
    if (this.step === 'firm') return go(t.next);
    if (this.step === 'you') {
      return html`${go(t.start)}<button type="button" @click=${() => void this.#show('firm')}>${t.back}</button>`;
    }
    return html`${go(t.finish)}${this.#mail.button()}
      <button type="button" class="bare" @click=${() => this.#leave()}>${t.later}</button>`;
  }

  #firm(): TemplateResult {
    const t = setupTexts[this.language];
    const look = this.#look;
    return html`<h2 tabindex="-1">${t.title}</h2>
      <p class="muted">${t.intro}</p>
      ${look.nameField()}
      ${field(
        lookTexts[this.language].logo,
        html`<input
          id="logo"
          type="file"
          accept="image/png,image/jpeg,image/webp"
          aria-describedby="logo-hint"
          @change=${(event: Event) => void this.#chooseLogo((event.target as HTMLInputElement).files?.[0] ?? null)}
        />`,
        'logo',
        lookTexts[this.language].logoHint,
      )}
      ${look.colourField()}
      ${field(
        t.greeting,
        html`<textarea
          id="greeting"
          rows="2"
          maxlength="500"
          .value=${look.greeting.sv}
          @input=${(event: Event) => {
            const { value } = event.target as HTMLTextAreaElement;
            look.set({ greeting: { sv: value, en: value } });
          }}
        ></textarea>`,
        'greeting',
      )}`;
  }

  #you(): TemplateResult {
    const t = setupTexts[this.language];
    const { name = '', email = '' } = readDraft();
    const keep = (event: Event) => {
      const { name: field, value } = event.target as HTMLInputElement;
      keepDraft({ [field]: value });
    };
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
    return html`<h2 tabindex="-1">${t.you}</h2>
      <p class="muted">${t.youText}</p>
      ${field(t.name, html`<input id="name" name="name" required maxlength="120" autocomplete="name" value=${name} @input=${keep} />`, 'name')}
      ${field(t.email, html`<input id="email" name="email" type="email" required maxlength="200" autocomplete="email" value=${email} @input=${keep} />`, 'email')}
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
      }`;
  }

  #mailStep(): TemplateResult {
    const t = setupTexts[this.language];
    return html`<h2 tabindex="-1">${t.mail}</h2>
      <p class="muted">${t.mailText}</p>
      ${this.#mail.fields(this.profile!)} ${this.#mail.told()}`;
  }

  async #chooseLogo(file: File | null): Promise<void> {
    this.mistake = await this.#look.draw(file);
    this.#logo = this.mistake ? null : file;
  }

  async #show(step: (typeof steps)[number]): Promise<void> {
    this.step = step;
    this.mistake = '';
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('h2')?.focus();
  }

  async #send(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const data = Object.fromEntries(new FormData(event.target as HTMLFormElement)) as Record<string, string>;
    this.busy = true;
    this.mistake = '';
    try {
      if (this.step === 'firm') {
        if (this.#look.colour) await this.#show('you');
      } else if (this.step === 'you') await this.#make(data);
      else {
        await callOwn('/v1/portal/profile', { method: 'PUT', body: MailFields.read(data, this.profile!) });
        this.#leave();
      }
    } catch (error) {
      const problem = asProblem(error);
      this.mistake = problem.fields[0] ? this.say(problem.fields[0].text) : this.sentence(problem);
    } finally {
      this.busy = false;
    }
  }

  async #make({ how: _how, ...you }: Record<string, string>): Promise<void> {
    const { name: firm, chosen: accent, greeting } = this.#look;
    const body = { ...you, firm, accent, token: this.#token, language: this.language };
    await callOwn('/v1/setup', { body });
    dropDraft();
    this.#token = '';
    const wish = greeting.sv.trim() ? { greeting } : {};
    this.profile = await callOwn<ProfileView>('/v1/portal/profile', { method: 'PUT', body: wish });
    await this.#show('mail');
    if (!this.#logo) return;
    try {
      await callOwn('/v1/portal/logo', { method: 'PUT', raw: this.#logo });
    } catch (error) {
      this.mistake = setupTexts[this.language].logoFailed(this.sentence(asProblem(error)));
    }
  }

  #leave(): void {
    if (this.dispatchEvent(new ArendeEnteredEvent(next))) location.assign(next);
  }

  /** Not before the link has been looked at: what was kept is read with it. */
  #keep(): void {
    if (!this.view) return;
    const { name, accent, greeting } = this.#look;
    keepDraft({ firm: name, accent, greeting: greeting.sv });
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
