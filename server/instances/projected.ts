import { EngineUnavailable } from '../engine/port.ts';
import type { Services } from '../services.ts';
import { type InstanceWithHistory, instanceWithHistory, type Scope } from '../store/index.ts';

const longestMs = 8_000;
const stepMs = 20;

/** The instance's row once it shows this step. An act's answer comes after its projection; a start's may come before. */
export async function untilProjected(
  services: Services,
  scope: Scope,
  id: string,
  sequence: number,
): Promise<InstanceWithHistory> {
  const end = performance.now() + longestMs;
  for (;;) {
    const row = await instanceWithHistory(scope, id);
    if (row && row.sequence >= sequence) return row;
    if (performance.now() > end) {
      services.log.error({ instanceId: id, sequence }, 'an instance was not projected in time');
      throw new EngineUnavailable('The instance has not been projected.');
    }
    await new Promise((resolve) => setTimeout(resolve, stepMs));
  }
}
