import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StartRequest } from '../../activities/index.ts';
import type { Definition } from '../../definitions/language/types.ts';
import { acrossTenants } from '../../server/store/connection.ts';
import { putSettings } from '../../server/store/index.ts';
import { openDue } from '../../worker/opener.ts';
import { deliverChanges } from '../../worker/rounds.ts';
import { createInstances, type Instances } from '../../worker/starting.ts';
import { handIn } from './support/definitions.ts';
import { openFirm, type Firm } from './support/firm.ts';
import { openHouse, type House } from './support/house.ts';

const monthly: Definition = {
  ...handIn,
  id: 'test-monthly',
  client: { type: 'object', properties: { services: { type: 'array', items: { type: 'string' } } } },
  settings: {
    lastDay: { title: { sv: 'Sista dag', en: 'Last day' }, schema: { type: 'integer' }, default: 5 },
    note: { title: { sv: 'Notering', en: 'Note' }, schema: { type: 'string' }, default: '' },
  },
  recurrence: {
    every: 'month',
    when: "'monthly' in client.services",
    openDaysBeforeEnd: 5,
    catchUpPeriods: 4,
  },
};

const yearly: Definition = {
  ...monthly,
  id: 'test-yearly',
  recurrence: { every: 'fiscalYear', when: "'yearly' in client.services", openDaysBeforeEnd: 5, catchUpPeriods: 1 },
};

const quarterly: Definition = {
  ...monthly,
  id: 'test-quarterly',
  recurrence: { every: 'quarter', when: "'quarterly' in client.services", openDaysBeforeEnd: 5, catchUpPeriods: 4 },
};

let firm: Firm;
let house: House;
let instances: Instances;
beforeEach(async () => {
  firm = await openFirm([monthly, yearly, quarterly]);
  house = await openHouse({ store: firm.store });
  instances = createInstances({ store: firm.store, client: house.client, taskQueue: house.taskQueue });
});
afterEach(async () => {
  await house.close();
  await firm.close();
});

const now = '2026-11-26T09:00:00.000Z';
const round = (more: Partial<Parameters<typeof openDue>[0]> = {}) =>
  openDue({ store: firm.store, start: instances.start, now, perSecond: 1000, ...more });
/** What Temporal has been asked to start, in order. */
async function openInstances(): Promise<string[]> {
  const rows = await acrossTenants(firm.store)('instances').orderBy('period_id').select('client_id', 'period_id');
  return rows.map((row) => `${nameOf(row.client_id)} ${row.period_id}`);
}
const nameOf = (id: string) => Object.entries(firm.clients).find(([, clientId]) => clientId === id)?.[0];

