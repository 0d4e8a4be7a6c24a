import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { FieldError } from '../../definitions/engine/forms.ts';
import type { JsonObject, JsonSchema } from '../../definitions/language/types.ts';
import type { Language } from '../base/locale.ts';
import { baseStyles } from '../base/styles.ts';
import type { ArendeDocumentsField } from './documents-field.ts';
import { dataOf, type Field, fieldsOf, initialValues, type Values } from './fields.ts';
import { formStyles } from './styles.ts';
import { formTexts } from './texts.ts';

const checker = () => import('../../definitions/engine/forms.ts');

/**
 * A form from a JSON Schema, after the GOV.UK Design System: label above, hint, error summary whose links move focus to
 * the field. Used inside the widgets; not meant for pages.
 *
 * @tagname arende-form
 * @slot - Buttons beside the one that sends.
 * @csspart field - One label with its input.
 */
export class ArendeForm extends LitElement {
  static override styles = [...baseStyles, formStyles];
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties: PropertyDeclarations = {
    schema: { attribute: false },
    language: { attribute: false },
    submitLabel: { attribute: false },
    submitKind: { attribute: false },
    busy: { type: Boolean },
    errors: { attribute: false },
    shown: { state: true },
    draft: { attribute: false },
    send: { attribute: false },
    instanceId: { attribute: false },
  };
  /** JSON Schema of the data; null shows only the button. */
  declare schema: JsonSchema | null;
  declare language: Language;
  declare submitLabel: string;
  declare submitKind: 'primary' | 'danger';
  /** While the data is on its way. */
  declare busy: boolean;
  /** What the server found wrong, by JSON pointer. */
  declare errors: FieldError[];
  /** What is wrong now: what the check here or the server found, less what has been mended since. */
  declare protected shown: FieldError[];
  /** What is typed so far. Give the same object again, and the user finds the form as they left it. */
  declare draft: Values;
  /** Called with data that fits the schema. */
  declare send: (data: JsonObject) => void;
  /** The instance that the form is about: where the files of its fields go. */
  declare instanceId: string;

  #fields: Field[] = [];
  #schemaKey = '';

  constructor() {
    super();
    this.schema = null;
    this.language = 'sv';
    this.submitLabel = '';
    this.submitKind = 'primary';
    this.busy = false;
    this.errors = [];
    this.shown = [];
    this.draft = new Map();
    this.send = () => {};
    this.instanceId = '';
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('errors')) this.shown = this.errors;
    if (!changed.has('schema') && !changed.has('draft')) return;
    // A refreshed list brings the same form as a new object; what the user has written stays.
    const key = JSON.stringify(this.schema);
    if (key === this.#schemaKey && !changed.has('draft')) return;
    if (key !== this.#schemaKey && this.#schemaKey !== '' && !changed.has('draft')) this.draft.clear();
    this.#schemaKey = key;
    this.#fields = fieldsOf(this.schema ?? {});
    if (this.draft.size === 0) initialValues(this.#fields, this.draft);
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('shown') && this.shown.length > 0) this.#summary?.focus();
  }

  get #summary(): HTMLElement | null {
    return this.renderRoot.querySelector('.summary');
  }

  /** The same as pressing the button. */
  async submit(): Promise<void> {
    if (this.busy) return;
    const data = dataOf(this.#fields, this.draft);
    const errors = [...this.#waiting(), ...(await this.#check(data))];
    if (this.busy) return;
    this.shown = errors;
    if (errors.length > 0) this.#summary?.focus();
    else this.send(data);
  }

  /** A form that left while a file was on its way would leave without it. */
  #waiting(): FieldError[] {
    const waiting = (field: Field) =>
      field.kind === 'documents' &&
      this.renderRoot.querySelector<ArendeDocumentsField>(`#${CSS.escape(idOf(field))}`)?.isWaiting;
    const text = { sv: formTexts.sv.waiting, en: formTexts.en.waiting };
    return this.#fields.filter(waiting).map(({ pointer }) => ({ pointer, text }));
  }

  /** The check is code that a form without fields never needs; it is fetched when somebody starts to fill one in. */
  async #check(data: JsonObject): Promise<FieldError[]> {
    if (this.#fields.length === 0) return [];
    try {
      const { formErrors } = await checker();
      const order = this.#fields.flatMap((field) => [field, ...field.fields]).map(({ pointer }) => pointer);
      return formErrors(this.schema, data)
        .map((error) => this.#plainer(error))
        .toSorted((a, b) => order.indexOf(a.pointer) - order.indexOf(b.pointer));
    } catch {
      // Offline before the check was fetched. The server checks every form again and says what is wrong.
      return [];
    }
  }

  /** The check only knows that the type is wrong; here is known what was typed. */
  #plainer(error: FieldError): FieldError {
    const field = this.#find(error.pointer);
    const [value] = field?.kind === 'number' ? Object.values(dataOf([field], this.draft)) : [];
    if (value === undefined) return error;
    const { pointer } = error;
    if (typeof value !== 'number') return { pointer, text: { sv: formTexts.sv.number, en: formTexts.en.number } };
    if (Number.isInteger(value) || field?.schema.type !== 'integer') return error;
    return { pointer, text: { sv: formTexts.sv.integer, en: formTexts.en.integer } };
  }

  #find(pointer: string, fields = this.#fields): Field | null {
    for (const field of fields) {
      if (field.pointer === pointer) return field;
      const inner = this.#find(pointer, field.fields);
      if (inner) return inner;
    }
    return null;
  }

