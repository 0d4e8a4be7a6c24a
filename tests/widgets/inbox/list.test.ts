import { page, userEvent } from 'vitest/browser';
import { beforeEach, expect, test } from 'vitest';
import '../../../widgets/inbox/inbox.ts';
import { FakeProblem } from '../support/fake-server.ts';
import { announced, focused, focusedText, press } from '../support/keys.ts';
import { show, startServer, visibleText } from '../support/page.ts';
import { dateIn, serveInbox, someTasks, task } from './fixture.ts';
import { formatDate } from '../../../widgets/base/format.ts';

beforeEach(() => page.viewport(1440, 900));

const rows = (inbox: Element) => [...inbox.shadowRoot!.querySelectorAll<HTMLElement>('.row[data-id]')];
const shown = (inbox: Element) => inbox.shadowRoot!.querySelector('#task-title')?.parentElement?.textContent ?? '';

async function open(tasks = someTasks()) {
  const server = startServer();
  const served = serveInbox(server, tasks);
  const inbox = show(server, 'arende-inbox');
  await expect.poll(() => rows(inbox).length).toBeGreaterThan(0);
  await expect.poll(() => server.openStreams).toBe(1);
  return { server, inbox, ...served };
}

test('B-32 B-42: late ones come first, and every row says which day and how many days', async () => {
  const { inbox } = await open();
  const headings = [...inbox.shadowRoot!.querySelectorAll('.group')].map((heading) => heading.textContent.trim());
  expect(headings[0]).toBe('Sena');
  expect(headings[1]).toBe('I dag');
  expect(visibleText(inbox)).toContain(`${formatDate(dateIn(-2), 'sv')}, 2 dagar sen`);
  expect(visibleText(inbox)).toContain(`${formatDate(dateIn(-1), 'sv')}, 1 dag sen`);
  expect(visibleText(inbox)).toContain(`${formatDate(dateIn(3), 'sv')}, 3 dagar kvar`);
});

test('the page can change the language at any moment', async () => {
  const { inbox } = await open();
  document.documentElement.lang = 'en';
  await expect.poll(() => visibleText(inbox)).toContain('2 days late');
  expect(visibleText(inbox)).toContain('Hand in documents');
  inbox.setAttribute('locale', 'sv');
  await expect.poll(() => visibleText(inbox)).toContain('2 dagar sen');
});

test('why the last day is that day can be opened', async () => {
  const { inbox } = await open();
  expect(visibleText(inbox)).not.toContain('Söndag, så nästa bankdag');
  await userEvent.click(page.getByText('Varför den här dagen?'));
  await expect.poll(() => visibleText(inbox)).toContain('Söndag, så nästa bankdag');
});

test('history tells who did what, newest first, with what they wrote', async () => {
  const { inbox } = await open();
  await expect.poll(() => visibleText(inbox)).toContain('Kontoutdraget för företagskontot saknas.');
  expect(visibleText(inbox)).toMatch(/Skickade tillbaka.*Anna Exempel, 2 nov.*Perioden öppnades.*Automatiskt/);
});

test('j and k move and show, Enter goes to the task, Escape goes back to its row', async () => {
  const { inbox } = await open();
  rows(inbox)[0]!.focus();
  await press('j', 'j', 'k');
  expect(focusedText()).toContain('Exempel Måleri HB');
  await expect.poll(() => shown(inbox)).toContain('Exempel Måleri HB');
  await press('{ArrowDown}', '{Enter}');
  await expect.poll(() => focused()?.id).toBe('task-title');
  expect(shown(inbox)).toContain('Provbolaget Konsult AB');
  await press('{Escape}');
  await expect.poll(focusedText).toContain('Provbolaget Konsult AB');
  await press('{End}');
  await expect.poll(focusedText).toContain('Stiftelsen Prov');
});

test('the list is one stop for Tab', async () => {
  const { inbox } = await open();
  expect(rows(inbox).filter((row) => row.tabIndex === 0)).toHaveLength(1);
  rows(inbox)[0]!.focus();
  await press('j', '{Tab}');
  expect(focused()?.matches('.row')).toBe(false);
});

test('? lists the keys, and letters typed in a field are only letters', async () => {
  const { inbox } = await open();
  rows(inbox)[0]!.focus();
  await press('?');
  await expect.poll(() => visibleText(inbox)).toContain('Gör det som uppgiften ber om');
  await press('{Escape}', '/');
  await expect.poll(() => focused()?.getAttribute('type')).toBe('search');
  await press('j', 'e');
  expect((focused() as HTMLInputElement).value).toBe('je');
});

test('/ searches, and no match says how to go on', async () => {
  const { inbox } = await open();
  rows(inbox)[0]!.focus();
  await press('/');
  await userEvent.keyboard('frisör');
  await expect.poll(() => rows(inbox).length).toBe(1);
  expect(announced(inbox)).toBe('1 uppgift.');
  await userEvent.keyboard('x');
  await expect.poll(() => visibleText(inbox)).toContain('Ingen uppgift har ”frisörx”');
  await userEvent.click(page.getByRole('button', { name: 'Visa alla' }));
  await expect.poll(() => rows(inbox).length).toBe(7);
});

