import { readFileSync } from 'node:fs';
import type { InstanceInput } from '../../../definitions/engine/types.ts';
import type { Definition } from '../../../definitions/language/types.ts';
import { workflowIdOf, type ActAnswer, type MigrateArgs, type MigrateRequest } from '../../../workflows/contract.ts';
import { handIn, relay } from './definitions.ts';
import { DAY_MS, anna, bo, type House } from './house.ts';
import { skip, startSkipping } from './skipping.ts';
import { handInWithCheck } from './versions.ts';

export interface Scenario {
  name: string;
  definition: Definition;
  input?: Partial<InstanceInput>;
  historyLimit?: number;
  /** Other versions that it comes to run on. */
  others?: Definition[];
  /** What happens to the instance; it may have ended or still be open afterwards. */
  play(house: House, workflowId: string): Promise<void>;
}

const shipped = (id: string): Definition =>
  JSON.parse(readFileSync(new URL(`../../../definitions/library/${id}/definition.json`, import.meta.url), 'utf8'));

/** Starts a scenario's instance on a clock that skips, and plays it to its end. */
export async function play(house: House, scenario: Scenario): Promise<string> {
  const { definition, historyLimit } = scenario;
  const input = house.input(definition, scenario.input);
  const workflowId = workflowIdOf({ ...input, definitionId: definition.id });
  await startSkipping(house.client, {
    taskQueue: house.taskQueue,
    workflowId,
    args: [input, { $definition: input.definition.hash }, null, historyLimit],
  });
  await scenario.play(house, workflowId);
  return workflowId;
}

const papers = { documents: true, statements: true, comment: 'Kvitton för bensin saknas.' };

export const scenarios: Scenario[] = [
  {
    name: 'period-bookkeeping-month',
    definition: shipped('period-bookkeeping'),
    input: { client: { id: 'c-demo', name: 'Demo AB', services: ['bookkeeping'], fiscalYearEnd: '12-31' } },
    play: async (house, workflowId) => {
      await skip(house.client, workflowId, 25 * DAY_MS);
      await house.act(workflowId, { event: 'SUBMIT', data: papers });
      await house.act(workflowId, { event: 'REOPEN', data: { reason: 'Kontoutdraget saknas.' }, actor: bo });
      await skip(house.client, workflowId, 4 * DAY_MS);
      await house.act(workflowId, { event: 'SUBMIT', data: papers });
      await house.act(workflowId, { event: 'START', actor: bo });
      await house.act(workflowId, { event: 'INCOMPLETE', actor: bo });
      await house.act(workflowId, { event: 'FINISH', actor: bo });
      await skip(house.client, workflowId, 31 * DAY_MS);
    },
  },
  {
    name: 'period-payroll-month',
    definition: shipped('period-payroll'),
    input: { client: { id: 'c-demo', name: 'Demo AB', services: ['payroll'], largeVatBase: false } },
    play: async (house, workflowId) => {
      await house.act(workflowId, { event: 'START', actor: bo });
      await house.act(workflowId, { event: 'LATE', actor: bo });
      await house.act(workflowId, { event: 'FINISH', actor: bo });
      await skip(house.client, workflowId, 31 * DAY_MS);
    },
  },
  {
    name: 'hand-in-settings-and-moved-deadline',
    definition: handIn,
    play: async (house, workflowId) => {
      const handle = house.client.workflow.getHandle(workflowId);
      const { dueDate } = (await house.state(workflowId)).deadlines['last']!;
      const later = new Date(Date.parse(dueDate) + 10 * DAY_MS).toISOString().slice(0, 10);
      await handle.signal('change', { kind: 'change', movedDeadlines: { last: later } });
      await handle.signal('change', { kind: 'change', client: { id: 'c-demo', name: 'Demo Två AB' } }, 'change/1');
      await handle.signal('change', { kind: 'change', client: { id: 'c-demo', name: 'Demo Två AB' } }, 'change/1');
      await skip(house.client, workflowId, 40 * DAY_MS);
      await house.act(workflowId, { event: 'handIn', data: { complete: true } });
    },
  },
  {
    name: 'hand-in-continued-as-new',
    definition: handIn,
    historyLimit: 40,
    play: async (house, workflowId) => {
      for (let round = 0; round < 6; round += 1) {
        await house.act(workflowId, { event: 'handIn', data: { complete: true }, key: `in/${round}` });
        await house.act(workflowId, { event: 'sendBack', actor: bo, key: `back/${round}` });
      }
      await house.act(workflowId, { event: 'handIn', data: { complete: true }, key: 'in/0' });
    },
  },
  {
    name: 'hand-in-migrated',
    definition: handIn,
    others: [handInWithCheck],
    historyLimit: 40,
    play: async (house, workflowId) => {
      await house.act(workflowId, { event: 'handIn', data: { complete: true } });
      const hash = house.input(handInWithCheck).definition.hash;
      const mapping = { states: { received: 'checking' } };
      const request: MigrateRequest = { version: 2, mapping, actor: null, key: 'migration/1' };
      const args: MigrateArgs = [request, { $definition: hash }];
      const handle = house.client.workflow.getHandle(workflowId);
      await handle.executeUpdate<ActAnswer, MigrateArgs>('migrate', { args });
      for (let round = 0; round < 4; round += 1) {
        await house.act(workflowId, { event: 'sendBack', actor: bo, key: `back/${round}` });
        await house.act(workflowId, { event: 'handIn', data: { complete: true }, key: `in/${round}` });
      }
      await handle.executeUpdate<ActAnswer, MigrateArgs>('migrate', { args });
      await house.act(workflowId, { event: 'approve', actor: bo });
      await handle.result();
    },
  },
  {
    name: 'relay-all-effects',
    definition: relay,
    play: async (house, workflowId) => {
      const handle = house.client.workflow.getHandle(workflowId);
      await handle.signal('system', { kind: 'system', type: 'nudge', data: {} }, 'other/1/0');
      await house.act(workflowId, { event: 'begin', data: { what: 'pay' }, actor: anna });
      await handle.result();
    },
  },
];
