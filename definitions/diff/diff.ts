/** Two versions of a definition beside each other. */
import type { Definition } from '../language/types.ts';
import { movedDates, type DatesOptions } from './dates.ts';
import { matchStates, pathOf } from './match.ts';
import { peopleChanges, type PeopleChange } from './people.ts';
import { safety, type Safety } from './safety.ts';
import { structuralChanges, type StructuralChange } from './structure.ts';

export interface DefinitionDiff {
  people: PeopleChange[];
  structure: StructuralChange[];
  safety: Safety;
  /** Old state paths to the new ones that they most likely became; those that are unchanged are left out. */
  mapping: Record<string, string>;
}

/**
 * What it means to go from one version to another. Both have passed the check. `today` is where the twelve periods
 * begin for which moved dates are worked out; `client` and `settings` are those of the client that they are worked out for.
 */
export function diff(before: Definition, after: Definition, options: DatesOptions): DefinitionDiff {
  const matches = matchStates(before, after);
  const structure = structuralChanges(before, after, matches);
  const renamed = [...matches].flatMap(([path, { to, how }]) =>
    to && how !== 'same' ? [[path, pathOf(to)] as [string, string]] : [],
  );
  return {
    people: peopleChanges(before, after, structure, movedDates(before, after, options)),
    structure,
    safety: safety(before, after, matches),
    mapping: Object.fromEntries(renamed),
  };
}
