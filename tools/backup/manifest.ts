import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Config } from '../../server/config.ts';

/** What lies in a backup folder as `manifest.json`: the last thing written, so that half a backup is none. */
export interface Manifest {
  format: 1;
  /** ISO 8601, UTC. */
  at: string;
  /** SHA-256 by name, of what lies beside the manifest. Files of documents are named by theirs. */
  hashes: Record<string, string>;
  fileCount: number;
}

export const MANIFEST = 'manifest.json';
export const DATABASE = 'arende.sqlite';
/** Only where Temporal runs beside Arende. */
export const TEMPORAL = 'temporal.sqlite';
export const FILES = 'files';

/** Path of the database. Throws where it is not one file. */
export function databaseFile({ databaseUrl }: Config): string {
  if (databaseUrl.startsWith('sqlite:')) return path.resolve(databaseUrl.replace(/^sqlite:(\/\/(?=\/))?/, ''));
  throw new Error(
    'The database is PostgreSQL: back it up with pg_dump and restore it with pg_restore, together with the Temporal ' +
      'cluster’s own database, and copy the folder "files" in ARENDE_DATA_DIR. This command is for SQLite.',
  );
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
