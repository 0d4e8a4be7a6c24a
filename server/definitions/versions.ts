import type { Definition } from '../../definitions/index.ts';
import { check } from '../../definitions/language/check.ts';
import { type ScenarioFile, scenarioFindings } from '../../definitions/simulate/scenario.ts';
import { parseJson } from '../http/body.ts';
import { notFound, Problem, type FieldProblem } from '../http/problem.ts';
import type { AdminCall } from '../http/route.ts';
import {
  audit,
  type Author,
  definitionByHash,
  listVersions,
  noteChanges,
  type Publication,
  publishDefinition,
  type PublishedVersion,
  reviewBeforePublish,
  type Scope,
  VersionOutdated,
} from '../store/index.ts';
import type { PublishAnswerView } from './schema.ts';

/** A version that the firm may use, its own before a shipped one of the same number. Throws the 404. */
export async function versionOf(scope: Scope, definitionId: string, version: number): Promise<PublishedVersion> {
  const versions = await listVersions(scope.store, scope.tenantId, definitionId);
  const found = versions.find((candidate) => candidate.version === version);
  if (!found) throw notFound();
  return found;
}

export async function contentOf(scope: Scope, hash: string): Promise<Definition> {
  const definition = await definitionByHash(scope.store, hash);
  if (!definition) throw new Error(`The definition ${hash} is not in the store.`);
  return definition;
}

/** As administrators read and write it. */
export const textOf = (definition: Definition): string => `${JSON.stringify(definition, null, 2)}\n`;

/** Throws a 422 with the JSON pointer of everything that is wrong. */
export function checked(body: object | string): Definition {
  const errors = check(body).filter(({ severity }) => severity === 'error');
  if (errors.length === 0) {
    return (typeof body === 'string' ? parseJson(Buffer.from(body)) : body) as unknown as Definition;
  }
  const fields = errors.slice(0, 50).map(({ code, pointer, message, suggestion }): FieldProblem => {
    const inLanguage = (language: 'sv' | 'en') =>
      [`${code}: ${message[language]}`, suggestion?.[language]].filter(Boolean).join(' ');
    return { pointer, text: { sv: inLanguage('sv'), en: inLanguage('en') } };
  });
  const many = errors.length === 1 ? 'a mistake' : `${errors.length} mistakes`;
  throw invalid(`The definition has ${many}. docs/language.md explains each code.`, fields);
}

const invalid = (detail: string, fields: FieldProblem[]): Problem =>
  new Problem(422, 'definition_invalid', detail, { fields });

/** What a firm expects of a text. Throws a 422 with the JSON pointer of everything that is wrong. */
export function checkedScenarios(value: object): ScenarioFile {
  const found = scenarioFindings(value).slice(0, 50);
  if (found.length === 0) return value as ScenarioFile;
  const fields = found.map(({ pointer, message }) => ({ pointer: `/scenarios${pointer}`, text: message }));
  throw new Problem(422, 'scenarios_invalid', 'These are no scenarios. Record them in the workbench.', { fields });
}

/** The text of a definition, whole and of this id. */
export function checkedAs(definitionId: string, body: object | string): Definition {
  const definition = checked(body);
  if (definition.id === definitionId) return definition;
  throw invalid('The id in the definition is not the one in the address.', [
    { pointer: '/id', text: { sv: `ska vara "${definitionId}"`, en: `must be "${definitionId}"` } },
  ]);
}

export const auditActor = ({ kind, id }: Author): string => (id === null ? kind : `${kind}:${id}`);

/** Refuses what did not go by a draft where the firm wants every version approved by a second administrator. */
export async function requireNoReview(scope: Scope): Promise<void> {
  if (!(await reviewBeforePublish(scope.store, scope.tenantId))) return;
  throw new Problem(
    409,
    'review_required',
    'The firm wants a second administrator to approve every version. Make a draft, submit it and have it approved.',
  );
}

/** Publishes, notes who and why, and tells those who look. */
export async function publish(
  call: Pick<AdminCall, 'scope' | 'author' | 'now' | 'services'>,
  definition: Definition,
  publication: Publication,
): Promise<PublishAnswerView> {
  const { scope, author, now, services } = call;
  const about = { tenantId: scope.tenantId, definition, now, by: author, ...publication };
  try {
    const { version, hash, created } = await publishDefinition(services.store, about);
    if (created) {
      const { comment = null, rollbackOf = null } = publication;
      const details = { version, hash, comment, rollbackOf };
      const line = { actor: auditActor(author), target: definition.id, details };
      await audit(scope, now, { ...line, action: 'definition.published' });
      await noteChanges(scope, [{ topic: 'definition', definition: definition.id }]);
      services.feed.nudge();
    }
    return { id: definition.id, version, hash, created };
  } catch (error) {
    if (!(error instanceof VersionOutdated)) throw error;
    throw new Problem(
      409,
      'version_outdated',
      `Version ${error.running} has been published meanwhile. Compare with it, then publish again.`,
    );
  }
}