test('a few tasks need no search and no filters, and keep their help; once there they stay', async () => {
  const { server, inbox, tasks } = await open([task('Demo Bageri AB', 2)]);
  await expect.poll(() => rows(inbox).length).toBe(1);
  expect(inbox.shadowRoot!.querySelector('.search, .filters')).toBeNull();
  await userEvent.click(page.getByRole('button', { name: 'Tangenter' }));
  await expect.poll(() => visibleText(inbox)).toContain('Gör det som uppgiften ber om');
  await press('{Escape}');
  tasks.push(...Array.from({ length: 5 }, (_, i) => task(`Exempel ${i + 1} AB`, i + 3)));
  server.push({ instanceId: 'x' });
  await expect.poll(() => inbox.shadowRoot!.querySelector('.search')).not.toBeNull();
  tasks.splice(2);
  server.push({ instanceId: 'x' });
  await expect.poll(() => rows(inbox).length).toBe(2);
  expect(inbox.shadowRoot!.querySelector('.search')).not.toBeNull();
});

test('the filters say how many they hold', async () => {
  const { inbox } = await open();
  await userEvent.click(page.getByRole('button', { name: 'Sena 2' }));
  await expect.poll(() => rows(inbox).length).toBe(2);
  await userEvent.click(page.getByRole('button', { name: 'Mina 0' }));
  await expect.poll(() => visibleText(inbox)).toContain('Inget ligger hos dig');
});

test.each([1440, 390])(
  'what others do arrives without taking the focus or moving the rows, at %i px',
  async (width) => {
    await page.viewport(width, 900);
    const { server, inbox, tasks } = await open(Array.from({ length: 60 }, (_, i) => task(`Demo ${i + 1} AB`, i - 3)));
    rows(inbox)[20]!.scrollIntoView({ block: 'start' });
    rows(inbox)[22]!.focus({ preventScroll: true });
    // Rows that come into view get their true height only when they are drawn.
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    const before = rows(inbox)[22]!.getBoundingClientRect().top;
    tasks.unshift(task('Nytt Ett AB', -9), task('Nytt Två AB', -8));
    server.push({ instanceId: 'x' });
    await expect.poll(() => announced(inbox)).toBe('2 nya uppgifter i listan.');
    expect(visibleText(inbox)).toContain('2 nya');
    expect(focusedText()).toContain('Demo 23 AB');
    await expect.poll(() => Math.abs(focused()!.getBoundingClientRect().top - before)).toBeLessThan(2);
  },
);

test('a task that somebody else performs is explained where it was shown', async () => {
  const { server, inbox, tasks } = await open();
  tasks.shift();
  server.push({ instanceId: 'demo-bageri-ab' });
  await expect.poll(() => visibleText(inbox)).toContain('Uppgiften är inte kvar');
  await userEvent.click(page.getByRole('button', { name: 'Nästa uppgift' }));
  await expect.poll(() => shown(inbox)).toContain('Exempel Måleri HB');
});

test('thousands of tasks come as they are scrolled to', async () => {
  const { inbox } = await open(Array.from({ length: 2000 }, (_, i) => task(`Demo ${i + 1} AB`, i)));
  expect(rows(inbox).length).toBeLessThan(200);
  await expect
    .poll(() => {
      rows(inbox).at(-1)!.scrollIntoView();
      return rows(inbox).length;
    })
    .toBeGreaterThan(400);
});

test('on a phone one pane is shown at a time, with a way back', async () => {
  await page.viewport(390, 844);
  const { inbox } = await open();
  expect(visibleText(inbox)).not.toContain('Skicka till din ekonom');
  await userEvent.click(page.getByRole('button', { name: /Demo Livs AB/ }));
  await expect.poll(() => visibleText(inbox)).toContain('Skicka till din ekonom');
  expect(visibleText(inbox)).not.toContain('Demo Bageri AB');
  const small = [...inbox.shadowRoot!.querySelectorAll<HTMLElement>('button')].filter(
    (button) => button.checkVisibility() && button.offsetHeight < 44,
  );
  expect(small.map((button) => button.textContent)).toEqual([]);
  await userEvent.click(page.getByRole('button', { name: 'Till listan' }));
  await expect.poll(() => visibleText(inbox)).toContain('Demo Bageri AB');
  await expect.poll(focusedText).toContain('Demo Livs AB');
});

test('L-09: a link in a mail opens its task; where that is done it shows how the case stands, not another task', async () => {
  const tasks = someTasks();
  const server = startServer();
  serveInbox(server, tasks);
  server.on('GET', /^\/v1\/instances\/gone$/, () => {
    throw new FakeProblem(404, 'not_found', 'Not found.');
  });
  const last = tasks.at(-1)!;
  const inbox = show(server, 'arende-inbox', { attributes: { 'instance-id': last.instanceId } });
  await expect.poll(() => shown(inbox)).toContain(last.title.sv);
  expect(inbox.selectedId).toBe(last.id);
  inbox.setAttribute('instance-id', 'gone');
  await expect.poll(() => visibleText(inbox)).toContain('Uppgiften är inte kvar');
  const done = someTasks()[0]!.instanceId;
  tasks.splice(0);
  inbox.setAttribute('instance-id', done);
  await expect.poll(() => visibleText(inbox)).toContain('Det finns inget för dig att göra här just nu');
  expect(visibleText(inbox)).toContain('Bokföring oktober 2026');
});

test('L-09: on a phone a link in a mail opens its task, and back leads to the list', async () => {
  await page.viewport(390, 844);
  const tasks = someTasks();
  const server = startServer();
  serveInbox(server, tasks);
  const inbox = show(server, 'arende-inbox', { attributes: { 'instance-id': tasks.at(-1)!.instanceId } });
  await expect.poll(() => inbox.shadowRoot!.querySelector('.layout')?.getAttribute('data-pane')).toBe('detail');
  await userEvent.click(page.getByRole('button', { name: 'Till listan' }));
  await expect.poll(() => inbox.shadowRoot!.querySelector('.layout')?.getAttribute('data-pane')).toBe('list');
});
