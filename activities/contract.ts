/** What the workflow asks of the activities: plain JSON in, plain JSON out. Every one may run twice with the same key. */
import type { IsoInstant, JsonObject, Role } from '../definitions/language/types.ts';
import type { Effect, InstanceState, LogLine, Period } from '../definitions/engine/types.ts';

/** Which step of which instance an effect comes from. */
export interface EffectOrigin {
  tenantId: string;
  instanceId: string;
  clientId: string | null;
  period: Period | null;
  definitionId: string;
  sequence: number;
}

export interface EffectInput<Type extends Effect['type']> {
  /** `instanceId/sequence/effectIndex`: the same for every attempt at this effect. */
  key: string;
  origin: EffectOrigin;
  effect: Extract<Effect, { type: Type }>;
}

export interface NotifyInput {
  origin: EffectOrigin;
  /** The role as the instance's own version of the definition declares it. */
  notices: { key: string; effect: Extract<Effect, { type: 'notify' }>; role: Role }[];
}

/** A local activity: in the worker that runs the workflow, without a round trip to Temporal. */
export interface ProjectionActivities {
  /** `decidedAt`: when a worker took the step, which for a timer's step is a little after the instant that it counts for. */
  project(input: { state: InstanceState; log: LogLine[]; decidedAt: IsoInstant }): Promise<void>;
}

export interface EffectActivities {
  notify(input: NotifyInput): Promise<void>;
  file(input: EffectInput<'file'>): Promise<void>;
  startInstance(input: EffectInput<'start'>): Promise<void>;
  sendToInstance(input: EffectInput<'send'>): Promise<void>;
  /** The result becomes the data of the event `done`, unless it is `ANSWERED_LATER`. */
  call(input: EffectInput<'call'>): Promise<JsonObject>;
}
