import { randomUUID } from 'node:crypto';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import Holidays from 'date-holidays';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { InstanceInput } from '../../definitions/engine/types.ts';
import type { Definition } from '../../definitions/language/types.ts';
import { type ProcessArgs, WORKFLOW_TYPE, workflowIdOf } from '../../workflows/contract.ts';
import { handIn, impatient, relay } from './support/definitions.ts';
import { DAY_MS, bo, openHouse, thisMonth, type House } from './support/house.ts';
import { skip, startSkipping } from './support/skipping.ts';

let house: House;
beforeAll(async () => void (house = await openHouse()));
beforeEach(() => house.recorder.calm());
afterAll(() => house.close());

const complete = { complete: true };

function start(
  definition: Definition,
  more: { forMs?: number; historyLimit?: number; input?: Partial<InstanceInput>; realTime?: true } = {},
) {
  const input = house.input(definition, more.input);
  const workflowId = workflowIdOf({ ...input, definitionId: definition.id });
  if (more.realTime) {
    // A clock that skips may run on to the next timer before it is told to rest.
    const args: ProcessArgs = [input, { $definition: input.definition.hash }, null, more.historyLimit];
    return house.client.workflow.start(WORKFLOW_TYPE, { taskQueue: house.taskQueue, workflowId, args });
  }
  return startSkipping(house.client, {
    taskQueue: house.taskQueue,
    workflowId,
    args: [input, { $definition: input.definition.hash }, null, more.historyLimit],
    forMs: more.forMs,
  });
}

