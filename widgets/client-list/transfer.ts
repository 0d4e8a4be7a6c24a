import { css, html, nothing, type TemplateResult } from 'lit';
import type { ImportView } from '../../server/clients/schema.ts';
import { call, callJson } from '../base/client.ts';
import { download } from '../base/download.ts';
import type { ArendeElement } from '../base/element.ts';
import { formatCount } from '../base/format.ts';
import { asProblem } from '../base/problem.ts';
import { transferTexts } from './transfer-texts.ts';

/** Fetches the register as a file and hands it over. */
export async function exportClients(format: 'csv' | 'xlsx'): Promise<void> {
  await downloadFrom(await call('/v1/client-export', { query: { format } }));
}

async function downloadFrom(response: Response): Promise<void> {
  const name = /filename="?([^";]+)/.exec(response.headers.get('Content-Disposition') ?? '')?.[1];
  download(name ?? 'arende', await response.blob());
}

/** Takes a file, shows what it would do and what is wrong with it, and applies it. True when something was changed. */
export async function importClients(host: ArendeElement): Promise<boolean> {
  const importing = new Importing(host);
  await host.dialog.open({
    title: transferTexts[host.language].title,
    wide: true,
    body: () => importing.template(),
    buttons: [],
  });
  importing.stop();
  return importing.changed;
}

class Importing {
  changed = false;
  #host: ArendeElement;
  #view: ImportView | null = null;
  #busy: 'checking' | 'applying' | null = null;
  #problem = '';
  #stopped = false;

  constructor(host: ArendeElement) {
    this.#host = host;
  }

  get #t() {
    return transferTexts[this.#host.language];
  }

  #count(count: number): string {
    return formatCount(count, this.#host.language);
  }

  stop(): void {
    this.#stopped = true;
  }

