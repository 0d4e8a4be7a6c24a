import type { DueView, FactView } from '../../server/common/schema.ts';
import type { Language } from './locale.ts';

const timeZone = 'Europe/Stockholm';
const tags = { sv: 'sv-SE', en: 'en-GB' } as const;
const formats = new Map<string, Intl.DateTimeFormat>();

function parts(language: Language, options: Intl.DateTimeFormatOptions, date: Date): Record<string, string> {
  const key = language + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat(tags[language], options)));
  // The Swedish short months end in a full stop in some versions of CLDR and not in others.
  return Object.fromEntries(format.formatToParts(date).map((part) => [part.type, part.value.replace(/\.$/, '')]));
}

/** Today's civil date in Stockholm, `2026-10-05`. */
export function formatToday(now = new Date()): string {
  const { year, month, day } = parts('sv', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }, now);
  return `${year}-${month}-${day}`;
}

/** "mån 5 okt", with the year when it is not this one. `date` is a civil date. */
export function formatDate(date: string, language: Language): string {
  const options = { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
  const { weekday, day, month, year } = parts(language, options, new Date(`${date}T00:00:00Z`));
  return `${weekday} ${day} ${month}${year === formatToday().slice(0, 4) ? '' : ` ${year}`}`;
}

/** "5 okt 14:03", in Stockholm, with the year when it is not this one. */
export function formatInstant(instant: string, language: Language): string {
  const options = {
    timeZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  } as const;
  const { day, month, year, hour, minute } = parts(language, options, new Date(instant));
  return `${day} ${month}${year === formatToday().slice(0, 4) ? '' : ` ${year}`} ${hour}:${minute}`;
}

/** "3 dagar kvar", "i dag", "2 dagar sen" (B-32, B-42). */
export function formatDaysLeft(due: Pick<DueView, 'daysLeft' | 'late'>, language: Language): string {
  const days = due.daysLeft;
  const count = formatCount(Math.abs(days), language);
  if (days < 0) {
    if (language === 'sv') return `${count} ${days === -1 ? 'dag' : 'dagar'} sen`;
    return `${count} ${days === -1 ? 'day' : 'days'} late`;
  }
  if (due.late) return language === 'sv' ? 'sen i dag' : 'late today';
  if (days === 0) return language === 'sv' ? 'sista dagen i dag' : 'due today';
  if (language === 'sv') return `${count} ${days === 1 ? 'dag' : 'dagar'} kvar`;
  return `${count} ${days === 1 ? 'day' : 'days'} left`;
}

/** "mån 5 okt, 3 dagar kvar". */
export function formatDue(due: DueView, language: Language): string {
  return `${formatDate(due.dueDate, language)}, ${formatDaysLeft(due, language)}`;
}

export function formatCount(count: number, language: Language): string {
  return new Intl.NumberFormat(tags[language]).format(count);
}

/** "1,4 MB". */
export function formatSize(sizeBytes: number, language: Language): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = sizeBytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(sizeBytes) / 3));
  const value = sizeBytes / 1000 ** power;
  const digits = power === 0 || value >= 10 ? 0 : 1;
  return `${new Intl.NumberFormat(tags[language], { maximumFractionDigits: digits }).format(value)} ${units[power]}`;
}

export function factText({ value, format }: FactView, language: Language): string {
  if (value === null) return '';
  if (format === 'date') return formatDate(String(value), language);
  if (format === 'dateTime') return formatInstant(String(value), language);
  if (typeof value !== 'number') return value;
  const decimals = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return Number.isInteger(value) ? formatCount(value, language) : value.toLocaleString(tags[language], decimals);
}
