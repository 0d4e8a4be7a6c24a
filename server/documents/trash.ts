import type { Services } from '../services.ts';
import { pruneUploads, purgeTrash, type Scope, unusedHashes } from '../store/index.ts';

/** Ends what has been in the trash long enough: the records first, then the bytes that nobody has any more. */
export async function emptyTrash({ files }: Services, scope: Scope, now: string): Promise<void> {
  const hashes = await purgeTrash(scope, now);
  for (const sha256 of await unusedHashes(scope, hashes)) await files.remove(sha256);
}

const uploadDays = 7;

/** Forgets uploads in parts that nobody has gone on with for a week, and those that are filed. */
export async function dropUploads({ store, parts }: Services, now: string): Promise<void> {
  const before = new Date(Date.parse(now) - uploadDays * 24 * 3_600_000).toISOString();
  for (const id of await pruneUploads(store, before)) await parts.remove(id);
}
