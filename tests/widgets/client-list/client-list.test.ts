import { page, userEvent } from 'vitest/browser';
import { beforeEach, describe, expect, test } from 'vitest';
import '../../../widgets/client-list/client-list.ts';
import type { ImportView } from '../../../server/clients/schema.ts';
import { FakeProblem } from '../support/fake-server.ts';
import { announced, focused, focusedText, press } from '../support/keys.ts';
import { expectAccessible, show, startServer, visibleText } from '../support/page.ts';
import { busy, client, serveClient, serveClients, someClients } from './fixture.ts';

beforeEach(() => page.viewport(1440, 900));

const asked = (server: ReturnType<typeof startServer>) =>
  Object.fromEntries(server.requests.filter(({ path }) => path === '/v1/client-list').at(-1)!.query);

describe.for(['sv', 'en'] as const)('in %s', (language) => {
  const sv = language === 'sv';

  test.for([390, 1440])('the list, its filters, menu and empty state are accessible at %i px', async (width) => {
    await page.viewport(width, 900);
    const server = startServer();
    const served = serveClients(server, someClients());
    const release = server.hold(/client-list/);
    const list = show(server, 'arende-client-list', { language });
    await expect.poll(() => list.shadowRoot!.querySelectorAll('.bone').length).toBeGreaterThan(5);
    release();
    await expect.poll(() => visibleText(list)).toContain('Asp Demobageri AB');
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
    const icons = list.shadowRoot!.querySelector('.row .icons')!;
    expect(icons.scrollWidth).toBeLessThanOrEqual(icons.clientWidth);
    await expectAccessible(list);
    await userEvent.click(page.getByRole('button', { name: sv ? 'Fler filter' : 'More filters' }));
    await userEvent.click(page.getByRole('button', { name: /Åtgärder för Björk|Actions for Björk/ }));
    await expect.poll(() => visibleText(list)).toContain(sv ? 'Se detaljer' : 'See details');
    await expectAccessible(list);
    await press('{Escape}');
    served.rows = [];
    server.push({ topic: 'client' });
    await expect
      .poll(() => visibleText(list))
      .toContain(sv ? 'Du arbetar inte direkt med någon kund' : 'You do not work with any client directly');
    await expectAccessible(list);
  });
});

test('P-04, P-09, P-13 to P-15, B-12 tabs, search, filters and sorting ask the server and say how many there are', async () => {
  const server = startServer();
  serveClients(server, someClients());
  const list = show(server, 'arende-client-list');
  await expect.poll(() => visibleText(list)).toContain('Mina kunder 3');
  expect(visibleText(list)).not.toMatch(/Inbjudningar|Onboarding/);
  await userEvent.click(page.getByRole('tab', { name: /Alla/ }));
  await expect.poll(() => asked(server).tab).toBe('all');
  await userEvent.fill(page.getByRole('searchbox'), 'bjö');
  await expect.poll(() => visibleText(list)).not.toContain('Asp Demobageri');
  await expect.poll(() => announced(list)).toBe('1 kunder');
  await userEvent.click(page.getByRole('button', { name: 'Fler filter' }));
  await userEvent.click(page.getByRole('checkbox', { name: 'Kvitton som saknas' }));
  await userEvent.click(page.getByRole('checkbox', { name: 'Mina företag' }));
  await userEvent.selectOptions(page.getByRole('combobox', { name: 'Väntar inom' }), 'Olästa meddelanden');
  await expect
    .poll(() => asked(server))
    .toMatchObject({ tab: 'all', q: 'bjö', missingReceipts: 'true', responsible: 'me', area: 'messages' });
  expect(visibleText(list)).toContain('Fler filter (3)');
  await userEvent.click(page.getByRole('button', { name: 'Rensa filter' }));
  await expect.poll(() => asked(server).area).toBeUndefined();
  await userEvent.click(page.getByRole('button', { name: /^Namn/ }));
  await expect.poll(() => asked(server).direction).toBe('desc');
  await expect.poll(() => list.shadowRoot!.querySelector('th.name[aria-sort=descending]')).not.toBeNull();
  await userEvent.click(page.getByRole('button', { name: /^Ansvarig/ }));
  await expect.poll(() => asked(server)).toMatchObject({ sort: 'responsible' });
});

