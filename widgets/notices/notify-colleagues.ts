import { css, html, nothing, type TemplateResult } from 'lit';
import type { OutstandingView } from '../../server/notices/schema.ts';
import { callJson } from '../base/client.ts';
import type { ArendeElement } from '../base/element.ts';
import { formatDue } from '../base/format.ts';
import { asProblem } from '../base/problem.ts';
import { notifyTexts } from './texts.ts';

/**
 * "Meddela redovisningskonsulter": which tasks, a comment, and one mail to everybody who works with the client (P-23 to
 * P-26). Gives what to tell screen readers when it was sent, else null.
 */
export async function notifyColleagues(host: ArendeElement, clientId: string): Promise<string | null> {
  const t = notifyTexts[host.language];
  try {
    const view = await callJson<OutstandingView>(`/v1/clients/${encodeURIComponent(clientId)}/outstanding`);
    const reminder = new Reminder(host, view);
    await host.dialog.open({ title: `${t.title}: ${view.client.name}`, body: () => reminder.template(), buttons: [] });
    return reminder.sent;
  } catch (error) {
    await host.tell(t.failed, asProblem(error));
    return null;
  }
}

class Reminder {
  sent: string | null = null;
  #host: ArendeElement;
  #view: OutstandingView;
  #busy = false;
  #problem = '';
  // Sending again after a broken connection must not write twice.
  #key: string = crypto.randomUUID();

  constructor(host: ArendeElement, view: OutstandingView) {
    this.#host = host;
    this.#view = view;
  }

  get #t() {
    return notifyTexts[this.#host.language];
  }

  template(): TemplateResult {
    const t = this.#t;
    const { tasks, recipients } = this.#view;
    const close = html`<button type="button" @click=${() => this.#host.dialog.close('')}>
      ${tasks.length > 0 && recipients.length > 0 ? t.cancel : t.close}
    </button>`;
    if (tasks.length === 0 || recipients.length === 0) {
      return html`<p>${tasks.length === 0 ? t.noTasks : t.nobody}</p>
        <div class="dialog-buttons">${close}</div>`;
    }
    return html`<form class="reminder" aria-busy=${this.#busy ? 'true' : 'false'} @submit=${this.#submit}>
      ${this.#problem ? html`<div class="banner danger" role="alert">${this.#problem}</div>` : nothing}
      <fieldset>
        <legend>${t.which}</legend>
        ${tasks.map(
          ({ id, title, label, due }) =>
            html`<label>
              <input type="checkbox" name="task" value=${id} checked />
              <span>
                ${this.#host.say(title)}
                <span class="muted small">
                  ${this.#host.say(label)}${due ? html` · ${formatDue(due, this.#host.language)}` : nothing}
                </span>
              </span>
            </label>`,
        )}
      </fieldset>
      <label class="comment">
        <span>${t.comment} <span class="muted">${t.optional}</span></span>
        <textarea name="comment" rows="3" maxlength="2000"></textarea>
      </label>
      <p class="muted small">${t.to} ${recipients.map(({ name }) => name).join(', ')}</p>
      <div class="dialog-buttons">
        ${close}
        <button class="primary" aria-disabled=${this.#busy ? 'true' : 'false'}>${t.send}</button>
      </div>
    </form>`;
  }

  #submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    if (!this.#busy) void this.#send(form.getAll('task') as string[], String(form.get('comment')).trim());
  };

  async #send(tasks: string[], comment: string): Promise<void> {
    const t = this.#t;
    if (tasks.length === 0) return this.#show(t.chooseOne);
    this.#busy = true;
    this.#show('');
    try {
      const { client, recipients } = this.#view;
      await callJson(`/v1/clients/${encodeURIComponent(client.id)}/reminders`, {
        body: { tasks, ...(comment && { comment }) },
        headers: { 'Idempotency-Key': this.#key },
      });
      this.sent = t.sent(recipients.map(({ name }) => name).join(', '));
      this.#host.dialog.close('');
    } catch (error) {
      this.#busy = false;
      this.#show(this.#host.sentence(asProblem(error)));
    }
  }

  #show(problem: string): void {
    this.#problem = problem;
    this.#host.requestUpdate();
  }
}

export const styles = css`
  .reminder {
    display: grid;
    gap: 1em;
  }
  .reminder fieldset {
    display: grid;
    gap: 0.25em;
    max-height: 40dvh;
    margin: 0;
    padding: 0;
    border: 0;
    overflow: auto;
  }
  .reminder legend,
  .reminder .comment > span {
    padding: 0;
    font-weight: 550;
  }
  .reminder fieldset label {
    display: flex;
    gap: 0.6em;
    align-items: baseline;
    min-height: var(--_target);
  }
  .reminder fieldset .small {
    display: block;
  }
  .reminder .comment {
    display: grid;
    gap: 0.35em;
  }
`;
