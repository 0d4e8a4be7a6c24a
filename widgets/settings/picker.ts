import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Language } from '../base/locale.ts';
import { baseStyles } from '../base/styles.ts';
import { pickerStyles } from './picker-styles.ts';
import { settingsTexts } from './texts.ts';

export interface Choice {
  id: string;
  name: string;
}

/** A search field whose hits are buttons, and what has been chosen. Used inside the settings; not meant for pages. */
class ArendePicker extends LitElement {
  static override styles = [...baseStyles, pickerStyles];
  static override properties: PropertyDeclarations = {
    label: { attribute: false },
    language: { attribute: false },
    chosen: { attribute: false },
    many: { type: Boolean },
    find: { attribute: false },
    choose: { attribute: false },
    q: { state: true },
    hits: { state: true },
  };
  declare label: string;
  declare language: Language;
  declare chosen: Choice[];
  declare many: boolean;
  declare find: (q: string) => Promise<{ items: Choice[] }>;
  declare choose: (chosen: Choice[]) => void;
  declare protected q: string;
  /** Null before anything was looked for. */
  declare protected hits: Choice[] | null;

  constructor() {
    super();
    this.label = '';
    this.language = 'sv';
    this.chosen = [];
    this.many = false;
    this.find = async () => ({ items: [] });
    this.choose = () => {};
    this.q = '';
    this.hits = null;
  }

  async #look(q: string): Promise<void> {
    this.q = q;
    // Offline, or out of reach: the list stays as it was, and what is sent is checked by the server.
    const found = await this.find(q).catch(() => null);
    if (found && this.q === q) this.hits = found.items;
  }

  #add(choice: Choice): void {
    this.chosen = this.many ? [...this.chosen, choice] : [choice];
    this.q = '';
    this.hits = null;
    this.choose(this.chosen);
    this.renderRoot.querySelector('input')?.focus();
  }

  #remove(choice: Choice): void {
    this.chosen = this.chosen.filter(({ id }) => id !== choice.id);
    this.choose(this.chosen);
    this.renderRoot.querySelector('input')?.focus();
  }

  protected override render(): TemplateResult {
    const t = settingsTexts[this.language];
    const hits = this.hits?.filter(({ id }) => !this.chosen.some((one) => one.id === id));
    return html`<div lang=${this.language} role="group" aria-label=${this.label}>
      ${
        this.chosen.length > 0
          ? html`<ul class="chosen" aria-label=${t.chosen}>
              ${this.chosen.map(
                (choice) =>
                  html`<li>
                    <span>${choice.name}</span>
                    <button
                      type="button"
                      class="bare"
                      aria-label=${t.remove(choice.name)}
                      @click=${() => this.#remove(choice)}
                    >
                      ✕
                    </button>
                  </li>`,
              )}
            </ul>`
          : nothing
      }
      <input
        type="search"
        autocomplete="off"
        aria-label="${this.label}: ${t.search}"
        placeholder=${t.search}
        .value=${this.q}
        @focus=${() => this.hits ?? void this.#look('')}
        @input=${(event: Event) => void this.#look((event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          if (hits?.[0] && this.q !== '') this.#add(hits[0]);
        }}
      />
      ${
        hits
          ? html`<ul class="hits">
              ${hits.map(
                (choice) =>
                  html`<li>
                    <button
                      type="button"
                      class="bare"
                      aria-label=${t.add(choice.name)}
                      @click=${() => this.#add(choice)}
                    >
                      ${choice.name}
                    </button>
                  </li>`,
              )}
              ${hits.length === 0 ? html`<li class="muted">${t.noHits}</li>` : nothing}
            </ul>`
          : nothing
      }
    </div>`;
  }
}

if (!customElements.get('arende-picker')) customElements.define('arende-picker', ArendePicker);
