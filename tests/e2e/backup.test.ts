import { randomUUID } from 'node:crypto';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { expect, onTestFinished, test } from 'vitest';
import type { InstanceState } from '../../definitions/index.ts';
import { backend, Visitor } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { openHouse, type House } from '../support/house.ts';
import { workflowIdsOf } from '../support/look.ts';

const INSTANCES = 40;

async function command(name: 'backup' | 'restore', folder: string, dataDir: string) {
  const args = ['--import', 'tsx', 'tools/backup/main.ts', name, folder];
  const env = { ...process.env, ARENDE_DATA_DIR: dataDir, DATABASE_URL: '', TEMPORAL_CONFIG_FILE: '/dev/null' };
  return promisify(execFile)(process.execPath, args, { env }).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: { code: number; stderr: string }) => ({ code: error.code, said: error.stderr }),
  );
}

/** Every case as Temporal has it, beside what the records say of it. */
async function compared(house: House, tenantId: string) {
  const connection = await Connection.connect({ address: house.temporalAddress });
  try {
    const client = new Client({ connection });
    const cases = await workflowIdsOf(house.store, tenantId);
    return await Promise.all(
      cases.map(async ({ workflowId, stored, historySequences }) => {
        const { sequence } = await client.workflow.getHandle(workflowId).query<InstanceState>('state');
        return {
          id: stored.input.instanceId,
          workflow: sequence,
          records: stored.sequence,
          lines: historySequences.at(-1),
        };
      }),
    );
  } finally {
    await connection.close();
  }
}

test('a backup that is taken while people work is whole, and what is restored from it goes on', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'arende-backup-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [kept, restored] = [path.join(folder, 'kept'), path.join(folder, 'restored')];
  const before: string[] = [];
  const started: string[] = [];
  let secretKey = '';
  let tenantId = '';
  const house = await openHouse({ env: { ARENDE_RATE_LIMIT: '100000' } });
  try {
    ({ secretKey, tenantId } = house);
    const put = backend(house.url, secretKey);
    const definition = JSON.parse(await readFile('tools/bench/definition.json', 'utf8')) as object;
    await put('PUT', '/v1/definitions/bench', definition);
    await put('PUT', '/v1/clients/c', { name: 'Demoföretaget AB' });
    await put('PUT', '/v1/users/u', { name: 'Kund', email: 'kund@client.example', role: 'client', clients: ['c'] });
    const visitor = new Visitor(house.url, secretKey, 'u');
    let backedUp = false;
    const work = async (n: number) => {
      const body = { definition: 'bench', client: 'c', input: { name: `case ${n}` } };
      // On a busy machine an answer may not come in time; asked for again with the same key it does.
      const id = await eventually(async () => {
        const { status, body: made } = await put('POST', '/v1/instances', body);
        expect(status).toBeLessThan(300);
        return made.id as string;
      });
      started.push(id);
      while (!backedUp) {
        const key = randomUUID();
        await eventually(async () => expect((await visitor.act(id, { event: 'TOUCH' }, key)).status).toBe(200));
      }
    };
    const working = Promise.all(Array.from({ length: INSTANCES }, (_, n) => work(n)));
    await expect.poll(() => started.length).toBe(INSTANCES);
    before.push(...started);
    const taken = await command('backup', kept, house.folder);
    backedUp = true;
    await working;
    expect(taken).toMatchObject({ code: 0, said: expect.stringContaining('the running cases') });
  } finally {
    await house.close();
  }

  expect((await command('backup', kept, house.folder)).said).toContain('is not empty');
  expect(await command('restore', kept, restored)).toMatchObject({ code: 0 });
  expect(await command('restore', kept, restored)).toMatchObject({
    code: 1,
    said: expect.stringContaining('there already'),
  });

  const again = await openHouse({ folder: restored, env: { ARENDE_RATE_LIMIT: '100000' } });
  try {
    const cases = await compared(again, tenantId);
    expect(cases.map(({ id }) => id).sort()).toEqual(before.toSorted());
    const apart = cases.filter(({ workflow, records, lines }) => workflow !== records || lines !== records);
    expect(apart).toEqual([]);
    const visitor = new Visitor(again.url, secretKey, 'u');
    for (const id of before) {
      const { body } = await visitor.act(id, { event: 'SUBMIT', data: { documents: true } });
      expect(body.instance.done).toBe(true);
    }
  } finally {
    await again.close();
  }
});

test('a backup that was changed, or is none, restores nothing', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'arende-backup-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const to = path.join(folder, 'to');
  expect((await command('restore', folder, to)).said).toContain('no whole backup');
  await writeFile(path.join(folder, 'arende.sqlite'), 'changed');
  const manifest = { format: 1, at: '2026-11-01T00:00:00.000Z', hashes: { 'arende.sqlite': 'x' }, fileCount: 0 };
  await writeFile(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
  expect((await command('restore', folder, to)).said).toContain('Nothing was restored');
});
