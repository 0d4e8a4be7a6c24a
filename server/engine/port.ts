import type { Actor, ChangeEvent, Definition, InstanceInput, Refusal } from '../../definitions/index.ts';
import type { JsonObject } from '../../definitions/language/types.ts';

/** Where an instance runs; from these its workflow id is made. */
export interface InstanceAddress {
  tenantId: string;
  definitionId: string;
  key: string;
}

export interface EngineAct {
  event: string;
  data: JsonObject;
  actor: Actor;
  taskId?: string;
  expectedSequence?: number;
  /** The same key gives the first answer again. */
  key: string;
}

/** What moves instances. Every method is idempotent, and none waits longer than about ten seconds. */
export interface Engine {
  /** Starts an instance, or finds the one that runs under its key. */
  start(input: InstanceInput, definition: Definition): Promise<void>;
  /** Throws EngineRefusal when the instance does not allow it, EngineUnavailable when nobody answers. */
  act(address: InstanceAddress, act: EngineAct): Promise<{ sequence: number; repeated: boolean }>;
  /** An event of a system. Throws as `act` does. */
  raise(
    address: InstanceAddress,
    event: { event: string; data: JsonObject; key: string },
  ): Promise<{ sequence: number; repeated: boolean }>;
  /** Gives changed records to a running instance; one that has ended needs none. */
  change(address: InstanceAddress, event: ChangeEvent, key: string): Promise<void>;
  /** Throws when the engine cannot be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export class EngineRefusal extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.text.en);
    this.refusal = refusal;
  }
}

/** Nobody answered in time: no connection, or no worker. Whether it was done is not known; the same key tells. */
export class EngineUnavailable extends Error {}
