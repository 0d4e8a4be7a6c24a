import { page, userEvent } from 'vitest/browser';
import { beforeEach, expect, test } from 'vitest';
import '../../../widgets/inbox/inbox.ts';
import { FakeProblem } from '../support/fake-server.ts';
import { announced, focused, focusedText, press } from '../support/keys.ts';
import { show, startServer, visibleText } from '../support/page.ts';
import { serveInbox, someTasks } from './fixture.ts';

beforeEach(() => page.viewport(1440, 900));

const rows = (inbox: Element) => [...inbox.shadowRoot!.querySelectorAll<HTMLElement>('.row[data-id]')];
const button = (name: string) => page.getByRole('button', { name, exact: true });
const box = (name: RegExp) => page.getByRole('checkbox', { name });
const submit = () => button('Skicka till din ekonom');

async function open(tasks = someTasks()) {
  const server = startServer();
  const served = serveInbox(server, tasks);
  const inbox = show(server, 'arende-inbox');
  await expect.poll(() => visibleText(inbox)).toContain('Skicka till din ekonom');
  return { server, inbox, ...served };
}

async function tickBoth() {
  await userEvent.click(box(/Alla underlag/));
  await userEvent.click(box(/Kontoutdragen/));
}

test('B-33 to B-35: nothing is sent until both boxes are ticked, and the summary leads to them', async () => {
  const { acts, inbox } = await open();
  await userEvent.click(submit());
  await expect.poll(() => focused()?.className).toBe('summary');
  expect(acts).toEqual([]);
  await userEvent.click(page.getByRole('link', { name: /Kontoutdragen/ }));
  await press(' ');
  await expect.poll(() => visibleText(inbox).match(/Kryssa i rutan/g)?.length).toBe(2);
  await userEvent.click(box(/Alla underlag/));
  await expect.poll(() => visibleText(inbox)).not.toContain('Kryssa i rutan');
  await userEvent.click(submit());
  await expect.poll(() => acts.length).toBe(1);
  expect(acts[0]!.body).toEqual({
    event: 'SUBMIT',
    taskId: 'hand-in',
    expectedSequence: 3,
    data: { documents: true, statements: true },
  });
});

test('what others do leaves the error summary and the focus on it', async () => {
  const { server, inbox, tasks } = await open();
  await userEvent.click(submit());
  await expect.poll(() => focused()?.className).toBe('summary');
  const last = rows(inbox).at(-1)!.dataset.id;
  tasks.pop();
  server.push({ instanceId: 'x' });
  await expect.poll(() => rows(inbox).some((row) => row.dataset.id === last)).toBe(false);
  expect(focused()?.className).toBe('summary');
  expect(visibleText(inbox)).toContain('Kryssa i rutan');
});

test('after an act the next task is shown, has the focus, and is said', async () => {
  const { inbox } = await open();
  const heard: string[] = [];
  for (const name of ['arende-before-act', 'arende-acted'] as const)
    document.addEventListener(name, () => heard.push(name), { once: true });
  await tickBoth();
  rows(inbox)[0]!.focus();
  await press('e');
  await expect.poll(focusedText).toContain('Exempel Måleri HB');
  expect(rows(inbox)).toHaveLength(6);
  expect(announced(inbox)).toBe(
    'Klart: Lämna in underlag, Demo Bageri AB. Nästa: Lämna in underlag, Exempel Måleri HB.',
  );
  expect(visibleText(inbox)).toContain('Klart: Lämna in underlag, Demo Bageri AB.');
  expect(heard).toEqual(['arende-before-act', 'arende-acted']);
  expect(await box(/Alla underlag/).element()).toHaveProperty('checked', false);
});

test('the row stays and says that it is being sent until the server has answered', async () => {
  const { server, inbox } = await open();
  const release = server.hold(/acts/);
  await tickBoth();
  await userEvent.click(submit());
  await expect.poll(() => rows(inbox)[0]!.textContent).toContain('Skickar…');
  await userEvent.click(button('Skickar…'), { force: true });
  expect(rows(inbox)).toHaveLength(7);
  release();
  await expect.poll(() => rows(inbox).length).toBe(6);
  expect(server.count('POST', /acts/)).toBe(1);
});

test('an answer lost on the way is asked for again with the same key, and counts once', async () => {
  const { server, inbox, acts, tasks } = await open();
  let lost = 0;
  const answer = server.handlerOf('POST', '/v1/instances/x/acts');
  server.on('POST', /^\/v1\/instances\/([^/]+)\/acts$/, async (request) => {
    const result = await answer(request);
    lost += 1;
    if (lost < 3) throw new TypeError('Failed to fetch');
    return result;
  });
  await tickBoth();
  await userEvent.click(submit());
  await expect.poll(() => rows(inbox).length).toBe(6);
  expect(lost).toBe(3);
  expect(acts).toHaveLength(1);
  expect(tasks).toHaveLength(6);
});

