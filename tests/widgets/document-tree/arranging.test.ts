import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import '../../../widgets/document-tree/document-tree.ts';
import { FakeProblem } from '../support/fake-server.ts';
import { announced } from '../support/keys.ts';
import { expectAccessible, startServer, visibleText } from '../support/page.ts';
import { augustPayroll } from './archive.ts';
import { activeName, namesOf, openFolders, rowOf, showTree } from './tree-page.ts';

const menuOf = (tree: Element) => [...tree.shadowRoot!.querySelectorAll<HTMLElement>('.menu [role=menuitem]')];
const labels = (tree: Element) => menuOf(tree).map((item) => item.textContent!.trim());
const dialogText = (tree: Element) => tree.shadowRoot!.querySelector('dialog[open]')?.textContent ?? '';
const buttons = (tree: Element) => [
  ...tree.shadowRoot!.querySelectorAll<HTMLButtonElement>('dialog[open] button, .toast button'),
];
const press = (tree: Element, label: string) =>
  userEvent.click(buttons(tree).find((each) => each.textContent!.trim() === label)!);

async function choose(tree: Element, row: string, label: string): Promise<void> {
  await userEvent.click(rowOf(tree, row).querySelector(`[aria-label="Fler val för ${row}"]`)!);
  await expect.poll(() => labels(tree)).toContain(label);
  await userEvent.click(menuOf(tree).find((item) => item.textContent!.trim() === label)!);
}

test('staff make, rename, move and delete, and take back, by menu and by keys, also on a phone (K-07)', async () => {
  await page.viewport(390, 800);
  const server = startServer();
  const { archive, payroll, july, old } = augustPayroll(server);
  for (const folder of archive.folders.values()) {
    Object.assign(folder, { canArrange: true, clientRight: { right: 'edit', own: false } });
  }
  Object.assign(archive.folders.get(july)!, { canChange: true });
  old.canChange = true;
  const tree = showTree(server);
  await openFolders(tree, '2026', 'löner', '08. Augusti');
  await expect.poll(() => namesOf(tree)).toContain(old.name);

  let taken = true;
  server.on('POST', /^\/v1\/folders\/([^/]+)\/folders$/, ({ params, body }) => {
    const text = { sv: 'Det finns redan något med det namnet där.', en: 'Taken.' };
    if (taken) throw new FakeProblem(409, 'name_taken', 'Taken.', { text });
    const id = archive.folder(params[0]!, (body as { name: string }).name, { canChange: true, canArrange: true });
    return archive.folders.get(id)!;
  });
  await choose(tree, 'löner', 'Ny mapp');
  await expect.poll(() => dialogText(tree)).toContain('Ny mapp i löner');
  await expectAccessible(tree);
  await userEvent.keyboard('Bonus{Enter}');
  await expect.poll(() => dialogText(tree)).toContain('Det finns redan något med det namnet där.');
  taken = false;
  await press(tree, 'Skapa');
  await expect.poll(() => namesOf(tree)).toContain('Bonus');
  await expect.poll(() => activeName(tree)).toBe('Bonus');

  server.on('PUT', /^\/v1\/documents\/([^/]+)$/, ({ params, body }) =>
    Object.assign(
      archive.documents.find(({ id }) => id === params[0])!,
      body,
    ),
  );
  await userEvent.click(rowOf(tree, old.name).querySelector('.name')!.parentElement!);
  await expect.poll(() => activeName(tree)).toBe(old.name);
  await userEvent.keyboard('{F2}');
  await expect.poll(() => dialogText(tree)).toContain(`Byt namn på ${old.name}`);
  await userEvent.keyboard('{Control>}a{/Control}Lista.xlsx{Enter}');
  await expect.poll(() => namesOf(tree)).toContain('Lista.xlsx');

  server.on('PUT', /^\/v1\/folders\/([^/]+)$/, ({ params, body }) => {
    const { parentId } = body as { parentId: string };
    return Object.assign(archive.folders.get(params[0]!)!, { parentId });
  });
  await choose(tree, '07. Juli', 'Flytta');
  await expect.poll(() => dialogText(tree)).toContain('Flytta 07. Juli');
  await expect.poll(() => buttons(tree).map((each) => each.textContent!.trim())).toContain('Bonus');
  await press(tree, 'Flytta');
  await expect.poll(() => dialogText(tree)).toContain('Hit kan det inte flyttas.');
  await press(tree, 'Bonus');
  await expect.poll(() => dialogText(tree)).toContain('Flytta till Bonus');
  await expectAccessible(tree);
  await press(tree, 'Flytta');
  await expect.poll(() => activeName(tree)).toBe('07. Juli');
  await expect.poll(() => archive.folders.get(july)!.parentId).not.toBe(payroll);

  server.on('DELETE', /^\/v1\/documents\/([^/]+)$/, ({ params }) => (archive.hide(params[0]!), { trashId: 'trash-1' }));
  server.on('POST', /^\/v1\/trash\/trash-1\/restore$/, () => ({ folderId: archive.unhide() }));
  await choose(tree, 'Lista.xlsx', 'Ta bort');
  await expect.poll(() => visibleText(tree)).toContain('Lista.xlsx är borttagen.');
  await expect.poll(() => announced(tree)).toBe('Lista.xlsx är borttagen.');
  await expect.poll(() => namesOf(tree)).not.toContain('Lista.xlsx');
  await expectAccessible(tree);
  await press(tree, 'Ångra');
  await expect.poll(() => namesOf(tree)).toContain('Lista.xlsx');
  await expect.poll(() => visibleText(tree)).not.toContain('är borttagen');
});

