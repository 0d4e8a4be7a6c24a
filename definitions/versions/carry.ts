/** What an instance remembers, carried over to the fields of another version. */
import { formErrors } from '../engine/forms.ts';
import type { Compiled } from '../engine/compile.ts';
import type { InstanceState } from '../engine/types.ts';
import { walk } from '../engine/walk.ts';
import type { Json, JsonObject } from '../language/types.ts';
import { problem } from './problems.ts';
import type { Mapping, MigrationProblem } from './types.ts';

/** The new version's fields: the old value where it fits, else what the mapping says, else a problem. */
export function contextOf(
  to: Compiled,
  state: InstanceState,
  mapping: Mapping,
): { context: JsonObject; problems: MigrationProblem[] } {
  const problems: MigrationProblem[] = [];
  const context: JsonObject = {};
  for (const [name, initial] of Object.entries((to.definition.context ?? {}) as JsonObject)) {
    const given = mapping.context && Object.hasOwn(mapping.context, name) ? mapping.context[name]! : undefined;
    const had = Object.hasOwn(state.context, name) ? state.context[name]! : undefined;
    const kept = had === undefined ? initial : fitted(initial, had);
    const set = given === undefined ? undefined : fitted(initial, given);
    // A value that is given counts where there is none of before, or where that one does not fit.
    const value = had !== undefined && kept !== undefined ? kept : given === undefined ? kept : set;
    if (value === undefined) problems.push(problem.contextType(name));
    else context[name] = value;
  }
  return { context, problems };
}

/** The value in the shape of the initial one, with fields that it lacks; undefined if it is of another type. */
function fitted(initial: Json, value: Json): Json | undefined {
  if (initial === null) return value;
  if (value === null) return initial;
  if (Array.isArray(initial)) return Array.isArray(value) ? value : undefined;
  if (typeof initial !== 'object') return typeof value === typeof initial ? value : undefined;
  if (typeof value !== 'object' || Array.isArray(value)) return undefined;
  const whole: JsonObject = { ...value };
  for (const [name, part] of Object.entries(initial)) {
    const own = Object.hasOwn(value, name) ? fitted(part, value[name]!) : part;
    if (own === undefined) return undefined;
    whole[name] = own;
  }
  return whole;
}

/** What the instance was started with and what it waits for, against what the new version declares. */
export function recordProblems(to: Compiled, state: InstanceState): MigrationProblem[] {
  const { input } = state;
  const { definition } = to;
  const wrongInput = formErrors({ type: 'object', additionalProperties: true, ...definition.input }, input.input);
  const settings = Object.entries(input.settings).filter(([name, { value }]) => {
    const schema = definition.settings?.[name]?.schema;
    return schema && formErrors({ type: 'object', properties: { value: schema } }, { value }).length > 0;
  });
  const events = new Set([...walk(definition)].flatMap(({ node }) => Object.keys(node.on ?? {})));
  const unanswered = (state.calls ?? []).flatMap(({ activity, done, failed, timedOut }) => {
    const missing = [done, failed, timedOut].find((event) => event !== null && !events.has(event));
    return missing ? [problem.callUnanswered(activity, missing)] : [];
  });
  return [
    ...wrongInput.map(({ pointer, text }) => problem.inputInvalid(pointer || '/', text.sv)),
    ...settings.map(([name]) => problem.settingInvalid(name)),
    ...unanswered,
  ];
}
