import { setImmediate as soon } from 'node:timers/promises';
import { type Static, Type } from '@sinclair/typebox';
import { periodFromId } from '../../definitions/calendar/index.ts';
import type { InstanceState, Period } from '../../definitions/index.ts';
import type { JsonObject } from '../../definitions/language/types.ts';
import { EngineRefusal, EngineUnavailable } from '../engine/port.ts';
import { idempotencyHeader, idempotencyKey } from '../http/idempotency.ts';
import { engineUnavailable, notFound, Problem, refused } from '../http/problem.ts';
import { type BearerCall, bearerRoute, type KeyCall, keyRoute } from '../http/route.ts';
import { grants, requireReach } from '../policies/index.ts';
import {
  actorOf,
  audit,
  clientByExternalId,
  definitionByHash,
  instanceRow,
  instanceWithHistory,
  latestVersion,
} from '../store/index.ts';
import { attach, requireDocuments } from './attachments.ts';
import { untilProjected } from './projected.ts';
import { instanceView } from './presenter.ts';
import { startInstance, wrong } from './start.ts';
import {
  ActAnswer,
  type ActAnswerView,
  ActBody,
  Attached,
  EventAnswer,
  EventBody,
  Instance,
  InstanceDefinition,
  type InstanceView,
  StartAnswer,
  StartBody,
} from './schema.ts';

const grant = { any: ['inbox' as const, 'status-board' as const, 'case' as const, 'client' as const] };

export const instanceRoutes = [
  bearerRoute({
    method: 'GET',
    path: '/v1/instances/:id',
    summary: 'One instance with its history and what the user may do with it',
    grant: { any: [...grant.any, 'process-view'], right: 'read' },
    answer: Instance,
    async handler({ scope, access, params, bearer, now }): Promise<InstanceView> {
      const row = await instanceWithHistory(scope, params.id!);
      await requireReach(scope, access, row);
      return instanceView(scope, access, row!, now, grants(bearer.components, 'document-tree', 'read'));
    },
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/instances/:id/acts',
    summary: 'Performs a task or an action; the answer already holds the new state',
    grant: { ...grant, right: 'act' },
    withInstance: true,
    headers: idempotencyHeader,
    body: ActBody,
    // A form may hold the rows of a file.
    maxBodyBytes: 400_000,
    answer: ActAnswer,
    handler: act,
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/instances/:id/documents',
    summary: 'Takes in a file for a form; it lies with the case until the form is sent and the process files it',
    grant: { any: [...grant.any, 'case'], right: 'act' },
    query: Type.Object({ name: Type.String({ minLength: 1, maxLength: 255 }) }, { additionalProperties: false }),
    bodyType: 'application/octet-stream',
    answer: Attached,
    status: 201,
    handler: attach,
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/instances/:id/definition',
    summary: 'The definition that an instance runs on, for staff',
    grant: { any: ['process-view'], right: 'read' },
    answer: InstanceDefinition,
    async handler({ services, scope, access, params }) {
      const row = await instanceRow(scope, params.id!);
      await requireReach(scope, access, row);
      if (access.role === 'client') throw new Problem(403, 'staff_required', 'Definitions are for the firm to read.');
      const { version, hash } = (JSON.parse(row!.state) as InstanceState).input.definition;
      return { version, hash, definition: await definitionByHash(services.store, hash) };
    },
  }),
  keyRoute({
    method: 'POST',
    path: '/v1/instances/:id/events',
    summary: 'An event that a system raises: a payment came in, an authority answered',
    headers: idempotencyHeader,
    body: EventBody,
    answer: EventAnswer,
    handler: raise,
  }),
  keyRoute({
    method: 'POST',
    path: '/v1/instances',
    summary: 'Starts an instance, or finds the one that its key names',
    body: StartBody,
    answer: StartAnswer,
    handler: start,
  }),
];

