/** Why an instance cannot simply go on: what is said of it, and how much it weighs. */
import canonicalize from 'canonicalize';
import type { JsonSchema, Text } from '../language/types.ts';

export type ReasonCode =
  | 'id_changed'
  | 'key_changed'
  | 'state_removed'
  | 'state_renamed'
  | 'state_kind_changed'
  | 'regions_changed'
  | 'no_way_out'
  | 'context_removed'
  | 'context_type_changed'
  | 'input_required'
  | 'setting_removed'
  | 'setting_schema_changed'
  | 'task_removed'
  | 'task_added'
  | 'task_role_changed'
  | 'task_event_changed'
  | 'task_form_changed'
  | 'timer_removed'
  | 'timer_added'
  | 'timer_changed'
  | 'event_dropped'
  | 'action_removed';

export interface Reason {
  code: ReasonCode;
  /** `note`: happens by itself and loses nothing. `mapping`: somebody must say where it goes. `loss`: something is gone. */
  weight: 'note' | 'mapping' | 'loss';
  text: Text;
  oldPointer: string | null;
  newPointer: string | null;
}

type Make = (
  code: ReasonCode,
  weight: Reason['weight'],
  text: Text,
  oldPointer: string | null,
  newPointer: string | null,
) => Reason;
export const reason: Make = (code, weight, text, oldPointer, newPointer) => ({
  code,
  weight,
  text,
  oldPointer,
  newPointer,
});
export const same = (a: unknown, b: unknown) => canonicalize(a) === canonicalize(b);

export type Add = (...args: Parameters<Make>) => void;

/** A schema without what is only shown. */
export function rules(schema: JsonSchema): JsonSchema {
  const { title: _, description: __, default: ___, ...rest } = schema;
  return rest;
}
