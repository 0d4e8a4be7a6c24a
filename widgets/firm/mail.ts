import { html, nothing, type TemplateResult } from 'lit';
import type { ProfileView, TestMailView } from '../../server/setup/schema.ts';
import type { ArendeElement } from '../base/element.ts';
import { field } from '../base/fields.ts';
import { callOwn } from '../base/own.ts';
import { asProblem } from '../base/problem.ts';
import { mailTexts } from './mail-texts.ts';

const pollMs = 1_000;
const polls = 60;

/** Whose name mails carry, where they lead, and a test mail with what the mail server says of it. */
export class MailFields {
  #host: ArendeElement;
  #answer: TestMailView | null = null;
  #asking = false;

  constructor(host: ArendeElement) {
    this.#host = host;
  }

  /** What the fields say, for `PUT /v1/portal/profile`. */
  static read(data: Record<string, string>, { name, ownUrl }: ProfileView): object {
    const sender = data.senderName?.trim();
    return {
      senderName: sender && sender !== name ? sender : null,
      portalUrl: data.portalUrl?.trim() || `${ownUrl}/portal`,
    };
  }

  fields({ name, senderName, portalUrl, ownUrl }: ProfileView): TemplateResult {
    const t = mailTexts[this.#host.language];
    return html`${field(
      t.sender,
      html`<input
        id="sender"
        name="senderName"
        maxlength="120"
        aria-describedby="sender-hint"
        .value=${senderName ?? name}
      />`,
      'sender',
      t.senderHint,
    )}
    ${field(
      t.portalUrl,
      html`<input
        id="portal"
        name="portalUrl"
        type="url"
        maxlength="500"
        aria-describedby="portal-hint"
        .value=${portalUrl ?? ''}
      />`,
      'portal',
      t.portalHint(ownUrl),
    )}`;
  }

  /** What the mail server said, in words that say what to do. */
  told(): TemplateResult | typeof nothing {
    const answer = this.#answer;
    if (!answer) return nothing;
    const t = mailTexts[this.#host.language];
    const wrong = answer.status === 'failed' || answer.status === 'not_set_up';
    return html`<div class=${wrong ? 'mistake' : 'notice'} role="status">
      <p>${answer.status === 'waiting' && this.#asking ? t.asking : this.#host.say(answer.text)}</p>
      ${answer.error ? html`<p class="small muted">${t.serverSaid(answer.error)}</p>` : nothing}
    </div>`;
  }

  button(): TemplateResult {
    const t = mailTexts[this.#host.language];
    return html`<button
      type="button"
      aria-disabled=${this.#asking ? 'true' : 'false'}
      @click=${() => void this.#send()}
    >
      ${t.test}
    </button>`;
  }

  async #send(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      this.#show(await callOwn<TestMailView>('/v1/portal/test-mail', { method: 'POST' }));
      for (let count = 0; count < polls && this.#answer!.status === 'waiting' && this.#host.isConnected; count += 1) {
        await new Promise((resolve) => setTimeout(resolve, pollMs));
        this.#show(await callOwn<TestMailView>('/v1/portal/test-mail'));
      }
    } catch (error) {
      await this.#host.tell(mailTexts[this.#host.language].failed, asProblem(error));
    } finally {
      this.#asking = false;
      this.#host.requestUpdate();
    }
  }

  #show(answer: TestMailView): void {
    this.#answer = answer;
    this.#host.requestUpdate();
  }
}
