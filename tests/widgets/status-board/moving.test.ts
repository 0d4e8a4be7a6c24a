import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import '../../../widgets/status-board/status-board.ts';
import { expectAccessible, show, startServer, visibleText } from '../support/page.ts';
import { FakeProblem } from '../support/fake-server.ts';
import { action, actionsIn, announced, BoardServer, cardOf, columnOf, item } from './fixture.ts';

async function open(items = [item('Bageriet AB', 'new'), item('Cykelverkstan HB', 'waiting')]) {
  await page.viewport(1440, 900);
  localStorage.clear();
  const server = startServer();
  const board = new BoardServer(server, items);
  const element = show(server, 'arende-status-board');
  await expect.poll(() => element.renderRoot.querySelectorAll('.card').length).toBe(items.length);
  const [first] = items;
  const id = first!.instanceId;
  return { server, board, element, id, card: () => cardOf(element, id).closest('.card')! };
}

const column = (element: HTMLElement & { renderRoot: HTMLElement | DocumentFragment }, status: string) =>
  element.renderRoot.querySelector<HTMLElement>(`[data-status=${status}]`)!;

const menuItem = (name: string | RegExp) => page.getByRole('menuitem', { name });

test('WCAG 2.5.7: the menu does what dragging does, with the keyboard alone', async () => {
  const { element, board, id, server } = await open();
  const release = server.hold(/acts$/);
  cardOf(element, id).focus();
  await userEvent.keyboard('m');
  await expect.poll(() => element.shadowRoot!.activeElement?.getAttribute('role')).toBe('menuitem');
  expect(element.shadowRoot!.activeElement!.textContent).toContain('Skicka tillbaka');
  await expectAccessible(element);
  await userEvent.keyboard('{ArrowDown}{Enter}');
  await expect.poll(() => columnOf(element, id)).toBe('working');
  expect(visibleText(element)).toContain('Flyttas…');
  expect(column(element, 'working').querySelector('.count')!.textContent!.trim()).toBe('1');
  await expectAccessible(element);
  release();
  await expect.poll(() => visibleText(element)).not.toContain('Flyttas…');
  expect(columnOf(element, id)).toBe('working');
  expect(announced(element)).toBe('Bageriet AB, Bokföring oktober 2026 är nu Pågår.');
  expect(board.acts).toMatchObject([{ id, body: { event: 'START', data: {}, expectedSequence: 3 } }]);
  expect((element.shadowRoot!.activeElement as HTMLElement).dataset.id).toBe(id);
});

test('what the server refuses stands in the menu with its reason and does nothing', async () => {
  const { element, board } = await open();
  const waiting = board.items.find(({ status }) => status === 'waiting')!;
  await userEvent.click(element.renderRoot.querySelector(`[data-menu="${waiting.instanceId}"]`)!);
  const start = menuItem('Sätt till Pågår');
  await expect.element(start).toHaveAttribute('aria-disabled', 'true');
  await expect.element(start).toHaveAccessibleDescription('Företaget har inte lämnat in än.');
  await userEvent.click(start, { force: true });
  expect(board.acts).toEqual([]);
  await userEvent.keyboard('{Escape}');
  await expect
    .poll(() => (element.shadowRoot!.activeElement as HTMLElement | null)?.dataset.menu)
    .toBe(waiting.instanceId);
});

test('a card is dragged to a column with the mouse', async () => {
  const { element, board, card, id } = await open();
  await userEvent.dragAndDrop(card(), column(element, 'done'), { sourcePosition: { x: 60, y: 40 } });
  await expect.poll(() => columnOf(element, id)).toBe('done');
  await expect.poll(() => board.acts.map(({ body }) => [body.event, body.taskId])).toEqual([['FINISH', 'finish-1']]);
  expect(element.renderRoot.querySelector('dialog')!.open, 'letting go opens nothing').toBe(false);
  expect(element.renderRoot.querySelector('.ghost')).toBeNull();
});

function pointer(element: HTMLElement, type: string, x: number, y: number) {
  const target = element.shadowRoot!.elementFromPoint(x, y) ?? element;
  const init = { bubbles: true, composed: true, cancelable: true, pointerId: 7, pointerType: 'mouse', button: 0 };
  target.dispatchEvent(new PointerEvent(type, { ...init, clientX: x, clientY: y }));
}

function middle(element: Element): [number, number] {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
}

