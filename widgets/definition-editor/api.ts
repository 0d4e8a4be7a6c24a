import type { ScenarioFile } from '../../definitions/simulate/scenario.ts';
import type {
  DefinitionListView,
  PublishAnswerView,
  VersionListView,
  VersionView,
} from '../../server/definitions/schema.ts';
import type { DraftListView, DraftView } from '../../server/drafts/schema.ts';
import type {
  BlastRadiusView,
  DryRunView,
  MappingView,
  MigrationRequest,
  MigrationView,
} from '../../server/migrations/schema.ts';
import type { MeView } from '../../server/sessions/schema.ts';
import { callJson } from '../base/client.ts';

const id = encodeURIComponent;
const of = (definitionId: string) => `/v1/definitions/${id(definitionId)}`;

export const readMe = (signal: AbortSignal) => callJson<MeView>('/v1/me', { signal });
export const listDefinitions = (signal: AbortSignal) => callJson<DefinitionListView>('/v1/definitions', { signal });
export const listDrafts = (signal: AbortSignal) =>
  callJson<DraftListView>('/v1/drafts', { query: { limit: 100 }, signal });
export const readDraft = (draftId: string) => callJson<DraftView>(`/v1/drafts/${id(draftId)}`);
export const readVersion = (definitionId: string, version: number) =>
  callJson<VersionView>(`${of(definitionId)}/versions/${version}`);
export const createDraft = (definitionId: string, text: string, scenarios: ScenarioFile | null) =>
  callJson<DraftView>('/v1/drafts', { body: { definitionId, text, scenarios } });
export const updateDraft = (draft: Pick<DraftView, 'id' | 'etag'>, text: string, scenarios: ScenarioFile | null) =>
  callJson<DraftView>(`/v1/drafts/${id(draft.id)}`, {
    method: 'PUT',
    body: { text, scenarios },
    headers: match(draft),
  });
export type DraftStep = 'submit' | 'withdraw' | 'approve' | 'reject';

const said = (comment: string) => (comment === '' ? {} : { comment });

export const stepDraft = (draft: DraftView, step: DraftStep, comment: string) =>
  callJson<DraftView>(`/v1/drafts/${id(draft.id)}/${step}`, {
    body: step === 'withdraw' ? {} : said(comment),
    headers: match(draft),
  });
export const publishDraft = (draft: DraftView, comment: string, expectedVersion: number) =>
  callJson<PublishAnswerView>(`/v1/drafts/${id(draft.id)}/publish`, {
    body: { ...said(comment), expectedVersion },
    headers: match(draft),
  });
export const removeDraft = (draft: DraftView) =>
  callJson<object>(`/v1/drafts/${id(draft.id)}`, { method: 'DELETE', headers: match(draft) });

export const listVersions = (definitionId: string) => callJson<VersionListView>(`${of(definitionId)}/versions`);
export const readScenarios = (definitionId: string) => callJson<ScenarioFile>(`${of(definitionId)}/scenarios`);
export const rollBack = (definitionId: string, version: number) =>
  callJson<PublishAnswerView>(`${of(definitionId)}/versions/${version}/rollback`, { body: {} });

export const readImpact = (definitionId: string, text: string) =>
  callJson<BlastRadiusView>(`${of(definitionId)}/blast-radius`, { body: { text } });
export const dryRun = (definitionId: string, version: number, mapping: MappingView, cursor: string | null) =>
  callJson<DryRunView>(`${of(definitionId)}/dry-run`, { body: { version, mapping, ...(cursor && { cursor }) } });
export const startMigration = (request: MigrationRequest) =>
  callJson<MigrationView>('/v1/migrations', { body: request });
export const listMigrations = (definitionId: string) =>
  callJson<{ items: MigrationView[] }>('/v1/migrations', { query: { definition: definitionId } });
export const controlMigration = (migrationId: string, what: 'stop' | 'start') =>
  callJson<MigrationView>(`/v1/migrations/${id(migrationId)}/${what}`, { body: {} });

const match = ({ etag }: { etag: string }) => ({ 'If-Match': etag });
