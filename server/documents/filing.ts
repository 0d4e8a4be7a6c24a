import type { StoredFile } from '../files/storage.ts';
import { Problem } from '../http/problem.ts';
import type { BearerCall } from '../http/route.ts';
import { addDocument, audit, type Row, unusedHashes } from '../store/index.ts';
import { announceUpload } from './announce.ts';
import { tried } from './refusals.ts';

/** Puts a file that has arrived into a folder, tells the other side (L-16), and answers the document's id. */
export async function fileUpload(
  call: BearerCall,
  file: StoredFile,
  to: { folder: Row; name: string; uploadKey: string | null },
): Promise<string> {
  const { services, scope, access, now } = call;
  const { folder, name, uploadKey } = to;
  const scan = await scanned(call, file);
  const side = access.role === 'client' ? 'client' : 'firm';
  const uploadedBy = { userId: access.userId, side } as const;
  const place = { folderId: folder.id as string, clientId: folder.client_id as string };
  const added = addDocument(scope, { ...file, ...place, name, uploadKey, uploadedBy, scan, uploadedAt: now });
  const { documentId, repeated, version } = await tried(added);
  if (repeated) return documentId;
  await audit(scope, now, {
    actor: `user:${access.userId}`,
    action: 'document.uploaded',
    target: documentId,
    details: { name, sha256: file.sha256, sizeBytes: file.sizeBytes, folder: folder.id, version },
  });
  await announceUpload(scope, { ...place, documentId, side, clientAccess: folder.client_access, now });
  services.feed.nudge();
  services.reading.wake();
  return documentId;
}

/** What the virus scanner says; without one, or while it does not answer, the document is marked as not looked at. */
async function scanned({ services, scope }: BearerCall, { sha256 }: StoredFile): Promise<'clean' | 'unscanned'> {
  if (!services.scanner) return 'unscanned';
  const found = await services.scanner.scan(services.files.read(sha256)).catch((error: unknown) => {
    services.log.warn({ err: error, sha256 }, 'the virus scanner does not answer; the file will be scanned later');
    return null;
  });
  if (found === null) return 'unscanned';
  if (found.clean) return 'clean';
  for (const unused of await unusedHashes(scope, [sha256])) await services.files.remove(unused, 0);
  throw new Problem(422, 'file_infected', 'The virus scanner found something in the file, so it was not taken.', {
    text: {
      sv: 'Virusskyddet har hittat något i filen. Den togs inte emot.',
      en: 'The virus scanner found something in the file. It was not taken.',
    },
  });
}
