import { page, userEvent } from 'vitest/browser';
import { expect, onTestFinished, test } from 'vitest';
import type { JsonObject, JsonSchema } from '../../../definitions/language/types.ts';
import '../../../widgets/form/form.ts';
import { focused, press } from '../support/keys.ts';
import { expectAccessible, visibleText } from '../support/page.ts';

const both = (sv: string, en: string) => ({ sv, en });

const every: JsonSchema = {
  type: 'object',
  required: ['name', 'boxes', 'amount', 'kind', 'paid', 'agreed', 'email', 'bank'],
  properties: {
    name: { type: 'string', title: both('Namn', 'Name'), minLength: 2, maxLength: 20 },
    story: { type: 'string', title: both('Berätta', 'Tell'), maxLength: 2000, description: both('Kort.', 'Briefly.') },
    boxes: { type: 'integer', title: both('Antal lådor', 'Number of boxes'), minimum: 1, maximum: 9 },
    amount: { type: 'number', title: both('Belopp', 'Amount') },
    kind: {
      title: both('Slag', 'Kind'),
      oneOf: [
        { const: 'invoice', title: both('Faktura', 'Invoice') },
        { const: 'receipt', title: both('Kvitto', 'Receipt') },
      ],
    },
    bank: { title: both('Bank', 'Bank'), enum: ['A', 'B', 'C', 'D', 'E', 'F'] },
    paid: { type: 'string', format: 'date', title: both('Betald', 'Paid') },
    email: { type: 'string', format: 'email', title: both('E-post', 'E-mail') },
    copy: { type: 'boolean', title: both('Skicka en kopia', 'Send a copy') },
    agreed: { const: true, title: both('Uppgifterna stämmer', 'The facts are right') },
    areas: { type: 'array', title: both('Områden', 'Areas'), items: { enum: ['lön', 'moms'] } },
    address: {
      type: 'object',
      title: both('Adress', 'Address'),
      properties: { city: { type: 'string', title: both('Ort', 'City') } },
    },
  },
};

function showForm(schema: JsonSchema, language: 'sv' | 'en' = 'sv') {
  document.documentElement.lang = language;
  document.title = 'Arende';
  const sent: JsonObject[] = [];
  const form = document.createElement('arende-form');
  Object.assign(form, { schema, language, submitLabel: 'Skicka', send: (data: JsonObject) => sent.push(data) });
  document.body.append(form);
  onTestFinished(() => form.remove());
  return { form, sent };
}

const submit = () => userEvent.click(page.getByRole('button', { name: 'Skicka', exact: true }));
const field = (name: string | RegExp) => page.getByRole('textbox', { name });

test('every kind of field gives its kind of value, and an empty one is left out', async () => {
  const { form, sent } = showForm(every);
  await form.updateComplete;
  await expectAccessible(form);
  await userEvent.fill(field('Namn'), 'Anna Exempel');
  await userEvent.fill(field('Antal lådor'), '3');
  await userEvent.fill(field('Belopp'), '1 234,50');
  await userEvent.click(page.getByRole('radio', { name: 'Kvitto' }));
  await userEvent.selectOptions(page.getByRole('combobox', { name: 'Bank' }), 'F');
  await userEvent.fill(page.getByLabelText('Betald'), '2026-10-05');
  await userEvent.fill(field('E-post'), 'anna@demo.example');
  await userEvent.click(page.getByRole('checkbox', { name: 'Uppgifterna stämmer' }));
  await userEvent.click(page.getByRole('checkbox', { name: 'moms' }));
  await userEvent.fill(field(/Ort/), 'Umeå');
  await submit();
  await expect
    .poll(() => sent)
    .toEqual([
      {
        name: 'Anna Exempel',
        boxes: 3,
        amount: 1234.5,
        kind: 'receipt',
        bank: 'F',
        paid: '2026-10-05',
        email: 'anna@demo.example',
        copy: false,
        agreed: true,
        areas: ['moms'],
        address: { city: 'Umeå' },
      },
    ]);
});

test.for(['sv', 'en'] as const)('what is missing is listed above and told at each field, in %s', async (language) => {
  const { form, sent } = showForm(every, language);
  await form.updateComplete;
  await submit();
  await expect.poll(() => focused()?.className).toBe('summary');
  const links = [...form.shadowRoot!.querySelectorAll('.summary a')].map((link) => link.textContent.split(':')[0]);
  expect(links).toEqual(
    language === 'sv'
      ? ['Namn', 'Antal lådor', 'Belopp', 'Slag', 'Bank', 'Betald', 'E-post', 'Uppgifterna stämmer']
      : ['Name', 'Number of boxes', 'Amount', 'Kind', 'Bank', 'Paid', 'E-mail', 'The facts are right'],
  );
  await expectAccessible(form);
  for (const [index, link] of [...form.shadowRoot!.querySelectorAll<HTMLElement>('.summary a')].entries()) {
    link.click();
    expect(focused()?.id, links[index]).toMatch(/^field-/);
  }
  expect(sent).toEqual([]);
});

test('text where a number is asked for, and half a box, are told in words', async () => {
  const { form } = showForm({
    type: 'object',
    properties: { boxes: { type: 'integer', title: both('Antal lådor', 'Boxes'), minimum: 1 } },
  });
  await form.updateComplete;
  await userEvent.fill(field(/Antal/), 'tre');
  await submit();
  await expect.poll(() => visibleText(form)).toContain('Ange ett tal.');
  await userEvent.fill(field(/Antal/), '1,5');
  await submit();
  await expect.poll(() => visibleText(form)).toContain('Ange ett heltal.');
  await userEvent.fill(field(/Antal/), '0');
  await submit();
  await expect.poll(() => visibleText(form)).toContain('Ange minst 1.');
});

test('an error goes out as soon as the field is right, and none appears while somebody is writing', async () => {
  const { form } = showForm(every);
  await form.updateComplete;
  await userEvent.fill(field('Namn'), 'A');
  expect(visibleText(form)).not.toContain('minst 2');
  await submit();
  await expect.poll(() => visibleText(form)).toContain('Skriv minst 2 tecken.');
  await userEvent.click(field('Namn'));
  await press('{End}', 'n');
  await expect.poll(() => visibleText(form)).not.toContain('Skriv minst 2 tecken.');
});

test('Enter in a field sends; while it is being sent a second press does nothing', async () => {
  const { form, sent } = showForm({
    type: 'object',
    properties: { name: { type: 'string', title: both('Namn', 'Name') } },
  });
  await form.updateComplete;
  await userEvent.fill(field(/Namn/), 'Anna');
  await press('{Enter}');
  await expect.poll(() => sent).toEqual([{ name: 'Anna' }]);
  form.busy = true;
  await form.updateComplete;
  await press('{Enter}');
  expect(visibleText(form)).toContain('Skickar…');
  expect(sent).toHaveLength(1);
});

test('a form that comes again with the same content keeps what was written', async () => {
  const { form } = showForm(every);
  await form.updateComplete;
  await userEvent.fill(field('Namn'), 'Anna');
  form.schema = structuredClone(every);
  await form.updateComplete;
  expect((field('Namn').element() as HTMLInputElement).value).toBe('Anna');
});
