import type { DefinitionListView, VersionView } from '../../server/definitions/schema.ts';
import type { DraftListView, DraftView } from '../../server/drafts/schema.ts';
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
export const createDraft = (definitionId: string, text: string) =>
  callJson<DraftView>('/v1/drafts', { body: { definitionId, text } });
export const updateDraft = (draft: Pick<DraftView, 'id' | 'etag'>, text: string) =>
  callJson<DraftView>(`/v1/drafts/${id(draft.id)}`, { method: 'PUT', body: { text }, headers: match(draft) });
const match = ({ etag }: { etag: string }) => ({ 'If-Match': etag });
