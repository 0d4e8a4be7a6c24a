import type { AffordanceView, DueView } from '../../../server/common/schema.ts';
import type { InstanceView } from '../../../server/instances/schema.ts';
import type { TaskItemView, TaskListView } from '../../../server/tasks/schema.ts';
import { formatToday } from '../../../widgets/base/format.ts';
import { FakeProblem, type FakeServer } from '../support/fake-server.ts';

const both = (sv: string, en = sv) => ({ sv, en });

export function dateIn(days: number): string {
  const date = new Date(`${formatToday()}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

export function dueIn(days: number): DueView {
  const dueDate = dateIn(days);
  return {
    dueDate,
    dueAt: `${dueDate}T22:59:59.000Z`,
    daysLeft: days,
    late: days < 0,
    provenance: [
      { rule: 'base', date: dateIn(days - 7), text: both('Periodens sista dag', 'Last day of the period') },
      { rule: 'day', date: dateIn(days - 1), text: both('Den 5:e i månaden efter', 'The 5th of the month after') },
      { rule: 'roll', date: dueDate, text: both('Söndag, så nästa bankdag', 'A Sunday, so the next bank day') },
    ],
  };
}

const waiting = { key: 'waiting', label: both('Väntar', 'Waiting'), tone: 'neutral', order: 1, description: null };
const late = { key: 'late', label: both('Försenad', 'Late'), tone: 'danger', order: 2, description: null };
const received = { key: 'new', label: both('Ny', 'New'), tone: 'info', order: 3, description: null };

/** The two boxes of B-33 and B-34 and the button of B-35. */
export const handIn: AffordanceView = {
  event: 'SUBMIT',
  label: both('Skicka till din ekonom', 'Send to your accountant'),
  taskId: 'hand-in',
  form: {
    type: 'object',
    properties: {
      documents: {
        const: true,
        title: both('Alla underlag för bokföring är uppladdade', 'All bookkeeping documents are uploaded'),
      },
      statements: { const: true, title: both('Kontoutdragen är uppladdade', 'The bank statements are uploaded') },
      comment: {
        type: 'string',
        maxLength: 1000,
        title: both('Något vi bör veta?', 'Anything we should know?'),
        description: both('Till exempel ett kvitto som saknas.', 'For example a receipt that is missing.'),
      },
    },
    required: ['documents', 'statements'],
  },
  confirm: null,
  tone: 'success',
  toStatus: 'new',
  allowed: true,
  refusal: null,
};

export const sendBack: AffordanceView = {
  event: 'REOPEN',
  label: both('Skicka tillbaka', 'Send back'),
  taskId: null,
  form: {
    type: 'object',
    properties: {
      reason: {
        type: 'string',
        format: 'textarea',
        minLength: 1,
        title: both('Vad saknas?', 'What is missing?'),
        description: both('Företaget får texten i ett mejl.', 'The company gets this text by e-mail.'),
      },
    },
    required: ['reason'],
  },
  confirm: null,
  tone: 'warning',
  toStatus: 'waiting',
  allowed: true,
  refusal: null,
};

export const pause: AffordanceView = {
  event: 'PAUSE',
  label: both('Pausa', 'Pause'),
  taskId: null,
  form: null,
  confirm: both('Inga påminnelser går ut så länge ärendet är pausat.', 'No reminders go out while the case is paused.'),
  tone: 'danger',
  toStatus: null,
  allowed: true,
  refusal: null,
};

export const finish: AffordanceView = {
  ...pause,
  event: 'FINISH',
  label: both('Sätt till Klar', 'Set to Done'),
  confirm: null,
  tone: 'success',
  allowed: false,
  refusal: {
    code: 'event_not_now',
    text: both('Företaget har inte lämnat in än.', 'The company has not handed in yet.'),
  },
};

export function task(name: string, days: number | null, more: Partial<TaskItemView> = {}): TaskItemView {
  const id = name.toLowerCase().replace(/\W+/g, '-');
  return {
    id: `${id}:hand-in`,
    taskId: 'hand-in',
    instanceId: id,
    sequence: 3,
    definition: { id: 'period-bookkeeping', title: both('Bokföring', 'Bookkeeping') },
    title: both('Lämna in underlag', 'Hand in documents'),
    description: both(
      'Ladda upp månadens underlag och kontoutdrag, kryssa i rutorna och skicka.',
      "Upload the month's papers and bank statements, tick the boxes and send.",
    ),
    label: both('Bokföring oktober 2026', 'Bookkeeping October 2026'),
    client: { id: `client-${id}`, name },
    assignee: null,
    status: days !== null && days < 0 ? late : waiting,
    due: days === null ? null : dueIn(days),
    openedAt: '2026-10-26T08:00:00.000Z',
    actions: [handIn, sendBack, pause, finish],
    ...more,
  };
}

export const someTasks = () => [
  task('Demo Bageri AB', -2),
  task('Exempel Måleri HB', -1),
  task('Provbolaget Konsult AB', 0),
  task('Demo Livs AB', 3),
  task('Exempel Åkeri AB', 10),
  task('Demo Frisör AB', 12),
  task('Stiftelsen Prov', 40),
];

/** Serves the tasks as the inbox's contract says; an act takes its task away. */
export function serveInbox(server: FakeServer, tasks: TaskItemView[]) {
  const acts: { instanceId: string; key: string; body: Record<string, unknown> }[] = [];
  server.on('GET', /^\/v1\/tasks$/, ({ query }): TaskListView => {
    const q = (query.get('q') ?? '').toLowerCase();
    const found = tasks.filter(
      (item) =>
        (query.get('filter') !== 'late' || item.due?.late) &&
        (query.get('filter') !== 'mine' || item.assignee) &&
        `${item.client?.name} ${item.title.sv} ${item.title.en}`.toLowerCase().includes(q),
    );
    const from = Number(query.get('cursor') ?? 0);
    const to = from + Number(query.get('limit') ?? 50);
    return {
      items: found.slice(from, to),
      nextCursor: to < found.length ? String(to) : null,
      counts: {
        open: tasks.length,
        late: tasks.filter((item) => item.due?.late).length,
        mine: tasks.filter((item) => item.assignee).length,
      },
    };
  });
  server.on('GET', /^\/v1\/instances\/([^/]+)$/, ({ params }) => instance(params[0]!, tasks));
  server.on('POST', /^\/v1\/instances\/([^/]+)\/acts$/, ({ params, body, headers }) => {
    const instanceId = params[0]!;
    const key = headers.get('Idempotency-Key')!;
    const repeated = acts.some((act) => act.key === key);
    if (!repeated) {
      const index = tasks.findIndex((item) => item.instanceId === instanceId);
      if (index < 0)
        throw new FakeProblem(409, 'task_gone', 'Gone.', {
          text: both('Någon annan hann före.', 'Somebody else was first.'),
        });
      acts.push({ instanceId, key, body: body as Record<string, unknown> });
      tasks.splice(index, 1);
    }
    return { sequence: 4, repeated, instance: instance(instanceId, tasks) };
  });
  return { acts, tasks };
}

function instance(id: string, tasks: TaskItemView[]): InstanceView {
  const open = tasks.filter((item) => item.instanceId === id);
  return {
    id,
    definition: { id: 'period-bookkeeping', title: both('Bokföring', 'Bookkeeping'), version: 1, hash: 'sha256-0' },
    label: both('Bokföring oktober 2026', 'Bookkeeping October 2026'),
    client: open[0]?.client ?? null,
    responsible: { id: 'u1', name: 'Anna Exempel' },
    period: '2026-10',
    sequence: open[0]?.sequence ?? 4,
    status: open[0]?.status ?? received,
    statusSince: '2026-10-26T08:00:00.000Z',
    statuses: [waiting, late, received],
    openedAt: '2026-10-26T08:00:00.000Z',
    closedAt: null,
    done: false,
    deadlines: [],
    facts: [],
    tasks: open,
    actions: [],
    history: [
      {
        sequence: 1,
        kind: 'opened',
        at: '2026-10-26T08:00:00.000Z',
        event: 'opened',
        actor: null,
        fromStatus: null,
        toStatus: 'waiting',
        text: both('Perioden öppnades', 'The period was opened'),
        data: null,
      },
      {
        sequence: 2,
        kind: 'act',
        at: '2026-11-02T12:14:00.000Z',
        event: 'REOPEN',
        actor: { id: 'u1', name: 'Anna Exempel' },
        fromStatus: 'new',
        toStatus: 'waiting',
        text: both('Skickade tillbaka', 'Sent back'),
        data: { reason: 'Kontoutdraget för företagskontot saknas.' },
      },
    ],
  };
}
