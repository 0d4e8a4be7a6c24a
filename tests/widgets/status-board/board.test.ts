import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import '../../../widgets/status-board/status-board.ts';
import type { ArendeStatusBoard } from '../../../widgets/status-board/status-board.ts';
import { expectAccessible, show, startServer, visibleText } from '../support/page.ts';
import { announced, BoardServer, bookkeeping, cardOf, columnOf, dueIn, item, someItems } from './fixture.ts';

const desk = () => page.viewport(1440, 900);
const phone = () => page.viewport(390, 844);

async function open(
  items = someItems(),
  options: { language?: 'sv' | 'en'; attributes?: Record<string, string>; prepare?: (board: BoardServer) => void } = {},
) {
  localStorage.clear();
  const server = startServer();
  const board = new BoardServer(server, items);
  options.prepare?.(board);
  const element = show(server, 'arende-status-board', options);
  await expect.poll(() => element.renderRoot.querySelector('.board, .message')).not.toBeNull();
  await element.updateComplete;
  return { server, board, element };
}

const headings = (element: ArendeStatusBoard) =>
  [...element.renderRoot.querySelectorAll('.column h2 .badge')].map((badge) => badge.textContent!.trim());

test('B-17: the columns are the statuses in the order of the definition, with their counts', async () => {
  await desk();
  const { element } = await open();
  expect(headings(element)).toEqual(['Väntar', 'Försenad', 'Ny', 'Pågår', 'Ofullständig', 'Klar']);
  const counts = [...element.renderRoot.querySelectorAll('.column h2 .count')].map((count) =>
    count.textContent!.trim(),
  );
  expect(counts).toEqual(['2', '1', '2', '1', '0', '2']);
  await expectAccessible(element);
});

test('B-32, B-42: a card writes out the day and the days that are left', async () => {
  await desk();
  const late = item('Demo Redovisning AB', 'late', { due: dueIn(-2) });
  const soon = item('Bageriet AB', 'waiting', { due: dueIn(3) });
  const { element } = await open([late, soon]);
  const text = (id: string) => visibleText(cardOf(element, id).closest('.card')!);
  expect(text(late.instanceId)).toContain('2 dagar sen');
  expect(text(soon.instanceId)).toMatch(
    /Bokföring oktober 2026 (mån|tis|ons|tors|tor|fre|lör|sön) \d+ .*, 3 dagar kvar/,
  );
  element.locale = 'en';
  await expect.poll(() => text(soon.instanceId)).toContain('3 days left');
  expect(headings(element)[0]).toBe('Waiting');
});

test('B-29: the table shows every client with its periods, newest first', async () => {
  await desk();
  const { element } = await open(someItems(), { attributes: { view: 'table' } });
  const heads = [...element.renderRoot.querySelectorAll('thead th')].map((head) => head.textContent!.trim());
  expect(heads).toEqual(['Företag', 'oktober 2026', 'september 2026']);
  const row = [...element.renderRoot.querySelectorAll('tbody tr')].find((tr) => tr.textContent!.includes('Elfirman'))!;
  const badges = [...row.querySelectorAll('.badge')].map((badge) => badge.textContent!.trim());
  expect(badges).toEqual(['Ny', 'Klar']);
  await expectAccessible(element);
});

test('B-30: the table of one period says when the company handed in, and sorts by any column', async () => {
  await desk();
  const { element } = await open(someItems(), { attributes: { view: 'table', period: '2026-10' } });
  const head = (text: string) =>
    [...element.renderRoot.querySelectorAll('th')].find((th) => th.textContent!.includes(text))!;
  const names = () => [...element.renderRoot.querySelectorAll('tbody th')].map((th) => visibleText(th));
  expect(head('Uppdaterad av företag')).toBeTruthy();
  expect(visibleText(element)).toContain('4 nov 14:03');
  await userEvent.click(head('Företag').querySelector('button')!);
  await element.updateComplete;
  expect(head('Företag').getAttribute('aria-sort')).toBe('ascending');
  expect(names()).toEqual(names().toSorted(new Intl.Collator('sv').compare));
  await userEvent.click(head('Företag').querySelector('button')!);
  await element.updateComplete;
  expect(head('Företag').getAttribute('aria-sort')).toBe('descending');
  await userEvent.click(head('Status').querySelector('button')!);
  await element.updateComplete;
  expect(head('Företag').getAttribute('aria-sort')).toBe('none');
  const order = [...element.renderRoot.querySelectorAll('tbody .badge')].map((badge) => badge.textContent!.trim());
  expect(order).toEqual(['Väntar', 'Väntar', 'Försenad', 'Ny', 'Ny', 'Pågår']);
  await expectAccessible(element);
});

