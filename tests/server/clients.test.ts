import { describe, expect, test } from 'vitest';
import payroll from '../../definitions/library/period-payroll/definition.json' with { type: 'json' };
import { listActiveClients, putClient } from '../../server/store/index.ts';
import { type Page, testServer, type TestServer } from './support/server.ts';
import { databases } from './support/stores.ts';

const names = (answer: any): string[] => answer.json.items.map((item: any) => item.name);
const tabs = (answer: any) => answer.json.tabs.map(({ tab, count }: any) => `${tab} ${count}`);
const list = (page: Page, query = '') => page.get(`/v1/client-list${query}`);

const client = (server: TestServer, id: string, body: object) => server.byKey('PUT', `/v1/clients/${id}`, body);

/** A firm's process in the area named, whose statuses are those of the shipped ones. */
async function process(server: TestServer, id: string, area: string) {
  const { handIn } = await import('./support/firm.ts');
  const statuses = {
    ...handIn.statuses,
    late: { label: { sv: 'Försenad', en: 'Late' }, tone: 'danger', order: 4 },
    working: { label: { sv: 'Pågår', en: 'In progress' }, tone: 'info', order: 5 },
  };
  const states = {
    ...handIn.states,
    late: { status: 'late', on: { WORK: 'working' } },
    working: { status: 'working', on: { FINISH: 'done' } },
  };
  const waiting = { ...(handIn.states.waiting as any), on: { SUBMIT: 'review', LATE: 'late' } };
  const actions = {
    LATE: { for: ['boss'], label: { sv: 'Sen', en: 'Late' } },
    WORK: { for: ['boss'], label: { sv: 'Börja', en: 'Begin' } },
    FINISH: { for: ['boss'], label: { sv: 'Klar', en: 'Done' } },
  };
  waiting.actions = { LATE: actions.LATE };
  (states.late as any).actions = { WORK: actions.WORK };
  (states.working as any).actions = { FINISH: actions.FINISH };
  const definition = { ...handIn, id, area, statuses, states: { ...states, waiting } };
  const answer = await server.byKey('PUT', `/v1/definitions/${id}`, definition);
  if (answer.status !== 201) throw new Error(answer.text);
}

async function start(server: TestServer, definition: string, of: string, period: string): Promise<string> {
  const answer = await server.byKey('POST', '/v1/instances', { definition, client: of, period });
  if (answer.status >= 300) throw new Error(answer.text);
  return answer.json.id;
}

