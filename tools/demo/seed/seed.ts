import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Arende } from './api.ts';
import { seedDirectory, seedIdentities } from './directory.ts';
import { seedDocuments } from './documents.ts';
import { seedWork, untilOpened } from './work.ts';

interface Progress {
  /** The civil date of the first start; everything in the demo is dated from it. */
  since: string;
  done: boolean;
}

/**
 * Fills the demo once, over the HTTP API. A start that was cut off goes on where it was; after that nothing is touched,
 * so that what people have done in the demo stays.
 */
export async function seedDemo(
  arende: Arende,
  options: { folder: string; today: string; signal: AbortSignal; say: (line: string) => void },
): Promise<void> {
  const { folder, signal, say } = options;
  const file = join(folder, 'demo-progress.json');
  const progress: Progress = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Progress,
    () => ({ since: options.today, done: false }),
  );
  if (progress.done) return;
  await keep(file, progress);
  await seedDirectory(arende, progress.since);
  await seedIdentities(arende);
  await seedDocuments(arende, progress.since);
  const opened = await untilOpened(arende, signal);
  if (!opened) return;
  await seedWork(arende);
  await keep(file, { ...progress, done: true });
  say('The demo firm has its clients, documents and work.');
}

async function keep(file: string, progress: Progress): Promise<void> {
  await writeFile(`${file}.part`, JSON.stringify(progress));
  await rename(`${file}.part`, file);
}
