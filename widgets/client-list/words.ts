import type { AreaStatusView, ClientRowView } from '../../server/clients/schema.ts';
import type { Language } from '../base/locale.ts';
import type { ListTexts } from './texts.ts';

export const iconOrder = ['bookkeeping', 'year-end', 'vat', 'payroll', 'notes'] as const;
export type IconArea = (typeof iconOrder)[number];

export interface AreaIcon {
  area: IconArea;
  tone: AreaStatusView['tone'];
  count: number;
  /** What it says: "Bokföring: 2 perioder väntar, kunden är sen". */
  text: string;
}

/** The five icons of a client. */
export function iconsOf(row: ClientRowView, t: ListTexts): AreaIcon[] {
  return iconOrder.map((area) => {
    if (area === 'notes') {
      const count = row.openNotes;
      const text = `${t.areas.notes}: ${count > 0 ? t.todos(count) : t.nothingWaits}`;
      return { area, tone: count > 0 ? 'waiting' : 'calm', count, text };
    }
    const { tone, waiting } = row.areas.find((one) => one.area === area) ?? { tone: 'calm', waiting: 0 };
    const said = [waiting > 0 ? t.waiting(waiting) : t.nothingWaits, ...(tone === 'late' ? [t.late] : [])];
    return { area, tone, count: waiting, text: `${t.areas[area]}: ${said.join(', ')}` };
  });
}

/** "okt 2026" of 2026-10, "kv 3 2026" of 2026-Q3. */
export function monthText(id: string, language: Language): string {
  const [, year, quarter] = /^(\d{4})-Q([1-4])$/.exec(id) ?? [];
  if (quarter) return `${language === 'sv' ? 'kv' : 'Q'} ${quarter} ${year}`;
  const months = id.split('--');
  if (!months.every((month) => /^\d{4}-\d\d$/.test(month))) return id;
  const format = new Intl.DateTimeFormat(language, { timeZone: 'UTC', month: 'short', year: 'numeric' });
  return months.map((month) => format.format(new Date(`${month}-01T00:00:00Z`)).replace('.', '')).join(' – ');
}
