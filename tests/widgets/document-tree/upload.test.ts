import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import '../../../widgets/document-tree/document-tree.ts';
import { FakeProblem } from '../support/fake-server.ts';
import { announced } from '../support/keys.ts';
import { expectAccessible, startServer, visibleText } from '../support/page.ts';
import { augustPayroll } from './archive.ts';
import { fakeUploads } from './fake-upload.ts';
import { namesOf, openFolders, rowOf, showTree } from './tree-page.ts';

function drop(target: Element, files: File[]): void {
  const dataTransfer = new DataTransfer();
  for (const file of files) dataTransfer.items.add(file);
  for (const type of ['dragover', 'drop']) {
    target.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, composed: true, cancelable: true }));
  }
}

const fileOf = (name: string, sizeBytes = 1000) => new File([new Uint8Array(sizeBytes)], name);
const buttonOf = (tree: Element, label: string) =>
  tree.shadowRoot!.querySelector<HTMLButtonElement>(`button[aria-label="${label}"]`)!;
const progressOf = (tree: Element) => [...tree.shadowRoot!.querySelectorAll('progress')].map(({ value }) => value);

test('many files at once go to the folder in which the user is, each with its progress', async () => {
  const server = startServer();
  augustPayroll(server);
  const uploads = fakeUploads();
  const tree = showTree(server);
  await openFolders(tree, '2026', 'löner', '08. Augusti');
  await expect.poll(() => visibleText(tree)).toContain('Ladda upp i 08. Augusti');
  const input = tree.shadowRoot!.querySelector<HTMLInputElement>('input[type=file]')!;
  input.click = () => {};
  await userEvent.click(tree.shadowRoot!.querySelector('.bar .primary')!);
  await userEvent.upload(input, [fileOf('a.csv'), fileOf('b.csv'), fileOf('c.csv'), fileOf('d.csv')]);
  await expect.poll(() => uploads.length).toBe(3);
  expect(uploads[0]!.url.pathname).toMatch(/^\/v1\/folders\/folder-\d+\/uploads$/);
  expect(uploads[0]!.name).toBe('a.csv');
  uploads[0]!.sent(500);
  await expect.poll(() => progressOf(tree)).toEqual([50, 0, 0]);
  expect(visibleText(tree)).toContain('väntar');
  await expectAccessible(tree);
  await uploads[0]!.arrive();
  await expect.poll(() => uploads.length).toBe(4);
  for (const upload of uploads.slice(1)) await upload.arrive();
  await expect.poll(() => namesOf(tree)).toEqual(expect.arrayContaining(['a.csv', 'b.csv', 'c.csv', 'd.csv']));
  await expect.poll(() => announced(tree)).toBe('4 filer uppladdade i 08. Augusti.');
  expect(progressOf(tree)).toEqual([]);
});

test('a file dropped on a folder goes there, and not where files are not taken', async () => {
  const server = startServer();
  augustPayroll(server);
  const uploads = fakeUploads();
  const tree = showTree(server);
  await openFolders(tree, '2026', 'löner');
  await expect.poll(() => namesOf(tree)).toContain('08. Augusti');
  drop(rowOf(tree, 'skatteverket'), [fileOf('fel.pdf')]);
  drop(rowOf(tree, '08. Augusti'), [fileOf('rätt.pdf')]);
  await expect.poll(() => uploads.length).toBe(1);
  expect(uploads[0]!.name).toBe('rätt.pdf');
  await uploads[0]!.arrive();
  await expect.poll(() => namesOf(tree)).toContain('rätt.pdf');
  expect(buttonOf(tree, 'Ladda upp i skatteverket')).toBeNull();
});

test('a large file whose connection breaks goes on by itself where it was, and is filed once', async () => {
  const server = startServer();
  const { archive } = augustPayroll(server);
  archive.maxUploadBytes = 10_000_000;
  const uploads = fakeUploads();
  const tree = showTree(server);
  await openFolders(tree, '2026', 'löner');
  await expect.poll(() => namesOf(tree)).toContain('07. Juli');
  drop(rowOf(tree, '07. Juli'), [fileOf('verifikat.pdf', 4_000_000)]);
  await expect.poll(() => uploads.length).toBe(1);
  expect(uploads[0]!.file).toBeNull();
  await uploads[0]!.arrive();
  await expect.poll(() => uploads.length).toBe(2);
  archive.begun.get('upload-1')!.arrived = 3_000_000;
  uploads[1]!.break();
  await expect.poll(() => uploads.length).toBe(3);
  await uploads[2]!.arrive();
  await expect.poll(() => uploads.length).toBe(4);
  expect([uploads[3]!.headers.get('Upload-Offset'), uploads[3]!.file.size]).toEqual(['3000000', 1_000_000]);
  uploads[3]!.sent(500_000);
  await expect.poll(() => progressOf(tree)).toEqual([87]);
  await uploads[3]!.arrive();
  await expect.poll(() => namesOf(tree).filter((name) => name === 'verifikat.pdf')).toHaveLength(1);
});

test('what is too large is not sent, and what the server refuses is said in its words', async () => {
  const server = startServer();
  const { archive } = augustPayroll(server);
  const uploads = fakeUploads();
  const tree = showTree(server, { language: 'en' });
  await openFolders(tree, '2026', 'löner');
  await expect.poll(() => namesOf(tree)).toContain('07. Juli');
  drop(rowOf(tree, '07. Juli'), [fileOf('large.pdf', 1_000_001)]);
  await expect.poll(() => visibleText(tree)).toContain('The file is too large. The largest size is 1 MB.');
  expect(uploads).toHaveLength(0);
  const text = { sv: 'Program tas inte emot.', en: 'Programs are not taken.' };
  archive.refusal = new FakeProblem(415, 'type_refused', 'No.', { text });
  drop(rowOf(tree, '07. Juli'), [fileOf('setup.exe')]);
  await expect.poll(() => uploads.length).toBe(1);
  await uploads[0]!.arrive();
  await expect.poll(() => visibleText(tree)).toContain('Programs are not taken.');
});

test('an upload that is cancelled leaves nothing behind', async () => {
  const server = startServer();
  augustPayroll(server);
  const uploads = fakeUploads();
  const tree = showTree(server);
  await openFolders(tree, '2026', 'löner');
  await expect.poll(() => namesOf(tree)).toContain('07. Juli');
  drop(rowOf(tree, '07. Juli'), [fileOf('fel.pdf')]);
  await expect.poll(() => uploads.length).toBe(1);
  await userEvent.click(buttonOf(tree, 'Avbryt fel.pdf'));
  await expect.poll(() => tree.shadowRoot!.querySelector('.uploads')).toBeNull();
  expect(uploads[0]!.aborted).toBe(true);
  expect(server.count('POST', /uploads$/)).toBe(0);
});

test('a bearer that has run out is renewed in the middle of uploading', async () => {
  const server = startServer();
  augustPayroll(server);
  const uploads = fakeUploads();
  const tree = showTree(server);
  await openFolders(tree, '2026', 'löner');
  await expect.poll(() => namesOf(tree)).toContain('07. Juli');
  drop(rowOf(tree, '07. Juli'), [fileOf('lista.pdf')]);
  await expect.poll(() => uploads.length).toBe(1);
  server.tokens.clear();
  await uploads[0]!.arrive();
  await expect.poll(() => uploads.length).toBe(2);
  await uploads[1]!.arrive();
  await expect.poll(() => namesOf(tree)).toContain('lista.pdf');
});
