import { page, userEvent } from 'vitest/browser';
import { beforeEach, describe, expect, test } from 'vitest';
import '../../../widgets/messages/messages.ts';
import { FakeProblem } from '../support/fake-server.ts';
import { announced, focused, press } from '../support/keys.ts';
import { expectAccessible, show, startServer, visibleText } from '../support/page.ts';
import { message, serveMessages } from './fixture.ts';

beforeEach(() => page.viewport(1440, 900));

const words = {
  sv: { general: 'Allmän kanal', write: 'Skriv ett meddelande', send: 'Skicka', nothing: 'Inget skrivet än' },
  en: { general: 'General channel', write: 'Write a message', send: 'Send', nothing: 'Nothing written yet' },
} as const;

describe.for(['sv', 'en'] as const)('in %s', (language) => {
  const t = words[language];

  test.for([390, 1440])(
    'K-24, K-26 channels and thread are accessible at %i px, and what is strange is text',
    async (width) => {
      await page.viewport(width, 900);
      const server = startServer();
      const { read } = serveMessages(server);
      const messages = show(server, 'arende-messages', { language });
      await expect.poll(() => visibleText(messages)).toContain(t.general);
      await expectAccessible(messages);
      await userEvent.click(page.getByRole('button', { name: new RegExp(t.general) }));
      await expect.poll(() => visibleText(messages)).toContain(`<script>alert('x')</script>`);
      expect(visibleText(messages)).toContain('kvitto å.pdf');
      await expectAccessible(messages);
      // Seen on the screen is read.
      await expect.poll(() => read.get('general-c1')).toBe(4);
      expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
    },
  );

  test('K-27 a channel in which nothing stands says so, and takes the first message', async () => {
    const server = startServer();
    const { threads } = serveMessages(server);
    const messages = show(server, 'arende-messages', { language, attributes: { 'thread-id': 'user-c1-u2' } });
    await expect.poll(() => visibleText(messages)).toContain(t.nothing);
    await userEvent.fill(page.getByRole('textbox', { name: t.write }), 'Hej Maja');
    await userEvent.click(page.getByRole('button', { name: t.send, exact: true }));
    await expect.poll(() => visibleText(messages)).toContain('Hej Maja');
    expect(threads.get('user-c1-u2')!.map(({ text }) => text)).toEqual(['Hej Maja']);
    await expectAccessible(messages);
  });
});

test('arrows move in the list, which is one tab stop, and Ctrl + Enter sends', async () => {
  const server = startServer();
  const { threads } = serveMessages(server);
  const messages = show(server, 'arende-messages');
  const row = (name: RegExp) => page.getByRole('button', { name }).element() as HTMLElement;
  await expect.poll(() => visibleText(messages)).toContain('Tack!');
  expect(messages.shadowRoot!.querySelectorAll('.row[tabindex="0"]')).toHaveLength(1);
  row(/Allmän kanal/).focus();
  await press('{ArrowDown}');
  await expect.poll(() => focused()).toBe(row(/· Maja Testkund/));
  await press('{Enter}');
  await expect.poll(() => visibleText(messages)).toContain('Inget skrivet än');
  const box = page.getByRole('textbox', { name: 'Skriv ett meddelande' });
  await userEvent.fill(box, 'Rad ett');
  (box.element() as HTMLElement).focus();
  await press('{End}', '{Enter}');
  await userEvent.type(box, 'rad två');
  await press('{Control>}{Enter}{/Control}');
  await expect.poll(() => threads.get('user-c1-u2')![0]?.text).toBe('Rad ett\nrad två');
  await expect.poll(() => (box.element() as HTMLTextAreaElement).value).toBe('');
});

test('what somebody else writes appears by itself and is said; what could not be sent stays, and goes once', async () => {
  const server = startServer();
  const { threads, keys } = serveMessages(server);
  const messages = show(server, 'arende-messages');
  await expect.poll(() => visibleText(messages)).toContain('Tack!');
  const thread = messages.shadowRoot!.querySelector('arende-thread')!;
  await expect.poll(() => server.openStreams).toBe(1);
  threads.get('general-c1')!.push(message(5, 'Varsågod'));
  server.push({ topic: 'message', clientId: 'c1' });
  await expect.poll(() => visibleText(thread)).toContain('Varsågod');
  await expect.poll(() => announced(thread)).toContain('Nytt meddelande från Maja Testkund.');

  const answer = server.handlerOf('POST', '/v1/threads/general-c1/messages');
  let broken = true;
  server.on('POST', /^\/v1\/threads\/([\w-]+)\/messages$/, (request) => {
    const kept = answer(request);
    if (broken) throw new FakeProblem(503, 'engine_unavailable', 'Later.');
    return kept;
  });
  const box = page.getByRole('textbox', { name: 'Skriv ett meddelande' });
  await userEvent.fill(box, 'Igen');
  const send = page.getByRole('button', { name: 'Skicka', exact: true });
  await userEvent.click(send);
  await expect.poll(() => visibleText(thread)).toContain('Inte skickat');
  await expectAccessible(messages);
  expect((box.element() as HTMLTextAreaElement).value).toBe('Igen');
  broken = false;
  await userEvent.click(send);
  await expect.poll(() => (box.element() as HTMLTextAreaElement).value).toBe('');
  expect(new Set(keys).size).toBe(1);
});

