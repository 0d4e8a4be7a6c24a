import { html, nothing, type TemplateResult } from 'lit';
import type { MessageFileView, MessageView } from '../../server/messages/schema.ts';
import type { ArendeElement } from '../base/element.ts';
import { formatSize } from '../base/format.ts';
import { type ArendeProblem, asProblem } from '../base/problem.ts';
import { sendFile, sendMessage } from './api.ts';
import { threadTexts } from './texts.ts';

interface Draft {
  text: string;
  files: MessageFileView[];
  /** The same until it has been sent: what is tried again must not stand there twice. */
  key: string;
}

/** What is being written in each thread, and its sending. */
export class Composer {
  #host: ArendeElement;
  #sent: (message: MessageView) => void;
  #drafts = new Map<string, Draft>();
  #busy = false;
  #attaching: string | null = null;
  #problem: ArendeProblem | null = null;

  constructor(host: ArendeElement, sent: (message: MessageView) => void) {
    this.#host = host;
    this.#sent = sent;
  }

  clear(): void {
    this.#drafts.clear();
    this.#problem = null;
  }

  #draft(threadId: string): Draft {
    let draft = this.#drafts.get(threadId);
    if (!draft) this.#drafts.set(threadId, (draft = { text: '', files: [], key: crypto.randomUUID() }));
    return draft;
  }

  get #t() {
    return threadTexts[this.#host.language];
  }

  async #send(threadId: string): Promise<void> {
    const draft = this.#draft(threadId);
    if (this.#busy || this.#attaching || (draft.text.trim() === '' && draft.files.length === 0)) return;
    this.#busy = true;
    this.#problem = null;
    this.#host.requestUpdate();
    try {
      const ids = draft.files.map(({ id }) => id);
      const message = await sendMessage(threadId, draft.text, ids, draft.key);
      this.#drafts.delete(threadId);
      this.#host.announce(this.#t.sent);
      this.#sent(message);
    } catch (error) {
      this.#failed(asProblem(error));
    } finally {
      this.#busy = false;
      this.#host.requestUpdate();
    }
  }

  async #attach(threadId: string, input: HTMLInputElement): Promise<void> {
    const files = [...(input.files ?? [])];
    input.value = '';
    this.#problem = null;
    try {
      for (const file of files) {
        this.#attaching = file.name;
        this.#host.requestUpdate();
        this.#draft(threadId).files.push(await sendFile(threadId, file));
      }
    } catch (error) {
      this.#failed(asProblem(error));
    } finally {
      this.#attaching = null;
      this.#host.requestUpdate();
    }
  }

  #failed(problem: ArendeProblem): void {
    if (problem.code === 'session_expired') this.#host.fail(problem);
    else this.#problem = problem;
  }

  #remove(threadId: string, id: string): void {
    const draft = this.#draft(threadId);
    draft.files = draft.files.filter((file) => file.id !== id);
    this.#host.requestUpdate();
    this.#host.renderRoot.querySelector<HTMLElement>('textarea')?.focus();
  }

  template(threadId: string, mayAttach: boolean): TemplateResult {
    const t = this.#t;
    const draft = this.#draft(threadId);
    const empty = draft.text.trim() === '' && draft.files.length === 0;
    return html`<form
      class="composer"
      novalidate
      @submit=${(event: Event) => {
        event.preventDefault();
        void this.#send(threadId);
      }}
    >
      ${
        this.#problem
          ? html`<div class="banner danger" role="alert">
              <b>${t.notSent}.</b> <span>${this.#host.sentence(this.#problem)}</span>
            </div>`
          : nothing
      }
      <label class="sr" for="words">${t.write}</label>
      <textarea
        id="words"
        dir="auto"
        maxlength="10000"
        placeholder=${t.write}
        .value=${draft.text}
        ?readonly=${this.#busy}
        @input=${(event: Event) => {
          draft.text = (event.target as HTMLTextAreaElement).value;
          this.#host.requestUpdate();
        }}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void this.#send(threadId);
        }}
      ></textarea>
      ${
        draft.files.length > 0
          ? html`<div class="files">
              ${draft.files.map(
                (file) =>
                  html`<span class="chip"
                    ><bdi>${file.name}</bdi> ${formatSize(file.sizeBytes, this.#host.language)}
                    <button
                      type="button"
                      class="bare"
                      aria-label=${t.remove(file.name)}
                      @click=${() => this.#remove(threadId, file.id)}
                    >
                      ×
                    </button></span
                  >`,
              )}
            </div>`
          : nothing
      }
      <div class="line">
        ${mayAttach ? this.#attachButton(threadId) : nothing}
        <span class="quiet-text" role="status">${this.#attaching ? t.attaching(this.#attaching) : nothing}</span>
        <button class="primary" title=${t.keys} aria-disabled=${this.#busy || empty ? 'true' : 'false'}>
          ${this.#busy ? t.sending : t.send}
        </button>
      </div>
    </form>`;
  }

  #attachButton(threadId: string): TemplateResult {
    return html`<button
        type="button"
        aria-disabled=${this.#attaching ? 'true' : 'false'}
        @click=${(event: Event) => (event.currentTarget as HTMLElement).parentElement!.querySelector('input')!.click()}
      >
        ${this.#t.attach}
      </button>
      <input
        type="file"
        multiple
        hidden
        @change=${(event: Event) => void this.#attach(threadId, event.target as HTMLInputElement)}
      />`;
  }
}
