import type { IsoInstant, Json, JsonObject } from '../../definitions/language/types.ts';
import { renewAudiences } from './audiences.ts';
import { noteChanges } from './changes.ts';
import { clientWords } from './client-words.ts';
import { lock, type Row, type Scope } from './connection.ts';
import { newId } from './ids.ts';

export interface Client {
  id: string;
  externalId: string;
  name: string;
  organisationNumber: string | null;
  properties: JsonObject;
  responsibleId: string | null;
  /** First month for which processes open, `2026-10` (B-08). */
  startMonth: string | null;
  /** `invitation`: asks the firm to take it on; `verification`: has been asked by the firm; processes open when `active`. */
  stage: ClientStage;
  active: boolean;
}

export type ClientStage = 'invitation' | 'verification' | 'active';

export interface User {
  id: string;
  externalId: string;
  name: string;
  email: string;
  language: 'sv' | 'en';
  role: 'admin' | 'consultant' | 'client';
  active: boolean;
}

export interface ClientInput {
  externalId: string;
  name: string;
  organisationNumber?: string | null;
  properties?: JsonObject;
  /** External id of the responsible consultant; absent leaves it as it is. */
  responsible?: string | null;
  startMonth?: string | null;
  /** Absent leaves it as it is; a new client is `active`. */
  stage?: ClientStage;
  active?: boolean;
  /** Per definition id; a definition that is named is replaced, others are left. */
  settings?: Record<string, Record<string, Json>>;
}

export interface UserInput {
  externalId: string;
  name: string;
  email: string;
  language?: 'sv' | 'en';
  role: 'admin' | 'consultant' | 'client';
  /** External ids of clients. Absent for a consultant: all. */
  clients?: string[];
  active?: boolean;
  /** E.164. Absent: as it was. */
  phone?: string | null;
  /** For a new user: what was written before is not unread to them. */
  now?: IsoInstant;
}

/** A name in the request that the firm has not told us of. */
export class UnknownReference extends Error {
  readonly pointer: string;
  readonly value: string;
  constructor(pointer: string, value: string) {
    super(`There is no ${pointer.startsWith('/clients') ? 'client' : 'user'} with the external id "${value}".`);
    this.pointer = pointer;
    this.value = value;
  }
}

export const searchText = (...parts: string[]): string => parts.join(' ').toLocaleLowerCase('sv');

export const clientOf = (row: Row): Client => ({
  id: row.id,
  externalId: row.external_id,
  name: row.name,
  organisationNumber: row.organisation_number,
  properties: JSON.parse(row.properties),
  responsibleId: row.responsible_id,
  startMonth: row.start_month,
  stage: row.stage,
  active: row.active === 1,
});
const userOf = (row: Row): User => ({
  id: row.id,
  externalId: row.external_id,
  name: row.name,
  email: row.email,
  language: row.language,
  role: row.role,
  active: row.active === 1,
});

export async function clientById(scope: Scope, id: string): Promise<Client | null> {
  const row = await scope.from('clients').where({ id }).first();
  return row ? clientOf(row) : null;
}
export async function clientExists(scope: Scope, id: string): Promise<boolean> {
  return Boolean(await scope.from('clients').where({ id }).first('id'));
}
export async function clientByExternalId(scope: Scope, externalId: string): Promise<Client | null> {
  const row = await scope.from('clients').where({ external_id: externalId }).first();
  return row ? clientOf(row) : null;
}
export async function userById(scope: Scope, id: string): Promise<User | null> {
  const row = await scope.from('users').where({ id }).first();
  return row ? userOf(row) : null;
}
export async function userByExternalId(scope: Scope, externalId: string): Promise<User | null> {
  const row = await scope.from('users').where({ external_id: externalId }).first();
  return row ? userOf(row) : null;
}

export async function userNames(scope: Scope, ids: string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows: Row[] = await scope.from('users').whereIn('id', wanted).select('id', 'name');
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Of these users, those who are a client's. */
export async function clientUserIds(scope: Scope, ids: string[]): Promise<Set<string>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Set();
  return new Set(await scope.from('users').whereIn('id', wanted).where({ role: 'client' }).pluck('id'));
}

/** Active clients in pages by id, for what goes through all of them. */
export async function listActiveClients(scope: Scope, after = '', limit = 500): Promise<Client[]> {
  const rows = await scope
    .from('clients')
    .where({ active: 1, stage: 'active' })
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit);
  return rows.map(clientOf);
}

/**
 * Creates or changes a client. Running instances keep a copy of the client and its settings; those that are open are
 * marked, and `pendingChanges` hands them to the engine.
 */
