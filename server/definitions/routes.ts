import { readFileSync } from 'node:fs';
import { type Static, Type } from '@sinclair/typebox';
import type { Json } from '../../definitions/index.ts';
import { AnyObject } from '../common/schema.ts';
import { notFound } from '../http/problem.ts';
import { type AdminCall, adminRoute, keyRoute, openRoute } from '../http/route.ts';
import {
  audit,
  draftById,
  latestVersion,
  latestVersions,
  listVersions,
  openCounts,
  openDraftCounts,
  type PublishedVersion,
  reviewBeforePublish,
  scenariosOf,
  setReviewBeforePublish,
} from '../store/index.ts';
import { differences } from './differences.ts';
import { shippedScenarios } from './library.ts';
import {
  Comparison,
  type ComparisonView,
  CompareQuery,
  DefinitionList,
  type DefinitionListView,
  FirmSettings,
  PublishAnswer,
  RollbackBody,
  Scenarios,
  Version,
  VersionList,
  type VersionListView,
  type VersionView,
} from './schema.ts';
import { checkedAs, contentOf, publish, requireNoReview, textOf, versionOf } from './versions.ts';
import { definitionHash } from '../../definitions/index.ts';

const schemaFile = new URL('../../definitions/language/definition.schema.json', import.meta.url);
const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as object;

const PublishQuery = Type.Object(
  { comment: Type.Optional(Type.String({ maxLength: 2000 })) },
  { additionalProperties: false },
);

