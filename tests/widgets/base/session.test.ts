import { expect, test, vi } from 'vitest';
import '../../../widgets/inbox/inbox.ts';
import { eventually } from '../../support/eventually.ts';
import { init, session } from '../../../widgets/base/session.ts';
import { show, startServer, visibleText } from '../support/page.ts';

const empty = { items: [], nextCursor: null, counts: { open: 0, late: 0, mine: 0 } };
const nothing = 'Inget att göra just nu';

function startEmpty() {
  return startServer().on('GET', /^\/v1\/tasks$/, () => empty);
}

test('two widgets on a page share one session and one stream', async () => {
  const server = startEmpty();
  const first = show(server, 'arende-inbox');
  const second = show(server, 'arende-inbox');
  await expect.poll(() => visibleText(first)).toContain(nothing);
  await expect.poll(() => visibleText(second)).toContain(nothing);
  await expect.poll(() => server.openStreams).toBe(1);
  expect(server.count('POST', /exchange/)).toBe(1);
});

test('a bearer that the server no longer takes is renewed without the user noticing', async () => {
  const server = startEmpty();
  const inbox = show(server, 'arende-inbox');
  await expect.poll(() => server.openStreams).toBe(1);
  server.tokens.clear();
  server.push({});
  await eventually(() => expect(server.count('POST', /exchange/)).toBe(2));
  await expect.poll(() => visibleText(inbox)).toContain(nothing);
});

test('a bearer is renewed before it runs out, once for everybody who waits', async () => {
  const server = startEmpty();
  server.tokenLifetimeMs = 12_000;
  show(server, 'arende-inbox');
  await expect.poll(() => server.openStreams).toBe(1);
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 11_000);
  await Promise.all([session.token(), session.token(), session.token()]);
  vi.restoreAllMocks();
  expect(server.count('POST', /exchange/)).toBe(2);
});

test('a clock that is wrong by a day does not ask for a new session with every call', async () => {
  const server = startEmpty();
  server.tokenLifetimeMs = -86_400_000;
  const inbox = show(server, 'arende-inbox');
  await expect.poll(() => visibleText(inbox)).toContain(nothing);
  await expect.poll(() => server.openStreams).toBe(1);
  server.reset();
  await expect.poll(() => server.count('GET', /tasks/)).toBe(2);
  expect(server.count('POST', /exchange/)).toBe(1);
});

test('the bearer is in no storage, no cookie and no attribute', async () => {
  const server = startEmpty();
  const inbox = show(server, 'arende-inbox');
  await expect.poll(() => visibleText(inbox)).toContain(nothing);
  const [token] = [...server.tokens];
  const everywhere = [
    document.documentElement.outerHTML,
    inbox.shadowRoot!.innerHTML,
    JSON.stringify({ ...localStorage }),
    JSON.stringify({ ...sessionStorage }),
    document.cookie,
  ].join('\n');
  expect(everywhere).not.toContain(token);
});

test('a framework may give fetchClientSecret as a property, anew on every render', async () => {
  const server = startEmpty();
  document.documentElement.lang = 'sv';
  const inbox = document.createElement('arende-inbox');
  inbox.setAttribute('base-url', server.baseUrl);
  inbox.fetchClientSecret = () => server.fetchClientSecret();
  document.body.append(inbox);
  await expect.poll(() => visibleText(inbox)).toContain(nothing);
  inbox.fetchClientSecret = () => server.fetchClientSecret();
  await inbox.updateComplete;
  await expect.poll(() => server.openStreams).toBe(1);
  expect(server.count('POST', /exchange/)).toBe(1);
});

test('logging out takes everything off the screen; the next user gets a session of their own', async () => {
  const server = startEmpty();
  const inbox = show(server, 'arende-inbox');
  await expect.poll(() => visibleText(inbox)).toContain(nothing);
  await expect.poll(() => server.openStreams).toBe(1);
  const arende = init({ fetchClientSecret: server.fetchClientSecret });
  arende.logout();
  await expect.poll(() => visibleText(inbox)).not.toContain(nothing);
  await expect.poll(() => server.openStreams).toBe(0);
  init({ fetchClientSecret: server.fetchClientSecret });
  await expect.poll(() => visibleText(inbox)).toContain(nothing);
  expect(server.count('POST', /exchange/)).toBe(2);
});

test('init without a function says what is missing', () => {
  expect(() => init({} as never)).toThrow('fetchClientSecret');
});

test('init and update decide the language unless the element has one of its own', async () => {
  const server = startEmpty();
  const inbox = show(server, 'arende-inbox');
  const own = show(server, 'arende-inbox', { attributes: { locale: 'sv' } });
  const arende = init({ fetchClientSecret: server.fetchClientSecret, locale: 'en' });
  await expect.poll(() => visibleText(inbox)).toContain('Nothing to do right now');
  await expect.poll(() => visibleText(own)).toContain(nothing);
  arende.update({ locale: 'sv' });
  await expect.poll(() => visibleText(inbox)).toContain(nothing);
});
