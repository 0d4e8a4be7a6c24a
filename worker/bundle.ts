import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type WorkflowBundle, bundleWorkflowCode } from '@temporalio/worker';

const root = fileURLToPath(new URL('..', import.meta.url));
const inRoot = (name: string): string => path.join(root, name);

/**
 * Evaluated once per workflow thread instead of once per instance: the language, XState and CEL make up most of the
 * code and keep nothing of an instance between two calls. It makes instances start faster and weigh less.
 */
const SHARED_MODULES = ['workflows/sandbox.ts', 'definitions/index.ts', 'workflows/compiled.ts'].map(inRoot);

export const FAILURE_CONVERTER = inRoot('workflows/failure-converter.cjs');

export interface BundleOptions {
  /** Folder for the ready bundle; what it is made of names it, so a restart without a change takes no time. */
  cacheDir: string;
  /** Failures carry their messages encrypted too. */
  encrypted: boolean;
}

/** The workflows as one script, from the cache when nothing that goes into it has changed. */
export async function workflowBundle({ cacheDir, encrypted }: BundleOptions): Promise<WorkflowBundle> {
  const folder = path.join(cacheDir, 'workflow-bundle');
  const name = `${await fingerprint(encrypted)}.js`;
  const file = path.join(folder, name);
  const cached = await readFile(file, 'utf8').catch(() => null);
  if (cached !== null) return { code: cached };

  const { code } = await bundleWorkflowCode({
    workflowsPath: inRoot('workflows/index.ts'),
    preloadModules: SHARED_MODULES,
    failureConverterPath: encrypted ? FAILURE_CONVERTER : undefined,
    logger: { trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error, log() {} },
  });
  await mkdir(folder, { recursive: true });
  const stale = (await readdir(folder)).filter((other) => other.endsWith('.js') && other !== name);
  await Promise.all(stale.map((other) => rm(path.join(folder, other), { force: true })));
  // Two workers may start at once; a rename never leaves half a file.
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, code);
  await rename(draft, file);
  return { code };
}

async function fingerprint(encrypted: boolean): Promise<string> {
  const hash = createHash('sha256').update(String(encrypted));
  const sources = await Promise.all(['workflows', 'definitions'].map((folder) => filesIn(inRoot(folder))));
  for (const file of [...sources.flat(), inRoot('package-lock.json'), fileURLToPath(import.meta.url)]) {
    hash
      .update(path.relative(root, file))
      .update('\0')
      .update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 32);
}

/** Source files below a folder, without the library: definitions arrive as data, never as code. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const library = inRoot('definitions/library');
  return entries
    .filter((entry) => entry.isFile() && !`${entry.parentPath}/`.startsWith(`${library}/`))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
