/** The columns that a definition asks lists to show for its instances. */
import type { Fact, IsoInstant, Text } from '../language/types.ts';
import type { Compiled } from './compile.ts';
import type { InstanceState } from './types.ts';
import { ambientOf, NO_EVENT } from './variables.ts';

export interface FactValue {
  name: string;
  title: Text;
  format: Fact['format'];
  /** Null: not known yet (the expression gives an empty text). */
  value: string | number | null;
}

/** In the order of the definition. */
export function factsOf(compiled: Compiled, state: InstanceState, now: IsoInstant): FactValue[] {
  const declared = Object.entries(compiled.definition.facts ?? {});
  if (declared.length === 0) return [];
  const ambient = ambientOf(compiled, { ...state, now });
  const own = { context: state.context, event: NO_EVENT };
  return declared.map(([name, fact]) => {
    const value = compiled.scope(null).evaluate(fact.value, ambient, own);
    const known = value !== '' && (typeof value === 'string' || typeof value === 'number');
    return { name, title: fact.title, format: fact.format, value: known ? value : null };
  });
}