describe.each(databases)('clients on %s', (database) => {
  test('P-04 to P-12, B-12, K-04 tabs by role, empty ones hidden; everybody sees whom they work with', async () => {
    const server = await testServer(database);
    const [adam, cilla, karin, anna] = [
      await server.page('adam'),
      await server.page('cilla'),
      await server.page('karin'),
      await server.page('anna'),
    ];
    expect(tabs(await list(adam))).toEqual(['mine 0', 'all 2']);
    expect(tabs(await list(cilla))).toEqual(['mine 2']);
    expect(names(await list(cilla, '?responsible=me'))).toEqual(['Asp AB']);
    expect([tabs(await list(karin)), names(await list(karin))]).toEqual([['mine 1'], ['Björk AB']]);
    expect((await list(anna)).json.code).toBe('staff_required');

    await client(server, 'ny', { name: 'Ny i verifiering AB', stage: 'verification' });
    await client(server, 'inbjuden', { name: 'Bjöd in oss AB', stage: 'invitation' });
    expect(tabs(await list(adam))).toEqual(['invitations 1', 'onboarding 1', 'mine 0', 'all 3']);
    expect(names(await list(adam, '?tab=invitations'))).toEqual(['Bjöd in oss AB']);
    expect(names(await list(adam, '?tab=all'))).toEqual(['Asp AB', 'Björk AB', 'Ny i verifiering AB']);
    // P-11: only where one of their own clients is being verified.
    expect(tabs(await list(karin))).toEqual(['mine 1']);
    const karinToo = { name: 'Karin', email: 'karin@demo.example', role: 'consultant', clients: ['bjork', 'ny'] };
    await server.byKey('PUT', '/v1/users/karin', karinToo);
    expect(tabs(await list(await server.page('karin')))).toEqual(['onboarding 1', 'mine 1']);
    expect(names(await list(cilla, '?tab=invitations'))).toEqual(names(await list(cilla)));

    // Nothing opens by itself for those with whom the firm does not work yet.
    const working = await listActiveClients(server.store.tenant(server.firm.tenantId));
    expect(working.map(({ name }) => name).sort()).toEqual(['Asp AB', 'Björk AB']);
    const [invited] = (await list(adam, '?tab=invitations')).json.items;
    const [verified] = (await list(adam, '?tab=onboarding')).json.items;
    expect((await cilla.post(`/v1/client-list/${invited.id}/stage`, { stage: 'active' })).json.code).toBe(
      'right_missing',
    );
    expect((await adam.post(`/v1/client-list/${verified.id}/stage`, { stage: 'active' })).status).toBe(200);
    expect((await adam.post(`/v1/client-list/${invited.id}/stage`, { stage: 'declined' })).status).toBe(200);
    expect((await adam.post(`/v1/client-list/${verified.id}/stage`, { stage: 'active' })).json.code).toBe(
      'client_active',
    );
    expect(tabs(await list(adam))).toEqual(['mine 0', 'all 3']);
  });

  test('P-13 to P-15, X-02 search, filters and every sorting in both directions, page by page', async () => {
    const server = await testServer(database);
    const adam = await server.page('adam');
    const scope = server.store.tenant(server.firm.tenantId);
    const made = ['Östersund Café AB', 'Årsta Bygg', 'Ärlig Handel HB', 'Zetas AB', 'Émile Import', 'enskild Firma Ek'];
    for (const [index, name] of made.entries()) {
      const companyForm = index % 2 === 0 ? 'limitedCompany' : 'soleTrader';
      await putClient(scope, { externalId: `x${index}`, name, properties: { companyForm } });
    }
    await client(server, 'x3', { name: 'Zetas AB', organisationNumber: '5560000001', properties: {} });
    const order = [
      'Asp AB',
      'Björk AB',
      'Émile Import',
      'enskild Firma Ek',
      'Zetas AB',
      'Årsta Bygg',
      'Ärlig Handel HB',
      'Östersund Café AB',
    ];
    for (const sort of ['name', 'companyForm', 'completed', 'yearEnd', 'responsible']) {
      for (const direction of ['asc', 'desc']) {
        const found: string[] = [];
        for (let cursor = ''; ;) {
          const answer = await list(adam, `?tab=all&limit=3&sort=${sort}&direction=${direction}${cursor}`);
          expect(answer.json.total).toBe(8);
          found.push(...names(answer));
          if (!answer.json.nextCursor) break;
          cursor = `&cursor=${answer.json.nextCursor}`;
        }
        if (sort === 'name') expect(found).toEqual(direction === 'asc' ? order : order.toReversed());
        else expect(found.toSorted(), `${sort} ${direction}`).toEqual(order.toSorted());
        if (sort === 'responsible') expect(found.at(direction === 'asc' ? -1 : 0)).toBe('Asp AB');
      }
    }
    expect(names(await list(adam, '?tab=all&q=östersund'))).toEqual(['Östersund Café AB']);
    expect(names(await list(adam, '?tab=all&q=556000-0001'))).toEqual(['Zetas AB']);
    expect(names(await list(adam, '?tab=all&q=5560000001'))).toEqual(['Zetas AB']);
    expect((await list(adam, '?tab=all&q=100%25')).json.total).toBe(0);

    await server.byKey('PUT', '/v1/clients/x1/facts', { missingReceipts: 4 });
    await server.byKey('PUT', '/v1/clients/x2/facts', { missingReceipts: 0, yearEndForm: true });
    const missing = await list(adam, '?tab=all&missingReceipts=true');
    expect([names(missing), missing.json.total, missing.json.items[0].missingReceipts]).toEqual([['Årsta Bygg'], 1, 4]);
    expect(names(await list(adam, '?tab=all&sort=yearEnd&direction=desc&limit=1'))).toEqual(['Ärlig Handel HB']);
    await client(server, 'x0', { name: 'Östersund Café AB', active: false });
    expect((await list(adam, '?tab=all')).json.total).toBe(7);
    expect(names(await list(adam, '?tab=all&ended=true'))).toEqual(['Östersund Café AB']);
  });

  test('X-01, X-02, B-14, B-29, K-23 icons say what waits, red where the client is late; signings and areas filter', async () => {
    const server = await testServer(database);
    await process(server, 'books', 'bookkeeping');
    await process(server, 'wages', 'payroll');
    await process(server, 'orders', 'signing');
    const adam = await server.page('adam');
    const [first, second] = [
      await start(server, 'books', 'asp', '2026-08'),
      await start(server, 'books', 'asp', '2026-09'),
    ];
    await start(server, 'wages', 'bjork', '2026-10');
    const signing = await start(server, 'orders', 'bjork', '2026-10');
    const row = async (name: string) =>
      (await list(adam, '?tab=all')).json.items.find((item: any) => item.name === name);
    const tones = async (name: string) =>
      Object.fromEntries((await row(name)).areas.map(({ area, tone, waiting }: any) => [area, `${tone} ${waiting}`]));
    expect((await row('Asp AB')).areas.map(({ area }: any) => area)).toEqual([
      'bookkeeping',
      'year-end',
      'vat',
      'payroll',
    ]);
    expect((await tones('Asp AB')).bookkeeping).toBe('waiting 2');
    expect((await tones('Björk AB')).payroll).toBe('waiting 1');
    await adam.act(first, { event: 'LATE' });
    expect((await tones('Asp AB')).bookkeeping).toBe('late 2');
    expect((await row('Asp AB')).completed).toBeNull();
    // The page of a client alone may do what its table of periods offers.
    const alone = await server.page('adam', { components: { client: { read: true, act: true } } });
    expect((await alone.act(first, { event: 'WORK' })).status).toBe(200);
    expect((await tones('Asp AB')).bookkeeping).toBe('waiting 1');
    await adam.act(first, { event: 'FINISH' });
    expect((await row('Asp AB')).completed).toBe('2026-08');
    expect(names(await list(adam, '?tab=all&area=bookkeeping'))).toEqual(['Asp AB']);
    expect(names(await list(adam, '?tab=all&area=payroll'))).toEqual(['Björk AB']);
    expect(names(await list(adam, '?tab=all&area=vat'))).toEqual([]);

    // The order waits for the client at first, then for the firm.
    expect(names(await list(adam, '?tab=all&area=signing'))).toEqual([]);
    await (await server.page('bosse')).act(signing, { event: 'SUBMIT', data: { documents: true } });
    expect((await row('Björk AB')).signings).toBe(1);
    expect(names(await list(adam, '?tab=all&area=signing'))).toEqual(['Björk AB']);

    const periods = await adam.get(`/v1/client-list/${server.firm.clients.asp}/periods?area=bookkeeping`);
    expect(periods.json.items.map((item: any) => [item.period, item.status])).toEqual([
      ['2026-09', 'waiting'],
      ['2026-08', 'done'],
    ]);
    expect(periods.json.items[0].actions.some((action: any) => action.event === 'LATE')).toBe(true);
    expect(second).not.toBe(first);
  });

  test('B-02, B-03, B-07, B-25 to B-28, B-46, B-49, B-50, B-52 to B-54 details and the facts above each tab; reduced for colleagues', async () => {
    const server = await testServer(database);
    const properties = {
      bookkeepingMethod: 'cash',
      vatPeriod: 'quarter',
      fiscalYearEnd: '06-30',
      employees: 3,
      handInPeriod: 'quarter',
    };
    await client(server, 'asp', {
      name: 'Asp AB',
      organisationNumber: '556000-0001',
      properties,
      responsible: 'cilla',
    });
    const [adam, karin] = [await server.page('adam'), await server.page('karin')];
    const id = server.firm.clients.asp!;
    await server.start('asp');
    const facts = {
      bookkeepingCreatedAt: '2026-10-30T10:00:00.000Z',
      payrollMonth: '2026-09',
      lastUploadAt: '2026-10-01T08:00:00.000Z',
    };
    expect((await server.byKey('PUT', '/v1/clients/asp/facts', facts)).json).toMatchObject({
      ...facts,
      balanceMinor: null,
    });
    const fact = async (tab: string, name: string) => {
      const { json } = await adam.get(`/v1/client-list/${id}`);
      return json.facts[tab].find((one: any) => one.name === name).value;
    };
    expect(await fact('bookkeeping', 'lastUploadAt')).toBe(facts.lastUploadAt);
    const anna = await server.page('anna');
    const root = (await anna.get('/v1/documents/roots')).json.items[0].folder.id;
    await anna.upload(root, 'kvitto.txt', 'text');
    expect(await fact('bookkeeping', 'lastUploadAt')).toBe(new Date(server.clock.ms).toISOString());
    expect(await fact('bookkeeping', 'vatPeriod')).toEqual({ sv: 'Kvartal', en: 'Quarter' });
    expect(await fact('bookkeeping', 'fiscalYearEnd')).toEqual({ sv: '30 juni', en: '30 June' });
    expect(await fact('overview', 'bookkeepingMethod')).toEqual({ sv: 'Kontantmetoden', en: 'Cash method' });
    expect(await fact('payroll', 'payrollMonth')).toBe('2026-09');
    expect(await fact('payroll', 'declarationDay')).toBeNull();
    await server.byKey('PUT', '/v1/definitions/period-payroll', payroll);
    await start(server, 'period-payroll', 'asp', '2026-09');
    expect(await fact('payroll', 'declarationDay')).toBe('2026-10-12');
    expect(await fact('payroll', 'employees')).toBe(3);
    expect(await fact('vat', 'bookkeepingCreatedAt')).toBe(facts.bookkeepingCreatedAt);
    expect(await fact('vat', 'nextYearEnd')).toBe('2027-06-30');

    // L-18: the dot of what anna has uploaded, and only where the session shows documents, and only this client's.
    const shown = async (session: object) => {
      const { json } = await (await server.page('adam', session)).get(`/v1/client-list/${id}`);
      return [json.documents, json.board];
    };
    expect(await shown({})).toEqual([{ unseen: true }, true]);
    expect(await shown({ components: { client: {}, 'document-tree': {} } })).toEqual([{ unseen: true }, false]);
    expect(await shown({ components: { client: {}, 'status-board': {} } })).toEqual([null, true]);
    const rootsOf = async (client: string) =>
      (await adam.get(`/v1/documents/roots?client=${client}`)).json.items.map((item: any) => item.client.name);
    expect(await rootsOf(id)).toEqual(['Asp AB']);
    expect(await rootsOf('c-nowhere')).toEqual([]);
    expect((await karin.get(`/v1/documents/roots?client=${id}`)).json.items).toEqual([]);

    const reduced = (await karin.get(`/v1/client-list/${id}`)).json;
    expect([reduced.documents, reduced.board]).toEqual([null, false]);
    expect(reduced).toMatchObject({
      level: 'reduced',
      name: 'Asp AB',
      responsible: { name: 'cilla Exempel' },
      may: { manage: false, join: true },
      properties: {},
      externalId: '',
    });
    expect(reduced.facts.overview).toEqual([]);
    expect((await karin.get(`/v1/client-list/${id}/periods?area=vat`)).status).toBe(404);
    const others = (await list(karin, '?others=true')).json.items;
    expect(others.map(({ name, level }: any) => `${name} ${level}`)).toEqual(['Asp AB reduced', 'Björk AB full']);
    const alone = await server.page('karin', { client: 'bjork' });
    expect(names(await list(alone, '?others=true'))).toEqual(['Björk AB']);
  });

  test('B-31, B-32 a client sees when its papers are expected, unless the partner view is switched off', async () => {
    const server = await testServer(database);
    await process(server, 'books', 'bookkeeping');
    await client(server, 'bjork', { name: 'Björk AB', properties: { partnerView: false } });
    const dues = async (user: string, id: string) => {
      const page = await server.page(user);
      const { deadlines, tasks } = (await page.get(`/v1/instances/${id}`)).json;
      const inbox = (await page.get('/v1/tasks')).json.items.filter((item: any) => item.instanceId === id);
      return [deadlines.length > 0, ...[...tasks, ...inbox].map(({ due }: any) => due !== null)];
    };
    const [open, hidden] = [
      await start(server, 'books', 'asp', '2026-10'),
      await start(server, 'books', 'bjork', '2026-10'),
    ];
    expect(await dues('anna', open)).toEqual([true, true, true]);
    expect(await dues('bosse', hidden)).toEqual([false, false, false]);
    expect(await dues('adam', hidden)).toEqual([true, true]);
    expect((await (await server.page('bosse')).get('/v1/board?definition=books')).json.items[0].due).toBeNull();
    // What is not handed in, such as a payment, keeps its day.
    expect(await dues('bosse', await server.start('bjork'))).toEqual([true, true, true]);
  });

  test('L-41 the register checks what rules need, number and all; who may not manage clients may not change it', async () => {
    const server = await testServer(database);
    const [adam, cilla] = [await server.page('adam'), await server.page('cilla')];
    const { form } = (await adam.get('/v1/client-register')).json;
    expect(Object.keys(form.properties)).toEqual(
      expect.arrayContaining([
        'services',
        'vatPeriod',
        'fiscalYearEnd',
        'bookkeepingMethod',
        'handInPeriod',
        'employees',
        'companyForm',
        'plan',
        'partnerView',
      ]),
    );
    const wrong = {
      name: 'Fel AB',
      organisationNumber: '556000-0002',
      properties: {
        vatPeriod: 'week',
        fiscalYearEnd: '12-30',
        employees: -1,
        taxOcr: '123456',
        yearEndUrl: 'javascript:alert(1)',
      },
    };
    const refused = await adam.post('/v1/client-list', wrong);
    const pointers = ['/organisationNumber', ...Object.keys(wrong.properties).map((name) => `/properties/${name}`)];
    expect(refused.status).toBe(422);
    expect(refused.json.fields.map(({ pointer }: any) => pointer).sort()).toEqual(pointers.sort());
    expect(refused.json.fields.every(({ text }: any) => text.sv && text.en)).toBe(true);
    const byKey = await client(server, 'fel', { name: 'Fel AB', properties: { vatPeriod: 'week' } });
    expect([byKey.status, byKey.json.fields[0].pointer]).toEqual([422, '/properties/vatPeriod']);

    const right = {
      name: 'Rätt AB',
      organisationNumber: '16556000-0001',
      properties: { vatPeriod: 'year', taxOcr: '123455' },
    };
    const made = await adam.post('/v1/client-list', right);
    expect(made.status).toBe(201);
    expect((await adam.post('/v1/client-list', right)).json.code).toBe('client_known');
    expect((await cilla.post('/v1/client-list', { ...right, externalId: 'other' })).json.code).toBe('right_missing');
    const path = `/v1/client-list/${made.json.id}`;
    expect((await cilla.send('PUT', path, right)).json.code).toBe('right_missing');
    const changed = await adam.send('PUT', path, {
      ...right,
      name: 'Nytt namn AB',
      properties: { handInPeriod: 'quarter' },
    });
    expect(changed.json).toMatchObject({
      name: 'Nytt namn AB',
      organisationNumber: '556000-0001',
      properties: { handInPeriod: 'quarter' },
    });
    const audit = (await server.byKey('GET', '/v1/audit')).text;
    expect(audit).toContain('"changed":["name","vatPeriod","taxOcr","handInPeriod"]');
    expect(audit).not.toContain('123455');
  });
});
