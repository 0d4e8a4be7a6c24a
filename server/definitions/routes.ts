import { readFileSync } from 'node:fs';
import { type Static, Type } from '@sinclair/typebox';
import type { Definition } from '../../definitions/index.ts';
import { check } from '../../definitions/language/check.ts';
import { Problem, type FieldProblem } from '../http/problem.ts';
import { type KeyCall, keyRoute, openRoute } from '../http/route.ts';
import { AnyObject } from '../common/schema.ts';
import { audit, publishDefinition } from '../store/index.ts';

const schemaFile = new URL('../../definitions/language/definition.schema.json', import.meta.url);
const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as object;

const PublishAnswer = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  hash: Type.String(),
  /** False when this content was the newest version already. */
  created: Type.Boolean(),
});

export const definitionRoutes = [
  openRoute({
    method: 'GET',
    path: '/schema/definition/v1.json',
    summary: 'The JSON Schema of the definition language, for editors',
    answer: AnyObject,
    async handler({ http }) {
      http.set('Cache-Control', 'public, max-age=3600');
      return schema;
    },
  }),
  keyRoute({
    method: 'PUT',
    path: '/v1/definitions/:definitionId',
    summary: "Publishes a version of the firm's own definition; the same content again is the same version",
    body: AnyObject,
    maxBodyBytes: 1_000_000,
    answer: PublishAnswer,
    handler: publish,
  }),
];

async function publish(call: KeyCall<unknown, Static<typeof AnyObject>>): Promise<Static<typeof PublishAnswer>> {
  const { services, scope, tenantId, keyId, now, body, params, http } = call;
  const definition = checked(body);
  if (definition.id !== params.definitionId) {
    throw invalid('The id in the definition is not the one in the address.', [
      { pointer: '/id', text: { sv: `ska vara "${params.definitionId}"`, en: `must be "${params.definitionId}"` } },
    ]);
  }
  const { version, hash, created } = await publishDefinition(services.store, { tenantId, definition, now });
  if (created) {
    const details = { version, hash };
    await audit(scope, now, { actor: `key:${keyId}`, action: 'definition.published', target: definition.id, details });
  }
  http.status = created ? 201 : 200;
  return { id: definition.id, version, hash, created };
}

/** Throws a 422 with the JSON pointer of everything that is wrong. */
export function checked(body: unknown): Definition {
  const errors = check(body as object).filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return body as Definition;
  const fields = errors.slice(0, 50).map(({ code, pointer, message, suggestion }): FieldProblem => {
    const en = [`${code}: ${message}`, suggestion].filter(Boolean).join(' ');
    return { pointer, text: { sv: en, en } };
  });
  const many = errors.length === 1 ? 'a mistake' : `${errors.length} mistakes`;
  throw invalid(`The definition has ${many}. docs/language.md explains each code.`, fields);
}

const invalid = (detail: string, fields: FieldProblem[]): Problem =>
  new Problem(422, 'definition_invalid', detail, { fields });
