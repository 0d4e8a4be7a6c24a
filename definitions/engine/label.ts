/** What an instance is called in lists. */
import type { JsonObject, Text } from '../language/types.ts';
import type { Ambient, Compiled } from './compile.ts';
import type { InstanceInput } from './types.ts';
import { renderText } from './variables.ts';

/** The name in lists. It follows what the instance remembers: a title that is filled in on the way. */
export const labelOf = (compiled: Compiled, input: InstanceInput, ambient: Ambient, context: JsonObject): Text =>
  renderText(compiled, compiled.definition.label ?? defaultLabel(compiled, input), ambient, context);

function defaultLabel(compiled: Compiled, input: InstanceInput): Text {
  const { title } = compiled.definition;
  if (!input.period) return title;
  return { sv: `${title.sv} \${period.label}`, en: `${title.en} \${period.label}` };
}
