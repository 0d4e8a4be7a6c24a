import { configOrExit } from './config.ts';
import { publishLibrary } from './definitions/library.ts';
import { createTenant, migrate, openStore, rotateKey, type Store } from './store/index.ts';

const usage = `Usage:
  npx tsx server/admin.ts create-tenant NAME [PORTAL_URL]   a firm; prints its id and its secret key, once
  npx tsx server/admin.ts rotate-key TENANT_ID [HOURS]      a new secret key; the old ones end after so many hours (24)
  npx tsx server/admin.ts publish-definitions               the shipped definitions that are new or changed`;

const config = configOrExit();

type Command = (store: Store, args: string[], now: Date) => Promise<string | null>;

const commands: Record<string, Command> = {
  async 'create-tenant'(store, [name, portalUrl], now) {
    if (!name || (portalUrl !== undefined && !URL.canParse(portalUrl))) return null;
    const made = await createTenant(store, { name, portalUrl: portalUrl ?? null, now: now.toISOString() });
    return `tenant ${made.tenantId}\nsecret key ${made.secretKey}\nKeep the key now; it cannot be shown again.`;
  },
  async 'rotate-key'(store, [tenantId, hours = '24'], now) {
    if (!tenantId || !/^\d{1,4}$/.test(hours)) return null;
    const oldKeysEndAt = new Date(now.getTime() + Number(hours) * 3_600_000).toISOString();
    const made = await rotateKey(store, { tenantId, now: now.toISOString(), oldKeysEndAt });
    if (!made) throw new Error(`There is no firm ${tenantId}.`);
    return `secret key ${made.secretKey}\nThe old keys end at ${oldKeysEndAt}.`;
  },
  async 'publish-definitions'(store, _args, now) {
    const published = await publishLibrary(store, now.toISOString(), config.libraryDir);
    return published.map(({ id, version, created }) => `${id} version ${version}${created ? ', new' : ''}`).join('\n');
  },
};

const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) {
  console.error(usage);
  process.exit(2);
}
const store = await openStore(config.databaseUrl);
try {
  await migrate(store);
  const answer = await command(store, args, new Date());
  console.log(answer ?? usage);
  process.exitCode = answer === null ? 2 : 0;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
} finally {
  await store.close();
}
