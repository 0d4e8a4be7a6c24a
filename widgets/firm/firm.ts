import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { ChecksView, ProfileView } from '../../server/setup/schema.ts';
import { ArendeElement } from '../base/element.ts';
import { field, fieldStyles } from '../base/fields.ts';
import { formatInstant } from '../base/format.ts';
import { callOwn, ready, untilOnline } from '../base/own.ts';
import { asProblem } from '../base/problem.ts';
import { loginSnippet, pageSnippet, serverSnippet } from './snippets.ts';
import { defaultAccent, Look, lookStyles } from './look.ts';
import { lookTexts } from './look-texts.ts';
import { MailFields } from './mail.ts';
import { firmTexts } from './texts.ts';

/**
 * For administrators, on the pages that Arende serves: how the firm presents itself, whether its mail arrives, and what its
 * own site needs, with this firm's addresses filled in and a check from the outside.
 *
 * @tagname arende-firm
 * @attr {string} section - `look`, `mail`, `site` or `check`: the part that is brought into view.
 */
export class ArendeFirm extends ArendeElement {
  static override styles = [
    ...ArendeElement.styles,
    [
      fieldStyles,
      lookStyles,
      css`
        .parts {
          display: grid;
          gap: 2.5em;
          max-width: 46em;
        }
        pre {
          margin: 0;
          padding: 0.9em 1em;
          border: 1px solid var(--_border);
          border-radius: var(--_radius);
          font-size: 0.8125em;
          overflow-x: auto;
        }
        h3 {
          font-size: 1em;
        }
        .checks {
          display: grid;
          gap: 0.5em;
        }
        .checks li {
          display: flex;
          gap: 0.75em;
          align-items: baseline;
        }
      `,
    ],
  ];
  static override properties: PropertyDeclarations = {
    ...ArendeElement.properties,
    profile: { state: true },
    secretKey: { state: true },
    section: { type: String },
    checks: { state: true },
    said: { state: true },
    checking: { state: true },
  };
  /** @internal */
  declare profile: ProfileView | null;
  /** Shown once, and kept nowhere else. @internal */
  declare secretKey: string;
  declare section: string | null;
  readonly #look = new Look(this);
  readonly #mailFields = new MailFields(this);
  /** @internal */
  declare checks: ChecksView['items'];
  /** What each part said last: text, and whether it is a mistake. @internal */
  declare said: Record<string, { text: string; mistake: boolean }>;
  /** @internal */
  declare checking: boolean;

  constructor() {
    super();
    this.profile = null;
    this.secretKey = '';
    this.section = null;
    this.checks = [];
    this.said = {};
    this.checking = false;
  }

  protected override get hasData(): boolean {
    return this.profile !== null;
  }

  protected override get heading(): string {
    return firmTexts[this.language].heading;
  }

  protected override clear(): void {
    this.profile = null;
    this.secretKey = '';
  }

  /** What somebody types is not replaced while they do. */
  protected override changed(): void {}

