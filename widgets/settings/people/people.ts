import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { ChangeView } from '../../../server/events/schema.ts';
import type { InvitationView, PersonView } from '../../../server/people/schema.ts';
import { ArendeElement } from '../../base/element.ts';
import { formatDate } from '../../base/format.ts';
import { asProblem } from '../../base/problem.ts';
import { changePerson, invite, listInvitations, listPeople, readPerson, resend, revoke } from '../api.ts';
import type { Who } from '../registry.ts';
import { tabStyles } from '../styles.ts';
import './editor.ts';
import { type PeopleTexts, peopleTexts } from './texts.ts';

type Shown = 'all' | 'staff' | 'client' | 'inactive';

/** The users whom somebody may see, with invitations and what each may do. A tab of the settings. */
class ArendeSettingsPeople extends ArendeElement {
  static override styles = [...ArendeElement.styles, [tabStyles]];
  static override properties: PropertyDeclarations = {
    ...ArendeElement.properties,
    who: { attribute: false },
    items: { state: true },
    nextCursor: { state: true },
    invitations: { state: true },
    q: { state: true },
    shown: { state: true },
    busy: { state: true },
    wrong: { state: true },
  };
  declare who: Who;
  declare protected items: PersonView[] | null;
  declare protected nextCursor: string | null;
  declare protected invitations: InvitationView[];
  declare protected q: string;
  declare protected shown: Shown;
  declare protected busy: boolean;
  declare protected wrong: string;

  constructor() {
    super();
    this.q = '';
    this.shown = 'all';
    this.busy = false;
    this.wrong = '';
    this.clear();
  }

