import { factsOf, type InstanceState } from '../../definitions/index.ts';
import type { JsonObject } from '../../definitions/language/types.ts';
import { localDate, periodContaining } from '../../definitions/calendar/index.ts';
import { compiledByHash } from '../engine/compiled.ts';
import {
  type Client,
  clientFigures,
  clientPeriods,
  lastClientUpload,
  type Scope,
  unhandledPeriods,
} from '../store/index.ts';
import type { Processes } from './areas.ts';
import { registerFields } from './register.ts';
import type { ClientDetailsView, HeaderFactView } from './schema.ts';

type Facts = ClientDetailsView['facts'];
type Value = HeaderFactView['value'];

/** What stands above each tab of a client. */
export async function headerFacts(scope: Scope, processes: Processes, client: Client, now: string): Promise<Facts> {
  const { properties } = client;
  const figures = await clientFigures(scope, client.id);
  const uploads = [await lastClientUpload(scope, client.id), figures.lastUploadAt].filter((at) => at !== null);
  const payrollMonth = figures.payrollMonth;
  const vatPeriod = option(properties, 'vatPeriod', 'Redovisar moms', 'Reports VAT');
  const yearEnd = nextYearEnd(properties, now);
  return {
    overview: [
      option(properties, 'bookkeepingMethod'),
      option(properties, 'vatPeriod'),
      option(properties, 'fiscalYearEnd'),
      fact('startMonth', 'Samarbetet började', 'Cooperation began', 'month', client.startMonth),
      fact('missingReceipts', 'Kvitton som saknas', 'Missing receipts', 'number', figures.missingReceipts),
      fact('readyForExport', 'Utgifter att exportera', 'Expenses to export', 'number', figures.readyForExport),
    ],
    bookkeeping: [
      fact(
        'lastUploadAt',
        'Senast uppladdat underlag',
        'Papers last uploaded',
        'dateTime',
        uploads.sort().at(-1) ?? null,
      ),
      fact(
        'unhandledPeriods',
        'Ohanterade perioder hos kunden',
        'Unhandled periods at the client',
        'number',
        await unhandledPeriods(scope, client.id, processes.idsIn('bookkeeping')),
      ),
      vatPeriod,
      option(properties, 'fiscalYearEnd'),
    ],
    payroll: [
      fact('payrollMonth', 'Senast klarmarkerad månad', 'Last month marked complete', 'month', payrollMonth),
      fact('employees', 'Antal anställda', 'Number of employees', 'number', number(properties.employees)),
      fact(
        'declarationDay',
        'Sista deklarationsdag',
        'Last declaration day',
        'date',
        payrollMonth === null ? null : await declarationDay(scope, processes, client.id, payrollMonth, now),
      ),
    ],
    vat: [
      fact(
        'bookkeepingCreatedAt',
        'Bokföring skapades senast',
        'Bookkeeping last created',
        'dateTime',
        figures.bookkeepingCreatedAt,
      ),
      vatPeriod,
      fact('nextYearEnd', 'Nästa räkenskapsår slutar', 'Next fiscal year ends', 'date', yearEnd),
    ],
    'year-end': [
      fact('nextYearEnd', 'Nästa räkenskapsår slutar', 'Next fiscal year ends', 'date', yearEnd),
      fact('yearEndUrl', 'Bokslutet', 'The year-end', 'text', text(properties.yearEndUrl)),
    ],
  };
}

const fact = (
  name: string,
  sv: string,
  en: string,
  format: HeaderFactView['format'],
  value: Value,
): HeaderFactView => ({
  name,
  title: { sv, en },
  format,
  value,
});

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** A property that is one of a few, in words. */
function option(properties: JsonObject, name: string, sv?: string, en?: string): HeaderFactView {
  const field = registerFields.find((candidate) => candidate.name === name)!;
  const chosen = field.options!.find(({ value }) => value === properties[name]);
  const title = sv && en ? { sv, en } : field.title;
  return { name, title, format: 'option', value: chosen?.title ?? null };
}

function nextYearEnd(properties: JsonObject, now: string): string | null {
  if (option(properties, 'fiscalYearEnd').value === null) return null;
  return periodContaining('fiscalYear', localDate(now), properties.fiscalYearEnd as string).end;
}

/** The declaration day of a month's payroll (B-50), as that month's process has worked it out by the rules of the tax. */
async function declarationDay(
  scope: Scope,
  processes: Processes,
  clientId: string,
  month: string,
  now: string,
): Promise<string | null> {
  const rows = await clientPeriods(scope, clientId, processes.idsIn('payroll'), 60);
  for (const row of rows.filter(({ period_id: period }) => period === month)) {
    const compiled = await compiledByHash(scope.store, row.definition_hash);
    const facts = factsOf(compiled, JSON.parse(row.state) as InstanceState, now);
    const day = facts.find(({ name }) => name === 'declarationDay')?.value;
    if (typeof day === 'string') return day;
  }
  return null;
}
