import { userEvent } from 'vitest/browser';
import { expect, test } from 'vitest';
import type { AbsenceView, InvitationView, PersonView, RightListView } from '../../../server/people/schema.ts';
import { type RightName, rights } from '../../../server/policies/rights.ts';
import '../../../widgets/settings/settings.ts';
import { FakeProblem, type FakeServer } from '../support/fake-server.ts';
import { expectAccessible, show, startServer, visibleText } from '../support/page.ts';

const catalogue: RightListView['items'] = (Object.keys(rights) as RightName[]).map((id) => {
  const { title, description, scope, roles } = rights[id];
  return { id, title, description, scope, roles, givenByClient: id === 'full-authority' };
});
const asp = { id: 'c1', name: 'Asp AB' };
const bjork = { id: 'c2', name: 'Björk AB' };

function person(id: string, name: string, more: Partial<PersonView> = {}): PersonView {
  const consultant = more.role ?? 'consultant';
  const rows = catalogue.filter(({ scope, roles }) => scope === 'firm' && roles.includes(consultant));
  return {
    id,
    name,
    email: `${id}@demo.example`,
    language: 'sv',
    role: 'consultant',
    active: true,
    self: false,
    allClients: false,
    clientCount: 1,
    clients: [asp],
    rights: rows.map((right) => ({
      right: right.id,
      client: null,
      granted: right.id === 'join-clients',
      byRole: true,
    })),
    absence: null,
    mayChange: true,
    ...more,
  };
}

const invitation: InvitationView = {
  id: 'v1',
  email: 'nina@demo.example',
  name: '',
  language: 'sv',
  role: 'client',
  allClients: false,
  clients: [asp],
  rights: [],
  invitedBy: { id: 'adam', name: 'Adam Exempel' },
  createdAt: '2026-11-01T08:00:00.000Z',
  expiresAt: '2026-11-08T08:00:00.000Z',
  expired: false,
};

/** The settings of an administrator of the firm, or of somebody else. */
function settingsServer(more: { kind?: 'firm' | 'client'; rights?: Partial<RightListView> } = {}): FakeServer {
  const server = startServer();
  const { kind = 'firm' } = more;
  const firm = catalogue.filter(({ scope }) => scope === 'firm').map(({ id }) => id);
  const own: RightListView = { items: catalogue, mine: firm, manages: 'firm', companies: [], ...more.rights };
  server.on('GET', /^\/v1\/me$/, () => ({
    user: { id: 'adam', name: 'Adam Exempel' },
    firm: { name: 'Demo Redovisning AB' },
    components: { settings: { act: true } },
    clientId: null,
    kind,
  }));
  server.on('GET', /^\/v1\/rights$/, () => own);
  server.on('GET', /^\/v1\/invitations$/, () => ({ items: [invitation] }));
  server.on('GET', /^\/v1\/client-names$/, () => ({ items: [asp, bjork] }));
  server.on('GET', /^\/v1\/colleagues$/, () => ({
    items: [
      { id: 'adam', name: 'Adam Exempel' },
      { id: 'karin', name: 'Karin Exempel' },
    ],
  }));
  const people = [
    person('adam', 'Adam Exempel', { role: 'admin', self: true, mayChange: false, allClients: true, rights: [] }),
    person('karin', 'Karin Exempel', {
      absence: { fromDate: '2026-11-01', toDate: '2026-11-30', substitute: { id: 'adam', name: 'Adam Exempel' } },
    }),
  ];
  server.on('GET', /^\/v1\/people$/, () => ({ items: people, nextCursor: null }));
  server.on('GET', /^\/v1\/people\/karin$/, () => people[1]);
  return server;
}

const inside = (element: Element, selector: string): HTMLElement[] => {
  const found: HTMLElement[] = [];
  const walk = (root: ParentNode): void => {
    found.push(...root.querySelectorAll<HTMLElement>(selector));
    for (const child of root.querySelectorAll('*')) if (child.shadowRoot) walk(child.shadowRoot);
  };
  walk(element.shadowRoot!);
  return found;
};
const named = (element: Element, selector: string, name: string): HTMLElement =>
  inside(element, selector).find(
    (one) => (one.ariaLabel ?? one.textContent ?? '').replace(/\s+/g, ' ').trim() === name,
  )!;
const ticked = (element: Element, text: string): HTMLInputElement =>
  inside(element, 'label.tick')
    .find((label) => label.textContent!.replace(/\s+/g, ' ').trim().startsWith(text))!
    .querySelector('input')!;

