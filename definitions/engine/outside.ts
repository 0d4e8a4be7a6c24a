/** Why an event that a system raises is refused now. Signals between instances are not asked: they may come too early. */
import type { IsoInstant, JsonObject } from '../language/types.ts';
import { refuse } from './allowed.ts';
import { canMove } from './chart.ts';
import { activePaths, type Compiled } from './compile.ts';
import { formErrors } from './forms.ts';
import type { InstanceState, Refusal } from './types.ts';
import { ambientOf, NO_EVENT } from './variables.ts';
import { declarationsOf, walk } from './walk.ts';

/** Null if the event may be raised. What people raise, with its form and its roles, is no system's to raise. */
export function outsideRefusal(
  compiled: Compiled,
  state: InstanceState,
  type: string,
  data: JsonObject,
  now: IsoInstant,
): Refusal | null {
  if (state.done) return refuse('instance_closed');
  const { definition } = compiled;
  const { tasks, actions } = declarationsOf(definition, type);
  const known = [...walk(definition)].some(({ node }) => Object.hasOwn(node.on ?? {}, type));
  if (!known || tasks.length + actions.length > 0) return refuse('event_unknown');
  const schema = definition.events?.[type]?.data;
  const fields = schema ? formErrors(schema, data) : [];
  if (fields.length > 0) return { ...refuse('form_invalid', WRONG_DATA), fields };
  const value = (state.snapshot as { value?: unknown } | null)?.value;
  const handled = activePaths(value).some((path) => Object.hasOwn(compiled.nodes.get(path)?.node.on ?? {}, type));
  if (!handled) return refuse('event_not_now');
  const event = { ...NO_EVENT, type, data };
  return canMove(compiled, state, ambientOf(compiled, { ...state, now }), event) ? null : refuse('guard_refused');
}

const WRONG_DATA = { sv: 'Uppgifterna passar inte händelsen.', en: 'The data does not fit the event.' };
