import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';

export interface DialogContent {
  title: string;
  body: () => unknown;
  /** Buttons, in reading order; the dialog closes with the value of the one pressed. */
  buttons: { value: string; label: string; kind?: 'primary' | 'danger' | 'quiet' }[];
  wide?: boolean;
}

/** A modal `<dialog>` in the element's own shadow root. The browser traps focus and gives it back on closing. */
export class DialogController implements ReactiveController {
  #host: ReactiveControllerHost & { readonly renderRoot: ParentNode };
  #content: DialogContent | null = null;
  #answer: ((value: string) => void) | null = null;
  // The browser tells of a closing some time after it: that must not empty the dialog that was opened in between.
  #toldBefore = 0;

  constructor(host: ReactiveControllerHost & { readonly renderRoot: ParentNode }) {
    this.#host = host;
    host.addController(this);
  }

  get #dialog(): HTMLDialogElement | null {
    return this.#host.renderRoot?.querySelector('dialog') ?? null;
  }

  get isOpen(): boolean {
    return this.#content !== null;
  }

  /** Shows the dialog and waits; gives the pressed button's value, or '' for Escape. */
  async open(content: DialogContent): Promise<string> {
    this.close('');
    this.#content = content;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.#dialog?.showModal();
    });
  }

  close(value: string): void {
    if (this.#dialog?.open) {
      this.#toldBefore++;
      this.#dialog!.close(value);
    }
    this.#done(value);
  }

  #closed(value: string): void {
    if (this.#toldBefore > 0) this.#toldBefore--;
    else this.#done(value);
  }

  hostDisconnected(): void {
    this.#done('');
  }

  #done(value: string): void {
    const answer = this.#answer;
    this.#answer = null;
    this.#content = null;
    this.#host.requestUpdate();
    answer?.(value);
  }

  #button({ value, label, kind }: DialogContent['buttons'][number]): TemplateResult {
    return html`<button type="button" class=${kind ?? 'quiet'} @click=${() => this.close(value)}>${label}</button>`;
  }

  template(): TemplateResult {
    const content = this.#content;
    return html`<dialog
      part="dialog"
      class=${content?.wide ? 'wide' : ''}
      aria-labelledby="dialog-title"
      @close=${(event: Event) => this.#closed((event.target as HTMLDialogElement).returnValue)}
      @cancel=${(event: Event) => ((event.target as HTMLDialogElement).returnValue = '')}
    >
      ${
        content &&
        html`<h2 id="dialog-title" class="dialog-title">${content.title}</h2>
          <div class="dialog-body">${content.body()}</div>
          ${content.buttons.length > 0 ? html`<div class="dialog-buttons">${content.buttons.map((button) => this.#button(button))}</div>` : nothing}`
      }
    </dialog>`;
  }
}
