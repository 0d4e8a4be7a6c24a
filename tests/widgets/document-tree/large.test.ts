import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import '../../../widgets/document-tree/document-tree.ts';
import { expectAccessible, startServer } from '../support/page.ts';
import { Archive } from './archive.ts';
import { activeName, activeRow, namesOf, rowsOf, showTree } from './tree-page.ts';

const count = 100_000;

test('a folder is fetched as far as one scrolls, and the whole of it is told to screen readers', async () => {
  const server = startServer();
  const archive = new Archive(server);
  const root = archive.client('Exempelbolaget AB');
  archive.fill(root, count);
  const tree = showTree(server);
  await expect.poll(() => namesOf(tree)).toContain('Verifikat 000001.pdf');
  expect(server.count('GET', /children$/)).toBe(1);
  expect(rowsOf(tree)[3]!.getAttribute('aria-setsize')).toBe(String(count));
  await userEvent.keyboard('{Tab}{Tab}{Tab}{End}');
  await expect.poll(() => server.count('GET', /children$/)).toBeGreaterThan(1);
  expect(activeName(tree)).toBe('Verifikat 000200.pdf');
  await userEvent.keyboard('{ArrowDown}');
  await expect.poll(() => activeName(tree)).toBe('Verifikat 000201.pdf');
  await expectAccessible(tree);
});

test('100,000 rows scroll with few elements, and the row in focus is never lost', async () => {
  const server = startServer();
  const archive = new Archive(server);
  const root = archive.client('Exempelbolaget AB');
  archive.fill(root, count);
  const answer = server.handlerOf('GET', `/v1/folders/${root}/children`);
  // A server that gives everything in one page: the number of calls is not what is tried here.
  server.on('GET', new RegExp(`${root}/children$`), (request) => {
    request.query.set('limit', String(count));
    return answer({ ...request, params: [root] });
  });
  const tree = showTree(server);
  await expect.poll(() => namesOf(tree)).toContain('Verifikat 000001.pdf');
  const scroller = tree.shadowRoot!.querySelector('.scroller')!;
  await userEvent.keyboard('{Tab}{Tab}{Tab}{End}');
  await expect.poll(() => activeName(tree)).toBe('Verifikat 100000.pdf');
  await userEvent.keyboard('{Home}{ArrowDown}');
  await expect.poll(() => activeName(tree)).toBe('Verifikat 000001.pdf');
  const drawn: number[] = [];
  const watching = new MutationObserver((changes) => drawn.push(changes.length));
  watching.observe(tree.shadowRoot!, { subtree: true, childList: true, attributes: true, characterData: true });
  for (let frame = 0; frame < 120; frame += 1) {
    scroller.scrollTop += frame < 60 ? 300 : 30_000;
    await new Promise(requestAnimationFrame);
  }
  watching.disconnect();
  expect(rowsOf(tree).length).toBeLessThan(90);
  const inView = rowsOf(tree).filter((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    const view = scroller.getBoundingClientRect();
    return bottom > view.top && top < view.bottom;
  });
  expect(inView.length).toBeGreaterThan(5);
  expect(inView.map((row) => row.getAttribute('aria-posinset'))).toEqual(
    inView.map((row) => String(Number(row.getAttribute('aria-rowindex')) - 2)),
  );
  expect(activeName(tree)).toBe('Verifikat 000001.pdf');
  // What is drawn anew does not grow with the list.
  expect(drawn.length).toBeGreaterThan(10);
  expect(Math.max(...drawn)).toBeLessThan(2000);
  await userEvent.keyboard('{ArrowDown}');
  await expect.poll(() => activeName(tree)).toBe('Verifikat 000002.pdf');
});

test('a document that arrives comes first, and what was fetched further down stays', async () => {
  const server = startServer();
  const archive = new Archive(server);
  const root = archive.client('Exempelbolaget AB');
  archive.fill(root, 1000);
  const tree = showTree(server);
  await expect.poll(() => namesOf(tree)).toContain('Verifikat 000001.pdf');
  await expect.poll(() => server.openStreams).toBe(1);
  await userEvent.keyboard('{Tab}{Tab}{Tab}{End}');
  await expect.poll(() => server.count('GET', /children$/)).toBeGreaterThan(1);
  await userEvent.keyboard('{End}');
  await expect.poll(() => activeName(tree)).toBe('Verifikat 000400.pdf');
  archive.document(root, 'Nytt.pdf', { unseen: true });
  archive.changed('document', root);
  await expect.poll(() => activeRow(tree)?.getAttribute('aria-posinset')).toBe('401');
  expect(activeName(tree)).toBe('Verifikat 000400.pdf');
  await userEvent.keyboard('{Home}{ArrowDown}');
  await expect.poll(() => activeName(tree)).toBe('Nytt.pdf');
});
