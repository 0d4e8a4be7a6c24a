import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { diff } from '../../../definitions/diff/diff.ts';
import { statesOf } from '../../../definitions/language/check/walk.ts';
import type { Definition } from '../../../definitions/language/types.ts';
import type { VersionListView } from '../../../server/definitions/schema.ts';
import type { FateView, MigrationView } from '../../../server/migrations/schema.ts';
import { formatInstant, formatToday } from '../../base/format.ts';
import type { Language } from '../../base/locale.ts';
import { type ArendeProblem, asProblem } from '../../base/problem.ts';
import { baseStyles } from '../../base/styles.ts';
import {
  controlMigration,
  dryRun,
  listMigrations,
  listVersions,
  readVersion,
  rollBack,
  startMigration,
} from '../api.ts';
import type { ArendeDefinitionEditor } from '../definition-editor.ts';
import type { OpenDocument } from '../document.ts';
import { publishStyles } from '../publish/styles.ts';
import { stateName, statusAt } from '../states.ts';
import { fateTable } from './fates.ts';
import { versionTexts } from './texts.ts';

type VersionItem = VersionListView['items'][number];

/**
 * The versions of a process, and moving what runs from one to another. Used inside the workbench; not meant for pages.
 *
 * @tagname arende-version-view
 */
export class ArendeVersionView extends LitElement {
  static override styles = [...baseStyles, publishStyles];
  static override properties: PropertyDeclarations = {
    host: { attribute: false },
    open: { attribute: false },
    language: { attribute: false },
    changes: { attribute: false },
    versions: { state: true },
    migrations: { state: true },
    fates: { state: true },
    cursor: { state: true },
    mapping: { state: true },
    tried: { state: true },
    busy: { state: true },
    done: { state: true },
    problem: { state: true },
  };
  declare host: ArendeDefinitionEditor;
  declare open: OpenDocument;
  declare language: Language;
  /** Counts what happened on the server; another number fetches anew. */
  declare changes: number;
  declare versions: VersionItem[] | null;
  declare migrations: MigrationView[];
  declare fates: FateView[] | null;
  declare cursor: string | null;
  /** Where cases go from states that are no longer there. */
  declare mapping: Record<string, string>;
  /** The mapping of the dry run that is shown. */
  declare tried: Record<string, string>;
  declare busy: string;
  declare done: string;
  declare problem: ArendeProblem | null;
  /** Of earlier versions that cases stand in, as far as they have been fetched. */
  #earlier = new Map<number, Definition>();

