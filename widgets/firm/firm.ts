import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { ChecksView, ProfileView, TestMailView } from '../../server/setup/schema.ts';
import { ArendeElement } from '../base/element.ts';
import { field, fieldStyles } from '../base/fields.ts';
import { formatInstant } from '../base/format.ts';
import { callOwn, ready, untilOnline } from '../base/own.ts';
import { asProblem } from '../base/problem.ts';
import { loginSnippet, pageSnippet, serverSnippet } from './snippets.ts';
import { firmTexts } from './texts.ts';

const mailPollMs = 1_500;
const mailPolls = 40;

/**
 * For administrators, on the pages that Arende serves: how the firm presents itself, whether its mail arrives, and what its
 * own site needs, with this firm's addresses filled in and a check from the outside.
 *
 * @tagname arende-firm
 */
export class ArendeFirm extends ArendeElement {
  static override styles = [
    ...ArendeElement.styles,
    [
      fieldStyles,
      css`
        .parts {
          display: grid;
          gap: 2.5em;
          max-width: 46em;
        }
        .logo {
          max-width: 12em;
          max-height: 4em;
          object-fit: contain;
          object-position: left;
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
    mail: { state: true },
    checks: { state: true },
    said: { state: true },
    checking: { state: true },
  };
  /** @internal */
  declare profile: ProfileView | null;
  /** Shown once, and kept nowhere else. @internal */
  declare secretKey: string;
  /** @internal */
  declare mail: TestMailView | null;
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
    this.mail = null;
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
    this.profile = await untilOnline(this, () => callOwn<ProfileView>('/v1/portal/profile', { signal }));
  }

  protected override content(): TemplateResult {
    return html`<div class="parts">${this.#face()} ${this.#mail()} ${this.#embedding()} ${this.#check()}</div>`;
  }

  protected override skeleton(): TemplateResult {
    return html`<span class="bone"></span><span class="bone"></span><span class="bone"></span>`;
  }

  #face(): TemplateResult {
    const t = firmTexts[this.language];
    const { name, accent, greeting, logoUrl } = this.profile!;
    const send = (data: Record<string, string>) =>
      this.#put({
        name: data.name,
        accent: data.accent,
        greeting: data.sv || data.en ? { sv: data.sv || data.en, en: data.en || data.sv } : null,
      });
    return html`<form class="fields" @submit=${this.#submit('face', send)}>
      <h2>${t.face}</h2>
      ${field(t.name, html`<input id="name" name="name" required maxlength="120" .value=${name} />`, 'name')}
      ${field(t.accent, html`<input id="accent" name="accent" type="color" .value=${accent ?? '#1d5fc4'} />`, 'accent')}
      ${field(t.greetingSv, html`<textarea id="sv" name="sv" rows="2" maxlength="500" .value=${greeting?.sv ?? ''}></textarea>`, 'sv')}
      ${field(t.greetingEn, html`<textarea id="en" name="en" rows="2" maxlength="500" .value=${greeting?.en ?? ''}></textarea>`, 'en')}
      ${logoUrl ? html`<img class="logo" src=${logoUrl} alt=${t.logo} />` : nothing}
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
        t.logoHint,
      )}
      ${this.#saying('face')}
      <div class="buttons">
        <button class="primary">${t.save}</button>
        ${logoUrl ? html`<button type="button" @click=${() => void this.#removeLogo()}>${t.removeLogo}</button>` : nothing}
      </div>
    </form>`;
  }

  #mail(): TemplateResult {
    const t = firmTexts[this.language];
    const { portalUrl, ownUrl } = this.profile!;
    const send = (data: Record<string, string>) => this.#put({ portalUrl: data.portalUrl || `${ownUrl}/portal` });
    const { mail } = this;
    const told =
      mail && { waiting: t.mailWaiting, sent: t.mailSent, failed: t.mailFailed(mail.error ?? '') }[mail.status];
    return html`<form class="fields" @submit=${this.#submit('mail', send)}>
      <h2>${t.mail}</h2>
      ${field(
        t.portalUrl,
        html`<input
          id="portal"
          name="portalUrl"
          type="url"
          maxlength="500"
          aria-describedby="portal-hint"
          .value=${portalUrl ?? ''}
        />`,
        'portal',
        t.portalHint(ownUrl),
      )}
      ${this.#saying('mail')}
      ${told ? html`<p class=${mail!.status === 'failed' ? 'mistake' : 'notice'} role="status">${told}</p>` : nothing}
      <div class="buttons">
        <button class="primary">${t.save}</button>
        <button type="button" @click=${() => void this.#testMail()}>${t.testMail}</button>
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
    return html`<section class="fields">
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
        this.checks = (await callOwn<ChecksView>('/v1/portal/check', { body: { page: data.page } })).items;
      } finally {
        this.checking = false;
      }
      return '';
    };
    return html`<form class="fields" @submit=${this.#submit('check', send)}>
      <h2>${t.check}</h2>
      ${field(t.checkPage, html`<input id="page" name="page" type="url" required .value=${this.profile!.origins[0] ?? ''} />`, 'page')}
      ${this.#saying('check')}
      <div class="buttons"><button class="primary" ?aria-disabled=${this.checking}>${t.tryIt}</button></div>
      <ul class="checks" role="status">
        ${this.checks.map(
          ({ ok, text }) =>
            html`<li>
              <span class="badge ${ok ? 'success' : 'danger'}">${ok ? t.ok : t.notOk}</span>
              <span>${this.say(text)}</span>
            </li>`,
        )}
      </ul>
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
      const text = problem.fields[0] ? this.say(problem.fields[0].text) : this.sentence(problem);
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
      const profile = await callOwn<ProfileView>('/v1/portal/logo', { method: 'PUT', raw });
      // The same address has another picture now.
      this.profile = { ...profile, logoUrl: `${profile.logoUrl}?${Date.now()}` };
      return firmTexts[this.language].saved;
    });
  }

  #removeLogo(): Promise<void> {
    return this.#saidOf('face', async () => {
      this.profile = await callOwn<ProfileView>('/v1/portal/logo', { method: 'DELETE' });
      return firmTexts[this.language].saved;
    });
  }

  #testMail(): Promise<void> {
    return this.#saidOf('mail', async () => {
      this.mail = await callOwn<TestMailView>('/v1/portal/test-mail', { method: 'POST' });
      for (let count = 0; count < mailPolls && this.mail.status === 'waiting' && this.isConnected; count += 1) {
        await new Promise((resolve) => setTimeout(resolve, mailPollMs));
        this.mail = await callOwn<TestMailView>('/v1/portal/test-mail');
      }
      return '';
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
