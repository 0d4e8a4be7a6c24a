import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { PersonView } from '../../../server/people/schema.ts';
import type { Language } from '../../base/locale.ts';
import { baseStyles } from '../../base/styles.ts';
import { findClients } from '../api.ts';
import '../picker.ts';
import type { Choice } from '../picker.ts';
import type { Who } from '../registry.ts';
import { tabStyles } from '../styles.ts';
import { changeBetween, draftOf, type Draft, invitationOf, newDraft } from './draft.ts';
import { type PeopleTexts, peopleTexts } from './texts.ts';

/** What somebody may do and with which clients, for one who is invited or changed. Not meant for pages. */
class ArendeAccessEditor extends LitElement {
  static override styles = [...baseStyles, tabStyles];
  static override properties: PropertyDeclarations = {
    who: { attribute: false },
    person: { attribute: false },
    language: { attribute: false },
    busy: { type: Boolean },
    wrong: { attribute: false },
    send: { attribute: false },
    leave: { attribute: false },
    draft: { state: true },
  };
  declare who: Who;
  /** Null: somebody is invited. */
  declare person: PersonView | null;
  declare language: Language;
  declare busy: boolean;
  /** What the server refused, as a sentence. */
  declare wrong: string;
  declare send: (body: object) => void;
  declare leave: () => void;
  declare protected draft: Draft;

