import { type Definition, formErrors, type Period, renderKey } from '../../definitions/index.ts';
import type { JsonObject } from '../../definitions/language/types.ts';
import { compiledByHash } from '../engine/compiled.ts';
import { EngineUnavailable } from '../engine/port.ts';
import { engineUnavailable, Problem } from '../http/problem.ts';
import type { Services } from '../services.ts';
import { audit, instanceRow, prepareInstance, type Scope, type Version } from '../store/index.ts';
import { untilProjected } from './projected.ts';

/** Starts an instance, or finds the one that its key names; it stands in the lists when this returns. Throws a 422. */
export async function startInstance(
  services: Services,
  scope: Scope,
  request: {
    version: Version;
    definition: Definition;
    clientId: string | null;
    period: Period | null;
    input: JsonObject;
    /** For the audit log. */
    actor: string;
    now: string;
  },
): Promise<{ id: string; created: boolean }> {
  const { version, definition, clientId, period, input: data, actor, now } = request;
  const fields = formErrors(definition.input, data);
  if (fields.length > 0) {
    throw new Problem(422, 'input_invalid', 'The input does not fit the definition.', {
      fields: fields.map((field) => ({ ...field, pointer: `/input${field.pointer}` })),
    });
  }
  const compiled = await compiledByHash(services.store, version.hash);
  const { input, first } = await prepareInstance(services.store, {
    tenantId: scope.tenantId,
    version,
    definition,
    clientId,
    period,
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
    const details = { definition: definition.id, version: version.version, key: input.key };
    await audit(scope, now, { actor, action: 'instance.started', target: instanceId, details });
  }
  return { id: instanceId, created: !running };
}

function keyOf(...[compiled, values]: Parameters<typeof renderKey>): string {
  const key = renderKey(compiled, values);
  if (key.split('/').every((part) => part !== '')) return key;
  throw wrong('/period', 'key_incomplete', `Instances are told apart by client and period; one is missing ("${key}").`);
}

/** A 422 about one place of the body. */
export const wrong = (pointer: string, code: string, detail: string): Problem =>
  new Problem(422, code, detail, { fields: [{ pointer, text: { sv: 'är inte giltigt', en: detail } }] });
