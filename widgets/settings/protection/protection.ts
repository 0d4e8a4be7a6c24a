import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { JsonObject, JsonSchema } from '../../../definitions/language/types.ts';
import type { PersonView } from '../../../server/people/schema.ts';
import type { ErasureListView, PersonalDataView, RegisterView } from '../../../server/protection/schema.ts';
import { callJson } from '../../base/client.ts';
import { download } from '../../base/download.ts';
import { ArendeElement } from '../../base/element.ts';
import { formatDate, formatInstant } from '../../base/format.ts';
import { asProblem, type ArendeProblem } from '../../base/problem.ts';
import '../../form/form.ts';
import { listPeople } from '../api.ts';
import type { Who } from '../registry.ts';
import { tabStyles } from '../styles.ts';
import { type ProtectionTexts, protectionTexts } from './texts.ts';

const mostFound = 20;
const noErrors: ArendeProblem['fields'] = [];

/** What is held about people: to have it, and to have it erased. A tab of the settings. */
class ArendeSettingsProtection extends ArendeElement {
  static override styles = [...ArendeElement.styles, [tabStyles]];
  static override properties: PropertyDeclarations = {
    ...ArendeElement.properties,
    who: { attribute: false },
    register: { state: true },
    erasures: { state: true },
    found: { state: true },
    q: { state: true },
    busy: { state: true },
  };
  declare who: Who;
  declare protected register: RegisterView['items'] | null;
  declare protected erasures: ErasureListView['items'];
  declare protected found: PersonView[] | null;
  declare protected q: string;
  declare protected busy: boolean;
  #asked = 0;
  #erasing: ArendeProblem | null = null;

  constructor() {
    super();
    this.q = '';
    this.busy = false;
    this.clear();
  }

