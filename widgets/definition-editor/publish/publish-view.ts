import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { diff, type DefinitionDiff } from '../../../definitions/diff/diff.ts';
import type { Definition } from '../../../definitions/language/types.ts';
import type { ScenarioFile } from '../../../definitions/simulate/scenario.ts';
import type { DraftView } from '../../../server/drafts/schema.ts';
import type { BlastRadiusView } from '../../../server/migrations/schema.ts';
import { formatToday } from '../../base/format.ts';
import type { Language } from '../../base/locale.ts';
import { type ArendeProblem, asProblem } from '../../base/problem.ts';
import { baseStyles } from '../../base/styles.ts';
import { type DraftStep, publishDraft, readDraft, readImpact, readVersion, removeDraft, stepDraft } from '../api.ts';
import type { ArendeDefinitionEditor } from '../definition-editor.ts';
import type { OpenDocument } from '../document.ts';
import { changes } from './changes.ts';
import { impactOf } from './impact.ts';
import { holds, type Outcome, play } from '../scenarios/play.ts';
import { publishStyles } from './styles.ts';
import { publishTexts } from './texts.ts';

/**
 * What a text would change, for whom, and the way to publish it. Used inside the workbench; not meant for pages.
 *
 * @tagname arende-publish-view
 */
export class ArendePublishView extends LitElement {
  static override styles = [...baseStyles, publishStyles];
  static override properties: PropertyDeclarations = {
    host: { attribute: false },
    open: { attribute: false },
    definition: { attribute: false },
    language: { attribute: false },
    stale: { attribute: false },
    dirty: { attribute: false },
    draft: { attribute: false },
    scenarios: { attribute: false },
    own: { state: true },
    shipped: { state: true },
    compared: { state: true },
    impact: { state: true },
    busy: { state: true },
    done: { state: true },
    problem: { state: true },
  };
  declare host: ArendeDefinitionEditor;
  declare open: OpenDocument;
  declare definition: Definition | null;
  declare language: Language;
  declare stale: boolean;
  declare dirty: boolean;
  declare draft: DraftView | null;
  /** What the firm expects of the text. */
  declare scenarios: ScenarioFile | null;
  declare goTo: (pointer: string) => void;
  declare showScenarios: () => void;
  /** What became of the firm's scenarios, and of those that the process came with; null while they are played. */
  declare own: Outcome[] | null;
  declare shipped: Outcome[] | null;
  declare compared: DefinitionDiff | null;
  declare impact: BlastRadiusView | null;
  declare busy: string;
  declare done: string;
  declare problem: ArendeProblem | null;
  #comment = '';
  #playing: AbortController | null = null;

  constructor() {
    super();
    this.definition = null;
    this.language = 'sv';
    this.stale = false;
    this.dirty = false;
    this.draft = null;
    this.scenarios = null;
    this.goTo = () => {};
    this.showScenarios = () => {};
    this.own = null;
    this.shipped = null;
    this.compared = null;
    this.impact = null;
    this.busy = '';
    this.done = '';
    this.problem = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Whoever left while they were played comes back to the rest.
    if (this.definition && !(this.own && this.shipped)) void this.#play();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#playing?.abort();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (['definition', 'open', 'scenarios'].some((name) => changed.has(name))) void this.#play();
    if (!changed.has('definition') && !changed.has('open')) return;
    this.impact = null;
    if (this.dirty) this.done = '';
    const before = this.open.running?.definition as Definition | undefined;
    try {
      this.compared = before && this.definition ? diff(before, this.definition, { today: formatToday() }) : null;
    } catch {
      // A rule that cannot be worked out for the client that dates are compared for.
      this.compared = null;
    }
  }

