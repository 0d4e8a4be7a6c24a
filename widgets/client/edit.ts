import { html, nothing } from 'lit';
import type { JsonObject, JsonSchema } from '../../definitions/language/types.ts';
import type { ClientDetailsView } from '../../server/clients/schema.ts';
import { callJson } from '../base/client.ts';
import type { ArendeElement } from '../base/element.ts';
import type { Texts } from '../base/locale.ts';
import { type ArendeProblem, asProblem } from '../base/problem.ts';
import { baseTexts } from '../base/texts.ts';
import '../form/form.ts';

const sv = {
  add: 'Lägg till kund',
  edit: 'Redigera uppgifter',
  name: 'Namn',
  number: 'Organisationsnummer',
  client: 'Kundnummer',
  clientHint: 'Byråns eget nummer. Utan det används organisationsnumret.',
  invited: 'Kunden är inbjuden och ska verifieras först',
  save: 'Spara',
};
const en: typeof sv = {
  add: 'Add client',
  edit: 'Edit details',
  name: 'Name',
  number: 'Organisation number',
  client: 'Client number',
  clientHint: "The firm's own number. Without it the organisation number is used.",
  invited: 'The client has been invited and is to be verified first',
  save: 'Save',
};
const texts: Texts<typeof sv> = { sv, en };
const both = (key: keyof typeof sv) => ({ sv: sv[key], en: en[key] });

/** The dialog with the register's form, of a client or of a new one. Gives the client's id when it was saved. */
export async function editClient(host: ArendeElement, client: ClientDetailsView | null): Promise<string | null> {
  const t = texts[host.language];
  const register = (await callJson<{ form: JsonSchema }>('/v1/client-register')).form;
  const form = formOf(register, client);
  const draft = new Map();
  let busy = false;
  let errors: ArendeProblem['fields'] = [];
  let sentence = '';
  let saved: string | null = null;
  const send = async (data: JsonObject) => {
    busy = true;
    errors = [];
    sentence = '';
    host.requestUpdate();
    try {
      const { id } = await save(client, data);
      saved = id;
      host.dialog.close('saved');
    } catch (error) {
      const problem = asProblem(error);
      if (problem.fields.length > 0) errors = problem.fields;
      else sentence = host.sentence(problem);
    }
    busy = false;
    host.requestUpdate();
  };
  await host.dialog.open({
    title: client ? t.edit : t.add,
    wide: true,
    body: () =>
      html`${sentence ? html`<div class="banner danger" role="alert">${sentence}</div>` : nothing}
        <arende-form
          exportparts="field, submit, error-summary"
          .schema=${form}
          .language=${host.language}
          .submitLabel=${t.save}
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
  return saved;
}

function save(client: ClientDetailsView | null, data: JsonObject): Promise<{ id: string }> {
  const { invited, ...body } = data;
  if (client) return callJson(`/v1/client-list/${client.id}`, { method: 'PUT', body });
  return callJson('/v1/client-list', { body: { ...body, ...(invited === true && { stage: 'verification' }) } });
}

/** Name and number, and the register's fields with what they are now. */
function formOf(register: JsonSchema, client: ClientDetailsView | null): JsonSchema {
  const fields = Object.entries(register.properties as Record<string, JsonSchema>).map(([name, field]) => {
    const now = client?.properties[name];
    return [name, now === undefined ? field : { ...field, default: now }];
  });
  const own = (title: keyof typeof sv, now: string | null | undefined, more: JsonSchema = {}) => ({
    type: 'string',
    title: both(title),
    maxLength: 200,
    ...more,
    ...(now ? { default: now } : {}),
  });
  return {
    type: 'object',
    required: ['name', 'properties'],
    properties: {
      name: own('name', client?.name, { minLength: 1 }),
      organisationNumber: own('number', client?.organisationNumber, { maxLength: 20 }),
      ...(client ? {} : { externalId: own('client', null, { description: both('clientHint') }) }),
      ...(client ? {} : { invited: { type: 'boolean', title: both('invited') } }),
      properties: { ...register, title: { sv: 'Uppgifter', en: 'Details' }, properties: Object.fromEntries(fields) },
    },
  };
}
