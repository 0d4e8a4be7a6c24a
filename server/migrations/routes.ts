import { type Static, Type } from '@sinclair/typebox';
import type { Mapping as StateMapping } from '../../definitions/versions/types.ts';
import { auditActor, versionOf } from '../definitions/versions.ts';
import { compiledByHash } from '../engine/compiled.ts';
import { cursorFrom, cursorOf, pageOf } from '../http/cursor.ts';
import { notFound, Problem } from '../http/problem.ts';
import { type AdminCall, adminRoute } from '../http/route.ts';
import {
  audit,
  createMigration,
  type InstanceMigration,
  latestVersion,
  listMigrations,
  liveInstances,
  migrationById,
  migrationRows,
  setMigrationStatus,
} from '../store/index.ts';
import { blastRadiusOf, dryRunOf } from './impact.ts';
import {
  BlastRadius,
  DryRun,
  DryRunBody,
  ImpactBody,
  LiveInstances,
  LiveInstancesQuery,
  Migration,
  MigrationBody,
  MigrationList,
  type MigrationRequest,
  MigrationRows,
  MigrationRowsQuery,
  type MigrationView,
} from './schema.ts';

const textBodyBytes = 2_500_000;
const ListQuery = Type.Object(
  { definition: Type.Optional(Type.String({ maxLength: 100 })) },
  { additionalProperties: false },
);
const Nothing = Type.Object({}, { additionalProperties: false });

