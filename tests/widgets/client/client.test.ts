import { page, userEvent } from 'vitest/browser';
import { beforeEach, describe, expect, test } from 'vitest';
import '../../../widgets/client/client.ts';
import { FakeProblem } from '../support/fake-server.ts';
import { focused, focusedText, press } from '../support/keys.ts';
import { expectAccessible, show, startServer, visibleText } from '../support/page.ts';
import { busy, client, details, periods, serveClient } from '../client-list/fixture.ts';
import { augustPayroll } from '../document-tree/archive.ts';

beforeEach(() => page.viewport(1440, 900));

describe.for(['sv', 'en'] as const)('in %s', (language) => {
  test.for([390, 1440])('every tab is accessible at %i px', async (width) => {
    await page.viewport(width, 900);
    const server = startServer();
    serveClient(server);
    server.on('GET', /^\/v1\/notes$/, () => ({ items: [], nextCursor: null }));
    const element = show(server, 'arende-client', { language, attributes: { client: busy.id } });
    await expect.poll(() => visibleText(element)).toContain(busy.name);
    await expect.poll(() => visibleText(element)).toContain('Anna Exempel');
    await expectAccessible(element);
    for (const tab of ['bookkeeping', 'payroll'] as const) {
      element.tab = tab;
      await expect.poll(() => element.shadowRoot!.querySelector('.bone')).toBeNull();
      await expect
        .poll(() => visibleText(element))
        .toMatch(tab === 'payroll' ? /Inga perioder|No periods/ : /Försenad|Late/);
      expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
      await expectAccessible(element);
    }
  });
});

test('B-13, B-25, B-26, B-29, B-30, B-46, B-58 tabs with their facts and table of periods, by keyboard', async () => {
  const server = startServer();
  serveClient(server);
  const element = show(server, 'arende-client', { attributes: { client: busy.id, tab: 'bookkeeping' } });
  await expect.poll(() => visibleText(element)).toContain('Uppdaterad av företag');
  const text = visibleText(element);
  for (const part of [
    'Översikt',
    'Bokföring 2',
    'Lön',
    'Moms 1',
    'Bokslut',
    'Noteringar 3',
    'Senast uppladdat underlag 30 okt',
  ]) {
    expect(text).toContain(part);
  }
  expect(text).toContain('Ohanterade perioder hos kunden 2');
  expect(text).toMatch(/okt 2026 Försenad.*4 nov/);
  element.shadowRoot!.querySelector<HTMLElement>('[role=tab][aria-selected=true]')!.focus();
  await press('{ArrowRight}');
  await expect.poll(() => visibleText(element)).toContain('Senast klarmarkerad månad Vet inte än');
  expect(focusedText()).toContain('Lön');
  await press('{ArrowRight}', '{ArrowRight}');
  await expect
    .poll(() => element.shadowRoot!.querySelector<HTMLAnchorElement>('.facts a')?.href)
    .toBe('https://bokslut.example/1');
});

test('B-14, B-15 a period is changed with the form that its process asks for; a refusal is said', async () => {
  const server = startServer();
  const served = serveClient(server);
  let refuse = true;
  server.on('POST', /^\/v1\/instances\/i0\/acts$/, ({ body }) => {
    if (refuse)
      throw new FakeProblem(409, 'event_not_now', 'Not now.', { text: { sv: 'Någon hann före.', en: 'Too late.' } });
    served.periods = periods('waiting');
    const item = served.periods.items[0]!;
    const status = served.periods.definitions[0]!.statuses[1]!;
    return {
      sequence: 4,
      repeated: false,
      instance: { ...item, id: 'i0', status, statuses: [status], tasks: [] },
      body,
    };
  });
  const element = show(server, 'arende-client', { attributes: { client: busy.id, tab: 'bookkeeping' } });
  await expect.poll(() => visibleText(element)).toContain('Försenad');
  await userEvent.click(page.getByRole('button', { name: /^Ändra: Bokföring 2026-10/ }));
  await userEvent.click(page.getByRole('button', { name: 'Skicka tillbaka' }));
  await userEvent.fill(page.getByRole('textbox', { name: 'Vad saknas?' }), 'Kontoutdraget');
  await userEvent.click(page.getByRole('button', { name: 'Skicka tillbaka' }));
  await expect.poll(() => visibleText(element)).toContain('Någon hann före.');
  await expectAccessible(element);
  refuse = false;
  await userEvent.click(page.getByRole('button', { name: 'Skicka tillbaka' }));
  await expect.poll(() => visibleText(element)).not.toContain('Försenad');
  const sent = server.requests.findLast(({ path }) => path.endsWith('/acts'))!;
  expect(sent.body).toMatchObject({ event: 'REOPEN', data: { reason: 'Kontoutdraget' }, expectedSequence: 3 });
  await expect.poll(() => focused()?.getAttribute('data-change')).toBe('i0');
});

