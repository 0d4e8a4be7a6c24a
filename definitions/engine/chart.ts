/** XState behind a small face: restore, move, ask. The only file beside compile.ts that knows its types. */
import { initialTransition, transition, type AnyMachineSnapshot } from 'xstate';
import type { ActionObject, Json, JsonObject } from '../language/types.ts';
import { activePaths, type Ambient, type Compiled } from './compile.ts';
import type { InstanceState } from './types.ts';
import type { Event } from './variables.ts';

/** An action as XState gives it back instead of running it: the definition's, the engine's marks, XState's timers. */
export type ChartAction =
  | ActionObject
  | { type: 'arende.entered' | 'arende.exited'; params: { path: string } }
  | { type: 'xstate.raise'; params: { id: string; event: { type: string } } }
  | { type: 'xstate.cancel'; params: { sendId: string } };

export interface ChartStep {
  snapshot: Json;
  context: JsonObject;
  /** Active states with ancestors, the root first. */
  paths: string[];
  done: boolean;
  actions: ChartAction[];
}

function stepOf([snapshot, actions]: [AnyMachineSnapshot, unknown[]], compiled: Compiled): ChartStep {
  // XState would keep an expression that failed in the snapshot, and the instance would never move again.
  if (snapshot.status === 'error') throw snapshot.error;
  return {
    snapshot: JSON.parse(JSON.stringify(compiled.machine.getPersistedSnapshot(snapshot))) as Json,
    context: snapshot.context as JsonObject,
    paths: activePaths(snapshot.value),
    done: snapshot.status === 'done',
    actions: actions as ChartAction[],
  };
}

const restore = (compiled: Compiled, snapshot: Json) =>
  compiled.machine.restoreSnapshot(snapshot as never, undefined as never) as AnyMachineSnapshot;

export function start(compiled: Compiled, ambient: Ambient): ChartStep {
  return compiled.within(ambient, () => stepOf(initialTransition(compiled.machine) as never, compiled));
}

export function move(compiled: Compiled, state: InstanceState, ambient: Ambient, event: Event): ChartStep {
  return compiled.within(ambient, () =>
    stepOf(transition(compiled.machine, restore(compiled, state.snapshot), event) as never, compiled),
  );
}

/** True if some transition would be taken: guards are asked, nothing moves. */
export function canMove(compiled: Compiled, state: InstanceState, ambient: Ambient, event: Event): boolean {
  return compiled.within(ambient, () => restore(compiled, state.snapshot).can(event));
}
