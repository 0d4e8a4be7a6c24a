import { serviceAddress } from './service.ts';

/**
 * `host:port` of the Temporal server that this test run shares, time skipping allowed. Use task queues and workflow ids
 * of your own. A test that kills its server starts one itself with `startTemporal`.
 */
export function temporalAddress(): Promise<string> {
  return serviceAddress('temporal');
}
