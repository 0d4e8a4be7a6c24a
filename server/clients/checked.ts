import type { JsonObject } from '../../definitions/language/types.ts';
import { type FieldProblem, Problem } from '../http/problem.ts';
import { organisationNumberOf, propertyProblems, wrongOrganisationNumber } from './register.ts';

interface Details {
  organisationNumber?: string | undefined;
  properties?: Record<string, unknown> | undefined;
}

/** The details of a client as they are kept. Throws a 422 that names every mistake with its pointer in the body. */
export function checkedDetails(body: Details): { organisationNumber: string | null; properties: JsonObject } {
  const properties = (body.properties ?? {}) as JsonObject;
  const fields: FieldProblem[] = propertyProblems(properties).map(({ pointer, text }) => ({
    pointer: `/properties${pointer}`,
    text,
  }));
  const given = body.organisationNumber?.trim() ?? '';
  const organisationNumber = given === '' ? null : organisationNumberOf(given);
  if (given !== '' && organisationNumber === null) {
    fields.unshift({ pointer: '/organisationNumber', text: wrongOrganisationNumber });
  }
  if (fields.length > 0) {
    const names = fields.map(({ pointer }) => pointer).join(', ');
    throw new Problem(422, 'details_invalid', `The register cannot say this of a client: ${names}.`, { fields });
  }
  return { organisationNumber, properties };
}
