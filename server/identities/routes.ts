import { type Static, Type } from '@sinclair/typebox';
import { notFound, Problem } from '../http/problem.ts';
import { keyRoute } from '../http/route.ts';
import { personalNumberOf } from '../login/personal-number.ts';
import { audit, ensurePerson, ensurePersonByEmail, linkUser, userByExternalId } from '../store/index.ts';

/** How a user logs in to the pages that Arende serves: one of the two, by personal number unless there is none (L-12). */
const Identity = Type.Union([
  Type.Object(
    {
      personalNumber: Type.String({
        maxLength: 20,
        description: 'twelve digits, or ten with a hyphen; never given back',
      }),
    },
    { additionalProperties: false },
  ),
  Type.Object({ withoutPersonalNumber: Type.Literal(true) }, { additionalProperties: false }),
]);

export const identityRoutes = [
  keyRoute({
    method: 'PUT',
    path: '/v1/users/:externalId/identity',
    summary: 'How a user shows who they are: by personal number, or by password for somebody who has none',
    body: Identity,
    answer: Type.Object({ loginBy: Type.Union([Type.Literal('personal-number'), Type.Literal('password')]) }),
    async handler({ services, scope, keyId, params, body, now }) {
      const user = await userByExternalId(scope, params.externalId!);
      if (!user) throw notFound();
      const person = await personFor(body);
      if (!(await linkUser(scope, { userId: user.id, personId: person.id }))) {
        throw new Problem(409, 'person_known', 'This person is another user of the firm already.');
      }
      const loginBy = person.hasPersonalNumber ? 'personal-number' : 'password';
      await audit(scope, now, {
        actor: `key:${keyId}`,
        action: 'identity.put',
        target: user.id,
        details: { loginBy },
      });
      return { loginBy } as const;

      function personFor(identity: Static<typeof Identity>) {
        const { store, login } = services;
        const { name, email } = user!;
        if ('withoutPersonalNumber' in identity) return ensurePersonByEmail(store, { email, name, now });
        if (!login.keys) {
          throw new Problem(
            409,
            'identity_key_missing',
            'Personal numbers are not kept here: set ARENDE_IDENTITY_KEY.',
          );
        }
        const personalNumber = personalNumberOf(identity.personalNumber);
        if (personalNumber) return ensurePerson(store, login.keys, { personalNumber, name, now });
        throw new Problem(422, 'personal_number_invalid', 'This is no Swedish personal or coordination number.', {
          fields: [
            { pointer: '/personalNumber', text: { sv: 'är inget giltigt personnummer', en: 'is no personal number' } },
          ],
        });
      }
    },
  }),
];
