import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { acrossTenants } from '../../server/store/connection.ts';
import { migrations } from '../../server/store/migrations/index.ts';
import { migrate, openStore } from '../../server/store/index.ts';
import { demoFirm } from './support/firm.ts';
import { databases, freshStore } from './support/stores.ts';

const store = fileURLToPath(new URL('../../server/store/', import.meta.url));
const root = path.join(store, '../..');

/** Modules that look across firms, and why they may. */
const atTheDoor: Record<string, string> = {
  'changes.ts': 'one poller reads the positions of all firms; the listener filters',
  'connection.ts': 'opens and migrates',
  'direct.ts': 'runs the statements of others as they are',
  'definitions.ts': 'content is named by its hash, shipped versions belong to no firm',
  'identities.ts': 'a person may be a user of several firms',
  'invitations.ts': 'the token of a link tells which firm it is of',
  'login-attempts.ts': 'nobody is known yet, and no firm',
  'login-sessions.ts': 'a person is logged in, and chooses the firm',
  'mail-bounces.ts': 'the token of an address that a mail went out from tells which firm it is of',
  'mail-refusals.ts': 'the token of a link in a mail tells which firm it is of',
  'mail.ts': 'the sender takes due mails of all firms',
  'passwords.ts': 'a person has one, whatever the firms',
  'protection.ts': 'names whose years have passed go, in all firms',
  'sessions.ts': 'a secret or token tells which firm comes in',
  'setup.ts': 'there is no firm yet',
  'snapshot.ts': 'a backup holds all of it',
  'tenants.ts': 'creates and finds firms',
  'text-messages.ts': 'the sender takes what is due of all firms, and a token of a report tells which firm it is of',
  'uploads.ts': 'what was broken off long ago goes, in all firms',
};
/** Modules that ask one thing beside the firm's own rows, and why they may. */
const besides: Record<string, string> = {
  'firm-profiles.ts': "the firm's own row among the firms",
  'trash.ts': 'bytes go when no firm has a file with them any more',
};
/** Tables that hold no firm's rows of their own. */
const shared = [
  'definitions',
  'migrations',
  'tenants',
  'write_lock',
  // A person has these before and beside being a user of a firm.
  'people',
  'login_attempts',
  'login_sessions',
  'login_throttles',
  'password_links',
  'setup_links',
];
/** SQLite's index of words: its rows go by the numbers of `document_texts`, which are a firm's. */
const wordIndex = 'document_words';

async function sources(folder: string): Promise<[file: string, text: string][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.ts'));
  return Promise.all(
    files.map(async (entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(folder, file), await readFile(file, 'utf8')] as [string, string];
    }),
  );
}

describe('no query can forget its firm', () => {
  test('only the modules at the door look across firms', async () => {
    const across = (await sources(store))
      .filter(([, text]) => /acrossTenants|transaction\(store/.test(text))
      .map(([file]) => file);
    expect(across.sort()).toEqual(Object.keys(atTheDoor).sort());
  });

  test('a scope’s raw handle is never queried by table, and raw statements name the firm', async () => {
    for (const [file, text] of await sources(store)) {
      if (file in atTheDoor || file.startsWith('migrations')) continue;
      if (!(file in besides)) expect(text, file).not.toMatch(/\.db\(/);
      else expect(text.match(/\.db\(/g), file).toHaveLength(1);
      for (const [statement] of text.matchAll(/(?:db\.raw|\brun)\(\s*(`[^`]*`|'[^']*')/g)) {
        if (statement.includes(`${wordIndex} where rowid = ?`)) continue;
        if (/\bfrom \w/.test(statement)) expect(statement, file).toMatch(/tenant_id|\$\{newest/);
      }
    }
  });

  test('there is SQL in server/store and nowhere else', async () => {
    for (const folder of ['definitions', 'workflows', 'activities', 'worker', 'widgets', 'server']) {
      for (const [file, text] of await sources(path.join(root, folder))) {
        if (folder === 'server' && file.startsWith('store/')) continue;
        expect(text, `${folder}/${file}`).not.toMatch(/from 'knex'|\.raw\(|\.whereIn\(/);
      }
    }
  });
});

describe.each(databases)('the schema on %s', (database) => {
  test('every table holds the firm in its rows, and its keys begin with it', async () => {
    const { store: fresh } = await freshStore(database);
    const db = acrossTenants(fresh);
    const list =
      database === 'sqlite'
        ? await db('sqlite_master').where({ type: 'table' }).whereNot('name', 'like', 'sqlite_%').pluck('name')
        : await db('information_schema.tables').where({ table_schema: 'public' }).pluck('table_name');
    expect(list.length).toBeGreaterThan(20);
    for (const table of list.filter((name: string) => !shared.includes(name) && !name.startsWith(wordIndex))) {
      expect(Object.keys(await db(table).columnInfo()), table).toContain('tenant_id');
    }
  });

  test('scopes see, change and take away rows of their own firm only', async () => {
    const { store: fresh } = await freshStore(database);
    const one = await demoFirm(fresh, 'Ett');
    const two = await demoFirm(fresh, 'Två');
    const [a, b] = [fresh.tenant(one.tenantId), fresh.tenant(two.tenantId)];
    expect(await a.from('clients').where({ id: two.clients.asp }).first()).toBeUndefined();
    expect(await a.from('clients').update({ name: 'Allas' })).toBe(2);
    expect(await b.from('clients').where({ name: 'Allas' })).toEqual([]);
    await a.from('memberships').del();
    expect((await b.from('memberships')).length).toBeGreaterThan(0);
    await a.insert('settings', { tenant_id: two.tenantId, client_id: '', definition_id: 'x', values: '{}' });
    expect(await b.from('settings')).toEqual([]);
  });

  test('migrating at the same time from several processes, or again, does it once', async () => {
    const { url } = await freshStore(database);
    const stores = await Promise.all([1, 2, 3].map(() => openStore(url)));
    await Promise.all(stores.map((opened) => migrate(opened)));
    expect(await acrossTenants(stores[0]!)('migrations').pluck('name')).toEqual(
      migrations.map((migration) => migration.name),
    );
    await Promise.all(stores.map((opened) => opened.close()));
  });
});

test('a database that does not open says which one and why, without its password', async () => {
  const wrong = openStore('postgres://user:hemligt@127.0.0.1:1/none');
  await expect(wrong).rejects.toThrow(/The database at 127\.0\.0\.1:1 does not open/);
  await expect(wrong).rejects.not.toThrow(/hemligt/);
});
