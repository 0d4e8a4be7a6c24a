import type { InstanceInput, InstanceState, Period, SettingValue } from '../../definitions/engine/types.ts';
import type { Definition, IsoDate, JsonObject } from '../../definitions/language/types.ts';
import type { Row, Scope, Store } from './connection.ts';
import { definitionByHash, type Version } from './definitions.ts';
import { type Client, clientById } from './directory.ts';
import { newId } from './ids.ts';
import { tenantById } from './tenants.ts';

/**
 * Notes that an instance with this key is being opened and gives its id; the first caller decides the id, everyone
 * after gets the same one. Unique per firm, definition and key, for ever.
 */
export async function claimOpening(
  store: Store,
  input: { tenantId: string; definitionId: string; key: string; instanceId?: string },
): Promise<{ instanceId: string; first: boolean }> {
  const scope = store.tenant(input.tenantId);
  const row = { definition_id: input.definitionId, key: input.key };
  const instanceId = input.instanceId ?? newId('i');
  const claimed: Row[] = await scope
    .insert('openings', { ...row, instance_id: instanceId })
    .onConflict(['tenant_id', 'definition_id', 'key'])
    .ignore()
    .returning('instance_id');
  if (claimed.length > 0) return { instanceId, first: true };
  const kept = await scope.from('openings').where(row).first('instance_id');
  return { instanceId: kept.instance_id, first: kept.instance_id === instanceId };
}

/** What an instance was opened as; null when the firm never opened one with that id. */
export async function openingOf(
  store: Store,
  input: { tenantId: string; instanceId: string },
): Promise<{ definitionId: string; key: string } | null> {
  const opening = store.tenant(input.tenantId).from('openings').where({ instance_id: input.instanceId });
  const row = await opening.first('definition_id', 'key');
  return row ? { definitionId: row.definition_id, key: row.key } : null;
}

/**
 * Which of these keys have an instance that runs or ran; for catching up without a start per period. One that was
 * claimed but never came to run is not among them, so that whoever claimed it may die on the way.
 */
export async function openedKeys(
  store: Store,
  input: { tenantId: string; definitionId: string; keys: string[] },
): Promise<Set<string>> {
  const found = new Set<string>();
  for (let at = 0; at < input.keys.length; at += 200) {
    const keys = await store
      .tenant(input.tenantId)
      .from('instances')
      .where({ definition_id: input.definitionId })
      .whereIn('key', input.keys.slice(at, at + 200))
      .pluck('key');
    for (const key of keys) found.add(key);
  }
  return found;
}

/** For which clients a process began when, and whether a client has been gone through before; at most 500 clients. */
export async function recurrenceBeginnings(
  scope: Scope,
  input: { definitionId: string; clientIds: string[] },
): Promise<{ known: Set<string>; firstEnds: Map<string, IsoDate | null> }> {
  const rows: Row[] = await scope
    .from('recurrence_beginnings')
    .whereIn('definition_id', ['', input.definitionId])
    .whereIn('client_id', input.clientIds);
  const known = new Set(rows.filter((row) => row.definition_id === '').map((row) => row.client_id as string));
  const own = rows.filter((row) => row.definition_id !== '');
  return { known, firstEnds: new Map(own.map((row) => [row.client_id, row.first_end])) };
}

/** Notes with which period a process begins for clients; what is noted already stays. */
export async function noteBeginnings(
  scope: Scope,
  definitionId: string,
  beginnings: { clientId: string; firstEnd: IsoDate | null }[],
): Promise<void> {
  for (let at = 0; at < beginnings.length; at += 200) {
    const rows = beginnings
      .slice(at, at + 200)
      .map(({ clientId, firstEnd }) => ({ client_id: clientId, definition_id: definitionId, first_end: firstEnd }));
    await scope.insert('recurrence_beginnings', rows).onConflict(['tenant_id', 'client_id', 'definition_id']).ignore();
  }
}

type Settings = Record<string, SettingValue>;

/** The values above the definition's own defaults: the firm's, then the client's. */
export async function settingsFor(
  scope: Scope,
  input: { clientId: string | null; definitionId: string },
): Promise<Settings> {
  const of = await settingsOfMany(scope, { ...input, clientIds: input.clientId === null ? [] : [input.clientId] });
  return of(input.clientId ?? '');
}

