import { expect, test, vi } from 'vitest';
import '../../../widgets/inbox/inbox.ts';
import { show, startServer, visibleText } from '../support/page.ts';

const empty = { items: [], nextCursor: null, counts: { open: 0, late: 0, mine: 0 } };

test('two widgets on a page share one session and one stream', async () => {
  const server = startServer().on('GET', /^\/v1\/tasks$/, () => empty);
  const first = show(server, 'arende-inbox');
  const second = show(server, 'arende-inbox');
  await expect.poll(() => visibleText(first)).toContain('Inget att göra just nu');
  await expect.poll(() => visibleText(second)).toContain('Inget att göra just nu');
  await expect.poll(() => server.openStreams).toBe(1);
  expect(server.count('POST', /exchange/)).toBe(1);
});

test('a bearer that the server no longer takes is renewed without the user noticing', async () => {
  const server = startServer().on('GET', /^\/v1\/tasks$/, () => empty);
  const inbox = show(server, 'arende-inbox');
  await expect.poll(() => server.openStreams).toBe(1);
  server.tokens.clear();
  server.push({});
  await vi.waitFor(() => expect(server.count('POST', /exchange/)).toBe(2));
  await expect.poll(() => visibleText(inbox)).toContain('Inget att göra just nu');
});