test('X-01, X-02, K-23 icons say what waits, open their tab, and explain themselves to pointer, keyboard and touch', async () => {
  const server = startServer();
  serveClients(server, someClients());
  const list = show(server, 'arende-client-list');
  const opened: unknown[] = [];
  list.addEventListener('arende-client-opened', ({ detail }) => opened.push([detail.id, detail.action, detail.tab]));
  await expect.poll(() => visibleText(list)).toContain('Asp Demobageri AB');
  const row = list.shadowRoot!.querySelector(`[data-row="${busy.id}"]`)!;
  const names = [...row.querySelectorAll('.icons button')].map((icon) => icon.getAttribute('aria-label'));
  expect(names).toEqual([
    'Bokföring: 2 perioder väntar, kunden är sen',
    'Bokslut: inget väntar',
    'Moms: 1 period väntar',
    'Lön: inget väntar',
    'Noteringar: 3 att göra',
  ]);
  expect(row.textContent).toContain('1 signering kräver åtgärd');
  expect(row.textContent).toContain('2 olästa meddelanden');
  const tip = () => list.shadowRoot!.querySelector('.tip:popover-open')?.textContent?.trim() ?? '';
  await userEvent.hover(page.getByRole('button', { name: /Bokföring: 2/ }));
  await expect.poll(tip).toBe(names[0]);
  await userEvent.unhover(page.getByRole('button', { name: /Bokföring: 2/ }));
  await expect.poll(tip).toBe('');
  row.querySelector<HTMLElement>('[data-control=name]')!.focus();
  await press('{ArrowRight}', '{ArrowRight}', '{ArrowRight}');
  await expect.poll(tip).toBe(names[2]);
  await press('{Escape}');
  await expect.poll(tip).toBe('');
  await press('{Enter}');
  expect(opened).toEqual([[busy.id, 'details', 'vat']]);
  const icon = row.querySelector<HTMLElement>('[data-control=bookkeeping]')!;
  icon.dispatchEvent(new PointerEvent('pointerdown', { pointerType: 'touch', bubbles: true, composed: true }));
  icon.click();
  await expect.poll(tip).toContain('Öppna Bokföring');
  await expectAccessible(list);
  list.shadowRoot!.querySelector<HTMLElement>('.tip button')!.click();
  expect(opened.at(-1)).toEqual([busy.id, 'details', 'bookkeeping']);
});

test('P-01, P-02, B-04, P-05 the row menu goes to the client, shows details, joins, accepts, by keyboard, and gives focus back', async () => {
  const server = startServer();
  const other = client('Druvan Demobygg AB', { level: 'reduced', areas: [] });
  const invited = client('Ek Demo', { stage: 'invitation' });
  const served = serveClients(server, [...someClients(), other, invited]);
  server.on('POST', /^\/v1\/clients\/([^/]+)\/join$/, () => {
    served.rows = served.rows.map((row) => (row.id === other.id ? client(other.name) : row));
    return {};
  });
  server.on('POST', /\/stage$/, () => ({ id: invited.id, name: invited.name }));
  const list = show(server, 'arende-client-list', {
    attributes: { 'client-url': 'https://bokio.example/{externalId}/start' },
  });
  const opened: string[] = [];
  list.addEventListener('arende-client-opened', ({ detail }) => opened.push(`${detail.action} ${detail.name}`));
  await expect.poll(() => visibleText(list)).toContain('Inte din kund');
  list.shadowRoot!.querySelector<HTMLElement>(`[data-row="${busy.id}"] [data-control=menu]`)!.focus();
  await press('{Enter}');
  await expect.poll(focusedText).toBe('Gå till kund');
  expect(focused()!.getAttribute('href')).toBe(`https://bokio.example/${busy.externalId}/start`);
  await press('{ArrowDown}', '{Enter}');
  expect(opened).toEqual([`details ${busy.name}`]);
  await expect.poll(() => focused()?.getAttribute('aria-label')).toBe(`Åtgärder för ${busy.name}`);

  await userEvent.click(page.getByRole('button', { name: `Lägg till mig: ${other.name}` }));
  await expect.poll(() => visibleText(list)).not.toContain('Inte din kund');
  expect(announced(list)).toContain(`Du är tillagd hos ${other.name}.`);
  await userEvent.click(page.getByRole('button', { name: `Åtgärder för ${invited.name}` }));
  await userEvent.click(page.getByRole('menuitem', { name: 'Tacka nej' }));
  await userEvent.click(page.getByRole('button', { name: 'Tacka nej', exact: true }));
  await expect
    .poll(() => server.requests.find(({ path }) => path.endsWith('/stage'))?.body)
    .toEqual({ stage: 'declined' });
});

