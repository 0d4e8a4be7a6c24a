/** XState behind a small face: restore, move, ask. The only file beside compile.ts that knows its types. */
import { createActor, type AnyActor, type AnyActorScope, type AnyMachineSnapshot } from 'xstate';
import type { ActionObject, Json, JsonObject } from '../language/types.ts';
import { activePaths, type Ambient, type Compiled } from './compile.ts';
import { remembered } from './remembered.ts';
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

/** XState's own `transition` makes an actor for each step, which works out the initial state anew. This one never starts. */
const actors = new WeakMap<Compiled, AnyActor>();

function scopeOf(compiled: Compiled, taken: ChartAction[]): AnyActorScope {
  let self = actors.get(compiled);
  if (!self) actors.set(compiled, (self = createActor(compiled.machine)));
  const nothing = () => undefined;
  return {
    self,
    system: self.system,
    id: '',
    sessionId: '',
    logger: nothing,
    defer: nothing,
    emit: nothing,
    stopChild: nothing,
    actionExecutor: (action) => taken.push(action as unknown as ChartAction),
  };
}

const restore = remembered(
  (compiled: Compiled, snapshot: JsonObject) =>
    compiled.machine.restoreSnapshot(snapshot as never, undefined as never) as AnyMachineSnapshot,
);

/** `before`: the context that the step began with, which is remembered as it is when the step leaves it alone. */
function taken(
  compiled: Compiled,
  before: JsonObject | null,
  run: (scope: AnyActorScope) => AnyMachineSnapshot,
): ChartStep {
  const actions: ChartAction[] = [];
  const snapshot = run(scopeOf(compiled, actions));
  // XState would keep an expression that failed in the snapshot, and the instance would never move again.
  if (snapshot.status === 'error') throw snapshot.error;
  const context = before && snapshot.context === before ? before : asJson(snapshot.context as JsonObject);
  const persisted = compiled.machine.getPersistedSnapshot(snapshot) as unknown as JsonObject;
  return {
    snapshot: { ...asJson({ ...persisted, context: null }), context },
    context,
    paths: activePaths(snapshot.value),
    done: snapshot.status === 'done',
    actions,
  };
}

const asJson = (value: JsonObject): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;

export function start(compiled: Compiled, ambient: Ambient): ChartStep {
  return compiled.within(ambient, () =>
    taken(compiled, null, (scope) => compiled.machine.getInitialSnapshot(scope as never) as AnyMachineSnapshot),
  );
}

export function move(compiled: Compiled, state: InstanceState, ambient: Ambient, event: Event): ChartStep {
  return compiled.within(ambient, () => {
    const before = restore(compiled, state.snapshot as JsonObject);
    return taken(
      compiled,
      before.context as JsonObject,
      (scope) => compiled.machine.transition(before, event, scope as never) as AnyMachineSnapshot,
    );
  });
}

/** True if some transition would be taken: guards are asked, nothing moves. */
export function canMove(compiled: Compiled, state: InstanceState, ambient: Ambient, event: Event): boolean {
  return compiled.within(ambient, () => restore(compiled, state.snapshot as JsonObject).can(event));
}