test('an own message is changed and taken back, others’ are not; a file is attached and taken off', async () => {
  const server = startServer();
  const { threads } = serveMessages(server);
  const messages = show(server, 'arende-messages');
  await expect.poll(() => visibleText(messages)).toContain('Tack!');
  expect(page.getByRole('button', { name: 'Ändra' }).elements()).toHaveLength(1);
  await userEvent.click(page.getByRole('button', { name: 'Ändra' }));
  await expect.poll(() => focused()?.matches('textarea')).toBe(true);
  await expectAccessible(messages);
  await userEvent.fill(page.getByRole('textbox', { name: 'Ändra' }), 'Tack så mycket!');
  await userEvent.click(page.getByRole('button', { name: 'Spara' }));
  await expect.poll(() => visibleText(messages)).toContain('Tack så mycket!');
  expect(visibleText(messages)).toContain('ändrat');
  await userEvent.click(page.getByRole('button', { name: 'Ta bort' }));
  const thread = messages.shadowRoot!.querySelector('arende-thread')!;
  await expect.poll(() => thread.shadowRoot!.querySelector('dialog')!.open).toBe(true);
  await expectAccessible(messages);
  await userEvent.click(page.getByRole('dialog').getByRole('button', { name: 'Ta bort' }));
  await expect.poll(() => visibleText(messages)).toContain('Meddelandet togs bort.');

  const input = thread.shadowRoot!.querySelector<HTMLInputElement>('input[type="file"]')!;
  await userEvent.upload(input, [new File(['abc'], 'ett.txt'), new File(['abc'], 'två.txt')]);
  await expect.poll(() => visibleText(thread)).toContain('två.txt');
  await expectAccessible(messages);
  await userEvent.click(page.getByRole('button', { name: 'Ta bort ett.txt' }));
  await userEvent.click(page.getByRole('button', { name: 'Skicka', exact: true }));
  await expect
    .poll(() =>
      threads
        .get('general-c1')!
        .at(-1)!
        .files.map(({ id }) => id),
    )
    .toEqual(['två']);
});

test('words are found in messages and companies by name; nothing found is said', async () => {
  const server = startServer();
  serveMessages(server);
  const messages = show(server, 'arende-messages');
  await expect.poll(() => visibleText(messages)).toContain('Allmän kanal');
  const search = page.getByRole('searchbox', { name: 'Sök företag eller ord' });
  await userEvent.fill(search, 'taxi');
  await expect.poll(() => visibleText(messages)).toContain('I meddelanden');
  await expectAccessible(messages);
  await userEvent.fill(search, 'zzz');
  await expect.poll(() => visibleText(messages)).toContain('Inget hittades');
  await userEvent.fill(search, '');
  await userEvent.click(page.getByRole('button', { name: 'Olästa', exact: true }));
  await expect.poll(() => visibleText(messages)).toMatch(/Allt är läst|Allmän kanal/);
});

test('while loading, without a server, after an error and after log-out it says how it is', async () => {
  const server = startServer();
  serveMessages(server);
  const release = server.hold(/channels/);
  const messages = show(server, 'arende-messages');
  await expect.poll(() => messages.shadowRoot!.querySelectorAll('.bone').length).toBeGreaterThan(5);
  await expectAccessible(messages);
  release();
  await expect.poll(() => visibleText(messages)).toContain('Tack!');
  await expect.poll(() => server.openStreams).toBe(1);
  server.goOffline();
  await expect.poll(() => visibleText(messages), { timeout: 5000 }).toContain('Ingen kontakt med servern');
  await expectAccessible(messages);
  server.goOnline();
  await expect.poll(() => visibleText(messages), { timeout: 5000 }).not.toContain('Ingen kontakt');
  server.on('GET', /^\/v1\/channels$/, () => {
    throw new FakeProblem(500, 'internal', 'Fel.', { text: { sv: 'Servern gick sönder.', en: 'Broke.' } });
  });
  server.push({ topic: 'message', clientId: 'c1' });
  await expect.poll(() => visibleText(messages)).toContain('Servern gick sönder.');
  await expectAccessible(messages);
  server.secret = '';
  server.tokens.clear();
  server.push({ topic: 'message', clientId: 'c1' });
  await expect.poll(() => visibleText(messages)).toContain('Du har blivit utloggad');
  expect(visibleText(messages)).not.toContain('Tack!');
});
