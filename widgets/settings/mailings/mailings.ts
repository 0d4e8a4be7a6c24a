import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { MailingsView, PreviewView } from '../../../server/mail/schema.ts';
import { callJson } from '../../base/client.ts';
import { download } from '../../base/download.ts';
import { ArendeElement } from '../../base/element.ts';
import { formatInstant } from '../../base/format.ts';
import { asProblem } from '../../base/problem.ts';
import { tabStyles } from '../styles.ts';
import { mailingTexts } from './texts.ts';

/** What goes out in the firm's name, as its recipients see it. A tab of the settings. */
class ArendeSettingsMailings extends ArendeElement {
  static override styles = [...ArendeElement.styles, [tabStyles]];
  static override properties: PropertyDeclarations = { ...ArendeElement.properties, view: { state: true } };
  declare protected view: MailingsView | null;

  constructor() {
    super();
    this.view = null;
  }

  get #t() {
    return mailingTexts[this.language];
  }

  protected override get hasData(): boolean {
    return this.view !== null;
  }

  protected override get heading(): string {
    return this.#t.heading;
  }

  protected override clear(): void {
    this.view = null;
  }

  /** Mails come and go all day; the list is read again when somebody comes back to it. */
  protected override changed(): void {}

  protected override async load(signal: AbortSignal): Promise<void> {
    this.view = await callJson<MailingsView>('/v1/mailings', { signal });
  }

  /** In words, for the page's own policy may forbid the styles of a mail; how it looks is sent or saved. */
  async #show(body: object): Promise<void> {
    const t = this.#t;
    try {
      const shown = await callJson<PreviewView>('/v1/mail-previews', { body });
      const isTemplate = 'template' in body;
      const answer = await this.dialog.open({
        title: shown.subject,
        wide: true,
        body: () =>
          html`<dl class="small">
              <dt>${t.from}</dt>
              <dd><bdi>${shown.from}</bdi></dd>
              <dt>${t.to}</dt>
              <dd><bdi>${shown.to}</bdi></dd>
            </dl>
            <pre class="letter" tabindex="0" dir="auto">${shown.text}</pre>`,
        buttons: [
          { value: '', label: t.close },
          { value: 'save', label: t.save },
          ...(isTemplate ? [{ value: 'send', label: t.sendMe }] : []),
        ],
      });
      if (answer === 'save') download('mejl.html', new Blob([shown.html], { type: 'text/html' }));
      if (answer !== 'send') return;
      await callJson<PreviewView>('/v1/mail-previews', { body: { ...body, send: true } });
      this.announce(t.sent);
    } catch (error) {
      await this.tell(t.failed, asProblem(error));
    }
  }

  protected override content(): TemplateResult {
    const t = this.#t;
    const { processes, mails } = this.view!;
    const button = (body: object, about: string) =>
      html`<button type="button" @click=${() => void this.#show(body)}>
        ${t.show}<span class="sr">: ${about}</span>
      </button>`;
    return html`<p class="muted">${t.intro}</p>
      <h2 id="recent" class="door">${t.recent}</h2>
      ${
        mails.length === 0
          ? html`<p>${t.none}</p>`
          : html`<ul class="plain" aria-labelledby="recent">
              ${mails.map(
                ({ id, to, subject, items, status, sendAt }) =>
                  html`<li>
                    <div>
                      <span class="name"><bdi>${this.say(subject)}</bdi></span>
                      ${items > 1 ? html`<span class="muted">${t.and(items - 1)}</span>` : nothing}
                      <p class="muted small">
                        <bdi>${to}</bdi> · ${formatInstant(sendAt, this.language)} · ${t.status[status] ?? status}
                      </p>
                    </div>
                    <div class="actions">${button({ mail: id }, `${this.say(subject)}, ${to}`)}</div>
                  </li>`,
              )}
            </ul>`
      }
      <h2 class="door">${t.processes}</h2>
      ${processes.map(
        ({ definition, about, templates }) =>
          html`<h3>${this.say(definition.title)}</h3>
            <p class="muted small">${about ? this.say(about) : t.noCase}</p>
            <ul class="plain">
              ${templates.map(
                ({ name, subject }) =>
                  html`<li>
                    <div><span class="name">${this.say(subject).replace(/\$\{[^}]*\}/g, '…')}</span></div>
                    <div class="actions">
                      ${
                        about
                          ? button({ definition: definition.id, template: name, language: this.language }, name)
                          : nothing
                      }
                    </div>
                  </li>`,
              )}
            </ul>`,
      )}`;
  }

  protected override skeleton(): TemplateResult {
    return html`${[1, 2, 3].map(() => html`<p><span class="bone"></span></p>`)}`;
  }
}

if (!customElements.get('arende-settings-mailings')) {
  customElements.define('arende-settings-mailings', ArendeSettingsMailings);
}

export const view = (): TemplateResult => html`<arende-settings-mailings></arende-settings-mailings>`;
