import { page, userEvent } from 'vitest/browser';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../../definitions/language/types.ts';
import { init } from '../../../widgets/base/session.ts';
import '../../../widgets/form/form.ts';
import { FakeProblem } from '../support/fake-server.ts';
import { expectAccessible, startServer, visibleText } from '../support/page.ts';

const schema = {
  type: 'object',
  required: ['payslips'],
  properties: {
    payslips: {
      type: 'array',
      title: { sv: 'Lönebesked', en: 'Payslips' },
      minItems: 1,
      items: { type: 'string', format: 'document' },
    },
  },
};

test('L-33: files are uploaded in the form, can be taken out and tried again, and the form waits for them and sends what they became', async () => {
  const server = startServer();
  init({ fetchClientSecret: server.fetchClientSecret, baseUrl: server.baseUrl });
  let refuse = true;
  server.on('POST', /^\/v1\/instances\/i1\/documents$/, ({ query, body }) => {
    const name = query.get('name')!;
    if (name === 'c.pdf' && refuse) {
      const text = { sv: 'Filen är för stor.', en: 'Too large.' };
      throw new FakeProblem(413, 'file_too_large', text.en, { text });
    }
    return { id: `d-${name}`, name, sizeBytes: (body as Blob).size };
  });
  const sent: JsonObject[] = [];
  const form = document.createElement('arende-form');
  const send = (data: JsonObject) => sent.push(data);
  Object.assign(form, { schema, language: 'sv', submitLabel: 'Skicka', instanceId: 'i1', send });
  document.body.append(form);
  const press = (name: string) => userEvent.click(page.getByRole('button', { name }));

  await press('Skicka');
  await expect.poll(() => visibleText(form)).toContain('Fyll i fältet.');
  const files = ['a.pdf', 'b & ö.pdf', 'c.pdf'].map((name) => new File(['12345'], name));
  const field = form.shadowRoot!.querySelector('arende-documents-field')!;
  await userEvent.upload(field.shadowRoot!.querySelector('input')!, files);
  await expect.poll(() => visibleText(form)).toContain('c.pdf kunde inte laddas upp. Filen är för stor.');
  expect(visibleText(form)).toContain('b & ö.pdf 5 B');
  await expectAccessible(form);
  await press('Skicka');
  await expect.poll(() => visibleText(form)).toContain('Vänta tills alla filer är uppladdade');
  expect(sent).toEqual([]);
  refuse = false;
  await press('Försök igen');
  await expect.poll(() => visibleText(form)).not.toContain('kunde inte');
  await press('Ta bort a.pdf');
  await expect.poll(() => visibleText(form)).not.toContain('a.pdf');
  await press('Skicka');
  await expect.poll(() => sent).toEqual([{ payslips: ['d-b & ö.pdf', 'd-c.pdf'] }]);
});