  get #t(): ProtectionTexts {
    return protectionTexts[this.language];
  }

  get #mayManage(): boolean {
    return this.who.rights.mine.includes('protect-data');
  }

  protected override get hasData(): boolean {
    return this.register !== null;
  }

  protected override get heading(): string {
    return this.#t.heading;
  }

  protected override clear(): void {
    this.register = null;
    this.erasures = [];
    this.found = null;
  }

  protected override async load(signal: AbortSignal): Promise<void> {
    const [register, erasures] = await Promise.all([
      callJson<RegisterView>('/v1/protection/register', { signal }),
      this.#mayManage ? callJson<ErasureListView>('/v1/protection/erasures', { signal }) : { items: [] },
    ]);
    this.register = register.items;
    this.erasures = erasures.items;
  }

  async #search(q: string): Promise<void> {
    this.q = q;
    const asked = ++this.#asked;
    if (q.trim() === '') return void (this.found = null);
    try {
      const [active, inactive] = await Promise.all(
        ['active', 'inactive'].map((state) => listPeople({ q, state, limit: mostFound })),
      );
      if (asked === this.#asked) this.found = [...active!.items, ...inactive!.items];
    } catch (error) {
      if (asked === this.#asked) this.fail(asProblem(error));
    }
  }

  async #fetch(id: string): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      const data = await callJson<PersonalDataView>(`/v1/people/${encodeURIComponent(id)}/personal-data`);
      const content = new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' });
      download(`personuppgifter-${data.at.slice(0, 10)}.json`, content);
      this.announce(this.#t.saved);
    } catch (error) {
      await this.tell(this.#t.failed, asProblem(error));
    } finally {
      this.busy = false;
    }
  }

  async #erase(person: PersonView): Promise<void> {
    const t = this.#t;
    this.#erasing = null;
    const schema: JsonSchema = {
      type: 'object',
      required: ['reason'],
      properties: {
        reason: {
          type: 'string',
          minLength: 1,
          maxLength: 200,
          title: { sv: protectionTexts.sv.reason, en: protectionTexts.en.reason },
        },
      },
    };
    await this.dialog.open({
      title: t.eraseTitle(person.name),
      body: () =>
        html`<p>${t.eraseText}</p>
          ${this.#erasing ? html`<p class="wrong" role="alert">${this.sentence(this.#erasing)}</p>` : nothing}
          <arende-form
            .schema=${schema}
            .language=${this.language}
            .submitLabel=${t.erase}
            .submitKind=${'danger'}
            .busy=${this.busy}
            .errors=${noErrors}
            .send=${(data: JsonObject) => void this.#confirmed(person, data)}
            ><button type="button" @click=${() => this.dialog.close('')}>${t.cancel}</button></arende-form
          >`,
      buttons: [],
    });
  }

  async #confirmed(person: PersonView, body: JsonObject): Promise<void> {
    this.busy = true;
    try {
      await callJson(`/v1/people/${encodeURIComponent(person.id)}/erasure`, { body });
      this.dialog.close('');
      this.announce(this.#t.erased(person.name));
      this.refresh();
      await this.#search(this.q);
    } catch (error) {
      this.#erasing = asProblem(error);
    } finally {
      this.busy = false;
    }
  }

  protected override content(): TemplateResult {
    const t = this.#t;
    return html`<h3>${t.mineTitle}</h3>
      <p class="muted">${t.mineText}</p>
      <button type="button" @click=${() => void this.#fetch(this.who.me.user.id)}>${t.mine}</button>
      ${this.#mayManage ? this.#others() : nothing}
      <h3>${t.registerTitle}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">${t.what}</th>
            <th scope="col">${t.purpose}</th>
            <th scope="col">${t.atErasure}</th>
          </tr>
        </thead>
        <tbody>
          ${this.register!.map(
            ({ what, purpose, atErasure }) =>
              html`<tr>
                <td>${this.say(what)}</td>
                <td class="muted">${this.say(purpose)}</td>
                <td>${t[atErasure]}</td>
              </tr>`,
          )}
        </tbody>
      </table>`;
  }

  #others(): TemplateResult {
    const t = this.#t;
    const typed = (event: Event) => void this.#search((event.target as HTMLInputElement).value);
    return html`<h3>${t.othersTitle}</h3>
      <p class="muted">${t.othersText}</p>
      <div class="bar">
        <label class="over grow">${t.search}<input type="search" .value=${this.q} @input=${typed} /></label>
      </div>
      <div role="status">${this.found?.length === 0 ? t.none : nothing}</div>
      <ul class="plain">
        ${(this.found ?? []).map((person) => this.#person(person))}
      </ul>
      ${this.erasures.length === 0 ? nothing : this.#erased()}`;
  }

  #person(person: PersonView): TemplateResult {
    const t = this.#t;
    return html`<li>
      <span>
        <span class="name">${person.name}</span>
        ${person.active ? nothing : html`<span class="badge">${t.inactive}</span>`}<br />
        <span class="email">${person.email}</span>
        ${person.active ? html`<br /><span class="muted">${t.activeFirst}</span>` : nothing}
      </span>
      <span class="actions">
        <button type="button" aria-label=${t.fetchOf(person.name)} @click=${() => void this.#fetch(person.id)}>
          ${t.fetch}
        </button>
        ${
          person.active
            ? nothing
            : html`<button
                type="button"
                class="danger"
                aria-label=${t.eraseOf(person.name)}
                @click=${() => void this.#erase(person)}
              >
                ${t.erase}
              </button>`
        }
      </span>
    </li>`;
  }

  #erased(): TemplateResult {
    const t = this.#t;
    return html`<h3>${t.erasuresTitle}</h3>
      <ul class="plain">
        ${this.erasures.map(
          (each) =>
            html`<li>
              <span>
                <span class="name">${t.erasedOn(formatInstant(each.erasedAt, this.language), each.erasedBy.name)}</span>
                <br /><span>${each.reason}</span> <br /><span class="muted">
                  ${each.finishedAt ? t.finished : t.keptUntil(formatDate(each.keptUntil, this.language))}
                </span>
              </span>
            </li>`,
        )}
      </ul>`;
  }

  protected override skeleton(): TemplateResult {
    return html`${[1, 2, 3, 4].map(() => html`<p><span class="bone"></span></p>`)}`;
  }
}

if (!customElements.get('arende-settings-protection')) {
  customElements.define('arende-settings-protection', ArendeSettingsProtection);
}

export const view = (who: Who): TemplateResult =>
  html`<arende-settings-protection .who=${who}></arende-settings-protection>`;
