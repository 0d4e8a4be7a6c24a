import { html, nothing, type TemplateResult } from 'lit';
import type { JsonObject } from '../../definitions/language/types.ts';
import type { PeriodsView } from '../../server/clients/schema.ts';
import type { AffordanceView } from '../../server/common/schema.ts';
import type { ActRequest } from '../../server/instances/schema.ts';
import { act } from '../base/client.ts';
import type { ArendeElement } from '../base/element.ts';
import { formatCount, formatDate, formatDaysLeft, formatInstant } from '../base/format.ts';
import type { Language } from '../base/locale.ts';
import { type ArendeProblem, asProblem } from '../base/problem.ts';
import { baseTexts } from '../base/texts.ts';
import { monthText } from '../client-list/words.ts';
import { ArendeActedEvent } from '../events/acted.ts';
import { ArendeBeforeActEvent } from '../events/before-act.ts';
import { linked } from './facts.ts';
import { type ClientTexts, clientTexts } from './texts.ts';

type Item = PeriodsView['items'][number];

/** The table of a client's periods in one area (B-29, B-30), with what each process wants to show of them. */
export function periodsTemplate(
  view: PeriodsView,
  t: ClientTexts,
  language: Language,
  change: (item: Item) => void,
): TemplateResult {
  return html`${view.definitions.map((definition) => {
    const items = view.items.filter((item) => item.definition === definition.id);
    const facts = [...new Map(items.flatMap((item) => item.facts.map((fact) => [fact.name, fact] as const))).values()];
    return html`<section class="block periods">
      ${view.definitions.length > 1 ? html`<h3>${definition.title[language]}</h3>` : nothing}
      <div class="scroller">
        <table aria-label=${definition.title[language]}>
          <thead>
            <tr>
              <th scope="col">${t.period}</th>
              <th scope="col">${t.status}</th>
              ${facts.map((fact) => html`<th scope="col">${fact.title[language]}</th>`)}
              <th scope="col">${t.due}</th>
              <th scope="col">${t.actions}</th>
            </tr>
          </thead>
          <tbody>
            ${items.map((item) => rowTemplate(definition, item, facts, t, language, change))}
          </tbody>
        </table>
      </div>
    </section>`;
  })}`;
}

function rowTemplate(
  definition: PeriodsView['definitions'][number],
  item: Item,
  facts: Item['facts'],
  t: ClientTexts,
  language: Language,
  change: (item: Item) => void,
): TemplateResult {
  const status = definition.statuses.find(({ key }) => key === item.status);
  const label = item.period ? monthText(item.period, language) : item.label[language];
  return html`<tr>
    <th scope="row">${label}</th>
    <td>
      <span class="badge ${status?.tone ?? 'neutral'}" part="badge">${status?.label[language] ?? item.status}</span>
    </td>
    ${facts.map(({ name, title }) => {
      const fact = item.facts.find((one) => one.name === name);
      const value = fact && fact.value !== null && fact.value !== '' ? factText(fact, t, language) : '';
      return html`<td class=${value === '' ? 'fact blank' : 'fact'}>
        <span class="label">${title[language]}: </span>${value}
      </td>`;
    })}
    <td class=${item.due ? 'fact' : 'fact blank'}>
      ${
        item.due
          ? html`<span class="label">${t.due}: </span
              ><span class=${item.due.late ? 'due late' : 'due'}
                >${formatDate(item.due.dueDate, language)}, ${formatDaysLeft(item.due, language)}</span
              >`
          : nothing
      }
    </td>
    <td>
      ${
        item.actions.some(({ allowed }) => allowed)
          ? html`<button
              type="button"
              data-change=${item.instanceId}
              aria-label=${t.actionsFor(item.label[language])}
              @click=${() => change(item)}
            >
              ${t.actions}
            </button>`
          : html`<span class="muted small">${item.done ? '' : t.automatic}</span>`
      }
    </td>
  </tr>`;
}

function factText({ value, format }: Item['facts'][number], t: ClientTexts, language: Language): unknown {
  if (format === 'date') return formatDate(String(value), language);
  if (format === 'dateTime') return formatInstant(String(value), language);
  return typeof value === 'number' ? formatCount(value, language) : linked(String(value), t);
}

