import type { BoardItemView } from '../../server/board/schema.ts';
import type { StatusView } from '../../server/common/schema.ts';
import { formatCount } from '../base/format.ts';
import type { Language } from '../base/locale.ts';

/** The server counts a status no further than this. */
const countLimit = 1000;

export function countText(count: number, language: Language): string {
  return `${formatCount(Math.min(count, countLimit), language)}${count >= countLimit ? '+' : ''}`;
}

/**
 * "oktober 2026", "kvartal 3 2026", "maj 2025 – apr. 2026"; a period of another kind is shown as it is. The browser knows
 * the names of months; those of `definitions/calendar` would cost the page 1 kB.
 */
export function periodText(id: string, language: Language): string {
  const [, year, quarter] = /^(\d{4})-Q([1-4])$/.exec(id) ?? [];
  if (quarter) return `${language === 'sv' ? 'kvartal' : 'quarter'} ${quarter} ${year}`;
  const months = id.split('--');
  if (!months.every((month) => /^\d{4}-\d\d$/.test(month))) return id;
  const style = months.length > 1 ? 'short' : 'long';
  const format = new Intl.DateTimeFormat(language, { timeZone: 'UTC', month: style, year: 'numeric' });
  return months.map((month) => format.format(new Date(`${month}-01T00:00:00Z`))).join(' – ');
}

/** "Bageriet AB, Bokföring oktober 2026": what a card is called where it is spoken of. */
export function nameOf(item: BoardItemView, language: Language): string {
  return [item.client?.name, item.label[language]].filter(Boolean).join(', ');
}

/** A status that is not in the definition any more is shown by its key. */
export function statusOf(statuses: StatusView[], key: string): StatusView {
  const unknown = { key, label: { sv: key, en: key }, tone: 'neutral', order: Infinity, description: null } as const;
  return statuses.find((status) => status.key === key) ?? unknown;
}

export function dueTone(due: { late: boolean; daysLeft: number }): string {
  if (due.late) return 'due late';
  return due.daysLeft <= 1 ? 'due soon' : 'due';
}
