import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { JsonObject } from '../../../definitions/language/types.ts';
import type { AffordanceView } from '../../../server/common/schema.ts';
import type { ChangeView } from '../../../server/events/schema.ts';
import type { InstanceView } from '../../../server/instances/schema.ts';
import type { MailFailuresView, NoticeSettingsView } from '../../../server/notices/schema.ts';
import type { MailRefusalsView } from '../../../server/unsubscribe/schema.ts';
import { call, callJson } from '../../base/client.ts';
import { ArendeElement } from '../../base/element.ts';
import { formatDate, formatInstant } from '../../base/format.ts';
import { type ArendeProblem, asProblem } from '../../base/problem.ts';
import '../../form/form.ts';
import { findClients } from '../api.ts';
import '../picker.ts';
import type { Choice } from '../picker.ts';
import type { Who } from '../registry.ts';
import { tabStyles } from '../styles.ts';
import { noticeTabTexts } from './texts.ts';

type Item = NoticeSettingsView['items'][number];

/** What is told about a client, to whom and how often (P-16 to P-21, I-28). A tab of the settings. */
class ArendeSettingsNotices extends ArendeElement {
  static override styles = [...ArendeElement.styles, [tabStyles]];
  static override properties: PropertyDeclarations = {
    ...ArendeElement.properties,
    client: { state: true },
    items: { state: true },
    busy: { state: true },
    who: { attribute: false },
    failures: { state: true },
    refusals: { state: true },
  };
  declare protected client: Choice | null;
  /** Empty before a client has been chosen. */
  declare protected items: Item[] | null;
  declare protected busy: boolean;
  declare who: Who;
  declare protected failures: MailFailuresView['items'];
  /** What the user has said no to, by a link in a mail. */
  declare protected refusals: MailRefusalsView['items'];

  constructor() {
    super();
    this.busy = false;
    this.clear();
  }