async function act(call: BearerCall<unknown, Static<typeof ActBody>>): Promise<ActAnswerView> {
  const { services, scope, access, bearer, instance, params, body, now } = call;
  const key = idempotencyKey(call.http);
  await requireReach(scope, access, instance);
  const { definition_id: definitionId, key: instanceKey, facts } = instance!;
  if (body.data && Object.values(body.data).some(Array.isArray)) {
    await requireDocuments(scope, access, params.id!, body.event, body.data as JsonObject);
  }
  const line = { actor: `user:${access.userId}`, target: params.id!, details: { event: body.event, key } };
  const acting = services.engine.act(
    { tenantId: access.tenantId, definitionId, key: instanceKey },
    {
      event: body.event,
      data: (body.data ?? {}) as JsonObject,
      actor: actorOf(access, facts),
      ...(body.taskId === undefined ? {} : { taskId: body.taskId }),
      ...(body.expectedSequence === undefined ? {} : { expectedSequence: body.expectedSequence }),
      // Another user's key is another key: nobody gets the answer to what somebody else did.
      key: `${access.userId}/${key}`,
    },
  );
  // Written while the engine works, once the act is on its way there: who asked for what. What came of it stands in the
  // instance's history.
  const asked = soon().then(() => audit(scope, now, { ...line, action: 'act' }));
  asked.catch(() => undefined);
  try {
    const answer = await acting;
    services.feed.nudge();
    const { sequence } = answer;
    await asked;
    const fresh = await untilProjected(services, scope, params.id!, sequence);
    return {
      ...answer,
      instance: await instanceView(scope, access, fresh, now, grants(bearer.components, 'document-tree', 'read')),
    };
  } catch (error) {
    if (error instanceof EngineUnavailable) throw engineUnavailable();
    if (!(error instanceof EngineRefusal)) throw error;
    const { code } = error.refusal;
    await asked;
    await audit(scope, now, { ...line, action: 'act.refused', details: { ...line.details, code } });
    throw refused(error.refusal);
  }
}

async function raise(call: KeyCall<unknown, Static<typeof EventBody>>): Promise<Static<typeof EventAnswer>> {
  const { services, scope, tenantId, keyId, params, body, now } = call;
  const key = idempotencyKey(call.http);
  const row = await instanceRow(scope, params.id!);
  if (!row) throw notFound();
  const line = { actor: `key:${keyId}`, target: params.id!, details: { event: body.event, key } };
  const address = { tenantId, definitionId: row.definition_id as string, key: row.key as string };
  try {
    const event = { event: body.event, data: (body.data ?? {}) as JsonObject, key: `system/${key}` };
    const answer = await services.engine.raise(address, event);
    services.feed.nudge();
    await audit(scope, now, { ...line, action: 'event' });
    return answer;
  } catch (error) {
    if (error instanceof EngineUnavailable) throw engineUnavailable();
    if (!(error instanceof EngineRefusal)) throw error;
    const { code } = error.refusal;
    await audit(scope, now, { ...line, action: 'event.refused', details: { ...line.details, code } });
    throw refused(error.refusal);
  }
}

async function start(call: KeyCall<unknown, Static<typeof StartBody>>): Promise<Static<typeof StartAnswer>> {
  const { services, scope, tenantId, keyId, body, now } = call;
  const version = await latestVersion(services.store, tenantId, body.definition);
  const definition = version && (await definitionByHash(services.store, version.hash));
  if (!definition) throw wrong('/definition', 'definition_unknown', `There is no definition "${body.definition}".`);
  const client = body.client === undefined ? null : await clientByExternalId(scope, body.client);
  if (body.client !== undefined && !client) {
    throw wrong('/client', 'client_unknown', `There is no client with the external id "${body.client}".`);
  }
  const { id, created } = await startInstance(services, scope, {
    version: version!,
    definition,
    clientId: client?.id ?? null,
    period: periodOf(body.period),
    input: (body.input ?? {}) as JsonObject,
    actor: `key:${keyId}`,
    now,
  });
  call.http.status = created ? 201 : 200;
  return { id, created };
}

function periodOf(id: string | undefined): Period | null {
  if (id === undefined) return null;
  try {
    return periodFromId(id);
  } catch (error) {
    throw wrong('/period', 'period_invalid', (error as Error).message);
  }
}
