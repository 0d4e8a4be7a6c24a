import { page, userEvent } from 'vitest/browser';
import { beforeEach, describe, expect, test } from 'vitest';
import '../../../widgets/notifications/notifications.ts';
import type { NotificationView } from '../../../server/notices/schema.ts';
import { FakeProblem, type FakeServer } from '../support/fake-server.ts';
import { announced, focused, press } from '../support/keys.ts';
import { expectAccessible, show, startServer, visibleText } from '../support/page.ts';

beforeEach(() => page.viewport(1440, 900));

const dayMs = 24 * 3_600_000;
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

function notice(id: string, more: Partial<NotificationView> = {}): NotificationView {
  return {
    id,
    subject: { sv: `Ärende ${id}`, en: `Case ${id}` },
    body: { sv: 'Något har hänt.', en: 'Something happened.' },
    link: { sv: 'Öppna', en: 'Open' },
    fragment: `arende=${id}`,
    client: { id: 'c1', name: 'Testkund AB' },
    createdAt: ago(0),
    seen: false,
    ...more,
  };
}

/** The user's notices at a server that keeps them; the test may add to them. */
function serve(items: NotificationView[]): { server: FakeServer; items: NotificationView[] } {
  const server = startServer();
  const unseen = () => items.filter(({ seen }) => !seen).length;
  server.on('GET', /^\/v1\/notifications$/, ({ query }) => {
    const from = Number(query.get('cursor') ?? 0);
    const asked = items.filter(({ seen }) => !seen || !query.get('unseen'));
    const next = from + 30 < asked.length ? String(from + 30) : null;
    return { items: structuredClone(asked.slice(from, from + 30)), unseen: unseen(), nextCursor: next };
  });
  server.on('POST', /^\/v1\/notifications\/seen$/, ({ body }) => {
    const { ids, until } = body as { ids?: string[]; until?: string };
    for (const item of items) if (ids ? ids.includes(item.id) : item.createdAt <= until!) item.seen = true;
    return { unseen: unseen() };
  });
  return { server, items };
}

const words = {
  sv: {
    bell: 'Aviseringar, 2 nya',
    none: 'Inga aviseringar än',
    today: 'I dag',
    unread: 'Olästa',
    read: 'Allt är läst',
  },
  en: {
    bell: 'Notifications, 2 new',
    none: 'No notifications yet',
    today: 'Today',
    unread: 'Unread',
    read: 'Everything is read',
  },
} as const;

describe.for(['sv', 'en'] as const)('in %s', (language) => {
  const t = words[language];

  test.for([390, 1440])(
    'L-19, I-26 the bell tells how many are new, opens the list and leads to the whole of it, at %i px',
    async (width) => {
      await page.viewport(width, 800);
      const { server } = serve([
        notice('1', { subject: { sv: '<script>alert("x")</script>', en: '<script>alert("x")</script>' } }),
        notice('2', { createdAt: ago(dayMs), client: null }),
        notice('3', { createdAt: ago(40 * dayMs), seen: true, fragment: null }),
      ]);
      const element = show(server, 'arende-notifications', { language, attributes: { 'all-href': '#notices' } });
      const bell = page.getByRole('button', { name: t.bell });
      await expect.element(bell).toBeVisible();
      await expectAccessible(element);
      expect(visibleText(element)).not.toContain('alert');
      await userEvent.click(bell);
      await expect.poll(() => visibleText(element)).toContain('<script>alert("x")</script>');
      expect(visibleText(element)).toContain(t.today);
      await expectAccessible(element);
      expect(element.shadowRoot!.querySelector('.popover a[href="#notices"]')).not.toBeNull();
      const { left, right } = element.shadowRoot!.querySelector('.popover')!.getBoundingClientRect();
      expect([left >= 0, right <= width]).toEqual([true, true]);
      expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
    },
  );

  test('I-23 the list as a page: by day, all or unread, and empty in words', async () => {
    await page.viewport(390, 800);
    const { server, items } = serve([notice('1'), notice('2', { seen: true, createdAt: ago(dayMs) })]);
    const element = show(server, 'arende-notifications', { language, attributes: { view: 'page' } });
    await expect.poll(() => element.shadowRoot!.querySelectorAll('.day')).toHaveLength(2);
    await expectAccessible(element);
    await userEvent.click(page.getByRole('button', { name: t.unread, exact: true }));
    await expect.poll(() => element.shadowRoot!.querySelectorAll('.item')).toHaveLength(1);
    items.forEach((item) => (item.seen = true));
    server.push({ topic: 'notification' });
    await expect.poll(() => visibleText(element)).toContain(t.read);
    await expectAccessible(element);
    items.length = 0;
    await userEvent.click(page.getByRole('group').getByRole('button').first());
    await expect.poll(() => visibleText(element)).toContain(t.none);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(390);
  });
});

