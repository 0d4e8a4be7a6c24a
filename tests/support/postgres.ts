import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { serviceAddress } from './service.ts';

/** A new, empty database in the PostgreSQL server that this test run shares; its URL. It goes away with the run. */
export async function freshPostgresUrl(): Promise<string> {
  const url = new URL(await serviceAddress('postgres'));
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  const database = `test_${randomUUID().replaceAll('-', '')}`;
  await client.query(`CREATE DATABASE ${database}`);
  await client.end();
  url.pathname = `/${database}`;
  return url.href;
}
