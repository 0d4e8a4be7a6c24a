import { refOf } from '../common/presenter.ts';
import {
  type Access,
  attentionCounts,
  lastFinishedPeriods,
  openNotes,
  type PeriodCount,
  reaches,
  type Row,
  type Scope,
  unfinishedPeriods,
  unreadByClient,
} from '../store/index.ts';
import { areas, type Processes } from './areas.ts';
import { companyForms } from './register.ts';
import type { AreaStatusView, ClientRowView } from './schema.ts';

/** Rows of the list with what waits for each: one statement a figure, however many rows. */
export async function clientRows(
  scope: Scope,
  access: Access,
  processes: Processes,
  rows: Row[],
): Promise<ClientRowView[]> {
  const full: Row[] = [];
  for (const row of rows) if (await reaches(scope, access, row.id)) full.push(row);
  const ids = full.map((row) => row.id as string);
  const waiting = await unfinishedPeriods(scope, ids, processes.ids);
  const completed = await lastFinishedPeriods(scope, ids, processes.idsIn('bookkeeping'));
  const signings = await attentionCounts(scope, ids, processes.attentionIds);
  const unread = await unreadByClient(scope, access, ids);
  const notes = await openNotes(scope, ids);
  return rows.map((row) => {
    const mine = full.includes(row);
    return {
      ...reducedRow(row),
      externalId: mine ? row.external_id : '',
      level: mine ? 'full' : 'reduced',
      completed: completed.get(row.id) ?? null,
      yearEndForm: mine && row.year_end_form !== null ? row.year_end_form === 1 : null,
      missingReceipts: mine ? (row.missing_receipts ?? null) : null,
      areas: mine ? areaStatuses(processes, waiting.get(row.id) ?? []) : [],
      openNotes: notes.get(row.id) ?? 0,
      signings: signings.get(row.id) ?? 0,
      unreadMessages: unread.get(row.id) ?? 0,
    };
  });
}

/** What also colleagues see who do not work with the client (B-07). */
const reducedRow = (row: Row) => ({
  id: row.id as string,
  name: row.name as string,
  organisationNumber: row.organisation_number as string | null,
  companyForm: companyForms.find(({ value }) => value === row.company_form)?.title ?? null,
  responsible: refOf(row.responsible_id, row.responsible_name),
  stage: row.stage,
  active: row.active === 1,
});

/** the colours of the icons. The bookkeeping icon alone says that the client is late. */
function areaStatuses(processes: Processes, counts: PeriodCount[]): AreaStatusView[] {
  return areas.map((area) => {
    const here = counts.filter(({ definitionId }) => processes.areaOf(definitionId) === area);
    const waiting = here.reduce((sum, { count }) => sum + count, 0);
    const late = area === 'bookkeeping' && here.some(({ status }) => status === 'late');
    return { area, tone: late ? 'late' : waiting > 0 ? 'waiting' : 'calm', waiting };
  });
}
