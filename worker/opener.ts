import { setTimeout as sleep } from 'node:timers/promises';
import type { StartRequest } from '../activities/index.ts';
import { compile, duePeriods, renderKey } from '../definitions/index.ts';
import {
  clientProperties,
  listActiveClients,
  listRecurring,
  noteBeginnings,
  openedKeys,
  recurrenceBeginnings,
  settingsOfMany,
  type Store,
} from '../server/store/index.ts';

const PAGE = 500;

export interface OpeningOptions {
  store: Store;
  start(request: StartRequest): Promise<unknown>;
  /** ISO 8601 instant. */
  now: string;
  /** A stand-still may leave thousands of periods behind; so many start a second, the oldest first. */
  perSecond?: number;
  onError?(about: { tenantId: string; definitionId: string; clientId: string | null }, error: unknown): void;
  signal?: AbortSignal;
}

/**
 * Opens every instance that is to be open by now and is not: per firm, recurring process and client, back to the
 * client's start month, at most `catchUpPeriods` (B-08). What comes to apply to a client later, such as a service that it
 * takes, begins with its newest period. Whoever comes first claims a key; two openers beside each
 * other, or one that dies half-way, never open a period twice. What fails is left for the next round.
 */
export async function openDue(options: OpeningOptions): Promise<{ opened: number; failed: number }> {
  const { start, perSecond = 20, onError, signal } = options;
  const due = await dueRequests(options);
  const result = { opened: 0, failed: 0 };
  for (const request of due) {
    if (signal?.aborted) break;
    const paced = sleep(1000 / perSecond);
    try {
      await start(request);
      result.opened += 1;
    } catch (error) {
      result.failed += 1;
      onError?.(request, error);
    }
    await paced;
  }
  return result;
}

/** What is to be opened, oldest period first. */
async function dueRequests({ store, now, onError }: OpeningOptions): Promise<StartRequest[]> {
  /** Clients that this round goes through for the first time, by firm: all that applies to them begins alike. */
  const fresh = new Map<string, Set<string>>();
  const due: (StartRequest & { period: NonNullable<StartRequest['period']>; key: string })[] = [];
  for (const { tenantId, definition } of await listRecurring(store)) {
    const compiled = compile(definition);
    const scope = store.tenant(tenantId);
    const definitionId = definition.id;
    for (let after = ''; ;) {
      const clients = await listActiveClients(scope, after, PAGE);
      const clientIds = clients.map(({ id }) => id);
      const settingsOf = await settingsOfMany(scope, { definitionId, clientIds });
      const { known, firstEnds } = await recurrenceBeginnings(scope, { definitionId, clientIds });
      const beginnings: Parameters<typeof noteBeginnings>[2] = [];
      const candidates = clients.flatMap((client) => {
        const about = { tenantId, definitionId, clientId: client.id };
        const properties = clientProperties(client);
        try {
          const periods = duePeriods(compiled, { ...client, properties }, settingsOf(client.id), now);
          if (periods.length === 0) return [];
          if (!firstEnds.has(client.id)) {
            const firstEnd = known.has(client.id) ? periods.at(-1)!.end : null;
            firstEnds.set(client.id, firstEnd);
            beginnings.push({ clientId: client.id, firstEnd });
          }
          if (!known.has(client.id)) fresh.set(tenantId, (fresh.get(tenantId) ?? new Set()).add(client.id));
          const firstEnd = firstEnds.get(client.id) ?? '';
          const from = periods.filter(({ end }) => end >= firstEnd);
          return from.map((period) => {
            const key = renderKey(compiled, { client: properties, period, input: {} });
            return { ...about, period, input: {}, key };
          });
        } catch (error) {
          // One client with a property that makes no sense must not keep the others' periods shut.
          onError?.(about, error);
          return [];
        }
      });
      await noteBeginnings(scope, definitionId, beginnings);
      const opened = await openedKeys(store, { tenantId, definitionId, keys: candidates.map(({ key }) => key) });
      due.push(...candidates.filter(({ key }) => !opened.has(key)));
      if (clients.length < PAGE) break;
      after = clients.at(-1)!.id;
    }
  }
  for (const [tenantId, ids] of fresh) {
    const known = [...ids].map((clientId) => ({ clientId, firstEnd: null }));
    await noteBeginnings(store.tenant(tenantId), '', known);
  }
  return due.sort((a, b) => a.period.end.localeCompare(b.period.end));
}
