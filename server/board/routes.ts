import { type Static, Type } from '@sinclair/typebox';
import { factsOf, type InstanceState } from '../../definitions/index.ts';
import { refOf, seesDates, statusViews, taskDue } from '../common/presenter.ts';
import type { StatusView } from '../common/schema.ts';
import { allowedNow } from '../engine/allowed.ts';
import { compiledByHash } from '../engine/compiled.ts';
import { cursorFrom, pageOf } from '../http/cursor.ts';
import { notFound } from '../http/problem.ts';
import { type BearerCall, bearerRoute } from '../http/route.ts';
import {
  type Access,
  actorOf,
  boardCounts,
  type BoardFilter,
  boardPage,
  boardPeriods,
  clientsWithoutUsers,
  factsOfRow,
  hasInstances,
  latestVersions,
  type Row,
  type Scope,
  type Version,
  versionHashes,
} from '../store/index.ts';
import {
  Board,
  BoardDefinition,
  type BoardDefinitionView,
  type BoardItemView,
  BoardQuery,
  type BoardView,
} from './schema.ts';

const grant = { any: ['status-board' as const], right: 'read' as const };

export const boardRoutes = [
  bearerRoute({
    method: 'GET',
    path: '/v1/board/definitions',
    summary: 'The processes that the user can see on a board',
    grant,
    answer: Type.Object({ items: Type.Array(BoardDefinition) }),
    async handler({ scope, access }) {
      const items: BoardDefinitionView[] = [];
      for (const version of await latestVersions(scope.store, access.tenantId)) {
        if (await isVisible(scope, access, version)) items.push(await definitionView(scope, access, version));
      }
      return { items };
    },
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/board',
    summary: 'The instances of a process by status',
    grant,
    query: BoardQuery,
    answer: Board,
    handler: board,
  }),
];

/** Staff see every process of the firm, also before anything has opened; a client's user those that concern it. */
const isVisible = (scope: Scope, access: Access, version: Version): Promise<boolean> =>
  access.role === 'client' ? hasInstances(scope, access, version.definitionId) : Promise.resolve(true);

async function board({ scope, access, query, now }: BearerCall<Static<typeof BoardQuery>>): Promise<BoardView> {
  const versions = await latestVersions(scope.store, access.tenantId);
  const version = versions.find((candidate) => candidate.definitionId === query.definition);
  if (!version || !(await isVisible(scope, access, version))) throw notFound();
  const filter: BoardFilter = {
    definitionId: version.definitionId,
    periodId: query.period ?? null,
    clientId: query.client ?? null,
    mine: query.mine ?? false,
    status: query.status ?? null,
    late: query.late ?? false,
    q: query.q?.trim() || null,
    now,
  };
  const limit = query.limit ?? 200;
  const after = cursorFrom(query.cursor, 2) as [string, string] | null;
  const rows = await boardPage(scope, access, filter, { limit, after });
  const page = pageOf(rows, limit, (row) => [row.due_sort, row.id]);
  const definition = await definitionView(scope, access, version);
  const keys = definition.statuses.map((status) => status.key);
  return {
    definition,
    counts: await boardCounts(scope, access, filter, keys),
    items: await boardItems(scope, access, page.rows, now),
    nextCursor: page.nextCursor,
  };
}

async function definitionView(scope: Scope, access: Access, version: Version): Promise<BoardDefinitionView> {
  const { definition } = await compiledByHash(scope.store, version.hash);
  return {
    id: version.definitionId,
    title: definition.title,
    area: definition.area ?? null,
    statuses: await statusesOf(scope, access, version),
    periods: await boardPeriods(scope, access, version.definitionId),
  };
}

/** The newest version's columns; behind them those that only older versions have, whose instances may still run. */
export async function statusesOf(scope: Scope, access: Access, version: Version): Promise<StatusView[]> {
  const found = new Map<string, StatusView>();
  const hashes = await versionHashes(scope.store, access.tenantId, version.definitionId);
  for (const hash of new Set([version.hash, ...hashes])) {
    for (const status of statusViews(await compiledByHash(scope.store, hash))) {
      if (!found.has(status.key)) found.set(status.key, status);
    }
  }
  return [...found.values()].sort((a, b) => a.order - b.order);
}

export async function boardItems(scope: Scope, access: Access, rows: Row[], now: string): Promise<BoardItemView[]> {
  const vacant = await clientsWithoutUsers(
    scope,
    rows.flatMap((row) => row.client_id ?? []),
  );
  const items: BoardItemView[] = [];
  for (const row of rows) {
    const compiled = await compiledByHash(scope.store, row.definition_hash);
    const state = JSON.parse(row.state) as InstanceState;
    const actor = actorOf(access, factsOfRow(row, vacant));
    const next = state.tasks.find((task) => task.dueAt === row.due_sort);
    items.push({
      instanceId: row.id,
      sequence: state.sequence,
      label: state.label,
      client: refOf(row.client_id, row.client_name),
      responsible: refOf(row.responsible_id, row.responsible_name),
      period: row.period_id,
      status: state.status ?? '',
      statusSince: state.statusSince,
      due: next && seesDates(compiled, state, access.role === 'client') ? taskDue(compiled, state, next, now) : null,
      facts: factsOf(compiled, state, now),
      done: state.done,
      actions: allowedNow(compiled, state, actor, now),
    });
  }
  return items;
}
