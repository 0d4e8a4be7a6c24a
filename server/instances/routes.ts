import type { Static } from '@sinclair/typebox';
import { periodFromId } from '../../definitions/calendar/index.ts';
import { formErrors, type InstanceState, type Period, renderKey } from '../../definitions/index.ts';
import type { JsonObject } from '../../definitions/language/types.ts';
import { compiledByHash } from '../engine/compiled.ts';
import { EngineRefusal, EngineUnavailable } from '../engine/port.ts';
import { idempotencyHeader, idempotencyKey } from '../http/idempotency.ts';
import { engineUnavailable, notFound, Problem, refused } from '../http/problem.ts';
import { type BearerCall, bearerRoute, type KeyCall, keyRoute } from '../http/route.ts';
import { requireReach } from '../policies/index.ts';
import {
  actorOf,
  audit,
  clientByExternalId,
  definitionByHash,
  instanceRow,
  instanceWithHistory,
  latestVersion,
  prepareInstance,
} from '../store/index.ts';
import { untilProjected } from './projected.ts';
import { instanceView } from './presenter.ts';
import {
  ActAnswer,
  type ActAnswerView,
  ActBody,
  EventAnswer,
  EventBody,
  Instance,
  InstanceDefinition,
  type InstanceView,
  StartAnswer,
  StartBody,
} from './schema.ts';

const grant = { any: ['inbox' as const, 'status-board' as const] };

export const instanceRoutes = [
  bearerRoute({
    method: 'GET',
    path: '/v1/instances/:id',
    summary: 'One instance with its history and what the user may do with it',
    grant: { any: [...grant.any, 'process-view'], right: 'read' },
    answer: Instance,
    async handler({ scope, access, params, now }): Promise<InstanceView> {
      const row = await instanceWithHistory(scope, params.id!);
      await requireReach(scope, access, row);
      return instanceView(scope, access, row!, now);
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
  const { services, scope, access, instance, params, body, now } = call;
  const key = idempotencyKey(call.http);
  await requireReach(scope, access, instance);
  const { definition_id: definitionId, key: instanceKey, facts } = instance!;
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
  // Written while the engine works: who asked for what. What came of it stands in the instance's history.
  const asked = audit(scope, now, { ...line, action: 'act' });
  asked.catch(() => undefined);
  try {
    const answer = await acting;
    services.feed.nudge();
    const { sequence } = answer;
    await asked;
    const fresh = await untilProjected(services, scope, params.id!, sequence);
    return { ...answer, instance: await instanceView(scope, access, fresh, now) };
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
  const data = (body.input ?? {}) as JsonObject;
  const fields = formErrors(definition.input, data);
  if (fields.length > 0) {
    throw new Problem(422, 'input_invalid', 'The input does not fit the definition.', {
      fields: fields.map((field) => ({ ...field, pointer: `/input${field.pointer}` })),
    });
  }
  const compiled = await compiledByHash(services.store, version!.hash);
  const { input, first } = await prepareInstance(services.store, {
    tenantId,
    version: version!,
    definition,
    clientId: client?.id ?? null,
    period: periodOf(body.period),
    input: data,
    keyOf: (values) => keyOf(compiled, values),
  });
  const { instanceId } = input;
  const running = first ? null : await instanceRow(scope, instanceId);
  if (!running) {
    try {
      await services.engine.start(input, definition);
      await untilProjected(services, scope, instanceId, 1);
    } catch (error) {
      throw error instanceof EngineUnavailable ? engineUnavailable() : error;
    }
    const details = { definition: definition.id, version: version!.version, key: input.key };
    await audit(scope, now, { actor: `key:${keyId}`, action: 'instance.started', target: instanceId, details });
  }
  call.http.status = running ? 200 : 201;
  return { id: instanceId, created: !running };
}

function periodOf(id: string | undefined): Period | null {
  if (id === undefined) return null;
  try {
    return periodFromId(id);
  } catch (error) {
    throw wrong('/period', 'period_invalid', (error as Error).message);
  }
}

function keyOf(...[compiled, values]: Parameters<typeof renderKey>): string {
  const key = renderKey(compiled, values);
  if (key.split('/').every((part) => part !== '')) return key;
  throw wrong('/period', 'key_incomplete', `Instances are told apart by client and period; one is missing ("${key}").`);
}

const wrong = (pointer: string, code: string, detail: string): Problem =>
  new Problem(422, code, detail, { fields: [{ pointer, text: { sv: 'är inte giltigt', en: detail } }] });
