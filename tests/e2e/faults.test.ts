import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InstanceState } from '../../definitions/index.ts';
import { backend, Visitor, type Answer } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { openHouse, type House, type Part } from '../support/house.ts';
import { workflowIdsOf, storedInstances, storedMailReasons, storedTaskCount } from '../support/look.ts';

/*
 * 200 instances go through their month while worker, server and Temporal are killed at random points. Every act is
 * sent with an idempotency key until it is answered or refused, as a widget does. Then everything is counted.
 * FAULT_SEED repeats a run's order of kills and pauses.
 */
const SEED = Number(process.env.FAULT_SEED ?? randomInt(1_000_000));
const CLIENTS = 20;
const PERIODS = 10;
const INSTANCES = CLIENTS * PERIODS;
const AT_A_TIME = 40;
/** So many of each in a random order, spread at random over the work; what is left runs through. */
const KILLS_EACH = 3;
/** Everything opened and every act answered; a kill comes when a random part of that is done. */
const WORK = INSTANCES * 6;
const LIMIT_MS = 600_000;

/** mulberry32: small, seeded, good enough to choose whom to kill. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A month opens five days before its end: from that day on it is the newest of the periods. */
const startMonth = (): string => {
  const soon = new Date(Date.now() + 6 * 86_400_000);
  return new Date(Date.UTC(soon.getUTCFullYear(), soon.getUTCMonth() - PERIODS, 1)).toISOString().slice(0, 7);
};

