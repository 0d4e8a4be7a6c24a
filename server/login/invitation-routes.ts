import { type Static, Type } from '@sinclair/typebox';
import { Problem } from '../http/problem.ts';
import { loginRoute } from '../http/route.ts';
import type { Services } from '../services.ts';
import { acceptInvitation, ensurePersonByEmail, invitationByToken, linkUser, setPassword } from '../store/index.ts';
import { enterPortal } from './enter.ts';
import { hashPassword } from './password/hash.ts';
import { requireStrong } from './password/routes.ts';
import { Entered, InvitationToken } from './schema.ts';

const Invited = Type.Object({
  firmId: Type.String(),
  firm: Type.String(),
  name: Type.String(),
  clients: Type.Array(Type.String()),
});
export type InvitedView = Static<typeof Invited>;

/** What the link of an invitation opens; with BankID it is accepted by logging in. */
export const invitationLoginRoutes = [
  loginRoute({
    method: 'POST',
    path: '/v1/login/invitation',
    summary: 'What the link of an invitation is for',
    body: Type.Object({ token: InvitationToken }, { additionalProperties: false }),
    answer: Invited,
    async handler({ services, body, now }): Promise<InvitedView> {
      const { tenantId, firm, invitation, clients } = await opened(services, body.token, now);
      return { firmId: tenantId, firm, name: invitation.name, clients };
    },
  }),
  loginRoute({
    method: 'POST',
    path: '/v1/login/invitation/password',
    summary: 'Accepts an invitation for somebody who has no Swedish personal number, with a password of their own',
    body: Type.Object(
      {
        token: InvitationToken,
        name: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }),
        password: Type.String({ maxLength: 200 }),
      },
      { additionalProperties: false },
    ),
    answer: Entered,
    async handler({ services, http, body, now }) {
      const { store } = services;
      const { tenantId, invitation } = await opened(services, body.token, now);
      const { email, language } = invitation;
      await requireStrong(body.password, [email.split('@')[0]!, body.name]);
      const passwordHash = await hashPassword(body.password);
      const accepted = await acceptInvitation(store, { token: body.token, name: body.name.trim(), language, now });
      if (accepted.outcome !== 'accepted') throw over();
      // The link came to this very address, as one for a new password would have.
      const person = await ensurePersonByEmail(store, { email, name: body.name.trim(), now });
      if (person.hasPersonalNumber) throw over();
      await setPassword(store, person.id, passwordHash);
      await linkUser(store.tenant(tenantId), { userId: accepted.userId, personId: person.id });
      const entry = { personId: person.id, method: 'password' as const, firm: tenantId, returnTo: null, now };
      return { next: (await enterPortal(services, http, entry)) ?? '/login' };
    },
  }),
];

async function opened({ store }: Services, token: string, now: string) {
  const found = await invitationByToken(store, { token, now });
  if (found.outcome !== 'open') throw over();
  return found;
}

/** One answer for all of them: the token of a link that is over tells nothing. */
const over = (): Problem =>
  new Problem(410, 'invitation_over', 'The invitation is no longer valid. Ask for a new one.', {
    text: {
      sv: 'Inbjudan gäller inte längre. Be om en ny.',
      en: 'The invitation is no longer valid. Ask for a new one.',
    },
  });