  async #play(): Promise<void> {
    this.#playing?.abort();
    const playing = new AbortController();
    this.#playing = playing;
    const { definition, open, scenarios } = this;
    this.own = null;
    this.shipped = null;
    if (!definition) return;
    const own = await play(definition, scenarios, playing.signal);
    if (own) this.own = own;
    // What the process came with is no news as long as its text is the one in use.
    const shipped = open.isDirty || open.draft ? open.shipped : null;
    const theirs = own && (await play(definition, shipped, playing.signal));
    if (theirs) this.shipped = theirs;
  }

  /** One thing at a time; what goes wrong is told here, where it was pressed. */
  async #do(what: string, doing: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = what;
    this.problem = null;
    const hadFocus = this.shadowRoot!.activeElement !== null;
    try {
      await doing();
    } catch (error) {
      const problem = asProblem(error);
      if (problem.code === 'session_expired') this.host.fail(problem);
      else this.problem = problem;
      // What may be done has changed with it.
      if (problem.isConflict && this.open.draft)
        this.open.draft = await readDraft(this.open.draft.id).catch(() => null);
    } finally {
      this.busy = '';
      this.host.requestUpdate();
      if (hadFocus) await this.#keepFocus();
    }
  }

  /** What was pressed is often gone afterwards; who uses the keyboard goes on where it stood. */
  async #keepFocus(): Promise<void> {
    await this.host.updateComplete;
    await this.updateComplete;
    if (this.isConnected && !this.shadowRoot!.activeElement)
      this.renderRoot.querySelector<HTMLElement>('.way')?.focus();
  }

  #save(): Promise<void> {
    return this.#do('save', async () => void (await this.host.save()));
  }

  #look(): Promise<void> {
    return this.#do('impact', async () => {
      this.impact = await readImpact(this.open.definitionId, this.open.text);
    });
  }

  #step(step: DraftStep): Promise<void> {
    return this.#do(step, async () => {
      this.open.draft = await stepDraft(this.open.draft!, step, this.#comment);
    });
  }

  async #publish(): Promise<void> {
    const t = publishTexts[this.language];
    const failed = (this.own ?? []).filter((outcome) => !holds(outcome)).length;
    const answer = await this.host.dialog.open({
      title: t.confirmTitle,
      body: () =>
        html`<p>${t.confirmText}</p>
          ${failed > 0 ? html`<p><b>${t.expectedFails(failed)}</b></p>` : nothing}`,
      buttons: [
        { value: '', label: t.cancel },
        { value: 'publish', label: t.publish, kind: failed > 0 ? 'danger' : 'primary' },
      ],
    });
    if (answer !== 'publish') return;
    await this.#do('publish', async () => {
      const { open } = this;
      const { version, created } = await publishDraft(open.draft!, this.#comment, open.running?.version ?? 0);
      open.running = await readVersion(open.definitionId, version);
      open.draft = null;
      this.compared = null;
      this.done = created ? t.published(version) : t.unchanged;
      this.host.published();
    });
  }

  async #remove(): Promise<void> {
    const t = publishTexts[this.language];
    const answer = await this.host.dialog.open({
      title: t.removeTitle,
      body: () => html`<p>${t.removeText}</p>`,
      buttons: [
        { value: '', label: t.cancel },
        { value: 'remove', label: t.remove, kind: 'danger' },
      ],
    });
    if (answer !== 'remove') return;
    await this.#do('remove', async () => {
      await removeDraft(this.open.draft!);
      this.open.saved(this.open.text, this.open.scenarios);
      await this.host.leave();
    });
  }

  protected override render(): TemplateResult {
    const t = publishTexts[this.language];
    return html`<div class="publish">
      <section>
        <h3>${t.changes}</h3>
        ${
          this.open.running
            ? this.compared
              ? changes(this.compared, this.language, this.goTo)
              : html`<p class="muted">${t.nothing}</p>`
            : html`<p>${t.newProcess}</p>`
        }
      </section>
      ${this.open.running ? this.#running() : nothing} ${this.#expected()}
      <section>
        <h3 class="way" tabindex="-1">${t.publishing}</h3>
        ${this.done ? html`<p class="banner good" role="status"><span>${this.done}</span> <span class="muted">${t.movePrompt}</span></p>` : nothing}
        ${this.#way()}
      </section>
    </div>`;
  }

  /** What the scenarios say of the text, before it is published. */
  #expected(): TemplateResult | typeof nothing {
    const { language, own, shipped } = this;
    const t = publishTexts[language];
    const all = [...(own ?? []), ...(shipped ?? [])];
    if (own && shipped && all.length === 0) return nothing;
    const failed = (outcomes: Outcome[] | null) => (outcomes ?? []).filter((outcome) => !holds(outcome));
    const list = (outcomes: Outcome[], intro: string): TemplateResult | typeof nothing =>
      outcomes.length === 0
        ? nothing
        : html`<p>${intro}</p>
            <ul class="expected">
              ${outcomes.map(
                ({ title, failures }) =>
                  html`<li>
                    <b>${title[language]}</b>
                    <p class="failure">${failures(language)[0]}</p>
                  </li>`,
              )}
            </ul>`;
    const count = failed(all).length;
    return html`<section>
      <h3>${t.expected}</h3>
      <p role="status">
        ${
          own && shipped
            ? html`${count < all.length ? html`<span class="badge success">${t.holds(all.length - count)}</span>` : nothing}
              ${count > 0 ? html`<span class="badge danger">${t.fails(count)}</span>` : nothing}`
            : t.playing
        }
      </p>
      ${list(failed(own), t.ownFail)} ${list(failed(shipped), t.shippedFail)}
      <button type="button" @click=${() => this.showScenarios()}>${t.toScenarios}</button>
    </section>`;
  }

  #running(): TemplateResult {
    const t = publishTexts[this.language];
    return html`<section>
      <h3>${t.impact}</h3>
      <p class="muted small">${t.impactText}</p>
      ${
        this.impact
          ? impactOf(this.impact, this.open.running!.definition as unknown as Definition, this.language)
          : html`<button
              type="button"
              aria-disabled=${this.stale ? 'true' : 'false'}
              @click=${() => !this.stale && void this.#look()}
            >
              ${this.busy === 'impact' ? t.looking : t.look}
            </button>`
      }
    </section>`;
  }

  #way(): TemplateResult {
    const t = publishTexts[this.language];
    const { draft, problem } = this;
    const trouble = problem
      ? html`<p class="banner danger" role="alert">${t.notDone}. ${this.host.sentence(problem)}</p>`
      : nothing;
    if (this.stale)
      return html`${trouble}
        <p>${t.mendFirst}</p>`;
    if (!draft || this.dirty) {
      if (!this.dirty)
        return html`${trouble}
          <p class="muted">${t.nothing}</p>`;
      return html`${trouble}
        <p>${t.saveFirst}</p>
        <button type="button" class="primary" @click=${() => void this.#save()}>${t.save}</button>`;
    }
    const { may, status, reviewedBy, reviewComment } = draft;
    const button = (step: DraftStep, label: string, kind = ''): TemplateResult =>
      html`<button type="button" class=${kind} @click=${() => void this.#step(step)}>${label}</button>`;
    return html`${trouble} ${status === 'in_review' ? html`<p>${t.inReview}</p>` : nothing}
      ${reviewedBy ? html`<p>${t.reviewed(reviewedBy.name)} ${reviewComment ? html`<q>${reviewComment}</q>` : nothing}</p>` : nothing}
      ${status === 'draft' && !may.publish ? html`<p>${t.reviewNeeded}</p>` : nothing}
      <label class="comment"
        >${t.comment}
        <textarea
          rows="2"
          maxlength="2000"
          .value=${this.#comment}
          @input=${({ target }: { target: HTMLTextAreaElement }) => (this.#comment = target.value.trim())}
        ></textarea>
      </label>
      <div class="buttons" aria-busy=${this.busy ? 'true' : 'false'}>
        ${may.publish ? html`<button type="button" class=${status === 'in_review' ? '' : 'primary'} @click=${() => void this.#publish()}>${t.publish}</button>` : nothing}
        ${may.approve ? html`${button('approve', t.approve, 'primary')} ${button('reject', t.reject)}` : nothing}
        ${may.submit ? button('submit', t.submit, may.publish ? '' : 'primary') : nothing}
        ${may.withdraw ? button('withdraw', t.withdraw) : nothing}
        ${may.remove ? html`<button type="button" class="danger" @click=${() => void this.#remove()}>${t.remove}</button>` : nothing}
      </div>`;
  }
}

if (!customElements.get('arende-publish-view')) customElements.define('arende-publish-view', ArendePublishView);

declare global {
  interface HTMLElementTagNameMap {
    'arende-publish-view': ArendePublishView;
  }
}
