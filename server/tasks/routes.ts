import type { InstanceState } from '../../definitions/index.ts';
import { allowedNow } from '../engine/allowed.ts';
import { compiledByHash } from '../engine/compiled.ts';
import { cursorFrom, pageOf } from '../http/cursor.ts';
import { type BearerCall, bearerRoute } from '../http/route.ts';
import {
  actorOf,
  clientsWithoutUsers,
  factsOfRow,
  inboxCounts,
  inboxPage,
  type Row,
  userNames,
} from '../store/index.ts';
import { nextOpening } from './next.ts';
import { taskView } from './presenter.ts';
import { type TaskItemView, TaskList, TaskListQuery, type TaskListView } from './schema.ts';
import type { Static } from '@sinclair/typebox';

export const taskRoutes = [
  bearerRoute({
    method: 'GET',
    path: '/v1/tasks',
    summary: 'The inbox: tasks that the user may perform, soonest due first',
    grant: { any: ['inbox'], right: 'read' },
    query: TaskListQuery,
    answer: TaskList,
    handler: list,
  }),
];

async function list(call: BearerCall<Static<typeof TaskListQuery>>): Promise<TaskListView> {
  const { scope, access, query, now } = call;
  const limit = query.limit ?? 50;
  const rows = await inboxPage(scope, access, {
    filter: query.filter ?? 'all',
    clientId: query.client ?? null,
    q: query.q?.trim() || null,
    limit,
    after: cursorFrom(query.cursor, 3) as [string, string, string] | null,
    now,
  });
  const page = pageOf(rows, limit, (row) => [row.due_sort, row.opened_at, row.id]);
  const counts = await inboxCounts(scope, access, now);
  return {
    items: await taskViews(call, page.rows),
    nextCursor: page.nextCursor,
    counts,
    ...(counts.open === 0 ? { next: await nextOpening(scope, access, now) } : {}),
  };
}

async function taskViews({ scope, access, now }: BearerCall, rows: Row[]): Promise<TaskItemView[]> {
  const states = new Map<string, InstanceState>();
  for (const row of rows) if (!states.has(row.instance_id)) states.set(row.instance_id, JSON.parse(row.state));
  const vacant = await clientsWithoutUsers(
    scope,
    rows.flatMap((row) => row.client_id ?? []),
  );
  const tasks = rows.flatMap((row) => {
    const state = states.get(row.instance_id)!;
    const task = state.tasks.find((candidate) => candidate.id === row.task_id);
    return task ? [{ row, state, task }] : [];
  });
  const names = await userNames(
    scope,
    tasks.flatMap(({ task }) => task.assigneeId ?? []),
  );
  const views: TaskItemView[] = [];
  for (const { row, state, task } of tasks) {
    const compiled = await compiledByHash(scope.store, row.definition_hash);
    const actor = actorOf(access, factsOfRow(row, vacant));
    const allowed = allowedNow(compiled, state, actor, now);
    const assigneeName = names.get(task.assigneeId ?? '') ?? null;
    const isClient = access.role === 'client';
    views.push(taskView(task, { compiled, state, allowed, clientName: row.client_name, assigneeName, isClient, now }));
  }
  return views;
}
