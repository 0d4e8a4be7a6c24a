import { page, userEvent } from 'vitest/browser';
import { beforeEach, expect, test } from 'vitest';
import type { NoteView } from '../../../server/notes/schema.ts';
import '../../../widgets/notes/notes.ts';
import { FakeProblem, type FakeServer } from '../support/fake-server.ts';
import { focused } from '../support/keys.ts';
import { expectAccessible, show, startServer, visibleText } from '../support/page.ts';

beforeEach(() => page.viewport(1440, 900));

const author = { id: 'u1', name: 'Cilla Demo' };

function serveNotes(server: FakeServer) {
  const notes: NoteView[] = [];
  server.on('GET', /^\/v1\/notes$/, () => ({ items: [...notes], nextCursor: null, mayWrite: true }));
  server.on('POST', /^\/v1\/notes$/, ({ body }) => {
    const { kind, text, status = null } = body as Pick<NoteView, 'kind' | 'text' | 'status'>;
    const createdAt = new Date().toISOString();
    notes.unshift({ id: `o${notes.length}`, kind, text, status, author, createdAt, history: [] });
    return notes[0];
  });
  server.on('PUT', /^\/v1\/notes\/(\w+)$/, ({ params, body }) => {
    const note = notes.find(({ id }) => id === params[0])!;
    const { status, text } = body as Partial<NoteView>;
    const at = new Date().toISOString();
    const moved = status ? { fromStatus: note.status, toStatus: status } : { fromStatus: null, toStatus: null };
    note.history.push({ at, author, ...moved, fromText: text === undefined ? null : note.text });
    return Object.assign(note, status ? { status } : {}, text === undefined ? {} : { text });
  });
  return notes;
}

test.for([390, 1440])(
  'B-61 to B-64 comments and to-dos are written, and a to-do’s status is chosen and changed, at %i px',
  async (width) => {
    await page.viewport(width, 900);
    const server = startServer();
    const notes = serveNotes(server);
    const element = show(server, 'arende-notes', { attributes: { client: 'c1' } });
    await expect.poll(() => visibleText(element)).toContain('Inga noteringar än');
    await expectAccessible(element);
    const add = page.getByRole('button', { name: 'Lägg till' });
    await userEvent.click(add);
    await expect.poll(() => visibleText(element)).toContain('Skriv något först.');
    expect(focused()?.id).toBe('text');
    await userEvent.fill(page.getByRole('textbox', { name: 'Text' }), '<b>Vill</b> bli ringd "sent"');
    await userEvent.click(add);
    await expect.poll(() => visibleText(element)).toContain('<b>Vill</b> bli ringd "sent"');
    await userEvent.selectOptions(page.getByRole('combobox', { name: 'Typ' }), 'Att göra');
    await userEvent.selectOptions(page.getByRole('combobox', { name: 'Status', exact: true }), 'Pågår');
    await userEvent.fill(page.getByRole('textbox', { name: 'Beskrivning' }), 'Ring om bokslutet');
    await userEvent.click(add);
    const status = page.getByRole('combobox', { name: 'Status: Ring om bokslutet' });
    await expect.element(status).toHaveValue('doing');
    await userEvent.selectOptions(status, 'Klar');
    await expect.poll(() => notes[0]!.status).toBe('done');
    await expect.poll(() => visibleText(element)).toContain('1 ändring');
    await userEvent.click(page.getByText('1 ändring'));
    await expect.poll(() => visibleText(element)).toContain('Pågår → Klar');
    await expectAccessible(element);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
  },
);

test('B-64 a change that does not go through is said, and what stood there stays', async () => {
  const server = startServer();
  const notes = serveNotes(server);
  notes.push({
    id: 'o9',
    kind: 'todo',
    text: 'Ring',
    status: 'todo',
    author,
    createdAt: '2026-11-02T09:00:00.000Z',
    history: [],
  });
  const element = show(server, 'arende-notes', { language: 'en', attributes: { client: 'c1' } });
  const status = page.getByRole('combobox', { name: 'Status: Ring' });
  await expect.element(status).toHaveValue('todo');
  const change = server.handlerOf('PUT', '/v1/notes/o9');
  server.on('PUT', /^\/v1\/notes\/\w+$/, () => {
    throw new FakeProblem(409, 'note_deleted', 'The note has been taken away.');
  });
  await userEvent.selectOptions(status, 'Done');
  await expect.poll(() => visibleText(element)).toContain('The note has been taken away.');
  await expectAccessible(element);
  await userEvent.click(page.getByRole('button', { name: 'OK' }));
  server.on('PUT', /^\/v1\/notes\/(\w+)$/, change);
  await userEvent.click(page.getByRole('button', { name: 'Edit' }));
  await expect.poll(() => focused()?.matches('textarea')).toBe(true);
  await userEvent.fill(page.getByRole('textbox', { name: 'Edit' }), 'Ring i dag');
  await userEvent.click(page.getByRole('button', { name: 'Save' }));
  await expect.poll(() => notes[0]!.text).toBe('Ring i dag');
});
