import type { ParameterizedContext } from 'koa';
import type { Services } from '../services.ts';
import {
  acceptInvitation,
  ensurePerson,
  invitationByToken,
  linkUser,
  type LoginMethod,
  personByNumber,
  userOfPerson,
} from '../store/index.ts';
import { enterPortal } from './enter.ts';

/**
 * Lets in the person with this number. Whoever holds an invitation becomes its user first; nobody else is made known by
 * logging in, unless anybody may start a firm here. Null: nobody here knows the person.
 */
export async function enterByNumber(
  services: Services,
  http: ParameterizedContext,
  entry: {
    personalNumber: string;
    name: string;
    method: LoginMethod;
    firm: string | null;
    returnTo: string | null;
    invitation: string | null;
    now: string;
  },
): Promise<string | null> {
  const { store, login } = services;
  const { personalNumber, invitation, now, method, returnTo } = entry;
  const keys = login.keys!;
  const asked = invitation === null ? null : await invitationByToken(store, { token: invitation, now });
  const open = asked?.outcome === 'open' ? asked : null;
  const name = entry.name || open?.invitation.name || '';
  const person =
    open || login.signUp
      ? await ensurePerson(store, keys, { personalNumber, name, now })
      : await personByNumber(store, keys, personalNumber);
  if (!person) return null;
  let { firm } = entry;
  if (open) {
    firm = open.tenantId;
    // Who is a user of the firm already stays that one.
    if ((await userOfPerson(store.tenant(firm), person.id)) === null) {
      const language = open.invitation.language;
      const accepted = await acceptInvitation(store, { token: invitation!, name, language, now });
      if (accepted.outcome === 'accepted') {
        await linkUser(store.tenant(firm), { userId: accepted.userId, personId: person.id });
      }
    }
  }
  return enterPortal(services, http, { personId: person.id, method, firm, returnTo, now });
}
