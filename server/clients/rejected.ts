import type { Readable } from 'node:stream';
import contentDisposition from 'content-disposition';
import type { Static } from '@sinclair/typebox';
import { notFound } from '../http/problem.ts';
import type { BearerCall } from '../http/route.ts';
import { importById, rejectedRows, type Scope } from '../store/index.ts';
import { csvOf } from './csv.ts';
import type { RejectedFileQuery } from './schema.ts';

const pageSize = 500;
const headings = { sv: ['Rad', 'Kolumn', 'Värde', 'Varför'], en: ['Row', 'Column', 'Value', 'Why'] };

/** Every rejected row of an import, one line a mistake, for whoever mends the file. */
export async function rejectedFile(call: BearerCall<Static<typeof RejectedFileQuery>>): Promise<Readable> {
  const { http, scope, params, query } = call;
  const known = await importById(scope, params.importId!);
  if (!known) throw notFound();
  const { language } = query;
  const name = language === 'sv' ? 'rader-som-inte-gar-att-anvanda.csv' : 'rows-that-cannot-be-used.csv';
  http.set('Content-Disposition', contentDisposition(name));
  http.type = 'text/csv; charset=utf-8';
  return csvOf(mistakes(scope, known.id, language));
}

async function* mistakes(scope: Scope, id: string, language: 'sv' | 'en'): AsyncGenerator<string[]> {
  yield headings[language];
  for (let after = 0; ;) {
    const rows = (await rejectedRows(scope, id, { after, limit: pageSize })).slice(0, pageSize);
    for (const { line, problems } of rows) {
      for (const { column, value, text } of problems) yield [String(line), column[language], value, text[language]];
    }
    if (rows.length < pageSize) return;
    after = rows.at(-1)!.line;
  }
}