test('the view that somebody chose is there when they come back, unless the page says which', async () => {
  await desk();
  const { element, server } = await open();
  await userEvent.click(element.renderRoot.querySelector('[aria-label="Tabell"]')!);
  await expect.poll(() => element.renderRoot.querySelector('table')).not.toBeNull();
  expect(element.getAttribute('view')).toBe('table');
  element.remove();
  const again = show(server, 'arende-status-board');
  await expect.poll(() => again.renderRoot.querySelector('table')).not.toBeNull();
  again.remove();
  const columns = show(server, 'arende-status-board', { attributes: { view: 'columns' } });
  await expect.poll(() => columns.renderRoot.querySelector('.column')).not.toBeNull();
});

test('filters are asked of the server, kept in attributes, and the number of hits is said', async () => {
  await desk();
  const payroll = { ...bookkeeping, id: 'period-payroll', title: { sv: 'Lön', en: 'Payroll' } };
  const { element, server } = await open(someItems(), {
    prepare: (board) => (board.definitions = [bookkeeping, payroll]),
  });
  const lastQuery = () => server.requests.findLast(({ path }) => path === '/v1/board')!.query;
  await userEvent.selectOptions(element.renderRoot.querySelector('[aria-label="Period"]')!, '2026-10');
  await expect.poll(() => announced(element)).toBe('6 ärenden');
  expect(element.getAttribute('period')).toBe('2026-10');
  await userEvent.click(page.getByRole('button', { name: 'Sena' }));
  await expect.poll(() => announced(element)).toBe('1 ärende');
  expect(element.hasAttribute('late')).toBe(true);
  await userEvent.click(page.getByRole('button', { name: 'Sena' }));
  await expect.poll(() => announced(element)).toBe('6 ärenden');
  await userEvent.type(element.renderRoot.querySelector('.search')!, 'fisk');
  await expect.poll(() => announced(element)).toBe('1 ärende');
  expect(element.search).toBe('fisk');
  expect(lastQuery().get('q')).toBe('fisk');
  element.search = null;
  element.mine = true;
  await expect.poll(() => lastQuery().get('mine')).toBe('true');
  await userEvent.selectOptions(element.renderRoot.querySelector('[aria-label="Process"]')!, 'period-payroll');
  await expect.poll(() => lastQuery().get('definition')).toBe('period-payroll');
  expect(element.definition).toBe('period-payroll');
  expect(lastQuery().has('period')).toBe(false);
});

test('a selection without hits says how to get out of it', async () => {
  await desk();
  const { element } = await open(someItems(), { attributes: { search: 'finns inte' } });
  await expect.poll(() => visibleText(element)).toContain('Inget ärende passar urvalet');
  await expectAccessible(element);
  await userEvent.click(page.getByRole('button', { name: 'Visa alla' }));
  await expect.poll(() => element.renderRoot.querySelectorAll('.card').length).toBe(8);
});

test('the keyboard: arrows between cards and columns, one stop a column, Enter, slash, question mark', async () => {
  await desk();
  const { element } = await open();
  const ids = (status: string) =>
    [...element.renderRoot.querySelectorAll<HTMLElement>(`[data-status=${status}] [data-id]`)].map(
      (card) => card.dataset.id,
    );
  const focused = () => (element.shadowRoot!.activeElement as HTMLElement | null)?.dataset.id;
  cardOf(element, ids('waiting')[0]!).focus();
  await userEvent.keyboard('{ArrowDown}');
  expect(focused()).toBe(ids('waiting')[1]);
  await userEvent.keyboard('{ArrowRight}');
  expect(focused()).toBe(ids('late')[0]);
  await userEvent.keyboard('{ArrowRight}{ArrowRight}');
  expect(focused()).toBe(ids('working')[0]);
  await userEvent.keyboard('{ArrowRight}');
  expect(focused(), 'an empty column is stepped over').toBe(ids('done')[0]);
  await userEvent.keyboard('{End}');
  expect(focused()).toBe(ids('done')[1]);
  await element.updateComplete;
  const stops = element.renderRoot.querySelectorAll('[data-status=done] [data-id][tabindex="0"]');
  expect([...stops].map((stop) => (stop as HTMLElement).dataset.id)).toEqual([ids('done')[1]]);
  await userEvent.keyboard('/');
  expect(element.shadowRoot!.activeElement!.matches('.search')).toBe(true);
  await userEvent.keyboard('?');
  expect((element.shadowRoot!.activeElement as HTMLInputElement).value).toBe('?');
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => element.search).toBeNull();
  await expect.poll(() => element.renderRoot.querySelectorAll('.card').length).toBe(8);
  cardOf(element, ids('new')[0]!).focus();
  await userEvent.keyboard('?');
  await expect.poll(() => visibleText(element)).toContain('Mellan kort och kolumner');
  await expectAccessible(element);
  await userEvent.keyboard('{Escape}');
  await expect.poll(focused).toBe(ids('new')[0]);
});