  get #t(): PeopleTexts {
    return peopleTexts[this.language];
  }

  get #manages(): boolean {
    return this.who.rights.manages !== 'nobody';
  }

  protected override get hasData(): boolean {
    return this.items !== null;
  }

  protected override get heading(): string {
    return this.who.me.kind === 'client' ? this.#t.ours : this.#t.heading;
  }

  protected override clear(): void {
    this.items = null;
    this.nextCursor = null;
    this.invitations = [];
  }

  protected override changed(changes: ChangeView[]): void {
    if (changes.some(({ topic }) => topic === 'people')) this.refresh();
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    // A right that was given or taken meanwhile changes what may be done here.
    if (changed.has('who') && changed.get('who') !== undefined) this.refresh();
  }

  #query(cursor: string | null = null) {
    const { shown, q } = this;
    const kind = shown === 'staff' || shown === 'client' ? shown : null;
    return { q: q.trim(), kind, state: shown === 'inactive' ? 'inactive' : null, cursor };
  }

  protected override async load(signal: AbortSignal): Promise<void> {
    const [people, invitations] = await Promise.all([
      listPeople(this.#query(), signal),
      this.#manages ? listInvitations(signal) : { items: [] },
    ]);
    this.items = people.items;
    this.nextCursor = people.nextCursor;
    this.invitations = invitations.items;
  }

  async #more(): Promise<void> {
    try {
      const page = await listPeople(this.#query(this.nextCursor));
      this.items = [...this.items!, ...page.items];
      this.nextCursor = page.nextCursor;
    } catch (error) {
      await this.tell(this.#t.failed, asProblem(error));
    }
  }

  protected override content(): TemplateResult {
    const t = this.#t;
    const ofFirm = this.who.me.kind === 'firm';
    return html`<div class="bar">
        ${ofFirm ? this.#filters() : html`<span class="grow"></span>`}
        ${
          this.#manages
            ? html`<button type="button" class="primary" @click=${() => void this.#invite()}>${t.invite}</button>`
            : nothing
        }
      </div>
      ${this.invitations.length > 0 ? this.#invited() : nothing}
      ${this.items!.length === 0 ? this.message(t.noneTitle, t.noneText) : this.#table()}
      ${
        this.nextCursor
          ? html`<p><button type="button" @click=${() => void this.#more()}>${t.showMore}</button></p>`
          : nothing
      }`;
  }

  #filters(): TemplateResult {
    const t = this.#t;
    const shown: [Shown, string][] = [
      ['all', t.all],
      ['staff', t.staff],
      ['client', t.clients],
      ['inactive', t.inactive],
    ];
    const typed = (event: Event) => {
      this.q = (event.target as HTMLInputElement).value;
      void this.reload();
    };
    const choose = (event: Event) => {
      this.shown = (event.target as HTMLSelectElement).value as Shown;
      void this.reload();
    };
    return html`<label class="over grow">${t.search}<input type="search" .value=${this.q} @input=${typed} /></label>
      <label class="over"
        >${t.show}<select @change=${choose}>
          ${shown.map(([key, label]) => html`<option value=${key} ?selected=${key === this.shown}>${label}</option>`)}
        </select></label
      >`;
  }

  #invited(): TemplateResult {
    const t = this.#t;
    return html`<h3>${t.invited}</h3>
      <ul class="plain">
        ${this.invitations.map(
          ({ id, email, role, clients, expired, expiresAt }) =>
            html`<li>
              <span>
                <span class="name">${email}</span>
                <span class="muted small">
                  ${t.roles[role]}${clients.length > 0 ? `, ${clients.map(({ name }) => name).join(', ')}` : ''}.
                  ${expired ? t.expired : t.expires(formatDate(expiresAt.slice(0, 10), this.language))}.
                </span>
              </span>
              <span class="actions">
                <button
                  type="button"
                  aria-label=${t.resendTo(email)}
                  @click=${() => void this.#do(() => resend(id), t.resent(email))}
                >
                  ${t.resend}
                </button>
                <button
                  type="button"
                  aria-label=${t.revokeOf(email)}
                  @click=${() => void this.#do(() => revoke(id), t.revoked(email))}
                >
                  ${t.revoke}
                </button>
              </span>
            </li>`,
        )}
      </ul>
      <h3>${this.heading}</h3>`;
  }

  #table(): TemplateResult {
    const t = this.#t;
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${t.name}</th>
          <th scope="col">${t.role}</th>
          <th scope="col">${t.companies}</th>
          <th scope="col">${t.rights}</th>
          ${this.#manages ? html`<th scope="col"><span class="sr">${t.actions}</span></th>` : nothing}
        </tr>
      </thead>
      <tbody>
        ${this.items!.map((person) => this.#row(person))}
      </tbody>
    </table>`;
  }

  #row(person: PersonView): TemplateResult {
    const t = this.#t;
    const { name, email, role, self, absence } = person;
    const rights = person.rights
      .filter(({ granted }) => granted)
      .map(({ right }) => this.who.rights.items.find(({ id }) => id === right))
      .map((right) => (right ? this.say(right.title) : ''));
    return html`<tr>
      <td>
        <div class="name">${name}${self ? html` <span class="muted">(${t.you})</span>` : nothing}</div>
        <div class="email">${email}</div>
        ${
          absence ? html`<span class="badge info">${t.away(formatDate(absence.toDate, this.language))}</span>` : nothing
        }
      </td>
      <td data-label=${t.role}>${t.roles[role]}</td>
      <td data-label=${t.companies}>${this.#clientsOf(person)}</td>
      <td data-label=${t.rights} class="small">
        ${role === 'admin' ? t.all : [...new Set(rights)].join(', ') || html`<span class="muted">${t.none}</span>`}
      </td>
      ${
        this.#manages
          ? html`<td class="end">
              ${
                person.mayChange
                  ? html`<button type="button" aria-label=${t.changeOf(name)} @click=${() => void this.#change(person)}>
                      ${t.change}
                    </button>`
                  : nothing
              }
            </td>`
          : nothing
      }
    </tr>`;
  }

  #clientsOf({ role, allClients, clients, clientCount }: PersonView): unknown {
    const t = this.#t;
    if (role === 'admin' || allClients) return t.allClients;
    if (clientCount === 0) return html`<span class="muted">${t.none}</span>`;
    const rest = clientCount - clients.length;
    return `${clients.map(({ name }) => name).join(', ')}${rest > 0 ? ` ${t.more(rest)}` : ''}`;
  }

  /** Something that is sent at once and told of. */
  async #do(work: () => Promise<unknown>, done: string): Promise<void> {
    try {
      await work();
      this.announce(done);
    } catch (error) {
      await this.tell(this.#t.failed, asProblem(error));
    }
    this.refresh();
  }

  async #invite(): Promise<void> {
    const t = this.#t;
    const title = this.who.me.kind === 'client' ? t.inviteColleague : t.inviteTitle;
    await this.#edit(title, null, async (body) => {
      const { email } = await invite(body);
      return t.sent(email);
    });
  }

  async #change(shown: PersonView): Promise<void> {
    const t = this.#t;
    let person: PersonView;
    try {
      person = await readPerson(shown.id);
    } catch (error) {
      return void (await this.tell(t.failed, asProblem(error)));
    }
    const answer = await this.#edit(person.name, person, async (body) => {
      if (Object.keys(body).length > 0) await changePerson(person.id, body);
      return t.saved(person.name);
    });
    if (answer === 'activate') {
      await this.#do(() => changePerson(person.id, { active: true }), t.saved(person.name));
    }
    if (answer === 'deactivate') await this.#deactivate(person);
  }

  async #deactivate({ id, name }: PersonView): Promise<void> {
    const t = this.#t;
    const answer = await this.dialog.open({
      title: t.deactivateTitle(name),
      body: () => html`<p>${t.deactivateText}</p>`,
      buttons: [
        { value: '', label: t.cancel },
        { value: 'yes', label: t.deactivate, kind: 'danger' },
      ],
    });
    if (answer === 'yes') await this.#do(() => changePerson(id, { active: false }), t.saved(name));
  }

  /** Shows the form until what it sends was taken, or it is left; says how it was left. */
  async #edit(title: string, person: PersonView | null, work: (body: object) => Promise<string>): Promise<string> {
    const send = async (body: object): Promise<void> => {
      this.busy = true;
      this.wrong = '';
      try {
        const done = await work(body);
        this.dialog.close('done');
        this.announce(done);
        this.refresh();
      } catch (error) {
        const problem = asProblem(error);
        if (problem.code === 'session_expired') this.fail(problem);
        this.wrong = this.sentence(problem);
      } finally {
        this.busy = false;
      }
    };
    this.wrong = '';
    return this.dialog.open({
      title,
      wide: true,
      body: () =>
        html`<arende-access-editor
            .who=${this.who}
            .person=${person}
            .language=${this.language}
            .busy=${this.busy}
            .wrong=${this.wrong}
            .send=${(body: object) => void send(body)}
            .leave=${() => this.dialog.close('')}
          ></arende-access-editor>
          ${person && this.who.rights.manages === 'firm' ? this.#doors(person) : nothing}`,
      buttons: [],
    });
  }

  #doors({ active }: PersonView): TemplateResult {
    const t = this.#t;
    return html`<p class="door">
      ${
        active
          ? html`<button type="button" class="danger" @click=${() => this.dialog.close('deactivate')}>
              ${t.deactivate}
            </button>`
          : html`<button type="button" @click=${() => this.dialog.close('activate')}>${t.activate}</button>`
      }
    </p>`;
  }

  protected override skeleton(): TemplateResult {
    return html`${[1, 2, 3, 4, 5].map(() => html`<p><span class="bone"></span></p>`)}`;
  }
}

if (!customElements.get('arende-settings-people'))
  customElements.define('arende-settings-people', ArendeSettingsPeople);

export const view = (who: Who): TemplateResult => html`<arende-settings-people .who=${who}></arende-settings-people>`;
