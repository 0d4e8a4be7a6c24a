import type { NotificationView } from '../../server/notices/schema.ts';
import { formatDate, formatToday } from '../base/format.ts';
import type { Language } from '../base/locale.ts';

const dayMs = 24 * 3_600_000;

/** What came on one day in Stockholm, the days in the order in which they come. */
export function byDay(
  items: NotificationView[],
  language: Language,
  words: { today: string; yesterday: string },
): { day: string; items: NotificationView[] }[] {
  const today = formatToday();
  const before = new Date(Date.parse(`${today}T12:00:00Z`) - dayMs).toISOString().slice(0, 10);
  const days = new Map<string, NotificationView[]>();
  for (const item of items) {
    const date = formatToday(new Date(item.createdAt));
    days.set(date, [...(days.get(date) ?? []), item]);
  }
  return [...days].map(([date, of]) => ({
    day: date === today ? words.today : date === before ? words.yesterday : formatDate(date, language),
    items: of,
  }));
}
