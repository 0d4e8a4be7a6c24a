import { fileName, receiveFile } from '../files/incoming.ts';
import { notFound, Problem } from '../http/problem.ts';
import type { BearerCall } from '../http/route.ts';
import { addDocument, audit, documentRow, folderRow } from '../store/index.ts';
import { announceUpload } from './announce.ts';
import { documentView, viewerOf } from './presenter.ts';
import { requireEdit } from './refusals.ts';
import type { DocumentView } from './schema.ts';

/** Takes the bytes, then the record: what breaks off leaves neither. */
export async function upload(call: BearerCall<{ name: string }>): Promise<DocumentView> {
  const { services, scope, access, params, query, now, http } = call;
  const name = fileName(query.name);
  const uploadKey = uploadKeyOf(http.get('Idempotency-Key'));
  const folder = await folderRow(scope, access, params.id!);
  if (!folder) throw notFound();
  requireEdit(access, folder);
  const file = await receiveFile(call);
  const side = access.role === 'client' ? 'client' : 'firm';
  const { documentId, repeated } = await addDocument(scope, {
    ...file,
    folderId: folder.id,
    clientId: folder.client_id,
    name,
    uploadedAt: now,
    uploadKey,
    uploadedBy: { userId: access.userId, side },
  });
  if (!repeated) {
    const details = { name, sha256: file.sha256, sizeBytes: file.sizeBytes, folder: folder.id };
    await audit(scope, now, {
      actor: `user:${access.userId}`,
      action: 'document.uploaded',
      target: documentId,
      details,
    });
    await announceUpload(scope, {
      clientId: folder.client_id,
      folderId: folder.id,
      documentId,
      side,
      clientAccess: folder.client_access,
      now,
    });
    services.feed.nudge();
  }
  return documentView((await documentRow(scope, access, documentId))!, viewerOf(call));
}

function uploadKeyOf(header: string): string | null {
  if (header === '') return null;
  if (/^[\x21-\x7e]{8,128}$/.test(header)) return header;
  throw new Problem(400, 'idempotency_key_invalid', 'Idempotency-Key is 8 to 128 printable characters.');
}
