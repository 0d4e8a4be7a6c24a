import { Readable } from 'node:stream';
import contentDisposition from 'content-disposition';
import writeXlsxFile from 'write-excel-file/node';
import type { Json, JsonObject } from '../../definitions/language/types.ts';
import { localDate } from '../../definitions/calendar/index.ts';
import type { BearerCall } from '../http/route.ts';
import { audit, exportPage, type Row } from '../store/index.ts';
import { columns } from './columns.ts';
import { csvOf } from './csv.ts';

const pageSize = 500;
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Figures that bookkeeping systems set; an import leaves them aside. */
const figures = ['Saknade kvitton', 'Saldo (kr)'];
const headings = [...columns.map(({ title }) => title.sv), ...figures];

/** All clients of the user as a file that the import reads again. CSV as Swedish Excel opens it. */
export async function exportClients(call: BearerCall<{ format: 'csv' | 'xlsx' }>): Promise<Readable> {
  const { http, query, scope, access, now } = call;
  const { format } = query;
  await audit(scope, now, {
    actor: `user:${access.userId}`,
    action: 'clients.exported',
    target: null,
    details: { format },
  });
  const name = `kunder-${localDate(now)}.${format}`;
  http.set('Content-Disposition', contentDisposition(name));
  if (format === 'xlsx') {
    const rows: string[][] = [headings];
    for await (const row of exported(call)) rows.push(row);
    http.type = xlsx;
    const sheet = rows.map((row, index) =>
      row.map((value) => ({ value, type: String, ...(index === 0 ? { fontWeight: 'bold' as const } : {}) })),
    );
    return Readable.from([await writeXlsxFile(sheet, { sheet: 'Kunder', stickyRowsCount: 1 }).toBuffer()]);
  }
  http.type = 'text/csv; charset=utf-8';
  return csvOf(withHeadings(exported(call)));
}

async function* withHeadings(rows: AsyncIterable<string[]>): AsyncGenerator<string[]> {
  yield headings;
  yield* rows;
}

async function* exported({ scope, access }: BearerCall): AsyncGenerator<string[]> {
  let rows: Row[] = [];
  do {
    rows = await exportPage(scope, access, rows.at(-1)?.id ?? '', pageSize);
    for (const row of rows) yield cellsOf(row);
  } while (rows.length === pageSize);
}

function cellsOf(row: Row): string[] {
  const properties = JSON.parse(row.properties) as JsonObject;
  const base: Record<string, Json> = {
    externalId: row.external_id,
    name: row.name,
    organisationNumber: row.organisation_number,
    responsible: row.responsible_email,
    startMonth: row.start_month,
    active: row.active === 1,
  };
  const cells = columns.map((column) => column.write(column.isProperty ? properties[column.key] : base[column.key]));
  const balance = row.balance_minor === null ? '' : (row.balance_minor / 100).toFixed(2).replace('.', ',');
  return [...cells, row.missing_receipts === null ? '' : String(row.missing_receipts), balance];
}
