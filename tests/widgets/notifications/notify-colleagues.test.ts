import { page, userEvent } from 'vitest/browser';
import { expect, test } from 'vitest';
import '../../../widgets/client-list/client-list.ts';
import { serveClients, someClients } from '../client-list/fixture.ts';
import { FakeProblem } from '../support/fake-server.ts';
import { announced, focused } from '../support/keys.ts';
import { expectAccessible, show, startServer, visibleText } from '../support/page.ts';

const texts = (sv: string, en: string) => ({ sv, en });
const task = (id: string, sv: string) => ({
  id,
  instanceId: `i-${id}`,
  title: texts(sv, `${sv} (en)`),
  label: texts('Oktober 2026', 'October 2026'),
  due: { dueDate: '2026-11-12', dueAt: '2026-11-12T22:59:00.000Z', daysLeft: 3, late: false, provenance: [] },
});

test.for(['sv', 'en'] as const)(
  'P-23, P-24, P-25, P-26 the menu of a client reminds its bookkeepers: tasks ticked, a comment, sent once (%s)',
  async (language) => {
    await page.viewport(390, 800);
    const sv = language === 'sv';
    const server = startServer();
    serveClients(server, someClients());
    let tasks = [task('t1', 'Granska'), task('t2', 'Momsa')];
    const client = { id: 'c1', name: 'Björk' };
    server.on('GET', /^\/v1\/clients\/[\w-]+\/outstanding$/, () => ({
      client,
      tasks,
      recipients: [
        { id: 'u1', name: 'Cilla Exempel' },
        { id: 'u2', name: 'Karin Exempel' },
      ],
    }));
    const sent: { key: string | null; body: unknown }[] = [];
    server.on('POST', /^\/v1\/clients\/[\w-]+\/reminders$/, ({ headers, body }) => {
      sent.push({ key: headers.get('Idempotency-Key'), body });
      if (sent.length === 1) throw new FakeProblem(503, 'engine_unavailable', 'Later, please.');
      return { recipients: [], tasks: 1 };
    });
    const list = show(server, 'arende-client-list', { language });
    const menu = page.getByRole('button', { name: /Åtgärder för Björk|Actions for Björk/ });
    const open = async () => {
      await userEvent.click(menu);
      await userEvent.click(
        page.getByRole('menuitem', { name: sv ? 'Meddela redovisningskonsulter' : 'Notify consultants' }),
      );
    };
    await open();
    await expect.poll(() => visibleText(list)).toContain('Cilla Exempel, Karin Exempel');
    await expectAccessible(list);
    const send = page.getByRole('button', { name: sv ? 'Skicka e-post' : 'Send e-mail' });
    await userEvent.click(page.getByRole('checkbox', { name: /Granska/ }));
    await userEvent.click(page.getByRole('checkbox', { name: /Momsa/ }));
    await userEvent.click(send);
    await expect.poll(() => visibleText(list)).toContain(sv ? 'Kryssa i minst en' : 'Tick at least one');
    await expectAccessible(list);
    await userEvent.click(page.getByRole('checkbox', { name: /Momsa/ }));
    await userEvent.fill(page.getByRole('textbox', { name: sv ? /Kommentar/ : /Comment/ }), 'Snart!');
    await userEvent.click(send);
    await expect.poll(() => visibleText(list)).toContain('Later, please.');
    await userEvent.click(send);
    await expect.poll(() => announced(list)).toContain(sv ? 'skickad till Cilla Exempel' : 'sent to Cilla Exempel');
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
    expect(sent[1]!.body).toEqual({ tasks: ['t2'], comment: 'Snart!' });
    await expect.poll(() => focused() === menu.element()).toBe(true);
    tasks = [];
    await open();
    await expect.poll(() => visibleText(list)).toContain(sv ? 'inget kvar att göra' : 'nothing left to do');
    await expectAccessible(list);
  },
);

test('P-23 who may not remind colleagues is not offered it', async () => {
  const server = startServer();
  serveClients(server, someClients(), { may: { manage: true, join: true, notify: false } });
  const list = show(server, 'arende-client-list');
  await userEvent.click(page.getByRole('button', { name: 'Åtgärder för Björk' }).first());
  await expect.poll(() => visibleText(list)).toContain('Se detaljer');
  expect(visibleText(list)).not.toContain('Meddela redovisningskonsulter');
});
