import { css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { AttachedView } from '../../server/instances/schema.ts';
import { callJson } from '../base/client.ts';
import { formatSize } from '../base/format.ts';
import type { Language, Texts } from '../base/locale.ts';
import { type ArendeProblem, asProblem } from '../base/problem.ts';
import { baseStyles } from '../base/styles.ts';

const sv = {
  choose: 'Välj filer',
  sending: (name: string) => `Laddar upp ${name}…`,
  sent: (name: string) => `${name} är uppladdad.`,
  failed: (name: string, why: string) => `${name} kunde inte laddas upp. ${why}`,
  offline: 'Ingen kontakt med servern. Försök igen.',
  again: 'Försök igen',
  remove: (name: string) => `Ta bort ${name}`,
};

const en: typeof sv = {
  choose: 'Choose files',
  sending: (name) => `Uploading ${name}…`,
  sent: (name) => `${name} is uploaded.`,
  failed: (name, why) => `${name} could not be uploaded. ${why}`,
  offline: 'No contact with the server. Try again.',
  again: 'Try again',
  remove: (name) => `Remove ${name}`,
};

const texts: Texts<typeof sv> = { sv, en };

interface Failed {
  file: File;
  problem: ArendeProblem;
}

/** A list of a form that takes in files (`format: document`). Used inside `arende-form`; not meant for pages. */
export class ArendeDocumentsField extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties: PropertyDeclarations = {
    instanceId: { attribute: false },
    label: { attribute: false },
    language: { attribute: false },
    value: { attribute: false },
    invalid: { attribute: false },
    chosen: { attribute: false },
    sending: { state: true },
    failed: { state: true },
    told: { state: true },
  };
  /** The instance whose case the files belong to. */
  declare instanceId: string;
  declare label: string;
  declare language: Language;
  /** The files so far, as JSON of what the server answered. */
  declare value: string;
  declare invalid: boolean;
  /** Called with the files as JSON; empty when there are none. */
  declare chosen: (value: string) => void;
  declare protected sending: string[];
  declare protected failed: Failed[];
  declare protected told: string;

  constructor() {
    super();
    this.instanceId = '';
    this.label = '';
    this.language = 'sv';
    this.value = '';
    this.invalid = false;
    this.chosen = () => {};
    this.sending = [];
    this.failed = [];
    this.told = '';
  }

  get #files(): AttachedView[] {
    return this.value ? (JSON.parse(this.value) as AttachedView[]) : [];
  }

  /** Files that were chosen and are not there yet: on their way, or refused. */
  get isWaiting(): boolean {
    return this.sending.length > 0 || this.failed.length > 0;
  }

  #keep(files: AttachedView[]): void {
    this.value = files.length > 0 ? JSON.stringify(files) : '';
    this.chosen(this.value);
  }

  async #add(files: File[]): Promise<void> {
    this.failed = this.failed.filter(({ file }) => !files.includes(file));
    for (const file of files) await this.#send(file);
  }

  async #send(file: File): Promise<void> {
    const t = texts[this.language];
    this.sending = [...this.sending, file.name];
    this.told = t.sending(file.name);
    try {
      const path = `/v1/instances/${encodeURIComponent(this.instanceId)}/documents`;
      const headers = { 'Content-Type': 'application/octet-stream' };
      const added = await callJson<AttachedView>(path, { body: file, query: { name: file.name }, headers });
      this.#keep([...this.#files.filter(({ id }) => id !== added.id), added]);
      this.told = t.sent(file.name);
    } catch (error) {
      this.failed = [...this.failed, { file, problem: asProblem(error) }];
      this.told = '';
    } finally {
      this.sending = this.sending.filter((name) => name !== file.name);
    }
  }

  protected override render(): TemplateResult {
    const t = texts[this.language];
    const choose = (event: Event) => {
      const input = event.target as HTMLInputElement;
      const files = [...(input.files ?? [])];
      input.value = '';
      void this.#add(files);
    };
    // The browser's own field speaks the browser's language, and says "no file" beside the files that were chosen.
    return html`<button
        type="button"
        aria-label=${`${this.label}: ${t.choose}`}
        class=${this.invalid ? 'danger' : ''}
        @click=${() => this.renderRoot.querySelector('input')!.click()}
      >
        ${t.choose}
      </button>
      <input type="file" multiple hidden @change=${choose} />
      ${
        this.#files.length > 0
          ? html`<ul>
              ${this.#files.map((file) => this.#file(file))}
            </ul>`
          : nothing
      }
      ${this.sending.map((name) => html`<p class="muted">${t.sending(name)}</p>`)}
      ${this.failed.map((one) => this.#failure(one))}
      <div class="sr" role="status">${this.told}</div>`;
  }

  #file({ id, name, sizeBytes }: AttachedView): TemplateResult {
    const t = texts[this.language];
    return html`<li>
      <span class="name">${name}</span> <span class="muted">${formatSize(sizeBytes, this.language)}</span>
      <button
        type="button"
        aria-label=${t.remove(name)}
        @click=${() => this.#keep(this.#files.filter((file) => file.id !== id))}
      >
        ✕
      </button>
    </li>`;
  }

  #failure({ file, problem }: Failed): TemplateResult {
    const t = texts[this.language];
    const why = problem.isOffline ? t.offline : (problem.view?.text?.[this.language] ?? problem.message);
    return html`<p class="problem" role="alert">
      ${t.failed(file.name, why)}
      <button type="button" @click=${() => void this.#add([file])}>${t.again}</button>
      <button
        type="button"
        aria-label=${t.remove(file.name)}
        @click=${() => (this.failed = this.failed.filter((one) => one.file !== file))}
      >
        ✕
      </button>
    </p>`;
  }

  static override styles = [
    ...baseStyles,
    css`
      :host {
        display: grid;
        gap: 0.5em;
        justify-items: start;
        min-width: 0;
      }
      ul {
        display: grid;
        gap: 0.3em;
        padding: 0;
        margin: 0;
        list-style: none;
      }
      li {
        display: flex;
        align-items: center;
        gap: 0.6em;
        min-width: 0;
      }
      .name {
        overflow-wrap: anywhere;
      }
      .problem {
        margin: 0;
        color: var(--_danger);
        font-weight: 500;
      }
    `,
  ];
}

if (!customElements.get('arende-documents-field'))
  customElements.define('arende-documents-field', ArendeDocumentsField);

declare global {
  interface HTMLElementTagNameMap {
    'arende-documents-field': ArendeDocumentsField;
  }
}
