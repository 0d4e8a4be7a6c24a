/** What the engine is measured against: the least that the same promises cost when written by hand on Temporal. */
import { condition, defineUpdate, proxyLocalActivities, setHandler } from '@temporalio/workflow';

const { note } = proxyLocalActivities<{ note(sequence: number): Promise<void> }>({ startToCloseTimeout: 10_000 });
const touch = defineUpdate<number, [string]>('touch');

/** Takes updates for ever, each with one local activity before the answer. */
export async function bare(): Promise<void> {
  let sequence = 0;
  setHandler(touch, async () => {
    sequence += 1;
    await note(sequence);
    return sequence;
  });
  await condition(() => false);
}

/** start → update → complete, a note after opening and after the act, as the engine projects both. */
export async function month(): Promise<void> {
  let handedIn = false;
  setHandler(touch, async () => {
    await note(2);
    handedIn = true;
    return 2;
  });
  await note(1);
  await condition(() => handedIn);
}
