import { css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { ReadingView } from '../../server/readings/schema.ts';
import { callJson } from '../base/client.ts';
import { formatCount, formatDate } from '../base/format.ts';
import type { Language, Texts } from '../base/locale.ts';
import { asProblem } from '../base/problem.ts';
import { baseStyles } from '../base/styles.ts';

type Rows = ReadingView['rows'];

const sv = {
  reading: 'Läser filen…',
  read: (count: string, sum: string) => `${count} betalningar, ${sum} kr`,
  offline: 'Ingen kontakt med servern. Välj filen igen.',
  row: 'Nr',
  supplier: 'Leverantör',
  account: 'Konto',
  reference: 'OCR/fakturanr',
  date: 'Betaldatum',
  amount: 'Belopp',
};

const en: typeof sv = {
  reading: 'Reading the file…',
  read: (count, sum) => `${count} payments, ${sum} kronor`,
  offline: 'No contact with the server. Choose the file again.',
  row: 'No.',
  supplier: 'Supplier',
  account: 'Account',
  reference: 'OCR/invoice no.',
  date: 'Payment date',
  amount: 'Amount',
};

const texts: Texts<typeof sv> = { sv, en };

/**
 * A list of a form that is read from a file (`readFrom`): the server reads it, the person sees the rows before they send
 * them. Used inside `arende-form`; not meant for pages.
 */
export class ArendeRowsFromFile extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties: PropertyDeclarations = {
    format: { attribute: false },
    label: { attribute: false },
    language: { attribute: false },
    rows: { attribute: false },
    invalid: { attribute: false },
    chosen: { attribute: false },
    problem: { state: true },
    busy: { state: true },
  };
  /** What the file is, as `readFrom` says: `pain.001`. */
  declare format: string;
  declare label: string;
  declare language: Language;
  /** What was read before, as JSON; empty: nothing yet. */
  declare rows: string;
  declare invalid: boolean;
  /** Called with the rows as JSON; empty when the file could not be read. */
  declare chosen: (rows: string) => void;
  declare protected problem: string;
  declare protected busy: boolean;

  #asked = 0;

  constructor() {
    super();
    this.format = '';
    this.label = '';
    this.language = 'sv';
    this.rows = '';
    this.invalid = false;
    this.chosen = () => {};
    this.problem = '';
    this.busy = false;
  }

  async #choose(event: Event): Promise<void> {
    const [file] = (event.target as HTMLInputElement).files ?? [];
    if (!file) return;
    const asked = ++this.#asked;
    this.busy = true;
    this.problem = '';
    this.chosen('');
    try {
      const headers = { 'Content-Type': 'application/xml' };
      const { rows } = await callJson<ReadingView>(`/v1/readings/${this.format}`, { body: file, headers });
      if (asked === this.#asked) this.chosen(JSON.stringify(rows));
    } catch (error) {
      const problem = asProblem(error);
      const told = problem.view?.text?.[this.language] ?? problem.message;
      if (asked === this.#asked) this.problem = problem.isOffline ? texts[this.language].offline : told;
    } finally {
      if (asked === this.#asked) this.busy = false;
    }
  }

  protected override render(): TemplateResult {
    const t = texts[this.language];
    return html`<input
        type="file"
        accept=".xml,application/xml,text/xml"
        aria-label=${this.label}
        aria-invalid=${this.invalid || this.problem ? 'true' : 'false'}
        aria-describedby="told"
        @change=${(event: Event) => void this.#choose(event)}
      />
      <div id="told" role="status" class=${this.problem ? 'problem' : ''}>${this.busy ? t.reading : this.problem}</div>
      ${this.rows ? this.#table(JSON.parse(this.rows) as Rows) : nothing}`;
  }

  #table(rows: Rows): TemplateResult {
    const t = texts[this.language];
    const tag = this.language === 'sv' ? 'sv-SE' : 'en-GB';
    const kronor = new Intl.NumberFormat(tag, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    const sum = rows.reduce((total, row) => total + row.amountMinor, 0);
    const caption = t.read(formatCount(rows.length, this.language), kronor.format(sum / 100));
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${caption}>
      <table>
        <caption>
          ${caption}
        </caption>
        <thead>
          <tr>
            <th scope="col">${t.row}</th>
            <th scope="col">${t.supplier}</th>
            <th scope="col">${t.account}</th>
            <th scope="col">${t.reference}</th>
            <th scope="col">${t.date}</th>
            <th scope="col" class="number">${t.amount}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <td>${row.row}</td>
                <td>${row.supplier}</td>
                <td>${row.account}</td>
                <td>${row.reference}</td>
                <td>${formatDate(row.paymentDate, this.language)}</td>
                <td class="number">${kronor.format(row.amountMinor / 100)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  static override styles = [
    ...baseStyles,
    css`
      :host {
        display: grid;
        gap: 0.5em;
        min-width: 0;
      }
      .problem {
        color: var(--_danger);
        font-weight: 500;
      }
      .scroll {
        max-height: 24em;
        overflow: auto;
        border: 1px solid var(--_border);
        border-radius: var(--_radius);
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: 0.9375em;
        font-variant-numeric: tabular-nums;
      }
      caption {
        padding: 0.5em 0.7em;
        font-weight: 550;
        text-align: start;
      }
      th,
      td {
        padding: 0.35em 0.7em;
        border-top: 1px solid var(--_border);
        text-align: start;
        white-space: nowrap;
      }
      .number {
        text-align: end;
      }
    `,
  ];
}

if (!customElements.get('arende-rows-from-file')) customElements.define('arende-rows-from-file', ArendeRowsFromFile);

declare global {
  interface HTMLElementTagNameMap {
    'arende-rows-from-file': ArendeRowsFromFile;
  }
}
