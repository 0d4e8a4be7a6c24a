import { randomBytes, randomUUID } from 'node:crypto';
import { defaultPayloadConverter } from '@temporalio/common';
import { decode, encode } from '@temporalio/common/lib/internal-non-workflow';
import proto from '@temporalio/proto';
import { afterEach, describe, expect, it } from 'vitest';
import { definitionHash } from '../../definitions/index.ts';
import type { Definition } from '../../definitions/language/types.ts';
import { createCodecs } from '../../workflows/codec.ts';
import { workflowIdOf, type DefinitionEnvelope } from '../../workflows/contract.ts';
import { handIn } from './support/definitions.ts';
import { bo, openHouse, type House } from './support/house.ts';

const houses: House[] = [];
afterEach(async () => {
  for (const house of houses.splice(0)) await house.close();
});

async function newHouse(options: Parameters<typeof openHouse>[0] = {}): Promise<House> {
  const house = await openHouse(options);
  houses.push(house);
  return house;
}

async function start(house: House, more: object = {}) {
  const input = house.input(handIn, more);
  const workflowId = workflowIdOf({ ...input, definitionId: handIn.id });
  const handle = await house.client.workflow.start('process', {
    taskQueue: house.taskQueue,
    workflowId,
    args: [input, { $definition: input.definition.hash }],
  });
  return { workflowId, handle, hash: input.definition.hash };
}

/** Every byte of a history, payloads as the server stores them. */
async function rawHistory(house: House, workflowId: string): Promise<string> {
  const { history } = await house.client.connection.workflowService.getWorkflowExecutionHistory({
    namespace: 'default',
    execution: { workflowId },
  });
  return Buffer.from(proto.temporal.api.history.v1.History.encode(history!).finish()).toString('latin1');
}

const envelopePayload = (envelope: DefinitionEnvelope) => defaultPayloadConverter.toPayload(envelope)!;
const valueOf = <T>(payload: unknown): T => defaultPayloadConverter.fromPayload(payload as never);

describe('claim check', () => {
  const hash = definitionHash(handIn);

  it('a history carries the hash, the worker gets the definition', async () => {
    const codecs = createCodecs({ definitionByHash: async () => handIn });
    const [encoded] = await encode(codecs, [envelopePayload({ $definition: hash, content: handIn })]);
    expect(valueOf(encoded)).toEqual({ $definition: hash });
    const [decoded] = await decode(codecs, [encoded as never]);
    expect(valueOf(decoded)).toEqual({ $definition: hash, content: handIn });
  });

  it('a definition is looked up once, and again for as long as it is not there', async () => {
    let lookUps = 0;
    let stored: Definition | null = null;
    const codecs = createCodecs({ definitionByHash: async () => ((lookUps += 1), stored) });
    const payload = envelopePayload({ $definition: hash });
    expect(valueOf((await decode(codecs, [payload]))[0])).toMatchObject({
      problem: expect.stringContaining('missing'),
    });
    stored = handIn;
    await decode(codecs, [payload]);
    await decode(codecs, [payload]);
    expect(lookUps).toBe(2);
  });

  it('an altered definition and a database that is away are told apart, and neither throws', async () => {
    const altered = { ...handIn, title: { sv: 'Annat', en: 'Other' } };
    const payload = envelopePayload({ $definition: hash });
    const decodeWith = async (definitionByHash: () => Promise<Definition>) =>
      valueOf<DefinitionEnvelope>((await decode(createCodecs({ definitionByHash }), [payload]))[0]);
    expect(await decodeWith(async () => altered)).toEqual({
      $definition: hash,
      problem: expect.stringContaining('altered'),
    });
    expect((await decodeWith(() => Promise.reject(new Error('connection refused')))).problem).toContain('refused');
  });

  it('an instance whose definition is missing stands still, says why, and goes on by itself when it is back', async () => {
    const house = await newHouse();
    await house.running(async () => {
      const input = house.input(handIn);
      house.definitions.clear();
      const workflowId = workflowIdOf({ ...input, definitionId: handIn.id });
      const handle = await house.client.workflow.start('process', {
        taskQueue: house.taskQueue,
        workflowId,
        args: [input, { $definition: hash }],
      });
      const failures = async () => {
        const { events = [] } = await handle.fetchHistory();
        return (events ?? []).flatMap((event) => event.workflowTaskFailedEventAttributes?.failure?.message ?? []);
      };
      await expect.poll(failures).toEqual([expect.stringContaining(hash)]);
      expect((await failures())[0]).toContain('Publish the same definition again');

      house.definitions.set(hash, handIn);
      const act = house.act(workflowId, { event: 'handIn', data: { complete: true } });
      expect(await act).toEqual({ sequence: 2, repeated: false });
    });
  });
});

describe('encryption', () => {
  const keys = [randomBytes(32)];
  const secrets = ['Hemlig AB', 'mitt meddelande', 'Anna Exempel', 'i kontrollen', 'handIn'];

  it('with a key, no plain text of an instance stands in its history, also not in failures', async () => {
    const house = await newHouse({ keys });
    await house.running(async () => {
      const { workflowId } = await start(house, { client: { id: 'c', name: 'Hemlig AB' } });
      house.recorder.fail.set('notify', new Error('det brast i kontrollen'));
      await house.act(workflowId, { event: 'handIn', data: { complete: true, note: 'mitt meddelande' } });
      await expect.poll(() => house.recorder.refused).toBeGreaterThan(0);
      house.recorder.fail.clear();
      await expect.poll(() => house.recorder.of(workflowId).effects.length).toBe(1);
      const raw = await rawHistory(house, workflowId);
      for (const secret of secrets) expect(raw).not.toContain(secret);
      expect(raw).toContain('AES-256-GCM');
      expect(await house.state(workflowId)).toMatchObject({ status: 'received' });
    });
  });

  it('an instance that began before the key was set goes on with it', async () => {
    const plain = await newHouse();
    const { workflowId } = await plain.running(async () => {
      const begun = await start(plain, { client: { id: 'c', name: 'Hemlig AB' } });
      await plain.act(begun.workflowId, { event: 'handIn', data: { complete: true } });
      return begun;
    });
    expect(await rawHistory(plain, workflowId)).toContain('Hemlig AB');
    const house = await newHouse({ keys, taskQueue: plain.taskQueue });
    house.definitions.set(definitionHash(handIn), handIn);
    await house.running(async () => {
      await house.act(workflowId, { event: 'approve', actor: bo });
      expect(await house.client.workflow.getHandle(workflowId).result()).toMatchObject({ status: 'done' });
    });
  });

  it('a rotated key still reads what the old one wrote; a strange key says which one is missing', async () => {
    const source = { definitionByHash: async () => null };
    const [old, fresh] = [randomBytes(32), randomBytes(32)];
    const payload = defaultPayloadConverter.toPayload({ secret: randomUUID() })!;
    const written = await encode(createCodecs({ ...source, keys: [old] }), [payload]);
    const read = await decode(createCodecs({ ...source, keys: [fresh, old] }), written as never[]);
    expect(valueOf(read[0])).toEqual(valueOf(payload));
    await expect(decode(createCodecs({ ...source, keys: [fresh] }), written as never[])).rejects.toThrow(
      'ARENDE_PAYLOAD_KEY',
    );
  });
});
