import type { BoardDefinitionView, BoardItemView } from '../../../server/board/schema.ts';
import type { AffordanceView, DueView, StatusView } from '../../../server/common/schema.ts';
import type { ActRequest, InstanceView } from '../../../server/instances/schema.ts';
import type { ArendeStatusBoard } from '../../../widgets/status-board/status-board.ts';
import { FakeProblem, type FakeRequest, type FakeServer } from '../support/fake-server.ts';
import { formatToday } from '../../../widgets/base/format.ts';

/** B-17: the six statuses in their order. */
export const statuses: StatusView[] = (
  [
    ['waiting', 'Väntar', 'Waiting', 'neutral'],
    ['late', 'Försenad', 'Late', 'danger'],
    ['new', 'Ny', 'New', 'info'],
    ['working', 'Pågår', 'In progress', 'info'],
    ['incomplete', 'Ofullständig', 'Incomplete', 'warning'],
    ['done', 'Klar', 'Done', 'success'],
  ] as const
).map(([key, sv, en, tone], index) => ({ key, label: { sv, en }, tone, order: index + 1, description: null }));

export const bookkeeping: BoardDefinitionView = {
  id: 'period-bookkeeping',
  title: { sv: 'Bokföring', en: 'Bookkeeping' },
  area: 'bookkeeping',
  statuses,
  periods: ['2026-10', '2026-09'],
};

const reasonForm = {
  type: 'object',
  properties: {
    reason: {
      type: 'string',
      title: { sv: 'Vad saknas?', en: 'What is missing?' },
      minLength: 1,
      maxLength: 2000,
      format: 'textarea',
    },
  },
  required: ['reason'],
};

export function action(event: string, sv: string, en: string, more: Partial<AffordanceView> = {}): AffordanceView {
  return {
    event,
    label: { sv, en },
    taskId: null,
    form: null,
    confirm: null,
    tone: 'neutral',
    toStatus: null,
    allowed: true,
    refusal: null,
    ...more,
  };
}

const refused = (sv: string, en: string): Partial<AffordanceView> => ({
  allowed: false,
  refusal: { code: 'event_not_now', text: { sv, en } },
});

/** What a consultant may do with a case in a status, as the shipped definition has it. */
export function actionsIn(status: string): AffordanceView[] {
  if (status === 'waiting' || status === 'late') {
    const reason = refused('Företaget har inte lämnat in än.', 'The company has not handed in yet.');
    return [
      action('START', 'Sätt till Pågår', 'Set to In progress', { toStatus: 'working', ...reason }),
      action('FINISH', 'Sätt till Klar', 'Set to Done', { toStatus: 'done', ...reason }),
    ];
  }
  const all = [
    action('REOPEN', 'Skicka tillbaka', 'Send back', { toStatus: 'waiting', form: reasonForm, tone: 'warning' }),
    action('NEW', 'Sätt till Ny', 'Set to New', { toStatus: 'new' }),
    action('START', 'Sätt till Pågår', 'Set to In progress', { toStatus: 'working' }),
    action('INCOMPLETE', 'Sätt till Ofullständig', 'Set to Incomplete', { toStatus: 'incomplete' }),
    action('FINISH', 'Sätt till Klar', 'Set to Done', { toStatus: 'done', taskId: 'finish-1' }),
  ];
  return all.filter((candidate) => candidate.toStatus !== status);
}

