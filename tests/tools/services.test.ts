import { Connection } from '@temporalio/client';
import pg from 'pg';
import { expect, test } from 'vitest';
import { freshPostgresUrl } from '../support/postgres.ts';
import { temporalAddress } from '../support/temporal.ts';

test('a test run gets a Temporal server that allows time skipping', async () => {
  const connection = await Connection.connect({ address: await temporalAddress() });
  const { namespaceInfo } = await connection.workflowService.describeNamespace({ namespace: 'default' });
  expect(namespaceInfo?.name).toBe('default');
  await connection.close();
});

test('a test run gets empty PostgreSQL databases that do not see each other', async () => {
  const urls = [await freshPostgresUrl(), await freshPostgresUrl()];
  const [first, second] = urls.map((connectionString) => new pg.Client({ connectionString }));
  await first!.connect();
  await second!.connect();
  await first!.query('CREATE TABLE only_here (id int)');
  await expect(second!.query('SELECT * FROM only_here')).rejects.toThrow(/only_here/);
  await first!.end();
  await second!.end();
});
