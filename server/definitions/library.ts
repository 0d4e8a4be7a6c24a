import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { SHIPPED_LIBRARY } from '../config.ts';
import { Problem } from '../http/problem.ts';
import { publishDefinition, type Store } from '../store/index.ts';
import type { ScenariosView } from './schema.ts';
import { checked } from './versions.ts';

/** Publishes every `<folder>/<process>/definition.json` that is new or changed; throws a sentence for one that is not valid. */
export async function publishLibrary(
  store: Store,
  now: string,
  folder = SHIPPED_LIBRARY,
): Promise<{ id: string; version: number; created: boolean }[]> {
  const published = [];
  const entries = await readdir(folder, { withFileTypes: true });
  for (const { name } of entries.filter((entry) => entry.isDirectory()).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.join(folder, name, 'definition.json');
    const text = await readFile(file, 'utf8');
    try {
      const definition = checked(JSON.parse(text));
      const { version, created } = await publishDefinition(store, { tenantId: null, definition, now });
      published.push({ id: definition.id, version, created });
    } catch (error) {
      const at =
        error instanceof Problem ? (error.fields ?? []).map((f) => `${f.pointer}: ${f.text.en}`).join('; ') : '';
      throw new Error(`${file} is not valid: ${(error as Error).message} ${at}`.trim(), { cause: error });
    }
  }
  return published;
}

/** The scenarios of a shipped process; none of one that is not shipped, or comes without. */
export async function shippedScenarios(folder: string, definitionId: string): Promise<ScenariosView> {
  const none: ScenariosView = { people: {}, scenarios: [] };
  // It comes from an address and becomes part of a path.
  if (!/^[a-z][a-z0-9-]*$/.test(definitionId)) return none;
  try {
    const text = await readFile(path.join(folder, definitionId, 'scenarios.json'), 'utf8');
    const { people, scenarios } = JSON.parse(text) as ScenariosView;
    return { people, scenarios };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return none;
    throw error;
  }
}
