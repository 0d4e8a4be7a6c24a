import { html, nothing, type TemplateResult } from 'lit';
import type { ArendeElement } from '../../base/element.ts';
import { asProblem } from '../../base/problem.ts';
import { baseTexts } from '../../base/texts.ts';

interface Asking {
  title: string;
  body: () => TemplateResult;
  submit: string;
  danger?: boolean;
  /** Does what was asked for; what goes wrong is said in the dialog, which stays. */
  work: () => Promise<void>;
}

/** A dialog that does something when it is sent, and stays open with the reason when that cannot be done. */
export async function ask(element: ArendeElement, asking: Asking): Promise<boolean> {
  let wrong = '';
  for (;;) {
    const send = (event: Event) => {
      event.preventDefault();
      element.dialog.close('send');
    };
    const answer = await element.dialog.open({
      title: asking.title,
      body: () =>
        html`<form class="ask" @submit=${send}>
          ${wrong ? html`<p class="wrong" role="alert">${wrong}</p>` : nothing} ${asking.body()}
        </form>`,
      buttons: [
        { value: '', label: baseTexts[element.language].cancel },
        { value: 'send', label: asking.submit, kind: asking.danger ? 'danger' : 'primary' },
      ],
    });
    if (answer !== 'send') return false;
    try {
      await asking.work();
      return true;
    } catch (error) {
      const problem = asProblem(error);
      if (problem.code === 'session_expired') {
        element.fail(problem);
        return false;
      }
      wrong = element.sentence(problem);
    }
  }
}

/** A field for a name, with what it is now. */
export function nameField(label: string, value: string, typed: (name: string) => void): TemplateResult {
  return html`<label>
    ${label}
    <input
      type="text"
      .value=${value}
      maxlength="255"
      autocomplete="off"
      autofocus
      @input=${(event: Event) => typed((event.target as HTMLInputElement).value)}
    />
  </label>`;
}

/** Something to read, with buttons of its own. */
export function show(element: ArendeElement, title: string, body: () => unknown): Promise<string> {
  const buttons = [{ value: '', label: baseTexts[element.language].close }];
  return element.dialog.open({ title, body, buttons });
}