test('rights, versions, who has seen what and the ZIP are reached from the menu; a reader has less (K-08)', async () => {
  await page.viewport(1280, 900);
  const server = startServer();
  const { archive, august, slip } = augustPayroll(server);
  const reader = showTree(server);
  await openFolders(reader, '2026', 'löner', '08. Augusti');
  await expect.poll(() => namesOf(reader)).toContain(slip.name);
  await userEvent.click(rowOf(reader, slip.name).querySelector(`[aria-label="Fler val för ${slip.name}"]`)!);
  await expect.poll(() => labels(reader)).toEqual(['Versioner']);
  await expectAccessible(reader);
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => activeName(reader)).toBe(slip.name);

  for (const folder of archive.folders.values()) {
    Object.assign(folder, { canArrange: true, clientRight: { right: 'edit', own: false } });
  }
  Object.assign(slip, { canChange: true, version: 2, lockedUntil: '2033-12-31', materialYear: 2026 });
  const facts = { mediaType: 'application/pdf', sizeBytes: 1000, uploadedBy: { id: 'u', name: 'Anna Exempel' } };
  const at = '2026-10-05T12:03:00.000Z';
  server.on('GET', /\/versions$/, () => ({ items: [2, 1].map((number) => ({ number, uploadedAt: at, ...facts })) }));
  server.on('POST', /\/versions\/1\/restore$/, () => slip);
  server.on('GET', /\/views$/, () => ({
    items: [{ user: { id: 'u', name: 'Anna Exempel' }, side: 'client', firstAt: at, lastAt: at }],
  }));
  server.on('PUT', /^\/v1\/folders\/([^/]+)\/client-right$/, ({ params, body }) =>
    Object.assign(archive.folders.get(params[0]!)!, { clientRight: { ...(body as object), own: true } }),
  );
  server.on('GET', /\/zip$/, () => new Response(new Blob(['zip'])));
  reader.remove();
  const tree = showTree(server);
  await openFolders(tree, '2026', 'löner', '08. Augusti');
  await expect.poll(() => namesOf(tree)).toContain(slip.name);
  await userEvent.click(rowOf(tree, slip.name).querySelector(`[aria-label="Fler val för ${slip.name}"]`)!);
  await expect.poll(() => labels(tree)).toEqual(['Versioner', 'Byt namn', 'Flytta', 'Vem har sett', 'Ta bort']);
  await userEvent.keyboard('{Escape}');
  await choose(tree, slip.name, 'Versioner');
  await expect
    .poll(() => dialogText(tree))
    .toContain('Sparas till och med lör 31 dec 2033, för att det är räkenskapsmaterial för 2026 och sparas i 7 år');
  await expectAccessible(tree);
  await press(tree, 'Återställ');
  await expect.poll(() => server.count('POST', /\/versions\/1\/restore$/)).toBe(1);
  await choose(tree, slip.name, 'Vem har sett');
  await expect.poll(() => dialogText(tree)).toContain('Anna Exempel');
  await press(tree, 'Stäng');
  await choose(tree, '08. Augusti', 'Behörighet för kunden');
  await expect.poll(() => dialogText(tree)).toContain('Kundens behörighet i 08. Augusti');
  await expectAccessible(tree);
  await userEvent.click(tree.shadowRoot!.querySelectorAll('dialog[open] input[type=radio]')[2]!);
  await press(tree, 'Spara');
  await expect.poll(() => archive.folders.get(august)!.clientRight).toEqual({ right: 'read', own: true });
  await choose(tree, '08. Augusti', 'Ladda ned som ZIP');
  await expect.poll(() => announced(tree)).toBe('08. Augusti är nedladdad.');
  await expect.poll(() => activeName(tree)).toBe('08. Augusti');
});

