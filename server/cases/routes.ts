import { createHash } from 'node:crypto';
import type { Static } from '@sinclair/typebox';
import { localDate } from '../../definitions/calendar/index.ts';
import {
  type Actor,
  type Definition,
  formErrors,
  type InstanceState,
  mayStart,
  startForm,
  startInput,
} from '../../definitions/index.ts';
import type { JsonObject } from '../../definitions/language/types.ts';
import { refOf, statusView, taskDue } from '../common/presenter.ts';
import { allowedNow } from '../engine/allowed.ts';
import { compiledByHash } from '../engine/compiled.ts';
import { cursorFrom, pageOf } from '../http/cursor.ts';
import { idempotencyHeader, idempotencyKey } from '../http/idempotency.ts';
import { notFound, Problem } from '../http/problem.ts';
import { type BearerCall, bearerRoute } from '../http/route.ts';
import { StartAnswer } from '../instances/schema.ts';
import { startInstance } from '../instances/start.ts';
import { requireReach } from '../policies/index.ts';
import {
  actorOf,
  casePage,
  clientsNamed,
  clientById,
  clientFacts,
  latestVersions,
  type Row,
  threadIdOf,
  unreadByThread,
  type Version,
} from '../store/index.ts';
import {
  CaseBody,
  CaseClients,
  type CaseClientsView,
  CaseList,
  type CaseListView,
  CaseQuery,
  type CaseView,
  ClientQuery,
  KindList,
  type KindListView,
  KindQuery,
} from './schema.ts';

export const caseRoutes = [
  bearerRoute({
    method: 'GET',
    path: '/v1/cases',
    summary: 'Instances that people start by hand, those that moved last first',
    grant: { any: ['case'], right: 'read' },
    query: CaseQuery,
    answer: CaseList,
    handler: list,
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/cases/kinds',
    summary: 'What the user may start for a client, each with its form',
    grant: { any: ['case'], right: 'act' },
    query: KindQuery,
    answer: KindList,
    handler: kinds,
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/cases/clients',
    summary: 'The clients that the user may open a case for, by part of their name',
    grant: { any: ['case'], right: 'act' },
    query: ClientQuery,
    answer: CaseClients,
    handler: clients,
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/cases',
    summary: 'Starts an instance of a process that people may start by hand',
    grant: { any: ['case'], right: 'act' },
    headers: idempotencyHeader,
    body: CaseBody,
    answer: StartAnswer,
    status: 201,
    handler: open,
  }),
];

const clientsShown = 20;

type Asking = BearerCall<unknown, unknown>;

/** The processes that people may start, in their newest versions. */
async function startable({ scope }: Asking): Promise<{ version: Version; definition: Definition }[]> {
  const found = [];
  for (const version of await latestVersions(scope.store, scope.tenantId)) {
    const { definition } = await compiledByHash(scope.store, version.hash);
    if (definition.startable) found.push({ version, definition });
  }
  return found;
}

/** The client and the user as an actor there. Throws the one 404. */
async function actorAt({ scope, access }: Asking, id: string): Promise<Actor> {
  const client = await clientById(scope, id);
  await requireReach(scope, access, client && { client_id: client.id });
  if (!client!.active) throw notFound();
  return actorOf(access, await clientFacts(scope, id));
}

async function kinds(call: BearerCall<Static<typeof KindQuery>>): Promise<KindListView> {
  const actor = await actorAt(call, call.query.client);
  const mine = (await startable(call)).filter(({ definition }) => mayStart(definition, actor));
  return {
    items: mine.map(({ definition }) => ({
      definition: { id: definition.id, title: definition.title, summary: definition.summary ?? null },
      label: definition.startable!.label,
      form: startForm(definition),
    })),
  };
}

async function clients(call: BearerCall<Static<typeof ClientQuery>>): Promise<CaseClientsView> {
  const { scope, access, query } = call;
  const found = await clientsNamed(scope, access, query.q?.trim() ?? '', clientsShown + 1);
  // Who has one company or two chooses among them; who has many finds them by name, also when one is left.
  const many = found.length > clientsShown || Boolean(query.q);
  return { items: found.slice(0, clientsShown), many };
}

