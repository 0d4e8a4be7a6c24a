import { FileBrokenOff, FileTooLarge } from '../files/storage.ts';
import { notFound, Problem } from '../http/problem.ts';
import type { BearerCall } from '../http/route.ts';
import { addDocument, audit, documentRow, folderRow } from '../store/index.ts';
import { announceUpload } from './announce.ts';
import { documentView } from './presenter.ts';
import type { DocumentView } from './schema.ts';

/** Takes the bytes, then the record: what breaks off leaves neither. */
export async function upload(call: BearerCall<{ name: string }>): Promise<DocumentView> {
  const { services, scope, access, params, query, now, http } = call;
  const name = documentName(query.name);
  const uploadKey = uploadKeyOf(http.get('Idempotency-Key'));
  const folder = await folderRow(scope, access, params.id!);
  if (!folder) throw notFound();
  const { maxUploadBytes } = services.settings;
  if (Number(http.get('Content-Length') || 0) > maxUploadBytes) throw tooLarge(maxUploadBytes);
  const file = await services.files.receive(http.req, maxUploadBytes).catch((error: unknown) => {
    if (error instanceof FileTooLarge) throw tooLarge(maxUploadBytes);
    if (error instanceof FileBrokenOff)
      throw new Problem(400, 'upload_broken_off', 'The upload ended before it was complete. Send it again.');
    throw error;
  });
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
    await announceUpload(scope, { clientId: folder.client_id, folderId: folder.id, documentId, side, now });
    services.feed.nudge();
  }
  return documentView((await documentRow(scope, access, documentId))!);
}

const tooLarge = (maxBytes: number): Problem =>
  new Problem(413, 'file_too_large', `The file is larger than ${maxBytes} bytes.`, {
    text: {
      sv: `Filen är större än ${mebibytes(maxBytes)} MB.`,
      en: `The file is larger than ${mebibytes(maxBytes)} MB.`,
    },
    headers: { Connection: 'close' },
  });

const mebibytes = (bytes: number): number => Math.max(1, Math.floor(bytes / (1024 * 1024)));

/** The name is only ever shown; what a file system or a reader could be fooled with is refused all the same. */
function documentName(name: string): string {
  const trimmed = name.normalize('NFC').trim();
  if (trimmed === '' || /^\.+$/.test(trimmed) || /[/\\\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(trimmed)) {
    throw new Problem(
      400,
      'name_invalid',
      'A document name has no slashes, control characters or text direction marks.',
      {
        text: {
          sv: 'Filnamnet innehåller tecken som inte är tillåtna.',
          en: 'The file name contains characters that are not allowed.',
        },
      },
    );
  }
  return trimmed;
}

function uploadKeyOf(header: string): string | null {
  if (header === '') return null;
  if (/^[\x21-\x7e]{8,128}$/.test(header)) return header;
  throw new Problem(400, 'idempotency_key_invalid', 'Idempotency-Key is 8 to 128 printable characters.');
}
