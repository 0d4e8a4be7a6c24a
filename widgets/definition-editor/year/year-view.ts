import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Group } from '../../../definitions/index.ts';
import type { Definition } from '../../../definitions/language/types.ts';
import { EndlessError } from '../../../definitions/simulate/instance.ts';
import type { TimelineEntry } from '../../../definitions/simulate/timeline.ts';
import type { SimulatedYear } from '../../../definitions/simulate/year.ts';
import { formatDate, formatToday } from '../../base/format.ts';
import type { Language } from '../../base/locale.ts';
import { baseStyles } from '../../base/styles.ts';
import { byMonth, day, monthName, shownAs, type Shown } from './entries.ts';
import { runYear } from './run.ts';
import { yearStyles } from './styles.ts';
import { yearTexts } from './texts.ts';
import { asTheyAre, triedClient, triedInput, type TriedValues } from './values.ts';
import { valuesPart } from './values-part.ts';

const RUN_AFTER_MS = 350;
const ANSWERS = [null, 0, 1, 3, 7, 14, 30];

/**
 * A year of a process for one client in virtual time. Used inside the workbench; not meant for pages.
 *
 * @tagname arende-year-view
 */
export class ArendeYearView extends LitElement {
  static override styles = [...baseStyles, yearStyles];
  static override properties: PropertyDeclarations = {
    definition: { attribute: false },
    language: { attribute: false },
    from: { state: true },
    months: { state: true },
    answerAfterDays: { state: true },
    absent: { state: true },
    values: { state: true },
    filteredOut: { state: true },
    who: { state: true },
    year: { state: true },
    trouble: { state: true },
    running: { state: true },
  };
  declare definition: Definition | null;
  declare language: Language;
  declare from: string;
  declare months: number;
  declare answerAfterDays: number | null;
  declare absent: Group | null;
  declare values: TriedValues;
  /** What is filtered out. */
  declare filteredOut: Set<Shown>;
  declare who: string;
  declare year: SimulatedYear | null;
  declare trouble: 'endless' | 'failed' | null;
  declare running: boolean;
  /** Leads to where a case is gone through by hand. */
  declare stepThrough: () => void;

  #timer: ReturnType<typeof setTimeout> | undefined;
  #run: AbortController | null = null;

  constructor() {
    super();
    this.definition = null;
    this.language = 'sv';
    this.from = `${formatToday().slice(0, 7)}-01`;
    this.months = 12;
    this.answerAfterDays = null;
    this.absent = null;
    this.values = asTheyAre;
    this.filteredOut = new Set();
    this.who = '';
    this.year = null;
    this.trouble = null;
    this.running = false;
    this.stepThrough = () => {};
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Whoever left while it was worked out comes back to the whole.
    if (this.running) void this.#simulate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#run?.abort();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!['definition', 'from', 'months', 'answerAfterDays', 'absent', 'values'].some((name) => changed.has(name)))
      return;
    if (!this.definition) return;
    const before = changed.get('definition') as Definition | null | undefined;
    if (before && before.id !== this.definition.id) {
      this.values = asTheyAre;
      this.year = null;
    }
    this.running = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#simulate(), this.year ? RUN_AFTER_MS : 0);
  }