  protected override async load(signal: AbortSignal): Promise<void> {
    await ready(this);
    const first = this.profile === null;
    this.profile = await untilOnline(this, () => callOwn<ProfileView>('/v1/portal/profile', { signal }));
    if (!first) return;
    const { name, accent, greeting, logoUrl } = this.profile;
    this.#look.set({ name, accent: accent ?? defaultAccent, greeting: greeting ?? { sv: '', en: '' }, logoUrl });
    await this.updateComplete;
    this.#scroll();
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('section')) this.#scroll();
  }

  #scroll(): void {
    if (this.section) this.renderRoot.querySelector(`[data-section="${CSS.escape(this.section)}"]`)?.scrollIntoView();
  }

  protected override content(): TemplateResult {
    return html`<div class="parts">${this.#face()} ${this.#mail()} ${this.#embedding()} ${this.#check()}</div>`;
  }

  protected override skeleton(): TemplateResult {
    return html`<span class="bone"></span><span class="bone"></span><span class="bone"></span>`;
  }

  #face(): TemplateResult {
    const t = firmTexts[this.language];
    const look = this.#look;
    const { logoUrl } = this.profile!;
    const { greeting } = look;
    const send = async () => {
      if (!look.colour) return '';
      const words = { sv: greeting.sv || greeting.en, en: greeting.en || greeting.sv };
      return this.#put({ name: look.name, accent: look.chosen, greeting: words.sv ? words : null });
    };
    const greet = (language: 'sv' | 'en', label: string) =>
      field(
        label,
        html`<textarea
          id=${language}
          rows="2"
          maxlength="500"
          .value=${greeting[language]}
          @input=${(event: Event) =>
            look.set({ greeting: { ...look.greeting, [language]: (event.target as HTMLTextAreaElement).value } })}
        ></textarea>`,
        language,
      );
    return html`<form class="fields" data-section="look" @submit=${this.#submit('face', send)}>
      <h2>${t.face}</h2>
      ${look.nameField()}
      ${field(
        t.logo,
        html`<input
          id="logo"
          type="file"
          accept="image/png,image/jpeg,image/webp"
          aria-describedby="logo-hint"
          @change=${(event: Event) => void this.#logo(event.target as HTMLInputElement)}
        />`,
        'logo',
        lookTexts[this.language].logoHint,
      )}
      ${look.colourField()} ${greet('sv', t.greetingSv)} ${greet('en', t.greetingEn)} ${look.preview()}
      ${this.#saying('face')}
      <div class="buttons">
        <button class="primary">${t.save}</button>
        ${logoUrl ? html`<button type="button" @click=${() => void this.#removeLogo()}>${t.removeLogo}</button>` : nothing}
      </div>
    </form>`;
  }

  #mail(): TemplateResult {
    const t = firmTexts[this.language];
    const send = (data: Record<string, string>) => this.#put(MailFields.read(data, this.profile!));
    return html`<form class="fields" data-section="mail" @submit=${this.#submit('mail', send)}>
      <h2>${t.mail}</h2>
      ${this.#mailFields.fields(this.profile!)} ${this.#saying('mail')} ${this.#mailFields.told()}
      <div class="buttons">
        <button class="primary">${t.save}</button>
        ${this.#mailFields.button()}
      </div>
    </form>`;
  }

  #embedding(): TemplateResult {
    const t = firmTexts[this.language];
    const profile = this.profile!;
    const origin = profile.origins[0] ?? 'https://www.firm.example';
    const send = (data: Record<string, string>) =>
      this.#put({ origins: (data.origins ?? '').split(/\s+/).filter(Boolean).map(originOf) });
    const since = profile.keys[0]?.createdAt;
    return html`<section class="fields" data-section="site">
      <h2>${t.embed}</h2>
      <p class="muted">${t.embedText}</p>
      <form class="fields" @submit=${this.#submit('embed', send)}>
        ${field(
          t.origins,
          html`<textarea
            id="origins"
            name="origins"
            rows="2"
            aria-describedby="origins-hint"
            .value=${profile.origins.join('\n')}
          ></textarea>`,
          'origins',
          t.originsHint,
        )}
        ${this.#saying('embed')}
        <div class="buttons"><button class="primary">${t.save}</button></div>
      </form>
      <h3>${t.stepKey}</h3>
      ${
        this.secretKey
          ? html`<p class="notice" role="status">${t.keyOnce}</p>
              ${this.#code(`ARENDE_SECRET_KEY=${this.secretKey}`)}`
          : html`<p class="muted small">${since ? t.keySince(formatInstant(since, this.language)) : nothing}</p>`
      }
      <div class="buttons"><button type="button" @click=${() => void this.#newKey()}>${t.newKey}</button></div>
      <h3>${t.stepServer}</h3>
      ${this.#code(serverSnippet(profile, origin))}
      <h3>${t.stepPage}</h3>
      ${this.#code(pageSnippet(profile))}
      <h3>${t.stepLogin}</h3>
      ${this.#code(loginSnippet(profile))}
    </section>`;
  }

  #check(): TemplateResult {
    const t = firmTexts[this.language];
    const send = async (data: Record<string, string>) => {
      this.checking = true;
      this.checks = [];
      try {
        const { page, secretPath } = data;
        this.checks = (await callOwn<ChecksView>('/v1/portal/check', { body: { page, secretPath } })).items;
      } finally {
        this.checking = false;
      }
      return '';
    };
    return html`<form class="fields" data-section="check" @submit=${this.#submit('check', send)}>
      <h2>${t.check}</h2>
      ${field(t.checkPage, html`<input id="page" name="page" type="url" required .value=${this.profile!.origins[0] ?? ''} />`, 'page')}
      ${field(
        t.secretPath,
        html`<input
          id="secret-path"
          name="secretPath"
          required
          maxlength="300"
          pattern="/.*"
          aria-describedby="secret-path-hint"
          value="/arende/session"
        />`,
        'secret-path',
        t.secretPathHint,
      )}
      ${this.#saying('check')}
      <div class="buttons"><button class="primary" ?aria-disabled=${this.checking}>${t.tryIt}</button></div>
      <div role="status">
        <ul class="checks">
          ${this.checks.map(
            ({ ok, text }) =>
              html`<li>
                <span class="badge ${ok ? 'success' : 'danger'}">${ok ? t.ok : t.notOk}</span>
                <span>${this.say(text)}</span>
              </li>`,
          )}
        </ul>
      </div>
    </form>`;
  }

  #code(text: string): TemplateResult {
    const t = firmTexts[this.language];
    const copy = async () => {
      await navigator.clipboard.writeText(text).catch(() => undefined);
      this.announce(t.copied);
    };
    return html`<pre tabindex="0"><code>${text}</code></pre>
      <div class="buttons"><button type="button" @click=${() => void copy()}>${t.copy}</button></div>`;
  }

  #saying(part: string): TemplateResult | typeof nothing {
    const said = this.said[part];
    if (!said?.text) return nothing;
    return html`<p class=${said.mistake ? 'mistake' : 'notice'} role=${said.mistake ? 'alert' : 'status'}>
      ${said.text}
    </p>`;
  }

  #submit(part: string, send: (data: Record<string, string>) => Promise<string>) {
    return async (event: SubmitEvent) => {
      event.preventDefault();
      const data = Object.fromEntries(new FormData(event.target as HTMLFormElement)) as Record<string, string>;
      await this.#saidOf(part, () => send(data));
    };
  }

  async #saidOf(part: string, work: () => Promise<string>): Promise<void> {
    try {
      this.said = { ...this.said, [part]: { text: await work(), mistake: false } };
    } catch (error) {
      const problem = asProblem(error);
      const [field] = problem.fields;
      const text = error instanceof Unfit ? error.message : field ? this.say(field.text) : this.sentence(problem);
      this.said = { ...this.said, [part]: { text, mistake: true } };
    }
  }

  async #put(body: object): Promise<string> {
    this.profile = await callOwn<ProfileView>('/v1/portal/profile', { method: 'PUT', body });
    return firmTexts[this.language].saved;
  }

  #logo({ files }: HTMLInputElement): Promise<void> {
    return this.#saidOf('face', async () => {
      const raw = files?.[0];
      if (!raw) return '';
      const wrong = await this.#look.draw(raw);
      if (wrong) throw new Unfit(wrong);
      this.profile = await callOwn<ProfileView>('/v1/portal/logo', { method: 'PUT', raw });
      return firmTexts[this.language].saved;
    });
  }

  #removeLogo(): Promise<void> {
    return this.#saidOf('face', async () => {
      this.profile = await callOwn<ProfileView>('/v1/portal/logo', { method: 'DELETE' });
      await this.#look.draw(null);
      this.#look.set({ logoUrl: null });
      return firmTexts[this.language].saved;
    });
  }

  async #newKey(): Promise<void> {
    const t = firmTexts[this.language];
    const answer = await this.dialog.open({
      title: t.newKeyTitle,
      body: () => html`<p>${t.newKeyText}</p>`,
      buttons: [
        { value: '', label: t.cancel },
        { value: 'create', label: t.create, kind: 'primary' },
      ],
    });
    if (answer !== 'create') return;
    try {
      this.secretKey = (await callOwn<{ secretKey: string }>('/v1/portal/key', { method: 'POST' })).secretKey;
    } catch (error) {
      await this.tell(t.failed, asProblem(error));
    }
  }
}

/** What is wrong with what was chosen, in the user's language. */
class Unfit extends Error {}

/** `https://www.firm.example/kontakt` → `https://www.firm.example`; what is no address is left for the server to say. */
function originOf(text: string): string {
  return URL.canParse(text) ? new URL(text).origin : text;
}

if (!customElements.get('arende-firm')) customElements.define('arende-firm', ArendeFirm);

declare global {
  interface HTMLElementTagNameMap {
    'arende-firm': ArendeFirm;
  }
}
