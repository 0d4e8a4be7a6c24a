import { html, nothing, type TemplateResult } from 'lit';
import type { TimelineEntry } from '../../../definitions/simulate/timeline.ts';
import { formatDate, formatInstant } from '../../base/format.ts';
import type { Language } from '../../base/locale.ts';
import type { YearTexts } from './texts.ts';

export type Shown = 'task' | 'mail' | 'course' | 'effect';

const SHOWN: Record<TimelineEntry['kind'], Shown> = {
  opened: 'course',
  act: 'course',
  timer: 'course',
  system: 'course',
  change: 'course',
  record: 'course',
  task: 'task',
  mail: 'mail',
  effect: 'effect',
};

export const shownAs = ({ kind }: TimelineEntry): Shown => SHOWN[kind];

/** In sixteen by sixteen pixels. */
const ICONS: Record<Shown, string> = {
  task: 'M2.5 2.5h11v11h-11zM5.5 8.2 7.4 10l3.4-4',
  mail: 'M1.5 3.5h13v9h-13zM1.5 4l6.5 5 6.5-5',
  course: 'M2.5 8h9M8.5 4.5 12 8l-3.5 3.5',
  effect: 'M8 2.5v11M2.5 8h11',
};

const icon = (shown: Shown): TemplateResult =>
  html`<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
    <path d=${ICONS[shown]} fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round" />
  </svg>`;

/** Months with their days, each with what happens then. */
export function byMonth(entries: TimelineEntry[]): Map<string, Map<string, TimelineEntry[]>> {
  const months = new Map<string, Map<string, TimelineEntry[]>>();
  for (const entry of entries) {
    const month = entry.date.slice(0, 7);
    const days = months.get(month) ?? months.set(month, new Map()).get(month)!;
    const day = days.get(entry.date) ?? days.set(entry.date, []).get(entry.date)!;
    day.push(entry);
  }
  return months;
}

export function monthName(month: string, language: Language): string {
  const tag = language === 'sv' ? 'sv-SE' : 'en-GB';
  return new Intl.DateTimeFormat(tag, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-01T00:00:00Z`),
  );
}

export interface EntryModel {
  t: YearTexts;
  language: Language;
  /** Name of the case, where there are several. */
  caseOf: (entry: TimelineEntry) => string;
}

export function day(date: string, entries: TimelineEntry[], model: EntryModel): TemplateResult {
  return html`<li class="day">
    <h4>${formatDate(date, model.language)}</h4>
    <ul>
      ${entries.map((entry) => line(entry, model))}
    </ul>
  </li>`;
}

function line(entry: TimelineEntry, { t, language, caseOf }: EntryModel): TemplateResult {
  const shown = shownAs(entry);
  const label =
    entry.kind === 'opened' ? t.opened : shown === 'task' ? t.newTask : entry.category ? t.mail[entry.category] : '';
  const name = entry.kind === 'opened' ? '' : caseOf(entry);
  return html`<li class="entry ${shown} ${entry.category ?? ''} ${entry.merged ? 'merged' : ''}">
    ${icon(shown)}
    <div>
      <p>
        <span class="time muted">${entry.time}</span> ${label ? html`<span class="label">${label}</span>` : nothing}
        <b>${entry.text[language]}</b>
        ${entry.who ? html`<span class="who">${entry.who[language]}</span>` : nothing}
        ${entry.dueDate ? html`<span class="due">${t.due(formatDate(entry.dueDate, language))}</span>` : nothing}
        ${entry.merged ? html`<span class="muted small">${t.merged}</span>` : nothing}
        ${
          entry.sendAt
            ? html`<span class="muted small">${t.sentAt(formatInstant(entry.sendAt, language))}</span>`
            : nothing
        }
      </p>
      ${name ? html`<p class="muted small">${name}</p>` : nothing}
      ${
        entry.why.length > 0
          ? html`<details>
              <summary>${t.why}</summary>
              <ol class="why">
                ${entry.why.map((reason) => html`<li>${reason[language]}</li>`)}
              </ol>
            </details>`
          : nothing
      }
      ${
        entry.body
          ? html`<details>
              <summary>${t.read}</summary>
              <p class="letter">${entry.body[language]}</p>
            </details>`
          : nothing
      }
    </div>
  </li>`;
}
