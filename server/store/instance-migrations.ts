import type { Text } from '../../definitions/language/types.ts';
import type { Mapping, MigrationProblem } from '../../definitions/versions/types.ts';
import { noteChanges } from './changes.ts';
import { joined, type Row, type Scope } from './connection.ts';
import type { Author } from './definitions.ts';
import { newId } from './ids.ts';

export const outcomes = ['planned', 'moved', 'refused', 'skipped', 'failed'] as const;
export type MigrationOutcome = (typeof outcomes)[number];

/** Instances that are moved to another version, one by one. The rows are the truth about how far it has come. */
export interface InstanceMigration {
  id: string;
  definitionId: string;
  to: { version: number; hash: string };
  from: number | null;
  mapping: Mapping;
  comment: string | null;
  status: 'running' | 'stopped' | 'done';
  createdAt: string;
  createdBy: Author;
  finishedAt: string | null;
  counts: Record<MigrationOutcome, number>;
}

/** Writes down which instances are to be moved. */
export async function createMigration(
  scope: Scope,
  input: Pick<InstanceMigration, 'definitionId' | 'to' | 'from' | 'mapping' | 'comment'> & {
    instances: { id: string; version: number }[];
    by: Author;
    now: string;
  },
): Promise<string> {
  const id = newId('m');
  await scope.write(async (tx) => {
    await tx.insert('instance_migrations', {
      id,
      definition_id: input.definitionId,
      to_version: input.to.version,
      to_hash: input.to.hash,
      from_version: input.from,
      mapping: JSON.stringify(input.mapping),
      comment: input.comment,
      status: 'running',
      created_at: input.now,
      created_by: JSON.stringify(input.by),
      finished_at: null,
    });
    for (let at = 0; at < input.instances.length; at += 100) {
      const rows = input.instances.slice(at, at + 100).map((instance) => ({
        migration_id: id,
        instance_id: instance.id,
        from_version: instance.version,
        outcome: 'planned',
        attempts: 0,
      }));
      await tx.insert('instance_migration_rows', rows);
    }
    await noteChanges(tx, [{ topic: 'migration', definition: input.definitionId }]);
  });
  return id;
}

/** The newest 50, or one. */
export async function listMigrations(
  scope: Scope,
  query: { id?: string; definitionId?: string; status?: InstanceMigration['status'] } = {},
): Promise<InstanceMigration[]> {
  const found = scope.from('instance_migrations').orderBy('created_at', 'desc').orderBy('id', 'desc').limit(50);
  if (query.id !== undefined) found.where({ id: query.id });
  if (query.definitionId !== undefined) found.where({ definition_id: query.definitionId });
  if (query.status !== undefined) found.where({ status: query.status });
  const rows: Row[] = await found;
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id as string);
  const counted: Row[] = await scope
    .from('instance_migration_rows')
    .whereIn('migration_id', ids)
    .groupBy('migration_id', 'outcome')
    .select('migration_id', 'outcome')
    .count('* as n');
  return rows.map((row) => {
    const of = (outcome: MigrationOutcome): [MigrationOutcome, number] => [
      outcome,
      Number(counted.find((count) => count.migration_id === row.id && count.outcome === outcome)?.n ?? 0),
    ];
    return {
      id: row.id,
      definitionId: row.definition_id,
      to: { version: row.to_version, hash: row.to_hash },
      from: row.from_version,
      mapping: JSON.parse(row.mapping),
      comment: row.comment,
      status: row.status,
      createdAt: row.created_at,
      createdBy: JSON.parse(row.created_by),
      finishedAt: row.finished_at,
      counts: Object.fromEntries(outcomes.map(of)) as Record<MigrationOutcome, number>,
    };
  });
}

export async function migrationById(scope: Scope, id: string): Promise<InstanceMigration | null> {
  return (await listMigrations(scope, { id }))[0] ?? null;
}

/** Starts, stops or ends it; starting takes up again what nobody answered for. False if it stands so already. */
export async function setMigrationStatus(
  scope: Scope,
  migration: Pick<InstanceMigration, 'id' | 'definitionId'>,
  status: InstanceMigration['status'],
  now: string,
): Promise<boolean> {
  return scope.write(async (tx) => {
    const { id } = migration;
    if (status === 'running') {
      await tx
        .from('instance_migration_rows')
        .where({ migration_id: id, outcome: 'failed' })
        .update({ outcome: 'planned', attempts: 0 });
    }
    const count = await tx
      .from('instance_migrations')
      .where({ id })
      .whereNot({ status })
      .update({ status, finished_at: status === 'done' ? now : null });
    if (count === 1) await noteChanges(tx, [{ topic: 'migration', definition: migration.definitionId }]);
    return count === 1;
  });
}

export interface MigrationRow {
  instanceId: string;
  fromVersion: number;
  outcome: MigrationOutcome;
  attempts: number;
  problem: MigrationProblem | null;
  sequence: number | null;
  at: string | null;
  key: string;
  /** What it runs on now. */
  hash: string;
  done: boolean;
  label: Text;
  client: { id: string; name: string } | null;
}

/** Rows with their instance, in the order of the ids; with `next`, those that are tried next. */
export async function migrationRows(
  scope: Scope,
  query: { migrationId: string; outcome?: MigrationOutcome; after?: string; limit: number; next?: boolean },
): Promise<MigrationRow[]> {
  const rows = scope.from('instance_migration_rows as r').where({ 'r.migration_id': query.migrationId });
  joined(rows, 'instances as i', 'i.id', 'r.instance_id');
  joined(rows, 'clients as c', 'c.id', 'i.client_id');
  if (query.outcome !== undefined) rows.where('r.outcome', query.outcome);
  if (query.after !== undefined) rows.where('r.instance_id', '>', query.after);
  if (query.next) rows.orderBy('r.attempts');
  const found: Row[] = await rows
    .orderBy('r.instance_id')
    .limit(query.limit)
    .select('r.*', 'i.key', 'i.definition_hash', 'i.done', 'i.state', 'i.client_id', 'c.name as client_name');
  return found.map((row) => ({
    instanceId: row.instance_id,
    fromVersion: row.from_version,
    outcome: row.outcome,
    attempts: row.attempts,
    problem: row.problem ? JSON.parse(row.problem) : null,
    sequence: row.sequence,
    at: row.at,
    key: row.key,
    hash: row.definition_hash,
    done: row.done === 1,
    label: JSON.parse(row.state).label as Text,
    client: row.client_id === null ? null : { id: row.client_id, name: row.client_name ?? '' },
  }));
}

/** Notes what became of an instance. `renew`: it gets its settings anew, since the version knows others. */
export async function noteOutcome(
  scope: Scope,
  migration: Pick<InstanceMigration, 'id' | 'definitionId'>,
  row: Pick<MigrationRow, 'instanceId' | 'outcome' | 'attempts' | 'problem' | 'sequence'>,
  now: string,
  renew = false,
): Promise<void> {
  await scope.write(async (tx) => {
    await tx
      .from('instance_migration_rows')
      .where({ migration_id: migration.id, instance_id: row.instanceId })
      .update({
        outcome: row.outcome,
        attempts: row.attempts,
        problem: row.problem ? JSON.stringify(row.problem) : null,
        sequence: row.sequence,
        at: now,
      });
    if (renew) {
      await tx.from('instances').where({ id: row.instanceId, done: 0 }).update({ change_pending: 1 });
    }
    await noteChanges(tx, [{ topic: 'migration', definition: migration.definitionId }]);
  });
}
