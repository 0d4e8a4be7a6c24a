/** Settings and input as they are given on the command line, refused where the definition does not take them. */
import { formErrors } from '../../definitions/engine/forms.ts';
import type { Definition, JsonObject } from '../../definitions/index.ts';
import { suggestName } from '../../definitions/language/near.ts';
import { assignments, UsageError } from './usage.ts';

export function settingsOf(definition: Definition, pairs: string[] | undefined): JsonObject {
  const settings = assignments(pairs);
  for (const [name, value] of Object.entries(settings)) {
    const setting = Object.hasOwn(definition.settings ?? {}, name) ? definition.settings![name]! : null;
    if (!setting) {
      const hint = suggestName(name, Object.keys(definition.settings ?? {})) ?? 'There is none.';
      throw new UsageError(`There is no setting "${name}". ${hint}`);
    }
    refuse(`The setting "${name}" cannot be ${JSON.stringify(value)}.`, { [name]: setting.schema }, { [name]: value });
  }
  return settings;
}

/** Fields that are not given may be filled in by whoever asks. */
export function inputOf(definition: Definition, pairs: string[] | undefined): JsonObject {
  const input = assignments(pairs);
  const properties = (definition.input?.properties ?? {}) as Record<string, JsonObject>;
  for (const [name, value] of Object.entries(input)) {
    if (!Object.hasOwn(properties, name)) {
      const hint = suggestName(name, Object.keys(properties)) ?? 'The process takes none.';
      throw new UsageError(`There is no input "${name}". ${hint}`);
    }
    const text = properties[name]!.type === 'string' && typeof value === 'number';
    // A number on the command line may be a text that has digits in it.
    if (text) input[name] = String(value);
    refuse(
      `The input "${name}" cannot be ${JSON.stringify(value)}.`,
      { [name]: properties[name]! },
      { [name]: input[name]! },
    );
  }
  return input;
}

function refuse(message: string, properties: Record<string, object>, values: JsonObject): void {
  const problem = formErrors({ type: 'object', properties } as never, values)[0];
  if (problem) throw new UsageError(`${message} ${problem.text.en}`);
}
