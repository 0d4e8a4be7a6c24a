import { page, userEvent } from 'vitest/browser';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import '../../../widgets/inbox/inbox.ts';
import { FakeProblem } from '../support/fake-server.ts';
import { focused } from '../support/keys.ts';
import { expectAccessible, show, startServer, visibleText } from '../support/page.ts';
import { serveInbox, someTasks } from './fixture.ts';

beforeEach(() => page.viewport(1440, 900));

const words = {
  sv: {
    empty: 'Inget att göra just nu',
    list: 'Sena',
    error: 'Det gick inte att hämta',
    expired: 'Du har blivit utloggad',
    offline: 'Ingen kontakt med servern',
    summary: 'Rätta det här för att gå vidare',
    submit: 'Skicka till din ekonom',
    again: 'Försök igen',
  },
  en: {
    empty: 'Nothing to do right now',
    list: 'Late',
    error: 'This could not be loaded',
    expired: 'You have been logged out',
    offline: 'No contact with the server',
    summary: 'Correct this to continue',
    submit: 'Send to your accountant',
    again: 'Try again',
  },
} as const;

describe.for(['sv', 'en'] as const)('in %s', (language) => {
  const t = words[language];

  test.for([390, 1440])('list, task and form error are accessible at %i px', async (width) => {
    await page.viewport(width, 900);
    const server = startServer();
    serveInbox(server, someTasks());
    const inbox = show(server, 'arende-inbox', { language });
    await expect.poll(() => visibleText(inbox)).toContain(t.list);
    await expectAccessible(inbox);
    await userEvent.click(page.getByRole('button', { name: /Demo Bageri AB/ }));
    // On a phone the task comes instead of the list, and the page scrolls to its beginning.
    if (width === 390) await expect.poll(() => focused()?.id).toBe('task-title');
    await userEvent.click(page.getByRole('button', { name: t.submit }));
    await expect.poll(() => visibleText(inbox)).toContain(t.summary);
    await expectAccessible(inbox);
  });

  test('while loading the frame of list and task stands there already', async () => {
    const server = startServer();
    serveInbox(server, someTasks());
    const release = server.hold(/tasks/);
    const inbox = show(server, 'arende-inbox', { language });
    await expect.poll(() => inbox.shadowRoot!.querySelectorAll('.bone').length).toBeGreaterThan(5);
    const before = inbox.offsetHeight;
    await expectAccessible(inbox);
    release();
    await expect.poll(() => visibleText(inbox)).toContain('Demo Bageri AB');
    expect(inbox.offsetHeight).toBe(before);
  });

  test('an empty inbox says what comes next and when', async () => {
    const server = startServer().on('GET', /^\/v1\/tasks$/, () => ({
      items: [],
      nextCursor: null,
      counts: { open: 0, late: 0, mine: 0 },
      next: { label: { sv: 'Bokföring november', en: 'Bookkeeping November' }, opensDate: '2031-11-25' },
    }));
    const inbox = show(server, 'arende-inbox', { language });
    await expect.poll(() => visibleText(inbox)).toContain(t.empty);
    expect(visibleText(inbox)).toMatch(
      /Bokföring november, som öppnar tis 25 nov 2031|Bookkeeping November, which opens on Tue 25 Nov 2031/,
    );
    await expectAccessible(inbox);
  });

  test('an error is told in words, to the page as an event, and can be tried again', async () => {
    const server = startServer();
    serveInbox(server, someTasks());
    let broken = true;
    server.on('GET', /^\/v1\/tasks$/, () => {
      if (broken)
        throw new FakeProblem(500, 'internal', 'Fel id 12.', {
          text: { sv: 'Servern gick sönder.', en: 'The server broke.' },
        });
      return { items: [], nextCursor: null, counts: { open: 0, late: 0, mine: 0 } };
    });
    const codes: string[] = [];
    document.addEventListener('arende-error', (event) => codes.push(event.detail.problem.code), { once: true });
    const inbox = show(server, 'arende-inbox', { language });
    await expect.poll(() => visibleText(inbox)).toContain(t.error);
    expect(visibleText(inbox)).toMatch(/Servern gick sönder|The server broke/);
    expect(codes).toEqual(['internal']);
    await expectAccessible(inbox);
    broken = false;
    await userEvent.click(page.getByRole('button', { name: t.again }));
    await expect.poll(() => visibleText(inbox)).toContain(t.empty);
  });

  test('an expired session hides what was shown, says so, and continues after a new log-in', async () => {
    const server = startServer();
    serveInbox(server, someTasks());
    const inbox = show(server, 'arende-inbox', { language });
    await expect.poll(() => visibleText(inbox)).toContain('Demo Bageri AB');
    let expired = 0;
    inbox.addEventListener('arende-session-expired', () => (expired += 1));
    server.secret = '';
    server.tokens.clear();
    server.push({});
    await expect.poll(() => visibleText(inbox)).toContain(t.expired);
    expect(visibleText(inbox)).not.toContain('Demo Bageri AB');
    expect(expired).toBe(1);
    await expectAccessible(inbox);
    // Logged in again only now: a call under way that finds it out takes the button away before it is pressed.
    document.addEventListener('click', () => (server.secret = 'secret'), { capture: true, once: true });
    await userEvent.click(page.getByRole('button', { name: t.again }));
    await expect.poll(() => visibleText(inbox)).toContain('Demo Bageri AB');
  });

  test('offline keeps what was fetched last, says so, and recovers by itself', async () => {
    const server = startServer();
    const { tasks } = serveInbox(server, someTasks());
    const inbox = show(server, 'arende-inbox', { language });
    await expect.poll(() => visibleText(inbox)).toContain('Demo Bageri AB');
    await expect.poll(() => server.openStreams).toBe(1);
    server.goOffline();
    await expect.poll(() => visibleText(inbox)).toContain(t.offline);
    expect(visibleText(inbox)).toContain('Demo Bageri AB');
    await expectAccessible(inbox);
    tasks.splice(1, 1);
    server.goOnline();
    await expect.poll(() => visibleText(inbox)).not.toContain('Exempel Måleri HB');
    expect(visibleText(inbox)).not.toContain(t.offline);
  });

  test('offline from the start recovers by itself', async () => {
    const server = startServer();
    serveInbox(server, someTasks());
    server.offline = true;
    const inbox = show(server, 'arende-inbox', { language });
    await expect.poll(() => visibleText(inbox)).toContain(t.offline);
    await expectAccessible(inbox);
    server.goOnline();
    await expect.poll(() => visibleText(inbox)).toContain('Demo Bageri AB');
  });
});

test('a dark page keeps the contrast, and dialogs are accessible too', async () => {
  document.documentElement.classList.add('dark-page');
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('.dark-page { color-scheme: dark; background: #15171a; color: #e9ebee; }');
  document.adoptedStyleSheets = [sheet];
  onTestFinished(() => {
    document.adoptedStyleSheets = [];
    document.documentElement.classList.remove('dark-page');
  });
  const server = startServer();
  serveInbox(server, someTasks());
  const inbox = show(server, 'arende-inbox');
  await expect.poll(() => visibleText(inbox)).toContain('Skicka till din ekonom');
  await expectAccessible(inbox);
  for (const name of ['Skicka tillbaka', 'Pausa', 'Tangenter']) {
    await userEvent.click(page.getByRole('button', { name, exact: true }));
    await expect.poll(() => inbox.shadowRoot!.querySelector('dialog')!.open).toBe(true);
    await expectAccessible(inbox);
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => inbox.shadowRoot!.querySelector('dialog')!.open).toBe(false);
  }
});
