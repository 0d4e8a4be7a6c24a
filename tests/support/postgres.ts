import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { migrate, openStore } from '../../server/store/index.ts';
import { serviceAddress } from './service.ts';

const migrated = 'arende_migrated';

/** A new, empty database in the PostgreSQL server that this test run shares; its URL. It goes away with the run. */
export function freshPostgresUrl(): Promise<string> {
  return withServer((client, urlOf) => created(client, urlOf));
}

/** A new database with Arende's tables; they are made once a run and copied. */
export function migratedPostgresUrl(): Promise<string> {
  return withServer(async (client, urlOf) => {
    // Two processes of a run may come here at once.
    await client.query('SELECT pg_advisory_lock(1)');
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [migrated]);
    if (rowCount === 0) {
      const store = await openStore(await created(client, urlOf, `${migrated}_begun`));
      await migrate(store).finally(() => store.close());
      await client.query(`ALTER DATABASE ${migrated}_begun RENAME TO ${migrated}`);
    }
    const url = await created(client, urlOf, undefined, `TEMPLATE ${migrated}`);
    await client.query('SELECT pg_advisory_unlock(1)');
    return url;
  });
}

async function created(
  client: pg.Client,
  urlOf: (database: string) => string,
  database = `test_${randomUUID().replaceAll('-', '')}`,
  how = '',
): Promise<string> {
  await client.query(`CREATE DATABASE ${database} ${how}`);
  return urlOf(database);
}

async function withServer<T>(use: (client: pg.Client, urlOf: (database: string) => string) => Promise<T>): Promise<T> {
  const url = new URL(await serviceAddress('postgres'));
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    return await use(client, (database) => new URL(`/${database}`, url).href);
  } finally {
    await client.end();
  }
}
