import type { ClientDetailsView, ClientListView, ClientRowView, PeriodsView } from '../../../server/clients/schema.ts';
import { sendBack } from '../inbox/fixture.ts';
import { FakeProblem, type FakeServer } from '../support/fake-server.ts';

const both = (sv: string, en = sv) => ({ sv, en });
const areas = ['bookkeeping', 'year-end', 'vat', 'payroll'] as const;

export function client(name: string, more: Partial<ClientRowView> = {}): ClientRowView {
  const id = `c-${name.toLowerCase().replace(/\W+/g, '-')}`;
  return {
    id,
    externalId: id.slice(2),
    name,
    organisationNumber: '556000-0001',
    companyForm: both('Aktiebolag', 'Limited company'),
    responsible: { id: 'u1', name: 'Anna Exempel' },
    level: 'full',
    stage: 'active',
    active: true,
    completed: '2026-09',
    yearEndForm: null,
    missingReceipts: null,
    areas: areas.map((area) => ({ area, tone: 'calm', waiting: 0 })),
    openNotes: 0,
    signings: 0,
    unreadMessages: 0,
    ...more,
  };
}

/** Two periods of which the client is late with one, a signing, a message. */
export const busy = client('Asp Demobageri AB', {
  areas: [
    { area: 'bookkeeping', tone: 'late', waiting: 2 },
    { area: 'year-end', tone: 'calm', waiting: 0 },
    { area: 'vat', tone: 'waiting', waiting: 1 },
    { area: 'payroll', tone: 'calm', waiting: 0 },
  ],
  openNotes: 3,
  signings: 1,
  unreadMessages: 2,
  missingReceipts: 4,
});

export const someClients = () => [
  busy,
  client('Björk Demokafé AB', { responsible: null, completed: null, yearEndForm: true }),
  client('Cypress Democykel AB'),
];

interface Served {
  rows: ClientRowView[];
  tabs: ClientListView['tabs'];
  may: ClientListView['may'];
}

/** A server with these clients; what it is asked with can be read from `server.requests`. */
export function serveClients(server: FakeServer, rows: ClientRowView[], more: Partial<Served> = {}): Served {
  const served: Served = {
    rows,
    tabs: [
      { tab: 'mine', count: rows.length },
      { tab: 'all', count: rows.length + 5 },
    ],
    may: { manage: true, join: true, notify: true },
    ...more,
  };
  server.on('GET', /^\/v1\/client-list$/, ({ query }) => {
    const q = query.get('q')?.toLowerCase() ?? '';
    const ids = query.get('clients')?.split(',');
    const found = served.rows.filter(({ id, name }) => name.toLowerCase().includes(q) && (!ids || ids.includes(id)));
    const start = Number(query.get('cursor') ?? 0);
    const limit = Number(query.get('limit'));
    const items = found.slice(start, start + limit);
    const nextCursor = start + limit < found.length ? String(start + limit) : null;
    const tab = (query.get('tab') as ClientListView['tab'] | null) ?? 'mine';
    return { tab, tabs: served.tabs, total: found.length, items, nextCursor, may: served.may } satisfies ClientListView;
  });
  return served;
}

const fact = (
  name: string,
  sv: string,
  value: ClientDetailsView['facts']['vat'][number]['value'],
  format: 'text' | 'dateTime' | 'option' | 'number' | 'month' = 'text',
) => ({ name, title: both(sv), format, value }) as const;

export const details = (row: ClientRowView = busy): ClientDetailsView => ({
  ...row,
  startMonth: '2026-08',
  properties: { vatPeriod: 'month', services: ['bookkeeping'], partnerView: true },
  facts: {
    overview: [fact('bookkeepingMethod', 'Bokföringsmetod', both('Kontantmetoden', 'Cash method'), 'option')],
    bookkeeping: [
      fact('lastUploadAt', 'Senast uppladdat underlag', '2026-10-30T10:00:00.000Z', 'dateTime'),
      fact('unhandledPeriods', 'Ohanterade perioder hos kunden', 2, 'number'),
    ],
    payroll: [fact('payrollMonth', 'Senast klarmarkerad månad', null, 'month')],
    vat: [],
    'year-end': [fact('yearEndUrl', 'Bokslutet', 'https://bokslut.example/1')],
  },
  documents: { unseen: true },
  board: true,
  may: { manage: true, join: true },
});

export const periods = (status = 'late'): PeriodsView => ({
  definitions: [
    {
      id: 'period-bookkeeping',
      title: both('Bokföring', 'Bookkeeping'),
      area: 'bookkeeping',
      statuses: [
        { key: 'late', label: both('Försenad', 'Late'), tone: 'danger', order: 1, description: null },
        { key: 'waiting', label: both('Väntar', 'Waiting'), tone: 'neutral', order: 2, description: null },
      ],
    },
  ],
  items: ['2026-10', '2026-09'].map((period, index) => ({
    definition: 'period-bookkeeping',
    instanceId: `i${index}`,
    sequence: 3,
    label: both(`Bokföring ${period}`),
    client: { id: busy.id, name: busy.name },
    responsible: null,
    period,
    status: index === 0 ? status : 'waiting',
    statusSince: '2026-11-01T10:00:00.000Z',
    due: null,
    facts: [
      {
        name: 'submittedAt',
        title: both('Uppdaterad av företag', 'Updated by company'),
        format: 'dateTime',
        value: index === 0 ? '2026-11-04T12:00:00.000Z' : null,
      },
    ],
    done: false,
    actions: index === 0 ? [sendBack] : [],
  })),
});

export function serveClient(server: FakeServer, view = details()) {
  const served = { view, periods: periods() };
  server.on('GET', /^\/v1\/client-list\/([^/]+)$/, ({ params }) => {
    if (params[0] !== served.view.id) throw new FakeProblem(404, 'not_found', 'There is nothing here.');
    return served.view;
  });
  server.on('GET', /^\/v1\/client-list\/[^/]+\/periods$/, ({ query }) =>
    query.get('area') === 'bookkeeping' ? served.periods : { definitions: [], items: [] },
  );
  const full = view.level === 'full';
  server.on('GET', /^\/v1\/clients\/[^/]+\/people$/, () => ({
    level: view.level,
    responsible: view.responsible,
    acting: null,
    startMonth: '2026-08',
    firm: full ? [{ id: 'u1', name: 'Anna Exempel', fullAuthority: false }] : [],
    client: [],
    may: { join: !full, leave: full, add: full, setResponsible: full, setStartMonth: full, giveAuthority: false },
  }));
  server.on('GET', /^\/v1\/client-register$/, () => ({
    form: {
      type: 'object',
      properties: {
        vatPeriod: {
          title: both('Momsperiod', 'VAT period'),
          type: 'string',
          oneOf: [
            { const: 'month', title: both('Månad', 'Month') },
            { const: 'year', title: both('År', 'Year') },
          ],
        },
        partnerView: { title: both('Partnervyn', 'Partner view'), type: 'boolean' },
      },
    },
  }));
  return served;
}
