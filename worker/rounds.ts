import { setTimeout as sleep } from 'node:timers/promises';
import { deliverPendingChanges, finishErasures, listTenants, type Store } from '../server/store/index.ts';
import { moveInstances } from './migrations.ts';
import { openDue } from './opener.ts';
import type { Log } from './log.ts';
import type { Instances } from './starting.ts';

const OPEN_EVERY_MS = 30_000;
/** What did not open for want of Temporal or the database is not to wait for the next round. */
const OPEN_AGAIN_MS = 3_000;
const CHANGES_EVERY_MS = 1_000;
const MOVE_EVERY_MS = 1_000;
const ERASE_EVERY_MS = 3_600_000;

export interface RoundsOptions {
  store: Store;
  instances: Instances;
  log: Log;
}

/**
 * What nobody waits for and still has to happen: opening what recurs, telling running instances of changed records, and
 * moving them to another version where an administrator wants that.
 */
export async function runRounds({ store, instances, log }: RoundsOptions, signal: AbortSignal): Promise<void> {
  await Promise.all([
    every(OPEN_EVERY_MS, 'opening', log, signal, async () => {
      const { opened, failed } = await openDue({
        store,
        start: instances.start,
        now: new Date().toISOString(),
        onError: (about, error) => log.error({ ...about, err: error }, 'an instance did not open, trying again'),
        signal,
      });
      if (opened + failed > 0) log.info({ opened, failed }, 'opened what recurs');
      if (failed > 0) return OPEN_AGAIN_MS;
    }),
    every(CHANGES_EVERY_MS, 'handing on changes', log, signal, () => deliverChanges(store, instances)),
    every(MOVE_EVERY_MS, 'moving instances to another version', log, signal, async () => {
      const now = () => new Date().toISOString();
      const moved = await moveInstances({ store, migrate: instances.migrate, now, signal });
      if (moved > 0) log.info({ moved }, 'moved instances to another version');
    }),
    every(ERASE_EVERY_MS, 'erasing names whose time has passed', log, signal, async () => {
      const erased = await finishErasures(store, new Date().toISOString());
      if (erased > 0) log.info({ erased }, 'erased names whose time has passed');
    }),
  ]);
}

/** Running instances keep a copy of client and settings; what has changed in the records goes to them as an event. */
export async function deliverChanges(store: Store, instances: Pick<Instances, 'sendChange'>): Promise<void> {
  for (const { id: tenantId } of await listTenants(store)) {
    await deliverPendingChanges(store, tenantId, ({ definitionId, key }, { client, settings }) =>
      instances.sendChange({ tenantId, definitionId, key }, { kind: 'change', client, settings }),
    );
  }
}

/** A round that fails is logged and comes again. One may say itself when the next is to come. */
async function every(
  everyMs: number,
  what: string,
  log: Log,
  signal: AbortSignal,
  round: () => Promise<number | void>,
): Promise<void> {
  while (!signal.aborted) {
    let pauseMs = everyMs;
    try {
      pauseMs = (await round()) ?? everyMs;
    } catch (error) {
      log.error({ err: error }, `${what} failed, trying again`);
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}
