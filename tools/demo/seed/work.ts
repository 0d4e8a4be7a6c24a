import type { BoardItemView, BoardView } from '../../../server/board/schema.ts';
import type { InstanceView } from '../../../server/instances/schema.ts';
import { clientUsers, companies } from '../people.ts';
import type { Company } from '../people.ts';
import { asUser } from './api.ts';
import type { Arende, Visitor } from './api.ts';

type Outcome = 'untouched' | 'returned' | 'new' | 'working' | 'incomplete' | 'done' | 'late';
interface Step {
  event: string;
  from: string[];
  by: 'client' | 'firm';
  data?: Record<string, unknown>;
}

const boxes = { documents: true, statements: true };
const reason = 'Kontoutdraget för företagskontot saknas. Ladda upp det och skicka in igen.';
const submit: Step = { event: 'SUBMIT', from: ['waiting', 'late'], by: 'client', data: boxes };
const sendBack: Step = { event: 'REOPEN', from: ['new'], by: 'firm', data: { reason } };
const begin: Step = { event: 'START', from: ['waiting', 'new'], by: 'firm' };
const stop: Step = { event: 'INCOMPLETE', from: ['working'], by: 'firm' };
const finish: Step = { event: 'FINISH', from: ['working'], by: 'firm' };
/** Reports are asked for of the newest finished month; of those before it they were left out. */
const withoutReports: Step = { event: 'NO_REPORTS', from: ['done'], by: 'firm' };
const markNew: Step = { event: 'NEW', from: ['waiting'], by: 'firm' };
const markLate: Step = { event: 'LATE', from: ['waiting'], by: 'firm' };

/** How each process gets to each column of the board. */
const ways: Record<string, Record<Outcome, Step[]>> = {
  'period-bookkeeping': {
    untouched: [],
    late: [],
    returned: [submit, sendBack],
    new: [submit],
    working: [submit, begin],
    incomplete: [submit, begin, stop],
    done: [submit, begin, finish],
  },
  'period-payroll': {
    untouched: [],
    returned: [],
    late: [markLate],
    new: [markNew],
    working: [begin],
    incomplete: [begin, stop],
    done: [begin, finish],
  },
};
/** What becomes of each company's periods, the newest first; the rest are done. */
const plan: Record<string, Record<string, Outcome[]>> = {
  'period-bookkeeping': {
    asp: ['returned'],
    bjork: ['new'],
    cypress: ['untouched', 'returned'],
    druvan: ['working'],
    ek: ['new', 'incomplete'],
    gran: ['untouched'],
    hassel: ['incomplete'],
    jasmin: ['untouched'],
    korsbar: ['new'],
    lind: ['untouched'],
  },
  'period-payroll': {
    asp: ['untouched'],
    bjork: ['working'],
    cypress: ['untouched'],
    druvan: ['new'],
    flader: ['untouched'],
    gran: ['untouched', 'late'],
    hassel: ['new', 'incomplete'],
    idegran: ['working'],
    jasmin: ['untouched'],
    lind: ['incomplete'],
  },
};

export const processes = Object.keys(ways);

/** Waits until the past months of all companies are on the board. False when they are not there in time. */
export async function untilOpened(arende: Arende, signal: AbortSignal): Promise<boolean> {
  const boss = await asUser(arende, 'cilla');
  while (!signal.aborted) {
    const missing = await Promise.all(
      processes.map(async (process) => {
        const items = await board(boss, process);
        return companies.filter(
          ({ name, services, monthsBack }) =>
            services.includes(process.replace('period-', '')) &&
            items.filter(({ client }) => client?.name === name).length < monthsBack,
        );
      }),
    );
    if (missing.flat().length === 0) return true;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  return false;
}

/** Moves what is on the board along, so that every status has something. What somebody has moved is left alone. */
export async function seedWork(arende: Arende): Promise<void> {
  const boss = await asUser(arende, 'cilla');
  const visitors = new Map<string, Visitor>();
  const visitor = async (user: string): Promise<Visitor> => {
    const known = visitors.get(user) ?? (await asUser(arende, user));
    visitors.set(user, known);
    return known;
  };
  for (const process of processes) {
    const items = await board(boss, process);
    for (const company of companies) {
      const mine = items.filter(({ client }) => client?.name === company.name);
      mine.sort((a, b) => (b.period ?? '').localeCompare(a.period ?? ''));
      for (const [age, item] of mine.entries()) {
        const outcome = plan[process]![company.id]?.[age] ?? 'done';
        const older = outcome === 'done' && age > 1 && process === 'period-bookkeeping' ? [withoutReports] : [];
        await advance(item, [...ways[process]![outcome], ...older], company, visitor);
      }
    }
  }
}

async function advance(
  item: BoardItemView,
  steps: Step[],
  company: Company,
  visitor: (user: string) => Promise<Visitor>,
): Promise<void> {
  const clientUser = clientUsers.find((person) => person.clients!.includes(company.id));
  for (const { event, from, by, data = {} } of steps) {
    const user = by === 'firm' ? company.responsible : clientUser?.id;
    if (!user) return;
    const person = await visitor(user);
    const { status, tasks } = await person.get<InstanceView>(`/v1/instances/${item.instanceId}`);
    if (!status || !from.includes(status.key)) continue;
    const taskId =
      tasks.flatMap(({ actions }) => actions).find((action) => action.event === event)?.taskId ?? undefined;
    await person.act(item.instanceId, { event, data, taskId }, `demo-${item.instanceId}-${event}`);
  }
}

async function board(visitor: Visitor, definition: string): Promise<BoardItemView[]> {
  const query = new URLSearchParams({ definition, limit: '500' });
  return (await visitor.get<BoardView>(`/v1/board?${query}`)).items;
}
