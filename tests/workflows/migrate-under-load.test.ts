import { WorkflowUpdateFailedError } from '@temporalio/client';
import { expect, it, onTestFinished } from 'vitest';
import type { InstanceState, LogLine } from '../../definitions/engine/types.ts';
import type { Definition } from '../../definitions/language/types.ts';
import { acrossTenants } from '../../server/store/connection.ts';
import { createMigration, migrationById, publishDefinition } from '../../server/store/index.ts';
import { createInstances } from '../../worker/starting.ts';
import { workflowIdOf } from '../../workflows/contract.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { handIn } from './support/definitions.ts';
import { openFirm } from './support/firm.ts';
import { anna, bo, openHouse, thisMonth } from './support/house.ts';
import { handInWithCheck } from './support/versions.ts';
import { workerProcess } from './support/workers.ts';

const INSTANCES = 500;
/** Of these, somebody works with every fourth meanwhile. */
const WORKED_WITH = 4;
const CLIENTS = 20;
const AT_ONCE = 15;
const MUCH_WORK_MS = 5 * PATIENCE_MS;

/** Everything begins in the state that the next version does not have. */
const before: Definition = { ...handIn, initial: 'received' };
const after: Definition = { ...handInWithCheck, initial: 'checking' };

async function eachOf<T>(items: T[], atOnce: number, work: (item: T) => Promise<unknown>): Promise<void> {
  const left = [...items];
  const one = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

it(
  '500 instances in a state that is gone are moved while people work and the worker is killed: nothing is lost or doubled',
  { timeout: 4 * MUCH_WORK_MS },
  async () => {
    const firm = await openFirm([before]);
    const { store, tenantId } = firm;
    const scope = store.tenant(tenantId);
    const house = await openHouse({ store });
    onTestFinished(async () => {
      await house.close();
      await firm.close();
    });
    const worker = await workerProcess(firm, house.taskQueue);
    const clientIds: string[] = [];
    for (let n = 0; n < CLIENTS; n += 1) clientIds.push(await firm.putClient(`client-${n}`, {}, null));
    worker.start();
    const { start } = createInstances({ store, client: house.client, taskQueue: house.taskQueue });
    const keys = Array.from({ length: INSTANCES }, (_, n) => `case-${n}`);
    const about = { tenantId, definitionId: before.id, period: thisMonth(), input: {} };
    await eachOf(keys, AT_ONCE, (key) =>
      start({ ...about, key, clientId: clientIds[Number(key.slice(5)) % CLIENTS]! }),
    );
    const rows = async (): Promise<{ id: string; key: string; state: string }[]> =>
      acrossTenants(store)('instances').orderBy('id');
    await expect.poll(async () => (await rows()).length, { timeout: MUCH_WORK_MS }).toBe(INSTANCES);

    const published = await publishDefinition(store, { tenantId: null, definition: after });
    const migrationId = await createMigration(scope, {
      definitionId: before.id,
      to: published,
      from: null,
      mapping: { states: { received: 'checking' } },
      comment: null,
      instances: (await rows()).map(({ id }) => ({ id, version: 1 })),
      by: { kind: 'user', id: 'u-bo', name: 'Bo Exempel' },
      now: new Date().toISOString(),
    });

    /** As the server does: the same key again until there is an answer. */
    const press = async (key: string, event: string, data: object) => {
      const workflowId = workflowIdOf({ tenantId, definitionId: before.id, key });
      const actor = event === 'handIn' ? anna : bo;
      for (;;) {
        try {
          return await house.act(workflowId, { event, data: data as never, actor, key: `${key}/${event}` });
        } catch (error) {
          if (error instanceof WorkflowUpdateFailedError) throw error;
        }
      }
    };
    const worked = keys.filter((_, n) => n % WORKED_WITH === 0);
    const acts = eachOf(worked, 2, async (key) => {
      await press(key, 'sendBack', {});
      await press(key, 'handIn', { complete: true });
    });
    const moved = async () => (await migrationById(scope, migrationId))!.counts.moved;
    await expect.poll(moved, { timeout: MUCH_WORK_MS, interval: 50 }).toBeGreaterThan(INSTANCES / 20);
    await worker.kill();
    expect(await moved()).toBeLessThan(INSTANCES);
    worker.start();
    await acts;
    const status = async () => (await migrationById(scope, migrationId))!.status;
    await expect.poll(status, { timeout: MUCH_WORK_MS, interval: 200 }).toBe('done');

    expect((await migrationById(scope, migrationId))!.counts).toEqual({
      planned: 0,
      moved: INSTANCES,
      refused: 0,
      skipped: 0,
      failed: 0,
    });
    let afterwards = 0;
    for (const { id, key, state } of await rows()) {
      const projected = JSON.parse(state) as InstanceState;
      expect(projected.input.definition).toMatchObject({ version: 2, hash: published.hash });
      expect(projected.activeStates).toEqual(['checking']);
      expect(projected.tasks.map(({ name }) => name)).toEqual(['review']);
      const stored = await acrossTenants(store)('history').where({ instance_id: id }).orderBy('sequence');
      const lines = stored.map(({ content }) => JSON.parse(content) as LogLine);
      const acted = worked.includes(key);
      expect(stored.map(({ sequence }) => sequence)).toEqual(lines.map((_, n) => n + 1));
      expect(lines.map(({ kind }) => kind).sort()).toEqual(
        acted ? ['act', 'act', 'migrated', 'opened'] : ['migrated', 'opened'],
      );
      expect(projected.sequence).toBe(lines.length);
      const migrated = lines.findIndex(({ kind }) => kind === 'migrated');
      if (lines.findIndex(({ event }) => event === 'handIn') > migrated) afterwards += 1;
    }
    // Everybody is told once of what was done, in the words of the version that it was done under, and nobody of the move.
    const mails = async () => {
      const items: { content: string }[] = await acrossTenants(store)('mail_items').select('content');
      const subjects = items.map(({ content }) => (JSON.parse(content) as { subject: { en: string } }).subject.en);
      const count = (subject: string) => subjects.filter((other) => other === subject).length;
      return { back: count('Sent back'), thanks: count('Thank you'), check: count('New'), all: subjects.length };
    };
    const expected = { back: worked.length, thanks: worked.length, check: afterwards };
    const all = worked.length * 2 + afterwards;
    await expect.poll(mails, { timeout: MUCH_WORK_MS }).toEqual({ ...expected, all });
  },
);
