import { Type } from '@sinclair/typebox';
import { fileName } from '../files/incoming.ts';
import { notFound, Problem } from '../http/problem.ts';
import { type BearerCall, bearerRoute } from '../http/route.ts';
import {
  addUpload,
  folderRow,
  newId,
  openUploads,
  removeUpload,
  type Row,
  uploadFiled,
  uploadRow,
} from '../store/index.ts';
import { fileUpload } from './filing.ts';
import { requireEdit } from './refusals.ts';
import { UploadState, type UploadStateView } from './schema.ts';

const grant = { any: ['document-tree' as const], right: 'upload' as const };
const version = { description: 'version of the protocol', required: true, schema: Type.Literal('1.0.0') };
const bodyType = 'application/offset+octet-stream';
const mostOpen = 1000;

/** Uploads that go on after a broken connection, by the tus protocol 1.0 (https://tus.io/protocols/resumable-upload). */
export const uploadRoutes = [
  bearerRoute({
    method: 'POST',
    path: '/v1/folders/:id/uploads',
    summary: 'Begins an upload in parts (tus); the body, if any, is its first part',
    grant,
    headers: {
      'Tus-Resumable': version,
      'Upload-Length': { description: 'size in bytes', required: true, schema: Type.Integer({ minimum: 0 }) },
      'Upload-Metadata': { description: '`filename` and its name in base64', required: true, schema: Type.String() },
    },
    bodyType,
    answer: UploadState,
    status: 201,
    handler: begin,
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/uploads/:uploadId',
    summary: 'How far an upload has come; HEAD gives it in the headers of tus',
    grant,
    headers: { 'Tus-Resumable': version },
    answer: UploadState,
    async handler(call): Promise<UploadStateView> {
      const row = await uploadOf(call);
      return stateOf(call, row, row.document_id ? Number(row.size_bytes) : await part(call, row));
    },
  }),
  bearerRoute({
    method: 'PATCH',
    path: '/v1/uploads/:uploadId',
    summary: 'The next part of an upload; with the last one the document is filed',
    grant,
    headers: {
      'Tus-Resumable': version,
      'Upload-Offset': { description: 'where the part begins', required: true, schema: Type.Integer({ minimum: 0 }) },
    },
    bodyType,
    status: 204,
    async handler(call): Promise<undefined> {
      const row = await uploadOf(call);
      // Whoever lost the right meanwhile need not send the rest.
      await folderOf(call, row.folder_id);
      await stateOf(call, row, row.document_id ? Number(row.size_bytes) : await part(call, row));
      call.http.status = 204;
    },
  }),
  bearerRoute({
    method: 'DELETE',
    path: '/v1/uploads/:uploadId',
    summary: 'Gives up an upload; a document that has been filed stays',
    grant,
    status: 204,
    async handler(call): Promise<undefined> {
      const row = await uploadOf(call);
      await call.services.parts.remove(row.id);
      await removeUpload(call.scope, row.id);
      call.http.status = 204;
    },
  }),
];

async function begin(call: BearerCall): Promise<UploadStateView> {
  const { services, scope, access, params, now, http } = call;
  const folder = await folderOf(call, params.id!);
  const name = fileName(metadataOf(http.get('Upload-Metadata')));
  const length = http.get('Upload-Length');
  if (!/^\d{1,15}$/.test(length)) throw invalid('Upload-Length is the size of the file in bytes.');
  if ((await openUploads(scope, access.userId)) >= mostOpen) {
    throw new Problem(429, 'too_many_uploads', 'Too many uploads have been begun and not ended.');
  }
  const id = newId('p');
  const offset = await services.parts.take(http, id);
  const upload = { id, userId: access.userId, folderId: folder.id as string, name, sizeBytes: Number(length), now };
  await addUpload(scope, upload);
  http.set('Location', `/v1/uploads/${id}`);
  return stateOf(call, (await uploadRow(scope, access.userId, id))!, offset);
}

const part = (call: BearerCall, row: Row): Promise<number> => call.services.parts.take(call.http, row.id);

async function uploadOf({ scope, access, params }: BearerCall): Promise<Row> {
  const row = /^[\w-]{1,120}$/.test(params.uploadId!) && (await uploadRow(scope, access.userId, params.uploadId!));
  if (!row) throw notFound();
  return row;
}

async function folderOf({ scope, access }: BearerCall, id: string): Promise<Row> {
  const folder = await folderRow(scope, access, id);
  if (!folder) throw notFound();
  requireEdit(access, folder);
  return folder;
}

/** Files being filed now: two requests may see the last byte, one files. */
const filing = new Map<string, Promise<string>>();

async function stateOf(call: BearerCall, row: Row, offset: number): Promise<UploadStateView> {
  const { http } = call;
  const sizeBytes = Number(row.size_bytes);
  let documentId: string | null = row.document_id;
  if (documentId === null && offset === sizeBytes) {
    if (!filing.has(row.id))
      filing.set(
        row.id,
        filed(call, row).finally(() => filing.delete(row.id)),
      );
    documentId = await filing.get(row.id)!;
  }
  http.set({ 'Tus-Resumable': '1.0.0', 'Upload-Offset': String(offset), 'Upload-Length': String(sizeBytes) });
  if (documentId !== null) http.set('Arende-Document', documentId);
  return { id: row.id, offsetBytes: offset, sizeBytes, documentId };
}

async function filed(call: BearerCall, row: Row): Promise<string> {
  const { services, scope } = call;
  try {
    const folder = await folderOf(call, row.folder_id);
    const file = await services.files.adopt(services.parts.pathOf(row.id));
    const documentId = await fileUpload(call, file, { folder, name: row.name, uploadKey: row.id });
    await uploadFiled(scope, row.id, documentId);
    await services.parts.remove(row.id);
    return documentId;
  } catch (error) {
    // What is refused when all has arrived is refused for good.
    if (error instanceof Problem && error.status < 500) {
      await services.parts.remove(row.id);
      await removeUpload(scope, row.id);
    }
    throw error;
  }
}

/** The name in `Upload-Metadata: filename <base64>,…`. */
function metadataOf(header: string): string {
  const [, base64] = /(?:^|,)\s*filename ([A-Za-z0-9+/=]{1,2000})\s*(?:,|$)/.exec(header) ?? [];
  if (base64 === undefined) throw invalid('Upload-Metadata has the file name in base64 under `filename`.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'));
  } catch {
    throw invalid('The file name in Upload-Metadata is not UTF-8.');
  }
}

const invalid = (detail: string): Problem => new Problem(400, 'upload_invalid', detail);