export const definitionRoutes = [
  openRoute({
    method: 'GET',
    path: '/schema/definition/v1.json',
    summary: 'The JSON Schema of the definition language, for editors',
    answer: AnyObject,
    async handler({ http }) {
      http.set('Cache-Control', 'public, max-age=3600');
      return schema;
    },
  }),
  keyRoute({
    method: 'PUT',
    path: '/v1/definitions/:definitionId',
    summary: "Publishes a version of the firm's own definition; the same content again is the same version",
    query: PublishQuery,
    body: AnyObject,
    maxBodyBytes: 1_000_000,
    answer: PublishAnswer,
    async handler(call) {
      const { scope, keyId, params, query, body, http } = call;
      await requireNoReview(scope);
      const definition = checkedAs(params.definitionId!, body);
      const author = { kind: 'key' as const, id: keyId, name: 'API' };
      const answer = await publish({ ...call, author }, definition, { comment: query.comment ?? null });
      http.status = answer.created ? 201 : 200;
      return answer;
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/v1/definitions',
    summary: 'The processes of the firm, with the version that new instances get',
    right: 'read',
    answer: DefinitionList,
    handler: list,
  }),
  adminRoute({
    method: 'GET',
    path: '/v1/definitions/:definitionId/versions',
    summary: 'Every version with who published it, when and why',
    right: 'read',
    answer: VersionList,
    async handler({ scope, params }): Promise<VersionListView> {
      const versions = await listVersions(scope.store, scope.tenantId, params.definitionId!);
      if (versions.length === 0) throw notFound();
      const open = (await openCounts(scope, params.definitionId)).get(params.definitionId!);
      return { items: versions.map((version) => versionView(version, versions[0]!, open)) };
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/v1/definitions/:definitionId/versions/:version',
    summary: 'One version with its text',
    right: 'read',
    answer: Version,
    async handler({ scope, params }): Promise<VersionView> {
      const version = await versionOf(scope, params.definitionId!, numberOf(params.version!));
      const running = (await latestVersion(scope.store, scope.tenantId, params.definitionId!))!;
      const open = (await openCounts(scope, params.definitionId)).get(params.definitionId!);
      const definition = await contentOf(scope, version.hash);
      const content = { ...definition } as Record<string, unknown>;
      const scenarios = await scenariosOf(scope.store, scope.tenantId, version);
      return { ...versionView(version, running, open), definition: content, text: textOf(definition), scenarios };
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/v1/definitions/:definitionId/scenarios',
    summary: 'The scenarios that a shipped process comes with',
    right: 'read',
    answer: Scenarios,
    handler: ({ services, params }) => shippedScenarios(services.settings.libraryDir, params.definitionId!),
  }),
  adminRoute({
    method: 'POST',
    path: '/v1/definitions/:definitionId/versions/:version/rollback',
    summary: "Publishes an earlier version's text as a new version",
    right: 'act',
    body: RollbackBody,
    answer: PublishAnswer,
    async handler(call) {
      const { scope, params, body } = call;
      const version = await versionOf(scope, params.definitionId!, numberOf(params.version!));
      await requireNoReview(scope);
      // Checked again: the language may have become stricter since.
      const definition = checkedAs(params.definitionId!, await contentOf(scope, version.hash));
      const scenarios = await scenariosOf(scope.store, scope.tenantId, version);
      return publish(call, definition, { comment: body.comment ?? null, rollbackOf: version.version, scenarios });
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/v1/definitions/:definitionId/compare',
    summary: 'Two versions, or a version and a draft, side by side',
    right: 'read',
    query: CompareQuery,
    answer: Comparison,
    handler: compare,
  }),
  adminRoute({
    method: 'GET',
    path: '/v1/firm/settings',
    summary: 'How the firm publishes definitions',
    right: 'read',
    answer: FirmSettings,
    handler: async ({ scope }) => ({ reviewBeforePublish: await reviewBeforePublish(scope.store, scope.tenantId) }),
  }),
  keyRoute({
    method: 'PUT',
    path: '/v1/firm/settings',
    summary: 'Changes how the firm publishes definitions',
    body: FirmSettings,
    answer: FirmSettings,
    async handler({ scope, keyId, body, now }) {
      await setReviewBeforePublish(scope.store, scope.tenantId, body.reviewBeforePublish);
      const line = { actor: `key:${keyId}`, target: null, details: { ...body } };
      await audit(scope, now, { ...line, action: 'firm.settings' });
      return body;
    },
  }),
];

async function list({ scope }: AdminCall): Promise<DefinitionListView> {
  const [counts, drafts] = [await openCounts(scope), await openDraftCounts(scope)];
  const items: DefinitionListView['items'] = [];
  for (const { definitionId, hash } of await latestVersions(scope.store, scope.tenantId)) {
    const { title, area } = await contentOf(scope, hash);
    const running = (await listVersions(scope.store, scope.tenantId, definitionId))[0]!;
    const open = [...(counts.get(definitionId) ?? [])];
    const sum = (of: [string, number][]) => of.reduce((total, [, n]) => total + n, 0);
    items.push({
      id: definitionId,
      title,
      area: area ?? null,
      running: { version: running.version, hash: running.hash, origin: running.origin },
      publishedAt: running.publishedAt,
      openInstances: sum(open),
      openElsewhere: sum(open.filter(([other]) => other !== hash)),
      openDrafts: drafts.get(definitionId) ?? 0,
    });
  }
  return { items };
}

function versionView(
  { definitionId: _id, ...version }: PublishedVersion,
  running: { version: number; hash: string },
  open: Map<string, number> | undefined,
): VersionListView['items'][number] {
  const isRunning = version.version === running.version && version.hash === running.hash;
  return { ...version, running: isRunning, openInstances: open?.get(version.hash) ?? 0 };
}

function numberOf(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw notFound();
  return Number(text);
}

async function compare(call: AdminCall<Static<typeof CompareQuery>>): Promise<ComparisonView> {
  const { scope, params, query } = call;
  const definitionId = params.definitionId!;
  const running = await latestVersion(scope.store, scope.tenantId, definitionId);
  if (!running) throw notFound();
  const side = async (number: number | undefined) => {
    const version = number === undefined ? running : await versionOf(scope, definitionId, number);
    const definition = await contentOf(scope, version.hash);
    return { version: version.version, hash: version.hash, text: textOf(definition), definition };
  };
  const draftSide = async (id: string) => {
    const draft = await draftById(scope, id);
    if (!draft || draft.definitionId !== definitionId) throw notFound();
    const definition = checkedAs(definitionId, draft.text);
    return { version: null, hash: definitionHash(definition), text: draft.text, definition };
  };
  const { definition: before, ...from } = await side(query.from);
  const { definition: after, ...to } = await (query.draft === undefined ? side(query.to) : draftSide(query.draft));
  return { from, to, differences: differences(before as unknown as Json, after as unknown as Json) };
}
