import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Definition } from '../../../definitions/language/types.ts';
import { type Scenario, scenarioFindings, type ScenarioFile } from '../../../definitions/simulate/scenario.ts';
import { titleOf } from '../../../definitions/simulate/title.ts';
import { download } from '../../base/download.ts';
import type { Language } from '../../base/locale.ts';
import { baseStyles } from '../../base/styles.ts';
import { byMonth, day } from '../year/entries.ts';
import { yearStyles } from '../year/styles.ts';
import { yearTexts } from '../year/texts.ts';
import { together } from './files.ts';
import { holds, type Outcome, play } from './play.ts';
import { scenarioStyles } from './styles.ts';
import { scenarioTexts } from './texts.ts';

const RUN_AFTER_MS = 300;

/**
 * The scenarios of a process, played on the text as it is. Used inside the workbench; not meant for pages.
 *
 * @tagname arende-scenario-view
 */
export class ArendeScenarioView extends LitElement {
  static override styles = [...baseStyles, yearStyles, scenarioStyles];
  static override properties: PropertyDeclarations = {
    definition: { attribute: false },
    language: { attribute: false },
    file: { attribute: false },
    shipped: { attribute: false },
    outcomes: { state: true },
    running: { state: true },
    trouble: { state: true },
  };
  declare definition: Definition | null;
  declare language: Language;
  /** The firm's own. */
  declare file: ScenarioFile | null;
  /** What the shipped process must do. */
  declare shipped: ScenarioFile | null;
  declare outcomes: Outcome[];
  declare running: boolean;
  declare trouble: string[];
  declare keep: (file: ScenarioFile | null) => void;

  #timer: ReturnType<typeof setTimeout> | undefined;
  #playing: AbortController | null = null;

  constructor() {
    super();
    this.definition = null;
    this.language = 'sv';
    this.file = null;
    this.shipped = null;
    this.outcomes = [];
    this.running = false;
    this.trouble = [];
    this.keep = () => {};
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Whoever left while they were played comes back to all of them.
    if (this.running) void this.#run();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#playing?.abort();
  }

