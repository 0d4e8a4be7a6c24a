import { html, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { UnsubscribeView } from '../../server/unsubscribe/schema.ts';
import { ArendeElement } from '../base/element.ts';
import { fieldStyles } from '../base/fields.ts';
import { callOwn, ready } from '../base/own.ts';
import { asProblem } from '../base/problem.ts';
import { unsubscribeTexts } from './texts.ts';

/**
 * Where the link in a mail leads for somebody who wants no more like it. Nothing is done before the button is pressed.
 *
 * @tagname arende-unsubscribe
 */
export class ArendeUnsubscribe extends ArendeElement {
  static override styles = [...ArendeElement.styles, [fieldStyles]];
  static override properties: PropertyDeclarations = {
    ...ArendeElement.properties,
    view: { state: true },
    over: { state: true },
    busy: { state: true },
  };
  /** @internal */
  declare view: UnsubscribeView | null;
  /** The link is of no mail. @internal */
  declare over: boolean;
  /** @internal */
  declare busy: boolean;

  constructor() {
    super();
    this.view = null;
    this.over = false;
    this.busy = false;
  }

  get #path(): string {
    return `/v1/unsubscribe/${encodeURIComponent(location.pathname.split('/').at(-1)!)}`;
  }

  protected override get hasData(): boolean {
    return this.view !== null || this.over;
  }

  protected override get heading(): string {
    return unsubscribeTexts[this.language].heading;
  }

  protected override clear(): void {}

  protected override changed(): void {}

  protected override async load(signal: AbortSignal): Promise<void> {
    await ready(this);
    try {
      this.view = await callOwn<UnsubscribeView>(this.#path, { signal });
    } catch (error) {
      if (asProblem(error).status !== 404) throw error;
      this.over = true;
    }
  }

  protected override content(): TemplateResult {
    const t = unsubscribeTexts[this.language];
    const { view } = this;
    if (!view) return this.message(t.overTitle, t.overText);
    const { firm, titles, unsubscribed, again } = view;
    const button = (method: string, label: string) =>
      html`<button
        type="button"
        class=${method === 'POST' ? 'primary' : ''}
        aria-disabled=${this.busy ? 'true' : 'false'}
        @click=${() => void this.#send(method)}
      >
        ${label}
      </button>`;
    return html`<div class="fields narrow">
      <h2 tabindex="-1">${unsubscribed ? t.stopped(firm.name) : t.stop(firm.name)}</h2>
      <ul>
        ${titles.map((title) => html`<li>${this.say(title)}</li>`)}
      </ul>
      <p class="muted">${unsubscribed ? t.stoppedText : t.stopText}</p>
      ${
        unsubscribed
          ? again === 'here'
            ? html`<p>${button('DELETE', t.again)}</p>`
            : html`<p>${again === 'settings' ? t.inSettings : t.byFirm(firm.name)}</p>`
          : html`<p>${button('POST', t.stopButton)}</p>`
      }
    </div>`;
  }

  protected override skeleton(): TemplateResult {
    return html`<span class="bone"></span><span class="bone"></span>`;
  }

  async #send(method: string): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      this.view = await callOwn<UnsubscribeView>(this.#path, { method });
      // What was pressed is gone; what it did is said where one stands.
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>('h2')?.focus();
    } catch (error) {
      this.fail(asProblem(error));
    } finally {
      this.busy = false;
    }
  }
}

if (!customElements.get('arende-unsubscribe')) customElements.define('arende-unsubscribe', ArendeUnsubscribe);

declare global {
  interface HTMLElementTagNameMap {
    'arende-unsubscribe': ArendeUnsubscribe;
  }
}
