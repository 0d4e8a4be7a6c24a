import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { JsonObject } from '../../definitions/language/types.ts';
import type { ChangeView } from '../../server/events/schema.ts';
import type { MeView } from '../../server/sessions/schema.ts';
import { ArendeElement } from '../base/element.ts';
import { ArendeProblem, asProblem } from '../base/problem.ts';
import { ArendeSelectedEvent } from '../events/selected.ts';
import { listDefinitions, listDrafts, readDraft, readMe, readScenarios, readVersion } from './api.ts';
import type { OpenDocument } from './document.ts';
import { type DraftItem, type ProcessItem, processes } from './processes.ts';
import { SPLIT } from './splitter.ts';
import { styles } from './styles.ts';
import { type EditorTexts, editorTexts } from './texts.ts';
import type * as Workbench from './workbench.ts';

const workbench = () => import('./workbench.ts');

/**
 * The workbench of administrators: choose a process or copy one, write it with completion and live findings, see it as a
 * statechart, try it for a year, step through it, compare it with what runs, and publish it.
 *
 * @tagname arende-definition-editor
 * @attr {string} definition-id - The process that is open; empty for the list.
 * @fires arende-selected - A process was opened, or the list (`detail.kind` is `definition`).
 * @csspart list - The list of processes.
 * @csspart process - One process in the list.
 * @csspart text - The side with the text.
 * @csspart panel - The side with chart, year, scenarios and publishing.
 * @cssprop --arende-editor-height - How high the workbench is on a desk. Default: most of the window.
 */
export class ArendeDefinitionEditor extends ArendeElement {
  static override styles = [...ArendeElement.styles, [styles]];
  static override properties: PropertyDeclarations = {
    ...ArendeElement.properties,
    definitionId: { type: String, attribute: 'definition-id' },
    me: { state: true },
    items: { state: true },
    drafts: { state: true },
    open: { state: true },
    tab: { state: true },
    lower: { state: true },
    percent: { state: true },
    path: { state: true },
    saving: { state: true },
    changes: { state: true },
  };
  declare definitionId: string | null;
  /** @internal */
  declare me: MeView | null;
  /** @internal */
  declare items: ProcessItem[] | null;
  /** @internal */
  declare drafts: DraftItem[];
  /** @internal */
  declare open: OpenDocument | null;
  /** @internal */
  declare tab: Workbench.TabKey;
  /** @internal */
  declare lower: 'problems' | 'outline';
  /** @internal */
  declare percent: number;
  /** @internal Where the cursor stands. */
  declare path: (string | number)[];
  /** @internal */
  declare saving: boolean;
  /** @internal Counts what happened on the server. */
  declare changes: number;
  #bench: typeof Workbench | null = null;
  #opening: string | null = null;

  constructor() {
    super();
    this.definitionId = null;
    this.tab = 'chart';
    this.lower = 'problems';
    this.percent = SPLIT.usual;
    this.changes = 0;
    this.#empty();
  }