  #hadFocus = false;

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    this.#hadFocus = this.shadowRoot?.activeElement != null;
    if (!['definition', 'file', 'shipped'].some((name) => changed.has(name))) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), this.outcomes.length > 0 ? RUN_AFTER_MS : 0);
  }

  /** What was pressed may be gone afterwards; who uses the keyboard goes on from what there is to read then. */
  protected override updated(): void {
    if (this.#hadFocus && !this.shadowRoot!.activeElement)
      this.renderRoot.querySelector<HTMLElement>('.verdict')?.focus();
  }

  async #run(): Promise<void> {
    this.#playing?.abort();
    const playing = new AbortController();
    this.#playing = playing;
    const { definition, shipped, file } = this;
    if (!definition) return;
    this.running = true;
    // In the order in which they are shown.
    const outcomes: Outcome[] = [];
    for (const each of [shipped, file]) {
      const played = await play(definition, each, playing.signal);
      if (!played) return;
      outcomes.push(...played);
    }
    this.outcomes = outcomes;
    this.running = false;
  }

  async #read(input: HTMLInputElement): Promise<void> {
    const [file] = input.files ?? [];
    input.value = '';
    if (!file) return;
    let value: unknown;
    try {
      value = JSON.parse(await file.text());
    } catch {
      this.trouble = [scenarioTexts[this.language].notScenarios];
      return;
    }
    const found = scenarioFindings(value).map(({ pointer, message }) => `${pointer} ${message[this.language]}`);
    this.trouble = found.length > 0 ? [scenarioTexts[this.language].notScenarios, ...found.slice(0, 5)] : [];
    if (found.length === 0) this.keep(together(this.file, value as ScenarioFile));
  }

  #save(): void {
    const content = `${JSON.stringify(this.file, null, 2)}\n`;
    download('scenarios.json', new Blob([content], { type: 'application/json' }));
  }

  /** What happens now is what must happen from now on. */
  #accept(index: number, accepted: Scenario): void {
    const scenarios = this.file!.scenarios.map((scenario, at) => (at === index ? accepted : scenario));
    this.keep({ ...this.file!, scenarios });
  }

  #remove(index: number): void {
    const scenarios = this.file!.scenarios.filter((_, at) => at !== index);
    this.keep(scenarios.length > 0 ? { ...this.file!, scenarios } : null);
  }

  protected override render(): TemplateResult {
    const t = scenarioTexts[this.language];
    const failed = this.outcomes.filter((outcome) => !holds(outcome)).length;
    const own = this.file?.scenarios ?? [];
    const shipped = this.shipped?.scenarios ?? [];
    const all = [...shipped, ...own];
    return html`<div class="year">
      <p class="lead muted small">${t.lead}</p>
      <div class="controls">
        ${
          all.length > 0
            ? html`<button type="button" class="primary" @click=${() => void this.#run()}>
                ${this.running ? t.running : t.run}
              </button>`
            : nothing
        }
        <label class="file">
          <input
            class="sr"
            type="file"
            accept="application/json,.json"
            @change=${({ target }: { target: HTMLInputElement }) => void this.#read(target)}
          />
          <span>${t.read}</span>
        </label>
        ${own.length > 0 ? html`<button type="button" @click=${() => this.#save()}>${t.save}</button>` : nothing}
      </div>
      ${
        this.trouble.length > 0
          ? html`<ul class="banner danger" role="alert">
              ${this.trouble.map((sentence) => html`<li>${sentence}</li>`)}
            </ul>`
          : nothing
      }
      ${
        all.length === 0
          ? html`<div class="message">
              <h2>${t.emptyTitle}</h2>
              <p>${t.emptyText}</p>
            </div>`
          : html`<p class="verdict" role="status" tabindex="-1">
                ${
                  this.outcomes.length > 0
                    ? html`<span class="badge success">${t.passed(this.outcomes.length - failed)}</span> ${
                          failed > 0 ? html`<span class="badge danger">${t.failed(failed)}</span>` : nothing
                        }`
                    : t.running
                }
              </p>
              ${shipped.length > 0 ? html`<h3>${t.shipped}</h3>` : nothing}
              <ul class="scenarios">
                ${shipped.map((scenario, index) => this.#one(titleOf(scenario)[this.language], this.outcomes[index], null))}
              </ul>
              ${shipped.length > 0 && own.length > 0 ? html`<h3>${t.own}</h3>` : nothing}
              <ul class="scenarios">
                ${own.map((scenario, index) => this.#one(titleOf(scenario)[this.language], this.outcomes[shipped.length + index], index))}
              </ul>
              ${own.length > 0 ? html`<p class="muted small">${t.kept}</p>` : nothing}`
      }
    </div>`;
  }

  #one(title: string, outcome: Outcome | undefined, own: number | null): TemplateResult {
    const { language } = this;
    const t = scenarioTexts[language];
    const failures = outcome?.failures(language) ?? [];
    const bad = failures.length > 0;
    const accepted = outcome?.result?.accepted;
    const model = { t: yearTexts[language], language, caseOf: () => '' };
    return html`<li>
      <div class="head">
        ${outcome ? html`<span class="badge ${bad ? 'danger' : 'success'}">${bad ? t.notOk : t.ok}</span>` : nothing}
        <b>${title}</b>
        ${
          own === null
            ? nothing
            : html`<button
                type="button"
                class="bare"
                aria-label=${t.removeOne(title)}
                @click=${() => this.#remove(own)}
              >
                ${t.remove}
              </button>`
        }
      </div>
      ${
        failures.length > 0
          ? html`<ul>
              ${failures.map((failure) => html`<li class="failure">${failure}</li>`)}
            </ul>`
          : nothing
      }
      ${
        bad && own !== null && accepted
          ? html`<button type="button" aria-label=${t.acceptOne(title)} @click=${() => this.#accept(own, accepted)}>
              ${t.accept}
            </button>`
          : nothing
      }
      ${
        outcome?.result
          ? html`<details>
              <summary>${t.course}</summary>
              <ol>
                ${[...byMonth(outcome.result.timeline).values()].flatMap((days) =>
                  [...days].map(([date, entries]) => day(date, entries, model)),
                )}
              </ol>
            </details>`
          : nothing
      }
    </li>`;
  }
}

if (!customElements.get('arende-scenario-view')) customElements.define('arende-scenario-view', ArendeScenarioView);

declare global {
  interface HTMLElementTagNameMap {
    'arende-scenario-view': ArendeScenarioView;
  }
}
