import { rmSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
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

let made: Promise<string> | null = null;

/** Tables are made once for all files that a process runs, and copied. */
async function migratedFile(folder: string): Promise<string> {
  made ??= mkdtemp(path.join(tmpdir(), 'arende-migrated-')).then(async (home) => {
    process.once('exit', () => rmSync(home, { recursive: true, force: true }));
    const file = path.join(home, 'arende.sqlite');
    const store = await openStore(file);
    await migrate(store).finally(() => store.close());
    return file;
  });
  const copy = path.join(folder, 'arende.sqlite');
  await copyFile(await made, copy);
  return copy;
}
