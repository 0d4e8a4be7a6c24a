import { svg, type TemplateResult } from 'lit';

const icon = (path: string): TemplateResult =>
  svg`<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path d=${path} /></svg>`;

/** In the order of X-01: bookkeeping, year-end, VAT, payroll, notes. */
export const icons: Record<string, TemplateResult> = {
  bookkeeping: icon(
    'M4 4.5h4.5c.9 0 1.5.6 1.5 1.5v10c0-.8-.6-1.5-1.5-1.5H4zM16 4.5h-4.5c-.9 0-1.5.6-1.5 1.5v10c0-.8.6-1.5 1.5-1.5H16z',
  ),
  'year-end': icon('M3.5 6h13v10.5h-13zM3.5 9.5h13M7 3.5v3M13 3.5v3M7.5 13l2 1.8 3.2-3.3'),
  vat: icon(
    'M5.5 14.5l9-9M6.6 7.8a1.3 1.3 0 1 0 0-2.6 1.3 1.3 0 0 0 0 2.6zM13.4 14.8a1.3 1.3 0 1 0 0-2.6 1.3 1.3 0 0 0 0 2.6z',
  ),
  payroll: icon('M3 6h14v8.5H3zM10 12.2a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM5.3 8.2v.1M14.7 12.2v.1'),
  notes: icon('M4.5 3.5h11v9l-4 4h-7zM11.5 16.5v-4h4M7 7h6M7 10h3.5'),
  signing: icon('M3.5 16.5h13M5 13.5l1-3.2 7-7 2.2 2.2-7 7z'),
  messages: icon('M3.5 5h13v10h-13zM3.5 5.5l6.5 5.5 6.5-5.5'),
  menu: icon('M10 5v.1M10 10v.1M10 15v.1'),
};
