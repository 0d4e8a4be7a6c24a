import { page, userEvent } from 'vitest/browser';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../../definitions/language/types.ts';
import { init } from '../../../widgets/base/session.ts';
import '../../../widgets/form/form.ts';
import { FakeProblem } from '../support/fake-server.ts';
import { expectAccessible, startServer, visibleText } from '../support/page.ts';

const schema = {
  type: 'object',
  required: ['rows'],
  properties: {
    rows: {
      type: 'array',
      title: { sv: 'Betalfilen', en: 'The payment file' },
      readFrom: 'pain.001',
      minItems: 1,
      items: { type: 'object', properties: { supplier: { type: 'string' } } },
    },
  },
};
const rows = [
  {
    row: 1,
    supplier: 'Demo El & Åska AB',
    account: '5050-1055',
    reference: '17',
    paymentDate: '2026-11-16',
    amountMinor: 125_050,
  },
  { row: 2, supplier: 'Demo Hyra AB', account: '400470-0', reference: '18', paymentDate: '2026-11-17', amountMinor: 5 },
];

test('L-20: a payment file is read, its rows are seen before they are sent, and a wrong one says why', async () => {
  const server = startServer();
  init({ fetchClientSecret: server.fetchClientSecret, baseUrl: server.baseUrl });
  const text = { sv: 'Rad 3: beloppet saknas.', en: 'Line 3: the amount is missing.' };
  server.on('POST', /^\/v1\/readings\/pain\.001$/, async ({ body }) => {
    if ((await (body as Blob).text()) === 'wrong') throw new FakeProblem(422, 'payment_file_amount', text.en, { text });
    return { rows };
  });
  const sent: JsonObject[] = [];
  const form = document.createElement('arende-form');
  const send = (data: JsonObject) => sent.push(data);
  Object.assign(form, { schema, language: 'sv', submitLabel: 'Läs in', send });
  document.body.append(form);
  const input = page.getByLabelText('Betalfilen');
  const choose = (content: string) =>
    userEvent.upload(input, new File([content], 'betalfil.xml', { type: 'text/xml' }));

  await userEvent.click(page.getByRole('button', { name: 'Läs in' }));
  await expect.poll(() => visibleText(form)).toContain('Fyll i fältet.');
  await choose('wrong');
  await expect.poll(() => visibleText(form)).toContain(text.sv);
  await choose('good');
  await expect.poll(() => visibleText(form)).toContain('Demo El & Åska AB');
  expect(visibleText(form)).toContain('2 betalningar, 1 250,55 kr');
  await expect.poll(() => visibleText(form)).not.toContain(text.sv);
  await expectAccessible(form);
  await userEvent.click(page.getByRole('button', { name: 'Läs in' }));
  await expect.poll(() => sent).toEqual([{ rows }]);
});
