import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import '../../../widgets/document-tree/document-tree.ts';
import '../../../widgets/document-tree/preview/pdf.ts';
import { announced } from '../support/keys.ts';
import { expectAccessible, startServer } from '../support/page.ts';
import { augustPayroll } from './archive.ts';
import { pdfOf } from './files.ts';
import { dialogOf, hasDot, namesOf, openFolders, rowOf, showTree } from './tree-page.ts';

const path = ['dokument', '2026', 'löner', '08. Augusti'];

test('what is new has a dot that shows on every folder above it, and is told to screen readers (L-17, L-18)', async () => {
  const server = startServer();
  augustPayroll(server);
  const tree = showTree(server);
  await openFolders(tree, ...path);
  await expect.poll(() => namesOf(tree)).toContain('Lönebesked augusti.pdf');
  for (const name of [...path, 'Lönebesked augusti.pdf']) expect(hasDot(tree, name), name).toBe(true);
  for (const name of ['07. Juli', 'skatteverket', 'Utbetalningslista.xlsx'])
    expect(hasDot(tree, name), name).toBe(false);
  expect(rowOf(tree, '08. Augusti').getAttribute('aria-label')).toBe('08. Augusti, mapp, innehåller nytt');
  expect(rowOf(tree, 'Lönebesked augusti.pdf').getAttribute('aria-label')).toContain('nytt');
  await expectAccessible(tree);
});

test('reading the only new document puts out the dots up to the root', async () => {
  const server = startServer();
  const { archive, slip } = augustPayroll(server);
  archive.contents.set(slip.id, new Blob([pdfOf(['Hej'])]));
  const tree = showTree(server);
  await openFolders(tree, ...path);
  await expect.poll(() => namesOf(tree)).toContain('Lönebesked augusti.pdf');
  await userEvent.click(rowOf(tree, 'Lönebesked augusti.pdf'));
  await expect.poll(() => hasDot(tree, 'dokument')).toBe(false);
  for (const name of [...path, 'Lönebesked augusti.pdf']) expect(hasDot(tree, name), name).toBe(false);
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => dialogOf(tree).open).toBe(false);
});

test('a dot stays while something else below is new', async () => {
  const server = startServer();
  const { archive, slip, july } = augustPayroll(server);
  archive.contents.set(slip.id, new Blob([pdfOf(['Hej'])]));
  archive.document(july, 'Lönebesked juli.pdf', { unseen: true });
  const tree = showTree(server);
  await openFolders(tree, ...path);
  await expect.poll(() => namesOf(tree)).toContain('Lönebesked augusti.pdf');
  await userEvent.click(rowOf(tree, 'Lönebesked augusti.pdf'));
  await expect.poll(() => hasDot(tree, '08. Augusti')).toBe(false);
  expect(hasDot(tree, 'löner')).toBe(true);
  expect(hasDot(tree, 'dokument')).toBe(true);
});

test('a whole folder is marked as seen at once', async () => {
  const server = startServer();
  augustPayroll(server);
  const tree = showTree(server);
  await openFolders(tree, ...path);
  await expect.poll(() => namesOf(tree)).toContain('Lönebesked augusti.pdf');
  await userEvent.click(tree.shadowRoot!.querySelector('button[aria-label="Markera allt i 2026 som sett"]')!);
  await expect.poll(() => [...path, 'Lönebesked augusti.pdf'].filter((name) => hasDot(tree, name))).toEqual([]);
  expect(announced(tree)).toBe('Allt i 2026 är markerat som sett.');
});

test('a document that arrives is there with its dots at once, also deep in what is closed', async () => {
  const server = startServer();
  const { archive, july, tax } = augustPayroll(server);
  const tree = showTree(server);
  await openFolders(tree, '2026', 'löner');
  await expect.poll(() => namesOf(tree)).toContain('07. Juli');
  await expect.poll(() => server.openStreams).toBe(1);
  archive.document(tax, 'Skattekonto.pdf', { unseen: true });
  archive.changed('document', tax);
  await expect.poll(() => hasDot(tree, 'skatteverket')).toBe(true);
  await openFolders(tree, '07. Juli');
  await expect.poll(() => namesOf(tree)).toContain('Mappen är tom');
  archive.document(july, 'Lönebesked juli.pdf', { unseen: true });
  archive.changed('document', july);
  await expect.poll(() => namesOf(tree)).toContain('Lönebesked juli.pdf');
  expect(hasDot(tree, '07. Juli')).toBe(true);
});

test('what the same user has seen in another window loses its dot here', async () => {
  const server = startServer();
  const { archive, august, slip } = augustPayroll(server);
  const tree = showTree(server);
  await openFolders(tree, ...path);
  await expect.poll(() => namesOf(tree)).toContain('Lönebesked augusti.pdf');
  await expect.poll(() => server.openStreams).toBe(1);
  slip.unseen = false;
  for (const folder of archive.folders.values()) folder.unseen = false;
  archive.changed('seen', august);
  await expect.poll(() => [...path, 'Lönebesked augusti.pdf'].filter((name) => hasDot(tree, name))).toEqual([]);
});
