import { Worker } from 'node:worker_threads';
import { parse } from 'csv-parse';
import { Problem } from '../http/problem.ts';
import { type Cell, Formula } from './columns.ts';

export const largestFileBytes = 10_000_000;
/** What an XLSX may hold when it is unpacked. */
const largestUnpackedBytes = 200_000_000;
const slowestMs = 30_000;

/** The rows of a CSV or an XLSX, the headings first, each with its line in the file. What it is, its bytes tell. */
export async function* rowsOf(file: Buffer): AsyncGenerator<{ line: number; cells: Cell[] }> {
  if (file.subarray(0, 4).equals(Buffer.from('PK\x03\x04'))) {
    let line = 0;
    for (const cells of await readXlsx(file)) {
      line += 1;
      if (cells.some((cell) => cell !== null && cell !== '')) yield { line, cells };
    }
    return;
  }
  yield* readCsv(decoded(file));
}

async function* readCsv(text: string): AsyncGenerator<{ line: number; cells: Cell[] }> {
  const parser = parse(text, {
    delimiter: delimiterOf(text),
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    info: true,
    max_record_size: 100_000,
  });
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      yield { line: info.lines, cells: record.map((cell) => (/^\s*=/.test(cell) ? new Formula(cell.trim()) : cell)) };
    }
  } catch (error) {
    throw unreadable(`The CSV cannot be read: ${(error as Error).message}`);
  }
}

/** UTF-8, UTF-16 as Excel's "Unicode text", or Windows-1252 as Excel's "CSV" in Sweden. */
function decoded(file: Buffer): string {
  const wide = file[0] === 0xff && file[1] === 0xfe;
  if (wide) return new TextDecoder('utf-16le').decode(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    return new TextDecoder('windows-1252').decode(file);
  }
}

/** Swedish Excel writes semicolons; the sign that the headings are parted with most. */
function delimiterOf(text: string): string {
  const headings = text.slice(0, 5000).split(/\r?\n/, 1)[0]!;
  const count = (sign: string) => headings.split(sign).length;
  return [';', ',', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

/** In a thread of its own, which is ended when it takes too long or too much: an XLSX is a packed file of strangers. */
async function readXlsx(file: Buffer): Promise<Cell[][]> {
  if (unpackedBytes(file) > largestUnpackedBytes) throw unreadable('The file is too large when it is unpacked.');
  const worker = new Worker(new URL('./spreadsheet-worker.mjs', import.meta.url), {
    workerData: file,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 400 },
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(new Error('it takes too long')), slowestMs);
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('it needs too much memory')));
    });
  } catch (error) {
    throw unreadable(`The XLSX cannot be read: ${(error as Error).message}`);
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

/** What the files in a ZIP say that they unpack to: PKWARE's APPNOTE 4.3.12, central directory file header. */
function unpackedBytes(file: Buffer): number {
  let total = 0;
  for (let at = file.indexOf('PK\x01\x02', 0, 'latin1'); at !== -1; at = file.indexOf('PK\x01\x02', at + 4, 'latin1')) {
    if (at + 28 <= file.length) total += file.readUInt32LE(at + 24);
  }
  return total;
}

const unreadable = (detail: string): Problem =>
  new Problem(422, 'file_unreadable', `${detail}. Save it again as CSV or XLSX.`, {
    text: {
      sv: 'Filen går inte att läsa. Spara den på nytt som CSV eller XLSX och försök igen.',
      en: 'The file cannot be read. Save it again as CSV or XLSX and try again.',
    },
  });
