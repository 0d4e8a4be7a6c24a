import { page, userEvent } from 'vitest/browser';
import { expect, test } from 'vitest';
import '../../../widgets/settings/settings.ts';
import type { FakeServer } from '../support/fake-server.ts';
import { expectAccessible, show, startServer, visibleText } from '../support/page.ts';

const text = (sv: string, en: string) => ({ sv, en });

function serve(mine: string[]): FakeServer {
  const server = startServer();
  const me = { user: { id: 'u1', name: 'Adam Exempel' }, firm: { name: 'Demo' }, components: {}, clientId: null };
  server.on('GET', /^\/v1\/me$/, () => ({ ...me, kind: 'firm' }));
  server.on('GET', /^\/v1\/rights$/, () => ({ items: [], mine, manages: 'nobody' }));
  server.on('GET', /^\/v1\/absences$/, () => ({ items: [], maySetForOthers: false }));
  server.on('GET', /^\/v1\/protection\/register$/, () => ({
    items: [{ what: text('Namn', 'Name'), purpose: text('Åtkomst', 'Access'), atErasure: 'unnamed' }],
  }));
  return server;
}

test('who manages personal data fetches it and erases somebody with a reason; others fetch their own', async () => {
  const server = serve(['protect-data']);
  const erasures: object[] = [];
  server.on('GET', /^\/v1\/protection\/erasures$/, () => ({ items: erasures }));
  const person = { id: 'u2', name: 'Bo Exempel', email: 'bo@demo.example', active: false };
  server.on('GET', /^\/v1\/people$/, ({ query }) => ({
    items: query.get('state') === 'inactive' && erasures.length === 0 ? [person] : [],
    nextCursor: null,
  }));
  server.on('GET', /^\/v1\/people\/u1\/personal-data$/, () => ({ at: '2026-11-22T12:00:00.000Z', held: [] }));
  server.on('POST', /^\/v1\/people\/u2\/erasure$/, ({ body }) => {
    const erasedBy = { id: 'u1', name: 'Adam Exempel' };
    const more = { erasedAt: '2026-11-22T12:00:00.000Z', erasedBy, keptUntil: '2035-12-31', finishedAt: null };
    erasures.push({ userId: 'u2', ...(body as object), ...more });
    return erasures[0];
  });
  const settings = show(server, 'arende-settings', { attributes: { tab: 'protection' } });
  await userEvent.click(page.getByRole('button', { name: 'Hämta mina uppgifter' }));
  await expect.poll(() => server.count('GET', /u1\/personal-data/)).toBe(1);
  await userEvent.fill(page.getByRole('searchbox'), 'bo');
  await userEvent.click(page.getByRole('button', { name: 'Radera Bo Exempel' }));
  await expect.poll(() => visibleText(settings)).toContain('Radera Bo Exempel?');
  await expectAccessible(settings);
  const erase = page.getByRole('button', { name: 'Radera', exact: true });
  await userEvent.click(erase);
  await expect.poll(() => visibleText(settings)).toContain('Fyll i fältet.');
  await userEvent.fill(page.getByLabelText('Vem bad om det, och när?'), 'Bo, per brev');
  await userEvent.click(erase);
  await expect.poll(() => visibleText(settings)).toContain('Raderad 22 nov');
  expect(visibleText(settings)).toContain('Bo, per brev');
  expect(visibleText(settings)).toContain('31 dec 2035');
  await expectAccessible(settings);
});

test('the log is read in words, by kind, back in time, and checked', async () => {
  await page.viewport(390, 800);
  const server = serve(['read-audit']);
  const line = (number: number, action: string, details = {}) => {
    const actor = { kind: 'user', id: 'u2', name: 'Bo Exempel' };
    return { number, at: '2026-11-22T12:00:00.000Z', actor, action, target: null, details };
  };
  server.on('GET', /^\/v1\/protection\/log$/, ({ query }) => {
    if (query.get('action') === 'login') return { items: [line(3, 'login')], nextBefore: null };
    if (query.get('before')) return { items: [line(1, 'strange.thing')], nextBefore: null };
    return { items: [line(2, 'document.uploaded', { name: 'å & "b".pdf' })], nextBefore: 2 };
  });
  server.on('GET', /^\/v1\/protection\/log\/check$/, () => ({ brokenAt: null, lines: 1234 }));
  const settings = show(server, 'arende-settings', { attributes: { tab: 'log' } });
  await expect.poll(() => visibleText(settings)).toContain('laddade upp ett dokument å & "b".pdf');
  await userEvent.click(page.getByRole('button', { name: 'Visa äldre' }));
  await expect.poll(() => visibleText(settings)).toContain('strange.thing');
  await userEvent.click(page.getByRole('button', { name: 'Kontrollera loggen' }));
  await expect.poll(() => visibleText(settings)).toMatch(/Alla 1\s234 rader är oförändrade/);
  await expectAccessible(settings);
  await userEvent.selectOptions(page.getByRole('combobox'), 'Inloggningar');
  await expect.poll(() => visibleText(settings)).toContain('loggade in');
  expect(visibleText(settings)).not.toContain('laddade upp');
});