test('I-15 an administrator sees users with roles, clients and rights, and invites one with what they choose', async () => {
  const server = settingsServer();
  const bodies: unknown[] = [];
  let refuse = true;
  server.on('POST', /^\/v1\/invitations$/, ({ body }) => {
    bodies.push(body);
    if (refuse) {
      const text = { sv: 'Adressen har redan en inbjudan.', en: 'Invited already.' };
      throw new FakeProblem(409, 'invited_already', text.en, { text });
    }
    return { ...invitation, email: 'ny@demo.example' };
  });
  const element = show(server, 'arende-settings');
  await expect.poll(() => visibleText(element)).toContain('Karin Exempel');
  expect(visibleText(element)).toMatch(/Adam Exempel \(du\) adam@demo.example Administratör Alla kunder Alla/);
  expect(visibleText(element)).toMatch(/Borta till mån 30 nov( 2026)? Konsult Asp AB Lägga till sig själv/);
  expect(visibleText(element)).toMatch(/nina@demo.example Kundens användare, Asp AB. Länken gäller till sön 8 nov/);
  await expectAccessible(element);

  await userEvent.click(named(element, 'button', 'Bjud in'));
  const email = inside(element, 'input[type=email]')[0]!;
  await userEvent.fill(email, 'ny@demo.example');
  await userEvent.click(inside(element, 'input[aria-label="Kunder: Sök"]')[0]!);
  await expect.poll(() => named(element, 'button', 'Lägg till Björk AB')).toBeTruthy();
  await userEvent.click(named(element, 'button', 'Lägg till Björk AB'));
  await userEvent.click(ticked(element, 'Hantera kunder'));
  expect(visibleText(element)).toContain('Lägga upp, ändra, importera och exportera kunder');
  await expectAccessible(element);
  await userEvent.click(named(element, 'button', 'Skicka inbjudan'));
  await expect.poll(() => visibleText(element)).toContain('Adressen har redan en inbjudan.');
  refuse = false;
  await userEvent.click(named(element, 'button', 'Skicka inbjudan'));
  await expect.poll(() => inside(element, 'dialog[open]')).toEqual([]);
  expect(bodies[1]).toEqual({
    email: 'ny@demo.example',
    language: 'sv',
    role: 'consultant',
    allClients: false,
    clients: ['c2'],
    rights: [{ right: 'manage-clients', client: null }],
  });
});

test('what is changed of somebody is sent and nothing else; shutting somebody out is asked for again', async () => {
  const server = settingsServer();
  const bodies: unknown[] = [];
  server.on('PUT', /^\/v1\/people\/karin$/, ({ body }) => {
    bodies.push(body);
    return person('karin', 'Karin Exempel');
  });
  const element = show(server, 'arende-settings', { language: 'en' });
  await expect.poll(() => named(element, 'button', 'Change Karin Exempel')).toBeTruthy();
  await userEvent.click(named(element, 'button', 'Change Karin Exempel'));
  await expect.poll(() => named(element, 'button', 'Remove Asp AB')).toBeTruthy();
  await userEvent.click(ticked(element, 'Join clients'));
  await userEvent.click(ticked(element, 'All clients'));
  await userEvent.click(named(element, 'button', 'Save'));
  await expect
    .poll(() => bodies)
    .toEqual([{ allClients: true, rights: [{ right: 'join-clients', client: null, granted: false }] }]);
  await userEvent.click(named(element, 'button', 'Change Karin Exempel'));
  await expect.poll(() => named(element, 'dialog[open] button', 'Deactivate')).toBeTruthy();
  await userEvent.click(named(element, 'dialog[open] button', 'Deactivate'));
  await expect.poll(() => visibleText(element)).toContain('Deactivate Karin Exempel?');
  await userEvent.click(named(element, 'dialog[open] button', 'Deactivate'));
  await expect.poll(() => bodies.at(-1)).toEqual({ active: false });
});

