import type { Services } from '../services.ts';
import { purgeTrash, type Scope, unusedHashes } from '../store/index.ts';

/** Ends what has been in the trash long enough: the records first, then the bytes that nobody has any more. */
export async function emptyTrash({ files }: Services, scope: Scope, now: string): Promise<void> {
  const hashes = await purgeTrash(scope, now);
  for (const sha256 of await unusedHashes(scope, hashes)) await files.remove(sha256);
}
