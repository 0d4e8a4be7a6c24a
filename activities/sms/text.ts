/** Pure: a queued message in, what stands on the phone out. */
import type { DueText } from '../../server/store/text-messages.ts';
import { oneLine } from '../../server/mail/clean.ts';
import { portalLink, webAddress } from '../../server/mail/link.ts';

/** Three parts in the alphabet of phones; a link is never cut. */
const longest = 459;

/** Who writes, about what, and where it stands: a text message is read by whoever holds the phone, so nothing else. */
export function textOf({ firm, language, item, outside }: DueText): string {
  const own = item.url === undefined ? null : webAddress(item.url);
  const link = own ?? (outside ? null : portalLink(firm.portalUrl, item.target));
  const end = link === null ? '' : ` ${link}`;
  const words = `${oneLine(firm.name, 60)}: ${oneLine(item.subject[language])}`;
  return `${oneLine(words, longest - end.length)}${end}`;
}
