import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import '../../../widgets/document-tree/document-tree.ts';
import '../../../widgets/document-tree/preview/pdf.ts';
import { FakeProblem } from '../support/fake-server.ts';
import { focused } from '../support/keys.ts';
import { expectAccessible, startServer, visibleText } from '../support/page.ts';
import { Archive } from './archive.ts';
import { pdfOf, png } from './files.ts';
import { activeName, dialogOf, namesOf, rowOf, showTree } from './tree-page.ts';

async function threeDocuments() {
  const server = startServer();
  const archive = new Archive(server);
  const root = archive.client('Exempelbolaget AB');
  const sheet = archive.document(root, 'Lista.xlsx');
  const image = archive.document(root, 'Kvitto.png', { preview: 'image' });
  const pdf = archive.document(root, 'Lönebesked.pdf', { preview: 'pdf' });
  archive.contents.set(sheet.id, new Blob(['sheet']));
  archive.contents.set(image.id, new Blob([png]));
  archive.contents.set(pdf.id, new Blob([pdfOf(['Lon 27 500 kr', 'Semester 12 dagar'])]));
  const tree = showTree(server);
  await expect.poll(() => namesOf(tree)).toContain('Lönebesked.pdf');
  return { server, archive, tree, sheet, image, pdf };
}

test('a PDF opens with Enter, is read page by page, and Escape gives focus back to its row', async () => {
  const { tree } = await threeDocuments();
  rowOf(tree, 'dokument').focus();
  await userEvent.keyboard('{ArrowDown}{Enter}');
  await expect.poll(() => dialogOf(tree).querySelectorAll('.page').length).toBe(2);
  await expect.poll(() => dialogOf(tree).querySelector('.page .text')?.textContent).toContain('Lon 27 500 kr');
  expect(dialogOf(tree).querySelector('h2')!.textContent).toBe('Lönebesked.pdf');
  await expectAccessible(tree);
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => dialogOf(tree).open).toBe(false);
  await expect.poll(() => activeName(tree)).toBe('Lönebesked.pdf');
});

test('focus stays in the dialog, and the arrows go through the documents of the folder', async () => {
  const { tree } = await threeDocuments();
  await userEvent.click(rowOf(tree, 'Lönebesked.pdf'));
  await expect.poll(() => dialogOf(tree).querySelectorAll('.page').length).toBe(2);
  for (let stop = 0; stop < 12; stop += 1) {
    await userEvent.keyboard('{Tab}');
    expect(focused() === document.body || dialogOf(tree).contains(focused())).toBe(true);
  }
  dialogOf(tree).querySelector<HTMLElement>('.stage')!.focus();
  await userEvent.keyboard('{ArrowRight}');
  await expect.poll(() => dialogOf(tree).querySelector('canvas.image')?.getAttribute('aria-label')).toBe('Kvitto.png');
  await expectAccessible(tree);
  await userEvent.keyboard('{ArrowRight}');
  await expect.poll(() => visibleText(dialogOf(tree))).toContain('Dokumentet kan inte visas här');
  await expectAccessible(tree);
  await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
  await expect.poll(() => dialogOf(tree).querySelectorAll('.page').length).toBe(2);
});

test('zoom makes the pages larger', async () => {
  const { tree } = await threeDocuments();
  await userEvent.click(rowOf(tree, 'Lönebesked.pdf'));
  await expect.poll(() => dialogOf(tree).querySelectorAll('.page').length).toBe(2);
  const width = () => dialogOf(tree).querySelector('.page')!.getBoundingClientRect().width;
  const before = width();
  await userEvent.keyboard('+');
  await expect.poll(width).toBeCloseTo(before * 1.25, -1);
  await expect
    .poll(() => dialogOf(tree).querySelector('canvas')!.width / window.devicePixelRatio)
    .toBeGreaterThan(before * 1.2);
});

test('a file that is not what it says, and one that is gone, are explained', async () => {
  const { tree, archive, server, pdf } = await threeDocuments();
  archive.contents.set(pdf.id, new Blob(['not a PDF']));
  await userEvent.click(rowOf(tree, 'Lönebesked.pdf'));
  await expect.poll(() => visibleText(dialogOf(tree))).toContain('Dokumentet kunde inte visas');
  await expectAccessible(tree);
  const text = { sv: 'Dokumentet är borttaget.', en: 'The document has been removed.' };
  server.on('GET', /content$/, () => {
    throw new FakeProblem(404, 'document_unknown', 'Gone.', { text });
  });
  await userEvent.keyboard('{ArrowRight}');
  await expect.poll(() => visibleText(dialogOf(tree))).toContain('Dokumentet är borttaget.');
  expect(server.count('POST', /seen$/)).toBe(0);
});
