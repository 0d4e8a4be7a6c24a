import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { SupervisedChild } from '../../tools/start/child.ts';
import { occupy } from '../../tools/start/place.ts';
import { isAlive } from '../../tools/temporal/binary.ts';

let folder: string;
let lines: string[];
let child: SupervisedChild | undefined;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'arende-supervisor-'));
  lines = [];
});

afterEach(async () => {
  child?.killNow();
  child = undefined;
  await rm(folder, { recursive: true, force: true });
});

/** A process that says `up`, then does what `code` says. */
async function supervised(code: string, name = 'server'): Promise<SupervisedChild> {
  const module = path.join(folder, 'main.mjs');
  await writeFile(module, code);
  const healthy = async () => lines.includes('up');
  child = new SupervisedChild({ name, module, env: process.env, healthy, onLine: (line) => lines.push(line) });
  return child;
}

const FOREVER = `console.log('up'); setInterval(() => {}, 1000);`;

describe('npm start', () => {
  test('a process that is killed is started again', async () => {
    const server = await supervised(FOREVER);
    await server.start();
    const first = server.pid!;
    process.kill(first, 'SIGKILL');
    await eventually(() => expect(lines.filter((line) => line === 'up')).toHaveLength(2));
    expect(server.pid).not.toBe(first);
    expect(lines).toContain('ended; starting again in 0.5 s');
  });

  test('a process that is told to stop stops, and is not started again', async () => {
    const server = await supervised(
      `process.on('SIGTERM', () => { console.log('bye'); process.exit(0); }); ${FOREVER}`,
    );
    await server.start();
    const pid = server.pid!;
    await server.stop();
    expect(isAlive(pid)).toBe(false);
    await eventually(() => expect(lines.at(-1)).toBe('bye'));
  });

  test('a process that cannot start ends the start with its last words', async () => {
    const server = await supervised(`console.error('ARENDE_PORT is "x"; expected a port.'); process.exit(1);`);
    await expect(server.start()).rejects.toThrow('server did not start: ARENDE_PORT is "x"; expected a port.');
  });

  test('a process goes when its supervisor is killed', async () => {
    const orphan = path.join(folder, 'orphan.mjs');
    await writeFile(orphan, `console.log('up ' + process.pid); setInterval(() => {}, 1000);`);
    const supervisor = await supervised(`
      import { SupervisedChild } from ${JSON.stringify(path.resolve('tools/start/child.ts'))};
      const child = new SupervisedChild({
        name: 'orphan', module: ${JSON.stringify(orphan)}, env: process.env,
        healthy: async () => true, onLine: (line) => console.log(line.startsWith('up') ? 'child ' + line : line),
      });
      await child.start();
      ${FOREVER}`);
    await supervisor.start();
    await eventually(() => expect(lines.some((line) => line.startsWith('child up'))).toBe(true));
    const orphanPid = Number(lines.find((line) => line.startsWith('child up'))!.split(' ')[2]);
    expect(isAlive(orphanPid)).toBe(true);
    supervisor.killNow();
    await eventually(() => expect(isAlive(orphanPid)).toBe(false));
  });

  test('a second start on the same data is refused in a sentence', async () => {
    const place = await occupy(folder);
    await writeFile(path.join(folder, 'running'), String(process.ppid));
    await expect(occupy(folder)).rejects.toThrow(/Arende runs already with the data in .* \(process \d+\)/);
    place.release();
    expect((await occupy(folder)).leftover).toBe(false);
  });

  test('a start after a killed one takes over', async () => {
    await writeFile(path.join(folder, 'running'), '999999999');
    expect((await occupy(folder)).leftover).toBe(true);
  });
});
