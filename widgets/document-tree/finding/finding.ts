import { html, nothing, type TemplateResult } from 'lit';
import type { FoundListView } from '../../../server/documents/schema.ts';
import { callJson } from '../../base/client.ts';
import { asProblem } from '../../base/problem.ts';
import type { TreeHost } from '../host.ts';
import { findingTexts } from './texts.ts';

export { styles } from './styles.ts';

/** Letters below which a search says nothing. */
const fewest = 2;

/** Documents that have been searched for, above the tree. */
export class Finding {
  #host: TreeHost;
  #query = '';
  #items: FoundListView['items'] = [];
  #nextCursor: string | null = null;
  #state: 'searching' | 'ready' | 'failed' = 'ready';
  #asking = new AbortController();

  constructor(host: TreeHost) {
    this.#host = host;
  }

  get #t() {
    return findingTexts[this.#host.element.language];
  }

  async search(query: string): Promise<void> {
    this.#asking.abort();
    this.#asking = new AbortController();
    this.#query = query.length < fewest ? '' : query;
    this.#items = [];
    this.#nextCursor = null;
    if (this.#query !== '') await this.#fetch();
    this.#host.element.requestUpdate();
  }

  async #fetch(): Promise<void> {
    const { element } = this.#host;
    const { signal } = this.#asking;
    this.#state = 'searching';
    element.requestUpdate();
    try {
      const query = { q: this.#query, client: this.#host.reader.clientId, cursor: this.#nextCursor };
      const { items, nextCursor } = await callJson<FoundListView>('/v1/documents/search', { query, signal });
      this.#items = [...this.#items, ...items];
      this.#nextCursor = nextCursor;
      this.#state = 'ready';
      element.announce(this.#t.found(this.#items.length, nextCursor !== null));
    } catch (error) {
      if (signal.aborted) return;
      const problem = asProblem(error);
      if (problem.code === 'session_expired') element.fail(problem);
      this.#state = 'failed';
    }
    element.requestUpdate();
  }

  template(): TemplateResult | typeof nothing {
    const t = this.#t;
    if (this.#query === '') return nothing;
    return html`<section class="found" part="found" aria-label=${t.heading} aria-busy=${this.#state === 'searching'}>
      <h3>${t.heading}</h3>
      ${
        this.#items.length > 0
          ? html`<ul>
              ${this.#items.map((item) => this.#line(item))}
            </ul>`
          : nothing
      }
      ${this.#state === 'failed' ? html`<p>${t.failed}</p>` : nothing}
      ${this.#state === 'searching' ? html`<p class="muted">${t.searching}</p>` : nothing}
      ${this.#state === 'ready' && this.#items.length === 0 ? html`<p class="muted">${t.none(this.#query)}</p>` : nothing}
      ${
        this.#state === 'ready' && this.#nextCursor !== null
          ? html`<p><button type="button" @click=${() => void this.#fetch()}>${t.more}</button></p>`
          : nothing
      }
    </section>`;
  }

  #line({ document, client, folder }: FoundListView['items'][number]): TemplateResult {
    const t = this.#t;
    return html`<li>
      <button type="button" class="bare name" @click=${() => this.#host.open(document)}>${document.name}</button>
      <button
        type="button"
        class="bare place small"
        title=${t.showIn(folder.name)}
        @click=${() => void this.#host.openFolder(folder.id)}
      >
        ${t.inFolder(client.name, folder.name)}
      </button>
    </li>`;
  }
}