  constructor() {
    super();
    this.person = null;
    this.language = 'sv';
    this.busy = false;
    this.wrong = '';
    this.send = () => {};
    this.leave = () => {};
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!this.draft || changed.has('person')) this.draft = this.person ? draftOf(this.person) : newDraft(this.who);
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('wrong') && this.wrong) this.renderRoot.querySelector<HTMLElement>('.wrong')?.focus();
  }

  get #t(): PeopleTexts {
    return peopleTexts[this.language];
  }

  get #ofCompanies(): boolean {
    return this.who.rights.manages === 'companies';
  }

  #set(change: Partial<Draft>): void {
    this.draft = { ...this.draft, ...change };
  }

  #submit(event: Event): void {
    event.preventDefault();
    if (this.busy) return;
    this.send(this.person ? changeBetween(this.person, this.draft) : invitationOf(this.draft));
  }

  protected override render(): TemplateResult {
    const t = this.#t;
    return html`<form lang=${this.language} aria-busy=${this.busy ? 'true' : 'false'} @submit=${this.#submit}>
      ${this.wrong ? html`<p class="wrong" role="alert" tabindex="-1">${this.wrong}</p>` : nothing}
      ${this.person ? nothing : this.#who()} ${this.#ofCompanies ? nothing : this.#role()} ${this.#clients()}
      ${this.#rights()}
      <div class="actions">
        <button class="primary" aria-disabled=${this.busy ? 'true' : 'false'}>${this.person ? t.save : t.send}</button>
        <button type="button" @click=${() => this.leave()}>${t.cancel}</button>
      </div>
    </form>`;
  }

  #who(): TemplateResult {
    const t = this.#t;
    const { draft } = this;
    const typed = (key: 'email' | 'name') => (event: Event) =>
      this.#set({ [key]: (event.target as HTMLInputElement).value });
    return html`<div class="fields">
      <label class="over"
        >${t.email}<input
          type="email"
          name="email"
          required
          autocomplete="off"
          .value=${draft.email}
          @input=${typed('email')}
      /></label>
      <label class="over"
        ><span>${t.name} <span class="muted">(${t.nameHint})</span></span
        ><input name="name" maxlength="200" autocomplete="off" .value=${draft.name} @input=${typed('name')}
      /></label>
      <label class="over"
        >${t.language}<select
          @change=${(event: Event) => this.#set({ language: (event.target as HTMLSelectElement).value as Language })}
        >
          <option value="sv" ?selected=${draft.language === 'sv'}>${t.swedish}</option>
          <option value="en" ?selected=${draft.language === 'en'}>${t.english}</option>
        </select></label
      >
    </div>`;
  }

  /** One side cannot become the other, and only an administrator makes another. */
  #role(): TemplateResult | typeof nothing {
    const t = this.#t;
    const all = ['admin', 'consultant', 'client'] as const;
    const roles = all.filter((role) => !this.person || (role === 'client') === (this.person.role === 'client'));
    if (roles.length === 1) return nothing;
    return html`<fieldset>
      <legend>${t.role}</legend>
      ${roles.map(
        (role) =>
          html`<label class="tick">
            <input
              type="radio"
              name="role"
              value=${role}
              .checked=${this.draft.role === role}
              @change=${() => this.#set({ role, rights: new Map() })}
            />
            <span>${t.roles[role]}<small>${t.roleTexts[role]}</small></span>
          </label>`,
      )}
    </fieldset>`;
  }

  #clients(): TemplateResult | typeof nothing {
    const t = this.#t;
    const { draft } = this;
    if (draft.role === 'admin') return nothing;
    if (this.#ofCompanies && this.who.rights.companies.length === 1 && !this.person) return nothing;
    return html`<fieldset>
      <legend>${t.companies}</legend>
      ${
        draft.role === 'consultant'
          ? this.#tick(t.allClients, t.allClientsText, draft.allClients, (allClients) => this.#set({ allClients }))
          : nothing
      }
      ${
        draft.role === 'consultant' && draft.allClients
          ? nothing
          : html`<arende-picker
              .label=${t.companies}
              .language=${this.language}
              .many=${true}
              .chosen=${draft.clients}
              .find=${(q: string) => this.#find(q)}
              .choose=${(clients: Choice[]) => this.#set({ clients })}
            ></arende-picker>`
      }
    </fieldset>`;
  }

  async #find(q: string): Promise<{ items: Choice[] }> {
    if (!this.#ofCompanies) return findClients(q);
    const own = this.who.rights.companies.filter(({ name }) => name.toLowerCase().includes(q.toLowerCase()));
    // Somebody who is a user already is invited to another company, and says yes.
    return { items: this.person ? own.filter(({ id }) => this.person!.clients.some((one) => one.id === id)) : own };
  }

  #rights(): TemplateResult | typeof nothing {
    const t = this.#t;
    const { draft, who } = this;
    if (draft.role === 'admin') return nothing;
    const possible = who.rights.items.filter(
      ({ roles, givenByClient }) => roles.includes(draft.role) && !givenByClient,
    );
    const ticks = possible.flatMap(({ id, title, description, scope }) => {
      if (scope === 'client') {
        return draft.clients.map((client) =>
          this.#right(id, client.id, t.adminOf(client.name), description[this.language]),
        );
      }
      // Nobody gives what they do not have.
      return who.rights.mine.includes(id)
        ? [this.#right(id, null, title[this.language], description[this.language])]
        : [];
    });
    if (ticks.length === 0) return nothing;
    return html`<fieldset>
      <legend>${t.rights}</legend>
      ${ticks}
    </fieldset>`;
  }

  #right(right: string, client: string | null, label: string, text: string): TemplateResult {
    const key = `${right}/${client ?? ''}`;
    const known = this.person?.rights.find((one) => one.right === right && (one.client?.id ?? null) === client);
    const granted = this.draft.rights.get(key) ?? known?.granted ?? (!this.person && right === 'join-clients');
    return this.#tick(label, text, granted, (on) => this.#set({ rights: new Map(this.draft.rights).set(key, on) }));
  }

  #tick(label: string, text: string, on: boolean, set: (on: boolean) => void): TemplateResult {
    return html`<label class="tick">
      <input
        type="checkbox"
        .checked=${on}
        @change=${(event: Event) => set((event.target as HTMLInputElement).checked)}
      />
      <span>${label}<small>${text}</small></span>
    </label>`;
  }
}

if (!customElements.get('arende-access-editor')) customElements.define('arende-access-editor', ArendeAccessEditor);
