import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { FirstStepsView } from '../../server/setup/schema.ts';
import { ArendeElement } from '../base/element.ts';
import { callOwn, ready, untilOnline } from '../base/own.ts';
import { asProblem } from '../base/problem.ts';
import { firstStepTexts } from './texts.ts';

type Item = FirstStepsView['items'][number];

/** Where each step is taken, on the pages that Arende serves. */
const places: Record<Item['id'], string> = {
  look: '/admin#firm=look',
  mail: '/admin#firm=mail',
  clients: '/office#clients',
  colleagues: '/office#settings',
  site: '/admin#firm=site',
};
const tones = { done: 'success', skipped: 'neutral', open: 'info' } as const;

/**
 * For administrators, on the pages that Arende serves: what a new firm has left to do, told by what is there. A step may
 * be left out.
 *
 * @tagname arende-first-steps
 */
export class ArendeFirstSteps extends ArendeElement {
  static override styles = [
    ...ArendeElement.styles,
    [
      css`
        .steps {
          display: grid;
          max-width: 46em;
          margin-top: 1em;
        }
        .steps li {
          display: grid;
          grid-template-columns: 6.5em minmax(0, 1fr) auto;
          gap: 0.25em 1em;
          align-items: center;
          padding: 1em 0;
          border-top: 1px solid var(--_border);
        }
        .steps h3 {
          font-size: 1em;
          font-weight: 600;
        }
        .ways {
          display: flex;
          flex-wrap: wrap;
          gap: 0.5em;
          align-items: center;
          justify-content: end;
        }
        a {
          display: inline-flex;
          align-items: center;
          min-height: max(var(--_target), 36px);
          padding: 0.25em 0.85em;
          border-radius: calc(var(--_radius) * 0.75);
          background: var(--_accent);
          color: var(--_on-accent);
          font-weight: 500;
          text-decoration: none;
        }
        a.plain {
          background: transparent;
          color: var(--_accent);
        }
        .steps li > .badge {
          justify-self: start;
        }
        @container arende (width < 720px) {
          .steps li {
            grid-template-columns: minmax(0, 1fr);
          }
          .ways {
            justify-content: start;
          }
        }
      `,
    ],
  ];
  static override properties: PropertyDeclarations = { ...ArendeElement.properties, items: { state: true } };
  /** @internal */
  declare items: FirstStepsView['items'] | null;
  readonly #look = () => this.refresh();

  constructor() {
    super();
    this.items = null;
  }

  /** What is done meanwhile, in another view or another window, is done when one comes back. */
  override connectedCallback(): void {
    super.connectedCallback();
    for (const back of ['hashchange', 'focus']) addEventListener(back, this.#look);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const back of ['hashchange', 'focus']) removeEventListener(back, this.#look);
  }

  protected override get hasData(): boolean {
    return this.items !== null;
  }

  protected override get heading(): string {
    return firstStepTexts[this.language].heading;
  }

  protected override clear(): void {
    this.items = null;
  }

  protected override async load(signal: AbortSignal): Promise<void> {
    await ready(this);
    const ask = () => callOwn<FirstStepsView>('/v1/portal/first-steps', { signal });
    this.items = (await untilOnline(this, ask)).items;
  }

  protected override content(): TemplateResult {
    const t = firstStepTexts[this.language];
    const items = this.items!;
    const done = items.filter(({ state }) => state !== 'open').length;
    if (done === items.length && items.every(({ state }) => state === 'done')) {
      return this.message(t.ready, t.readyText, html`<a href="/office">${t.toWork}</a>`);
    }
    return html`<p class="muted" role="status">${t.left(done, items.length)}</p>
      <ul class="steps">
        ${items.map((item) => this.#item(item))}
      </ul>
      ${done === items.length ? html`<p><a href="/office">${t.toWork}</a></p>` : nothing}`;
  }

  #item({ id, state }: Item): TemplateResult {
    const t = firstStepTexts[this.language];
    const { title, text, go } = t.steps[id];
    const change = (label: string, named: string, skip: boolean) =>
      html`<button type="button" class="bare" aria-label=${named} @click=${() => void this.#skip(id, skip)}>
        ${label}
      </button>`;
    return html`<li>
      <span class="badge ${tones[state]}">${t[state]}</span>
      <div>
        <h3>${title}</h3>
        <p class="muted small">${text}</p>
      </div>
      <div class="ways">
        ${state === 'open' ? change(t.skip, t.skipNamed(title), true) : nothing}
        ${state === 'skipped' ? change(t.takeUp, t.takeUpNamed(title), false) : nothing}
        <a class=${state === 'open' ? '' : 'plain'} href=${places[id]}>${go}</a>
      </div>
    </li>`;
  }

  async #skip(id: Item['id'], skip: boolean): Promise<void> {
    const skipped = this.items!.filter((item) => (item.id === id ? skip : item.state === 'skipped')).map(
      (item) => item.id,
    );
    try {
      this.items = (
        await callOwn<FirstStepsView>('/v1/portal/first-steps', { method: 'PUT', body: { skipped } })
      ).items;
    } catch (error) {
      await this.tell(firstStepTexts[this.language].failed, asProblem(error));
    }
  }

  protected override skeleton(): TemplateResult {
    return html`<span class="bone"></span><span class="bone"></span><span class="bone"></span>`;
  }
}

if (!customElements.get('arende-first-steps')) customElements.define('arende-first-steps', ArendeFirstSteps);

declare global {
  interface HTMLElementTagNameMap {
    'arende-first-steps': ArendeFirstSteps;
  }
}
