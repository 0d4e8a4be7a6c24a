import type { Readable as Stream } from 'node:stream';
import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';

/** Rows as Swedish Excel opens them. */
export function csvOf(rows: AsyncIterable<string[]>): Stream {
  return Readable.from(guarded(rows)).pipe(stringify({ bom: true, delimiter: ';', record_delimiter: 'windows' }));
}

async function* guarded(rows: AsyncIterable<string[]>): AsyncGenerator<string[]> {
  // OWASP, CSV Injection: a cell that begins so is a formula to a spreadsheet. A negative amount is none.
  for await (const row of rows) {
    yield row.map((cell) => (/^[=+\-@\t\r]/.test(cell) && !/^-[\d\s,]+$/.test(cell) ? `'${cell}` : cell));
  }
}
