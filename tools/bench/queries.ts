/** What the lists cost above the bare SQL that fetches the same rows, and how that grows with what is open. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { periodFromId } from '../../definitions/calendar/index.ts';
import { compile, open, renderKey, type Definition } from '../../definitions/index.ts';
import {
  accessOf,
  boardCounts,
  boardPage,
  createTenant,
  inboxCounts,
  inboxPage,
  migrate,
  openStore,
  prepareInstance,
  project,
  publishDefinition,
  putClient,
  putUser,
  type Scope,
  type Store,
} from '../../server/store/index.ts';
import { figure, inTurn, median, type Figure } from './measure.ts';

const SIZES = [1_000, 100_000] as const;
const CLIENTS = 200;
const PAGE = 50;
const ROUNDS = 40;
const ROWS_AT_A_TIME = 500;

interface Filled {
  store: Store;
  scope: Scope;
  consultantId: string;
}

export async function queryFigures(folder: string, definition: Definition): Promise<Figure[]> {
  const times: Record<string, number>[] = [];
  for (const size of SIZES) {
    const filled = await fill(path.join(folder, `queries-${size}.sqlite`), definition, size);
    times.push(await measure(filled, definition));
    await filled.store.close();
  }
  const [small, large] = times as [Record<string, number>, Record<string, number>];
  return ['inbox', 'board'].flatMap((list) => [
    ...[small, large].map((time, index) =>
      figure(`${list} page and counts / bare SQL, ${SIZES[index]} open`, 'ms', time[list]!, time[`${list}-bare`]!, {
        kind: 'at most',
        value: 2,
      }),
    ),
    figure(`${list}, ${SIZES[1]} open / ${SIZES[0]} open`, 'ms', large[list]!, small[list]!, {
      kind: 'at most',
      value: 2,
    }),
  ]);
}

async function measure({ scope, consultantId }: Filled, definition: Definition): Promise<Record<string, number>> {
  const now = new Date().toISOString();
  const access = (await accessOf(scope, consultantId))!;
  const statuses = Object.keys(definition.statuses);
  const inbox = { filter: 'all', clientId: null, q: null, limit: PAGE, after: null, now } as const;
  const board = {
    definitionId: definition.id,
    periodId: null,
    clientId: null,
    mine: false,
    status: null,
    late: false,
    q: null,
    now,
  };
  const tenant = scope.tenantId;
  const bare = (sql: string, values: unknown[]) => scope.db.raw(sql, values as never);
  const [inboxTimes, inboxBare, boardTimes, boardBare] = await inTurn(ROUNDS, [
    () => Promise.all([inboxPage(scope, access, inbox), inboxCounts(scope, access, now)]),
    async () => {
      await bare(
        `select t.*, i.state, i.sequence, c.name from tasks t
         join instances i on i.tenant_id = t.tenant_id and i.id = t.instance_id
         left join clients c on c.tenant_id = t.tenant_id and c.id = t.client_id
         where t.tenant_id = ? and t.audience = 'firm' order by t.due_sort, t.opened_at, t.id limit ?`,
        [tenant, PAGE + 1],
      );
      await bare(
        `select (select count(*) from (select 1 from tasks where tenant_id = ? and audience = 'firm' limit 1000)) as open,
                (select count(*) from (select 1 from tasks where tenant_id = ? and audience = 'firm' and due_sort <= ? limit 1000)) as late,
                (select count(*) from (select 1 from tasks where tenant_id = ? and responsible_id = ? limit 1000)) as mine`,
        [tenant, tenant, now, tenant, consultantId],
      );
    },
    () =>
      Promise.all([
        boardPage(scope, access, board, { limit: PAGE, after: null }),
        boardCounts(scope, access, board, statuses),
      ]),
    async () => {
      await bare(
        `select i.*, c.name, r.name from instances i
         left join clients c on c.tenant_id = i.tenant_id and c.id = i.client_id
         left join users r on r.tenant_id = i.tenant_id and r.id = i.responsible_id
         where i.tenant_id = ? and i.definition_id = ? order by i.due_sort, i.id limit ?`,
        [tenant, definition.id, PAGE + 1],
      );
      const counts = statuses.map(
        () =>
          '(select count(*) from (select 1 from instances where tenant_id = ? and definition_id = ? and status = ? limit 1000))',
      );
      await bare(
        `select ${counts.map((count, index) => `${count} as n${index}`).join(', ')}`,
        statuses.flatMap((s) => [tenant, definition.id, s]),
      );
    },
  ]);
  return {
    inbox: median(inboxTimes!),
    'inbox-bare': median(inboxBare!),
    board: median(boardTimes!),
    'board-bare': median(boardBare!),
  };
}

/** A firm with so many open instances, each with one open task of the firm: one real one, copied. */
async function fill(file: string, definition: Definition, size: number): Promise<Filled> {
  const store = await openStore(`sqlite:${file}`);
  await migrate(store);
  const now = new Date().toISOString();
  const { tenantId } = await createTenant(store, { name: 'Bench', now });
  const scope = store.tenant(tenantId);
  const { user } = await putUser(scope, {
    externalId: 'consultant',
    name: 'Konsult',
    email: 'k@firm.example',
    role: 'consultant',
  } as never);
  const clientIds: string[] = [];
  for (let i = 0; i < CLIENTS; i += 1) {
    const { client } = await putClient(scope, {
      externalId: `c${i}`,
      name: `Demo ${i}`,
      responsible: null,
    } as never);
    clientIds.push(client.id);
  }
  const version = await publishDefinition(store, { tenantId, definition, now } as never);
  const compiled = compile(definition);
  const { input } = await prepareInstance(store, {
    tenantId,
    version: { ...version, definitionId: definition.id },
    definition,
    clientId: clientIds[0]!,
    period: periodFromId('2026-10'),
    input: { name: 'first' },
    keyOf: (values) => renderKey(compiled, values),
  });
  await project(store, open(compiled, input, now));
  const instance = await scope.from('instances').first();
  const task = await scope.from('tasks').first();
  for (let from = 1; from < size; from += ROWS_AT_A_TIME) {
    const rows = Array.from({ length: Math.min(ROWS_AT_A_TIME, size - from) }, (_, offset) => {
      const index = from + offset;
      const id = `i_${randomUUID()}`;
      const due = new Date(Date.parse(now) + ((index % 120) - 30) * 86_400_000).toISOString();
      const common = {
        client_id: clientIds[index % CLIENTS],
        responsible_id: index % 4 === 0 ? user.id : null,
        due_sort: due,
      };
      return {
        instance: { ...instance, ...common, id, key: id, due_at: due },
        task: { ...task, ...common, id: `${id}:${task.task_id}`, instance_id: id },
      };
    });
    await scope.write(async (tx) => {
      await tx.insert(
        'instances',
        rows.map((row) => row.instance),
      );
      await tx.insert(
        'tasks',
        rows.map((row) => row.task),
      );
    });
  }
  return { store, scope, consultantId: user.id };
}
