import type { MailItem } from '../../server/store/mail.ts';

/**
 * Where a mail leads: the firm's portal page, and what it is about in the fragment, which no server along the way sees
 * or logs. `#arende=<instance>`, `#arende-folder=<folder>`, `#arende-thread=<thread>`. Null where the firm has given no
 * usable page.
 */
export function portalLink(portalUrl: string | null, target: MailItem['target']): string | null {
  if (portalUrl === null || !URL.canParse(portalUrl)) return null;
  const url = new URL(portalUrl);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  if (target.threadId) url.hash = `arende-thread=${encodeURIComponent(target.threadId)}`;
  else if (target.instanceId) url.hash = `arende=${encodeURIComponent(target.instanceId)}`;
  else if (target.folderId) url.hash = `arende-folder=${encodeURIComponent(target.folderId)}`;
  return url.href;
}
