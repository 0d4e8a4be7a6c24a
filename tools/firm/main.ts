import { parseArgs } from 'node:util';
import { configOrExit } from '../../server/config.ts';
import { createTenant, listTenants, migrate, openStore, rotateKey } from '../../server/store/index.ts';

const HELP = `npm run firm -- list
npm run firm -- add "Name of the firm" [--portal https://www.firm.example/portal]
npm run firm -- key <id of the firm> [--old-keys-end 2026-12-31T23:00:00.000Z]

add and key print a secret key, once. --portal is the page that mails link to. The firm's keys from before end when
--old-keys-end says (ISO 8601), without it at once.`;

/** For whoever runs Arende: the firms in its database and their secret keys. */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { portal: { type: 'string' }, 'old-keys-end': { type: 'string' } },
});
const [command, subject] = positionals;
const now = new Date().toISOString();
const store = await openStore(configOrExit().databaseUrl);
try {
  await migrate(store);
  if (command === 'list')
    for (const { id, name, portalUrl } of await listTenants(store)) console.log(id, name, portalUrl ?? '');
  else if (command === 'add' && subject) await add(subject, values.portal);
  else if (command === 'key' && subject) await newKey(subject, values['old-keys-end'] ?? now);
  else fail(HELP);
} finally {
  await store.close();
}

async function add(name: string, portal: string | undefined): Promise<void> {
  if (portal !== undefined && !/^https?:\/\/./.test(portal)) return fail(`"${portal}" is no http(s) address.`);
  const { tenantId, secretKey } = await createTenant(store, { name, portalUrl: portal ?? null, now });
  console.log(`Firm:       ${tenantId}\nSecret key: ${secretKey}`);
}

async function newKey(tenantId: string, end: string): Promise<void> {
  if (Number.isNaN(Date.parse(end))) return fail(`"${end}" is no moment, expected one like ${now}.`);
  const key = await rotateKey(store, { tenantId, now, oldKeysEndAt: new Date(end).toISOString() });
  if (!key) return fail(`There is no firm "${tenantId}". npm run firm -- list shows them.`);
  console.log(`Secret key: ${key.secretKey}`);
}

function fail(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}