test('while dragging, columns that the card cannot go to are marked, with the reason; Escape takes it back', async () => {
  const { element, board } = await open();
  const waiting = board.items.find(({ status }) => status === 'waiting')!;
  const [x, y] = middle(cardOf(element, waiting.instanceId).closest('.card')!);
  pointer(element, 'pointerdown', x, y);
  pointer(element, 'pointermove', x + 20, y);
  await element.updateComplete;
  const marked = () => [...element.renderRoot.querySelectorAll<HTMLElement>('.no-target')].map((c) => c.dataset.status);
  expect(marked()).toEqual(['late', 'new', 'working', 'incomplete', 'done']);
  pointer(element, 'pointermove', ...middle(column(element, 'working')));
  await element.updateComplete;
  expect(visibleText(column(element, 'working'))).toContain('Företaget har inte lämnat in än.');
  await userEvent.keyboard('{Escape}');
  await element.updateComplete;
  expect(marked()).toEqual([]);
  pointer(element, 'pointerup', ...middle(column(element, 'working')));
  expect(board.acts).toEqual([]);
});

test('let go over a column that refuses, the card stays and says why', async () => {
  const { element, board } = await open();
  const { instanceId } = board.items.find(({ status }) => status === 'waiting')!;
  const [x, y] = middle(cardOf(element, instanceId).closest('.card')!);
  pointer(element, 'pointerdown', x, y);
  pointer(element, 'pointermove', x + 20, y);
  pointer(element, 'pointermove', ...middle(column(element, 'done')));
  pointer(element, 'pointerup', ...middle(column(element, 'done')));
  const card = () => cardOf(element, instanceId).closest('.card')!;
  await expect.poll(() => visibleText(card())).toContain('Inte ändrat. Företaget har inte lämnat in än.');
  expect(columnOf(element, instanceId)).toBe('waiting');
  expect(board.acts).toEqual([]);
  await expectAccessible(element);
});

test('two ways to the same column: the drop asks which one is meant', async () => {
  const two = [
    action('FINISH', 'Klar', 'Done', { toStatus: 'done' }),
    action('SKIP', 'Klar utan bokföring', 'Done without books', { toStatus: 'done' }),
  ];
  const { element, board, card } = await open([item('Bageriet AB', 'new', { actions: two })]);
  await userEvent.dragAndDrop(card(), column(element, 'done'), { sourcePosition: { x: 60, y: 40 } });
  await expect.poll(() => visibleText(element)).toContain('Vad menar du?');
  expect(board.acts).toEqual([]);
  await userEvent.click(menuItem('Klar utan bokföring'));
  await expect.poll(() => board.acts.map(({ body }) => body.event)).toEqual(['SKIP']);
});

test('B-38: sending back asks for the reason first, checks it, and keeps what was written', async () => {
  const { element, board, card, id } = await open();
  await userEvent.dragAndDrop(card(), column(element, 'waiting'), { sourcePosition: { x: 60, y: 40 } });
  const dialog = page.getByRole('dialog');
  await expect.element(dialog).toHaveAccessibleName('Skicka tillbaka');
  const send = dialog.getByRole('button', { name: 'Skicka tillbaka' });
  await userEvent.click(send);
  await expect.poll(() => visibleText(element)).toContain('Rätta det här för att gå vidare');
  expect(board.acts).toEqual([]);
  await userEvent.type(dialog.getByRole('textbox'), 'Kvitto 14 saknas');
  await expectAccessible(element);
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => element.renderRoot.querySelector('dialog')!.open).toBe(false);
  expect(columnOf(element, id)).toBe('new');
  cardOf(element, id).focus();
  await userEvent.keyboard('m');
  await userEvent.click(menuItem('Skicka tillbaka'));
  await expect.element(dialog.getByRole('textbox')).toHaveValue('Kvitto 14 saknas');
  await userEvent.click(send);
  await expect.poll(() => columnOf(element, id)).toBe('waiting');
  await expect.poll(() => board.acts[0]?.body).toMatchObject({ event: 'REOPEN', data: { reason: 'Kvitto 14 saknas' } });
  await expect.poll(() => element.renderRoot.querySelector('dialog')!.open).toBe(false);
});

