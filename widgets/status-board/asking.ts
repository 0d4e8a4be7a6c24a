import { html, nothing } from 'lit';
import type { JsonObject } from '../../definitions/language/types.ts';
import type { BoardItemView } from '../../server/board/schema.ts';
import type { AffordanceView } from '../../server/common/schema.ts';
import type { ArendeElement } from '../base/element.ts';
import type { ArendeProblem } from '../base/problem.ts';
import type { Values } from '../form/fields.ts';
import '../form/form.ts';
import { boardTexts } from './texts.ts';
import { nameOf } from './words.ts';

interface Asked {
  host: ArendeElement;
  item: BoardItemView;
  action: AffordanceView;
}

export async function confirmed({ host, item, action }: Asked): Promise<boolean> {
  const t = boardTexts[host.language];
  const label = host.say(action.label);
  const answer = await host.dialog.open({
    title: t.confirmTitle(label),
    body: () =>
      html`<p class="muted lead">${nameOf(item, host.language)}</p>
        <p>${host.say(action.confirm!)}</p>`,
    buttons: [
      { value: '', label: t.cancel },
      { value: 'send', label, kind: action.tone === 'danger' ? 'danger' : 'primary' },
    ],
  });
  return answer === 'send';
}

/** The action's form, until it has been performed or left. `perform` gives what was wrong. */
export async function filledIn(
  { host, item, action }: Asked,
  draft: Values,
  perform: (data: JsonObject) => Promise<ArendeProblem | null>,
): Promise<void> {
  let busy = false;
  let errors: ArendeProblem['fields'] = [];
  const send = async (data: JsonObject) => {
    busy = true;
    errors = [];
    const problem = await perform(data);
    busy = false;
    errors = problem?.fields ?? [];
    host.requestUpdate();
    if (errors.length === 0) host.dialog.close('sent');
  };
  await host.dialog.open({
    title: host.say(action.label),
    body: () =>
      html`<p class="muted lead">${nameOf(item, host.language)}</p>
        ${action.confirm ? html`<p class="lead">${host.say(action.confirm)}</p>` : nothing}
        <arende-form
          exportparts="field, submit, error-summary"
          .schema=${action.form}
          .instanceId=${item.instanceId}
          .language=${host.language}
          .submitLabel=${host.say(action.label)}
          .submitKind=${action.tone === 'danger' ? 'danger' : 'primary'}
          .busy=${busy}
          .errors=${errors}
          .draft=${draft}
          .send=${(data: JsonObject) => void send(data)}
          ><button type="button" @click=${() => host.dialog.close('')}>
            ${boardTexts[host.language].cancel}
          </button></arende-form
        >`,
    buttons: [],
  });
}