  constructor() {
    super();
    this.language = 'sv';
    this.changes = 0;
    this.versions = null;
    this.migrations = [];
    this.fates = null;
    this.cursor = null;
    this.mapping = {};
    this.tried = this.mapping;
    this.busy = '';
    this.done = '';
    this.problem = null;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('open')) {
      this.versions = null;
      this.#earlier.clear();
    }
    if ((changed.has('open') || changed.has('changes')) && this.open.running) void this.#fetch();
  }

  async #fetch(): Promise<void> {
    try {
      const id = this.open.definitionId;
      const [versions, migrations] = await Promise.all([listVersions(id), listMigrations(id)]);
      this.versions = versions.items;
      this.migrations = migrations.items;
    } catch (error) {
      this.#told(error);
    }
  }

  #told(error: unknown): void {
    const problem = asProblem(error);
    if (problem.code === 'session_expired') this.host.fail(problem);
    else this.problem = problem;
  }

  async #do(what: string, doing: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = what;
    this.problem = null;
    try {
      await doing();
    } catch (error) {
      this.#told(error);
    } finally {
      this.busy = '';
    }
  }

  async #sure(title: string, text: string, label: string): Promise<boolean> {
    const answer = await this.host.dialog.open({
      title,
      body: () => html`<p>${text}</p>`,
      buttons: [
        { value: '', label: versionTexts[this.language].cancel },
        { value: 'yes', label, kind: 'primary' },
      ],
    });
    return answer === 'yes';
  }

  async #rollBack({ version }: VersionItem): Promise<void> {
    const t = versionTexts[this.language];
    if (!(await this.#sure(t.backTitle(version), t.backText, t.back))) return;
    await this.#do('rollback', async () => {
      const answer = await rollBack(this.open.definitionId, version);
      const running = await readVersion(this.open.definitionId, answer.version);
      const untouched = !this.open.isDirty && !this.open.draft;
      this.open.running = running;
      if (untouched) {
        this.open.take(running);
      }
      this.done = t.done(answer.version);
      this.host.published();
      await this.#fetch();
    });
  }

  #take({ version }: VersionItem): Promise<void> {
    return this.#do('take', async () => {
      this.open.write((await readVersion(this.open.definitionId, version)).text);
    });
  }

  #tryMove(more: boolean): Promise<void> {
    return this.#do('dry run', async () => {
      const { definitionId, running } = this.open;
      const mapping = { states: this.mapping };
      const { items, nextCursor } = await dryRun(definitionId, running!.version, mapping, more ? this.cursor : null);
      this.fates = more ? [...(this.fates ?? []), ...items] : items;
      this.cursor = nextCursor;
      this.tried = this.mapping;
      await this.#suggest(items);
    });
  }

  /** Where cases most likely go from states that are gone, by what the two versions have in common. */
  async #suggest(fates: FateView[]): Promise<void> {
    const { definitionId, running } = this.open;
    const after = running!.definition as unknown as Definition;
    const targets = this.#states();
    const from = new Set(fates.filter((fate) => goneFor(fate).length > 0).map(({ fromVersion }) => fromVersion));
    const gone = new Set(fates.flatMap(goneFor));
    const suggested: Record<string, string> = {};
    for (const version of from) {
      const before = (await readVersion(definitionId, version)).definition as unknown as Definition;
      this.#earlier.set(version, before);
      try {
        for (const [path, to] of Object.entries(diff(before, after, { today: formatToday() }).mapping))
          if (gone.has(path) && targets.includes(to)) suggested[path] = to;
      } catch {
        // An old version that today's language refuses: whoever moves it says where it goes.
      }
    }
    if (Object.keys(suggested).some((path) => !this.mapping[path])) this.mapping = { ...suggested, ...this.mapping };
  }

  #definition(version: number | null): Definition {
    const running = this.open.running!.definition as unknown as Definition;
    return (version === null ? undefined : this.#earlier.get(version)) ?? running;
  }

  /** A state as people know it, by the first version that has it. */
  #name(path: string): string {
    const known = [this.#definition(null), ...this.#earlier.values()].find((one) => statusAt(one, path));
    return known ? stateName(known, path, this.language) : path;
  }

  /** States of the new version that a case can stand in. */
  #states(): string[] {
    return statesOf(this.open.running!.definition as unknown as Definition)
      .filter(({ path, node }) => path.length > 0 && !node.states && node.type !== 'history')
      .map(({ path }) => path.join('.'));
  }

  async #move(count: number): Promise<void> {
    const t = versionTexts[this.language];
    if (!(await this.#sure(t.moveTitle, t.moveText, t.move(count)))) return;
    await this.#do('move', async () => {
      const { definitionId, running } = this.open;
      await startMigration({ definition: definitionId, to: running!.version, mapping: { states: this.mapping } });
      this.fates = null;
      await this.#fetch();
    });
  }

  protected override render(): TemplateResult {
    const t = versionTexts[this.language];
    if (!this.open.running) return html`<div class="publish"><p class="muted">${t.none}</p></div>`;
    return html`<div class="publish">
      ${this.problem ? html`<p class="banner danger" role="alert">${t.notDone}. ${this.host.sentence(this.problem)}</p>` : nothing}
      ${this.done ? html`<p class="banner good" role="status">${this.done}</p>` : nothing}
      ${this.versions ? html`${this.#list(this.versions)} ${this.#moving(this.versions)} ${this.#moves()}` : html`<p class="muted">${t.loading}</p>`}
    </div>`;
  }

  #list(versions: VersionItem[]): TemplateResult {
    const { language } = this;
    const t = versionTexts[language];
    return html`<section>
      <h3>${t.heading}</h3>
      <table>
        <tbody>
          ${versions.map(
            (item) =>
              html`<tr>
                <td>
                  <b>${t.version(item.version)}</b>
                  ${item.running ? html`<span class="badge success">${t.running}</span>` : nothing}
                  <br /><span class="muted small">
                    ${t.by(item.publishedBy.name, formatInstant(item.publishedAt, language))}${
                      item.approvedBy ? `, ${t.approved(item.approvedBy.name)}` : ''
                    }${item.rollbackOf === null ? '' : `, ${t.rollback(item.rollbackOf)}`}
                  </span>
                  ${item.comment ? html`<br /><q class="small">${item.comment}</q>` : nothing}
                </td>
                <td class="number">${t.open(item.openInstances)}</td>
                <td class="number">
                  ${
                    this.host.mayWrite && !item.running
                      ? html`<div class="buttons end">
                          <button
                            type="button"
                            aria-label=${t.takeOne(item.version)}
                            @click=${() => void this.#take(item)}
                          >
                            ${t.take}
                          </button>
                          <button
                            type="button"
                            aria-label=${t.backOne(item.version)}
                            @click=${() => void this.#rollBack(item)}
                          >
                            ${t.back}
                          </button>
                        </div>`
                      : nothing
                  }
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </section>`;
  }

  #moving(versions: VersionItem[]): TemplateResult {
    const { language, fates } = this;
    const t = versionTexts[language];
    const elsewhere = versions.filter(({ running }) => !running).reduce((sum, one) => sum + one.openInstances, 0);
    if (elsewhere === 0) {
      return html`<section>
        <h3>${t.moving}</h3>
        <p class="muted">${t.allThere}</p>
      </section>`;
    }
    const moving = (fates ?? []).filter(({ outcome }) => outcome === 'moves').length;
    return html`<section>
      <h3>${t.moving}</h3>
      <p>${t.movingText(elsewhere, this.open.running!.version)}</p>
      ${this.#mapping()}
      <div class="buttons">
        <button type="button" @click=${() => void this.#tryMove(false)}>
          ${this.busy === 'dry run' ? t.trying : t.dryRun}
        </button>
        ${
          moving > 0 && this.host.mayWrite && this.mapping === this.tried
            ? html`<button type="button" class="primary" @click=${() => void this.#move(moving)}>
                ${t.move(moving)}
              </button>`
            : nothing
        }
      </div>
      ${fates ? fateTable(fates, (version) => this.#definition(version), language) : nothing}
      ${this.cursor ? html`<button type="button" @click=${() => void this.#tryMove(true)}>${t.more}</button>` : nothing}
    </section>`;
  }

  /** A choice for each state that a case stands in and the new version does not have. */
  #mapping(): TemplateResult | typeof nothing {
    const t = versionTexts[this.language];
    const states = this.#states();
    const gone = (this.fates ?? []).flatMap(goneFor);
    const asked = [...new Set([...Object.keys(this.mapping), ...gone])];
    if (asked.length === 0) return nothing;
    return html`<div class="mapping">
      <h4>${t.mapping}</h4>
      <p class="muted small">${t.mappingHint}</p>
      ${asked.map(
        (from) =>
          html`<label
            >${this.#name(from)} →
            <select
              @change=${({ target }: { target: HTMLSelectElement }) => {
                const { [from]: _, ...others } = this.mapping;
                this.mapping = target.value ? { ...others, [from]: target.value } : others;
              }}
            >
              <option value="">${t.nowhere}</option>
              ${states.map((path) => html`<option .value=${path} ?selected=${this.mapping[from] === path}>${this.#name(path)}</option>`)}
            </select>
          </label>`,
      )}
    </div>`;
  }

  #moves(): TemplateResult | typeof nothing {
    const t = versionTexts[this.language];
    if (this.migrations.length === 0) return nothing;
    const control = (migration: MigrationView, what: 'stop' | 'start') =>
      this.#do(what, async () => {
        await controlMigration(migration.id, what);
        await this.#fetch();
      });
    return html`<section aria-live="polite">
      <h3>${t.migrations}</h3>
      <ul class="moves">
        ${this.migrations.map((migration) => {
          const { counts, status, to, createdBy, createdAt } = migration;
          const all = counts.planned + counts.moved + counts.refused + counts.skipped + counts.failed;
          const rest = (['refused', 'skipped', 'failed'] as const)
            .filter((kind) => counts[kind] > 0)
            .map((kind) => `${counts[kind]} ${t.counts[kind]}`);
          return html`<li>
            <p>
              <b>${t.version(to.version)}</b>
              <span class="badge ${status === 'done' ? 'success' : 'info'}">${t.status[status]}</span>
              ${[t.progress(counts.moved, all), ...rest].join(', ')}
            </p>
            <progress
              max=${all || 1}
              .value=${all - counts.planned}
              aria-label=${t.progress(counts.moved, all)}
            ></progress>
            <p class="muted small">${t.by(createdBy.name, formatInstant(createdAt, this.language))}</p>
            ${
              this.host.mayWrite && status !== 'done'
                ? html`<button
                    type="button"
                    @click=${() => void control(migration, status === 'running' ? 'stop' : 'start')}
                  >
                    ${status === 'running' ? t.stop : t.start}
                  </button>`
                : nothing
            }
          </li>`;
        })}
      </ul>
    </section>`;
  }
}

const goneFor = ({ problems }: FateView): string[] =>
  problems.flatMap(({ code, subject }) => (code === 'state_gone' && subject ? [subject] : []));

if (!customElements.get('arende-version-view')) customElements.define('arende-version-view', ArendeVersionView);

declare global {
  interface HTMLElementTagNameMap {
    'arende-version-view': ArendeVersionView;
  }
}
