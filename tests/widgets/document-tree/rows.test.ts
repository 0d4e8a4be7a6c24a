import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import '../../../widgets/document-tree/document-tree.ts';
import { expectAccessible, startServer, visibleText } from '../support/page.ts';
import { Archive, augustPayroll } from './archive.ts';
import { activeName, namesOf, openFolders, rowOf, showTree } from './tree-page.ts';

test('a client finds the newest year opened, with years and areas in the order of the server (L-06 to L-08)', async () => {
  const server = startServer();
  augustPayroll(server);
  const tree = showTree(server);
  await expect.poll(() => namesOf(tree)).toEqual(['dokument', '2026', 'löner', 'skatteverket']);
  await openFolders(tree, 'löner');
  await expect
    .poll(() => namesOf(tree))
    .toEqual(['dokument', '2026', 'löner', '07. Juli', '08. Augusti', 'skatteverket']);
  await openFolders(tree, '08. Augusti');
  await expect.poll(() => namesOf(tree)).toContain('Lönebesked augusti.pdf');
  expect(visibleText(rowOf(tree, 'Utbetalningslista.xlsx'))).toBe(
    'Utbetalningslista.xlsx 48 kB 5 okt 14:03 Anna Exempel',
  );
  await expectAccessible(tree);
});

test('level, position and size of each set are told to screen readers', async () => {
  const server = startServer();
  augustPayroll(server);
  const tree = showTree(server);
  await openFolders(tree, '2026', 'löner', '08. Augusti');
  await expect.poll(() => namesOf(tree)).toContain('Lönebesked augusti.pdf');
  const told = ['aria-level', 'aria-posinset', 'aria-setsize', 'aria-expanded'];
  const of = (name: string) => told.map((attribute) => rowOf(tree, name).getAttribute(attribute));
  expect(of('dokument')).toEqual(['1', '1', '1', 'true']);
  expect(of('löner')).toEqual(['3', '1', '2', 'true']);
  expect(of('07. Juli')).toEqual(['4', '1', '2', 'false']);
  expect(of('Utbetalningslista.xlsx')).toEqual(['5', '2', '2', null]);
  expect(tree.shadowRoot!.querySelector('[role=treegrid]')!.getAttribute('aria-rowcount')).toBe('9');
});

test('the keys of a treegrid move, open and close', async () => {
  const server = startServer();
  augustPayroll(server);
  const tree = showTree(server);
  await expect.poll(() => namesOf(tree)).toContain('löner');
  await userEvent.keyboard('{Tab}{Tab}');
  expect(activeName(tree)).toBe('dokument');
  await userEvent.keyboard('{ArrowDown}{ArrowLeft}');
  await expect.poll(() => namesOf(tree)).toEqual(['dokument', '2026']);
  await userEvent.keyboard('{ArrowRight}');
  await expect.poll(() => namesOf(tree)).toContain('löner');
  await userEvent.keyboard('{ArrowRight}');
  await expect.poll(() => activeName(tree)).toBe('löner');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => namesOf(tree)).toContain('08. Augusti');
  await userEvent.keyboard('{End}');
  await expect.poll(() => activeName(tree)).toBe('skatteverket');
  await userEvent.keyboard('aug');
  await expect.poll(() => activeName(tree)).toBe('08. Augusti');
  await userEvent.keyboard('{ArrowLeft}');
  await expect.poll(() => activeName(tree)).toBe('löner');
  await userEvent.keyboard('{ArrowLeft}');
  await expect.poll(() => namesOf(tree)).not.toContain('08. Augusti');
  expect(activeName(tree)).toBe('löner');
  await userEvent.keyboard('{Home}');
  await expect.poll(() => activeName(tree)).toBe('dokument');
  const stops = [...tree.shadowRoot!.querySelectorAll('[role=row][tabindex="0"]')];
  expect(stops).toHaveLength(1);
});

test('the asterisk opens all folders beside the one in focus', async () => {
  const server = startServer();
  augustPayroll(server);
  const tree = showTree(server);
  await expect.poll(() => namesOf(tree)).toContain('skatteverket');
  await userEvent.keyboard('{Tab}{Tab}{ArrowDown}{ArrowRight}');
  await expect.poll(() => activeName(tree)).toBe('löner');
  await userEvent.keyboard('*');
  await expect.poll(() => namesOf(tree)).toContain('Mappen är tom');
  expect(namesOf(tree)).toContain('07. Juli');
  await expectAccessible(tree);
});

test('a consultant searches among clients, and opens one', async () => {
  const server = startServer();
  const archive = new Archive(server);
  for (const name of ['Demo Bageri AB', 'Demo Frisör HB', 'Exempelbolaget AB']) archive.client(name);
  archive.folder(archive.roots[2]!.folderId, '2026');
  const tree = showTree(server);
  await expect.poll(() => namesOf(tree)).toEqual(['Demo Bageri AB', 'Demo Frisör HB', 'Exempelbolaget AB']);
  await expectAccessible(tree);
  await userEvent.type(tree.shadowRoot!.querySelector('input[type=search]')!, 'exempel');
  await expect.poll(() => namesOf(tree)).toEqual(['Exempelbolaget AB']);
  await openFolders(tree, 'Exempelbolaget AB');
  await expect.poll(() => namesOf(tree)).toEqual(['Exempelbolaget AB', '2026']);
  await userEvent.type(tree.shadowRoot!.querySelector('input[type=search]')!, 'x');
  await expect.poll(() => visibleText(tree)).toContain('Inget företag har ”exempelx” i namnet.');
  await expectAccessible(tree);
});

test('L-16: a link leads straight to its folder, opened, in view and in focus', async () => {
  const server = startServer();
  const { august } = augustPayroll(server);
  const tree = showTree(server, { attributes: { 'folder-id': august } });
  await expect.poll(() => activeName(tree)).toBe('08. Augusti');
  expect(namesOf(tree)).toContain('Lönebesked augusti.pdf');
  expect(rowOf(tree, '08. Augusti').getAttribute('aria-expanded')).toBe('true');
});

test('a link to a folder of a client that is thousands of rows away finds it', async () => {
  const server = startServer();
  const archive = new Archive(server);
  for (let number = 0; number < 900; number += 1) archive.client(`Demo ${String(number).padStart(4, '0')} AB`);
  const root = archive.client('Ödlan Exempel AB');
  const year = archive.folder(root, '2026');
  const tree = showTree(server);
  await expect.poll(() => namesOf(tree)).toContain('Demo 0000 AB');
  tree.setAttribute('folder-id', year);
  await expect.poll(() => activeName(tree)).toBe('2026');
  expect(namesOf(tree)).toContain('Ödlan Exempel AB');
});

test('a link to a folder that is gone says so, and the tree is there', async () => {
  const server = startServer();
  augustPayroll(server);
  const tree = showTree(server, { attributes: { 'folder-id': 'gone' } });
  await expect.poll(() => visibleText(tree)).toContain('Mappen i länken finns inte');
  await userEvent.keyboard('{Escape}');
  expect(namesOf(tree)).toContain('löner');
});