test('what the server finds wrong in a form is shown in the form', async () => {
  const { element, board, id, server } = await open();
  server.on('POST', /acts$/, () => {
    const fields = [{ pointer: '/reason', text: { sv: 'Skriv vad som saknas.', en: 'Write what is missing.' } }];
    throw new FakeProblem(422, 'form_invalid', 'The form is not right.', { fields });
  });
  cardOf(element, id).focus();
  await userEvent.keyboard('m');
  await userEvent.click(menuItem('Skicka tillbaka'));
  const dialog = page.getByRole('dialog');
  await userEvent.type(dialog.getByRole('textbox'), 'x');
  await userEvent.click(dialog.getByRole('button', { name: 'Skicka tillbaka' }));
  await expect.poll(() => visibleText(element)).toContain('Skriv vad som saknas.');
  expect(columnOf(element, id)).toBe('new');
  expect(board.find(id).status).toBe('new');
});

test('an action that wants a confirmation is not sent without it', async () => {
  const confirm = { sv: 'Perioden låses.', en: 'The period is locked.' };
  const locking = [action('LOCK', 'Lås', 'Lock', { toStatus: 'done', confirm })];
  const { element, board, card, id } = await open([item('Bageriet AB', 'new', { actions: locking })]);
  await userEvent.dragAndDrop(card(), column(element, 'done'), { sourcePosition: { x: 60, y: 40 } });
  const dialog = page.getByRole('dialog');
  await expect.poll(() => visibleText(element)).toContain('Perioden låses.');
  await userEvent.click(dialog.getByRole('button', { name: 'Avbryt' }));
  expect(board.acts).toEqual([]);
  expect(columnOf(element, id)).toBe('new');
});

test('somebody was faster: the card goes back, says why, and shows how it stands', async () => {
  const { element, board, id, card } = await open();
  const current = board.find(id);
  board.items = board.items.map((other) =>
    other === current ? { ...other, sequence: 4, status: 'incomplete', actions: actionsIn('incomplete') } : other,
  );
  cardOf(element, id).focus();
  await userEvent.keyboard('m');
  await userEvent.click(menuItem('Sätt till Pågår'));
  await expect.poll(() => visibleText(card())).toContain('Ärendet har ändrats sedan du såg det.');
  await expect.poll(() => columnOf(element, id)).toBe('incomplete');
  expect(visibleText(card())).toContain('Inte ändrat.');
  await expectAccessible(element);
  await userEvent.click(page.getByRole('button', { name: 'Stäng meddelandet' }));
  await expect.poll(() => visibleText(card())).not.toContain('Inte ändrat.');
});

test('the page can stop an act, and hears of one that was done', async () => {
  const { element, board, id } = await open();
  const stop = (event: Event) => event.preventDefault();
  const acted: string[] = [];
  element.addEventListener('arende-acted', ({ detail }) => acted.push(detail.request.event));
  element.addEventListener('arende-before-act', stop);
  const start = async () => {
    cardOf(element, id).focus();
    await userEvent.keyboard('m');
    await userEvent.click(menuItem('Sätt till Pågår'));
  };
  await start();
  expect(board.acts).toEqual([]);
  expect(columnOf(element, id)).toBe('new');
  element.removeEventListener('arende-before-act', stop);
  await start();
  await expect.poll(() => acted).toEqual(['START']);
});

test('an action from the opened card is performed on what was shown there', async () => {
  const { element, board, id } = await open();
  await userEvent.click(cardOf(element, id));
  const dialog = page.getByRole('dialog');
  await userEvent.click(dialog.getByRole('button', { name: 'Sätt till Klar' }));
  await expect.poll(() => columnOf(element, id)).toBe('done');
  await expect.poll(() => board.acts.map(({ body }) => body.event)).toEqual(['FINISH']);
});

test('when no answer comes, the card does not claim to know, and shows what the server says next', async () => {
  const { element, board, id, card, server } = await open();
  server.on('POST', /acts$/, () => {
    const current = board.find(id);
    board.items = board.items.map((other) =>
      other === current ? { ...other, sequence: 4, status: 'working', actions: actionsIn('working') } : other,
    );
    return new Response('', { status: 504 });
  });
  cardOf(element, id).focus();
  await userEvent.keyboard('m');
  await userEvent.click(menuItem('Sätt till Pågår'));
  await expect.poll(() => visibleText(card())).toContain('vet inte om det kom fram');
  expect(visibleText(card())).not.toContain('Inte ändrat');
  await expect.poll(() => columnOf(element, id)).toBe('working');
  const keys = server.requests
    .filter(({ path }) => path.endsWith('/acts'))
    .map((r) => r.headers.get('Idempotency-Key'));
  expect(new Set(keys).size, 'tried again as the same act').toBe(1);
});
