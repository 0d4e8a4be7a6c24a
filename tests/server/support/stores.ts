import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { migrate, openStore, type Store } from '../../../server/store/index.ts';
import { freshPostgresUrl } from '../../support/postgres.ts';

export const databases = ['sqlite', 'postgres'] as const;
export type Database = (typeof databases)[number];

/** A migrated, empty database that goes away with the test. */
export async function freshStore(
  database: Database,
  existingUrl?: string,
): Promise<{ store: Store; url: string; folder: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'arende-server-'));
  const url = existingUrl ?? (database === 'sqlite' ? path.join(folder, 'arende.sqlite') : await freshPostgresUrl());
  const store = await openStore(url);
  await migrate(store);
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { store, url, folder };
}
