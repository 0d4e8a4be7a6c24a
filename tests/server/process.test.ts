import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { onTestFinished, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { openStore, tenantOfKey } from '../../server/store/index.ts';
import { testServer } from './support/server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tsx = path.join(root, 'node_modules/.bin/tsx');

async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), 'arende-process-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

const environment = (dataDir: string, more: Record<string, string> = {}) => ({
  PATH: process.env.PATH ?? '',
  HOME: dataDir,
  ARENDE_DATA_DIR: dataDir,
  TEMPORAL_ADDRESS: '127.0.0.1:9',
  ...more,
});

test('the widgets are served for foreign pages: types, caching, compression, and nothing beside them', async () => {
  const server = await testServer('sqlite');
  await writeFile(path.join(server.folder, 'loader.js'), 'export {};\n'.repeat(1000));
  await mkdir(path.join(server.folder, 'chunks'));
  await writeFile(path.join(server.folder, 'chunks', 'inbox-ABC123.js'), 'export {};');
  await writeFile(path.join(server.folder, '.hidden.js'), 'secret');
  const loader = await fetch(`${server.server.address}/arende/v1/loader.js`, {
    headers: { Origin: 'https://any.example' },
  });
  expect(loader.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(loader.headers.get('access-control-allow-origin')).toBe('*');
  expect(loader.headers.get('access-control-allow-credentials')).toBeNull();
  expect(loader.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  expect(loader.headers.get('cache-control')).toBe('public, max-age=300');
  expect(loader.headers.get('content-encoding')).toBe('gzip');
  expect(await loader.text()).toContain('export {};');
  const again = await fetch(loader.url, {
    headers: { 'If-None-Match': loader.headers.get('etag')!, 'Cache-Control': 'max-age=0' },
  });
  expect(again.status).toBe(304);
  const chunk = await fetch(`${server.server.address}/arende/v1/chunks/inbox-ABC123.js`);
  expect(chunk.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  for (const hidden of [
    'arende.sqlite',
    '.hidden.js',
    '..%2farende.sqlite',
    'chunks',
    '',
    'chunks/../loader.js%00',
    'none.js',
  ]) {
    expect((await server.fetch('GET', `/arende/v1/${hidden}`)).status, hidden).toBe(404);
  }
});

test('the admin commands create a firm, rotate its key and publish what is shipped, and say how they are used', async () => {
  const dataDir = await folder();
  const admin = (...args: string[]) =>
    promisify(execFile)(tsx, ['server/admin.ts', ...args], { cwd: root, env: environment(dataDir) });
  const { stdout } = await admin('create-tenant', 'Demo Redovisning AB');
  const [, tenantId] = /^tenant (\w+)$/m.exec(stdout)!;
  const [, secretKey] = /^secret key (\S+)$/m.exec(stdout)!;
  const rotated = (await admin('rotate-key', tenantId!, '0')).stdout;
  const [, newKey] = /^secret key (\S+)$/m.exec(rotated)!;
  const published = (await admin('publish-definitions')).stdout;
  expect(published).toMatch(/^period-bookkeeping version 1, new$/m);
  expect((await admin('publish-definitions')).stdout).toMatch(/^period-bookkeeping version 1$/m);
  const store = await openStore(path.join(dataDir, 'arende.sqlite'));
  const later = new Date(Date.now() + 1000).toISOString();
  expect(await tenantOfKey(store, secretKey!, later)).toBeNull();
  expect((await tenantOfKey(store, newKey!, later))?.tenantId).toBe(tenantId);
  await store.close();
  await expect(admin()).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('Usage') });
  await expect(admin('rotate-key', 'nobody')).rejects.toMatchObject({ code: 1, stderr: 'There is no firm nobody.\n' });
});

test('the server starts without Temporal, says which port is taken, and stops at SIGTERM', async () => {
  const dataDir = await folder();
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  const { port } = blocker.address() as { port: number };
  const env = environment(dataDir, { ARENDE_PORT: String(port) });
  const taken = promisify(execFile)(tsx, ['server/main.ts'], { cwd: root, env });
  await expect(taken).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`Port ${port} is taken. Set ARENDE_PORT`),
  });
  blocker.close();
  const server = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], { cwd: root, env, stdio: 'ignore' });
  const exited = once(server, 'exit');
  onTestFinished(() => void server.kill('SIGKILL'));
  const ask = (address: string) => fetch(`http://127.0.0.1:${port}${address}`);
  await eventually(async () => expect((await ask('/healthz')).status).toBe(200));
  expect((await ask('/readyz')).status).toBe(503);
  server.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});

test('a server that stops lets the requests finish that are under way', async () => {
  const server = await testServer('sqlite');
  const page = await server.page('anna');
  const root = (await page.get('/v1/documents/roots')).json.items[0].folder.id;
  let finish = () => {};
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('first '));
      finish = () => {
        controller.enqueue(new TextEncoder().encode('second'));
        controller.close();
      };
    },
  });
  const upload = page.upload(root, 'slow.txt', body);
  const { readdir } = await import('node:fs/promises');
  await eventually(async () => expect(await readdir(path.join(server.folder, 'files', 'incoming'))).toHaveLength(1));
  const stopped = server.server.stop(3_600_000);
  await expect(page.get('/v1/me')).rejects.toThrow();
  finish();
  expect((await upload).status).toBe(201);
  await stopped;
});
