import type { ParameterizedContext } from 'koa';
import { Problem } from './problem.ts';

const safe = ['GET', 'HEAD'];

/**
 * What comes with a cookie must come from a page of our own: a browser says so with Origin or Sec-Fetch-Site, neither of
 * which a page can forge. What changes something and says neither was not sent by a browser that we can trust with one.
 */
export function requireOwnPage(publicUrl: string, http: ParameterizedContext): void {
  const origin = http.get('Origin');
  const site = http.get('Sec-Fetch-Site');
  const reads = safe.includes(http.method);
  // A link on another site may lead here: that is somebody coming in, and the answer is for nobody but them.
  const comesIn = reads && http.get('Sec-Fetch-Mode') === 'navigate';
  const foreign = (origin !== '' && origin !== publicUrl) || (site !== '' && !['same-origin', 'none'].includes(site));
  if (comesIn) return;
  if (!foreign && (reads || origin === publicUrl || site === 'same-origin')) return;
  throw new Problem(403, 'foreign_page', 'This is for pages of this address only. Reload the page and try again.');
}
