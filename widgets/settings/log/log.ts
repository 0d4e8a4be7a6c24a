import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { LogPageView } from '../../../server/protection/schema.ts';
import { callJson, type Query } from '../../base/client.ts';
import { ArendeElement } from '../../base/element.ts';
import { formatCount, formatInstant } from '../../base/format.ts';
import { asProblem } from '../../base/problem.ts';
import { tabStyles } from '../styles.ts';
import { type LogTexts, logTexts } from './texts.ts';

type Line = LogPageView['items'][number];
const filters = ['', 'login', 'act', 'document', 'user', 'client', 'person'] as const;

const readLog = (query: Query, signal?: AbortSignal) =>
  callJson<LogPageView>('/v1/protection/log', { query, ...(signal && { signal }) });

/** The firm's audit log, newest first. A tab of the settings. */
class ArendeSettingsLog extends ArendeElement {
  static override styles = [...ArendeElement.styles, [tabStyles]];
  static override properties: PropertyDeclarations = {
    ...ArendeElement.properties,
    lines: { state: true },
    nextBefore: { state: true },
    filter: { state: true },
    checked: { state: true },
    busy: { state: true },
  };
  declare protected lines: Line[] | null;
  declare protected nextBefore: number | null;
  declare protected filter: (typeof filters)[number];
  declare protected checked: string;
  declare protected busy: boolean;

  constructor() {
    super();
    this.filter = '';
    this.busy = false;
    this.clear();
  }

  get #t(): LogTexts {
    return logTexts[this.language];
  }

  protected override get hasData(): boolean {
    return this.lines !== null;
  }

  protected override get heading(): string {
    return this.#t.heading;
  }

  protected override clear(): void {
    this.lines = null;
    this.nextBefore = null;
    this.checked = '';
  }

  /** Every step of everybody is in the log; it is read again when somebody asks. */
  protected override changed(): void {}

  protected override async load(signal: AbortSignal): Promise<void> {
    const page = await readLog({ action: this.filter }, signal);
    this.lines = page.items;
    this.nextBefore = page.nextBefore;
  }

  async #older(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const { filter } = this;
    try {
      const page = await readLog({ action: filter, before: this.nextBefore });
      if (filter !== this.filter) return;
      this.lines = [...this.lines!, ...page.items];
      this.nextBefore = page.nextBefore;
    } catch (error) {
      await this.tell(this.#t.failed, asProblem(error));
    } finally {
      this.busy = false;
    }
  }

  async #check(): Promise<void> {
    try {
      const { brokenAt, lines } = await callJson<{ brokenAt: number | null; lines: number }>(
        '/v1/protection/log/check',
      );
      const number = formatCount(brokenAt ?? lines, this.language);
      this.checked = brokenAt === null ? this.#t.whole(number) : this.#t.broken(number);
    } catch (error) {
      await this.tell(this.#t.failed, asProblem(error));
    }
  }

  #choose(event: Event): void {
    this.filter = (event.target as HTMLSelectElement).value as typeof this.filter;
    void this.reload();
  }

  protected override content(): TemplateResult {
    const t = this.#t;
    const labels = [t.all, t.logins, t.cases, t.documents, t.people, t.clients, t.personal];
    return html`<p class="muted">${t.intro}</p>
      <div class="bar">
        <label class="over"
          >${t.filter}
          <select @change=${(event: Event) => this.#choose(event)}>
            ${filters.map((value, index) => html`<option value=${value} ?selected=${value === this.filter}>${labels[index]}</option>`)}
          </select>
        </label>
        <button type="button" @click=${() => void this.#check()}>${t.check}</button>
      </div>
      <p role="status">${this.checked}</p>
      ${this.lines!.length === 0 ? html`<p>${t.none}</p>` : this.#table()}
      ${
        this.nextBefore === null
          ? nothing
          : html`<button type="button" aria-disabled=${this.busy ? 'true' : 'false'} @click=${() => void this.#older()}>
              ${t.more}
            </button>`
      }`;
  }

  #table(): TemplateResult {
    const t = this.#t;
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${t.when}</th>
          <th scope="col">${t.who}</th>
          <th scope="col">${t.done}</th>
          <th scope="col">${t.about}</th>
        </tr>
      </thead>
      <tbody>
        ${this.lines!.map(
          (line) =>
            html`<tr>
              <td>${formatInstant(line.at, this.language)}</td>
              <td class="name">${this.#who(line)}</td>
              <td>${t.did(line.action)}</td>
              <td class="email">${this.#about(line)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #who({ actor }: Line): string {
    if (actor.kind === 'key') return this.#t.key;
    return actor.name ?? (actor.kind === 'user' ? actor.id! : this.#t.system);
  }

  /** Names and words that somebody gave; ids say nothing to a reader. */
  #about({ details }: Line): string {
    const told = [details.name, details.event, details.externalId, details.definition, details.code];
    return told.filter((value) => typeof value === 'string').join(' · ');
  }

  protected override skeleton(): TemplateResult {
    return html`${[1, 2, 3, 4, 5].map(() => html`<p><span class="bone"></span></p>`)}`;
  }
}

if (!customElements.get('arende-settings-log')) customElements.define('arende-settings-log', ArendeSettingsLog);

export const view = (): TemplateResult => html`<arende-settings-log></arende-settings-log>`;
