import { noteChanges } from './changes.ts';
import type { Row, Scope } from './connection.ts';

/** What a bookkeeping system knows of a client and the firm wants to see; null: not known. */
export interface ClientFigures {
  /** When the client last uploaded something there (B-25), instant. */
  lastUploadAt: string | null;
  /** When bookkeeping was last created there (B-52), instant. */
  bookkeepingCreatedAt: string | null;
  /** The last month of which the client has marked the payroll complete (B-46), `2026-10`. */
  payrollMonth: string | null;
  /** Whether the form for the year-end has been filled in. */
  yearEndForm: boolean | null;
  /** P-14, P-18 */
  missingReceipts: number | null;
  /** Expenses ready for export (P-19). */
  readyForExport: number | null;
  /** The client's balance in öre (P-17). */
  balanceMinor: number | null;
}

export const noFigures: ClientFigures = {
  lastUploadAt: null,
  bookkeepingCreatedAt: null,
  payrollMonth: null,
  yearEndForm: null,
  missingReceipts: null,
  readyForExport: null,
  balanceMinor: null,
};

const columns: Record<keyof ClientFigures, string> = {
  lastUploadAt: 'last_upload_at',
  bookkeepingCreatedAt: 'bookkeeping_created_at',
  payrollMonth: 'payroll_month',
  yearEndForm: 'year_end_form',
  missingReceipts: 'missing_receipts',
  readyForExport: 'ready_for_export',
  balanceMinor: 'balance_minor',
};

const names = Object.keys(columns) as (keyof ClientFigures)[];

export async function clientFigures(scope: Scope, clientId: string): Promise<ClientFigures> {
  const row: Row | undefined = await scope.from('client_facts').where({ client_id: clientId }).first();
  if (!row) return noFigures;
  const figures = Object.fromEntries(
    names.map((name) => [name, row[columns[name]] ?? null]),
  ) as unknown as ClientFigures;
  return { ...figures, yearEndForm: row.year_end_form === null ? null : row.year_end_form === 1 };
}

/** Figures that are named are set, null takes one away; the others stay. */
export async function putFigures(
  scope: Scope,
  clientId: string,
  figures: Partial<ClientFigures>,
  now: string,
): Promise<ClientFigures> {
  return scope.write(async (tx) => {
    const row: Row = { client_id: clientId, updated_at: now };
    for (const name of names) {
      const value = figures[name];
      if (value !== undefined) row[columns[name]] = typeof value === 'boolean' ? Number(value) : value;
    }
    const { client_id: _key, ...written } = row;
    await tx.insert('client_facts', row).onConflict(['tenant_id', 'client_id']).merge(Object.keys(written));
    await noteChanges(tx, [{ topic: 'client', clientId }]);
    return clientFigures(tx, clientId);
  });
}

/** When a client's own users last uploaded a document here. */
export async function lastClientUpload(scope: Scope, clientId: string): Promise<string | null> {
  const row = await scope
    .from('documents as d')
    .join('users as u', (on) => on.on('u.tenant_id', '=', 'd.tenant_id').andOn('u.id', '=', 'd.uploaded_by'))
    .where({ 'd.client_id': clientId, 'u.role': 'client' })
    .orderBy('d.uploaded_at', 'desc')
    .first('d.uploaded_at');
  return row?.uploaded_at ?? null;
}

/** How many periods of these processes stand in the client's own "Saker att göra" (B-26). */
export async function unhandledPeriods(scope: Scope, clientId: string, definitionIds: string[]): Promise<number> {
  if (definitionIds.length === 0) return 0;
  const row = await scope
    .from('tasks as t')
    .join('instances as i', (on) => on.on('i.tenant_id', '=', 't.tenant_id').andOn('i.id', '=', 't.instance_id'))
    .where('t.client_id', clientId)
    .whereIn('i.definition_id', definitionIds)
    .whereRaw("(t.members = 'client' or t.members like 'client/%')")
    .countDistinct('t.instance_id as n')
    .first();
  return Number(row.n);
}
