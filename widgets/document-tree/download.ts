import type { DocumentView } from '../../server/documents/schema.ts';
import { call } from '../base/client.ts';

export async function readContent(document: DocumentView, signal?: AbortSignal): Promise<Blob> {
  const response = await call(`/v1/documents/${encodeURIComponent(document.id)}/content`, signal ? { signal } : {});
  return response.blob();
}

/** The bearer is not in any address, so the browser cannot fetch the file by itself: it is fetched here and handed over. */
export async function download(name: string, content: Blob): Promise<void> {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Safari reads the blob after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