test('10,000 clients: a screenful of rows is drawn, arrows and scrolling go through them, a change touches one row', async () => {
  const server = startServer();
  const rows = Array.from({ length: 10_000 }, (_, n) => client(`Kund ${String(n).padStart(5, '0')} AB`));
  const served = serveClients(server, rows);
  const list = show(server, 'arende-client-list');
  await expect.poll(() => visibleText(list)).toContain('Kund 00000 AB');
  const drawn = () => list.shadowRoot!.querySelectorAll('.row').length;
  const grid = list.shadowRoot!.querySelector('[role=grid]')!;
  expect(grid.getAttribute('aria-rowcount')).toBe('10001');
  expect(drawn()).toBeLessThan(80);
  list.shadowRoot!.querySelector<HTMLElement>('[data-control=name]')!.focus();
  await press('{End}');
  await expect.poll(focusedText).toBe('Kund 00199 AB');
  const scroller = list.shadowRoot!.querySelector('.scroller')!;
  for (let page = 1; page < 10; page += 1) {
    const before = scroller.scrollHeight;
    scroller.scrollTop = before;
    await expect.poll(() => scroller.scrollHeight).toBeGreaterThan(before);
  }
  const first = () => Number(list.shadowRoot!.querySelector('.row')!.getAttribute('aria-rowindex'));
  await expect.poll(first).toBeGreaterThan(1500);
  expect(drawn()).toBeLessThan(80);
  scroller.scrollTop = 0;
  await expect.poll(() => visibleText(list)).toContain('Kund 00000 AB');
  const before = server.requests.length;
  served.rows[1] = client('Kund 00001 AB', { unreadMessages: 7 });
  server.push({ topic: 'message', clientId: served.rows[1]!.id });
  await expect.poll(() => list.shadowRoot!.textContent).toContain('7 olästa meddelanden');
  expect(server.requests.length).toBe(before + 1);
  expect(asked(server).clients).toBe(served.rows[1]!.id);
});

test('I-29 a file is checked, its rejected rows are listed with why, and it is applied with progress; the list follows', async () => {
  const server = startServer();
  serveClients(server, someClients());
  const counts = { create: 400, update: 2, unchanged: 1, rejected: 1, created: 0, updated: 0 };
  const view: ImportView = {
    id: 'm1',
    name: 'kunder.csv',
    createdAt: '2026-11-22T10:00:00.000Z',
    status: 'checked',
    ignored: ['Saldo (kr)'],
    counts,
    rejected: [
      {
        line: 7,
        problems: [
          {
            column: { sv: 'Momsperiod', en: 'VAT period' },
            value: 'Vecka',
            text: { sv: 'Välj bland: Månad.', en: 'Choose among: Month.' },
          },
        ],
      },
    ],
    nextLine: null,
  };
  server.on('POST', /^\/v1\/client-imports$/, ({ body }) => {
    if (!(body instanceof File) || body.name !== 'kunder.csv') throw new FakeProblem(422, 'file_unreadable', 'No.');
    return view;
  });
  let calls = 0;
  server.on('POST', /^\/v1\/client-imports\/m1\/apply$/, () => {
    calls += 1;
    const done = calls === 2;
    const now = done ? { create: 0, update: 0, created: 400, updated: 2 } : { create: 150, update: 2, created: 250 };
    return { ...view, status: done ? 'done' : 'applying', counts: { ...counts, ...now } };
  });
  const list = show(server, 'arende-client-list');
  await expect.poll(() => visibleText(list)).toContain('Importera');
  await userEvent.click(page.getByRole('button', { name: 'Importera' }));
  await expect.poll(() => visibleText(list)).toContain('Inget ändras förrän');
  await userEvent.click(page.getByRole('button', { name: 'Kontrollera filen' }));
  await expect.poll(() => visibleText(list)).toContain('Välj en fil.');
  await userEvent.upload(page.getByLabelText('Fil'), new File(['Namn'], 'kunder.csv'));
  await expectAccessible(list);
  await userEvent.click(page.getByRole('button', { name: 'Kontrollera filen' }));
  await expect.poll(() => visibleText(list)).toMatch(/400 läggs till 2 ändras 1 är som de var 1 rader går inte/);
  expect(visibleText(list)).toContain('7 Momsperiod Vecka Välj bland: Månad.');
  expect(visibleText(list)).toContain('Kolumner som inte används: Saldo (kr).');
  await expectAccessible(list);
  const before = server.count('GET', /client-list$/);
  const release = server.hold(/apply$/);
  await userEvent.click(page.getByRole('button', { name: 'Importera 402 kunder' }));
  await expect.poll(() => visibleText(list)).toContain('0 av 402 klara');
  release();
  await expect.poll(() => visibleText(list)).toContain('Klart: 400 tillagda, 2 ändrade.');
  expect(calls).toBe(2);
  await userEvent.click(page.getByRole('button', { name: 'Stäng' }));
  await expect.poll(() => server.count('GET', /client-list$/)).toBeGreaterThan(before);
});

