import type { MailItem } from './mail.ts';

/**
 * What a mail or a notice is about, as the fragment of the page with the widgets, which no server along the way sees or
 * logs: `arende=<instance>`, `arende-folder=<folder>`, `arende-thread=<thread>`. Null: the page as such.
 */
export function portalFragment({ threadId, instanceId, folderId }: MailItem['target']): string | null {
  if (threadId) return `arende-thread=${encodeURIComponent(threadId)}`;
  if (instanceId) return `arende=${encodeURIComponent(instanceId)}`;
  return folderId ? `arende-folder=${encodeURIComponent(folderId)}` : null;
}
