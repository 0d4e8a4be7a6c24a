import { page, userEvent } from 'vitest/browser';
import { expect, test } from 'vitest';
import '../../../widgets/settings/settings.ts';
import type { NoticeSettingsView } from '../../../server/notices/schema.ts';
import { announced } from '../support/keys.ts';
import { expectAccessible, show, startServer, visibleText } from '../support/page.ts';

const text = (sv: string, en: string) => ({ sv, en });
const form = {
  type: 'object',
  properties: {
    frequency: {
      type: 'string',
      title: text('Hur ofta', 'How often'),
      oneOf: [
        { const: 'daily', title: text('Varje vardag', 'Every weekday') },
        { const: 'weekly', title: text('Varje måndag', 'Every Monday') },
      ],
    },
    balance: { type: 'boolean', title: text('Saldo', 'Balance') },
  },
  required: ['frequency'],
};

test.for(['sv', 'en'] as const)(
  'P-16, P-20, P-21 a user sets what is mailed about a client, and how often (%s)',
  async (language) => {
    await page.viewport(390, 800);
    const sv = language === 'sv';
    const server = startServer();
    const me = { user: { id: 'u1', name: 'Adam Exempel' }, firm: { name: 'Demo' }, components: {}, clientId: null };
    server.on('GET', /^\/v1\/me$/, () => ({ ...me, kind: 'firm' }));
    server.on('GET', /^\/v1\/rights$/, () => ({ items: [], mine: ['manage-settings'], manages: 'nobody' }));
    server.on('GET', /^\/v1\/mail-failures$/, () => ({
      items: [
        {
          id: 'm1',
          userId: 'u2',
          name: 'Bo Exempel',
          email: 'bo@demo.example',
          reason: '550 No such user',
          createdAt: '2026-11-22T12:00:00.000Z',
        },
      ],
    }));
    server.on('GET', /^\/v1\/client-names$/, () => ({ items: [{ id: 'c1', name: 'Testkund AB' }] }));
    let status: 'none' | 'off' | 'on' = 'none';
    const action = (event: string, label: ReturnType<typeof text>, withForm: object | null) => ({
      event,
      label,
      taskId: null,
      form: withForm,
      confirm: null,
      tone: 'neutral',
      toStatus: null,
      allowed: true,
      refusal: null,
    });
    const view = () => ({
      items: [
        {
          definition: { id: 'digest', title: text('Mejlnotis', 'Mail notice') },
          summary: text('Ett mejl om kunden.', 'A mail about the client.'),
          personal: true,
          mayPrepare: status === 'none',
          instance:
            status === 'none'
              ? null
              : {
                  id: 'i1',
                  status: {
                    key: status,
                    label: text(status === 'on' ? 'På' : 'Av', status),
                    tone: 'neutral',
                    order: 1,
                  },
                  facts:
                    status === 'on'
                      ? [
                          {
                            name: 'next',
                            title: text('Nästa notis', 'Next notice'),
                            format: 'date',
                            value: '2026-11-30',
                          },
                        ]
                      : [],
                  actions:
                    status === 'on'
                      ? [action('SWITCH_OFF', text('Slå av', 'Switch off'), null)]
                      : [action('SWITCH_ON', text('Slå på', 'Switch on'), form)],
                },
        },
      ] as unknown as NoticeSettingsView['items'],
    });
    server.on('GET', /^\/v1\/clients\/c1\/notices$/, view);
    server.on('POST', /^\/v1\/clients\/c1\/notices$/, () => ((status = 'off'), view()));
    let refusals = [
      {
        id: 'x1',
        title: text('Mejl om nya dokument', 'Mails about new documents'),
        client: { id: 'c1', name: 'Testkund Asp AB' },
        createdAt: '2026-11-20T08:00:00.000Z',
      },
    ];
    server.on('GET', /^\/v1\/mail-refusals$/, () => ({ items: refusals }));
    server.on('DELETE', /^\/v1\/mail-refusals\/x1$/, () => ({ items: (refusals = []) }));
    const acts: unknown[] = [];
    server.on('POST', /^\/v1\/instances\/i1\/acts$/, ({ body }) => {
      acts.push(body);
      status = (body as { event: string }).event === 'SWITCH_ON' ? 'on' : 'off';
      return {};
    });
    const settings = show(server, 'arende-settings', { language, attributes: { tab: 'notices' } });
    const tab = () => settings.shadowRoot!.querySelector('arende-settings-notices')!;
    await expect.poll(() => visibleText(settings)).toContain('550 No such user');
    await userEvent.click(page.getByRole('searchbox'));
    await userEvent.click(page.getByRole('button', { name: /Testkund AB/ }));
    await expect.poll(() => visibleText(settings)).toContain(sv ? 'Ett mejl om kunden.' : 'A mail about the client.');
    await expectAccessible(settings);
    await userEvent.click(page.getByRole('button', { name: sv ? /^Ställ in/ : /^Set up/ }));
    await userEvent.click(page.getByRole('radio', { name: sv ? 'Varje måndag' : 'Every Monday' }));
    await expectAccessible(settings);
    await userEvent.click(page.getByRole('dialog').getByRole('button', { name: sv ? 'Slå på' : 'Switch on' }));
    await expect.poll(() => announced(tab())).toContain(sv ? 'Sparat.' : 'Saved.');
    expect(acts).toEqual([{ event: 'SWITCH_ON', data: { frequency: 'weekly', balance: false } }]);
    await expect
      .poll(() => visibleText(settings))
      .toMatch(sv ? /Nästa notis ?: mån 30 nov/ : /Next notice ?: Mon 30 Nov/);
    await userEvent.click(page.getByRole('button', { name: sv ? 'Slå av' : 'Switch off' }));
    await expect.poll(() => acts).toHaveLength(2);
    expect(visibleText(settings)).toContain(sv ? 'Mejl om nya dokument' : 'Mails about new documents');
    await userEvent.click(page.getByRole('button', { name: sv ? /^Mejla mig igen/ : /^Mail me again/ }));
    await expect
      .poll(() => visibleText(settings))
      .not.toContain(sv ? 'Mejl om nya dokument' : 'Mails about new documents');
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(390);
  },
);
