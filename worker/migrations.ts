import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { MigrationProblem } from '../definitions/versions/types.ts';
import {
  audit,
  definitionByHash,
  type InstanceMigration,
  listMigrations,
  listTenants,
  migrationById,
  type MigrationRow,
  migrationRows,
  noteOutcome,
  type Scope,
  setMigrationStatus,
  type Store,
} from '../server/store/index.ts';
import type { Instances } from './starting.ts';

/** A row that nobody answered for so many times is left for a person to start again. */
const MOST_ATTEMPTS = 10;

export interface MovingOptions {
  store: Store;
  migrate: Instances['migrate'];
  now(): string;
  signal?: AbortSignal;
}

/**
 * Moves what administrators asked to be moved, one instance after another; gives how many were taken up. The rows in the
 * database are all there is to remember, and each instance knows the key of its migration: a worker that dies on the
 * way, or a second one beside it, moves nothing twice and leaves nothing out.
 */
export async function moveInstances(options: MovingOptions): Promise<number> {
  let taken = 0;
  for (const { id } of await listTenants(options.store)) {
    const scope = options.store.tenant(id);
    for (const migration of await listMigrations(scope, { status: 'running' })) {
      taken += await run(options, scope, migration);
    }
  }
  return taken;
}

async function run(options: MovingOptions, scope: Scope, migration: InstanceMigration): Promise<number> {
  const { id: migrationId } = migration;
  for (let taken = 0; ; taken += 1) {
    if (options.signal?.aborted || (await migrationById(scope, migrationId))?.status !== 'running') return taken;
    const [row] = await migrationRows(scope, { migrationId, outcome: 'planned', limit: 1, next: true });
    if (!row) {
      await finish(options, scope, migration);
      return taken;
    }
    const came = await move(options, scope, migration, row);
    const renew = came.outcome === 'moved' && (await knowsOtherSettings(scope, migration, row));
    await noteOutcome(scope, migration, { ...row, ...came }, options.now(), renew);
    // Nobody answers: the others would not be answered for either, so the next round goes on.
    if (came.outcome === 'planned') return taken;
  }
}

async function finish(options: MovingOptions, scope: Scope, migration: InstanceMigration): Promise<void> {
  if (!(await setMigrationStatus(scope, migration, 'done', options.now()))) return;
  const { counts = migration.counts } = (await migrationById(scope, migration.id)) ?? {};
  const details = { definition: migration.definitionId, ...counts };
  await audit(scope, options.now(), { actor: 'system', action: 'migration.done', target: migration.id, details });
}

type Came = Pick<MigrationRow, 'outcome' | 'attempts' | 'problem' | 'sequence'>;

async function move(
  { migrate }: MovingOptions,
  scope: Scope,
  { id, definitionId, to, mapping, createdBy }: InstanceMigration,
  row: MigrationRow,
): Promise<Came> {
  const attempts = row.attempts + 1;
  const none = { attempts, problem: null, sequence: null };
  if (row.done) return { ...none, outcome: 'skipped', problem: closed };
  const actor = createdBy.kind === 'user' ? { userId: createdBy.id!, name: createdBy.name } : null;
  const request = { version: to.version, mapping, actor, key: `migration/${id}` };
  try {
    const target = { tenantId: scope.tenantId, definitionId, key: row.key };
    const { sequence } = await migrate(target, request, { $definition: to.hash });
    return { ...none, outcome: 'moved', sequence };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { ...none, outcome: 'skipped', problem: closed };
    const problem = problemIn(error);
    if (problem) {
      const over = problem.code === 'already_there' || problem.code === 'instance_closed';
      return { ...none, outcome: over ? 'skipped' : 'refused', problem };
    }
    if (attempts < MOST_ATTEMPTS) return { ...none, outcome: 'planned' };
    return { ...none, outcome: 'failed', problem: unanswered(error) };
  }
}

const closed: MigrationProblem = {
  code: 'instance_closed',
  text: { sv: 'Ärendet är avslutat.', en: 'This case is closed.' },
  subject: null,
};

/** What the instance refused with; every reason in one sentence after another. Null where it was not asked. */
function problemIn(error: unknown): MigrationProblem | null {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : null;
  const problems = cause instanceof ApplicationFailure ? cause.details?.[0] : null;
  if (!Array.isArray(problems) || problems.length === 0) return null;
  const [first] = problems as [MigrationProblem];
  const all = (language: 'sv' | 'en') => (problems as MigrationProblem[]).map(({ text }) => text[language]).join(' ');
  return { ...first, text: { sv: all('sv'), en: all('en') } };
}

const unanswered = (error: unknown): MigrationProblem => {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: 'not_computable',
    text: { sv: `Ärendet svarade inte: ${reason}`, en: `The case did not answer: ${reason}` },
    subject: null,
  };
};

/** The firm's and the client's values of settings that the instance has not known so far. */
async function knowsOtherSettings(scope: Scope, { to }: InstanceMigration, row: MigrationRow): Promise<boolean> {
  const [before, after] = [await definitionByHash(scope.store, row.hash), await definitionByHash(scope.store, to.hash)];
  return Object.keys(after?.settings ?? {}).some((name) => !Object.hasOwn(before?.settings ?? {}, name));
}
