import { commonTypes } from '../../../definitions/engine/scopes.ts';
import type { CelType } from '../../../definitions/engine/cel.ts';
import type { Definition } from '../../../definitions/language/types.ts';

/** What an expression may write after the words before the cursor: `settings.` → the settings with their types. */
export function membersAt(definition: unknown, chain: string[]): { name: string; type: string }[] {
  let types: Record<string, CelType>;
  try {
    types = {
      ...commonTypes(definition as Definition),
      event: { type: 'string', data: formFields(definition), actor: { id: 'string', name: 'string' } },
    };
  } catch {
    return [];
  }
  let at: CelType = types;
  for (const name of chain) {
    const inner: CelType | undefined = isFields(at) ? at[name] : undefined;
    if (inner === undefined) return [];
    at = inner;
  }
  if (!isFields(at)) return [];
  return Object.entries(at).map(([name, type]) => ({ name, type: typeof type === 'string' ? type : 'object' }));
}

const isFields = (type: CelType): type is Record<string, CelType> => typeof type === 'object' && !Array.isArray(type);

/** The fields of every form, for `event.data`. */
function formFields(definition: unknown): Record<string, CelType> {
  const fields: Record<string, CelType> = {};
  JSON.stringify(definition, (key, value: unknown) => {
    const properties = key === 'form' && (value as { properties?: object } | null)?.properties;
    if (properties) for (const name of Object.keys(properties)) fields[name] = 'field';
    return value;
  });
  return fields;
}
