import { readdirSync, readFileSync } from 'node:fs';
import type { Definition } from '../../../definitions/language/types.ts';

const root = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** Ids of the definitions that Arende ships with. */
export const shippedIds = readdirSync(new URL('definitions/library/', root), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

export const shippedText = (id: string): string => read(`definitions/library/${id}/definition.json`);
export const shipped = (id: string): Definition => JSON.parse(shippedText(id)) as Definition;

export const fixtureText = (name: string): string => read(`tests/fixtures/definitions/${name}.json`);
export const fixture = (name: string): Definition => JSON.parse(fixtureText(name)) as Definition;

export const brokenText = (code: string): string => read(`tests/fixtures/broken/${code}.json`);
export const brokenPlaces = JSON.parse(read('tests/fixtures/broken/expected.json')) as Record<
  string,
  { line: number; column: number }
>;

/** A mistake that an administrator makes in a definition, and what is to be found then. */
interface Mistake {
  mistake: string;
  /** The definition that it is made in. */
  in: string;
  find: string;
  write: string;
  findings: { at: string; code: string; suggestion?: string }[];
}
export const mistakes = JSON.parse(read('tests/fixtures/broken/mistakes.json')) as Mistake[];