test('the arrows move in the table of periods too, past cells that are empty', async () => {
  await desk();
  const { element, board } = await open(someItems(), { attributes: { view: 'table' } });
  const focused = () => (element.shadowRoot!.activeElement as HTMLElement | null)?.dataset.id;
  const id = (client: string, period: string) =>
    board.items.find((found) => found.client!.name.startsWith(client) && found.period === period)!.instanceId;
  cardOf(element, id('Bageriet', '2026-10')).focus();
  await userEvent.keyboard('{ArrowRight}');
  expect(focused()).toBe(id('Bageriet', '2026-09'));
  await userEvent.keyboard('{ArrowDown}');
  expect(focused()).toBe(id('Elfirman', '2026-09'));
  await userEvent.keyboard('{ArrowLeft}{ArrowUp}');
  expect(focused()).toBe(id('Demo', '2026-10'));
});

test('a card opens with its history, its days and why they fall there, and what may be done', async () => {
  await desk();
  const { element, board } = await open();
  const selected: (string | null)[] = [];
  element.addEventListener('arende-selected', ({ detail }) => selected.push(detail.id));
  const { instanceId } = board.items.find(({ status }) => status === 'waiting')!;
  cardOf(element, instanceId).focus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => visibleText(element)).toContain('Sista inlämningsdag');
  await userEvent.click(page.getByText('Varför den här dagen?'));
  await expect.poll(() => visibleText(element)).toContain('nästa bankdag');
  expect(visibleText(element)).toContain('Kim Kund, 4 nov 14:03');
  expect(visibleText(element)).toContain('Företaget har inte lämnat in än.');
  const start = page.getByRole('dialog').getByRole('button', { name: 'Sätt till Pågår' });
  expect(start.element().getAttribute('aria-disabled')).toBe('true');
  await expectAccessible(element);
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => selected).toEqual([instanceId, null]);
  await expect.poll(() => (element.shadowRoot!.activeElement as HTMLElement)?.dataset.id).toBe(instanceId);
});

test('details that cannot be fetched say so and can be asked for again', async () => {
  await desk();
  const { element, board, server } = await open();
  const { instanceId } = board.items[0]!;
  server.offline = true;
  await userEvent.click(cardOf(element, instanceId));
  const dialog = page.getByRole('dialog');
  await expect.poll(() => dialog.element().textContent).toContain('Ingen kontakt med servern');
  server.offline = false;
  await userEvent.click(dialog.getByRole('button', { name: 'Försök igen' }));
  await expect.poll(() => dialog.element().textContent).toContain('Historik');
});

test('somebody else moves a card: it moves here, is said politely, and focus stays where it was', async () => {
  await desk();
  const { element, board } = await open();
  const [moved, kept] = board.items.filter(({ status }) => status === 'new');
  cardOf(element, kept!.instanceId).focus();
  board.moveElsewhere(moved!.instanceId, 'working');
  await expect.poll(() => columnOf(element, moved!.instanceId)).toBe('working');
  expect(announced(element)).toBe('Elfirman Ström AB, Bokföring oktober 2026 är nu Pågår.');
  expect((element.shadowRoot!.activeElement as HTMLElement).dataset.id).toBe(kept!.instanceId);
  board.moveElsewhere(kept!.instanceId, 'incomplete');
  await expect.poll(() => columnOf(element, kept!.instanceId)).toBe('incomplete');
  expect((element.shadowRoot!.activeElement as HTMLElement).dataset.id, 'focus goes with the card').toBe(
    kept!.instanceId,
  );
});

