import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../server/config.ts';
import { openStore } from '../../server/store/index.ts';
import { inspectSqlite, snapshotSqlite, whileNobodyWrites } from '../../server/store/snapshot.ts';
import { DATABASE, databaseFile, FILES, MANIFEST, type Manifest, sha256Of, TEMPORAL } from './manifest.ts';

/** A step whose projection is written is told to Temporal within milliseconds; this is for a machine that is busy. */
const settleMs = 3_000;

/**
 * Copies the databases as they are at one moment, then the documents, which never change. Gives the sentence to print.
 *
 * Both databases belong together: a step that one has and the other has not would be lost or told twice. No step ends
 * without having written its projection, so Temporal is copied while nobody can write to the other one.
 */
export async function backUp(config: Config, folder: string): Promise<string> {
  const file = databaseFile(config);
  const into = path.resolve(folder);
  await mkdir(into, { recursive: true });
  if ((await readdir(into)).length > 0) throw new Error(`${into} is not empty. Name a new folder for each backup.`);
  const temporal = path.join(config.dataDir, TEMPORAL);
  const names = [DATABASE];
  const store = await openStore(config.databaseUrl);
  try {
    await whileNobodyWrites(store, async () => {
      if (existsSync(temporal)) await sleep(settleMs);
      await snapshotSqlite(file, path.join(into, DATABASE));
      if (!existsSync(temporal)) return;
      await snapshotSqlite(temporal, path.join(into, TEMPORAL));
      names.push(TEMPORAL);
    });
  } finally {
    await store.close();
  }
  const files = path.join(config.dataDir, FILES);
  if (existsSync(files)) {
    const kept = (source: string) => path.relative(files, source).split(path.sep)[0] !== 'incoming';
    await cp(files, path.join(into, FILES), { recursive: true, filter: kept });
  }
  // Keys and places that npm start made up for itself.
  for (const name of await readdir(config.dataDir)) {
    if (!/\.(json|key)$/.test(name)) continue;
    await copyFile(path.join(config.dataDir, name), path.join(into, name));
    names.push(name);
  }
  const { problems, fileHashes } = await inspectSqlite(path.join(into, DATABASE));
  const missing = fileHashes.filter((hash) => !existsSync(placeOf(into, hash)));
  if (missing.length > 0) problems.push(`${missing.length} documents have no file, the first is ${missing[0]}`);
  if (problems.length > 0) throw new Error(`The backup is not whole: ${problems.slice(0, 5).join('; ')}.`);
  const hashes: Manifest['hashes'] = {};
  for (const name of names) hashes[name] = await sha256Of(path.join(into, name));
  const manifest: Manifest = { format: 1, at: new Date().toISOString(), hashes, fileCount: fileHashes.length };
  await writeFile(path.join(into, MANIFEST), JSON.stringify(manifest, null, 2));
  const also = names.includes(TEMPORAL) ? 'the running cases' : 'no running cases (Temporal runs elsewhere)';
  return `Backed up to ${into}: the records, ${also} and ${fileHashes.length} files of documents. Keep the settings that are keys beside it.`;
}

/** As the server lays its files. */
const placeOf = (folder: string, hash: string): string =>
  path.join(folder, FILES, hash.slice(0, 2), hash.slice(2, 4), hash);
