import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive } from '../../tools/temporal/binary.ts';
import { freePort, startTemporal, type TemporalServer } from '../../tools/temporal/server.ts';

let folder: string;
const servers: TemporalServer[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'arende-temporal-'));
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.kill()));
  await rm(folder, { recursive: true, force: true });
});

async function started(): Promise<TemporalServer> {
  const server = await startTemporal({ dbFile: path.join(folder, 'temporal.sqlite') });
  servers.push(server);
  return server;
}

async function withClient<T>(server: TemporalServer, work: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address: server.address });
  try {
    return await work(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

test('a workflow that was accepted is there after the server was killed', async () => {
  const first = await started();
  await withClient(first, (client) => client.workflow.start('waits', { taskQueue: 'nobody', workflowId: 'kept' }));
  await first.kill();
  expect(isAlive(first.pid)).toBe(false);

  const second = await started();
  const { status } = await withClient(second, (client) => client.workflow.getHandle('kept').describe());
  expect(status.name).toBe('RUNNING');
  await second.stop();
  expect(isAlive(second.pid)).toBe(false);
});

test('closed workflows keep their histories for 30 days', async () => {
  const server = await started();
  const { config } = await withClient(server, (client) =>
    client.workflowService.describeNamespace({ namespace: 'default' }),
  );
  expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 86_400);
});

test('a taken port is told in a sentence', async () => {
  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  await expect(startTemporal({ port })).rejects.toThrow(`Temporal's port ${port} on 127.0.0.1 is taken`);
  other.close();
});
