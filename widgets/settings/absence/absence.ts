import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { ChangeView } from '../../../server/events/schema.ts';
import type { AbsenceListView, AbsenceView } from '../../../server/people/schema.ts';
import { ArendeElement } from '../../base/element.ts';
import { formatDate, formatToday } from '../../base/format.ts';
import { asProblem } from '../../base/problem.ts';
import { addAbsence, findColleagues, listAbsences, removeAbsence } from '../api.ts';
import '../picker.ts';
import type { Choice } from '../picker.ts';
import type { Who } from '../registry.ts';
import { tabStyles } from '../styles.ts';
import { type AbsenceTexts, absenceTexts } from './texts.ts';

interface Draft {
  user: Choice[];
  substitute: Choice[];
  fromDate: string;
  toDate: string;
}

/** When somebody of the firm is away and who stands in. A tab of the settings. */
class ArendeSettingsAbsence extends ArendeElement {
  static override styles = [...ArendeElement.styles, [tabStyles]];
  static override properties: PropertyDeclarations = {
    ...ArendeElement.properties,
    who: { attribute: false },
    list: { state: true },
    draft: { state: true },
    busy: { state: true },
    wrong: { state: true },
  };
  declare who: Who;
  declare protected list: AbsenceListView | null;
  declare protected draft: Draft | null;
  declare protected busy: boolean;
  declare protected wrong: string;

  constructor() {
    super();
    this.draft = null;
    this.busy = false;
    this.wrong = '';
    this.clear();
  }

  get #t(): AbsenceTexts {
    return absenceTexts[this.language];
  }

  protected override get hasData(): boolean {
    return this.list !== null;
  }

  protected override get heading(): string {
    return this.#t.heading;
  }

  protected override clear(): void {
    this.list = null;
    this.draft = null;
  }

  protected override changed(changes: ChangeView[]): void {
    if (changes.some(({ topic }) => topic === 'people')) this.refresh();
  }

  protected override async load(signal: AbortSignal): Promise<void> {
    this.list = await listAbsences(signal);
  }

  #begin(): void {
    const today = formatToday();
    const { id, name } = this.who.me.user;
    this.wrong = '';
    this.draft = { user: [{ id, name }], substitute: [], fromDate: today, toDate: today };
  }

  #set(change: Partial<Draft>): void {
    this.draft = { ...this.draft!, ...change };
  }

  async #save(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const t = this.#t;
    const { user, substitute, fromDate, toDate } = this.draft!;
    this.wrong = !user[0] ? t.chooseWho : !substitute[0] ? t.chooseSubstitute : '';
    if (this.wrong) return;
    this.busy = true;
    try {
      await addAbsence({ user: user[0]!.id, substitute: substitute[0]!.id, fromDate, toDate });
      this.draft = null;
      this.announce(t.saved);
      this.refresh();
    } catch (error) {
      const problem = asProblem(error);
      if (problem.code === 'session_expired') this.fail(problem);
      this.wrong = this.sentence(problem);
    } finally {
      this.busy = false;
    }
  }

  async #remove({ id }: AbsenceView): Promise<void> {
    try {
      await removeAbsence(id);
      this.announce(this.#t.removed);
    } catch (error) {
      await this.tell(this.#t.failed, asProblem(error));
    }
    this.refresh();
  }

  protected override content(): TemplateResult {
    const t = this.#t;
    const { items } = this.list!;
    return html`<p class="muted">${t.intro}</p>
      <div class="bar"></div>
      ${
        items.length === 0
          ? html`<p>${t.none}</p>`
          : html`<ul class="plain">
              ${items.map((absence) => this.#item(absence))}
            </ul>`
      }
      <div class="bar"></div>
      ${
        this.draft
          ? this.#form(this.draft)
          : html`<button type="button" class="primary" @click=${() => this.#begin()}>${t.add}</button>`
      }`;
  }

  #item(absence: AbsenceView): TemplateResult {
    const t = this.#t;
    const { user, substitute, running, mayRemove } = absence;
    const [from, to] = [absence.fromDate, absence.toDate].map((date) => formatDate(date, this.language));
    const days = t.until(from!, to!);
    return html`<li>
      <span>
        <span class="name">${user.name}</span> ${running ? html`<span class="badge info">${t.running}</span>` : nothing}
        <br />
        <span>${days}</span> <span class="muted">${t.standsIn(substitute.name)}</span>
      </span>
      ${
        mayRemove
          ? html`<button
              type="button"
              aria-label=${running ? t.endOf(user.name) : t.removeOf(user.name, days)}
              @click=${() => void this.#remove(absence)}
            >
              ${running ? t.end : t.remove}
            </button>`
          : nothing
      }
    </li>`;
  }

  #form({ user, substitute, fromDate, toDate }: Draft): TemplateResult {
    const t = this.#t;
    const day = (key: 'fromDate' | 'toDate', label: string, value: string) =>
      html`<label class="over"
        >${label}<input
          type="date"
          required
          .value=${value}
          @change=${(event: Event) => this.#set({ [key]: (event.target as HTMLInputElement).value })}
      /></label>`;
    const people = (label: string, key: 'user' | 'substitute', chosen: Choice[]) =>
      html`<fieldset>
        <legend>${label}</legend>
        <arende-picker
          .label=${label}
          .language=${this.language}
          .chosen=${chosen}
          .find=${findColleagues}
          .choose=${(value: Choice[]) => this.#set({ [key]: value })}
        ></arende-picker>
      </fieldset>`;
    return html`<form aria-busy=${this.busy ? 'true' : 'false'} @submit=${(event: Event) => void this.#save(event)}>
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : nothing}
      ${this.list!.maySetForOthers ? people(t.who, 'user', user) : nothing}
      <div class="bar">${day('fromDate', t.from, fromDate)} ${day('toDate', t.to, toDate)}</div>
      ${people(t.substitute, 'substitute', substitute)}
      <div class="actions">
        <button class="primary" aria-disabled=${this.busy ? 'true' : 'false'}>${t.save}</button>
        <button type="button" @click=${() => (this.draft = null)}>${t.cancel}</button>
      </div>
    </form>`;
  }

  protected override skeleton(): TemplateResult {
    return html`${[1, 2, 3].map(() => html`<p><span class="bone"></span></p>`)}`;
  }
}

if (!customElements.get('arende-settings-absence')) {
  customElements.define('arende-settings-absence', ArendeSettingsAbsence);
}

export const view = (who: Who): TemplateResult => html`<arende-settings-absence .who=${who}></arende-settings-absence>`;
