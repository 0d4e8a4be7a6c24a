/** How a person starts an instance: who may, what they are asked, and what is filled in for them. */
import type { Definition, JsonObject, JsonSchema, StartFill } from '../language/types.ts';
import type { Actor } from './types.ts';

/** Whether somebody is in a role that may start an instance. */
export function mayStart({ startable, roles }: Definition, actor: Actor): boolean {
  return (startable?.for ?? []).some((name) => {
    const role = roles[name];
    if (!role || role.members === 'person' || role.members === 'address') return false;
    const substitute = role.substitutes !== undefined && (actor.vacant ?? []).includes(role.members);
    return actor.groups.includes(role.members) || (substitute && actor.groups.includes(role.substitutes!));
  });
}

/** The form that asks for the input: without what is filled in. */
export function startForm({ input, startable }: Definition): JsonSchema {
  const filled = startable?.fill ?? {};
  const properties = Object.entries((input?.properties as Record<string, JsonSchema> | undefined) ?? {});
  const required = (input?.required as string[] | undefined) ?? [];
  return {
    ...input,
    type: 'object',
    properties: Object.fromEntries(properties.filter(([name]) => !(name in filled))),
    required: required.filter((name) => !(name in filled)),
  };
}

/** The whole input, from what was sent in with the form and what is known besides. */
export function startInput({ startable }: Definition, data: JsonObject, known: Record<StartFill, string>): JsonObject {
  const filled = Object.entries(startable?.fill ?? {}).map(([name, what]) => [name, known[what]]);
  return { ...data, ...(Object.fromEntries(filled) as JsonObject) };
}
