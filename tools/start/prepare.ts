import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createTenant,
  firstSteps,
  listTenants,
  migrate,
  openStore,
  rotateKey,
  skipSteps,
  type Store,
  tenantOfKey,
} from '../../server/store/index.ts';
import type { Settings } from './settings.ts';

interface Demo {
  tenantId: string;
  /** The demo firm's API key, for its backend; kept in the data folder. */
  secretKey: string;
}

const FILL_LIMIT_MS = 120_000;
const FIRM = 'Demo Redovisning AB';

/** Brings the database up to date and gives the demo firm, which the first start creates. */
export async function prepareDemo({ config, demoPort }: Settings): Promise<Demo> {
  const store = await openStore(config.databaseUrl);
  try {
    await migrate(store);
    return await demoFirm(store, path.join(config.dataDir, 'demo.json'), `http://localhost:${demoPort}/portal`);
  } finally {
    await store.close();
  }
}

/** Waits until the demo firm has its clients and work, so that the first page that is opened is not empty; two minutes at most. */
export async function untilFilled(dataDir: string): Promise<void> {
  const deadline = Date.now() + FILL_LIMIT_MS;
  const isFilled = async () =>
    JSON.parse(await readFile(path.join(dataDir, 'demo-progress.json'), 'utf8')).done === true;
  while (Date.now() < deadline && !(await isFilled().catch(() => false))) await sleep(200);
}

async function demoFirm(store: Store, file: string, portalUrl: string): Promise<Demo> {
  const now = new Date().toISOString();
  const kept = await readFile(file, 'utf8').then(JSON.parse, () => null);
  if (kept && (await tenantOfKey(store, kept.secretKey, now))?.tenantId === kept.tenantId) return kept;
  // The note is gone, or an earlier start ended before it was written: the firm stays, the key is a new one.
  const known = (await listTenants(store)).find((tenant) => tenant.name === FIRM);
  const key = known && (await rotateKey(store, { tenantId: known.id, now, oldKeysEndAt: now }));
  const demo: Demo =
    known && key
      ? { tenantId: known.id, secretKey: key.secretKey }
      : await createTenant(store, { name: FIRM, portalUrl, now });
  // A firm that has been at work for long.
  await skipSteps(store.tenant(demo.tenantId), [...firstSteps]);
  await writeFile(`${file}.part`, JSON.stringify(demo), { mode: 0o600 });
  await rename(`${file}.part`, file);
  return demo;
}