test('a conflict is explained and the list is fetched anew', async () => {
  const { server, inbox, tasks } = await open();
  server.on('POST', /acts$/, () => {
    tasks.shift();
    throw new FakeProblem(409, 'task_gone', 'Gone.', {
      text: { sv: 'Bo Exempel har redan skickat in perioden.', en: 'Bo Exempel has handed in already.' },
    });
  });
  await tickBoth();
  await userEvent.click(submit());
  await expect.poll(() => visibleText(inbox)).toContain('Uppgiften är inte kvar');
  expect(visibleText(inbox)).toContain('Bo Exempel har redan skickat in perioden.');
  expect(rows(inbox)).toHaveLength(6);
});

test('what the server finds wrong in a field is shown at the field', async () => {
  const { server, inbox } = await open();
  server.on('POST', /acts$/, () => {
    throw new FakeProblem(422, 'form_invalid', 'Wrong.', {
      fields: [{ pointer: '/comment', text: { sv: 'Skriv utan personnummer.', en: 'No personal numbers.' } }],
    });
  });
  await tickBoth();
  await userEvent.click(submit());
  await userEvent.click(page.getByRole('link', { name: /Skriv utan personnummer/ }));
  expect(focused()?.tagName).toBe('TEXTAREA');
  expect(focused()?.getAttribute('aria-invalid')).toBe('true');
  expect(rows(inbox)).toHaveLength(7);
});

test('an action that is refused now is shown with the reason and does nothing', async () => {
  const { server, inbox } = await open();
  expect(visibleText(inbox)).toContain('Företaget har inte lämnat in än.');
  const refused = button('Sätt till Klar');
  expect(refused.element().getAttribute('aria-disabled')).toBe('true');
  await userEvent.click(refused, { force: true });
  expect(server.count('POST', /acts/)).toBe(0);
});

test('B-38: another action asks for its reason in a dialog, Escape leaves it', async () => {
  const { inbox, acts } = await open();
  await userEvent.click(button('Skicka tillbaka'));
  await expect.poll(() => focused()?.tagName).toBe('TEXTAREA');
  await press('{Escape}');
  await expect.poll(() => inbox.shadowRoot!.querySelector('dialog')!.open).toBe(false);
  expect(focusedText()).toBe('Skicka tillbaka');
  await press('{Enter}');
  await expect.poll(() => focused()?.tagName).toBe('TEXTAREA');
  await userEvent.keyboard('Kontoutdraget saknas');
  await press('{Tab}', '{Enter}');
  await expect.poll(() => acts.length).toBe(1);
  expect(acts[0]!.body).toMatchObject({ event: 'REOPEN', data: { reason: 'Kontoutdraget saknas' } });
});

test('an action with a confirmation text asks first', async () => {
  const { inbox, acts } = await open();
  await userEvent.click(button('Pausa'));
  await expect.poll(() => visibleText(inbox)).toContain('Inga påminnelser går ut');
  await userEvent.click(page.getByRole('dialog').getByRole('button', { name: 'Avbryt' }));
  expect(acts).toEqual([]);
  await userEvent.click(button('Pausa'));
  await userEvent.click(page.getByRole('dialog').getByRole('button', { name: 'Pausa' }));
  await expect.poll(() => acts.map((act) => act.body.event)).toEqual(['PAUSE']);
});

test('a page can stop an act', async () => {
  const { server, inbox } = await open();
  inbox.addEventListener('arende-before-act', (event) => event.preventDefault());
  await tickBoth();
  await userEvent.click(submit());
  expect(server.count('POST', /acts/)).toBe(0);
  expect(visibleText(inbox)).not.toContain('Skickar…');
});

test('what was written in a task is still there after a look at another one', async () => {
  const { inbox } = await open();
  await userEvent.fill(page.getByRole('textbox', { name: /Något vi bör veta/ }), 'Kvittot kommer i morgon');
  await userEvent.click(page.getByRole('button', { name: /Demo Livs AB/ }));
  await expect
    .poll(() => page.getByRole('textbox', { name: /Något vi bör veta/ }).element())
    .toHaveProperty('value', '');
  await userEvent.click(page.getByRole('button', { name: /Demo Bageri AB/ }));
  await expect
    .poll(() => page.getByRole('textbox', { name: /Något vi bör veta/ }).element())
    .toHaveProperty('value', 'Kvittot kommer i morgon');
  expect(rows(inbox)).toHaveLength(7);
});

test('on a phone the list comes back after an act, with the next task in focus', async () => {
  await page.viewport(390, 844);
  const server = startServer();
  serveInbox(server, someTasks());
  const inbox = show(server, 'arende-inbox');
  await userEvent.click(page.getByRole('button', { name: /Demo Bageri AB/ }));
  await tickBoth();
  await userEvent.click(submit());
  await expect.poll(focusedText).toContain('Exempel Måleri HB');
  expect(visibleText(inbox)).toContain('Klart: Lämna in underlag, Demo Bageri AB.');
});

test('the last task done leaves an inbox that says so', async () => {
  const { inbox } = await open(someTasks().slice(0, 1));
  await tickBoth();
  await userEvent.click(submit());
  await expect.poll(() => visibleText(inbox)).toContain('Inget att göra just nu');
  await expect.poll(focusedText).toBe('Inget att göra just nu');
});
