import type { MailItem } from '../store/mail.ts';
import { portalFragment } from '../store/mail-target.ts';

/** An address of a page, as a browser writes it; null for anything else. */
export function webAddress(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const local = url.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname);
  return (url.protocol === 'https:' || local) && url.username === '' ? url.href : null;
}

/**
 * Where a mail leads: the firm's portal page, and what it is about in the fragment. Null where the firm has given no
 * usable page.
 */
export function portalLink(portalUrl: string | null, target: MailItem['target']): string | null {
  if (portalUrl === null || !URL.canParse(portalUrl)) return null;
  const url = new URL(portalUrl);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  const fragment = portalFragment(target);
  if (fragment !== null) url.hash = fragment;
  return url.href;
}
