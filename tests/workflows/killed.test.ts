import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { expect, it, onTestFinished } from 'vitest';
import type { Actor, InstanceState } from '../../definitions/engine/types.ts';
import type { Definition } from '../../definitions/language/types.ts';
import { acrossTenants } from '../../server/store/connection.ts';
import { workflowIdOf } from '../../workflows/contract.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { handIn } from './support/definitions.ts';
import { openFirm } from './support/firm.ts';
import { bo, openHouse } from './support/house.ts';
import { workerProcess } from './support/workers.ts';

const monthly: Definition = {
  ...handIn,
  recurrence: { every: 'month', when: 'true', openDaysBeforeEnd: 40, catchUpPeriods: 1 },
};

const INSTANCES = 12;
const ROUNDS = 3;
const SECOND = 1000;
const MUCH_WORK_MS = 5 * PATIENCE_MS;

it(
  'a worker that is killed at any moment loses nothing and does nothing twice',
  { timeout: 4 * MUCH_WORK_MS },
  async () => {
    const seed = Date.now() % 100_000;
    console.info(`seed ${seed}`);
    const random = randomFrom(seed);
    const firm = await openFirm([monthly]);
    const house = await openHouse({ store: firm.store });
    onTestFinished(async () => {
      await house.close();
      await firm.close();
    });
    const worker = await workerProcess(firm, house.taskQueue);

    const instances = acrossTenants(firm.store)('instances');
    for (let n = 0; n < INSTANCES; n += 1) await firm.putClient(`client-${n}`, {}, null);
    worker.start();
    await sleep(random() * 8 * SECOND);
    await worker.kill();
    worker.start();
    const rows = async (): Promise<{ id: string; key: string; state: string }[]> => instances.clone().orderBy('id');
    await expect.poll(async () => (await rows()).length, { timeout: MUCH_WORK_MS }).toBe(INSTANCES);

    /** As the server does: the same key again until there is an answer. */
    const press = async (workflowId: string, event: string, data: object, actor: Actor, key: string) => {
      for (;;) {
        try {
          return await house.act(workflowId, { event, data: data as never, actor, key });
        } catch (error) {
          if (error instanceof WorkflowUpdateFailedError) throw error;
          await sleep(100);
        }
      }
    };
    const client: Actor = { userId: 'u', name: 'Anna Exempel', groups: ['client'] };
    const ids = (await rows()).map(({ key }) =>
      workflowIdOf({ tenantId: firm.tenantId, definitionId: monthly.id, key }),
    );
    for (let round = 0; round < ROUNDS; round += 1) {
      const acts = ids.map(async (workflowId) => {
        await sleep(random() * SECOND);
        await press(workflowId, 'handIn', { complete: true }, client, `${workflowId}/in/${round}`);
        await press(workflowId, 'sendBack', {}, bo, `${workflowId}/back/${round}`);
      });
      await sleep(random() * 2 * SECOND);
      await worker.kill();
      worker.start();
      await Promise.all(acts);
    }

    const expectedItems = INSTANCES * ROUNDS * 2;
    const items = async () => (await acrossTenants(firm.store)('mail_items').count('* as n').first())?.n;
    await expect.poll(items, { timeout: MUCH_WORK_MS }).toBe(expectedItems);
    for (const { key, state } of await rows()) {
      const projected = JSON.parse(state) as InstanceState;
      const workflowId = workflowIdOf({ tenantId: firm.tenantId, definitionId: monthly.id, key });
      expect(projected).toEqual(await house.state(workflowId));
      expect(projected.sequence).toBe(1 + ROUNDS * 2);
      const lines = await acrossTenants(firm.store)('history').where({ instance_id: projected.input.instanceId });
      expect(lines).toHaveLength(projected.sequence);
      expect(await acrossTenants(firm.store)('tasks').where({ instance_id: projected.input.instanceId })).toHaveLength(
        1,
      );
    }
    expect(await items()).toBe(expectedItems);
  },
);

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
