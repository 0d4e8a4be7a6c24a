import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import '../../../widgets/document-tree/document-tree.ts';
import { session } from '../../../widgets/base/session.ts';
import { FakeProblem } from '../support/fake-server.ts';
import { expectAccessible, startServer, visibleText } from '../support/page.ts';
import { Archive, augustPayroll } from './archive.ts';
import { namesOf, openFolders, rowOf, showTree } from './tree-page.ts';

test('while loading, there is a skeleton, and screen readers hear that something is coming', async () => {
  const server = startServer();
  augustPayroll(server);
  const release = server.hold(/roots/);
  const tree = showTree(server);
  await expect.poll(() => tree.shadowRoot!.querySelectorAll('.sk').length).toBeGreaterThan(3);
  expect(tree.shadowRoot!.querySelector('[role=status]')!.textContent).toBe('Hämtar');
  await expectAccessible(tree);
  release();
  await expect.poll(() => namesOf(tree)).toContain('2026');
});

test('a client without documents reads what will come here, and may upload', async () => {
  const server = startServer();
  new Archive(server).client('Exempelbolaget AB');
  const tree = showTree(server);
  await expect.poll(() => visibleText(tree)).toContain('Här kommer dina lönebesked');
  expect(visibleText(tree)).toContain('Ladda upp i dokument');
  await expectAccessible(tree);
});

test('a user without clients is told so, in English too', async () => {
  const server = startServer();
  new Archive(server);
  const tree = showTree(server, { language: 'en' });
  await expect.poll(() => visibleText(tree)).toContain('No companies yet');
  await expectAccessible(tree);
});

test('an error is explained and can be tried again', async () => {
  const server = startServer();
  const text = { sv: 'Servern är upptagen.', en: 'The server is busy.' };
  server.on('GET', /roots/, () => {
    throw new FakeProblem(503, 'busy', 'Busy.', { text });
  });
  const tree = showTree(server);
  await expect.poll(() => visibleText(tree)).toContain('Servern är upptagen.');
  await expectAccessible(tree);
  augustPayroll(server);
  await userEvent.click(tree.shadowRoot!.querySelector('.message button')!);
  await expect.poll(() => namesOf(tree)).toContain('2026');
});

test('a folder that could not be fetched says so in its place and is tried again with Enter', async () => {
  const server = startServer();
  const { payroll } = augustPayroll(server);
  const path = `/v1/folders/${payroll}/children`;
  const answer = server.handlerOf('GET', path);
  let broken = true;
  server.on('GET', new RegExp(`${path}$`), (request) => {
    if (broken) throw new FakeProblem(500, 'internal', 'Something went wrong.');
    return answer({ ...request, params: [payroll] });
  });
  const tree = showTree(server);
  await openFolders(tree, '2026', 'löner');
  await expect.poll(() => visibleText(tree)).toContain('Det gick inte att hämta mappen.');
  await expectAccessible(tree);
  broken = false;
  await userEvent.keyboard('{ArrowDown}{Enter}');
  await expect.poll(() => namesOf(tree)).toContain('08. Augusti');
});

test('without contact, what was fetched stays, and is fetched again by itself', async () => {
  const server = startServer();
  const { archive, payroll } = augustPayroll(server);
  const tree = showTree(server);
  await openFolders(tree, '2026', 'löner');
  await expect.poll(() => namesOf(tree)).toContain('08. Augusti');
  server.goOffline();
  await userEvent.click(rowOf(tree, '08. Augusti'));
  await expect.poll(() => visibleText(tree)).toContain('Ingen kontakt med servern.');
  expect(namesOf(tree)).toContain('löner');
  await expectAccessible(tree);
  archive.folder(payroll, '09. September');
  server.goOnline();
  await expect.poll(() => namesOf(tree)).toContain('09. September');
  await expect.poll(() => namesOf(tree)).toContain('Lönebesked augusti.pdf');
  expect(visibleText(tree)).not.toContain('Ingen kontakt');
});

test('when the session has ended, nothing of the user is left to read', async () => {
  const server = startServer();
  augustPayroll(server);
  const tree = showTree(server);
  await openFolders(tree, '2026');
  await expect.poll(() => namesOf(tree)).toContain('löner');
  server.tokens.clear();
  server.secret = '';
  await userEvent.click(rowOf(tree, 'löner'));
  await expect.poll(() => visibleText(tree)).toContain('Du har blivit utloggad');
  expect(visibleText(tree)).not.toContain('löner');
  await expectAccessible(tree);
});

test('after logging out, the documents of the user before are gone', async () => {
  const server = startServer();
  augustPayroll(server);
  const tree = showTree(server);
  await openFolders(tree, '2026');
  await expect.poll(() => namesOf(tree)).toContain('löner');
  session.end();
  await expect.poll(() => namesOf(tree)).toEqual([]);
});