/** The same for many clients at once; at most 500. */
export async function settingsOfMany(
  scope: Scope,
  input: { clientIds: string[]; definitionId: string },
): Promise<(clientId: string) => Settings> {
  const rows: Row[] = await scope
    .from('settings')
    .where({ definition_id: input.definitionId })
    .whereIn('client_id', ['', ...input.clientIds]);
  const byOwner = new Map(rows.map((row) => [row.client_id as string, JSON.parse(row.values) as JsonObject]));
  const valuesOf = (owner: string, origin: SettingValue['origin']): Settings =>
    Object.fromEntries(
      Object.entries(byOwner.get(owner) ?? {}).map(([name, value]): [string, SettingValue] => [
        name,
        { value, origin },
      ]),
    );
  const firm = valuesOf('', 'firm');
  return (clientId) => (clientId === '' ? firm : { ...firm, ...valuesOf(clientId, 'client') });
}

/** What expressions see as `client`. */
export const clientProperties = (client: Client): JsonObject => ({
  ...client.properties,
  ...(client.organisationNumber === null ? {} : { organisationNumber: client.organisationNumber }),
  id: client.id,
  name: client.name,
});

/**
 * What an instance is started with, from the records as they are now. `keyOf` renders the definition's key from the
 * same values; the opening is claimed with it.
 */
export async function prepareInstance(
  store: Store,
  request: {
    tenantId: string;
    version: Version;
    definition: Definition;
    clientId: string | null;
    period: Period | null;
    input: JsonObject;
    keyOf(values: { client: JsonObject; period: Period | null; input: JsonObject }): string;
  },
): Promise<{ input: InstanceInput; first: boolean }> {
  const scope = store.tenant(request.tenantId);
  const tenant = await tenantById(store, request.tenantId);
  if (!tenant) throw new Error(`There is no firm ${request.tenantId}.`);
  const client = request.clientId === null ? null : await clientById(scope, request.clientId);
  if (request.clientId !== null && !client) throw new Error(`The firm has no client ${request.clientId}.`);
  const properties = client ? clientProperties(client) : { id: '', name: '' };
  const definitionId = request.definition.id;
  const key = request.keyOf({ client: properties, period: request.period, input: request.input });
  const { instanceId, first } = await claimOpening(store, { tenantId: request.tenantId, definitionId, key });
  const input: InstanceInput = {
    tenantId: request.tenantId,
    instanceId,
    definition: { id: definitionId, version: request.version.version, hash: request.version.hash },
    key,
    clientId: request.clientId,
    client: properties,
    firm: { name: tenant.name },
    period: request.period,
    input: request.input,
    settings: await settingsFor(scope, { clientId: request.clientId, definitionId }),
  };
  return { input, first };
}

/**
 * Gives open instances whose client or settings changed since to the engine, at most 200 at a time. An instance that
 * the engine does not take stays marked.
 */
export async function deliverPendingChanges(
  store: Store,
  tenantId: string,
  deliver: (
    instance: { instanceId: string; definitionId: string; key: string },
    change: { client?: JsonObject; settings: Record<string, SettingValue> },
  ) => Promise<void>,
): Promise<number> {
  const scope = store.tenant(tenantId);
  const rows: Row[] = await scope.from('instances').where({ change_pending: 1, done: 0 }).orderBy('id').limit(200);
  for (const row of rows) {
    // Taken down before the records are read: a change that comes meanwhile puts the mark up again.
    await scope.from('instances').where({ id: row.id }).update({ change_pending: 0 });
    try {
      const client = row.client_id === null ? null : await clientById(scope, row.client_id);
      const instance = { instanceId: row.id, definitionId: row.definition_id, key: row.key };
      await deliver(instance, {
        ...(client ? { client: clientProperties(client) } : {}),
        settings: await presentSettings(scope, row),
      });
    } catch (error) {
      await scope.from('instances').where({ id: row.id }).update({ change_pending: 1 });
      throw error;
    }
  }
  return rows.length;
}

/** With the defaults spelled out, so that a value that was taken back goes back; what the instance itself set stays. */
async function presentSettings(scope: Scope, row: Row): Promise<Record<string, SettingValue>> {
  const definition = await definitionByHash(scope.store, row.definition_hash);
  const defaults = Object.entries(definition?.settings ?? {}).map(
    ([name, setting]) => [name, { value: setting.default, origin: 'definition' }] as const,
  );
  const state = JSON.parse(row.state) as InstanceState;
  const own = Object.entries(state.input.settings).filter(([, setting]) => setting.origin === 'instance');
  return {
    ...Object.fromEntries(defaults),
    ...(await settingsFor(scope, { clientId: row.client_id, definitionId: row.definition_id })),
    ...Object.fromEntries(own),
  };
}
