import { html, LitElement, type PropertyDeclarations } from 'lit';
import type { Finding } from '../../../definitions/language/check.ts';
import type { Language } from '../../base/locale.ts';
import { baseStyles } from '../../base/styles.ts';
import { sentenceOf } from '../findings/sentences.ts';
import { editorTexts } from '../texts.ts';
import { Code } from './code.ts';
import { codeStyles } from './styles.ts';

/**
 * The text of a definition with completion, docs and findings. Used inside the workbench; not meant for pages.
 *
 * @tagname arende-code-editor
 */
export class ArendeCodeEditor extends LitElement {
  static override styles = [...baseStyles, codeStyles];
  static override properties: PropertyDeclarations = {
    document: { attribute: false },
    text: { attribute: false },
    language: { attribute: false },
    findings: { attribute: false },
    readOnly: { type: Boolean },
  };
  /** Identity of what is edited: another one starts anew, without its undo steps. */
  declare document: object | null;
  declare text: string;
  declare language: Language;
  declare findings: Finding[];
  declare readOnly: boolean;
  declare changed: (text: string) => void;
  declare moved: (path: (string | number)[]) => void;
  declare save: () => void;

  #code: Code | null = null;
  #toGo: string | null = null;

  constructor() {
    super();
    this.document = null;
    this.text = '';
    this.language = 'sv';
    this.findings = [];
    this.readOnly = false;
    this.changed = () => {};
    this.moved = () => {};
    this.save = () => {};
  }

  goTo(line: number, column: number, focus = true): void {
    this.#code?.goTo(line, column, focus);
  }

  goToPointer(pointer: string, focus = true): void {
    if (this.#code) this.#code.goToPointer(pointer, focus);
    else this.#toGo = pointer;
  }

  format(): void {
    this.#code?.format();
  }

  search(): void {
    this.#code?.search();
  }

  override focus(): void {
    this.#code?.view.focus();
  }

  protected override render() {
    return html`<div class="code"></div>`;
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    const t = editorTexts[this.language];
    if (!this.#code) {
      this.#code = new Code({
        parent: this.renderRoot.querySelector<HTMLElement>('.code')!,
        root: this.shadowRoot!,
        text: this.text,
        language: this.language,
        label: t.code,
        exampleLabel: t.example,
        readOnly: this.readOnly,
        changed: (text) => this.changed(text),
        moved: (path) => this.moved(path),
        save: () => this.save(),
      });
      if (this.#toGo !== null) this.#code.goToPointer(this.#toGo, false);
      this.#toGo = null;
    } else if (changed.has('document') || changed.has('readOnly')) this.#code.open(this.text, this.readOnly);
    else if (changed.has('text')) this.#code.replace(this.text);
    this.#code.setLanguage(this.language, t.code, t.example);
    if (changed.has('findings') || changed.has('document') || changed.has('language')) {
      this.#code.show(this.findings.map((finding) => ({ finding, message: sentenceOf(finding, this.language) })));
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#code?.destroy();
    this.#code = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate();
  }
}

if (!customElements.get('arende-code-editor')) customElements.define('arende-code-editor', ArendeCodeEditor);

declare global {
  interface HTMLElementTagNameMap {
    'arende-code-editor': ArendeCodeEditor;
  }
}