describe('opening what recurs', () => {
  it('B-08: opens per client from its start month on, for those who have the service, a few days ahead', async () => {
    await firm.putClient('asp', { services: ['monthly'] }, '2026-10');
    await firm.putClient('bjork', { services: [] }, '2026-10');
    await firm.putClient('ceder', { services: ['monthly'] }, '2026-12');
    await house.running(async () => {
      expect(await round()).toEqual({ opened: 2, failed: 0 });
      await expect.poll(openInstances).toEqual(['asp 2026-10', 'asp 2026-11']);
      expect(await round()).toEqual({ opened: 0, failed: 0 });
    });
  });

  it('B-08: a service that a client takes later begins with its newest period, not with the start of the cooperation', async () => {
    await firm.putClient('asp', { services: ['monthly'] }, '2026-08');
    const asked: string[] = [];
    const start = async ({ definitionId, period }: StartRequest) => void asked.push(`${definitionId} ${period!.id}`);
    await round({ start });
    expect(asked).toHaveLength(4);
    asked.splice(0);
    await firm.putClient('asp', { services: ['monthly', 'quarterly'] }, '2026-08');
    await firm.putClient('bjork', { services: ['quarterly'] }, '2026-01');
    const taken = () => asked.filter((line) => line.startsWith('test-quarterly'));
    await round({ start, now: '2027-01-26T09:00:00.000Z' });
    expect(taken()).toEqual([
      'test-quarterly 2026-Q1',
      'test-quarterly 2026-Q2',
      'test-quarterly 2026-Q3',
      'test-quarterly 2026-Q4',
      'test-quarterly 2026-Q4',
    ]);
    asked.splice(0);
    await round({ start, now: '2027-03-28T09:00:00.000Z' });
    expect(taken().filter((line) => line.endsWith('2027-Q1'))).toHaveLength(2);
  });

  it('after a stand-still: at most so many periods back, the oldest first, not faster than allowed', async () => {
    for (const name of ['asp', 'bjork', 'ceder']) await firm.putClient(name, { services: ['monthly'] }, '2024-01');
    const asked: string[] = [];
    const start = async ({ clientId, period }: StartRequest) => void asked.push(`${period!.id} ${clientId}`);
    const before = Date.now();
    expect(await round({ start, perSecond: 50 })).toEqual({ opened: 12, failed: 0 });
    expect(Date.now() - before).toBeGreaterThan(200);
    expect(asked.map((line) => line.slice(0, 7))).toEqual(
      ['2026-08', '2026-09', '2026-10', '2026-11'].flatMap((month) => [month, month, month]),
    );
  });

  it('two openers at once never open a period twice', async () => {
    for (const name of ['asp', 'bjork']) await firm.putClient(name, { services: ['monthly'] }, '2026-09');
    await house.running(async () => {
      const second = createInstances({ store: firm.store, client: house.client, taskQueue: house.taskQueue });
      await Promise.all([round(), round({ start: second.start }), round()]);
      await expect.poll(async () => (await openInstances()).length).toBe(6);
    });
    const started = await house.client.workflow.count(`TaskQueue = '${house.taskQueue}'`);
    expect(started.count).toBe(6);
    expect((await acrossTenants(firm.store)('openings').count('* as n').first())?.n).toBe(6);
  });

  it('what was claimed by one who died before it started is started by the next round', async () => {
    await firm.putClient('asp', { services: ['monthly'] }, '2026-11');
    const dying = createInstances({
      store: firm.store,
      client: { workflow: { start: () => Promise.reject(new Error('killed')) } } as never,
      taskQueue: house.taskQueue,
    });
    const errors: string[] = [];
    const onError = (_: object, error: unknown) => void errors.push((error as Error).message);
    expect(await round({ start: dying.start, onError })).toEqual({ opened: 0, failed: 1 });
    expect(errors).toEqual(['killed']);
    await house.running(async () => {
      expect(await round()).toEqual({ opened: 1, failed: 0 });
      await expect.poll(openInstances).toEqual(['asp 2026-11']);
    });
  });

  it('one client with a property that makes no sense keeps nobody else waiting', async () => {
    await firm.putClient('asp', { services: ['yearly'], fiscalYearEnd: '02-31' }, '2024-01');
    await firm.putClient('bjork', { services: ['yearly'], fiscalYearEnd: '06-30' }, '2024-01');
    const asked: (string | null)[] = [];
    const errors: object[] = [];
    const start = async ({ clientId }: StartRequest) => void asked.push(clientId);
    await round({ start, onError: (about) => void errors.push(about) });
    expect(asked).toEqual([firm.clients['bjork']]);
    expect(errors).toMatchObject([{ clientId: firm.clients['asp'] }]);
  });

  it('settings come with their origin: client, else firm; a later change reaches the running instance', async () => {
    const clientId = await firm.putClient('asp', { services: ['monthly'] }, '2026-11');
    const scope = firm.store.tenant(firm.tenantId);
    const of = { definitionId: monthly.id };
    await putSettings(scope, { ...of, clientId: null, values: { lastDay: 7, note: 'firm' } });
    await putSettings(scope, { ...of, clientId, values: { lastDay: 12 } });
    await house.running(async () => {
      await round();
      await expect.poll(async () => (await openInstances()).length).toBe(1);
      const settings = async () => {
        const row = await acrossTenants(firm.store)('instances').first('state');
        return JSON.parse(row.state).input.settings;
      };
      expect(await settings()).toEqual({
        lastDay: { value: 12, origin: 'client' },
        note: { value: 'firm', origin: 'firm' },
      });
      await putSettings(scope, { ...of, clientId, values: { lastDay: 20 } });
      await firm.putClient('asp', { services: ['monthly'] }, '2026-11');
      await deliverChanges(firm.store, instances);
      await expect.poll(async () => (await settings()).lastDay).toEqual({ value: 20, origin: 'client' });
    });
  });
});
