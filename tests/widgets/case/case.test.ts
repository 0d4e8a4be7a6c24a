import { page, userEvent } from 'vitest/browser';
import { beforeEach, expect, test } from 'vitest';
import '../../../widgets/case/case.ts';
import { FakeProblem, type FakeServer } from '../support/fake-server.ts';
import { focused } from '../support/keys.ts';
import { expectAccessible, show, startServer, visibleText } from '../support/page.ts';
import { serveInbox, task } from '../inbox/fixture.ts';
import { serveMessages } from '../messages/fixture.ts';

beforeEach(() => page.viewport(1440, 900));

const both = (sv: string, en = sv) => ({ sv, en });
const kind = {
  definition: { id: 'case', title: both('Ärende', 'Case'), summary: both('En fråga.', 'A question.') },
  label: both('Nytt ärende', 'New case'),
  form: {
    type: 'object',
    properties: {
      subject: { type: 'string', minLength: 1, title: both('Rubrik', 'Subject') },
      message: { type: 'string', minLength: 1, maxLength: 5000, title: both('Fråga', 'Question') },
    },
    required: ['subject', 'message'],
  },
};

/** Cases whose instances are the inbox's tasks; a new one is added to them. */
function serveCases(server: FakeServer, clients = [{ id: 'c1', name: 'Asp Demobageri AB' }]) {
  const { tasks } = serveInbox(server, [task('Kvitto från Taxi', 3), task('Löner', -1)]);
  serveMessages(server);
  server.on('GET', /^\/v1\/threads\/([\w-]+)\/messages$/, ({ params }) => ({
    thread: {
      id: params[0],
      kind: params[0]!.startsWith('firm') ? 'firm' : 'shared',
      client: clients[0],
      user: null,
      instanceId: params[0]!.slice(params[0]!.indexOf('-') + 1),
      readers: [],
      readNumber: 0,
      lastNumber: 0,
      mayWrite: true,
      mayAttach: false,
    },
    items: [],
    before: null,
  }));
  const opened: unknown[] = [];
  server.on('GET', /^\/v1\/cases$/, ({ query }) => ({
    items: tasks
      .filter(({ client }) => client!.name.toLowerCase().includes(query.get('q') ?? ''))
      .map((one) => ({
        instanceId: one.instanceId,
        definition: kind.definition,
        label: both(one.client!.name),
        client: clients[0],
        status: one.status,
        statusSince: one.openedAt,
        due: one.due,
        done: false,
        yourTurn: true,
        unread: 1,
      })),
    nextCursor: null,
  }));
  server.on('GET', /^\/v1\/cases\/clients$/, () => ({ items: clients, many: false }));
  server.on('GET', /^\/v1\/cases\/kinds$/, () => ({ items: [kind] }));
  server.on('POST', /^\/v1\/cases$/, ({ body }) => {
    opened.push(body);
    const fresh = task((body as any).input.subject, 5);
    tasks.push(fresh);
    return { id: fresh.instanceId, created: true };
  });
  return { tasks, opened };
}

test.for([390, 1440])(
  'L-03 the list and a case with form, history and comments are accessible at %i px',
  async (width) => {
    await page.viewport(width, 900);
    const server = startServer();
    serveCases(server);
    const element = show(server, 'arende-case');
    await expect.poll(() => visibleText(element)).toContain('Kvitto från Taxi');
    expect(visibleText(element)).toContain('Din tur');
    await expectAccessible(element);
    await userEvent.click(page.getByRole('button', { name: /Löner/ }));
    await expect.poll(() => visibleText(element)).toContain('Skicka till din ekonom');
    await expect.poll(() => visibleText(element)).toContain('Inget skrivet än');
    await expectAccessible(element);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
  },
);

test('L-03 a new case is opened with the form that its process asks for, and shown', async () => {
  const server = startServer();
  const { opened } = serveCases(server, [
    { id: 'c1', name: 'Asp Demobageri AB' },
    { id: 'c2', name: 'Björk Demokafé AB' },
  ]);
  const element = show(server, 'arende-case', { language: 'en' });
  await expect.poll(() => visibleText(element)).toContain('Kvitto från Taxi');
  await userEvent.click(page.getByRole('button', { name: 'New case' }));
  await userEvent.selectOptions(page.getByRole('combobox', { name: 'Company' }), 'Björk Demokafé AB');
  const send = page.getByRole('region', { name: 'New case' }).getByRole('button', { name: 'New case' });
  await userEvent.click(send);
  await expect.poll(() => visibleText(element)).toContain('Correct this to continue');
  await expectAccessible(element);
  await userEvent.fill(page.getByRole('textbox', { name: 'Subject' }), 'Moms "2027"');
  await userEvent.fill(page.getByRole('textbox', { name: 'Question' }), 'När?');
  const answer = server.handlerOf('POST', '/v1/cases');
  server.on('POST', /^\/v1\/cases$/, () => {
    throw new FakeProblem(503, 'engine_unavailable', 'Later.', { text: both('Senare.', 'Try again later.') });
  });
  await userEvent.click(send);
  await expect.poll(() => visibleText(element)).toContain('Try again later.');
  server.on('POST', /^\/v1\/cases$/, answer);
  await userEvent.click(send);
  const input = { subject: 'Moms "2027"', message: 'När?' };
  await expect.poll(() => opened).toEqual([{ definition: 'case', client: 'c2', input }]);
  await expect
    .poll(() => element.shadowRoot!.querySelector('.row[aria-current]')?.textContent)
    .toContain('Moms "2027"');
});

test('a case that the user may not see, or that is gone, is said to be gone; an act leaves its case shown', async () => {
  const server = startServer();
  const { tasks } = serveCases(server);
  server.on('GET', /^\/v1\/instances\/gone$/, () => {
    throw new FakeProblem(404, 'not_found', 'Nothing.');
  });
  const element = show(server, 'arende-case', { attributes: { 'instance-id': 'gone' } });
  await expect.poll(() => visibleText(element)).toContain('Ärendet finns inte');
  await userEvent.click(page.getByRole('button', { name: /Kvitto från Taxi/ }));
  const form = page.getByRole('button', { name: 'Skicka till din ekonom' });
  await expect.element(form).toBeVisible();
  for (const box of page.getByRole('checkbox').elements()) await userEvent.click(box);
  await userEvent.click(form);
  await expect.poll(() => tasks.map(({ client }) => client!.name)).toEqual(['Löner']);
  await expect.poll(() => page.getByRole('checkbox').elements().length).toBe(0);
  expect(visibleText(element)).toContain('Bokföring oktober 2026');
  expect(focused()).not.toBeNull();
});
