import { page, userEvent } from 'vitest/browser';
import { expect, test } from 'vitest';
import '../../../widgets/settings/settings.ts';
import { announced } from '../support/keys.ts';
import { expectAccessible, show, startServer, visibleText } from '../support/page.ts';

const text = (sv: string, en: string) => ({ sv, en });

test.each(['sv', 'en'] as const)(
  'an administrator looks at mails as their recipients see them and has one sent (%s)',
  async (language) => {
    const sv = language === 'sv';
    const server = startServer();
    const me = { user: { id: 'u1', name: 'Adam Exempel' }, firm: { name: 'Demo' }, components: {}, clientId: null };
    server.on('GET', /^\/v1\/me$/, () => ({ ...me, kind: 'firm' }));
    server.on('GET', /^\/v1\/rights$/, () => ({ items: [], mine: ['manage-settings'], manages: 'nobody' }));
    server.on('GET', /^\/v1\/mailings$/, () => ({
      processes: [
        {
          definition: { id: 'books', title: text('Bokföring', 'Bookkeeping') },
          about: text('Bokföring oktober 2026', 'Bookkeeping October 2026'),
          templates: [{ name: 'late', subject: text('Sent: ${period.label}', 'Late: ${period.label}') }],
        },
        {
          definition: { id: 'tax', title: text('Skatt', 'Tax') },
          about: null,
          templates: [{ name: 'due', subject: text('Skatten', 'The tax') }],
        },
      ],
      mails: [
        {
          id: 'm1',
          to: 'Bo Exempel',
          subject: text('Nya dokument', 'New documents'),
          items: 3,
          status: 'sent',
          sendAt: '2026-11-20T08:00:00.000Z',
        },
      ],
    }));
    const asked: object[] = [];
    server.on('POST', /^\/v1\/mail-previews$/, ({ body }) => {
      asked.push(body as object);
      return { from: 'Demobyrån', to: 'Adam Exempel', subject: 'Ämnet', text: 'Hej Adam!\n\nText.', html: '<p>Hej' };
    });
    const settings = show(server, 'arende-settings', { language, attributes: { tab: 'mailings' } });
    const tab = () => settings.shadowRoot!.querySelector('arende-settings-mailings')!;
    await expect.poll(() => visibleText(settings)).toContain(sv ? 'Sent: …' : 'Late: …');
    expect(visibleText(settings)).toContain(sv ? 'och 2 till' : 'and 2 more');
    await expectAccessible(settings);
    // Without a case there is nothing to show.
    expect(tab().shadowRoot!.querySelectorAll('.actions button')).toHaveLength(2);

    await userEvent.click(page.getByRole('button', { name: /late$/ }));
    await expect.element(page.getByRole('dialog')).toHaveTextContent('Hej Adam!');
    await expectAccessible(settings);
    await userEvent.click(page.getByRole('button', { name: sv ? 'Skicka till mig' : 'Send it to me' }));
    await expect.poll(() => announced(tab())).toContain(sv ? 'på väg till dig' : 'on its way to you');
    const template = { definition: 'books', template: 'late', language };
    expect(asked).toEqual([template, { ...template, send: true }]);

    await userEvent.click(page.getByRole('button', { name: /Bo Exempel$/ }));
    await expect.element(page.getByRole('dialog')).toHaveTextContent('Demobyrån');
    expect(asked[2]).toEqual({ mail: 'm1' });
    await userEvent.keyboard('{Escape}');
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(innerWidth);
  },
);
