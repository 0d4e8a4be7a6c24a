/**
 * What crosses the border between a `process` workflow and those who talk to it (server, opener, activities, tests).
 * Names only and plain JSON: no personal data stands in ids, memo or search attributes.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Definition, IsoInstant, JsonObject } from '../definitions/language/types.ts';
import type { Actor, ChangeEvent, InstanceInput, InstanceState, SystemEvent } from '../definitions/engine/types.ts';
import type { Mapping } from '../definitions/versions/types.ts';

export const WORKFLOW_TYPE = 'process';
export const ACT_UPDATE = 'act';
export const EVENT_UPDATE = 'event';
export const MIGRATE_UPDATE = 'migrate';
export const CHANGE_SIGNAL = 'change';
export const SYSTEM_SIGNAL = 'system';
export const STATE_QUERY = 'state';

/** `<client id>/<period>`: ids of ours and nothing else. */
const OPAQUE_KEY = /^[a-z][a-z0-9]{24}\/[0-9][0-9Q-]{3,23}$/;

/**
 * The Temporal workflow id of an instance, unique per firm, definition and key. The key of a definition may hold
 * anything that was typed into a form, and ids are not encrypted: only the usual key is shown, others as a hash.
 */
export function workflowIdOf(instance: { tenantId: string; definitionId: string; key: string }): string {
  const { tenantId, definitionId, key } = instance;
  const shown = OPAQUE_KEY.test(key) ? key : bytesToHex(sha256(utf8ToBytes(key))).slice(0, 32);
  return `${tenantId}/${definitionId}/${shown}`;
}

/**
 * A definition by the hash of its canonical JSON. In a history it is the hash alone (claim check, see `codec.ts`);
 * the codec puts `content` back on the way to the worker, or says in `problem` why it could not.
 */
export interface DefinitionEnvelope {
  $definition: string;
  content?: Definition;
  problem?: string;
}

/** Argument of the update `act`. */
export interface ActRequest {
  event: string;
  data: JsonObject;
  actor: Actor;
  taskId?: string;
  expectedSequence?: number;
  /** Idempotency key of the caller; the same key gives the first answer again. Use it as the update id too. */
  key: string;
}

export interface ActAnswer {
  /** Sequence of the instance that this act gave. */
  sequence: number;
  repeated: boolean;
}

/** Argument of the update `event`: a system asks whether the event can be taken, which a signal cannot. */
export interface EventRequest {
  event: string;
  data: JsonObject;
  key: string;
}

export interface MigrateRequest {
  /** Number of the version to go on with. */
  version: number;
  mapping: Mapping;
  /** Who asked for it; null: not a person. */
  actor: { userId: string; name: string } | null;
  key: string;
}
/** Arguments of the update `migrate`. The version travels as its hash, which needs a payload of its own. */
export type MigrateArgs = [request: MigrateRequest, to: DefinitionEnvelope];

/** Argument of the signal `change`: the event and an idempotency key of the sender. */
export type ChangeArgs = [event: ChangeEvent, key?: string];
/** Argument of the signal `system`: the event and an idempotency key of the sender. */
export type SystemArgs = [event: SystemEvent, key?: string];

/** What a run hands to the next one at continue-as-new. No effect is ever half-run at that point. */
export interface Carried {
  state: InstanceState;
  /** Idempotency keys with the sequence that each gave, oldest first. */
  answers: [key: string, sequence: number][];
}

export type ProcessArgs = [
  input: InstanceInput,
  definition: DefinitionEnvelope,
  carried?: Carried | null,
  /** Continue as new at this many events already, so that a test or a bench need not wait for Temporal's own limit. */
  historyLimit?: number,
  /** Added to Temporal's clock, so that a test can live through any month of any year. Never set outside of tests. */
  clockShiftMs?: number,
];

export interface ProcessResult {
  status: string | null;
  closedAt: IsoInstant | null;
}
