/** What the list of clients costs with many of them, and what it takes to import them. */
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { compile, open, renderKey, type Definition } from '../../definitions/index.ts';
import { periodFromId } from '../../definitions/calendar/index.ts';
import { checkImport } from '../../server/clients/imports.ts';
import { clientList } from '../../server/clients/list.ts';
import {
  accessOf,
  applyImport,
  createTenant,
  migrate,
  openStore,
  prepareInstance,
  project,
  publishDefinition,
  putUser,
  type Scope,
} from '../../server/store/index.ts';
import { figure, inTurn, median, type Figure } from './measure.ts';

const SIZES = [1_000, 10_000] as const;
const ROUNDS = 30;
const ROWS_AT_A_TIME = 500;
/** Each client has a year behind it, of which the last two months wait. */
const MONTHS = Array.from({ length: 12 }, (_, index) => `2026-${String(index + 1).padStart(2, '0')}`);

export async function clientFigures(folder: string, definition: Definition): Promise<Figure[]> {
  const [small, large] = [await measured(folder, definition, SIZES[0]), await measured(folder, definition, SIZES[1])];
  const bound = { kind: 'at most', value: 2 } as const;
  return [
    figure(`client list with tabs and icons, ${SIZES[1]} clients / ${SIZES[0]}`, 'ms', large.list, small.list, bound),
    figure(`client list filtered by area, ${SIZES[1]} clients / ${SIZES[0]}`, 'ms', large.area, small.area),
    figure(`client search, ${SIZES[1]} clients / ${SIZES[0]}`, 'ms', large.search, small.search),
    figure(`import of a client, of ${SIZES[1]} / of ${SIZES[0]}`, 'ms', large.perRow, small.perRow, bound),
  ];
}

async function measured(folder: string, definition: Definition, size: number) {
  const store = await openStore(`sqlite:${path.join(folder, `clients-${size}.sqlite`)}`);
  await migrate(store);
  const now = new Date().toISOString();
  const { tenantId } = await createTenant(store, { name: 'Bench', now });
  const scope = store.tenant(tenantId);
  const { user } = await putUser(scope, {
    externalId: 'k',
    name: 'Konsult',
    email: 'k@firm.example',
    role: 'consultant',
  });
  const perRow = (await imported(scope, user.id, size, now)) / size;
  await work(scope, definition, now);
  const access = (await accessOf(scope, user.id))!;
  const list = (query: object) => clientList({ scope, access, query } as never);
  const [all, area, search] = await inTurn(ROUNDS, [
    () => list({}),
    () => list({ area: 'payroll' }),
    () => list({ q: 'demo 99' }),
  ]);
  await store.close();
  return { perRow, list: median(all!), area: median(area!), search: median(search!) };
}

/** Milliseconds for a file of so many rows, from its check to its last row. */
async function imported(scope: Scope, userId: string, size: number, now: string): Promise<number> {
  const rows = Array.from({ length: size }, (_, n) => `k${n};Demo ${n} AB;Lön, Moms;Månad;31 december;${n % 50}`);
  const head = 'Kundnummer;Namn;Tjänster;Momsperiod;Räkenskapsåret slutar;Antal anställda';
  const from = performance.now();
  const id = await checkImport(scope, Buffer.from([head, ...rows].join('\r\n')), { name: 'bench.csv', userId, now });
  while ((await applyImport(scope, id)).status !== 'done');
  return performance.now() - from;
}

/** One real instance, copied for each client and month. */
async function work(scope: Scope, definition: Definition, now: string): Promise<void> {
  const { store, tenantId } = scope;
  const version = await publishDefinition(store, { tenantId, definition, now });
  const compiled = compile(definition);
  const clientIds: string[] = await scope.from('clients').orderBy('id').pluck('id');
  const { input } = await prepareInstance(store, {
    tenantId,
    version: { ...version, definitionId: definition.id },
    definition,
    clientId: clientIds[0]!,
    period: periodFromId('2026-01'),
    input: {},
    keyOf: (values) => renderKey(compiled, values),
  });
  await project(store, open(compiled, input, now));
  const instance = await scope.from('instances').first();
  await scope.from('tasks').del();
  await scope.from('history').del();
  await scope.from('instances').del();
  const rows = clientIds.flatMap((clientId) =>
    MONTHS.map((month, index) => {
      const status = index < 10 ? 'done' : 'waiting';
      return {
        ...instance,
        id: `i-${clientId}-${month}`,
        key: `${clientId}/${month}`,
        client_id: clientId,
        period_id: month,
        status,
      };
    }),
  );
  for (let from = 0; from < rows.length; from += ROWS_AT_A_TIME) {
    await scope.write(async (tx) => void (await tx.insert('instances', rows.slice(from, from + ROWS_AT_A_TIME))));
  }
}
