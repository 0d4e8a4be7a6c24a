import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { addDays, localDate, localTime, toInstant } from '../../../definitions/calendar/index.ts';
import type { Affordance } from '../../../definitions/index.ts';
import type { Definition, JsonObject, JsonSchema } from '../../../definitions/language/types.ts';
import type { Scenario } from '../../../definitions/simulate/scenario.ts';
import type { TimelineEntry } from '../../../definitions/simulate/timeline.ts';
import { formatDate, formatToday } from '../../base/format.ts';
import type { Language } from '../../base/locale.ts';
import { baseStyles } from '../../base/styles.ts';
import '../../form/form.ts';
import '../chart/chart-view.ts';
import { nameOf, people } from '../scenarios/people.ts';
import { day } from '../year/entries.ts';
import { yearStyles } from '../year/styles.ts';
import { yearTexts } from '../year/texts.ts';
import { asTheyAre, triedClient, triedInput, type TriedValues } from '../year/values.ts';
import { valuesPart } from '../year/values-part.ts';
import { outsideEvents, type OutsideEvent } from './outside.ts';
import { stepStyles } from './styles.ts';
import { stepTexts } from './texts.ts';
import { Trial } from './trial.ts';

type Asked = { kind: 'act'; offer: Affordance } | { kind: 'outside'; event: OutsideEvent } | { kind: 'save' };

/**
 * One case in virtual time, step by step. Used inside the workbench; not meant for pages.
 *
 * @tagname arende-step-view
 */
export class ArendeStepView extends LitElement {
  static override styles = [...baseStyles, yearStyles, stepStyles];
  static override properties: PropertyDeclarations = {
    definition: { attribute: false },
    language: { attribute: false },
    from: { state: true },
    values: { state: true },
    person: { state: true },
    asked: { state: true },
    trial: { state: true },
    trouble: { state: true },
    saved: { state: true },
  };
  declare definition: Definition | null;
  declare language: Language;
  declare from: string;
  declare values: TriedValues;
  declare person: string;
  /** What is being filled in. */
  declare asked: Asked | null;
  declare trial: Trial | null;
  declare trouble: string;
  declare saved: boolean;
  /** Keeps a scenario, with the people in it. */
  declare keep: (scenario: Scenario) => void;
  /** Marks a state in the text. */
  declare choose: (pointer: string) => void;

  constructor() {
    super();
    this.definition = null;
    this.language = 'sv';
    this.from = `${formatToday().slice(0, 7)}-01`;
    this.values = asTheyAre;
    this.person = 'anna';
    this.asked = null;
    this.trial = null;
    this.trouble = '';
    this.saved = false;
    this.keep = () => {};
    this.choose = () => {};
  }

