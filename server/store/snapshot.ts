import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import knex, { type Knex } from 'knex';
import { type Store, transaction } from './connection.ts';

/** Nobody writes to the store until the work is done: what is under way waits for it. */
export async function whileNobodyWrites<T>(store: Store, work: () => Promise<T>): Promise<T> {
  return transaction(store, work);
}

/** Copies an SQLite database, as it is at one moment, into a new file; others go on reading meanwhile. */
export async function snapshotSqlite(file: string, into: string): Promise<void> {
  await onSqlite(file, (handle) => handle.raw('vacuum into ?', [resolve(into)]));
}

/** What SQLite finds wrong in the file, and the hashes of all files that its records name. */
export async function inspectSqlite(file: string): Promise<{ problems: string[]; fileHashes: string[] }> {
  return onSqlite(file, async (handle) => {
    const checked: { integrity_check: string }[] = await handle.raw('pragma integrity_check');
    const problems = checked.map((row) => row.integrity_check).filter((text) => text !== 'ok');
    const naming: { name: string }[] = await handle.raw(
      "select m.name from sqlite_master m join pragma_table_info(m.name) c on c.name = 'sha256' where m.type = 'table'",
    );
    const hashes = await Promise.all(
      naming.map(({ name }) => handle(name).whereNotNull('sha256').distinct('sha256').pluck('sha256')),
    );
    return { problems, fileHashes: [...new Set<string>(hashes.flat())] };
  });
}

async function onSqlite<T>(file: string, work: (handle: Knex) => Promise<T>): Promise<T> {
  if (!existsSync(file)) throw new Error(`There is no database at ${file}.`);
  const handle = knex({
    client: 'sqlite3',
    connection: { filename: resolve(file) },
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
  });
  try {
    await handle.raw('pragma busy_timeout = 15000');
    return await work(handle);
  } finally {
    await handle.destroy();
  }
}