export function dueIn(daysLeft: number): DueView {
  const date = new Date(`${formatToday()}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + daysLeft);
  const dueDate = date.toISOString().slice(0, 10);
  return {
    dueDate,
    dueAt: `${dueDate}T22:59:59.000Z`,
    daysLeft,
    late: daysLeft < 0,
    provenance: [
      { rule: 'day', date: dueDate, text: { sv: 'den 5:e i månaden efter', en: 'the 5th of the month after' } },
      { rule: 'roll', date: dueDate, text: { sv: 'nästa bankdag', en: 'the next bank day' } },
    ],
  };
}

let count = 0;

/** One case: `item('Bageriet AB', 'new', { period: '2026-10' })`. */
export function item(client: string, status: string, more: Partial<BoardItemView> = {}): BoardItemView {
  count += 1;
  const period = more.period ?? '2026-10';
  const month = { '2026-10': ['oktober', 'October'], '2026-09': ['september', 'September'] }[period] ?? [
    period,
    period,
  ];
  const submitted = !['waiting', 'late'].includes(status);
  return {
    instanceId: `i-${count}`,
    sequence: 3,
    label: { sv: `Bokföring ${month[0]} 2026`, en: `Bookkeeping ${month[1]} 2026` },
    client: { id: `c-${client}`, name: client },
    responsible: { id: 'u-1', name: 'Anna Exempel' },
    period,
    status,
    statusSince: '2026-11-02T09:15:00.000Z',
    due: status === 'done' ? null : dueIn(status === 'late' ? -2 : 3),
    facts: [
      {
        name: 'submittedAt',
        title: { sv: 'Uppdaterad av företag', en: 'Updated by company' },
        format: 'dateTime',
        value: submitted ? '2026-11-04T13:03:00.000Z' : null,
      },
    ],
    done: false,
    actions: actionsIn(status),
    ...more,
  };
}

export const someItems = (): BoardItemView[] => [
  item('Bageriet i Backen AB', 'waiting'),
  item('Cykelverkstan HB', 'waiting', { due: dueIn(1) }),
  item('Demo Redovisning AB', 'late'),
  item('Elfirman Ström AB', 'new'),
  item('Fisk & Skaldjur AB', 'new', { responsible: null }),
  item('Grönsakshallen AB', 'working'),
  item('Bageriet i Backen AB', 'done', { period: '2026-09' }),
  item('Elfirman Ström AB', 'done', { period: '2026-09' }),
];

/** A server with one board, that filters and pages like the real one and performs acts. */
export class BoardServer {
  items: BoardItemView[];
  definitions: BoardDefinitionView[] = [bookkeeping];
  acts: { id: string; body: ActRequest }[] = [];
  #server: FakeServer;

  constructor(server: FakeServer, items: BoardItemView[]) {
    this.#server = server;
    this.items = items;
    server
      .on('GET', /^\/v1\/board\/definitions$/, () => ({ items: this.definitions }))
      .on('GET', /^\/v1\/board$/, (request) => this.#board(request))
      .on('GET', /^\/v1\/instances\/([^/]+)$/, ({ params }) => this.instance(params[0]!))
      .on('POST', /^\/v1\/instances\/([^/]+)\/acts$/, ({ params, body }) => this.#act(params[0]!, body as ActRequest));
  }

  find(id: string): BoardItemView {
    const found = this.items.find(({ instanceId }) => instanceId === id);
    if (!found) throw new FakeProblem(404, 'instance_unknown', 'No such case.');
    return found;
  }

  /** Somebody else moves a case; the stream tells. */
  moveElsewhere(id: string, status: string): void {
    this.#move(this.find(id), status);
    this.tell(id);
  }

  tell(id: string): void {
    const { client, sequence } = this.find(id);
    const clientId = client?.id ?? null;
    this.#server.push({ definition: bookkeeping.id, instanceId: id, clientId, sequence });
  }

  #move(found: BoardItemView, status: string): void {
    const moved = { ...found, status, sequence: found.sequence + 1, actions: actionsIn(status) };
    this.items = this.items.map((other) => (other === found ? moved : other));
  }

  #board({ query }: FakeRequest) {
    const like = (value: string | null) => value?.toLowerCase() ?? '';
    const definition = this.definitions.find(({ id }) => id === query.get('definition'));
    if (!definition) throw new FakeProblem(404, 'definition_unknown', 'No such process.');
    const hits = this.items.filter(
      (candidate) =>
        (!query.get('period') || candidate.period === query.get('period')) &&
        (!query.get('client') || candidate.client?.id === query.get('client')) &&
        (!query.get('status') || candidate.status === query.get('status')) &&
        (!query.get('late') || candidate.due?.late === true) &&
        (!query.get('mine') || candidate.responsible?.id === 'u-1') &&
        like(candidate.client?.name ?? null).includes(like(query.get('q'))),
    );
    const counts = Object.fromEntries(
      definition.statuses.map(({ key }) => [key, hits.filter(({ status }) => status === key).length]),
    );
    const from = Number(query.get('cursor') ?? 0);
    const to = from + Number(query.get('limit') ?? 200);
    return { definition, counts, items: hits.slice(from, to), nextCursor: to < hits.length ? String(to) : null };
  }

  #act(id: string, body: ActRequest) {
    this.acts.push({ id, body });
    const found = this.find(id);
    if (body.expectedSequence !== found.sequence) {
      throw new FakeProblem(409, 'stale', 'The case has moved on.', {
        text: { sv: 'Ärendet har ändrats sedan du såg det.', en: 'The case has changed since you saw it.' },
      });
    }
    const performed = found.actions.find(({ event, allowed }) => event === body.event && allowed);
    if (!performed) throw new FakeProblem(409, 'event_not_now', 'Not possible now.');
    this.#move(found, performed.toStatus ?? found.status);
    return { sequence: found.sequence + 1, repeated: false, instance: this.instance(id) };
  }

  instance(id: string): InstanceView {
    const found = this.find(id);
    const { instanceId, label, client, responsible, period, sequence, statusSince, done, facts, actions } = found;
    const line = { actor: null, fromStatus: null, toStatus: null, data: null };
    return {
      id: instanceId,
      definition: { id: bookkeeping.id, title: bookkeeping.title, version: 1, hash: 'sha256-0' },
      label,
      client,
      responsible,
      period,
      sequence,
      status: statuses.find(({ key }) => key === found.status) ?? null,
      statusSince,
      statuses,
      openedAt: '2026-10-26T08:00:00.000Z',
      closedAt: null,
      done,
      deadlines: found.due
        ? [{ name: 'lastDay', title: { sv: 'Sista inlämningsdag', en: 'Last hand-in day' }, ...found.due }]
        : [],
      facts,
      tasks: [],
      actions,
      history: [
        {
          ...line,
          sequence: 1,
          kind: 'opened',
          at: '2026-10-26T08:00:00.000Z',
          event: 'opened',
          toStatus: 'waiting',
          text: { sv: 'Öppnades', en: 'Opened' },
        },
        {
          ...line,
          sequence: 2,
          kind: 'act',
          at: '2026-11-04T13:03:00.000Z',
          event: 'SUBMIT',
          actor: { id: 'u-9', name: 'Kim Kund' },
          fromStatus: 'waiting',
          toStatus: 'new',
          text: { sv: 'Skicka till din ekonom', en: 'Send to your accountant' },
          data: { documents: true, comment: 'Allt är med nu.' },
        },
      ],
    };
  }
}

/** The button that is a card in the columns, or a row or cell in the table. */
export function cardOf(board: ArendeStatusBoard, id: string): HTMLElement {
  return board.renderRoot.querySelector<HTMLElement>(`[data-id="${id}"]`)!;
}

/** Key of the column in which a card is shown. */
export function columnOf(board: ArendeStatusBoard, id: string): string | null {
  return cardOf(board, id)?.closest<HTMLElement>('[data-status]')?.dataset.status ?? null;
}

/** What has been said to screen readers last. */
export function announced(board: ArendeStatusBoard): string {
  return board.renderRoot.querySelector('.root > [role=status].sr:last-of-type')?.textContent?.trim() ?? '';
}
