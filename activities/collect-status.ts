import { clientEvents, definitionByHash, latestVersions, type Store } from '../server/store/index.ts';
import type { NamedActivity } from './index.ts';

/** Working area of the processes whose open tasks are invoices that need somebody. */
const invoicing = 'invoicing';

/**
 * The activity `collectStatus` (I-27): what Arende's own records say of a client since the last report. Payments are told by
 * whoever keeps the accounts, so they are not in the answer rather than nought in it.
 */
export const collectStatus =
  (store: Store, clock: () => number): NamedActivity =>
  async ({ clientId, since }, { origin }) => {
    const definitionIds: string[] = [];
    for (const { definitionId, hash } of await latestVersions(store, origin.tenantId)) {
      if ((await definitionByHash(store, hash))?.area === invoicing) definitionIds.push(definitionId);
    }
    const now = new Date(clock()).toISOString();
    const asked = { since: String(since), now, definitionIds };
    const { ofDefinitions, ...events } = await clientEvents(store.tenant(origin.tenantId), String(clientId), asked);
    return { ...events, invoicesToActOn: ofDefinitions };
  };