test('thousands of cards: a column draws and fetches more as it is scrolled, and a change costs little', async () => {
  await desk();
  const many = Array.from({ length: 1200 }, (_, index) => item(`Kund ${index}`, index % 2 ? 'waiting' : 'done'));
  const { element, server, board } = await open(many);
  const cards = () => element.renderRoot.querySelectorAll('[data-status=waiting] .card').length;
  const list = element.renderRoot.querySelector('[data-status=waiting] ul')!;
  expect(cards()).toBeLessThan(150);
  await expect
    .poll(() => {
      list.scrollTop = list.scrollHeight;
      return cards();
    })
    .toBeGreaterThan(250);
  expect(server.requests.some(({ query }) => query.get('status') === 'waiting')).toBe(true);
  expect(list.parentElement!.getBoundingClientRect().height).toBeLessThan(900);
  const before = server.count('GET', /^\/v1\/board$/);
  board.moveElsewhere(many[1]!.instanceId, 'working');
  await expect.poll(() => columnOf(element, many[1]!.instanceId)).toBe('working');
  const later = server.requests.filter(({ path }) => path === '/v1/board').slice(before);
  expect(later.map(({ query }) => query.get('limit') === '1' || query.has('client'))).toEqual([true, true]);
  expect(cards(), 'what was scrolled to is still there').toBeGreaterThan(200);
});

test('the table fetches the rest by itself, so that sorting is true', async () => {
  await desk();
  const many = Array.from({ length: 700 }, (_, index) => item(`Kund ${index}`, 'waiting'));
  const { element } = await open(many, { attributes: { view: 'table', period: '2026-10' } });
  await expect.poll(() => element.renderRoot.querySelector('table')!.getAttribute('aria-busy')).toBe('false');
  const head = element.renderRoot.querySelector<HTMLElement>('thead th button')!;
  await userEvent.click(head);
  await userEvent.click(head);
  await expect.poll(() => visibleText(element.renderRoot.querySelector('tbody th')!)).toBe('Kund 699');
});

for (const view of ['columns', 'table']) {
  test(`on a phone the ${view} fit without scrolling sideways and read without columns`, async () => {
    await phone();
    const { element } = await open(someItems(), { attributes: { view, period: '2026-10' } });
    await expect.poll(() => visibleText(element)).toContain('Grönsakshallen AB');
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(390);
    const [first, second] = [...element.renderRoot.querySelectorAll('.column, tbody tr')].map((part) =>
      part.getBoundingClientRect(),
    );
    expect(second!.top).toBeGreaterThanOrEqual(first!.bottom - 1);
    await expectAccessible(element);
    await userEvent.click(page.getByRole('group', { name: 'Status' }).getByRole('button', { name: 'Försenad' }));
    await expect.poll(() => announced(element)).toBe('1 ärende');
    expect(element.getAttribute('status')).toBe('late');
  });
}

test('the states: waiting, empty, error, offline, expired', async () => {
  await desk();
  const server = startServer();
  const board = new BoardServer(server, []);
  const release = server.hold(/^\/v1\/board$/);
  const element = show(server, 'arende-status-board', { attributes: { view: 'columns' } });
  await expect.poll(() => element.renderRoot.querySelectorAll('.skeletons .column').length).toBe(6);
  await expectAccessible(element);
  release();
  await expect.poll(() => visibleText(element)).toContain('Inga ärenden än');
  expect(visibleText(element)).toContain('öppnas av sig själva');
  await expectAccessible(element);
  board.items = someItems();
  board.tell(board.items[0]!.instanceId);
  await expect.poll(() => element.renderRoot.querySelectorAll('.card').length).toBe(8);
  server.goOffline();
  await expect.poll(() => visibleText(element)).toContain('Ingen kontakt med servern');
  expect(element.renderRoot.querySelectorAll('.card').length, 'what was there stays').toBe(8);
  await expectAccessible(element);
  server.goOnline();
  await expect.poll(() => visibleText(element)).not.toContain('Ingen kontakt med servern');
  server.on('GET', /^\/v1\/board$/, () => new Response('<html>', { status: 502 }));
  element.late = true;
  await expect.poll(() => visibleText(element)).toContain('Servern svarade inte som den ska');
  await expectAccessible(element);
  server.secret = '';
  server.tokens.clear();
  element.late = false;
  await expect.poll(() => visibleText(element)).toContain('Du har blivit utloggad');
  await expectAccessible(element);
});

test('without a process there is a sentence about what comes, and the board comes by itself', async () => {
  await desk();
  const { element, board } = await open(someItems(), { prepare: (empty) => (empty.definitions = []) });
  expect(visibleText(element)).toContain('Ingen process att visa än');
  await expectAccessible(element);
  board.definitions = [bookkeeping];
  board.tell(board.items[0]!.instanceId);
  await expect.poll(() => element.renderRoot.querySelectorAll('.card').length).toBe(8);
});
