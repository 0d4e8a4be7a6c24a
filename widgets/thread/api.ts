import type { MessageFileView, MessagePageView, MessageView } from '../../server/messages/schema.ts';
import { call, callJson } from '../base/client.ts';
import { download } from '../base/download.ts';

const pathOf = (id: string, what: string): string => `/v1/threads/${encodeURIComponent(id)}/${what}`;
const messagePath = (id: string): string => `/v1/messages/${encodeURIComponent(id)}`;

export const readPage = (id: string, before: number | null, signal?: AbortSignal): Promise<MessagePageView> =>
  callJson(pathOf(id, 'messages'), { query: { before }, ...(signal && { signal }) });

export const sendMessage = (id: string, text: string, files: string[], key: string): Promise<MessageView> =>
  callJson(pathOf(id, 'messages'), { body: { text, files }, headers: { 'Idempotency-Key': key } });

export const sendFile = (id: string, file: File): Promise<MessageFileView> =>
  callJson(pathOf(id, 'files'), { method: 'POST', query: { name: file.name }, body: file });

export const markRead = (id: string, number: number): Promise<{ unread: number }> =>
  callJson(pathOf(id, 'read'), { body: { number } });

export const changeMessage = (id: string, text: string): Promise<MessageView> =>
  callJson(messagePath(id), { method: 'PUT', body: { text } });

export const deleteMessage = (id: string): Promise<MessageView> => callJson(messagePath(id), { method: 'DELETE' });

export async function downloadFile(file: MessageFileView): Promise<void> {
  const response = await call(`/v1/message-files/${encodeURIComponent(file.id)}/content`);
  download(file.name, await response.blob());
}
