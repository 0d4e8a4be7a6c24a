import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import path from 'node:path';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { isAlive } from '../../tools/temporal/binary.ts';
import { type NpmStart, startArende } from '../support/npm-start.ts';

const PARTS = ['temporal', 'server', 'worker', 'demo'] as const;
let dataDir: string;
let arende: NpmStart;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'arende-npm-start-'));
  arende = await startArende({ dataDir });
});

afterAll(async () => {
  await arende?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** What the demo firm's backend sees with its key: how many clients it has. */
async function key(): Promise<string> {
  return JSON.parse(await readFile(path.join(dataDir, 'demo.json'), 'utf8')).secretKey;
}

describe('npm start', () => {
  test('all addresses that it prints answer', async () => {
    const urls = arende.output().match(/(?<=│ .*)https?:\/\/\S+/g) ?? [];
    expect(urls.length).toBeGreaterThanOrEqual(5);
    for (const url of urls) expect((await fetch(url)).status, url).toBe(200);
  });

  test('the API key stays out of what is printed', async () => {
    expect(arende.output()).not.toContain(await key());
  });

  test.each(PARTS)('%s comes back after it was killed', async (part) => {
    const before = arende.pidOf(part);
    process.kill(before, 'SIGKILL');
    await eventually(() => expect(arende.pidOf(part)).not.toBe(before));
    await eventually(async () => expect((await fetch(`${arende.serverUrl}/healthz`)).status).toBe(200));
    await eventually(async () => expect((await fetch(arende.siteUrl)).status).toBe(200));
  });

  test('a second start on the same data, or on a taken port, is refused in a sentence', async () => {
    await expect(startArende({ dataDir })).rejects.toThrow(/Arende runs already with the data in .* \(process \d+\)/);
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    await expect(startArende({ env: { ARENDE_PORT: String(port) } })).rejects.toThrow(
      `The port of the server (ARENDE_PORT), ${port} on 127.0.0.1 is taken by another program`,
    );
    other.close();
  });

  test('a wrong setting is told in a sentence', async () => {
    await expect(startArende({ env: { SMTP_URL: 'mail.example' } })).rejects.toThrow(/SMTP_URL is "mail.example"/);
  });

  test('Ctrl-C stops all of it, and the next start goes on from there', async () => {
    const pids = PARTS.map((part) => arende.pidOf(part));
    const secretKey = await key();
    expect(await arende.stop()).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);

    arende = await startArende({ dataDir });
    expect(await key()).toBe(secretKey);
  });
});