describe('killed processes', () => {
  let house: House;
  beforeAll(async () => {
    console.log(`fault seed ${SEED} (repeat with FAULT_SEED=${SEED})`);
    house = await openHouse();
    const put = backend(house.url, house.secretKey);
    await put('PUT', '/v1/users/anna', {
      name: 'Anna Exempel',
      email: 'anna@firm.example',
      role: 'consultant',
    });
    for (let i = 0; i < CLIENTS; i += 1) {
      const client = {
        name: `Demoföretaget ${i}`,
        properties: { services: ['bookkeeping'] },
        responsible: 'anna',
        startMonth: startMonth(),
      };
      expect((await put('PUT', `/v1/clients/c${i}`, client)).status).toBeLessThan(300);
      const user = { name: `Kund ${i}`, email: `kund${i}@client.example`, role: 'client', clients: [`c${i}`] };
      expect((await put('PUT', `/v1/users/u${i}`, user)).status).toBeLessThan(300);
    }
  });
  afterAll(async () => {
    await house?.close();
  });

  it(
    'lose nothing, double nothing and leave the read models equal to the histories',
    { timeout: 2 * LIMIT_MS },
    async () => {
      const random = seeded(SEED);
      const deadline = Date.now() + LIMIT_MS;
      const done = { opened: 0, acts: 0 };
      const victims = (['worker', 'server', 'temporal'] as Part[])
        .flatMap((part) => Array.from({ length: KILLS_EACH }, () => ({ part, order: random() })))
        .sort((a, b) => a.order - b.order)
        .map(({ part }) => part);
      const moments = victims.map(() => random() * WORK).toSorted((a, b) => a - b);
      const killer = (async () => {
        for (const [index, part] of victims.entries()) {
          await until(deadline, async () => done.opened + done.acts >= moments[index]! || null);
          await house.kill(part, random() * 1_000);
        }
      })();

      // The opener opens them all by itself, while it is being killed.
      const opened = await until(deadline, async () => {
        const rows = await storedInstances(house.store, house.tenantId);
        done.opened = rows.length;
        return rows.length >= INSTANCES ? rows : null;
      });
      expect(opened).toHaveLength(INSTANCES);

      const anna = new Visitor(house.url, house.secretKey, 'anna');
      const clients = Array.from({ length: CLIENTS }, (_, i) => new Visitor(house.url, house.secretKey, `u${i}`));
      const refusals: string[] = [];
      let returned = 0;
      const month = async ({ id, externalClientId }: (typeof opened)[number], index: number) => {
        const client = clients[Number(externalClientId.slice(1))]!;
        const handIn = { event: 'SUBMIT', data: { documents: true, statements: true } };
        const act = async (who: Visitor, body: Parameters<Visitor['act']>[1]) => {
          const answer = await persist(deadline, who, id, body);
          done.acts += 1;
          if (answer.status !== 200)
            refusals.push(`${id} ${body.event} ${answer.status} ${JSON.stringify(answer.body)}`);
        };
        await act(client, handIn);
        await act(anna, { event: 'START' });
        if (index % 3 === 0) {
          returned += 1;
          await act(anna, { event: 'REOPEN', data: { reason: `Kvitto ${index} saknas` } });
          await act(client, handIn);
          await act(anna, { event: 'START' });
        }
        await act(anna, { event: 'FINISH' });
        await act(anna, { event: 'NO_REPORTS' });
      };
      await each(opened, month);

      await killer;
      await house.healthy();

      // Every act was answered: each was allowed when it was sent, so a refusal would be an act that ran twice.
      expect(refusals).toEqual([]);

      const rows = await storedInstances(house.store, house.tenantId);
      expect(rows).toHaveLength(INSTANCES);
      expect(rows.filter((row) => row.status !== 'done')).toEqual([]);
      // Nobody has anything left to do: no task was lost on the way, none stands there twice.
      expect(await storedTaskCount(house.store, house.tenantId)).toBe(0);

      // The truth is in the histories: ask each workflow and compare it with what stands in SQL.
      const connection = await Connection.connect({ address: house.temporalAddress });
      const temporal = new Client({ connection });
      const different: string[] = [];
      await each(await workflowIdsOf(house.store, house.tenantId), async ({ workflowId, stored, historySequences }) => {
        const truth = await eventually(() => temporal.workflow.getHandle(workflowId).query<InstanceState>('state'));
        if (JSON.stringify(truth) !== JSON.stringify(stored)) different.push(workflowId);
        // Each step left its line once: sequences 1 … n without a gap.
        expect(historySequences).toEqual(Array.from({ length: truth.sequence }, (_, i) => i + 1));
      });
      await connection.close();
      expect(different).toEqual([]);

      // One mail for each return, whatever was killed while it was sent: a resend carries the same Message-ID.
      const reasons = await until(deadline, async () => {
        const sent = await storedMailReasons(house.store, house.tenantId);
        return sent.length >= returned && sent.every(({ status }) => status === 'sent') ? sent : null;
      });
      const returns = house.mailbox.letters.filter(({ subject }) => /kompletteras|completed/.test(subject));
      const byReason = new Map<string, Set<string>>();
      for (const { text, messageId } of returns) {
        const reason = /Kvitto \d+ saknas/.exec(text)?.[0] ?? text;
        byReason.set(reason, (byReason.get(reason) ?? new Set()).add(messageId));
      }
      expect(byReason.size).toBe(returned);
      expect([...byReason.values()].filter((ids) => ids.size !== 1)).toEqual([]);
      expect(new Set(reasons.map(({ key }) => key)).size).toBe(reasons.length);
    },
  );
});

async function each<T>(items: T[], work: (item: T, index: number) => Promise<void>): Promise<void> {
  const left = items.entries();
  const lane = async () => {
    for (const [index, item] of left) await work(item, index);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, lane));
}

/** Sends an act with one key until somebody answers; 503 and a dead connection mean that nobody did. */
async function persist(
  deadline: number,
  who: Visitor,
  instanceId: string,
  body: Parameters<Visitor['act']>[1],
): Promise<Answer> {
  const key = randomUUID();
  return until(deadline, async () => {
    const answer = await who.act(instanceId, body, key).catch(() => null);
    return answer && answer.status < 500 && answer.status !== 429 ? answer : null;
  });
}

async function until<T>(deadline: number, look: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > deadline) throw new Error('The month did not get through in time.');
    await sleep(100);
  }
}