export const migrationRoutes = [
  adminRoute({
    method: 'POST',
    path: '/v1/definitions/:definitionId/blast-radius',
    summary: 'What a text would change for everything that runs',
    right: 'read',
    body: ImpactBody,
    maxBodyBytes: textBodyBytes,
    answer: BlastRadius,
    handler: blastRadiusOf,
  }),
  adminRoute({
    method: 'POST',
    path: '/v1/definitions/:definitionId/dry-run',
    summary: 'What would become of each live instance; nothing is changed',
    right: 'read',
    body: DryRunBody,
    maxBodyBytes: textBodyBytes,
    answer: DryRun,
    async handler(call) {
      const after = cursorFrom(call.body.cursor, 1)?.[0] ?? '';
      const { last, ...answer } = await dryRunOf(call, after);
      return { ...answer, nextCursor: last === null ? null : cursorOf([last]) };
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/v1/definitions/:definitionId/instances',
    summary: 'The open instances of a process, with the version and the states that they are in',
    right: 'read',
    query: LiveInstancesQuery,
    answer: LiveInstances,
    handler: instances,
  }),
  adminRoute({
    method: 'POST',
    path: '/v1/migrations',
    summary: 'Moves open instances to a version, one by one; what cannot move stays as it is, with the reason',
    right: 'act',
    body: MigrationBody,
    maxBodyBytes: 500_000,
    answer: Migration,
    status: 201,
    handler: begin,
  }),
  adminRoute({
    method: 'GET',
    path: '/v1/migrations',
    summary: 'The newest 50 migrations',
    right: 'read',
    query: ListQuery,
    answer: MigrationList,
    handler: async ({ scope, query }) => ({
      items: await listMigrations(scope, query.definition === undefined ? {} : { definitionId: query.definition }),
    }),
  }),
  adminRoute({
    method: 'GET',
    path: '/v1/migrations/:id',
    summary: 'How far a migration has come',
    right: 'read',
    answer: Migration,
    handler: async (call): Promise<MigrationView> => found(call),
  }),
  adminRoute({
    method: 'GET',
    path: '/v1/migrations/:id/instances',
    summary: 'What became of each instance of a migration',
    right: 'read',
    query: MigrationRowsQuery,
    answer: MigrationRows,
    async handler(call) {
      const { scope, query } = call;
      const { id } = await found(call);
      const after = cursorFrom(query.cursor, 1)?.[0] ?? '';
      const about = {
        migrationId: id,
        after,
        limit: query.limit + 1,
        ...(query.outcome && { outcome: query.outcome }),
      };
      const { rows, nextCursor } = pageOf(await migrationRows(scope, about as never), query.limit, (row) => [
        row.instanceId,
      ]);
      return {
        items: rows.map(({ key: _key, hash: _hash, done: _done, attempts: _attempts, ...row }) => row),
        nextCursor,
      };
    },
  }),
  switchRoute('stop', 'stopped', 'Stops after the instance that is being moved; the others stay planned'),
  switchRoute('start', 'running', 'Goes on with what is planned, and tries again what nobody answered for'),
];

function switchRoute(name: string, status: 'running' | 'stopped', summary: string) {
  return adminRoute({
    method: 'POST',
    path: `/v1/migrations/:id/${name}`,
    summary,
    right: 'act',
    body: Nothing,
    answer: Migration,
    async handler(call): Promise<MigrationView> {
      const { scope, now, author, services } = call;
      const migration = await found(call);
      const over = migration.status === 'done' && (status === 'stopped' || migration.counts.failed === 0);
      if (over) throw new Problem(409, 'migration_done', 'Every instance of this migration has been taken up.');
      if (status === 'running') await requireNoneRunning(call, migration.definitionId, migration.id);
      if (await setMigrationStatus(scope, migration, status, now)) {
        const details = { definition: migration.definitionId };
        await audit(scope, now, {
          actor: auditActor(author),
          action: `migration.${name}`,
          target: migration.id,
          details,
        });
        services.feed.nudge();
      }
      return found(call);
    },
  });
}

async function found({ scope, params }: AdminCall): Promise<InstanceMigration> {
  const migration = await migrationById(scope, params.id!);
  if (!migration) throw notFound();
  return migration;
}

/** Two that move the same instances would each wonder about the other's outcome. */
async function requireNoneRunning({ scope }: AdminCall, definitionId: string, except?: string): Promise<void> {
  const running = await listMigrations(scope, { definitionId, status: 'running' });
  if (running.every(({ id }) => id === except)) return;
  throw new Problem(409, 'migration_running', 'Instances of this definition are being moved already. Stop that first.');
}

async function begin(call: AdminCall<unknown, MigrationRequest>): Promise<MigrationView> {
  const { scope, services, author, now, body, params } = call;
  const { definition: definitionId, comment = null, from = null } = body;
  if (!(await latestVersion(services.store, scope.tenantId, definitionId))) throw notFound();
  const { version, hash } = await versionOf(scope, definitionId, body.to);
  const mapping = (body.mapping ?? {}) as StateMapping;
  const to = await compiledByHash(services.store, hash);
  for (const [state, target] of Object.entries(mapping.states ?? {})) {
    const node = to.nodes.get(target)?.node;
    if (node && node.type !== 'history') continue;
    const detail = `"${state}" is to become "${target}", which is no state of version ${version}.`;
    throw new Problem(422, 'mapping_target_unknown', detail, {
      fields: [{ pointer: `/mapping/states/${state}`, text: { sv: 'finns inte', en: 'does not exist' } }],
    });
  }
  await requireNoneRunning(call, definitionId);
  const planned: { id: string; version: number }[] = [];
  for (let after = ''; ;) {
    const query = { definitionId, limit: 500, after, ...(body.instances ? { ids: body.instances } : {}) };
    const rows = await liveInstances(scope, query);
    for (const { id, state } of rows) {
      const on = state.input.definition;
      const there = on.version === version && on.hash === hash;
      if (!there && (from === null || on.version === from)) planned.push({ id, version: on.version });
    }
    if (rows.length < 500) break;
    after = rows.at(-1)!.id;
  }
  const plan = { definitionId, to: { version, hash }, from, mapping, comment, instances: planned, by: author, now };
  const id = await createMigration(scope, plan);
  const details = { definition: definitionId, to: version, from, instances: planned.length, comment };
  await audit(scope, now, { actor: auditActor(author), action: 'migration.started', target: id, details });
  services.feed.nudge();
  return found({ ...call, params: { ...params, id } });
}

async function instances(call: AdminCall<Static<typeof LiveInstancesQuery>>): Promise<Static<typeof LiveInstances>> {
  const { scope, services, params, query } = call;
  const definitionId = params.definitionId!;
  if (!(await latestVersion(services.store, scope.tenantId, definitionId))) throw notFound();
  const after = cursorFrom(query.cursor, 1)?.[0] ?? '';
  const hash = query.version === undefined ? undefined : (await versionOf(scope, definitionId, query.version)).hash;
  const about = { definitionId, limit: query.limit + 1, after, ...(hash !== undefined && { hash }) };
  const { rows, nextCursor } = pageOf(await liveInstances(scope, about), query.limit, (row) => [row.id]);
  const items = rows.map(({ id, state, clientName, dueAt }) => ({
    id,
    label: state.label,
    client: state.input.clientId === null ? null : { id: state.input.clientId, name: clientName ?? '' },
    period: state.input.period?.id ?? null,
    version: state.input.definition.version,
    hash: state.input.definition.hash,
    states: state.activeStates,
    status: state.status,
    openedAt: state.openedAt,
    dueAt,
  }));
  return { items, nextCursor };
}
