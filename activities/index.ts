import { ApplicationFailure } from '@temporalio/common';
import type { JsonObject } from '../definitions/language/types.ts';
import { fileDocument, openingOf, project, queueMail, recipientsFor, rootName } from '../server/store/index.ts';
import type { Store } from '../server/store/index.ts';
import type { EffectActivities, EffectOrigin, ProjectionActivities } from './contract.ts';
import type { Period } from '../definitions/engine/types.ts';

/** An instance to be started; the key decides whether there is one already. */
export interface StartRequest {
  tenantId: string;
  definitionId: string;
  clientId: string | null;
  period: Period | null;
  input: JsonObject;
  /** Null: as the definition's `key` says. */
  key: string | null;
}

/**
 * What `call` in a definition may name. It may run twice with the same key, and gives the same result then; a
 * nonRetryable ApplicationFailure is an answer (the event `failed`), every other error is tried again for a day, or
 * until the call's own time-out. What takes longer than a few minutes gives `ANSWERED_LATER`.
 */
export type NamedActivity = (input: JsonObject, context: { key: string; origin: EffectOrigin }) => Promise<JsonObject>;

export interface ActivityDependencies {
  store: Store;
  /** Milliseconds since 1970, real time. */
  clock: () => number;
  startInstance(request: StartRequest): Promise<unknown>;
  /** Hands an event to a running instance; one that has ended or never was is left alone. */
  sendEvent(
    target: { tenantId: string; definitionId: string; key: string },
    event: { type: string; data: JsonObject },
    idempotencyKey: string,
  ): Promise<void>;
  calls?: Record<string, NamedActivity>;
  log: { warn(fields: object, message: string): void };
}

/** The activities of the worker, with everything they touch handed in. */
export function createActivities(dependencies: ActivityDependencies): ProjectionActivities & EffectActivities {
  const { store, clock, startInstance, sendEvent, calls = {}, log } = dependencies;
  return {
    async project(step) {
      await project(store, step);
    },

    async notify({ origin, notices }) {
      const { tenantId, clientId, instanceId } = origin;
      const now = new Date(clock()).toISOString();
      for (const { key, effect, role } of notices) {
        const { subject, body, link, url, taskId, userId, address, unsubscribe: no } = effect;
        const { category, localDate, channels, sendAt, digest } = effect;
        const target = { instanceId, taskId: taskId ?? undefined, clientId };
        const unsubscribe = no && { kind: origin.definitionId, title: no.title, event: no.event };
        const item = { subject, body, link, target, ...(url && { url }), ...(unsubscribe && { unsubscribe }) };
        const request = { tenantId, category, localDate, channels, sendAt, digest, item, now };
        // What a worker of the release before this one asked for has no list of those who are excluded.
        const to = { tenantId, clientId, role, userId, excludedIds: effect.excludedIds ?? [] };
        const told = address ? [] : await recipientsFor(store, to);
        if (address) await queueMail(store, { ...request, key: `${key}/address`, userId: null, address });
        for (const { userId: id } of told) await queueMail(store, { ...request, key: `${key}/${id}`, userId: id });
      }
    },

    async file({ key, origin, effect }) {
      const path = effect.path.split('/').filter(Boolean);
      if (path[0] === rootName) path.shift();
      const { documentId, name } = effect;
      const { tenantId, clientId } = origin;
      const filed = await fileDocument(store, { tenantId, clientId, documentId, path, name });
      // Purged meanwhile, or never this client's: asking again will not bring it.
      if (!filed)
        log.warn({ tenantId, key, documentId }, 'A document was not filed, because the client has none of that id.');
    },

    async startInstance({ origin, effect }) {
      const { tenantId, clientId, period } = origin;
      const { definition: definitionId, input, key } = effect;
      await startInstance({ tenantId, definitionId, clientId, period, input, key });
    },

    async sendToInstance({ key, origin, effect }) {
      const { tenantId } = origin;
      const named = effect.target && { definitionId: effect.target.definition, key: effect.target.key };
      const target = named ?? (effect.to === null ? null : await openingOf(store, { tenantId, instanceId: effect.to }));
      if (target) await sendEvent({ tenantId, ...target }, { type: effect.event, data: effect.data }, key);
    },

    async call({ key, origin, effect }) {
      const activity = Object.hasOwn(calls, effect.activity) ? calls[effect.activity] : undefined;
      if (!activity) {
        throw ApplicationFailure.nonRetryable(
          `There is no activity "${effect.activity}". Register it with the worker, or change the definition.`,
          'activity_unknown',
        );
      }
      return activity(effect.input, { key, origin });
    },
  };
}
