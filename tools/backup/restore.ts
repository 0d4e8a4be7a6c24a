import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../../server/config.ts';
import { DATABASE, databaseFile, FILES, MANIFEST, type Manifest, sha256Of, TEMPORAL } from './manifest.ts';

/** Puts a backup where a stopped Arende finds it. Never over data that is there. Gives the sentence to print. */
export async function restore(config: Config, folder: string): Promise<string> {
  const file = databaseFile(config);
  const from = path.resolve(folder);
  const manifest = await readManifest(from);
  const places = new Map(Object.keys(manifest.hashes).map((name) => [name, path.join(config.dataDir, name)]));
  places.set(DATABASE, file);
  const there = [...places.values(), path.join(config.dataDir, FILES)].find((place) => existsSync(place));
  if (there) {
    throw new Error(
      `${there} is there already. Stop Arende and move its data away, or set ARENDE_DATA_DIR to a new folder.`,
    );
  }
  for (const [name, hash] of Object.entries(manifest.hashes)) {
    const found = await sha256Of(path.join(from, name)).catch(() => null);
    if (found !== hash)
      throw new Error(`${name} in ${from} is missing or was changed since the backup. Nothing was restored.`);
  }
  await mkdir(config.dataDir, { recursive: true });
  if (existsSync(path.join(from, FILES))) {
    await cp(path.join(from, FILES), path.join(config.dataDir, FILES), { recursive: true });
  }
  await mkdir(path.dirname(file), { recursive: true });
  // The database last: before it is there, nothing starts on half of it.
  for (const name of [...places.keys()].toSorted((a, b) => Number(a === DATABASE) - Number(b === DATABASE))) {
    await copyFile(path.join(from, name), places.get(name)!);
  }
  const cases = TEMPORAL in manifest.hashes ? ', with its running cases' : '';
  return `Restored what was backed up ${manifest.at}${cases}. Timers that were due meanwhile ring when Arende starts.`;
}

async function readManifest(from: string): Promise<Manifest> {
  const text = await readFile(path.join(from, MANIFEST), 'utf8').catch(() => null);
  if (text === null) throw new Error(`${from} is no whole backup: it has no ${MANIFEST}.`);
  const manifest = JSON.parse(text) as Manifest;
  if (manifest.format !== 1) throw new Error(`${from} was made by a newer Arende.`);
  return manifest;
}
