/** Names that expressions could not write, because CEL keeps them for itself. */
import type { Definition, JsonSchema } from '../types.ts';
import { step, type Reporter } from '../findings.ts';
import { statesOf } from './walk.ts';

const RESERVED = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);

export function checkReserved(definition: Definition, report: Reporter): void {
  const names = (section: object | undefined, pointer: string): void => {
    for (const name of Object.keys(section ?? {})) {
      if (!RESERVED.has(name)) continue;
      const message = `Expressions could not use "${name}": it is a word of their language.`;
      report(pointer + step(name), { code: 'name_reserved', message, key: true });
    }
  };
  const properties = (schema: JsonSchema | undefined, pointer: string): void =>
    names(schema?.properties as object | undefined, `${pointer}/properties`);
  names(definition.settings, '/settings');
  names(definition.deadlines, '/deadlines');
  names(definition.context, '/context');
  names(definition.decisions, '/decisions');
  for (const [name, table] of Object.entries(definition.decisions ?? {})) {
    names(table.outputs, `/decisions${step(name)}/outputs`);
  }
  properties(definition.input, '/input');
  properties(definition.client, '/client');
  for (const { node, pointer } of statesOf(definition)) {
    for (const kind of ['tasks', 'actions'] as const) {
      for (const [name, { form }] of Object.entries(node[kind] ?? {}))
        properties(form, `${pointer}/${kind}${step(name)}/form`);
    }
  }
}
