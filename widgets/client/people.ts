import { html, nothing, type TemplateResult } from 'lit';
import type { ClientPeopleView, PeopleListView } from '../../server/people/schema.ts';
import { callJson } from '../base/client.ts';
import type { ArendeElement } from '../base/element.ts';
import type { Language } from '../base/locale.ts';
import { type ArendeProblem, asProblem } from '../base/problem.ts';
import { baseTexts } from '../base/texts.ts';
import { monthText } from '../client-list/words.ts';
import { type ClientTexts, clientTexts } from './texts.ts';

interface PeopleActions {
  join: () => void;
  leave: () => void;
  addUser: () => void;
  engage: () => void;
}

/** Who works with the client, who is responsible and since when (B-04, B-06, B-08 to B-10). */
export function peopleTemplate(
  { responsible, acting, startMonth, firm, client, may }: ClientPeopleView,
  t: ClientTexts,
  language: Language,
  { join, leave, addUser, engage }: PeopleActions,
): TemplateResult {
  const names = (people: { id: string; name: string }[]) =>
    people.length === 0
      ? html`<p class="muted">${t.none}</p>`
      : html`<ul class="names">
          ${people.map(({ name }) => html`<li>${name}</li>`)}
        </ul>`;
  return html`<section class="block">
      <h3>${t.engagement}</h3>
      <dl class="facts">
        <div>
          <dt>${t.responsible}</dt>
          <dd>
            ${responsible?.name ?? t.nobody}
            ${acting ? html`<span class="muted small">${t.acting(acting.name)}</span>` : nothing}
          </dd>
        </div>
        <div>
          <dt>${t.startMonth}</dt>
          <dd class=${startMonth ? '' : 'unknown'}>${startMonth ? monthText(startMonth, language) : t.unknown}</dd>
        </div>
      </dl>
      ${
        may.setResponsible || may.setStartMonth
          ? html`<div class="buttons"><button type="button" @click=${engage}>${t.editEngagement}</button></div>`
          : nothing
      }
    </section>
    <section class="block">
      <h3>${t.people}</h3>
      ${names(firm)}
      <div class="buttons">
        ${may.join ? html`<button type="button" class="primary" @click=${join}>${t.join}</button>` : nothing}
        ${may.add ? html`<button type="button" @click=${addUser}>${t.addUser}</button>` : nothing}
        ${may.leave ? html`<button type="button" @click=${leave}>${t.leave}</button>` : nothing}
      </div>
    </section>
    <section class="block">
      <h3>${t.atClient}</h3>
      ${names(client)}
    </section>`;
}

/** Sets the responsible and the start month (B-08 to B-10). True when it was saved. */
export async function editEngagement(host: ArendeElement, id: string, people: ClientPeopleView): Promise<boolean> {
  const t = clientTexts[host.language];
  const staff = await staffOf(people);
  const months = recentMonths(people.startMonth);
  return ask(
    host,
    t.editEngagement,
    async (form) => {
      const data = new FormData(form);
      const body = {
        ...(people.may.setResponsible && { responsible: data.get('responsible') || null }),
        ...(people.may.setStartMonth && { startMonth: data.get('startMonth') || null }),
      };
      await callJson(`/v1/clients/${id}/engagement`, { method: 'PUT', body });
    },
    html`${
      people.may.setResponsible
        ? html`<label
            >${t.responsible}
            <select name="responsible">
              <option value="">${t.nobody}</option>
              ${staff.map((one) => html`<option value=${one.id} ?selected=${one.id === people.responsible?.id}>${one.name}</option>`)}
            </select></label
          >`
        : nothing
    }
    ${
      people.may.setStartMonth
        ? html`<label
            >${t.startMonth}
            <select name="startMonth">
              <option value="">–</option>
              ${months.map((month) => html`<option value=${month} ?selected=${month === people.startMonth}>${monthText(month, host.language)}</option>`)}
            </select></label
          >`
        : nothing
    }`,
  );
}

/** "Lägg till användare" (B-06). True when it was done. */
export function addColleague(host: ArendeElement, id: string): Promise<boolean> {
  const t = clientTexts[host.language];
  const send = async (form: HTMLFormElement) => {
    const email = new FormData(form).get('email');
    await callJson(`/v1/clients/${id}/people`, { body: { email } });
  };
  return ask(
    host,
    t.addUser,
    send,
    html`<label>${t.email}<input type="email" name="email" required autocomplete="off" /></label>`,
  );
}

/** Everybody at the firm where the page may know; those who are at the client otherwise. */
async function staffOf(people: ClientPeopleView): Promise<{ id: string; name: string }[]> {
  const known = [...people.firm, ...(people.responsible ? [people.responsible] : [])];
  const all = await callJson<PeopleListView>('/v1/people', {
    query: { kind: 'staff', state: 'active', limit: 200 },
  }).then(
    ({ items }) => items,
    () => [],
  );
  return [...new Map([...all, ...known].map(({ id, name }) => [id, { id, name }])).values()].toSorted((a, b) =>
    a.name.localeCompare(b.name, 'sv'),
  );
}

function recentMonths(chosen: string | null): string[] {
  const now = new Date();
  const months = Array.from({ length: 40 }, (_, back) => {
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 3 - back, 1));
    return month.toISOString().slice(0, 7);
  });
  return chosen && !months.includes(chosen) ? [...months, chosen] : months;
}

async function ask(
  host: ArendeElement,
  title: string,
  send: (form: HTMLFormElement) => Promise<void>,
  fields: TemplateResult,
): Promise<boolean> {
  let done = false;
  let problem: ArendeProblem | null = null;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    try {
      await send(event.currentTarget as HTMLFormElement);
      done = true;
      host.dialog.close('saved');
    } catch (error) {
      problem = asProblem(error);
      host.requestUpdate();
    }
  };
  await host.dialog.open({
    title,
    body: () =>
      html`<form class="fields" @submit=${submit}>
        ${problem ? html`<div class="banner danger" role="alert">${host.sentence(problem)}</div>` : nothing} ${fields}
        <div class="dialog-buttons">
          <button type="button" @click=${() => host.dialog.close('')}>${baseTexts[host.language].cancel}</button>
          <button class="primary">${clientTexts[host.language].save}</button>
        </div>
      </form>`,
    buttons: [],
  });
  return done;
}
