import { randomUUID } from 'node:crypto';
import type { Static } from '@sinclair/typebox';
import { Problem } from '../http/problem.ts';
import { type Call, loginRoute } from '../http/route.ts';
import { openIn } from '../login/enter.ts';
import { hashPassword } from '../login/password/hash.ts';
import { requireStrong } from '../login/password/routes.ts';
import { personalNumberOf } from '../login/personal-number.ts';
import { Entered } from '../login/schema.ts';
import type { Services } from '../services.ts';
import {
  audit,
  createTenant,
  ensurePerson,
  ensurePersonByEmail,
  isSetupToken,
  linkUser,
  type Person,
  putFirmProfile,
  putUser,
  setPassword,
  takeSetupToken,
} from '../store/index.ts';
import { SetupBody, SetupLink, SetupView } from './schema.ts';

export const setupRoutes = [
  loginRoute({
    method: 'POST',
    path: '/v1/setup/link',
    summary: 'Whether the link for setting up the first firm is good',
    body: SetupLink,
    answer: SetupView,
    async handler({ services, body }) {
      if (!(await isSetupToken(services.store, body.token))) throw over();
      return { personalNumbers: services.login.keys !== null };
    },
  }),
  loginRoute({
    method: 'POST',
    path: '/v1/setup',
    summary: 'Makes the first firm and its administrator, and logs the administrator in; the link works once',
    body: SetupBody,
    answer: Entered,
    status: 201,
    handler: setUp,
  }),
];

async function setUp({ services, http, body, now }: Call<unknown, Static<typeof SetupBody>>) {
  const { store, settings } = services;
  const prove = await proofOf(services, body, now);
  if (!(await takeSetupToken(store, body.token))) throw over();
  const { tenantId } = await createTenant(store, {
    name: body.firm.trim(),
    portalUrl: `${settings.publicUrl}/portal`,
    now,
  });
  const scope = store.tenant(tenantId);
  await putFirmProfile(scope, { accent: body.accent ?? null });
  const { name, email, language } = body;
  const { user } = await putUser(scope, {
    externalId: randomUUID(),
    name: name.trim(),
    email,
    language,
    role: 'admin',
  });
  const person = await prove();
  await linkUser(scope, { userId: user.id, personId: person.id });
  const entry = { actor: `user:${user.id}`, action: 'firm.created', target: tenantId, details: { name: body.firm } };
  await audit(scope, now, entry);
  await openIn(services, http, {
    personId: person.id,
    method: 'setup',
    membership: { tenantId, userId: user.id },
    now,
  });
  return { next: '/admin#start' };
}

/** Checks how the administrator is to log in before anything is made; what it gives makes the person. */
async function proofOf(
  { store, login }: Services,
  body: Static<typeof SetupBody>,
  now: string,
): Promise<() => Promise<Person>> {
  const { name, email, password } = body;
  if (body.personalNumber !== undefined) {
    const personalNumber = personalNumberOf(body.personalNumber);
    const { keys } = login;
    if (!personalNumber || !keys) {
      throw new Problem(422, 'personal_number_invalid', 'This is no Swedish personal or coordination number.', {
        fields: [
          { pointer: '/personalNumber', text: { sv: 'är inget giltigt personnummer', en: 'is no personal number' } },
        ],
      });
    }
    return () => ensurePerson(store, keys, { personalNumber, name, now });
  }
  await requireStrong(password ?? '', [name, email.split('@')[0]!, body.firm]);
  const passwordHash = await hashPassword(password!);
  return async () => {
    const person = await ensurePersonByEmail(store, { email, name, now });
    await setPassword(store, person.id, passwordHash);
    return person;
  };
}

const over = (): Problem =>
  new Problem(
    410,
    'setup_over',
    'This link is not good, or there is a firm already. Start the server anew for a link.',
    {
      text: {
        sv: 'Länken gäller inte, eller så finns det redan en byrå. Starta om servern för en ny länk, eller logga in.',
        en: 'This link is not good, or there is a firm already. Start the server anew for a new link, or log in.',
      },
    },
  );