test('L-05, K-28 a client’s user sees the users of the company; its administrator invites a colleague', async () => {
  const colleague = person('anna', 'Anna Exempel', { role: 'client', self: true, mayChange: false, rights: [] });
  const reader = settingsServer({ kind: 'client', rights: { mine: [], manages: 'nobody' } });
  reader.on('GET', /^\/v1\/people$/, () => ({ items: [colleague], nextCursor: null }));
  const plain = show(reader, 'arende-settings');
  await expect.poll(() => visibleText(plain)).toContain('Anna Exempel (du)');
  expect(visibleText(plain)).not.toContain('Min frånvaro');
  expect(named(plain, 'button', 'Bjud in')).toBeUndefined();
  await expectAccessible(plain);
  plain.remove();

  reader.on('GET', /^\/v1\/rights$/, () => ({ items: catalogue, mine: [], manages: 'companies', companies: [asp] }));
  const bodies: unknown[] = [];
  reader.on('POST', /^\/v1\/invitations$/, ({ body }) => {
    bodies.push(body);
    return invitation;
  });
  const element = show(reader, 'arende-settings');
  await expect.poll(() => named(element, 'button', 'Bjud in')).toBeTruthy();
  await userEvent.click(named(element, 'button', 'Bjud in'));
  await userEvent.fill(inside(element, 'input[type=email]')[0]!, 'vera@demo.example');
  await userEvent.click(ticked(element, 'Adminbehörighet för Asp AB'));
  await userEvent.click(named(element, 'button', 'Skicka inbjudan'));
  await expect
    .poll(() => bodies)
    .toEqual([
      {
        email: 'vera@demo.example',
        language: 'sv',
        role: 'client',
        clients: ['c1'],
        rights: [{ right: 'client-admin', client: 'c1' }],
      },
    ]);
});

test('an absence is written down with the keyboard alone, a refusal is said, and one that runs is ended', async () => {
  const server = settingsServer({ rights: { mine: ['join-clients'], manages: 'nobody' } });
  let items: AbsenceView[] = [];
  const bodies: any[] = [];
  server.on('GET', /^\/v1\/absences$/, () => ({ items, maySetForOthers: false }));
  server.on('POST', /^\/v1\/absences$/, ({ body }) => {
    bodies.push(body);
    if (bodies.length === 1) throw new FakeProblem(409, 'absence_overlaps', 'There is an absence already.');
    const days = { fromDate: '2026-11-22', toDate: '2026-12-24', running: true, mayRemove: true };
    const [user, substitute] = [
      { id: 'adam', name: 'Adam Exempel' },
      { id: 'karin', name: 'Karin Exempel' },
    ];
    items = [{ id: 'a1', user: user!, substitute: substitute!, ...days }];
    return items[0];
  });
  server.on('DELETE', /^\/v1\/absences\/a1$/, () => {
    items = [];
    return new Response(null, { status: 204 });
  });
  const element = show(server, 'arende-settings', { language: 'en', attributes: { tab: 'absence' } });
  await expect.poll(() => visibleText(element)).toContain('No absence has been added.');
  named(element, 'button', 'Add absence').focus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => inside(element, 'input[type=date]').length).toBe(2);
  await expectAccessible(element);
  named(element, 'button', 'Save').focus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => visibleText(element)).toContain('Choose a substitute.');
  inside(element, 'input[type=search]')[0]!.focus();
  await userEvent.keyboard('kar');
  await expect.poll(() => named(element, 'button', 'Add Karin Exempel')).toBeTruthy();
  named(element, 'button', 'Add Karin Exempel').focus();
  await userEvent.keyboard('{Enter}');
  named(element, 'button', 'Save').focus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => visibleText(element)).toContain('There is an absence already.');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => visibleText(element)).toContain('Karin Exempel stands in');
  expect(bodies[1]).toMatchObject({ user: 'adam', substitute: 'karin' });
  await expectAccessible(element);
  await userEvent.click(named(element, 'button', 'End the absence of Adam Exempel'));
  await expect.poll(() => visibleText(element)).toContain('No absence has been added.');
});

test('tabs move with the arrows; expired, offline and refused are said, and what others do shows by itself', async () => {
  const server = settingsServer();
  server.on('GET', /^\/v1\/absences$/, () => ({ items: [], maySetForOthers: true }));
  const element = show(server, 'arende-settings');
  await expect.poll(() => visibleText(element)).toContain('Karin Exempel');
  inside(element, '[role=tab]')[0]!.focus();
  await userEvent.keyboard('{ArrowRight}');
  await expect.poll(() => visibleText(element)).toContain('Ingen frånvaro är inlagd.');
  expect(element.getAttribute('tab')).toBe('absence');
  await userEvent.keyboard('{Home}');
  await expect.poll(() => visibleText(element)).toContain('Karin Exempel');
  server.on('GET', /^\/v1\/people$/, () => ({ items: [person('olle', 'Olle Exempel')], nextCursor: null }));
  server.push({ topic: 'people' });
  await expect.poll(() => visibleText(element)).toContain('Olle Exempel');
  server.on('GET', /^\/v1\/people$/, () => ({ items: [], nextCursor: null }));
  server.push({ topic: 'people' });
  await expect.poll(() => visibleText(element)).toContain('Ingen användare passar det du har valt.');
  server.goOffline();
  server.push({ topic: 'people' });
  await expect.poll(() => visibleText(element)).toContain('Ingen kontakt med servern');
});