async function open(call: BearerCall<unknown, Static<typeof CaseBody>>): Promise<Static<typeof StartAnswer>> {
  const { services, scope, access, body, now, http } = call;
  const key = idempotencyKey(http);
  const actor = await actorAt(call, body.client);
  const kind = (await startable(call)).find(({ definition }) => definition.id === body.definition);
  if (!kind || !mayStart(kind.definition, actor)) {
    throw new Problem(403, 'not_startable', 'This is not yours to start.', {
      text: { sv: 'Det här kan du inte starta.', en: 'You cannot start this.' },
    });
  }
  const data = body.input as JsonObject;
  const fields = formErrors(startForm(kind.definition), data);
  if (fields.length > 0)
    throw new Problem(422, 'form_invalid', 'The form is not filled in as it should be.', { fields });
  const input = startInput(kind.definition, data, {
    // From the caller's key, so that what is sent again finds what was started.
    id: createHash('sha256').update(`${access.userId}/${key}`).digest('hex').slice(0, 24),
    side: access.role === 'client' ? 'client' : 'firm',
    user: access.userId,
    name: access.name,
    date: localDate(now),
  });
  const started = await startInstance(services, scope, {
    ...kind,
    clientId: body.client,
    period: null,
    input,
    actor: `user:${access.userId}`,
    now,
  });
  services.feed.nudge();
  if (!started.created) http.status = 200;
  return started;
}

async function list(call: BearerCall<Static<typeof CaseQuery>>): Promise<CaseListView> {
  const { scope, access, query } = call;
  if (query.client !== undefined) await actorAt(call, query.client);
  const limit = query.limit ?? 50;
  const show = query.show ?? 'all';
  const filter = {
    definitionIds: (await startable(call)).map(({ definition }) => definition.id),
    clientId: query.client ?? null,
    q: query.q?.trim() || null,
    open: show === 'all' ? null : show === 'open',
  };
  const after = cursorFrom(query.cursor, 2) as [string, string] | null;
  const rows = await casePage(scope, access, filter, { limit, after });
  const page = pageOf(rows, limit, (row) => [row.status_since, row.id]);
  return { items: await caseViews(call, page.rows), nextCursor: page.nextCursor };
}

async function caseViews({ scope, access, now }: BearerCall<unknown>, rows: Row[]): Promise<CaseView[]> {
  const threads = rows.flatMap(({ id }) => [
    threadIdOf('shared', id),
    ...(access.role === 'client' ? [] : [threadIdOf('firm', id)]),
  ]);
  const unread = await unreadByThread(scope, access.userId, threads);
  const actors = new Map<string | null, Actor>();
  const views: CaseView[] = [];
  for (const row of rows) {
    const compiled = await compiledByHash(scope.store, row.definition_hash);
    const state = JSON.parse(row.state) as InstanceState;
    const actor = actors.get(row.client_id) ?? actorOf(access, await clientFacts(scope, row.client_id));
    actors.set(row.client_id, actor);
    const next = state.tasks.toSorted((a, b) => ((a.dueAt ?? '9') < (b.dueAt ?? '9') ? -1 : 1))[0];
    views.push({
      instanceId: row.id,
      definition: { id: compiled.definition.id, title: compiled.definition.title },
      label: state.label,
      client: refOf(row.client_id, row.client_name),
      status: statusView(compiled, state.status),
      statusSince: state.statusSince,
      due: next ? taskDue(compiled, state, next, now) : null,
      done: state.done,
      yourTurn: allowedNow(compiled, state, actor, now).some(({ taskId, allowed }) => taskId !== null && allowed),
      unread: (unread.get(threadIdOf('shared', row.id)) ?? 0) + (unread.get(threadIdOf('firm', row.id)) ?? 0),
    });
  }
  return views;
}