test('by keyboard: the bell opens, Escape closes it and focus is back; what is followed has been seen', async () => {
  const { server, items } = serve([notice('1'), notice('2')]);
  const element = show(server, 'arende-notifications');
  const bell = page.getByRole('button', { name: 'Aviseringar, 2 nya' });
  await expect.element(bell).toBeVisible();
  await press('{Tab}', '{Enter}');
  const popover = element.shadowRoot!.querySelector('.popover')!;
  await expect.poll(() => popover.matches(':popover-open')).toBe(true);
  await expect.poll(() => focused() === popover).toBe(true);
  await press('{Escape}');
  await expect.poll(() => popover.matches(':popover-open')).toBe(false);
  await expect.poll(() => focused() === bell.element()).toBe(true);
  await press('{Enter}');
  await expect.poll(() => focused() === popover).toBe(true);
  await userEvent.click(page.getByRole('link', { name: 'Ny: Ärende 2' }));
  await expect.poll(() => items.map(({ seen }) => seen)).toEqual([false, true]);
  expect(location.hash).toBe('#arende=2');
  await expect.poll(() => popover.matches(':popover-open')).toBe(false);
  await expect.element(page.getByRole('button', { name: 'Aviseringar, 1 ny' })).toBeVisible();
});

test('what comes appears by itself; one or all are marked, and focus stays; what is refused is as it was', async () => {
  const { server, items } = serve([notice('1', { createdAt: ago(1000) }), notice('2', { createdAt: ago(2000) })]);
  const element = show(server, 'arende-notifications', { attributes: { view: 'page' } });
  await expect.poll(() => visibleText(element)).toContain('Ärende 2');
  await expect.poll(() => server.openStreams).toBe(1);
  items.unshift(notice('3'));
  server.push({ topic: 'notification' });
  await expect.poll(() => visibleText(element)).toContain('Ärende 3');
  await userEvent.click(page.getByRole('button', { name: 'Markera som läst: Ärende 1' }));
  await expect.poll(() => items.map(({ seen }) => seen)).toEqual([false, true, false]);
  await expect.poll(() => focused()?.textContent).toBe('Ärende 1');

  const mark = server.handlerOf('POST', '/v1/notifications/seen');
  server.on('POST', /^\/v1\/notifications\/seen$/, () => {
    throw new FakeProblem(503, 'engine_unavailable', 'Later.');
  });
  const all = page.getByRole('button', { name: 'Markera alla som lästa' });
  await userEvent.click(all);
  await expect.poll(() => visibleText(element)).toContain('Det gick inte att markera');
  await expectAccessible(element);
  await userEvent.click(page.getByRole('button', { name: 'OK' }));
  server.on('POST', /^\/v1\/notifications\/seen$/, mark);
  await userEvent.click(all);
  await expect.poll(() => announced(element)).toContain('Alla är markerade som lästa.');
  expect(items.every(({ seen }) => seen)).toBe(true);
});

test('older ones come when asked for; without contact and without a session the bell stays and says so', async () => {
  const { server } = serve(Array.from({ length: 45 }, (_, index) => notice(`${index}`, { seen: true })));
  const element = show(server, 'arende-notifications');
  await userEvent.click(page.getByRole('button', { name: 'Aviseringar' }));
  await expect.poll(() => element.shadowRoot!.querySelectorAll('.item')).toHaveLength(30);
  await userEvent.click(page.getByRole('button', { name: 'Visa äldre' }));
  await expect.poll(() => element.shadowRoot!.querySelectorAll('.item')).toHaveLength(45);
  server.goOffline();
  server.secret = '';
  await expect.poll(() => visibleText(element)).toContain('Ingen kontakt med servern');
  await expectAccessible(element);
});
