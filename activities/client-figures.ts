import { ApplicationFailure } from '@temporalio/common';
import { clientFigures, type Store } from '../server/store/index.ts';
import type { NamedActivity } from './index.ts';

/**
 * The activity `readClientFigures` (P-17 to P-19): what the firm's bookkeeping system has told of a client, see `PUT
 * /v1/clients/{externalId}/facts`. What is not known is not told as nought: it fails for good, and the process says so.
 */
export const readClientFigures =
  (store: Store): NamedActivity =>
  async ({ clientId }, { origin }) => {
    const figures = await clientFigures(store.tenant(origin.tenantId), String(clientId));
    const { balanceMinor, missingReceipts, readyForExport } = figures;
    if (balanceMinor === null || missingReceipts === null || readyForExport === null) {
      throw ApplicationFailure.nonRetryable(
        'The bookkeeping system has not told balance, missing receipts and expenses ready for export.',
        'figures_unknown',
      );
    }
    return { balanceMinor, missingReceipts, readyForExport };
  };