  #set(field: Field, value: string | boolean | number | number[]): void {
    this.draft.set(field.pointer, value);
    this.requestUpdate();
    if (this.shown.some((error) => error.pointer === field.pointer)) void this.#clear(field);
  }

  async #clear(field: Field): Promise<void> {
    const now = await this.#check(dataOf(this.#fields, this.draft));
    if (now.some((error) => error.pointer === field.pointer)) return;
    this.shown = this.shown.filter((error) => error.pointer !== field.pointer);
  }

  protected override render(): TemplateResult {
    const t = formTexts[this.language];
    return html`<form
      novalidate
      lang=${this.language}
      aria-busy=${this.busy ? 'true' : 'false'}
      @focusin=${() => void checker().catch(() => {})}
      @submit=${(event: Event) => {
        event.preventDefault();
        this.submit();
      }}
    >
      ${this.shown.length > 0 ? this.#errorSummary() : nothing} ${this.#fields.map((field) => this.#field(field))}
      <div class="buttons">
        <button class=${this.submitKind} part="submit" aria-disabled=${this.busy ? 'true' : 'false'}>
          ${this.busy ? t.sending : this.submitLabel}
        </button>
        <slot></slot>
      </div>
    </form>`;
  }

  #errorSummary(): TemplateResult {
    return html`<div class="summary" part="error-summary" role="alert" tabindex="-1">
      <h3>${formTexts[this.language].summary}</h3>
      <ul>
        ${this.shown.map((error) => {
          const field = this.#find(error.pointer);
          const text = `${field ? `${field.label[this.language]}: ` : ''}${error.text[this.language]}`;
          if (!field) return html`<li>${text}</li>`;
          const jump = (event: Event) => {
            event.preventDefault();
            this.renderRoot.querySelector<HTMLElement>(`#${CSS.escape(idOf(field))}`)?.focus();
          };
          return html`<li><a href=${`#${idOf(field)}`} @click=${jump}>${text}</a></li>`;
        })}
      </ul>
    </div>`;
  }

  #field(field: Field): TemplateResult {
    const error = this.shown.find((candidate) => candidate.pointer === field.pointer);
    const wrong = error ? 'field wrong' : 'field';
    if (field.kind === 'group') {
      return html`<fieldset class=${wrong} part="field">
        <legend>${field.label[this.language]}</legend>
        ${this.#notes(field, error)}
        <div class="group">${field.fields.map((inner) => this.#field(inner))}</div>
      </fieldset>`;
    }
    if (field.kind === 'check') {
      return html`<div class=${wrong} part="field">
        <label class="tick">
          <input
            type="checkbox"
            id=${idOf(field)}
            ?required=${field.schema.const === true}
            aria-invalid=${error ? 'true' : 'false'}
            aria-describedby=${describedBy(field, error)}
            .checked=${this.draft.get(field.pointer) === true}
            @change=${(event: Event) => this.#set(field, (event.target as HTMLInputElement).checked)}
          />
          <span>${field.label[this.language]}</span>
        </label>
        <div class="indent">${this.#notes(field, error)}</div>
      </div>`;
    }
    if (field.kind === 'choices' || (field.kind === 'choice' && field.options.length <= 5)) {
      return html`<fieldset class=${wrong} part="field" aria-describedby=${describedBy(field, error)}>
        <legend>${this.#label(field)}</legend>
        ${this.#notes(field, error)} ${field.options.map((option, index) => this.#option(field, option.label, index))}
      </fieldset>`;
    }
    return html`<div class=${wrong} part="field">
      <label for=${idOf(field)}>${this.#label(field)}</label>
      ${this.#notes(field, error)} ${this.#input(field, error)}
    </div>`;
  }

  #label(field: Field): unknown {
    const optional = html` <span class="optional">(${formTexts[this.language].optional})</span>`;
    return html`${field.label[this.language]}${field.required ? nothing : optional}`;
  }

  #notes(field: Field, error: FieldError | undefined): unknown {
    const t = formTexts[this.language];
    const hint = [field.hint?.[this.language], field.kind === 'lines' ? t.onePerLine : ''].filter(Boolean).join(' ');
    return html`${hint ? html`<div class="hint" id=${`${idOf(field)}-hint`}>${hint}</div>` : nothing}
    ${
      error
        ? html`<div class="error" id=${`${idOf(field)}-error`}>
            <span class="sr">${t.errorPrefix}</span> ${error.text[this.language]}
          </div>`
        : nothing
    }`;
  }

  #option(field: Field, label: { sv: string; en: string }, index: number): TemplateResult {
    const value = this.draft.get(field.pointer);
    const many = field.kind === 'choices';
    const chosen = many ? ((value as number[] | undefined) ?? []) : [value];
    const choose = (event: Event) => {
      const others = (chosen as number[]).filter((other) => other !== index);
      const ticked = (event.target as HTMLInputElement).checked;
      this.#set(field, many ? (ticked ? [...others, index].toSorted() : others) : index);
    };
    return html`<label class="tick">
      <input
        type=${many ? 'checkbox' : 'radio'}
        name=${field.pointer}
        id=${index === 0 ? idOf(field) : `${idOf(field)}-${index}`}
        .checked=${chosen.includes(index)}
        @change=${choose}
      />
      <span>${label[this.language]}</span>
    </label>`;
  }

  #input(field: Field, error: FieldError | undefined): TemplateResult {
    const id = idOf(field);
    const invalid = error ? 'true' : 'false';
    const described = describedBy(field, error);
    const value = this.draft.get(field.pointer);
    const typed = (event: Event) => this.#set(field, (event.target as HTMLInputElement).value);
    if (field.kind === 'choice') {
      const choose = (event: Event) => this.#set(field, Number((event.target as HTMLSelectElement).value));
      return html`<select id=${id} aria-invalid=${invalid} aria-describedby=${described} @change=${choose}>
        <option value="-1" ?selected=${value === undefined}>${formTexts[this.language].choose}</option>
        ${field.options.map(
          (option, index) =>
            html`<option value=${index} ?selected=${value === index}>${option.label[this.language]}</option>`,
        )}
      </select>`;
    }
    if (field.kind === 'long' || field.kind === 'lines') {
      return html`<textarea
        id=${id}
        rows="3"
        ?required=${field.required}
        aria-invalid=${invalid}
        aria-describedby=${described}
        .value=${String(value ?? '')}
        @input=${typed}
      ></textarea>`;
    }
    if (field.kind === 'file') {
      // Few forms read a file; those that do fetch what reads it.
      void import('./rows-from-file.ts').catch(() => {});
      return html`<arende-rows-from-file
        id=${id}
        .format=${field.schema.readFrom}
        .label=${field.label[this.language]}
        .language=${this.language}
        .rows=${value ?? ''}
        .invalid=${!!error}
        .chosen=${(rows: string) => this.#set(field, rows)}
      ></arende-rows-from-file>`;
    }
    if (field.kind === 'documents') {
      void import('./documents-field.ts').catch(() => {});
      return html`<arende-documents-field
        id=${id}
        .instanceId=${this.instanceId}
        .label=${field.label[this.language]}
        .language=${this.language}
        .value=${value ?? ''}
        .invalid=${!!error}
        .chosen=${(files: string) => this.#set(field, files)}
      ></arende-documents-field>`;
    }
    const number = field.kind === 'number';
    return html`<input
      id=${id}
      class=${number ? 'short' : ''}
      type=${number ? 'text' : field.kind}
      inputmode=${number ? (field.schema.type === 'integer' ? 'numeric' : 'decimal') : nothing}
      autocomplete="off"
      ?required=${field.required}
      aria-invalid=${invalid}
      aria-describedby=${described}
      .value=${String(value ?? '')}
      @input=${typed}
    />`;
  }
}

function idOf(field: Field): string {
  return `field${field.pointer.replace(/[^\w-]/g, '-')}`;
}

function describedBy(field: Field, error: FieldError | undefined): string | typeof nothing {
  const ids = [
    field.hint || field.kind === 'lines' ? `${idOf(field)}-hint` : '',
    error ? `${idOf(field)}-error` : '',
  ].filter(Boolean);
  return ids.length > 0 ? ids.join(' ') : nothing;
}

if (!customElements.get('arende-form')) customElements.define('arende-form', ArendeForm);

declare global {
  interface HTMLElementTagNameMap {
    'arende-form': ArendeForm;
  }
}
