import { definitionHash } from '../../definitions/index.ts';
import type { Definition } from '../../definitions/language/types.ts';
import type { ScenarioFile } from '../../definitions/simulate/scenario.ts';
import { acrossTenants, lock, type Row, type Store, transaction } from './connection.ts';

/** Versions that come with Arende belong to no firm. A firm's own version of the same id goes before them. */
const shipped = '';
const cacheLimit = 500;
const caches = new WeakMap<Store, Map<string, Definition>>();

export interface Version {
  definitionId: string;
  version: number;
  hash: string;
}

/** Who published, wrote or approved something, as they were called then. */
export interface Author {
  kind: 'user' | 'key' | 'system';
  id: string | null;
  name: string;
}

/** A version with what is known of its publication. */
export interface PublishedVersion extends Version {
  origin: 'firm' | 'shipped';
  publishedAt: string;
  publishedBy: Author;
  comment: string | null;
  rollbackOf: number | null;
  approvedBy: Author | null;
}

/** Another version runs than the one that the publisher has seen. */
export class VersionOutdated extends Error {
  readonly running: number;
  constructor(running: number) {
    super(`Version ${running} runs now.`);
    this.running = running;
  }
}

export interface Publication {
  by?: Author;
  comment?: string | null;
  rollbackOf?: number;
  approvedBy?: Author | null;
  /** What the firm expects of the text. Left out: what it expected of its version before. */
  scenarios?: ScenarioFile | null;
  /** 0: none runs yet. */
  expectedVersion?: number;
}

const system: Author = { kind: 'system', id: null, name: 'Arende' };

/**
 * The same content again is the same version, with the scenarios that come with it now. Numbers never repeat, also
 * between shipped and own versions. Throws VersionOutdated.
 */
export async function publishDefinition(
  store: Store,
  input: { tenantId: string | null; definition: Definition; now?: string } & Publication,
): Promise<{ version: number; hash: string; created: boolean }> {
  const { definition } = input;
  const hash = definitionHash(definition);
  const owner = input.tenantId ?? shipped;
  return transaction(store, async (trx) => {
    await lock(store, trx, `publish/${definition.id}`);
    const own = trx('definition_versions').where({ tenant_id: owner, definition_id: definition.id });
    const latest = await own.clone().orderBy('version', 'desc').first();
    if (input.expectedVersion !== undefined) {
      const shippedVersion = trx('definition_versions').where({ tenant_id: shipped, definition_id: definition.id });
      const running = latest ?? (await shippedVersion.orderBy('version', 'desc').first());
      const version = Number(running?.version ?? 0);
      if (version !== input.expectedVersion) throw new VersionOutdated(version);
    }
    const scenarios =
      input.scenarios === undefined ? (latest?.scenarios ?? null) : input.scenarios && JSON.stringify(input.scenarios);
    if (latest?.hash === hash) {
      if (scenarios !== latest.scenarios) await own.clone().where({ version: latest.version }).update({ scenarios });
      return { version: latest.version, hash, created: false };
    }
    const highest = await trx('definition_versions')
      .whereIn('tenant_id', [owner, shipped])
      .where({ definition_id: definition.id })
      .max('version as version')
      .first();
    await trx('definitions')
      .insert({ hash, content: JSON.stringify(definition) })
      .onConflict('hash')
      .ignore();
    const version = Number(highest?.version ?? 0) + 1;
    await trx('definition_versions').insert({
      tenant_id: owner,
      definition_id: definition.id,
      version,
      hash,
      published_at: input.now ?? new Date().toISOString(),
      published_by: JSON.stringify(input.by ?? system),
      comment: input.comment ?? null,
      rollback_of: input.rollbackOf ?? null,
      approved_by: input.approvedBy ? JSON.stringify(input.approvedBy) : null,
      scenarios,
    });
    return { version, hash, created: true };
  });
}

