import { compile, type Compiled } from '../../definitions/index.ts';
import { definitionByHash, type Store } from '../store/index.ts';

const cacheLimit = 200;
const compiled = new Map<string, Compiled>();

/** A compiled definition by its hash; compiling once takes some milliseconds, a hash never changes its meaning. */
export async function compiledByHash(store: Store, hash: string): Promise<Compiled> {
  const known = compiled.get(hash);
  if (known) return known;
  const definition = await definitionByHash(store, hash);
  if (!definition) throw new Error(`The definition ${hash} is not in the store.`);
  const made = compile(definition);
  if (compiled.size >= cacheLimit) compiled.delete(compiled.keys().next().value!);
  compiled.set(hash, made);
  return made;
}
