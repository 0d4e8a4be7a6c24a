import { expect, test, vi } from 'vitest';
import '../../../widgets/inbox/inbox.ts';
import { eventually } from '../../support/eventually.ts';
import { show, startServer } from '../support/page.ts';

const empty = { items: [], nextCursor: null, counts: { open: 0, late: 0, mine: 0 } };

async function open() {
  const server = startServer().on('GET', /^\/v1\/tasks$/, () => empty);
  const inbox = show(server, 'arende-inbox');
  await expect.poll(() => server.openStreams).toBe(1);
  await expect.poll(() => server.count('GET', /tasks/)).toBe(1);
  const lastEventIds = () =>
    server.requests.filter(({ path }) => path === '/v1/events').map(({ headers }) => headers.get('Last-Event-ID'));
  return { server, inbox, lastEventIds };
}

test('a broken stream is resumed after the last event that arrived', async () => {
  const { server, lastEventIds } = await open();
  server.push({});
  await expect.poll(() => server.count('GET', /tasks/)).toBe(2);
  server.goOffline();
  server.goOnline();
  await expect.poll(() => lastEventIds()).toEqual([null, '1']);
});

test('a gap that is too long to fill means that everything is fetched anew', async () => {
  const { server } = await open();
  server.reset();
  await expect.poll(() => server.count('GET', /tasks/)).toBe(2);
});

test('a burst of changes is one new fetch or two, not one each', async () => {
  const { server } = await open();
  for (let i = 0; i < 50; i += 1) server.push({ instanceId: String(i) });
  await expect.poll(() => server.count('GET', /tasks/)).toBeGreaterThan(1);
  await eventually(() => expect(server.count('GET', /tasks/)).toBeLessThanOrEqual(3));
});

test('a laptop that has slept comes back to a living stream', async () => {
  const { server, lastEventIds } = await open();
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_600_000);
  document.dispatchEvent(new Event('visibilitychange'));
  await expect.poll(() => lastEventIds().length).toBe(2);
  vi.restoreAllMocks();
  await expect.poll(() => server.openStreams).toBe(1);
});

test('the last widget that leaves the page closes the stream', async () => {
  const { server, inbox } = await open();
  inbox.remove();
  await expect.poll(() => server.openStreams).toBe(0);
});
