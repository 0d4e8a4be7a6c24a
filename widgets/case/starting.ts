import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { JsonObject } from '../../definitions/language/types.ts';
import type { CaseClientsView, KindListView } from '../../server/cases/schema.ts';
import { callJson } from '../base/client.ts';
import type { ArendeElement } from '../base/element.ts';
import { type ArendeProblem, asProblem } from '../base/problem.ts';
import type { Values } from '../form/fields.ts';
import '../form/form.ts';
import { caseTexts } from './texts.ts';

type Kind = KindListView['items'][number];

/** Opening a new case: for which client, of what kind, with the form that the process asks for. */
export class Starting {
  active = false;
  #host: ArendeElement;
  #started: (id: string) => void;
  #clients: CaseClientsView = { items: [], many: false };
  #clientId: string | null = null;
  #kinds: Kind[] | null = null;
  #kind: Kind | null = null;
  #draft: Values = new Map();
  #key = crypto.randomUUID();
  #busy = false;
  #problem: ArendeProblem | null = null;

  constructor(host: ArendeElement, started: (id: string) => void) {
    this.#host = host;
    this.#started = started;
  }

  clear(): void {
    this.active = false;
    this.#clientId = null;
    this.#kinds = null;
    this.#kind = null;
    this.#draft = new Map();
    this.#key = crypto.randomUUID();
    this.#problem = null;
  }

  get #t() {
    return caseTexts[this.#host.language];
  }

  /** `clientId`: the one that the whole element is about. */
  async begin(clientId: string | null): Promise<void> {
    this.clear();
    this.active = true;
    this.#host.requestUpdate();
    await this.#try(async () => {
      if (clientId === null) this.#clients = await callJson<CaseClientsView>('/v1/cases/clients');
      const only =
        clientId ?? (this.#clients.items.length === 1 && !this.#clients.many ? this.#clients.items[0]!.id : null);
      if (only !== null) await this.#chooseClient(only);
    });
  }

  async #find(q: string): Promise<void> {
    const named = this.#clients.items.find(({ name }) => name === q);
    if (named) return this.#try(() => this.#chooseClient(named.id));
    if (!this.#clients.many) return;
    await this.#try(async () => {
      this.#clients = await callJson<CaseClientsView>('/v1/cases/clients', { query: { q } });
    });
  }

  async #chooseClient(id: string): Promise<void> {
    this.#clientId = id;
    const { items } = await callJson<KindListView>('/v1/cases/kinds', { query: { client: id } });
    this.#kinds = items;
    this.#kind = items.find(({ definition }) => definition.id === this.#kind?.definition.id) ?? items[0] ?? null;
  }

  async #send(input: JsonObject): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    await this.#try(async () => {
      const body = { definition: this.#kind!.definition.id, client: this.#clientId, input };
      const headers = { 'Idempotency-Key': this.#key };
      const { id } = await callJson<{ id: string }>('/v1/cases', { body, headers });
      this.clear();
      this.#host.announce(this.#t.started);
      this.#started(id);
    });
    this.#busy = false;
    this.#host.requestUpdate();
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.#problem = null;
    this.#host.requestUpdate();
    try {
      await work();
    } catch (error) {
      const problem = asProblem(error);
      if (problem.code === 'session_expired') this.#host.fail(problem);
      else this.#problem = problem;
    }
    this.#host.requestUpdate();
  }

  template(): TemplateResult {
    const t = this.#t;
    const kind = this.#kind;
    const { language } = this.#host;
    return html`<section class="task" aria-labelledby="new-title">
      <h2 id="new-title" tabindex="-1">${kind ? this.#host.say(kind.label) : t.fresh}</h2>
      ${
        this.#problem && this.#problem.fields.length === 0
          ? html`<div class="banner danger" role="alert">
              <b>${t.notStarted}.</b> <span>${this.#host.sentence(this.#problem)}</span>
            </div>`
          : nothing
      }
      ${this.#clientField()} ${this.#kindField()}
      ${this.#kinds?.length === 0 ? html`<p>${t.nothingToStart}</p>` : nothing}
      ${
        kind && this.#clientId
          ? keyed(
              `${this.#clientId} ${kind.definition.id}`,
              html`${kind.definition.summary ? html`<p class="muted text">${this.#host.say(kind.definition.summary)}</p>` : nothing}
                <arende-form
                  class="start-form"
                  exportparts="field, submit, error-summary"
                  .schema=${kind.form}
                  .language=${language}
                  .submitLabel=${this.#host.say(kind.label)}
                  .busy=${this.#busy}
                  .errors=${this.#problem?.fields ?? noErrors}
                  .draft=${this.#draft}
                  .send=${(data: JsonObject) => void this.#send(data)}
                ></arende-form>`,
            )
          : nothing
      }
    </section>`;
  }

  #clientField(): TemplateResult | typeof nothing {
    const t = this.#t;
    const { items, many } = this.#clients;
    if (items.length === 0 || (items.length === 1 && !many)) return nothing;
    if (!many) {
      return html`<label class="field"
        >${t.client}
        <select
          @change=${(event: Event) => void this.#try(() => this.#chooseClient((event.target as HTMLSelectElement).value))}
        >
          ${this.#clientId ? nothing : html`<option value="">${t.chooseClient}</option>`}
          ${items.map(({ id, name }) => html`<option value=${id} ?selected=${id === this.#clientId}>${name}</option>`)}
        </select></label
      >`;
    }
    return html`<label class="field"
        >${t.client}
        <input
          list="clients"
          autocomplete="off"
          aria-describedby="find-client"
          @input=${(event: Event) => void this.#find((event.target as HTMLInputElement).value)}
      /></label>
      <datalist id="clients">${items.map(({ name }) => html`<option value=${name}></option>`)}</datalist>
      <p id="find-client" class="muted small">${t.findClient}</p>`;
  }

  #kindField(): TemplateResult | typeof nothing {
    const kinds = this.#kinds ?? [];
    if (kinds.length < 2) return nothing;
    return html`<label class="field"
      >${this.#t.whatFor}
      <select
        @change=${(event: Event) => {
          this.#kind = kinds[(event.target as HTMLSelectElement).selectedIndex]!;
          this.#draft = new Map();
          this.#host.requestUpdate();
        }}
      >
        ${kinds.map((kind) => html`<option ?selected=${kind === this.#kind}>${this.#host.say(kind.label)}</option>`)}
      </select></label
    >`;
  }
}

const noErrors: ArendeProblem['fields'] = [];
