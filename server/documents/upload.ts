import { fileName, receiveFile } from '../files/incoming.ts';
import { notFound, Problem } from '../http/problem.ts';
import type { BearerCall } from '../http/route.ts';
import { documentRow, folderRow } from '../store/index.ts';
import { fileUpload } from './filing.ts';
import { documentView, viewerOf } from './presenter.ts';
import { requireEdit } from './refusals.ts';
import type { DocumentView } from './schema.ts';

/** Takes the bytes, then the record: what breaks off leaves neither. */
export async function upload(call: BearerCall<{ name: string }>): Promise<DocumentView> {
  const { scope, access, params, query, http } = call;
  const name = fileName(query.name);
  const uploadKey = uploadKeyOf(http.get('Idempotency-Key'));
  const folder = await folderRow(scope, access, params.id!);
  if (!folder) throw notFound();
  requireEdit(access, folder);
  const documentId = await fileUpload(call, await receiveFile(call), { folder, name, uploadKey });
  return documentView((await documentRow(scope, access, documentId))!, viewerOf(call));
}

function uploadKeyOf(header: string): string | null {
  if (header === '') return null;
  if (/^[\x21-\x7e]{8,128}$/.test(header)) return header;
  throw new Problem(400, 'idempotency_key_invalid', 'Idempotency-Key is 8 to 128 printable characters.');
}
