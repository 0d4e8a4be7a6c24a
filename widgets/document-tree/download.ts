import type { DocumentView } from '../../server/documents/schema.ts';
import { call } from '../base/client.ts';

export async function readContent(document: DocumentView, signal?: AbortSignal): Promise<Blob> {
  const response = await call(`/v1/documents/${encodeURIComponent(document.id)}/content`, signal ? { signal } : {});
  return response.blob();
}