test('B-03, B-04, B-06 to B-10 details are edited, a colleague is added, the responsible set; who is not added may join', async () => {
  const server = startServer();
  serveClient(server);
  server.on('PUT', /^\/v1\/client-list\/[^/]+$/, () => details());
  server.on('POST', /^\/v1\/clients\/[^/]+\/people$/, () => ({}));
  server.on('PUT', /^\/v1\/clients\/[^/]+\/engagement$/, () => ({}));
  const element = show(server, 'arende-client', { attributes: { client: busy.id } });
  await expect.poll(() => visibleText(element)).toContain('Kontantmetoden');
  await userEvent.click(page.getByRole('button', { name: 'Redigera uppgifter' }));
  await userEvent.click(page.getByRole('radio', { name: 'År' }));
  await expectAccessible(element);
  await userEvent.click(page.getByRole('button', { name: 'Spara' }));
  await expect.poll(() => element.shadowRoot!.querySelector('dialog')!.open).toBe(false);
  const sent = (end: string) =>
    server.requests.findLast(({ path, method }) => path.endsWith(end) && method !== 'GET')!.body;
  expect(sent(busy.id)).toMatchObject({ name: busy.name, properties: { vatPeriod: 'year', partnerView: true } });

  await userEvent.click(page.getByRole('button', { name: 'Lägg till användare' }));
  await userEvent.fill(page.getByLabelText('Kollegans e-postadress'), 'bo@demo.example');
  await userEvent.click(page.getByRole('button', { name: 'Spara' }));
  await expect.poll(() => element.shadowRoot!.querySelector('dialog')!.open).toBe(false);
  expect(sent('/people')).toEqual({ email: 'bo@demo.example' });
  await userEvent.click(page.getByRole('button', { name: 'Redigera uppdrag' }));
  await userEvent.selectOptions(page.getByLabelText('Ansvarig'), 'Ingen');
  await expectAccessible(element);
  await userEvent.click(page.getByRole('button', { name: 'Spara' }));
  await expect.poll(() => element.shadowRoot!.querySelector('dialog')!.open).toBe(false);
  expect(sent('/engagement')).toEqual({ responsible: null, startMonth: '2026-08' });
});

test('B-07 a colleague’s client is shown reduced, with a way to join it; one that is gone, or none, says so', async () => {
  const server = startServer();
  const row = client('Druvan Demobygg AB', { level: 'reduced', areas: [] });
  const empty = { overview: [], bookkeeping: [], payroll: [], vat: [], 'year-end': [] };
  const served = serveClient(server, { ...details(row), facts: empty, may: { manage: false, join: true } });
  server.on('POST', /\/join$/, () => {
    served.view = details(client('Druvan Demobygg AB'));
    return {};
  });
  const element = show(server, 'arende-client');
  await expect.poll(() => visibleText(element)).toContain('Ingen kund vald');
  element.client = 'c-nowhere';
  await expect.poll(() => visibleText(element)).toContain('Kunden finns inte här');
  await expectAccessible(element);
  element.client = row.id;
  await expect.poll(() => visibleText(element)).toContain('Du är inte tillagd hos kunden');
  expect(visibleText(element)).not.toContain('Bokföring');
  await expectAccessible(element);
  await userEvent.click(page.getByRole('button', { name: 'Lägg till mig' }));
  await expect.poll(() => visibleText(element)).toContain('Redigera uppgifter');
  served.view = { ...served.view, openNotes: 5 };
  server.push({ topic: 'note', clientId: row.id });
  await expect.poll(() => visibleText(element)).toContain('Noteringar 5');
});

test('L-17, L-18, B-29 documents and board stand in tabs of their own, as the session grants them, with a dot on what is new', async () => {
  const server = startServer();
  const served = serveClient(server);
  const { archive } = augustPayroll(server, busy.name);
  archive.roots[0]!.client.id = busy.id;
  const asked = (path: string) => server.requests.filter((request) => request.path.startsWith(path));
  const element = show(server, 'arende-client', { attributes: { client: busy.id } });
  const fresh = page.getByRole('tab', { name: 'Dokument Det finns nya dokument' });
  await expect.poll(() => fresh.elements().length).toBe(1);
  expect(asked('/v1/documents')).toEqual([]);
  expect(element.shadowRoot!.querySelector('arende-document-tree, arende-status-board')).toBeNull();

  await userEvent.click(page.getByRole('tab', { name: 'Dokument' }));
  const tree = () => element.shadowRoot!.querySelector('arende-document-tree')!;
  await expect.poll(() => tree()?.shadowRoot?.textContent).toContain('löner');
  expect(asked('/v1/documents/roots').map(({ query }) => query.get('client'))).toEqual([busy.id]);
  await expectAccessible(element);
  served.view = { ...served.view, documents: { unseen: false } };
  server.push({ topic: 'seen', clientId: busy.id });
  await expect.poll(() => fresh.elements().length).toBe(0);

  const first = tree();
  await userEvent.click(page.getByRole('tab', { name: 'Översikt' }));
  await expect.poll(() => first.checkVisibility()).toBe(false);
  await userEvent.click(page.getByRole('tab', { name: 'Dokument' }));
  await expect.poll(() => first.checkVisibility()).toBe(true);

  served.view = { ...served.view, documents: null, board: false };
  server.push({ topic: 'client', clientId: busy.id });
  await expect.poll(() => page.getByRole('tab').elements().length).toBe(6);
  await expect.poll(() => visibleText(element)).toContain('Kontantmetoden');
});