  #empty(): void {
    this.open?.close();
    this.me = null;
    this.items = null;
    this.drafts = [];
    this.open = null;
    this.path = [];
    this.saving = false;
  }

  /** @internal */
  get t(): EditorTexts {
    return editorTexts[this.language];
  }

  /** @internal The session may write. The server decides; this only leaves out what it would refuse. */
  get mayWrite(): boolean {
    return this.me?.components['definition-editor']?.act === true;
  }

  protected override get hasData(): boolean {
    return this.items !== null;
  }

  protected override get heading(): string {
    return this.t.heading;
  }

  protected override clear(): void {
    this.#empty();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('beforeunload', this.#guard);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('beforeunload', this.#guard);
  }

  #guard = (event: BeforeUnloadEvent): void => {
    if (this.open?.isDirty) event.preventDefault();
  };

  protected override async load(signal: AbortSignal): Promise<void> {
    const [me, { items }, { items: drafts }] = await Promise.all([
      readMe(signal),
      listDefinitions(signal),
      listDrafts(signal),
    ]);
    this.me = me;
    this.items = items;
    this.drafts = drafts;
    await this.#follow();
    if (this.definitionId && this.open?.definitionId !== this.definitionId) void this.choose(this.definitionId, null);
  }

  /** What somebody else has done to the open draft without touching what it says, such as approving it. */
  async #follow(): Promise<void> {
    const { open } = this;
    const item = this.drafts.find(({ id }) => id === open?.draft?.id);
    if (!open || !item || item.etag === open.draft!.etag || this.saving) return;
    const theirs = await readDraft(item.id).catch(() => null);
    if (!theirs || this.open !== open || !open.isBasedOn(theirs)) return;
    open.draft = theirs;
    this.requestUpdate();
  }

  protected override changed(changes: ChangeView[]): void {
    if (!changes.some(({ topic }) => topic === 'definition' || topic === 'migration')) return;
    this.changes += 1;
    this.refresh();
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('definitionId') || !this.items) return;
    const id = this.definitionId || null;
    if (id && id !== this.open?.definitionId && id !== this.#opening) void this.choose(id, null);
    if (!id && this.open) void this.leave();
  }

  override sentence(problem: ArendeProblem): string {
    if (problem.code === 'administrator_required') return this.t.adminText;
    if (problem.code === 'not_granted') return this.t.notGrantedText;
    return this.t.refusals[problem.code] ?? super.sentence(problem);
  }

  /** Opens a process: a draft, else its newest draft, else the running text. @internal */
  async choose(definitionId: string, draft: DraftItem | null): Promise<void> {
    if (!(await this.#mayLeave())) return;
    this.#opening = definitionId;
    const item = this.items?.find(({ id }) => id === definitionId);
    try {
      const chosen = draft ?? this.drafts.find((one) => one.definitionId === definitionId) ?? null;
      const [bench, running, shipped, read] = await Promise.all([
        this.need(workbench()),
        item ? readVersion(definitionId, item.running.version) : null,
        item ? readScenarios(definitionId) : null,
        chosen ? readDraft(chosen.id) : null,
      ]);
      if (!read && !running) throw new ArendeProblem('not_found', 404, '');
      const { text, scenarios } = (read ?? running)!;
      const document = { definitionId, text, savedText: text, draft: read, running, scenarios };
      if (this.#opening === definitionId) this.#show(bench, { ...document, shipped: bench.filled(shipped) });
    } catch (error) {
      this.definitionId = null;
      await this.tell(this.t.notOpened, asProblem(error));
    } finally {
      this.#opening = null;
    }
  }

  #show(bench: typeof Workbench, document: Omit<ConstructorParameters<typeof OpenDocument>[0], 'changed'>): void {
    this.open?.close();
    this.#bench = bench;
    this.path = [];
    this.tab = 'chart';
    this.lower = 'problems';
    this.open = new bench.OpenDocument({ ...document, changed: () => this.requestUpdate() });
    this.definitionId = document.definitionId;
    this.dispatchEvent(new ArendeSelectedEvent('definition', document.definitionId));
  }

  /** What was pressed in the list is gone; who uses the keyboard begins at the top of the workbench. */
  async #begin(): Promise<void> {
    await this.updateComplete;
    if (!this.renderRoot.querySelector(':focus')) this.renderRoot.querySelector<HTMLElement>('.names h2')?.focus();
  }

  /** There is a new version: the list is fetched anew. @internal */
  published(): void {
    this.refresh();
  }

  /** Back to the list. @internal */
  async leave(): Promise<void> {
    if (!(await this.#mayLeave())) {
      this.definitionId = this.open?.definitionId ?? null;
      return;
    }
    this.open?.close();
    this.open = null;
    this.definitionId = null;
    this.dispatchEvent(new ArendeSelectedEvent('definition', null));
    this.refresh();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.processes button')?.focus();
  }

  async #mayLeave(): Promise<boolean> {
    if (!this.open?.isDirty) return true;
    const { t } = this;
    const answer = await this.dialog.open({
      title: t.leaveTitle,
      body: () => html`<p>${t.leaveText}</p>`,
      buttons: [
        { value: '', label: t.stay },
        { value: 'discard', label: t.leaveDiscard, kind: 'danger' },
        ...(this.mayWrite ? [{ value: 'save', label: t.leaveSave, kind: 'primary' as const }] : []),
      ],
    });
    if (answer === 'save') return this.save();
    return answer === 'discard';
  }

  /** Saves the text as a draft on the server; false when it could not be. @internal */
  async save(): Promise<boolean> {
    const { open } = this;
    if (!open || !this.mayWrite || this.saving || this.phase === 'expired') return false;
    if (!open.isDirty) return true;
    this.saving = true;
    try {
      const { saveDraft } = await this.need(workbench());
      const saved = await saveDraft(this, open);
      if (saved) this.announce(this.t.savedAt);
      return saved;
    } catch (error) {
      await this.tell(this.t.notSaved, asProblem(error));
      return false;
    } finally {
      this.saving = false;
    }
  }

  /** A process of one's own that begins as another one is. */
  async #copy(item: ProcessItem): Promise<void> {
    const { t } = this;
    try {
      const [{ copyForm, freeId, renamed, renamedScenarios }, bench] = await Promise.all([
        this.need(import('./copying.ts')),
        this.need(workbench()),
        this.need(import('../form/form.ts')),
      ]);
      const taken = new Set([...(this.items ?? []).map(({ id }) => id), ...this.drafts.map((one) => one.definitionId)]);
      const schema = copyForm({ id: freeId(item.id, taken), sv: `${item.title.sv} 2`, en: `${item.title.en} 2` });
      let problem: ArendeProblem['fields'] = [];
      const original = Promise.all([readVersion(item.id, item.running.version), readScenarios(item.id)]);
      // Told below, when it is waited for.
      original.catch(() => {});
      const create = async (data: JsonObject): Promise<void> => {
        const names = data as Record<'id' | 'sv' | 'en', string>;
        problem = taken.has(names.id)
          ? [{ pointer: '/id', text: { sv: editorTexts.sv.idTaken, en: editorTexts.en.idTaken } }]
          : [];
        if (problem.length > 0) return this.requestUpdate();
        this.dialog.close('done');
        const [version, shipped] = await original;
        const copied = renamed(version.text, names);
        const own = bench.filled(version.scenarios);
        const must = own ? bench.together(bench.filled(shipped), own) : bench.filled(shipped);
        this.#show(bench, {
          definitionId: names.id,
          text: copied,
          savedText: null,
          draft: null,
          running: null,
          // What the original must do, the copy must do until somebody wants it otherwise.
          scenarios: must && renamedScenarios(must, item.title.en, names.en),
          shipped: null,
        });
        await this.#begin();
      };
      await this.dialog.open({
        title: t.copyTitle,
        body: () =>
          html`<p class="muted">${t.copyText}</p>
            <arende-form
              .schema=${schema}
              .language=${this.language}
              .submitLabel=${t.create}
              .errors=${problem}
              .send=${(data: JsonObject) => void create(data).catch((error) => this.tell(t.notOpened, asProblem(error)))}
            ></arende-form>`,
        buttons: [],
      });
    } catch (error) {
      await this.tell(t.notOpened, asProblem(error));
    }
  }

  protected override content(): TemplateResult {
    const { t, open, items } = this;
    if (open && this.#bench) return this.#bench.workbench(this, open);
    if (items!.length === 0 && this.drafts.length === 0) return this.message(t.noneTitle, t.noneText);
    return processes({
      language: this.language,
      items: items!,
      drafts: this.drafts,
      copy: this.mayWrite ? (item) => void this.#copy(item) : null,
      open: (id, draft) => void this.choose(id, draft).then(() => this.#begin()),
    });
  }

  protected override message(title: string, text: unknown, more: unknown = nothing): TemplateResult {
    const refused = this.problem?.code === 'administrator_required' && this.phase === 'error';
    return refused ? super.message(this.t.adminTitle, this.t.adminText) : super.message(title, text, more);
  }

  protected override skeleton(): TemplateResult {
    return html`<ul class="processes">
      ${[0, 1, 2].map(
        () =>
          html`<li class="process">
            <div class="about"><span class="bone title"></span><span class="bone"></span></div>
          </li>`,
      )}
    </ul>`;
  }
}

if (!customElements.get('arende-definition-editor')) {
  customElements.define('arende-definition-editor', ArendeDefinitionEditor);
}

declare global {
  interface HTMLElementTagNameMap {
    'arende-definition-editor': ArendeDefinitionEditor;
  }
}