/** Asks what to do with a period, for the form or the confirmation that it needs, and does it. True when it was done. */
export async function changePeriod(host: ArendeElement, item: Item): Promise<boolean> {
  const t = clientTexts[host.language];
  let chosen = null as AffordanceView | null;
  const choose = (action: AffordanceView) => {
    chosen = action;
    host.dialog.close('chosen');
  };
  await host.dialog.open({
    title: host.say(item.label),
    body: () =>
      html`<div class="choices">
        ${item.actions.map(
          (action) =>
            html`<button
                type="button"
                class=${action.tone === 'danger' ? 'danger' : ''}
                aria-disabled=${action.allowed ? nothing : 'true'}
                @click=${() => action.allowed && choose(action)}
              >
                ${host.say(action.label)}
              </button>
              ${action.refusal ? html`<p class="reason">${host.say(action.refusal.text)}</p>` : nothing}`,
        )}
      </div>`,
    buttons: [{ value: '', label: baseTexts[host.language].cancel }],
  });
  if (!chosen) return false;
  const action: AffordanceView = chosen;
  const fields = Object.keys((action.form?.properties as object | undefined) ?? {}).length;
  if (fields > 0) return fillIn(host, item, action);
  if (action.confirm && !(await confirmed(host, item, action))) return false;
  const problem = await perform(host, item, action, {});
  if (problem) await host.tell(t.failed, problem);
  return !problem || problem.isConflict;
}

async function confirmed(host: ArendeElement, item: Item, action: AffordanceView): Promise<boolean> {
  const answer = await host.dialog.open({
    title: host.say(action.label),
    body: () =>
      html`<p class="muted">${host.say(item.label)}</p>
        <p>${host.say(action.confirm!)}</p>`,
    buttons: [
      { value: '', label: baseTexts[host.language].cancel },
      { value: 'yes', label: host.say(action.label), kind: action.tone === 'danger' ? 'danger' : 'primary' },
    ],
  });
  return answer === 'yes';
}

async function fillIn(host: ArendeElement, item: Item, action: AffordanceView): Promise<boolean> {
  await host.need(import('../form/form.ts'));
  const draft = new Map();
  let busy = false;
  let errors: ArendeProblem['fields'] = [];
  let sentence = '';
  let done = false;
  const send = async (data: JsonObject) => {
    busy = true;
    errors = [];
    sentence = '';
    host.requestUpdate();
    const problem = await perform(host, item, action, data);
    busy = false;
    done = !problem;
    errors = problem?.fields ?? [];
    if (problem && errors.length === 0) sentence = host.sentence(problem);
    host.requestUpdate();
    if (done) host.dialog.close('sent');
  };
  await host.dialog.open({
    title: host.say(action.label),
    body: () =>
      html`<p class="muted">${host.say(item.label)}</p>
        ${sentence ? html`<div class="banner danger" role="alert">${sentence}</div>` : nothing}
        <arende-form
          exportparts="field, submit, error-summary"
          .schema=${action.form}
          .language=${host.language}
          .submitLabel=${host.say(action.label)}
          .submitKind=${action.tone === 'danger' ? 'danger' : 'primary'}
          .busy=${busy}
          .errors=${errors}
          .draft=${draft}
          .send=${(data: JsonObject) => void send(data)}
          ><button type="button" @click=${() => host.dialog.close('')}>
            ${baseTexts[host.language].cancel}
          </button></arende-form
        >`,
    buttons: [],
  });
  return done;
}

/** Null when it was done. */
async function perform(host: ArendeElement, item: Item, action: AffordanceView, data: JsonObject) {
  const request: ActRequest = {
    event: action.event,
    data,
    expectedSequence: item.sequence,
    ...(action.taskId ? { taskId: action.taskId } : {}),
  };
  if (!host.dispatchEvent(new ArendeBeforeActEvent(item.instanceId, request))) return null;
  try {
    const answer = await act(item.instanceId, request);
    const { status } = answer.instance;
    host.announce(clientTexts[host.language].moved(host.say(item.label), status ? host.say(status.label) : ''));
    host.dispatchEvent(new ArendeActedEvent(item.instanceId, request, answer));
    return null;
  } catch (error) {
    return asProblem(error);
  }
}
