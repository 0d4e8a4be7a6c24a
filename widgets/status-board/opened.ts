import { html, nothing } from 'lit';
import type { BoardItemView } from '../../server/board/schema.ts';
import type { AffordanceView } from '../../server/common/schema.ts';
import type { InstanceView } from '../../server/instances/schema.ts';
import { readInstance } from '../base/client.ts';
import type { ArendeElement } from '../base/element.ts';
import { asProblem } from '../base/problem.ts';
import { baseTexts } from '../base/texts.ts';
import { ArendeSelectedEvent } from '../events/selected.ts';
import type * as detailsModule from './details.ts';
import { boardTexts } from './texts.ts';

const bone = html`<span class="bone"></span>`;

/**
 * Opens a card in the dialog and waits until it is closed. Gives the action that was chosen there, with the case as it was
 * shown.
 */
export async function openCard(
  host: ArendeElement,
  item: BoardItemView,
): Promise<{ item: BoardItemView; action: AffordanceView } | null> {
  let instance = null as InstanceView | null;
  let details: typeof detailsModule | null = null;
  let problem: string | null = null;
  let action = null as AffordanceView | null;
  const loading = new AbortController();
  const load = async () => {
    problem = null;
    host.requestUpdate();
    try {
      const reading = readInstance(item.instanceId, loading.signal);
      reading.catch(() => {});
      details = await host.need(import('./details.ts'));
      host.requestUpdate();
      instance = await reading;
    } catch (error) {
      if (loading.signal.aborted) return;
      problem = host.sentence(asProblem(error));
    }
    host.requestUpdate();
  };
  void load();
  host.dispatchEvent(new ArendeSelectedEvent('instance', item.instanceId));
  await host.dialog.open({
    title: item.client?.name ?? host.say(item.label),
    wide: true,
    body: () =>
      html`${
        problem
          ? html`<div class="banner danger" role="alert">
              <span>${problem}</span>
              <button type="button" @click=${() => void load()}>${baseTexts[host.language].tryAgain}</button>
            </div>`
          : nothing
      }
      ${details?.detailsTemplate({
        t: boardTexts[host.language],
        language: host.language,
        item,
        instance,
        choose: (chosen) => {
          action = chosen;
          host.dialog.close('');
        },
      })}
      ${instance || problem ? nothing : html`<div class="bones">${bone}${bone}${bone}</div>`}`,
    buttons: [{ value: '', label: boardTexts[host.language].close }],
  });
  loading.abort();
  host.dispatchEvent(new ArendeSelectedEvent('instance', null));
  if (!action || !instance) return null;
  return { item: { ...item, sequence: instance.sequence, actions: instance.actions }, action };
}