test('a client is added by the register’s form, and what the server refuses stands at its field', async () => {
  const server = startServer();
  serveClients(server, someClients());
  serveClient(server);
  server.on('POST', /^\/v1\/client-list$/, ({ body }) => {
    if ((body as any).organisationNumber) {
      const text = { sv: 'Kontrollsiffran måste stämma.', en: 'The check digit must be right.' };
      throw new FakeProblem(422, 'details_invalid', 'No.', { fields: [{ pointer: '/organisationNumber', text }] });
    }
    return { id: 'c9', name: 'Ny' };
  });
  const list = show(server, 'arende-client-list');
  await expect.poll(() => visibleText(list)).toContain('Lägg till kund');
  await userEvent.click(page.getByRole('button', { name: 'Lägg till kund' }));
  await userEvent.fill(page.getByRole('textbox', { name: 'Namn' }), 'Ny AB');
  await userEvent.fill(page.getByRole('textbox', { name: /Organisationsnummer/ }), '1');
  await userEvent.click(page.getByRole('checkbox', { name: /inbjuden/ }));
  await userEvent.click(page.getByRole('button', { name: 'Spara' }));
  await expect.poll(() => visibleText(list)).toContain('Kontrollsiffran måste stämma.');
  await expectAccessible(list);
  await userEvent.fill(page.getByRole('textbox', { name: /Organisationsnummer/ }), '');
  await userEvent.click(page.getByRole('button', { name: 'Spara' }));
  await expect.poll(() => list.shadowRoot!.querySelector('dialog')!.open).toBe(false);
  const sent = server.requests.findLast(({ path, method }) => path === '/v1/client-list' && method === 'POST')!.body;
  expect(sent).toMatchObject({ name: 'Ny AB', stage: 'verification', properties: { partnerView: false } });
});

test('who may not manage clients sees no import, export or add; an error, offline and an ended session are said', async () => {
  const server = startServer();
  serveClients(server, someClients(), {
    may: { manage: false, join: false, notify: false },
    tabs: [{ tab: 'mine', count: 3 }],
  });
  let broken = true;
  const answer = server.handlerOf('GET', '/v1/client-list');
  server.on('GET', /^\/v1\/client-list$/, (request) => {
    if (broken) throw new FakeProblem(500, 'internal', 'Fel.', { text: { sv: 'Servern gick sönder.', en: 'Broken.' } });
    return answer(request);
  });
  const list = show(server, 'arende-client-list');
  await expect.poll(() => visibleText(list)).toContain('Servern gick sönder.');
  await expectAccessible(list);
  broken = false;
  await userEvent.click(page.getByRole('button', { name: 'Försök igen' }));
  await expect.poll(() => visibleText(list)).toContain('Asp Demobageri AB');
  expect(visibleText(list)).not.toMatch(/Importera|Exportera|Lägg till kund|Mina kunder/);
  await expect.poll(() => server.openStreams).toBe(1);
  server.goOffline();
  await expect.poll(() => visibleText(list)).toContain('Ingen kontakt med servern');
  await expectAccessible(list);
  server.goOnline();
  await expect.poll(() => visibleText(list)).not.toContain('Ingen kontakt');
  server.secret = '';
  server.tokens.clear();
  server.push({ topic: 'client' });
  await expect.poll(() => visibleText(list)).toContain('Du har blivit utloggad');
  expect(visibleText(list)).not.toContain('Asp Demobageri');
});