  get #t() {
    return noticeTabTexts[this.language];
  }

  protected override get hasData(): boolean {
    return this.items !== null;
  }

  protected override get heading(): string {
    return this.#t.heading;
  }

  protected override clear(): void {
    this.client = null;
    this.items = null;
    this.failures = [];
    this.refusals = [];
  }

  protected override changed(changes: ChangeView[]): void {
    const { client } = this;
    if (changes.some(({ topic, clientId }) => topic === 'instance' && clientId === client?.id)) this.refresh();
  }

  protected override async load(signal: AbortSignal): Promise<void> {
    const path = this.client && `/v1/clients/${encodeURIComponent(this.client.id)}/notices`;
    if (this.who.rights.mine.includes('manage-settings')) {
      this.failures = (await callJson<MailFailuresView>('/v1/mail-failures', { signal })).items;
    }
    this.refusals = (await callJson<MailRefusalsView>('/v1/mail-refusals', { signal })).items;
    this.items = path ? (await callJson<NoticeSettingsView>(path, { signal })).items : [];
  }

  #choose(client: Choice | null): void {
    this.client = client;
    this.items = [];
    void this.reload();
  }

  async #prepare({ definition }: Item): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      const path = `/v1/clients/${encodeURIComponent(this.client!.id)}/notices`;
      const { items } = await callJson<NoticeSettingsView>(path, { body: { definition: definition.id } });
      this.items = items;
      const instance = items.find((item) => item.definition.id === definition.id)?.instance;
      const first = instance?.actions.find(({ allowed }) => allowed);
      if (instance && first) void this.#act(instance, first);
    } catch (error) {
      await this.tell(this.#t.failed, asProblem(error));
    } finally {
      this.busy = false;
    }
  }

  /** The action's own form; without one it is done at once. */
  async #act(instance: InstanceView, action: AffordanceView): Promise<void> {
    const key = crypto.randomUUID();
    let errors: ArendeProblem['fields'] = [];
    let sentence = '';
    let sending = false;
    const send = async (data: JsonObject): Promise<void> => {
      if (sending) return;
      sending = true;
      errors = [];
      sentence = '';
      this.requestUpdate();
      try {
        await callJson(`/v1/instances/${encodeURIComponent(instance.id)}/acts`, {
          body: { event: action.event, data },
          headers: { 'Idempotency-Key': key },
        });
        this.dialog.close('');
        this.announce(this.#t.saved);
        this.refresh();
      } catch (error) {
        const problem = asProblem(error);
        if (problem.fields.length > 0) errors = problem.fields;
        else if (action.form) sentence = this.sentence(problem);
        else await this.tell(this.#t.failed, problem);
      }
      sending = false;
      this.requestUpdate();
    };
    if (!action.form) return send({});
    const draft = new Map();
    await this.dialog.open({
      title: this.say(action.label),
      body: () =>
        html`${sentence ? html`<div class="banner danger" role="alert">${sentence}</div>` : nothing}
          <arende-form
            .schema=${action.form}
            .language=${this.language}
            .submitLabel=${this.say(action.label)}
            .busy=${sending}
            .errors=${errors}
            .draft=${draft}
            .send=${(data: JsonObject) => void send(data)}
            ><button type="button" @click=${() => this.dialog.close('')}>${this.#t.cancel}</button></arende-form
          >`,
      buttons: [],
    });
  }

  protected override content(): TemplateResult {
    const t = this.#t;
    if (this.who.me.kind === 'client') {
      return html`<p class="muted">${t.ofClient}</p>
        ${this.refusals.length > 0 ? this.#refused() : nothing}`;
    }
    return html`<p class="muted">${t.intro}</p>
      <div class="bar"></div>
      <arende-picker
        .label=${t.client}
        .language=${this.language}
        .chosen=${this.client ? [this.client] : []}
        .find=${findClients}
        .choose=${(chosen: Choice[]) => this.#choose(chosen[0] ?? null)}
      ></arende-picker>
      ${this.client && this.items!.length === 0 && this.phase === 'ready' ? html`<p>${t.nothing}</p>` : nothing}
      ${
        this.items!.length > 0
          ? html`<ul class="plain">
              ${this.items!.map((item) => this.#item(item))}
            </ul>`
          : nothing
      }
      ${this.refusals.length > 0 ? this.#refused() : nothing} ${this.failures.length > 0 ? this.#bounced() : nothing}`;
  }

  #refused(): TemplateResult {
    const t = this.#t;
    return html`<h2 id="refused" class="door">${t.refused}</h2>
      <p class="muted small">${t.refusedText}</p>
      <div class="bar"></div>
      <ul class="plain" aria-labelledby="refused">
        ${this.refusals.map(
          ({ id, title, client, createdAt }) =>
            html`<li>
              <div>
                <span class="name">${this.say(title)}</span>
                ${client ? html`<p class="small"><bdi>${client.name}</bdi></p>` : nothing}
                <p class="muted small">${formatInstant(createdAt, this.language)}</p>
              </div>
              <div class="actions">
                <button type="button" @click=${() => void this.#acceptAgain(id)}>
                  ${t.mailAgain}<span class="sr">: ${this.say(title)} ${client?.name ?? ''}</span>
                </button>
              </div>
            </li>`,
        )}
      </ul>`;
  }

  async #retry(id: string): Promise<void> {
    try {
      await call(`/v1/mail-failures/${encodeURIComponent(id)}/retry`, { method: 'POST' });
      this.failures = this.failures.filter((failure) => failure.id !== id);
      this.announce(this.#t.saved);
    } catch (error) {
      await this.tell(this.#t.failed, asProblem(error));
    }
  }

  async #acceptAgain(id: string): Promise<void> {
    try {
      const path = `/v1/mail-refusals/${encodeURIComponent(id)}`;
      this.refusals = (await callJson<MailRefusalsView>(path, { method: 'DELETE' })).items;
      this.announce(this.#t.saved);
    } catch (error) {
      await this.tell(this.#t.failed, asProblem(error));
    }
  }

  /** Whom mail does not reach, so that somebody can mend the address. */
  #bounced(): TemplateResult {
    const t = this.#t;
    return html`<h2 id="bounced" class="door">${t.bounced}</h2>
      <p class="muted small">${t.bouncedText}</p>
      <div class="bar"></div>
      <ul class="plain" aria-labelledby="bounced">
        ${this.failures.map(
          ({ id, name, email, reason, createdAt }) =>
            html`<li>
              <div>
                <span class="name"><bdi>${name}</bdi></span> <bdi class="email">${email}</bdi>
                <p class="small email">${reason}</p>
                <button type="button" @click=${() => void this.#retry(id)}>
                  ${t.retry}<span class="sr">: ${name}</span>
                </button>
              </div>
              <span class="muted small">${formatInstant(createdAt, this.language)}</span>
            </li>`,
        )}
      </ul>`;
  }

  #item(item: Item): TemplateResult {
    const t = this.#t;
    const { definition, summary, personal, instance, mayPrepare } = item;
    const status = instance?.status;
    const facts = (instance?.facts ?? []).filter(({ value }) => value !== null && value !== '');
    return html`<li>
      <div>
        <h3>${this.say(definition.title)} <span class="muted small">${personal ? t.personal : t.shared}</span></h3>
        ${summary ? html`<p class="muted small">${this.say(summary)}</p>` : nothing}
        <p><span class="badge ${status?.tone ?? 'neutral'}">${status ? this.say(status.label) : t.notSet}</span></p>
        ${facts.map(
          ({ title, value, format }) =>
            html`<p class="small">
              ${this.say(title)}: ${format === 'date' ? formatDate(String(value), this.language) : value}
            </p>`,
        )}
      </div>
      <div class="actions">
        ${
          mayPrepare
            ? html`<button
                type="button"
                aria-disabled=${this.busy ? 'true' : 'false'}
                @click=${() => void this.#prepare(item)}
              >
                ${t.prepare}<span class="sr">: ${this.say(definition.title)}</span>
              </button>`
            : nothing
        }
        ${(instance?.actions ?? [])
          .filter(({ allowed }) => allowed)
          .map(
            (action) =>
              html`<button type="button" @click=${() => void this.#act(instance!, action)}>
                ${this.say(action.label)}
              </button>`,
          )}
      </div>
    </li>`;
  }

  protected override skeleton(): TemplateResult {
    return html`${[1, 2, 3].map(() => html`<p><span class="bone"></span></p>`)}`;
  }
}

if (!customElements.get('arende-settings-notices')) {
  customElements.define('arende-settings-notices', ArendeSettingsNotices);
}

export const view = (who: Who): TemplateResult => html`<arende-settings-notices .who=${who}></arende-settings-notices>`;