test('a document is dragged onto a folder, which opens after a pause, and taken back; not onto where it may not lie (WCAG 2.5.7: the menu moves, too)', async () => {
  const server = startServer();
  const { archive, july, august, slip } = augustPayroll(server);
  Object.assign(slip, { canChange: true });
  server.on('PUT', /^\/v1\/documents\/([^/]+)$/, ({ body }) => {
    archive.move(slip.id, (body as { folderId: string }).folderId);
    return slip;
  });
  const tree = showTree(server);
  await openFolders(tree, '2026', 'löner', '08. Augusti');
  await expect.poll(() => namesOf(tree)).toContain(slip.name);
  const dataTransfer = new DataTransfer();
  const fire = (type: string, target: Element) =>
    target.dispatchEvent(new DragEvent(type, { bubbles: true, composed: true, cancelable: true, dataTransfer }));
  const row = rowOf(tree, slip.name);
  expect([row.draggable, rowOf(tree, 'Utbetalningslista.xlsx').draggable]).toEqual([true, false]);
  fire('dragstart', row);
  fire('dragover', rowOf(tree, 'skatteverket'));
  await expect
    .poll(() => tree.shadowRoot!.querySelector('.hint')?.textContent?.trim())
    .toBe('Hit kan det inte flyttas');
  fire('dragover', rowOf(tree, '07. Juli'));
  await expect
    .poll(() => tree.shadowRoot!.querySelector('.hint')?.textContent?.trim())
    .toBe('Släpp för att flytta till 07. Juli');
  await expect.poll(() => rowOf(tree, '07. Juli').ariaExpanded).toBe('true');
  fire('drop', rowOf(tree, '07. Juli'));
  await expect.poll(() => slip.folderId).toBe(july);
  await expect.poll(() => announced(tree)).toBe(`${slip.name} är flyttad till 07. Juli.`);
  await expectAccessible(tree);
  await userEvent.click(page.getByRole('button', { name: 'Ångra' }));
  await expect.poll(() => slip.folderId).toBe(august);
  await expect.poll(() => announced(tree)).toBe(`${slip.name} är tillbaka.`);
});

test('how long accounting material is kept is set on a client’s root by an administrator, with what it means; deleting says it too', async () => {
  const server = startServer();
  const { archive, root, slip } = augustPayroll(server);
  const view = archive.folders.get(root)!;
  Object.assign(view, { canArrange: true, retention: { years: null, lawYears: 7 } });
  Object.assign(slip, { canChange: true, lockedUntil: '2033-12-31', materialYear: 2026 });
  server.on('PUT', /^\/v1\/folders\/([^/]+)\/retention$/, ({ body }) =>
    Object.assign(view, { retention: { ...(body as object), lawYears: 7 } }),
  );
  server.on('DELETE', /^\/v1\/documents\//, () => ({ trashId: 't1' }));
  const tree = showTree(server);
  await openFolders(tree, '2026', 'löner', '08. Augusti');
  await choose(tree, 'dokument', 'Hur länge dokumenten sparas');
  await expect.poll(() => dialogText(tree)).toContain('bokföringslagen (7 kap. 2 §) sparas räkenskapsmaterial i 7 år');
  const option = (label: string) => page.getByRole('radio', { name: label });
  await expect.element(option('7 år, som lagen kräver')).toBeChecked();
  await userEvent.click(option('Längre'));
  await userEvent.fill(page.getByLabelText('Antal år'), '12');
  const year = new Date().getFullYear();
  await expect.poll(() => dialogText(tree)).toContain(`mappen ${year} sparas till och med 31 december ${year + 12}`);
  await expectAccessible(tree);
  await press(tree, 'Spara');
  await expect.poll(() => view.retention).toEqual({ years: 12, lawYears: 7 });
  await expect.poll(() => announced(tree)).toBe('Det är ändrat hur länge dokumenten sparas.');

  await choose(tree, slip.name, 'Ta bort');
  await expect
    .poll(() => visibleText(tree))
    .toContain(`${slip.name} ligger i papperskorgen. Som räkenskapsmaterial sparas det till och med lör 31 dec 2033.`);
});

test('documents are searched for by name and text, and found ones are opened or shown in their folder', async () => {
  await page.viewport(390, 800);
  const server = startServer();
  const { august, slip } = augustPayroll(server);
  const client = { id: 'c', name: 'Exempelbolaget AB' };
  server.on('GET', /^\/v1\/documents\/search$/, ({ query }) => {
    const hit = 'lönebesked'.startsWith(query.get('q')!.toLowerCase());
    return {
      items: hit ? [{ document: slip, client, folder: { id: august, name: '08. Augusti' } }] : [],
      nextCursor: null,
    };
  });
  const tree = showTree(server, { language: 'en' });
  await expect.poll(() => namesOf(tree)).toContain('löner');
  const field = tree.shadowRoot!.querySelector<HTMLInputElement>('input[type=search]')!;
  expect(field.getAttribute('aria-label')).toBe('Search documents');
  await userEvent.type(field, 'löneb');
  await expect.poll(() => visibleText(tree)).toContain('Exempelbolaget AB › 08. Augusti');
  await expect.poll(() => announced(tree)).toBe('1 document.');
  await expectAccessible(tree);
  await userEvent.click(tree.shadowRoot!.querySelector('.found .place')!);
  await expect.poll(() => activeName(tree)).toBe('08. Augusti');
  await expect.poll(() => namesOf(tree)).toContain(slip.name);
  await userEvent.fill(field, 'xyz');
  await expect.poll(() => visibleText(tree)).toContain('No document has “xyz” in its name or text.');
  await userEvent.clear(field);
  await expect.poll(() => tree.shadowRoot!.querySelector('.found')).toBeNull();
  expect(namesOf(tree)).toContain('löner');
});