  #hadFocus = false;

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    this.#hadFocus = this.shadowRoot?.activeElement != null;
    if (!changed.has('definition') && !changed.has('from') && !changed.has('values')) return;
    const before = changed.get('definition') as Definition | null | undefined;
    if (before && before.id !== this.definition?.id) this.values = asTheyAre;
    this.#begin();
  }

  /** What was pressed is often gone afterwards; who uses the keyboard goes on with what came of it. */
  protected override updated(): void {
    if (!this.#hadFocus || this.shadowRoot!.activeElement) return;
    this.renderRoot.querySelector<HTMLElement>(this.asked ? '.asking h3' : '.now h3')?.focus();
  }

  #begin(): void {
    const { definition, from, values } = this;
    this.asked = null;
    this.trouble = '';
    this.saved = false;
    this.trial = null;
    if (!definition) return;
    try {
      const client = triedClient(definition, from, values);
      const input = triedInput(definition, from, values);
      this.trial = new Trial({ definition, from, settings: values.settings, client, input });
    } catch (error) {
      this.trouble = `${stepTexts[this.language].failed} ${error instanceof Error ? error.message : ''}`;
    }
  }

  /** Does something with the case; what refuses is told. */
  #try(doing: (trial: Trial) => { text: { sv: string; en: string } } | null | void): void {
    if (!this.trial) return;
    this.saved = false;
    try {
      const refused = doing(this.trial);
      this.trouble = refused ? refused.text[this.language] : '';
      if (!refused) this.asked = null;
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error);
    }
    this.requestUpdate();
  }

  #offer(offer: Affordance): void {
    const fields = Object.keys((offer.form?.properties ?? {}) as object);
    if (fields.length > 0) this.asked = { kind: 'act', offer };
    else this.#try((trial) => trial.act(this.person, offer, {}));
  }

  protected override render(): TemplateResult {
    const t = stepTexts[this.language];
    const { trial } = this;
    return html`<div class="year steps">
      <p class="lead muted small">${t.lead}</p>
      <div class="controls">
        <label
          >${t.from}
          <input
            type="date"
            .value=${this.from}
            @change=${({ target }: { target: HTMLInputElement }) => (this.from = target.value || this.from)}
          />
        </label>
        <button type="button" @click=${() => (this.#begin(), this.requestUpdate())}>${t.restart}</button>
        <button
          type="button"
          aria-disabled=${trial?.canUndo ? 'false' : 'true'}
          @click=${() => trial?.canUndo && this.#try((one) => one.undo())}
        >
          ${t.undo}
        </button>
        <button
          type="button"
          class="save"
          aria-disabled=${trial?.canUndo ? 'false' : 'true'}
          @click=${() => trial?.canUndo && (this.asked = { kind: 'save' })}
        >
          ${t.save}
        </button>
      </div>
      ${this.#values()} ${this.saved ? html`<p class="banner" role="status">${t.saved}</p>` : nothing}
      ${this.trouble ? html`<p class="banner danger" role="alert">${this.trouble}</p>` : nothing}
      ${trial ? this.#case(trial) : nothing}
    </div>`;
  }

  #values(): TemplateResult | typeof nothing {
    const { definition, language, from, values } = this;
    if (!definition) return nothing;
    const { begin: apply } = stepTexts[language];
    return valuesPart({ definition, language, from, values, apply, take: (taken) => (this.values = taken) });
  }

  #case(trial: Trial): TemplateResult {
    const { language } = this;
    const t = stepTexts[language];
    const { state, now } = trial;
    const status = state.status ? this.definition!.statuses[state.status] : null;
    const active = state.activeStates.flatMap((path) => {
      const parts = path.split('.');
      return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
    });
    return html`<div class="now" aria-live="polite">
        <h3 tabindex="-1">${state.label[language]}</h3>
        <p>
          <span class="muted">${t.now}</span> <b>${formatDate(localDate(now), language)} ${localTime(now)}</b>
          ${status ? html`<span class="badge ${status.tone}">${status.label[language]}</span>` : nothing}
        </p>
      </div>
      ${this.asked ? this.#asking(trial, this.asked) : html`${this.#doing(trial)} ${this.#waiting(trial)} ${this.#outside(trial)}`}
      <arende-chart-view
        class="map"
        aria-label=${t.chart}
        .definition=${this.definition}
        .language=${language}
        .active=${active}
        .visited=${[...trial.visited]}
        .choose=${(pointer: string) => this.choose(pointer)}
      ></arende-chart-view>
      ${this.#log(trial)}`;
  }

  #doing(trial: Trial): TemplateResult {
    const { language } = this;
    const t = stepTexts[language];
    const name = people[this.person]!.name;
    if (trial.state.done) return html`<p><b>${t.closed}</b></p>`;
    const offers = trial.offersTo(this.person);
    const others = Object.entries(people)
      .filter(([id]) => trial.offersTo(id).some(({ allowed }) => allowed))
      .map(([id]) => nameOf(id, language));
    return html`<section class="doing">
      <label class="who-am-i"
        >${t.you}
        <select @change=${({ target }: { target: HTMLSelectElement }) => (this.person = target.value)}>
          ${Object.keys(people).map(
            (id) => html`<option .value=${id} ?selected=${id === this.person}>${nameOf(id, language)}</option>`,
          )}
        </select>
      </label>
      ${
        offers.length === 0
          ? html`<p class="muted">${t.mayNothing(name)} ${others.length > 0 ? t.othersMay(others) : nothing}</p>`
          : html`<div class="offers" role="group" aria-label=${t.may(name)}>
              ${offers.map((offer) => this.#button(trial, offer))}
            </div>`
      }
    </section>`;
  }

  #button(trial: Trial, offer: Affordance): TemplateResult {
    const { language } = this;
    const task = trial.state.tasks.find(({ id }) => id === offer.taskId);
    return html`<div class="offer">
      <button
        type="button"
        class=${offer.taskId && offer.allowed ? 'primary' : ''}
        aria-disabled=${offer.allowed ? 'false' : 'true'}
        @click=${() => offer.allowed && this.#offer(offer)}
      >
        ${offer.label[language]}
      </button>
      ${
        offer.allowed
          ? task
            ? html`<span class="muted small">${task.title[language]}</span>`
            : nothing
          : html`<span class="muted small">${offer.refusal?.text[language] ?? stepTexts[language].notNow}</span>`
      }
    </div>`;
  }

  #waiting(trial: Trial): TemplateResult {
    const { language } = this;
    const t = stepTexts[language];
    const { nextTimer: timer, now, state } = trial;
    if (state.done && !timer) return html``;
    const inDays = (days: number) => toInstant(addDays(localDate(now), days), localTime(now));
    return html`<div class="waits" role="group" aria-label=${t.wait}>
      <span class="muted small">${t.wait}</span>
      ${
        timer
          ? html`<button type="button" @click=${() => this.#try((one) => one.waitUntil(timer.dueAt))}>
              ${t.waitTo(`${formatDate(localDate(timer.dueAt), language)} ${localTime(timer.dueAt)}`)}
            </button>`
          : nothing
      }
      ${[1, 7, 30].map(
        (days) =>
          html`<button type="button" @click=${() => this.#try((one) => one.waitUntil(inDays(days)))}>
            ${t.waitDays(days)}
          </button>`,
      )}
      <span class="muted small">${timer ? t.waitWhy[timer.kind] : t.nothingWaits}</span>
    </div>`;
  }

  #outside(trial: Trial): TemplateResult | typeof nothing {
    const t = stepTexts[this.language];
    const events = outsideEvents(trial.compiled, trial.state);
    if (events.length === 0) return nothing;
    const raise = (event: OutsideEvent): void => {
      if (event.data && Object.keys((event.data.properties ?? {}) as object).length > 0) {
        this.asked = { kind: 'outside', event };
      } else this.#try((one) => one.system(event.name, {}));
    };
    return html`<div class="waits" role="group" aria-label=${t.outside}>
      <span class="muted small">${t.outside}</span>
      ${events.map(
        (event) => html`<button type="button" @click=${() => raise(event)}>${event.title[this.language]}</button>`,
      )}
    </div>`;
  }

  #asking(trial: Trial, asked: Asked): TemplateResult {
    const { language } = this;
    const t = stepTexts[language];
    const title =
      asked.kind === 'act'
        ? asked.offer.label[language]
        : asked.kind === 'save'
          ? t.saveTitle
          : asked.event.title[language];
    const schema =
      asked.kind === 'act' ? asked.offer.form : asked.kind === 'save' ? saveForm : (asked.event.data as JsonSchema);
    const send = (data: JsonObject): void => {
      if (asked.kind === 'act') this.#try((one) => one.act(this.person, asked.offer, data));
      else if (asked.kind === 'outside') this.#try((one) => one.system(asked.event.name, data));
      else {
        this.keep(trial.scenario(String(data.title)));
        this.asked = null;
        this.saved = true;
      }
    };
    return html`<section class="asking">
      <h3 tabindex="-1">${title}</h3>
      ${asked.kind === 'save' ? html`<p class="muted small">${t.saveText}</p>` : nothing}
      ${keyed(
        asked,
        html`<arende-form
          .schema=${schema}
          .language=${language}
          .submitLabel=${asked.kind === 'act' ? asked.offer.label[language] : asked.kind === 'save' ? t.save : t.send}
          .send=${send}
          ><button type="button" @click=${() => (this.asked = null)}>${t.cancel}</button></arende-form
        >`,
      )}
    </section>`;
  }

  #log(trial: Trial): TemplateResult {
    const { language } = this;
    const days = new Map<string, TimelineEntry[]>();
    for (const entry of trial.timeline.toReversed()) {
      const entries = days.get(entry.date);
      if (entries) entries.push(entry);
      else days.set(entry.date, [entry]);
    }
    const model = { t: yearTexts[language], language, caseOf: () => '' };
    return html`<section class="month">
      <h3>${stepTexts[language].happened}</h3>
      <ol>
        ${[...days].map(([date, entries]) => day(date, entries, model))}
      </ol>
    </section>`;
  }
}

const saveForm: JsonSchema = {
  type: 'object',
  properties: {
    title: { type: 'string', title: { sv: stepTexts.sv.name, en: stepTexts.en.name }, minLength: 1, maxLength: 150 },
  },
  required: ['title'],
};

if (!customElements.get('arende-step-view')) customElements.define('arende-step-view', ArendeStepView);

declare global {
  interface HTMLElementTagNameMap {
    'arende-step-view': ArendeStepView;
  }
}