/** What the update was refused with. */
async function refusalOf(update: Promise<unknown>): Promise<{ type: string; details: unknown[] }> {
  const error = await update.then(
    () => new Error('the act was not refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof WorkflowUpdateFailedError)) throw error;
  const cause = error.cause as ApplicationFailure;
  return { type: cause.type ?? '', details: cause.details ?? [] };
}

/** The 5th of next month in Sweden, or the first day after it that is neither weekend nor holiday. */
function fifthOfNextMonth(): string {
  const holidays = new Holidays('SE');
  const [year, month] = thisMonth().id.split('-').map(Number) as [number, number];
  for (let day = 5; ; day += 1) {
    const date = new Date(Date.UTC(year, month, day, 12));
    const free = (holidays.isHoliday(date) || []).some(({ type }) => type === 'public');
    if (!free && date.getUTCDay() % 6 !== 0) return date.toISOString().slice(0, 10);
  }
}

describe('a month of one instance', () => {
  it('B-36, B-41, L-04: waits, reminds, and turns late by itself when the last bank day has passed', async () => {
    await house.running(async () => {
      const { workflowId } = await start(handIn);
      const dueDate = fifthOfNextMonth();
      const waiting = await house.state(workflowId);
      expect(waiting.status).toBe('waiting');
      expect(waiting.deadlines['last']).toMatchObject({ dueDate });

      const passed = Date.parse(waiting.deadlines['last']!.dueAt);
      await skip(house.client, workflowId, passed - Date.now() - DAY_MS);
      expect((await house.state(workflowId)).status).toBe('waiting');
      await skip(house.client, workflowId, 8 * DAY_MS);
      const late = await house.state(workflowId);
      expect(late.status).toBe('late');
      // Not only with the reminder of the next day.
      expect(Date.parse(late.statusSince) - passed).toBeLessThan(DAY_MS / 24);

      const mine = house.recorder.of(workflowId);
      const reminded = mine.effects.map(({ effect }) => effect.type === 'notify' && effect.localDate);
      expect(reminded).toEqual([...new Set(reminded)]);
      expect(reminded).toContain(dueDate);
      for (const date of reminded) expect(new Date(String(date)).getUTCDay() % 6).not.toBe(0);
      expect(mine.projections.map(({ state }) => state.sequence)).toEqual(
        mine.projections.map((_, index) => index + 1),
      );
    });
  });

  it('B-37, B-39, B-43, B-44: handed in, sent back with the boxes unticked, handed in late, approved', async () => {
    await house.running(async () => {
      const { workflowId, result } = await started(handIn);
      const [task] = (await house.state(workflowId)).tasks;
      await house.act(workflowId, { event: 'handIn', data: complete, taskId: task!.id });
      await house.act(workflowId, { event: 'sendBack', actor: bo });
      const again = (await house.state(workflowId)).tasks[0]!;
      expect(again.id).not.toBe(task!.id);
      expect(await refusalOf(house.act(workflowId, { event: 'handIn', data: {}, taskId: again.id }))).toMatchObject({
        type: 'form_invalid',
      });
      await skip(house.client, workflowId, 40 * DAY_MS);
      expect((await house.state(workflowId)).status).toBe('late');
      await house.act(workflowId, { event: 'handIn', data: complete });
      await house.act(workflowId, { event: 'approve', actor: bo });
      expect(await result()).toMatchObject({ status: 'done' });
      const notices = house.recorder
        .of(workflowId)
        .effects.map(({ effect }) => effect.type === 'notify' && effect.template);
      expect(notices.filter((template) => template === 'thanks')).toHaveLength(2);
      expect(notices.filter((template) => template === 'back')).toHaveLength(1);
    });
  });
});

async function started(definition: Definition, more: Parameters<typeof start>[1] = {}) {
  const handle = await start(definition, more);
  return { workflowId: handle.workflowId, handle, result: () => handle.result() };
}

describe('acts', () => {
  it('an act that is not allowed is refused with its code and reason, and leaves no trace in the history', async () => {
    await house.running(async () => {
      const { workflowId, handle } = await started(handIn);
      await house.state(workflowId);
      const before = (await handle.fetchHistory()).events?.length;
      const refused = await refusalOf(house.act(workflowId, { event: 'approve', actor: bo }));
      expect(refused.type).toBe('event_not_now');
      expect(refused.details[0]).toMatchObject({ code: 'event_not_now', text: { sv: expect.any(String) } });
      expect((await refusalOf(house.act(workflowId, { event: 'handIn', actor: bo, data: complete }))).type).toBe(
        'role_missing',
      );
      expect((await handle.fetchHistory()).events?.length).toBe(before);
    });
  });

  it('two who press at once: one gets through, the other is refused, and both see the same result', async () => {
    await house.running(async () => {
      const { workflowId } = await started(handIn);
      const [task] = (await house.state(workflowId)).tasks;
      const press = () => house.act(workflowId, { event: 'handIn', data: complete, taskId: task!.id });
      const outcomes = await Promise.allSettled([press(), press(), press(), press()]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await house.state(workflowId)).toMatchObject({ status: 'received', sequence: 2 });
    });
  });

  it('an act that arrives before the instance has taken its first step comes second', async () => {
    const input = house.input(handIn);
    const workflowId = workflowIdOf({ ...input, definitionId: handIn.id });
    const args = [input, { $definition: input.definition.hash }];
    await house.client.workflow.start('process', { taskQueue: house.taskQueue, workflowId, args });
    const early = house.act(workflowId, { event: 'handIn', data: complete });
    await house.running(async () => {
      expect(await early).toEqual({ sequence: 2, repeated: false });
      expect(await house.state(workflowId)).toMatchObject({ status: 'received', sequence: 2 });
      const { projections } = house.recorder.of(workflowId);
      expect(projections.map(({ state }) => state.sequence)).toEqual([1, 2]);
    });
  });

  it('an act answers when its projection is written, not when its mails are', async () => {
    await house.running(async () => {
      const { workflowId } = await started(handIn, { realTime: true });
      house.recorder.fail.set('notify', new Error('the outbox is closed'));
      const { sequence } = await house.act(workflowId, { event: 'handIn', data: complete });
      expect(house.recorder.of(workflowId).projections.at(-1)?.state.sequence).toBe(sequence);
      expect(house.recorder.of(workflowId).effects).toHaveLength(0);
      house.recorder.fail.clear();
      await expect.poll(() => house.recorder.of(workflowId).effects.length).toBe(1);
    });
  });

  it('projections are written in order, also when the database stands still for a while', async () => {
    await house.running(async () => {
      const { workflowId } = await started(handIn, { realTime: true });
      // The opening's own projection would stand at the gate as well.
      await expect.poll(() => house.recorder.of(workflowId).projections.length).toBe(1);
      let open = (): void => undefined;
      house.recorder.gate = new Promise((resolve) => (open = resolve));
      const first = house.act(workflowId, { event: 'handIn', data: complete });
      await expect.poll(() => house.recorder.waiting).toBe(1);
      const second = house.act(workflowId, { event: 'approve', actor: bo });
      open();
      expect((await first).sequence).toBe(2);
      expect((await second).sequence).toBe(3);
      expect(house.recorder.of(workflowId).projections.map(({ state }) => state.sequence)).toEqual([1, 2, 3]);
    });
  });

  it('a repeated key gives the first answer, also across continue-as-new', async () => {
    await house.running(async () => {
      const { workflowId, handle } = await started(handIn, { historyLimit: 30, realTime: true });
      const firstRun = (await handle.describe()).runId;
      const key = randomUUID();
      const first = await house.act(workflowId, { event: 'handIn', data: complete, key });
      expect(await house.act(workflowId, { event: 'handIn', data: complete, key })).toEqual({
        sequence: first.sequence,
        repeated: true,
      });
      for (let round = 0; round < 6; round += 1) {
        await house.act(workflowId, { event: 'sendBack', actor: bo });
        await house.act(workflowId, { event: 'handIn', data: complete });
      }
      await expect.poll(async () => (await handle.describe()).runId).not.toBe(firstRun);
      expect(await house.act(workflowId, { event: 'handIn', data: complete, key })).toEqual({
        sequence: first.sequence,
        repeated: true,
      });
      const { projections, effects } = house.recorder.of(workflowId);
      expect(projections.map(({ state }) => state.sequence)).toEqual(projections.map((_, index) => index + 1));
      expect(new Set(effects.map((effect) => effect.key)).size).toBe(effects.length);
      await expect.poll(() => house.recorder.of(workflowId).effects.length).toBe(13);
    });
  });

  it('many who act while runs continue as new are all answered or cleanly refused', async () => {
    await house.running(async () => {
      const { workflowId } = await started(handIn, { historyLimit: 25, realTime: true });
      // As every caller does: what was not answered is asked again with the same key, which gives the first answer.
      const act = async (index: number): Promise<number[]> => {
        const key = randomUUID();
        const request = index % 2 ? { event: 'sendBack', actor: bo } : { event: 'handIn', data: complete };
        for (const again of [true, false]) {
          try {
            return [(await house.act(workflowId, { ...request, key })).sequence];
          } catch (error) {
            expect(error).toBeInstanceOf(WorkflowUpdateFailedError);
            if (!again) return [];
          }
        }
        return [];
      };
      const accepted = (await Promise.all(Array.from({ length: 40 }, (_, index) => act(index)))).flat();
      const { sequence } = await house.state(workflowId);
      expect(accepted.sort((a, b) => a - b)).toEqual(Array.from({ length: sequence - 1 }, (_, index) => index + 2));
    });
  });
});

describe('effects', () => {
  it('a call answers as an event of the system, once, with the key of its step', async () => {
    await house.running(async () => {
      const { workflowId, result } = await started(relay);
      await house.act(workflowId, { event: 'begin', data: { what: 'pay' } });
      expect(await result()).toMatchObject({ status: 'done' });
      const { effects, projections } = house.recorder.of(workflowId);
      const input = projections[0]!.state.input;
      expect(effects.map(({ key }) => key).sort()).toEqual(
        ['2/0', '2/1', '2/2', '2/3'].map((end) => `${input.instanceId}/${end}`),
      );
      expect(projections.at(-1)?.state.context).toMatchObject({ amountMinor: 4200 });
    });
  });

  it('a call that fails for good comes back as the failed event with its code', async () => {
    await house.running(async () => {
      house.recorder.fail.set('call', ApplicationFailure.nonRetryable('The bank says no.', 'bank_refused'));
      const { workflowId } = await started(relay);
      await house.act(workflowId, { event: 'begin', data: { what: 'pay' } });
      await expect.poll(async () => (await house.state(workflowId)).context['problem']).toBe('bank_refused');
    });
  });

  it('an answer that the definition cannot work with is a failed call; such an event from outside is left out', async () => {
    await house.running(async () => {
      house.recorder.callResult = () => ({ amountMinor: 'much' });
      const { workflowId, handle } = await started(relay);
      await house.act(workflowId, { event: 'begin', data: { what: 'pay' } });
      await expect.poll(async () => (await house.state(workflowId)).context['problem']).not.toBe('');
      await handle.signal('system', { kind: 'system', type: 'paid', data: { amountMinor: 'much' } });
      await handle.signal('system', { kind: 'system', type: 'nudge', data: {} });
      await expect.poll(async () => (await house.state(workflowId)).context['nudges']).toBe(1);
    });
  });

  it('a call that is not answered in time is given up; its late answer is left alone, the next one is taken', async () => {
    await house.running(async () => {
      house.recorder.fail.set('call', new Error('not now'));
      const { workflowId, result } = await started(impatient);
      await house.act(workflowId, { event: 'begin', data: { what: 'pay' } });
      await expect.poll(async () => (await house.state(workflowId)).context['problem']).toBe('silent');
      expect((await house.state(workflowId)).calls).toBeUndefined();
      house.recorder.fail.clear();
      const asked = () => house.recorder.of(workflowId).effects.filter(({ key }) => key.endsWith('/2/0')).length;
      await expect.poll(asked).toBeGreaterThan(0);
      expect(await house.state(workflowId)).toMatchObject({ status: 'idle', sequence: 3, context: { amountMinor: 0 } });
      await house.act(workflowId, { event: 'begin', data: { what: 'pay' } });
      expect(await result()).toMatchObject({ status: 'done' });
    });
  });

  it('the instance ends only when every effect has', async () => {
    await house.running(async () => {
      house.recorder.fail.set('send', new Error('not now'));
      const { workflowId, handle, result } = await started(relay);
      await house.act(workflowId, { event: 'begin', data: { what: 'pay' } });
      await expect.poll(async () => (await house.state(workflowId)).done).toBe(true);
      expect((await handle.describe()).status.name).toBe('RUNNING');
      expect((await refusalOf(house.act(workflowId, { event: 'begin', data: { what: 'pay' } }))).type).toBe(
        'instance_closed',
      );
      house.recorder.fail.clear();
      await result();
    });
  });

  it('a signal with a known key changes nothing', async () => {
    await house.running(async () => {
      const { workflowId, handle } = await started(relay);
      const nudge = () => handle.signal('system', { kind: 'system', type: 'nudge', data: {} }, 'other/1/0');
      await nudge();
      await nudge();
      await expect.poll(async () => (await house.state(workflowId)).sequence).toBe(2);
      await nudge();
      expect(await house.state(workflowId)).toMatchObject({ sequence: 2, context: { nudges: 1 } });
    });
  });
});

describe('what happens around it', () => {
  it('a changed setting or a moved deadline takes the timer along', async () => {
    await house.running(async () => {
      const { workflowId, handle } = await started(handIn);
      const due = (await house.state(workflowId)).deadlines['last']!;
      const moved = new Date(Date.parse(due.dueDate) + 30 * DAY_MS).toISOString().slice(0, 10);
      await handle.signal('change', { kind: 'change', movedDeadlines: { last: moved } });
      await skip(house.client, workflowId, Date.parse(due.dueAt) - Date.now() + 2 * DAY_MS);
      expect((await house.state(workflowId)).status).toBe('waiting');
      await skip(house.client, workflowId, 40 * DAY_MS);
      expect((await house.state(workflowId)).status).toBe('late');
    });
  });

  it('a request to cancel is ignored: the instance goes on and takes acts', async () => {
    await house.running(async () => {
      const { workflowId, handle, result } = await started(handIn);
      await handle.cancel();
      await house.act(workflowId, { event: 'handIn', data: complete });
      await house.act(workflowId, { event: 'approve', actor: bo });
      expect(await result()).toMatchObject({ status: 'done' });
    });
  });

  it('no name and nothing that was typed in stands in workflow id, memo or search attributes', async () => {
    await house.running(async () => {
      const { handle } = await started(handIn, { input: { key: `19900118-9811/Anna Exempel/${randomUUID()}` } });
      const { workflowId, memo, typedSearchAttributes } = await handle.describe();
      const seen = JSON.stringify([workflowId, memo, typedSearchAttributes.getAll()]);
      for (const secret of ['19900118', 'Anna', 'Demo AB', 'Redovisning']) expect(seen).not.toContain(secret);
    });
  });
});