export async function putClient(scope: Scope, input: ClientInput): Promise<{ client: Client; created: boolean }> {
  return scope.write(async (tx) => {
    const before = await clientByExternalId(tx, input.externalId);
    let responsibleId = before?.responsibleId ?? null;
    if (input.responsible !== undefined) {
      responsibleId = input.responsible === null ? null : await staffId(tx, input.responsible);
    }
    const row = {
      name: input.name,
      ...clientWords(input),
      organisation_number: input.organisationNumber ?? null,
      properties: JSON.stringify(input.properties ?? {}),
      responsible_id: responsibleId,
      start_month: input.startMonth ?? null,
      stage: input.stage ?? before?.stage ?? 'active',
      active: input.active === false ? 0 : 1,
      // Whoever stood in did so for the one before; `renewActing` finds who does for the new one.
      ...(before?.responsibleId === responsibleId ? {} : { acting_responsible_id: null }),
    };
    const id = before?.id ?? newId('c');
    if (before) await tx.from('clients').where({ id }).update(row);
    else await tx.insert('clients', { id, external_id: input.externalId, ...row });
    for (const [definitionId, values] of Object.entries(input.settings ?? {})) {
      await putSettings(tx, { clientId: id, definitionId, values });
    }
    if (before) {
      await tx.from('instances').where({ client_id: id, done: 0 }).update({ change_pending: 1 });
      if (before.responsibleId !== responsibleId) await renewAudiences(tx, id);
    }
    await noteChanges(tx, [{ topic: 'client', clientId: id }]);
    return { client: (await clientById(tx, id))!, created: !before };
  });
}

async function staffId(scope: Scope, externalId: string): Promise<string> {
  const user = await userByExternalId(scope, externalId);
  if (!user || user.role === 'client') throw new UnknownReference('/responsible', externalId);
  return user.id;
}

export async function putUser(scope: Scope, input: UserInput): Promise<{ user: User; created: boolean }> {
  return scope.write(async (tx) => {
    const before = await userByExternalId(tx, input.externalId);
    const row = {
      name: input.name,
      email: input.email,
      search: searchText(input.name, input.email),
      language: input.language ?? 'sv',
      role: input.role,
      all_clients: input.role === 'consultant' && input.clients === undefined ? 1 : 0,
      active: input.active === false ? 0 : 1,
      ...(input.phone !== undefined && { phone: input.phone }),
    };
    const id = before?.id ?? newId('u');
    if (before && !(input.role === 'admin' && row.active === 1)) await keepAnAdministrator(tx, id);
    if (before) await tx.from('users').where({ id }).update(row);
    else await tx.insert('users', { id, external_id: input.externalId, joined_at: input.now ?? null, ...row });

    const touched = new Set<string>(await tx.from('memberships').where({ user_id: id }).pluck('client_id'));
    const theirs = (q: any) => q.where({ responsible_id: id }).orWhere({ acting_responsible_id: id });
    for (const clientId of await tx.from('clients').where(theirs).pluck('id')) touched.add(clientId);
    await tx.from('memberships').where({ user_id: id }).del();
    const clientIds = input.role === 'admin' ? [] : await clientIdsOf(tx, input.clients ?? []);
    for (let at = 0; at < clientIds.length; at += 200) {
      const part = clientIds.slice(at, at + 200);
      await tx.insert(
        'memberships',
        part.map((clientId) => ({ user_id: id, client_id: clientId })),
      );
    }
    // Only a client's own users and its responsible decide audiences; a consultant's list is looked up when reading.
    if (input.role === 'client' || before) {
      const mine = input.role === 'client' ? clientIds : [];
      for (const clientId of new Set([...touched, ...mine])) await renewAudiences(tx, clientId);
    }
    return { user: (await userById(tx, id))!, created: !before };
  });
}

/** A firm that has an administrator does not lose its last one. */
export class LastAdministrator extends Error {
  constructor() {
    super('This is the firm’s last administrator. Make somebody else one first.');
  }
}

/** To be called before a user stops being an active administrator, in the same transaction. */
export async function keepAnAdministrator(tx: Scope, userId: string): Promise<void> {
  // Two administrators who remove each other at the same moment come one after the other.
  await lock(tx.store, tx.db, `administrators/${tx.tenantId}`);
  const ids: string[] = await tx.from('users').where({ role: 'admin', active: 1 }).pluck('id');
  if (ids.length === 1 && ids[0] === userId) throw new LastAdministrator();
}

async function clientIdsOf(scope: Scope, externalIds: string[]): Promise<string[]> {
  const wanted = [...new Set(externalIds)];
  const found = new Map<string, string>();
  for (let at = 0; at < wanted.length; at += 200) {
    const rows = await scope
      .from('clients')
      .whereIn('external_id', wanted.slice(at, at + 200))
      .select('id', 'external_id');
    for (const row of rows) found.set(row.external_id, row.id);
  }
  const missing = wanted.find((externalId) => !found.has(externalId));
  if (missing !== undefined) throw new UnknownReference(`/clients/${externalIds.indexOf(missing)}`, missing);
  return wanted.map((externalId) => found.get(externalId)!);
}

/** Settings of a definition for the firm (`clientId` null) or for one client; replaces what was there. */
export async function putSettings(
  scope: Scope,
  input: { clientId: string | null; definitionId: string; values: Record<string, Json> },
): Promise<void> {
  await scope
    .insert('settings', {
      client_id: input.clientId ?? '',
      definition_id: input.definitionId,
      values: JSON.stringify(input.values),
    })
    .onConflict(['tenant_id', 'client_id', 'definition_id'])
    .merge(['values']);
}
