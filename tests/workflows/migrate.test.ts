import { randomUUID } from 'node:crypto';
import { WorkflowUpdateFailedError, type WorkflowHandle } from '@temporalio/client';
import type { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitionHash } from '../../definitions/index.ts';
import type { Definition } from '../../definitions/language/types.ts';
import { workflowIdOf, type ActAnswer, type MigrateArgs, type MigrateRequest } from '../../workflows/contract.ts';
import { handIn, relay } from './support/definitions.ts';
import { bo, openHouse, type House } from './support/house.ts';
import { startSkipping } from './support/skipping.ts';
import { handInWithCheck } from './support/versions.ts';

let house: House;
beforeAll(async () => void (house = await openHouse()));
afterAll(() => house.close());

async function start(definition: Definition, historyLimit?: number): Promise<WorkflowHandle> {
  const input = house.input(definition);
  const workflowId = workflowIdOf({ ...input, definitionId: definition.id });
  const args = [input, { $definition: input.definition.hash }, null, historyLimit] as const;
  return startSkipping(house.client, { taskQueue: house.taskQueue, workflowId, args: [...args] });
}

function migrate(handle: WorkflowHandle, to: Definition, request: Partial<MigrateRequest> = {}): Promise<ActAnswer> {
  house.definitions.set(definitionHash(to), to);
  const whole = { version: 2, mapping: {}, actor: null, key: randomUUID(), ...request };
  const args: MigrateArgs = [whole, { $definition: definitionHash(to) }];
  return handle.executeUpdate<ActAnswer, MigrateArgs>('migrate', { args });
}

const causeOf = async (update: Promise<unknown>): Promise<ApplicationFailure> => {
  const error = await update.then(
    () => new Error('was not refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof WorkflowUpdateFailedError)) throw error;
  return error.cause as ApplicationFailure;
};

const mapping = { states: { received: 'checking' } };

describe('a running instance and a new version', () => {
  it('is refused with every reason, before anything enters its history, and goes on as it was', async () => {
    await house.running(async () => {
      const handle = await start(handIn);
      await house.act(handle.workflowId, { event: 'handIn', data: { complete: true } });
      const accepted = async () =>
        (await handle.fetchHistory()).events!.filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes)
          .length;
      const cause = await causeOf(migrate(handle, handInWithCheck));
      expect(cause.type).toBe('state_gone');
      expect(cause.details?.[0]).toMatchObject([{ code: 'state_gone', subject: 'received' }]);
      expect(await accepted()).toBe(1);
      expect((await house.act(handle.workflowId, { event: 'sendBack', actor: bo })).sequence).toBe(3);
    });
  });

  it('goes on with it, with its own effects, over many runs and after the worker is new; the same key moves once', async () => {
    let handle!: WorkflowHandle;
    const key = randomUUID();
    await house.running(async () => {
      handle = await start(handIn, 40);
      await house.act(handle.workflowId, { event: 'handIn', data: { complete: true } });
      const moved = await migrate(handle, handInWithCheck, {
        mapping,
        key,
        actor: { userId: 'u-bo', name: 'Bo Exempel' },
      });
      expect(moved).toEqual({ sequence: 3, repeated: false });
      expect((await house.state(handle.workflowId)).activeStates).toEqual(['checking']);
      for (let round = 0; round < 6; round += 1) {
        await house.act(handle.workflowId, { event: 'sendBack', actor: bo });
        await house.act(handle.workflowId, { event: 'handIn', data: { complete: true } });
      }
      expect(await migrate(handle, handInWithCheck, { mapping, key })).toEqual({ sequence: 3, repeated: true });
    });
    await house.running(async () => {
      const state = await house.state(handle.workflowId);
      expect(state.sequence).toBe(15);
      expect(state.input.definition).toEqual({ id: handIn.id, version: 2, hash: definitionHash(handInWithCheck) });
      expect((await house.act(handle.workflowId, { event: 'approve', actor: bo })).sequence).toBe(16);
      await handle.result();
    });
    const runs = [];
    for await (const run of house.client.workflow.list({ query: `WorkflowId = '${handle.workflowId}'` }))
      runs.push(run);
    expect(runs.length).toBeGreaterThan(1);
    const { projections, effects } = house.recorder.of(handle.workflowId);
    expect(projections.map(({ state }) => state.sequence)).toEqual(Array.from({ length: 16 }, (_, n) => n + 1));
    expect(projections.map(({ state }) => state.input.definition.version)).toEqual([1, 1, ...Array(14).fill(2)]);
    expect(projections[2]!.log).toMatchObject([{ kind: 'migrated', actor: { name: 'Bo Exempel' } }]);
    // One thank-you an arrival, under both versions; none for the move. The new version tells the firm as well.
    const templates = effects.map(({ effect }) => (effect.type === 'notify' ? effect.template : effect.type));
    expect(templates.filter((name) => name === 'thanks')).toHaveLength(7);
    expect(templates.filter((name) => name === 'check')).toHaveLength(6);
  });

  it('its history names the version by its hash and does not carry it', async () => {
    await house.running(async () => {
      const handle = await start(handIn);
      await migrate(handle, handInWithCheck);
      const { events } = await handle.fetchHistory();
      const payloads = events!.flatMap(
        (event) => event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.args?.payloads ?? [],
      );
      expect(payloads.map(({ data }) => Buffer.from(data!).toString()).at(-1)).toBe(
        JSON.stringify({ $definition: definitionHash(handInWithCheck) }),
      );
    });
  });
});

it('an event of a system is answered: taken once, refused where it has no place', async () => {
  await house.running(async () => {
    const handle = await start(relay);
    const raise = (event: string, data = {}, key: string = randomUUID()) =>
      handle.executeUpdate<ActAnswer, [object]>('event', { args: [{ event, data, key }] });
    const key = randomUUID();
    expect(await raise('nudge', {}, key)).toEqual({ sequence: 2, repeated: false });
    expect(await raise('nudge', {}, key)).toEqual({ sequence: 2, repeated: true });
    expect((await causeOf(raise('paid', { amountMinor: 1 }))).type).toBe('event_not_now');
    expect((await causeOf(raise('nothing'))).type).toBe('event_unknown');
    // With a form and a role: no system raises it in a person's place.
    expect((await causeOf(raise('begin', { what: 'x' }))).type).toBe('event_unknown');
    expect((await house.state(handle.workflowId)).context.nudges).toBe(1);
  });
});