/** The content behind a hash; null when the store has never seen it. Throws when what is stored is not what was published. */
export async function definitionByHash(store: Store, hash: string): Promise<Definition | null> {
  let cache = caches.get(store);
  if (!cache) caches.set(store, (cache = new Map()));
  const known = cache.get(hash);
  if (known) return known;
  const row = await acrossTenants(store)('definitions').where({ hash }).first();
  if (!row) return null;
  const definition = JSON.parse(row.content) as Definition;
  if (definitionHash(definition) !== hash) {
    throw new Error(`The stored definition ${hash} has been altered. Restore it from a backup; nothing runs on it.`);
  }
  if (cache.size >= cacheLimit) cache.delete(cache.keys().next().value!);
  cache.set(hash, definition);
  return definition;
}

/** The newest version that a firm uses of a process: its own, else the shipped one. */
export async function latestVersion(
  store: Store,
  tenantId: string | null,
  definitionId: string,
): Promise<Version | null> {
  const rows = await acrossTenants(store)('definition_versions')
    .whereIn('tenant_id', tenantId === null ? [shipped] : [tenantId, shipped])
    .where({ definition_id: definitionId })
    .orderBy([
      { column: 'tenant_id', order: 'desc' },
      { column: 'version', order: 'desc' },
    ])
    .limit(1);
  return rows[0] ? { definitionId, version: rows[0].version, hash: rows[0].hash } : null;
}

/** Every version of a process that a firm may use: its own and the shipped ones, in the order of `latestVersion`. */
export async function listVersions(store: Store, tenantId: string, definitionId: string): Promise<PublishedVersion[]> {
  const rows: Row[] = await acrossTenants(store)('definition_versions')
    .whereIn('tenant_id', [tenantId, shipped])
    .where({ definition_id: definitionId })
    .orderBy([
      { column: 'tenant_id', order: 'desc' },
      { column: 'version', order: 'desc' },
    ]);
  return rows.map((row) => ({
    definitionId,
    version: row.version,
    hash: row.hash,
    origin: row.tenant_id === shipped ? 'shipped' : 'firm',
    publishedAt: row.published_at,
    publishedBy: row.published_by ? JSON.parse(row.published_by) : system,
    comment: row.comment,
    rollbackOf: row.rollback_of,
    approvedBy: row.approved_by ? JSON.parse(row.approved_by) : null,
  }));
}

/** What the firm expects of one of its versions; null where it has said nothing, and of a shipped one. */
export async function scenariosOf(
  store: Store,
  tenantId: string,
  { definitionId, version }: Pick<Version, 'definitionId' | 'version'>,
): Promise<ScenarioFile | null> {
  const row: Row | undefined = await acrossTenants(store)('definition_versions')
    .where({ tenant_id: tenantId, definition_id: definitionId, version })
    .first('scenarios');
  return row?.scenarios ? (JSON.parse(row.scenarios) as ScenarioFile) : null;
}

/** Hashes of the newest 20 versions of a process, newest first. */
export async function versionHashes(store: Store, tenantId: string, definitionId: string): Promise<string[]> {
  return acrossTenants(store)('definition_versions')
    .whereIn('tenant_id', [tenantId, shipped])
    .where({ definition_id: definitionId })
    .orderBy('version', 'desc')
    .limit(20)
    .pluck('hash');
}

/** The newest version of every process that a firm may use. */
export async function latestVersions(store: Store, tenantId: string): Promise<Version[]> {
  const rows = await acrossTenants(store)('definition_versions')
    .whereIn('tenant_id', [tenantId, shipped])
    .orderBy([
      { column: 'tenant_id', order: 'desc' },
      { column: 'version', order: 'desc' },
    ]);
  const newest = new Map<string, Version>();
  for (const row of rows) {
    if (newest.has(row.definition_id)) continue;
    newest.set(row.definition_id, { definitionId: row.definition_id, version: row.version, hash: row.hash });
  }
  return [...newest.values()].sort((a, b) => (a.definitionId < b.definitionId ? -1 : 1));
}

/** Per firm the newest version of each process that opens by itself. */
export async function listRecurring(
  store: Store,
): Promise<{ tenantId: string; version: Version; definition: Definition }[]> {
  const found = [];
  for (const { id: tenantId } of await acrossTenants(store)('tenants').orderBy('id').select('id')) {
    for (const version of await latestVersions(store, tenantId)) {
      const definition = await definitionByHash(store, version.hash);
      if (definition?.recurrence) found.push({ tenantId, version, definition });
    }
  }
  return found;
}
