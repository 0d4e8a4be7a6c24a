import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { migrate, openStore, type Store } from '../../../server/store/index.ts';
import { migratedPostgresUrl } from '../../support/postgres.ts';

export const databases = ['sqlite', 'postgres'] as const;
export type Database = (typeof databases)[number];

/** A migrated, empty database that goes away with the test. */
export async function freshStore(
  database: Database,
  existingUrl?: string,
): Promise<{ store: Store; url: string; folder: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'arende-server-'));
  const url = existingUrl ?? (database === 'sqlite' ? await migratedFile(folder) : await migratedPostgresUrl());
  const store = await openStore(url);
  await migrate(store);
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { store, url, folder };
}

let made: Promise<Buffer> | null = null;

/** Tables are made once for all files that a process runs, and written down again for each test. */
async function migratedFile(folder: string): Promise<string> {
  const file = path.join(folder, 'arende.sqlite');
  if (made) await writeFile(file, await made);
  else {
    const store = await openStore(file);
    await migrate(store).finally(() => store.close());
    made = readFile(file);
    // Whole before anybody writes to it.
    await made;
  }
  return file;
}