  async #simulate(): Promise<void> {
    this.#run?.abort();
    const run = new AbortController();
    this.#run = run;
    const { definition, from, months, answerAfterDays, absent, values } = this;
    try {
      const client = triedClient(definition!, from, values);
      const input = triedInput(definition!, from, values);
      const { settings } = values;
      const options = { definition: definition!, from, months, answerAfterDays, client, settings, input };
      const year = await runYear({ ...options, ...(absent && { absent: [absent] }) }, run.signal);
      if (!year) return;
      this.year = year;
      this.trouble = null;
    } catch (error) {
      if (run.signal.aborted) return;
      this.trouble = error instanceof EndlessError ? 'endless' : 'failed';
    }
    this.running = false;
  }

  protected override render(): TemplateResult {
    const t = yearTexts[this.language];
    return html`<div class="year">
      <p class="lead muted small">${t.lead}</p>
      ${this.#controls()} ${this.#values()} ${this.#hint()} ${this.#filters()}
      <div class="sr" role="status">${this.running ? t.counting : ''}</div>
      ${
        this.trouble
          ? html`<p class="banner danger" role="alert">${t[this.trouble]}</p>`
          : this.year
            ? this.#timeline(this.year)
            : html`<div class="bones">
                <span class="bone"></span><span class="bone"></span><span class="bone"></span>
              </div>`
      }
    </div>`;
  }

  #controls(): TemplateResult {
    const t = yearTexts[this.language];
    return html`<div class="controls">
      <label
        >${t.from}
        <input
          type="date"
          .value=${this.from}
          @change=${({ target }: { target: HTMLInputElement }) => (this.from = target.value || this.from)}
        />
      </label>
      <label
        >${t.months}
        <select @change=${({ target }: { target: HTMLSelectElement }) => (this.months = Number(target.value))}>
          ${[3, 6, 12, 24].map((count) => html`<option .value=${String(count)} ?selected=${count === this.months}>${count}</option>`)}
        </select>
      </label>
      <label
        >${t.people}
        <select
          @change=${({ target }: { target: HTMLSelectElement }) => (this.answerAfterDays = ANSWERS[target.selectedIndex] ?? null)}
        >
          ${ANSWERS.map(
            (days) =>
              html`<option ?selected=${days === this.answerAfterDays}>
                ${days === null ? t.nobody : t.after(days)}
              </option>`,
          )}
        </select>
      </label>
      <label
        >${t.absent}
        <select
          ?disabled=${this.answerAfterDays === null}
          @change=${({ target }: { target: HTMLSelectElement }) => (this.absent = (target.value || null) as Group | null)}
        >
          <option value="">${t.nobodyAbsent}</option>
          ${Object.entries(t.groups).map(
            ([group, name]) => html`<option .value=${group} ?selected=${group === this.absent}>${name}</option>`,
          )}
        </select>
      </label>
    </div>`;
  }

  #values(): TemplateResult | typeof nothing {
    const { definition, language, from, values } = this;
    if (!definition) return nothing;
    const apply = yearTexts[language].apply;
    return valuesPart({ definition, language, from, values, apply, take: (taken) => (this.values = taken) });
  }

  /** A process that somebody has to start says little while nobody does anything. */
  #hint(): TemplateResult | typeof nothing {
    const t = yearTexts[this.language];
    if (!this.definition || this.definition.recurrence || this.answerAfterDays !== null) return nothing;
    return html`<div class="banner hint">
      <p>${t.startedByHand(formatDate(this.from, this.language))} ${t.whatToDo(this.definition.input !== undefined)}</p>
      <div class="buttons">
        <button type="button" @click=${() => (this.answerAfterDays = 1)}>${t.letAnswer}</button>
        <button type="button" @click=${() => this.stepThrough()}>${t.stepThrough}</button>
      </div>
    </div>`;
  }

  #filters(): TemplateResult {
    const t = yearTexts[this.language];
    const people = [
      ...new Set((this.year?.timeline ?? []).flatMap(({ who }) => (who ? [who[this.language]] : []))),
    ].sort();
    const toggle = (kind: Shown): void => {
      const hidden = new Set(this.filteredOut);
      if (!hidden.delete(kind)) hidden.add(kind);
      this.filteredOut = hidden;
    };
    return html`<div class="filters" role="group" aria-label=${t.show}>
      ${(Object.keys(t.kinds) as Shown[]).map(
        (kind) =>
          html`<button
            type="button"
            class="chip"
            aria-pressed=${this.filteredOut.has(kind) ? 'false' : 'true'}
            @click=${() => toggle(kind)}
          >
            ${t.kinds[kind]}
          </button>`,
      )}
      <label class="inline"
        >${t.who}
        <select @change=${({ target }: { target: HTMLSelectElement }) => (this.who = target.value)}>
          <option value="">${t.everybody}</option>
          ${people.map((name) => html`<option .value=${name} ?selected=${name === this.who}>${name}</option>`)}
        </select>
      </label>
    </div>`;
  }

  #timeline({ timeline, instances }: SimulatedYear): TemplateResult {
    const { language } = this;
    const t = yearTexts[language];
    const shown = timeline.filter(
      (entry) => !this.filteredOut.has(shownAs(entry)) && (this.who === '' || entry.who?.[language] === this.who),
    );
    const titles = new Map(instances.map(({ instanceId, title }) => [instanceId, title[language]]));
    const model = {
      t,
      language,
      caseOf: ({ instanceId }: TimelineEntry) => (instances.length > 1 ? (titles.get(instanceId) ?? '') : ''),
    };
    const count = (entries: TimelineEntry[], kind: Shown) =>
      entries.filter((entry) => shownAs(entry) === kind && !entry.merged).length;
    return html`<p class="total" aria-live="polite">
        <b>${t.total(instances.length, count(timeline, 'task'), count(timeline, 'mail'))}.</b> ${this.#ends(instances)}
      </p>
      ${
        shown.length === 0
          ? html`<div class="message">
              <h2>${t.nothingTitle}</h2>
              <p>${t.nothingText}</p>
            </div>`
          : [...byMonth(shown)].map(([month, days]) => {
              const all = [...days.values()].flat();
              return html`<section class="month" aria-label=${monthName(month, language)}>
                <h3>
                  ${monthName(month, language)}
                  <span class="muted small">${t.monthTotal(count(all, 'task'), count(all, 'mail'))}</span>
                </h3>
                <ol>
                  ${[...days].map(([date, entries]) => day(date, entries, model))}
                </ol>
              </section>`;
            })
      }`;
  }

  /** Where the cases stand when the time is over. */
  #ends(instances: SimulatedYear['instances']): TemplateResult {
    const t = yearTexts[this.language];
    const counts = new Map<string, number>();
    for (const { status, done } of instances) {
      const key = done ? '' : (status ?? '');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return html`<span class="ends"
      >${t.atEnd}:
      ${[...counts].map(([key, count]) => {
        const status = this.definition?.statuses[key];
        return html`<span class="badge ${status?.tone ?? 'neutral'}"
          >${count} ${status ? status.label[this.language] : t.closed}</span
        >`;
      })}</span
    >`;
  }
}

if (!customElements.get('arende-year-view')) customElements.define('arende-year-view', ArendeYearView);

declare global {
  interface HTMLElementTagNameMap {
    'arende-year-view': ArendeYearView;
  }
}
