import { compile } from '../definitions/index.ts';
import type { DefinitionEnvelope } from './contract.ts';

type Compiled = ReturnType<typeof compile>;

/**
 * Compiled definitions by hash. The worker preloads this module, so one copy serves all instances of a workflow thread:
 * `compile` is pure and its result is never changed, hence sharing it cannot let one instance see another.
 */
const compiledByHash = new Map<string, Compiled>();

/**
 * Compiles the definition of an envelope, once per worker thread and hash.
 *
 * @throws Error when the content is missing or is not what the hash says. In a workflow that fails the workflow task,
 * not the instance: Temporal tries again by itself until the definition is back.
 */
export function compiledFor(envelope: DefinitionEnvelope): Compiled {
  const hash = envelope.$definition;
  const known = compiledByHash.get(hash);
  if (known) return known;
  if (!envelope.content) {
    throw new Error(
      `The definition ${hash} ${envelope.problem ?? 'is not there'}, so this instance stands still. ` +
        `Publish the same definition again (or restore its row in the database); the instance then goes on by itself.`,
    );
  }
  const compiled = compile(envelope.content);
  compiledByHash.set(hash, compiled);
  return compiled;
}