  template(): TemplateResult {
    return html`<div class="transfer" aria-busy=${this.#busy ? 'true' : 'false'}>
      ${this.#problem ? html`<div class="banner danger" role="alert">${this.#problem}</div>` : nothing}
      ${this.#view ? this.#result(this.#view) : this.#chooser()}
    </div>`;
  }

  #chooser(): TemplateResult {
    const t = this.#t;
    const send = (event: SubmitEvent) => {
      event.preventDefault();
      const [file] = (event.currentTarget as HTMLFormElement).querySelector('input')!.files!;
      if (file) void this.#check(file);
      else this.#tell(t.choose);
    };
    return html`<form @submit=${send}>
      <p>${t.lead}</p>
      <label class="file"><span>${t.file}</span><input type="file" accept=".csv,.xlsx,.txt" /></label>
      <p class="muted">${t.nothingYet}</p>
      <div class="dialog-buttons">
        <button type="button" @click=${() => this.#host.dialog.close('')}>${t.close}</button>
        <button class="primary" aria-disabled=${this.#busy ? 'true' : 'false'}>
          ${this.#busy ? t.checking : t.check}
        </button>
      </div>
    </form>`;
  }

  #result({ counts, rejected, ignored, status, nextLine }: ImportView): TemplateResult {
    const t = this.#t;
    const waiting = counts.create + counts.update;
    const applied = counts.created + counts.updated;
    const total = waiting + applied;
    return html`<ul class="sums">
        <li><b>${t.create(this.#count(counts.create + counts.created))}</b></li>
        <li><b>${t.update(this.#count(counts.update + counts.updated))}</b></li>
        <li class="muted">${t.unchanged(this.#count(counts.unchanged))}</li>
        <li class=${counts.rejected > 0 ? 'bad' : 'muted'}>${t.rejected(this.#count(counts.rejected))}</li>
      </ul>
      ${ignored.length > 0 ? html`<p class="muted">${t.ignored(ignored.join(', '))}</p>` : nothing}
      ${rejected.length > 0 ? this.#rejected(rejected, nextLine) : nothing}
      ${
        this.#busy === 'applying' || (applied > 0 && status !== 'done')
          ? html`<p>
              <progress max=${total} value=${applied}></progress>
              ${t.applying(this.#count(applied), this.#count(total))}
            </p>`
          : nothing
      }
      ${status === 'done' ? html`<p class="good">${t.done(this.#count(counts.created), this.#count(counts.updated))}</p>` : nothing}
      <div class="dialog-buttons">
        <button type="button" @click=${() => this.#host.dialog.close('')}>${t.close}</button>
        ${
          this.#busy || (status === 'applying' && this.#problem === '')
            ? nothing
            : html`<button type="button" @click=${() => this.#again()}>${t.another}</button>`
        }
        ${
          waiting > 0 && status !== 'done'
            ? html`<button
                type="button"
                class="primary"
                aria-disabled=${this.#busy ? 'true' : 'false'}
                @click=${() => void this.#apply()}
              >
                ${applied > 0 ? t.goOn : t.apply(this.#count(waiting))}
              </button>`
            : nothing
        }
      </div>`;
  }

  #rejected(rejected: ImportView['rejected'], nextLine: number | null): TemplateResult {
    const t = this.#t;
    const { language } = this.#host;
    return html`<div class="rejected" tabindex="0" role="region" aria-label=${t.rejected(this.#count(rejected.length))}>
        <table>
          <thead>
            <tr>
              <th scope="col">${t.line}</th>
              <th scope="col">${t.column}</th>
              <th scope="col">${t.value}</th>
              <th scope="col">${t.why}</th>
            </tr>
          </thead>
          <tbody>
            ${rejected.flatMap(({ line, problems }) =>
              problems.map(
                ({ column, value, text }) =>
                  html`<tr>
                    <td>${line}</td>
                    <td>${column[language]}</td>
                    <td class="value">${value}</td>
                    <td>${text[language]}</td>
                  </tr>`,
              ),
            )}
          </tbody>
        </table>
      </div>
      <div><button type="button" @click=${() => void this.#save()}>${t.saveRejected}</button></div>
      ${nextLine === null ? nothing : html`<button type="button" class="bare" @click=${() => void this.#more(nextLine)}>${t.moreRejected}</button>`}`;
  }

  #tell(problem: string): void {
    this.#problem = problem;
    this.#host.requestUpdate();
  }

  #again(): void {
    this.#view = null;
    this.#tell('');
  }

  async #try(busy: 'checking' | 'applying' | null, work: () => Promise<void>): Promise<void> {
    if (this.#busy) return;
    this.#busy = busy;
    this.#tell('');
    try {
      await work();
    } catch (error) {
      this.#problem = this.#host.sentence(asProblem(error));
    } finally {
      this.#busy = null;
      this.#host.requestUpdate();
    }
  }

  #check(file: File): Promise<void> {
    return this.#try('checking', async () => {
      const options = { query: { name: file.name.slice(0, 200) }, body: file };
      const headers = { 'Content-Type': 'application/octet-stream' };
      this.#view = await callJson<ImportView>('/v1/client-imports', { ...options, headers });
      const { counts } = this.#view;
      const t = this.#t;
      this.#host.announce(
        [t.create, t.update, t.rejected]
          .map((say, at) => say(this.#count([counts.create, counts.update, counts.rejected][at]!)))
          .join(', '),
      );
    });
  }

  #more(after: number): Promise<void> {
    return this.#try(null, async () => {
      const page = await callJson<ImportView>(`/v1/client-imports/${this.#view!.id}`, { query: { after } });
      this.#view = { ...this.#view!, rejected: [...this.#view!.rejected, ...page.rejected], nextLine: page.nextLine };
    });
  }

  #save(): Promise<void> {
    return this.#try(null, async () => {
      const options = { query: { language: this.#host.language } };
      await downloadFrom(await call(`/v1/client-imports/${this.#view!.id}/rejected`, options));
    });
  }

  /** Some rows a call, so that it can be seen how far it is; what is closed in the middle can be gone on with. */
  #apply(): Promise<void> {
    return this.#try('applying', async () => {
      do {
        const { id, rejected, nextLine } = this.#view!;
        const view = await callJson<ImportView>(`/v1/client-imports/${id}/apply`, { method: 'POST' });
        this.changed = true;
        this.#view = { ...view, rejected, nextLine };
        this.#host.requestUpdate();
      } while (this.#view.status !== 'done' && !this.#stopped);
      const { created, updated } = this.#view.counts;
      this.#host.announce(this.#t.done(this.#count(created), this.#count(updated)));
    });
  }
}

export const styles = css`
  .transfer,
  .transfer form {
    display: grid;
    gap: 0.9em;
  }
  .transfer .banner {
    margin: 0;
  }
  .file {
    display: grid;
    gap: 0.3em;
    font-weight: 550;
  }
  .sums {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25em 1.5em;
  }
  .bad {
    color: var(--_danger);
    font-weight: 600;
  }
  .good {
    color: var(--_success);
    font-weight: 600;
  }
  .rejected {
    max-height: 40dvh;
    overflow: auto;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .rejected table {
    table-layout: auto;
    font-size: 0.875em;
  }
  .rejected :is(th, td) {
    position: static;
    padding: 0.4em 0.7em;
    border-bottom: 1px solid var(--_border);
    text-align: start;
    vertical-align: top;
  }
  .rejected .value {
    min-width: 7em;
    overflow-wrap: anywhere;
  }
  @container arende (width < 720px) {
    .rejected :is(table, tbody) {
      display: block;
    }
    .rejected tr {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      gap: 0.1em 0.75em;
      padding: 0.6em 0.7em;
      border-bottom: 1px solid var(--_border);
    }
    .rejected td {
      padding: 0;
      border: 0;
    }
    .rejected td:first-child {
      font-weight: 600;
    }
    .rejected td:nth-child(n + 3) {
      grid-column: 2;
    }
    .rejected .value:empty {
      display: none;
    }
  }
  .transfer progress {
    width: min(18em, 100%);
    accent-color: var(--_accent);
  }
`;
