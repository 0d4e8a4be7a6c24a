import type { Compiled } from '../../../definitions/engine/compile.ts';
import { statesOf } from '../../../definitions/language/check/walk.ts';
import type { InstanceState } from '../../../definitions/index.ts';
import type { JsonSchema, Text } from '../../../definitions/language/types.ts';

export interface OutsideEvent {
  name: string;
  title: Text;
  /** JSON Schema of what comes with it; null where the definition does not say. */
  data: JsonSchema | null;
}

/** Events that the active states take and no person raises: of other instances, of systems, answers of activities. */
export function outsideEvents(compiled: Compiled, state: InstanceState): OutsideEvent[] {
  const { definition } = compiled;
  const raised = new Set<string>();
  for (const { node } of statesOf(definition)) {
    for (const { event } of Object.values(node.tasks ?? {})) raised.add(event);
    for (const event of Object.keys(node.actions ?? {})) raised.add(event);
  }
  const around = state.activeStates.flatMap((path) => {
    const parts = path.split('.');
    return ['', ...parts.map((_, index) => parts.slice(0, index + 1).join('.'))];
  });
  const handled = [...new Set(around)].flatMap((path) => Object.keys(compiled.nodes.get(path)?.node.on ?? {}));
  return [...new Set(handled)]
    .filter((event) => !raised.has(event))
    .map((name) => {
      const declared = definition.events?.[name];
      return { name, title: declared?.title ?? { sv: name, en: name }, data: declared?.data ?? null };
    });
}
